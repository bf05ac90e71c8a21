"""Year and kind that head a section of blocks: ``<h3>2025年部门决算</h3>`` over departments, or a pane of 2025年."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.page_marks import Mark, place_of
from scrapers.adapters.page_parts import common_holder
from scrapers.adapters.report_words import NOTHING, Said, words_of
from scrapers.html import attribute, text_of

_HEAD = re.compile(r"h([1-6])")


@dataclass(slots=True)
class Sections:
    """The marks of a page, those that stand in blocks (by ``id``), and what opens parts of the page."""

    marks: Sequence[Mark]
    in_blocks: set[int]
    panes: Mapping[str, Said]

    def said_over(self, head: Mark) -> Said:
        """What heads the section that the block of ``head`` stands in, as far as that is certain.

        The nearest such words before it, and what heads these in turn: directly, around them, or as the greater
        heading. Years one behind the other are tabs and head nothing, nor does what an unlike text follows.
        """
        year, kind = self._pane_of(head)
        taken: Mark | None = None
        unlike: set[tuple[str, ...]] = set()
        direct = True
        place = next(number for number, one in enumerate(self.marks) if one is head)
        for number in range(place - 1, -1, -1):
            mark = self.marks[number]
            if id(mark) in self.in_blocks:
                direct = False
            elif mark.is_link or mark.is_linked or mark.said == NOTHING or _in_one_table(mark, head):
                continue
            elif mark.said is None or self._is_tab(number):
                unlike.add(place_of(mark))
            elif place_of(mark) in unlike:
                break
            elif taken is None or (place_of(mark) != place_of(taken) and (direct or _is_over(mark, taken, head))):
                year, kind = year or mark.said.year, kind or mark.said.kind
                taken, direct = mark, True
            if year and kind:
                break
        return Said(year, kind)

    def _is_tab(self, number: int) -> bool:
        """True for one of several words of the same place between which nothing stands: 2025年 2024年."""
        beside = [self.marks[one] for one in (number - 1, number + 1) if 0 <= one < len(self.marks)]
        own = self.marks[number]
        return any(one.said is not None and not one.is_link and place_of(one) == place_of(own) for one in beside)

    def _pane_of(self, head: Mark) -> tuple[str, str]:
        panes = (self.panes.get(attribute(one, "id")) for one in head.node.parents if one.has_attr("id"))
        said = next((one for one in panes if one is not None), NOTHING)
        return said.year, said.kind


def panes_said(soup: BeautifulSoup | Tag) -> dict[str, Said]:
    """Year and kind of the links that open parts of the page, by the part's id (``<a href="#y2025">2025年</a>``)."""
    found: dict[str, Said] = {}
    for link in soup.select("[href^='#'], [data-target^='#']"):
        said = words_of(text_of(link))
        for name in ("href", "data-target"):
            opened = attribute(link, name)
            if said is not None and opened.startswith("#") and len(opened) > 1:
                found[opened[1:]] = said if found.get(opened[1:], said) == said else NOTHING
    return found


def _in_one_table(mark: Mark, head: Mark) -> bool:
    """True for a cell of the head's own table: what it says of a link its row and column say (``table_words``)."""
    table = head.node.find_parent("table")
    return table is not None and mark.node.find_parent("table") is table


def _is_over(mark: Mark, taken: Mark, head: Mark) -> bool:
    """True where ``mark`` heads what ``taken`` heads: it stands around that, or is a greater heading."""
    around, inner = (common_holder(one.node, head.node) for one in (mark, taken))
    if around is not None and inner is not None and around is not inner:
        return around in inner.parents
    levels = [_level(one) for one in (mark, taken)]
    return levels[0] is not None and levels[1] is not None and levels[0] < levels[1]


def _level(mark: Mark) -> int | None:
    names = (_HEAD.fullmatch(one.name) for one in [mark.node, *mark.node.parents][:2])
    return next((int(found[1]) for found in names if found is not None), None)
