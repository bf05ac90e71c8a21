"""Page numbers and running headers: recognised over the whole document, never by position alone."""

from __future__ import annotations

import re
from collections import defaultdict

from domain.text import squeeze
from parsers.readers.pages.layout import LaidLine, PageLayout
from parsers.readers.pages.table_words import words

#: Share of the page height at the top and bottom in which furniture stands.
_MARGIN = 0.14
#: Lines that a running header may have, and how much larger than the text it may be.
_HEADER_LINES = 3
_TITLE_SIZE = 1.15
#: A header stands on so many pages, and beside other lines on so many of them.
_FEWEST_HEADERS = 3
_COMPARED = 2
#: A header of left or of right pages stands on this share of all pages.
_ONE_SIDE = 0.375
_NUMBER = re.compile(
    r"^[-–—―~·•.\s]*(?:第)?\s*(\d{1,4})\s*(?:页)?(?:\s*[/,，共]\s*(?:共)?\s*\d{1,4}\s*页?)?[-–—―~·•.\s]*$"
)
_DECORATED = re.compile(r"^(?:[-–—―~·•]\s*\d{1,4}\s*[-–—―~·•]|第\s*\d{1,4}\s*页.*|\d{1,4}\s*/\s*\d{1,4})$")
_DIGITS = re.compile(r"\d+")
#: 收入决算表, 预算公开表3, 附件5: with "#" for the number.
_NAME_OF_TABLE = re.compile(r"(?:表|附件|附)#?$")


def drop_furniture(pages: list[PageLayout]) -> None:
    """Removes page numbers and running headers from ``pages`` in place."""
    _drop(pages, _page_numbers(pages))
    for _ in range(_HEADER_LINES):
        headers = _running_headers(pages)
        if not headers:
            return
        _drop(pages, headers)


def _drop(pages: list[PageLayout], doomed: set[int]) -> None:
    for page in pages:
        page.items = [item for item in page.items if id(item) not in doomed]


def _edge_lines(page: PageLayout) -> list[LaidLine]:
    """The first and last item of the page, if they are lines in the margins."""
    found: list[LaidLine] = []
    for item in (page.items[0], page.items[-1]) if page.items else ():
        if isinstance(item, LaidLine) and item not in found and _in_margin(item):
            found.append(item)
    return found


def _in_margin(item: LaidLine) -> bool:
    return item.line.bottom < _MARGIN * item.page_height or item.line.top > (1 - _MARGIN) * item.page_height


def printed_number(page: PageLayout) -> int | None:
    """The number that the page prints of itself, where exactly one line in its margins is a number."""
    found = {int(match.group(1)) for item in _edge_lines(page) if (match := _NUMBER.match(item.line.text))}
    return found.pop() if len(found) == 1 else None


def _page_numbers(pages: list[PageLayout]) -> set[int]:
    """Lines that hold only a number which runs with the pages (or is dressed as a page number)."""
    candidates: dict[int, list[LaidLine]] = defaultdict(list)
    decorated: set[int] = set()
    for page in pages:
        for item in _edge_lines(page):
            match = _NUMBER.match(item.line.text)
            if match:
                candidates[int(match.group(1)) - page.number].append(item)
                if _DECORATED.match(item.line.text.strip()):
                    decorated.add(id(item))
    running = {id(item) for items in candidates.values() if len({i.page for i in items}) >= 2 for item in items}
    single = len(pages) == 1 and {id(item) for item in candidates.get(0, [])}
    return running | decorated | (single or set())


def _running_headers(pages: list[PageLayout]) -> set[int]:
    """The same words at the same distance from the edge of at least three pages and half of all pages, or of most
    pages with an even or an odd number where only such have it.

    Captions, names of tables and titles in larger type are none: they repeat on the pages of a form. A line that is
    alone with the tables of its page shows no size to compare with: it counts where other pages tell it for a header.
    """
    seen: dict[tuple[str, bool, int], list[tuple[LaidLine, bool]]] = defaultdict(list)
    for page in pages:
        for item in _edge_lines(page):
            text = _DIGITS.sub("#", squeeze(item.line.text))
            caption = _NAME_OF_TABLE.search(text) or any(word in text for word in words("caption"))
            larger = None if caption else _is_larger(item, page)
            if not caption and not larger:
                below = item.line.middle > item.page_height / 2
                from_edge = item.page_height - item.line.middle if below else item.line.middle
                seen[text, below, round(from_edge / 4)].append((item, larger is None))
    return {
        id(item)
        for found in seen.values()
        if sum(not alone for _, alone in found) >= _COMPARED and _on_most([item.page for item, _ in found], len(pages))
        for item, _ in found
    }


def _on_most(numbers: list[int], pages: int) -> bool:
    """True for a line on half of the pages, or of those on which a book shows its other header."""
    found = set(numbers)
    if len(found) < _FEWEST_HEADERS:
        return False
    sides = {number % 2 for number in found}
    return len(found) >= ((pages + 1) // 2 if len(sides) == 2 else _ONE_SIDE * pages)


def _is_larger(item: LaidLine, page: PageLayout) -> bool | None:
    """True for a line in larger type than the others of its page; ``None`` without any other to compare it with."""
    sizes = sorted(line.line.size for line in page.lines if line is not item)
    return item.line.size > _TITLE_SIZE * sizes[len(sizes) // 2] if sizes else None
