"""Lines to paragraphs: a line that fills the width of the text goes on in the next line, also over a page break."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.records import BBox
from domain.text import squeeze
from parsers.readers.pages.layout import LaidLine, LaidTable, PageLayout
from parsers.readers.pages.lines import Line, join_wrapped
from parsers.readers.pages.table_words import words

_SENTENCE_END = "。；：！？;:!?"
_HANGING = "，。、；：！？,.;:"
_ENUMERATED = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[部分章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]{1,3}[)）]|"
    r"\d{1,2}[.、．](?!\d)|[①-⑳]|注[:：\d]|[“《]?附件)"
)
#: A page with this many wide lines shows its own margins.
_ENOUGH = 4
#: Lines above a table that can be its captions.
_MOST_CAPTIONS = 6
_LABEL_OF_UNIT = ("单位：", "单位:")
#: A row of a table typed as text ends with a figure behind wide blanks.
_TYPED_ROW = re.compile(r"[\u3000\u2003\u00a0]{2,}-?[\d,]+(?:\.\d+)?%?\s*$")
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
    #: True if its first line is indented.
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the running text of a page, the usual distance from line to line, the size of type."""

    left: float
    right: float
    pitch: float
    size: float


def find_margins(pages: list[PageLayout]) -> dict[int, Margins]:
    """Page number -> margins: of the page itself, or of the nearest page of its width when it holds little text."""
    single = {page.number: _single_lines(page) for page in pages}
    wide = {
        page.number: [line for line in single[page.number] if line.x1 - line.x0 > 0.45 * page.width] for page in pages
    }
    own = {number: _margins(lines, single[number]) for number, lines in wide.items() if len(lines) >= _ENOUGH}
    by_width: dict[int, list[int]] = {}
    for page in pages:
        if page.number in own:
            by_width.setdefault(round(page.width), []).append(page.number)
    found: dict[int, Margins] = {}
    for page in pages:
        lines = wide[page.number]
        near = _nearest(by_width.get(round(page.width), []), page.number)
        base = own[near] if near is not None else _margins(lines, single[page.number])
        if page.number != near and lines:
            base = replace(
                base,
                left=min(base.left, *(line.x0 for line in lines)),
                right=max(base.right, *(line.x1 for line in lines)),
            )
        found[page.number] = base
    return found


def _nearest(numbers: list[int], number: int) -> int | None:
    """The entry of the ascending ``numbers`` nearest to ``number``, the earlier one of two."""
    place = bisect_left(numbers, number)
    near = numbers[max(place - 1, 0) : place + 1]
    return min(near, key=lambda other: (abs(other - number), other)) if near else None


def _single_lines(page: PageLayout) -> list[Line]:
    """Lines of running text: no columns of text, no leaders of a table of contents."""
    return [item.line for item in page.lines if _is_running(item.line)]


def _margins(wide: list[Line], lines: list[Line]) -> Margins:
    if not lines:
        return Margins(0.0, 0.0, 0.0, 0.0)
    if not wide:
        wide = lines
    size = sorted(line.size for line in wide)[len(wide) // 2]
    lefts = [line.x0 for line in lines if abs(line.size - size) <= 0.1 * size]
    steps = sorted(b.top - a.top for a, b in pairwise(wide) if 0 < b.top - a.top < 6 * a.size)
    return Margins(min(lefts), _right_edge(wide), steps[len(steps) // 2] if steps else 0.0, size)


def _right_edge(wide: list[Line]) -> float:
    """Where most lines end; without such a place (ragged lines) where the longest end, hanging signs aside."""
    counts = Counter(round(line.x1) for line in wide)
    edge, count = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    if count >= max(3, len(wide) // 4):
        return float(edge)
    rights = sorted(line.x1 for line in wide if line.text[-1] not in _HANGING) or sorted(line.x1 for line in wide)
    return rights[(9 * len(rights)) // 10]


def _captions(page: PageLayout) -> dict[int, tuple[float, float]]:
    """The lines right above a table, by identity, with the left and right edge of the table."""
    found: dict[int, tuple[float, float]] = {}
    edges, left = (0.0, 0.0), 0
    for item in reversed(page.items):
        if isinstance(item, LaidTable):
            edges, left = (item.xs[0], item.xs[-1]), _MOST_CAPTIONS
        elif left > 0:
            found[id(item)] = edges
            left -= 1
    return found


def flow_paragraphs(
    pages: list[PageLayout], margins: dict[int, Margins], *, paged: bool = False
) -> list[LaidParagraph | LaidTable]:
    """All pages as paragraphs and tables in reading order. ``paged``: a paragraph ends with its page."""
    flowed: list[LaidParagraph | LaidTable] = []
    for page in pages:
        captions = _captions(page)
        for item in page.items:
            if isinstance(item, LaidTable):
                flowed.append(item)
                continue
            before = flowed[-1] if flowed else None
            edges = margins[page.number]
            ended = paged and isinstance(before, LaidParagraph) and before.last_page != item.page
            if (
                isinstance(before, LaidParagraph)
                and not ended
                and (_continues(before, item, edges, margins) or _continues_caption(before, item, edges, captions))
            ):
                before.text = join_wrapped(before.text, item.line.text)
                before.last, before.last_page, before.lines = item.line, item.page, before.lines + 1
                if item.page == before.page:
                    before.box = _around(before.box, item.box)
            else:
                indented = item.line.x0 > edges.left + 1.2 * item.line.size
                flowed.append(
                    LaidParagraph(item.page, item.box, item.line.text, item.line, item.page, indented=indented)
                )
    return flowed


def _continues(before: LaidParagraph, item: LaidLine, edges: Margins, margins: dict[int, Margins]) -> bool:
    above, line = before.last, item.line
    if not (_is_running(above) and _is_running(line) and 0.8 <= above.size / line.size <= 1.25):
        return False
    if before.lines == 1 and _is_set_right(above, margins[before.last_page]):
        return False
    room = margins[before.last_page].right - above.x1
    if room >= line.first + 0.6 * above.size:
        return False
    flush = line.x0 <= edges.left + 1.2 * line.size
    ended = above.text[-1] in _SENTENCE_END
    if item.page != before.last_page:
        return flush and (before.indented or not ended)
    return _continues_below(before, line, edges, flush=flush, ended=ended)


def _continues_below(before: LaidParagraph, line: Line, edges: Margins, *, flush: bool, ended: bool) -> bool:
    """The same on one page, where the distance and the beginning of the lines speak too."""
    above = before.last
    if line.top - above.top > max(2.2 * above.size, 1.3 * edges.pitch):
        return False
    if _ENUMERATED.match(line.text) and (ended or (before.lines == 1 and _ENUMERATED.match(before.text))):
        return False
    aligned = before.lines > 1 and abs(line.x0 - above.x0) <= 0.5 * line.size
    return flush or aligned or _is_rest_of_title(above, line, edges)


def _continues_caption(
    before: LaidParagraph, item: LaidLine, edges: Margins, captions: dict[int, tuple[float, float]]
) -> bool:
    """The second line of a title above a table, which is set as wide as the table or as the text; the value of a
    label (单位：) that found no room on its line.
    """
    above, line = before.last, item.line
    if id(item) not in captions or before.last_page != item.page or line.top - above.top > 2.2 * above.size:
        return False
    if above.text.endswith(_LABEL_OF_UNIT):
        return squeeze(line.text) in words("unit")
    if not (_is_running(above) and _is_running(line) and 0.9 <= above.size / line.size <= 1.1):
        return False
    if above.text.endswith("表") or above.text[-1] in _SENTENCE_END or line.x0 < above.x0 + line.size:
        return False
    middle, longest = (above.x0 + above.x1) / 2, line.first + 0.6 * above.size
    return abs((line.x0 + line.x1) / 2 - middle) <= line.size / 2 and any(
        abs((left + right) / 2 - middle) <= line.size and -line.size <= right - left - (above.x1 - above.x0) < longest
        for left, right in (captions[id(item)], (edges.left, edges.right))
    )


def _is_running(line: Line) -> bool:
    """True for a line of running text: no columns, no leaders of a table of contents."""
    return len(line.pieces) == 1 and not _LEADERS.search(line.text) and not _TYPED_ROW.search(line.text)


def _is_set_right(line: Line, edges: Margins) -> bool:
    """公开09表, 单位：万元 or a date against the right margin: full to the margin, but no text that goes on below."""
    return line.x0 > (edges.left + edges.right) / 2


def _is_rest_of_title(above: Line, line: Line, edges: Margins) -> bool:
    """A heading in larger type that fills a line and goes on in the middle of the next."""
    middle = (above.x0 + above.x1) / 2
    return above.size > 1.1 * edges.size and abs((line.x0 + line.x1) / 2 - middle) <= line.size


def _around(a: BBox, b: BBox) -> BBox:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
