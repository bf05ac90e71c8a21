"""Sheets that show two pages side by side, as people print to save paper: each half is read as a page of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.readers.grid import Rule
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.layout import PageLayout, lay_out
from parsers.readers.pages.lines import Glyph, is_wide, make_lines

#: A sheet is wider than high by this much, and so much of its width stays white in the middle.
_LYING = 1.2
_WHITE = 0.03
#: Running text fills a half: so many lines of so many wide characters, over this share of the half's text.
_LINES = 4
_CHARACTERS = 16
_FILLED = 0.75
#: A half with so many rules from left to right holds a table.
_RULES = 3
#: Page numbers stand in the lowest part of a sheet, at the same place in both halves (points).
_FOOT = 0.86
_SAME_PLACE = 8.0
_NUMBER = re.compile(r"[-—–－\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?[-—–－\s]*")


def lay_out_sheet(content: PageContent, layouts: list[PageLayout]) -> None:
    """Adds the page to ``layouts``, or the two that stand side by side on it, with the numbers of pages that follow."""
    for page in _halves(content) or [content]:
        before = layouts[-1] if layouts else None
        layouts.append(lay_out(page, before, before.number + 1 if before is not None else None))


def _halves(content: PageContent) -> list[PageContent]:
    """The two pages of a sheet; nothing for a single page and where it is not certain."""
    middle = content.width / 2
    white = middle - _WHITE / 2 * content.width, middle + _WHITE / 2 * content.width
    crossed = any(glyph.x0 < white[1] and glyph.x1 > white[0] and not glyph.char.isspace() for glyph in content.glyphs)
    # A table over the middle may be drawn cell by cell, with a border in the middle itself.
    ruled = any(rule.start < white[1] and rule.end > white[0] for rule in content.horizontal)
    if content.width < _LYING * content.height or crossed or ruled or not content.glyphs:
        return []
    left = [glyph for glyph in content.glyphs if glyph.x1 <= middle]
    right = [glyph for glyph in content.glyphs if glyph.x1 > middle]
    if not left or not right:
        return []
    halves = [_half(content, left, 0.0), _half(content, right, middle)]
    # Text beside text, or beside a table: to read one after the other is right for columns of one page as well.
    texts = [_is_text(half.glyphs) for half in halves]
    full = any(texts) and all(text or len(half.horizontal) >= _RULES for text, half in zip(texts, halves, strict=True))
    return halves if full or _numbered(left, right, content) else []


def _numbered(left: Sequence[Glyph], right: Sequence[Glyph], content: PageContent) -> bool:
    """True if the halves print page numbers that follow each other, at the same place."""
    found = [_page_number(half, content) for half in (left, right)]
    if found[0] is None or found[1] is None:
        return False
    (first, x, y), (second, other, below) = found[0], found[1]
    beside = abs(other - content.width / 2 - x) <= _SAME_PLACE and abs(below - y) <= _SAME_PLACE
    return second == first + 1 and beside


def _page_number(half: Sequence[Glyph], content: PageContent) -> tuple[int, float, float] | None:
    """(number, middle, top) of the last line of a half, where it is a page number."""
    lines = make_lines([glyph for glyph in half if glyph.top > _FOOT * content.height])
    match = _NUMBER.fullmatch(lines[-1].text.strip()) if lines else None
    return (int(match[1]), (lines[-1].x0 + lines[-1].x1) / 2, lines[-1].top) if match else None


def _is_text(half: Sequence[Glyph]) -> bool:
    """True if running text fills the half."""
    lines = make_lines(half)
    width = max((line.x1 for line in lines), default=0.0) - min((line.x0 for line in lines), default=0.0)
    filled = [
        line
        for line in lines
        if len(line.pieces) == 1
        and line.x1 - line.x0 >= _FILLED * width
        and sum(map(is_wide, line.text)) >= _CHARACTERS
    ]
    return len(filled) >= _LINES


def _half(content: PageContent, glyphs: list[Glyph], left: float) -> PageContent:
    width = content.width / 2
    return replace(
        content,
        width=width,
        glyphs=[glyph._replace(x0=glyph.x0 - left, x1=glyph.x1 - left) for glyph in glyphs],
        horizontal=[
            Rule(rule.at, rule.start - left, rule.end - left)
            for rule in content.horizontal
            if left <= (rule.start + rule.end) / 2 <= left + width
        ],
        vertical=[
            Rule(rule.at - left, rule.start, rule.end) for rule in content.vertical if left <= rule.at <= left + width
        ],
        sheet=content,
        left=left,
    )
