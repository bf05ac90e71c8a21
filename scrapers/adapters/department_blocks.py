"""Blocks of departments: a name over the links to its reports, many times alike, however a page builds them.

``<dt>市信访局</dt><dd><a>2025年部门决算</a> …</dd>``: lists, tables, headings over lists, a line each.
The department is what stands nearest before a link and outside of any link; where the links say less than a year and a
kind (查看, 预算, 2024年), what stands between it and them says the rest (``report_words``).

A name heads by its place, not by its words: what stands where other pages' departments stand is another department
although no vocabulary knows it. Any other text ends a block, so that no link is given to a department that it may not
belong to; where links stand before the first name, the names may as well stand behind theirs, and there are no blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.departments import is_body, name_in
from scrapers.adapters.page_marks import Mark, marks_of, names_body, place_of
from scrapers.adapters.page_parts import common_holder, kind_of
from scrapers.adapters.report_words import NOTHING, Said
from scrapers.adapters.section_words import Sections, panes_said
from scrapers.adapters.table_words import cell_of, spanned_rows

#: A name that is one of so many of its kind.
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over one link."""

    department: str
    #: Year and kind, where the link itself says less and what stands before it the rest: 2025年预算.
    title: str
    #: Tells the blocks of a page apart.
    block: int


@dataclass(slots=True)
class _Block:
    head: Mark
    marks: list[Mark] = field(default_factory=list)

    @property
    def links(self) -> list[Mark]:
        return [one for one in self.marks if one.is_link]


def headings_of(soup: BeautifulSoup | Tag, links: Sequence[Tag]) -> Mapping[int, Heading]:
    """What stands over each of ``links``, by its ``id``; those of no block are left out."""
    marks = marks_of(soup, {id(link) for link in links})
    heads = _heads(marks)
    blocks = _blocks(marks, heads) if len(heads) >= _SEVERAL else []
    if len(blocks) < _SEVERAL or _stand_behind(marks, blocks, heads):
        return {}
    held = [_held(block) for block in blocks]
    sections = Sections(marks, {id(mark) for block in held for mark in (block.head, *block.marks)}, panes_said(soup))
    found: dict[int, Heading] = {}
    for number, block in enumerate(held):
        titles = _titles(block, sections.said_over(block.head))
        for mark in block.links:
            found[id(mark.node)] = Heading(name_in(block.head.text), titles.get(id(mark.node), ""), number)
    return found


def _heads(marks: Sequence[Mark]) -> set[int]:
    """The texts that head blocks, by ``id``: those that stand alike, most of them names of bodies, and other bodies."""
    alike: defaultdict[tuple[str, ...], dict[int, Mark]] = defaultdict(dict)
    last: Mark | None = None
    for mark in marks:
        if mark.is_link:
            if last is not None and mark.said is not None and (not last.is_linked or mark.said != NOTHING):
                alike[place_of(last)][id(last)] = last
        elif mark.said is None:
            last = mark
    places = set()
    for place, found in alike.items():
        named = sum(names_body(one.text) for one in found.values())
        if named >= _SEVERAL and named * 3 >= len(found) * 2:
            places.add(place)
    if not places:
        return set()
    texts = [one for one in marks if not one.is_link and one.said is None]
    return {id(one) for one in texts if place_of(one) in places or is_body(name_in(one.text))}


def _blocks(marks: Sequence[Mark], heads: set[int]) -> list[_Block]:
    """Every head with what follows it up to the next text that is no part of its links' titles."""
    blocks: list[_Block] = []
    current: _Block | None = None
    for mark in marks:
        if id(mark) in heads:
            current = _Block(mark)
            blocks.append(current)
        elif not mark.is_link and mark.said is None:
            current = None
        elif current is not None:
            current.marks.append(mark)
    return [one for one in blocks if any(mark.is_link and mark.said is not None for mark in one.marks)]


def _held(block: _Block) -> _Block:
    """The block with no more than what stands together with its first link.

    In one element that holds several blocks, what is built otherwise than the first line of links belongs to none.
    """
    spanned = spanned_rows(block.head.node)
    if spanned:
        return _Block(block.head, [one for one in block.marks if any(row in one.node.parents for row in spanned)])
    first = block.links[0].node
    holder = common_holder(block.head.node, first)
    line = _line_in(holder, first)
    kept = [
        one
        for one in block.marks
        if holder is not None
        and any(around is holder for around in (one.node, *one.node.parents))
        and not (one.is_link and line is not None and kind_of(_line_in(holder, one.node) or line) != kind_of(line))
    ]
    return _Block(block.head, kept)


def _line_in(holder: Tag | None, node: Tag) -> Tag | None:
    """The child of ``holder`` that holds ``node``; ``None`` where ``node`` is itself the child."""
    line = next((one for one in node.parents if one.parent is holder), None)
    return None if node.parent is holder else line


def _stand_behind(marks: Sequence[Mark], blocks: Sequence[_Block], heads: set[int]) -> bool:
    """True where names may stand behind their links: a link to a report stands before the first of several names."""
    names = {id(one): 0 for block in blocks if (one := common_holder(block.head.node, block.links[0].node))}
    early: set[int] = set()
    for mark in marks:
        for around in (mark.node, *mark.node.parents):
            if id(around) not in names:
                continue
            if id(mark) in heads:
                names[id(around)] += 1
            elif mark.is_link and mark.said is not None and not names[id(around)]:
                early.add(id(around))
    return any(names[one] > 1 for one in early)


def _titles(block: _Block, over: Said) -> dict[int, str]:
    """Year and kind of the links that say less, as the words before them in the block, or ``over`` it, say the rest.

    Where a link has no such word before it, or a word no link behind it, the words may stand behind their links, and
    none is told.
    """
    last = block.marks[-1]
    if not last.is_link and last.said not in (None, NOTHING):
        return {}
    cells = {id(one): cell_of(one.node) for one in block.marks}
    year, kind = over.year, over.kind
    found: dict[int, str] = {}
    for mark in block.marks:
        said = mark.said
        if said is None:
            continue
        if not mark.is_link:
            if cells[id(mark)] is None or any(cells[id(one)] is cells[id(mark)] for one in block.links):
                year, kind = said.year or year, said.kind or kind
        elif not said.is_whole:
            whole = Said(said.year or year, said.kind or kind)
            if not whole.is_whole:
                return {}
            found[id(mark.node)] = whole.title
    return found
