"""Lines to paragraphs: a line that fills the width of the text goes on in the next line, also over a page break."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.records import BBox
from parsers.readers.lines import Line, join_wrapped
from parsers.readers.pdf.layout import LaidLine, LaidTable, PageLayout

_SENTENCE_END = "。；：！？;:!?"
_ENUMERATED = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[部分章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]{1,3}[)）]|"
    r"\d{1,2}[.、．](?!\d)|[①-⑳]|注[:：\d]|[“《]?附件)"
)
#: A page with this many wide lines shows its own margins.
_ENOUGH = 4
_LEADERS = re.compile(r"(?:[.．…·]{3,}|\t)\s*\d{0,4}$")


@dataclass(slots=True)
class LaidParagraph:
    """A paragraph; page and box are those of its first part."""

    page: int
    box: BBox
    text: str
    last: Line
    last_page: int
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the running text of a page, and the usual distance from line to line."""

    left: float
    right: float
    pitch: float


def find_margins(pages: list[PageLayout]) -> dict[int, Margins]:
    """Page number -> margins: of the page itself, or of the nearest page of its width when it holds little text."""
    wide = {page.number: _wide_lines(page) for page in pages}
    own = {page.number: _margins(wide[page.number]) for page in pages if len(wide[page.number]) >= _ENOUGH}
    width = {page.number: round(page.width) for page in pages}
    found: dict[int, Margins] = {}
    for number, lines in wide.items():
        near = min(
            (other for other in own if width[other] == width[number]),
            key=lambda other: (abs(other - number), other),
            default=None,
        )
        base = own[near] if near is not None else _margins(lines)
        if number != near and lines:
            base = replace(
                base,
                left=min(base.left, *(line.x0 for line in lines)),
                right=max(base.right, *(line.x1 for line in lines)),
            )
        found[number] = base
    return found


def _wide_lines(page: PageLayout) -> list[Line]:
    lines = [item.line for item in page.lines if not _LEADERS.search(item.line.text)]
    return [line for line in lines if line.x1 - line.x0 > 0.45 * page.width and len(line.pieces) == 1]


def _margins(lines: list[Line]) -> Margins:
    if not lines:
        return Margins(0.0, 0.0, 0.0)
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 6 * a.size)
    return Margins(lefts[len(lefts) // 10], rights[(9 * len(rights)) // 10], steps[len(steps) // 2] if steps else 0.0)


def flow_paragraphs(pages: list[PageLayout], margins: dict[int, Margins]) -> list[LaidParagraph | LaidTable]:
    """All pages as paragraphs and tables in reading order."""
    flowed: list[LaidParagraph | LaidTable] = []
    for page in pages:
        for item in page.items:
            if isinstance(item, LaidTable):
                flowed.append(item)
                continue
            before = flowed[-1] if flowed else None
            edges = margins[page.number]
            if isinstance(before, LaidParagraph) and _continues(before, item, edges, margins):
                before.text = join_wrapped(before.text, item.line.text)
                before.last, before.last_page, before.lines = item.line, item.page, before.lines + 1
                if item.page == before.page:
                    before.box = _around(before.box, item.box)
            else:
                flowed.append(LaidParagraph(item.page, item.box, item.line.text, item.line, item.page))
    return flowed


def _continues(before: LaidParagraph, item: LaidLine, edges: Margins, margins: dict[int, Margins]) -> bool:
    above, line = before.last, item.line
    if len(above.pieces) > 1 or len(line.pieces) > 1 or _LEADERS.search(above.text) or _LEADERS.search(line.text):
        return False
    if not 0.8 <= above.size / line.size <= 1.25:
        return False
    room = margins[before.last_page].right - above.x1
    if room >= line.first + 0.6 * above.size:
        return False
    flush = line.x0 <= edges.left + 1.2 * line.size
    ended = above.text[-1] in _SENTENCE_END
    if item.page != before.last_page:
        return flush and not ended
    if line.top - above.top > max(2.2 * above.size, 1.3 * edges.pitch):
        return False
    aligned = before.lines > 1 and abs(line.x0 - above.x0) <= 0.5 * line.size
    return (flush or aligned) and not (ended and bool(_ENUMERATED.match(line.text)))


def _around(a: BBox, b: BBox) -> BBox:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
