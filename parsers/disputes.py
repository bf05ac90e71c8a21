"""Where checks fail, a second reader looks at the same pages; figures that it reads differently are disputed.

Nothing else changes: the figure stays as our reading has it, and the document says how many figures differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.records import Agreement, BBox, Check, Fact, Method, Origin
from domain.text import squeeze
from parsers.model import UnreadableDocument
from parsers.readers.second_opinion import SeenCell

#: Bytes of a PDF and page numbers to the cells a second reader sees there.
SecondOpinion = Callable[[bytes, Sequence[int]], tuple[SeenCell, ...]]

_Place = tuple[int, BBox]


@dataclass(frozen=True, slots=True)
class Disputes:
    """Facts after the second look, and a sentence for every document (by id) in which readings differ."""

    facts: tuple[Fact, ...]
    messages: Mapping[str, str]


def look_again(
    facts: Sequence[Fact],
    checks: Iterable[Check],
    documents: Mapping[str, bytes],
    ask: SecondOpinion,
) -> Disputes:
    """Asks the second reader about the pages of failed checks; ``documents`` are the bytes of the PDF files by id."""
    disputed: set[str] = set()
    messages: dict[str, str] = {}
    for document_id, pages in _doubtful_pages(facts, checks).items():
        if document_id not in documents:
            continue
        try:
            seen = ask(documents[document_id], pages)
        except UnreadableDocument:
            continue  # no second opinion is no disagreement
        differing = _differing([fact for fact in facts if fact.document_id == document_id], seen)
        disputed |= {fact.fact_id for fact in differing}
        if differing:
            listed = ", ".join(str(page) for page in sorted({fact.page for fact in differing if fact.page}))
            messages[document_id] = (
                f"第 {listed} 页有 {len(differing)} 个数字两种读法不同，标为有争议 / "
                f"two readers differ in {len(differing)} figures of page {listed}, which are disputed"
            )
    marked = tuple(
        fact.model_copy(update={"agreement": Agreement.DISPUTED}) if fact.fact_id in disputed else fact
        for fact in facts
    )
    return Disputes(marked, messages)


def _doubtful_pages(facts: Sequence[Fact], checks: Iterable[Check]) -> dict[str, list[int]]:
    """Document -> pages of its table figures, read from text, that a failed check is about."""
    doubted = {fact_id for check in checks if check.verdict.failed for fact_id in check.fact_ids}
    pages: dict[str, set[int]] = {}
    for fact in facts:
        if fact.fact_id in doubted and fact.method is Method.TEXT and (place := _place(fact)) is not None:
            pages.setdefault(fact.document_id, set()).add(place[0])
    return {document_id: sorted(numbers) for document_id, numbers in pages.items()}


def _place(fact: Fact) -> _Place | None:
    if fact.origin is not Origin.TABLE or fact.page is None or fact.bbox is None:
        return None
    return fact.page, fact.bbox


def _differing(facts: Iterable[Fact], seen: Sequence[SeenCell]) -> list[Fact]:
    """Figures in the middle of whose cell the second reader sees a cell that does not print them.

    A cell that the second reader does not see at all says nothing: it knows no table without all its borders.
    """
    by_page: dict[int, list[SeenCell]] = {}
    for cell in seen:
        by_page.setdefault(cell.page, []).append(cell)
    differing: list[Fact] = []
    for fact in facts:
        place = _place(fact)
        if place is None or not fact.printed:
            continue
        page, (x0, top, x1, bottom) = place
        other = _around((x0 + x1) / 2, (top + bottom) / 2, by_page.get(page, []))
        if other is not None and not _prints(other.text, fact.printed):
            differing.append(fact)
    return differing


def _prints(text: str, printed: str) -> bool:
    """True if the cell's text has the printed form in it, and not as part of a longer number."""
    whole, part = squeeze(text), squeeze(printed)
    return re.search(rf"(?<![\d.,]){re.escape(part)}(?![\d.,]*\d)", whole) is not None


def _around(x: float, y: float, cells: list[SeenCell]) -> SeenCell | None:
    return next(
        (cell for cell in cells if cell.bbox[0] <= x <= cell.bbox[2] and cell.bbox[1] <= y <= cell.bbox[3]), None
    )
