"""What a document says it is: titles of the first page and lines over the tables, with body, years and kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.agencies import find_agency
from domain.text import squeeze, with_arabic_years
from parsers.model import Paragraph, Table
from parsers.reconcile.text.passages import Passages
from parsers.reconcile.text.whose import body_in

#: Lines of the first page that may be its titles, and lines above a table that may be its caption.
_OPENING, _ABOVE = 16, 8
_LONGEST = 60
#: Lines before a title that may hold what it lacks: 丰渚县信访局 / 2019年度 / 部门决算.
_BESIDE = 2
#: Rows of a table above its head.
_ROWS = 5
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_KINDS = {"预算": "budget", "决算": "final_accounts"}


class TitleWords(BaseModel):
    """The words that tell titles from other lines; patterns over squeezed text with years in digits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: What no title holds: the marks of sentences, days, amounts, entries of a table of contents.
    no_title: re.Pattern[str]
    #: Headings inside a document, which are no titles of it.
    section: re.Pattern[str]
    #: Titles of tables and of forms.
    table: re.Pattern[str]
    #: Words with 预算 or 决算 that say nothing of the kind of a report: funds, standing words.
    no_kind: re.Pattern[str]
    #: A line that holds nothing but a year.
    year: re.Pattern[str]
    #: The unit of money at the end of a line.
    unit: re.Pattern[str]
    #: A cell that stands beside others above the head of a table.
    caption: re.Pattern[str]
    #: 部门：江州县信访局 over a form, with the body as ``name``.
    label: re.Pattern[str]


class Place(StrEnum):
    TITLE = "title"
    HEAD = "head"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Said:
    """One line that says what the document, or the table under it, is. What it leaves open is empty."""

    place: Place
    line: str
    body: str | None = None
    years: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    table: int | None = None


def stated(passages: Passages, words: TitleWords) -> Iterator[Said]:
    """The titles of the first page, what stands over each table that gave figures, and headings with year and kind."""
    yield from _titles(passages, words)
    yield from _heads(passages, words)
    yield from _sections(passages, words)


def _lines(text: str) -> Iterator[str]:
    return (line for part in re.split(r"[\t\n]", text) if (line := with_arabic_years(squeeze(part))))


def _titles(passages: Passages, words: TitleWords) -> Iterator[Said]:
    opening: list[str] = []
    for block in passages.model.blocks:
        texts: Iterable[str] = (block.text,) if isinstance(block, Paragraph) else ()
        if isinstance(block, Table):
            texts = _captions(block, words)
        opening += (line for text in texts for line in _lines(text))
        if len(opening) >= _OPENING or (isinstance(block, Table) and _gave_figures(block, passages)):
            break
    opening = opening[:_OPENING]
    if opening and (body := _body_alone(opening[0])) is not None:
        yield Said(Place.TITLE, opening[0], body)
    for number, line in enumerate(opening):
        if not _is_title(line, words):
            continue
        before, behind = opening[max(0, number - _BESIDE) : number], opening[number + 1 :][:1]
        years = _YEAR.findall(line) or [
            year for near in before if words.year.fullmatch(near) for year in _YEAR.findall(near)
        ]
        body = body_in(line) or next(filter(None, map(_body_alone, (*before, *behind))), None)
        yield Said(Place.TITLE, line, body, frozenset(map(int, years)), _kinds(line, words))


def _is_title(line: str, words: TitleWords) -> bool:
    if len(line) > _LONGEST or words.no_title.search(line) or words.section.search(line) or words.table.search(line):
        return False
    return any(word in line for word in _KINDS)


def _gave_figures(table: Table, passages: Passages) -> bool:
    return any(fact.table_no == table.number for fact in passages.facts)


def _kinds(line: str, words: TitleWords) -> frozenset[str]:
    rest = words.no_kind.sub("", line)
    both = "预决算" in rest or "决预算" in rest
    return frozenset(kind for word, kind in _KINDS.items() if both or word in rest)


def _body_alone(line: str) -> str | None:
    """The body of a line that names nothing else."""
    found = find_agency(line)
    return body_in(line) if found is not None and found.end >= len(line) - 1 else None


def _heads(passages: Passages, words: TitleWords) -> Iterator[Said]:
    above: list[str] = []
    for block in passages.model.blocks:
        if isinstance(block, Paragraph):
            above += _lines(block.text)
        elif isinstance(block, Table):
            if _gave_figures(block, passages):
                inside = [line for text in _captions(block, words) for line in _lines(text)]
                yield from _head(block.number, [*above[-_ABOVE:], *inside], words)
            above = []


def _head(table: int, lines: Sequence[str], words: TitleWords) -> Iterator[Said]:
    """The nearest line that names a body, the nearest with a year, the nearest with a kind."""
    titled = [line for line in reversed(lines) if _is_head(line, words)]
    labels = [(line, match["name"]) for line in reversed(lines) if (match := words.label.search(line))]
    named = [(line, body) for line, name in labels if (body := body_in(name))]
    named += [(line, body) for line in titled if (body := body_in(line))]
    if named:
        yield Said(Place.HEAD, named[0][0], body=named[0][1], table=table)
    dated = [line for line in titled if _YEAR.search(line)]
    if dated:
        years = frozenset(map(int, _YEAR.findall(dated[0])))
        yield Said(Place.HEAD, dated[0], years=years, table=table)
    kinds = [line for line in titled if _kinds(line, words)]
    if kinds:
        yield Said(Place.HEAD, kinds[0], kinds=_kinds(kinds[0], words), table=table)


def _is_head(line: str, words: TitleWords) -> bool:
    line = words.unit.sub("", line)
    if len(line) > _LONGEST or words.no_title.search(line):
        return False
    return any(pattern.search(line) for pattern in (words.table, words.label)) or bool(words.year.fullmatch(line))


def _captions(table: Table, words: TitleWords) -> Iterator[str]:
    """The texts of the rows above the head: of a cell or two, or with the label of a body or a unit among them."""
    rows: list[list[str]] = [[] for _ in range(min(table.rows, _ROWS))]
    for cell in table.cells:
        if cell.row < len(rows) and cell.text.strip():
            rows[cell.row].append(cell.text)
    for texts in rows:
        if len(texts) > 2 and not any(words.caption.search(squeeze(text)) for text in texts):
            return
        yield from texts


def _sections(passages: Passages, words: TitleWords) -> Iterator[Said]:
    for block in passages.model.blocks:
        for line in _lines(block.text) if isinstance(block, Paragraph) else ():
            heading = len(line) <= _LONGEST and words.section.search(line) and not words.no_title.search(line)
            if heading and any(word in line for word in _KINDS) and _YEAR.search(line) and not words.table.search(line):
                yield Said(Place.SECTION, line, body_in(line), frozenset(map(int, _YEAR.findall(line))))
