"""Blocks of departments: a name over the links to its reports, many times alike, however a page builds them.

``<dt>市信访局</dt><dd><a>2025年部门决算</a> …</dd>``: lists, tables, headings over lists, a line each.
The department is what stands nearest before a link and outside of any link; where the links say less than a year and a
kind (查看, 预算, 2024年), what stands between it and them says the rest (``report_words``).

A name heads by its place, not by its words: what stands where other pages' departments stand is another department
although no vocabulary knows it. Any other text ends a block, so that no link is given to a department that it may not
belong to; where links stand before the first name, the names may as well stand behind theirs, and there are no blocks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag

from scrapers.adapters.departments import is_body, name_in
from scrapers.adapters.page_parts import common_holder, is_outside, kind_of
from scrapers.adapters.report_words import Said, says_no_more, words_of
from scrapers.html import text_of

#: A department's name is no longer, with what stands in brackets behind it.
_LONGEST = 26
#: What names of departments end with, in the many ways that a list shortens them.
_ENDING = re.compile(
    r"^[\u4e00-\u9fff]{1,20}(?:局|委|办|部|院|会|厅|站|所|馆|镇|乡|中心|政府|室|街道|校|学|联|社|队|处|台|团|协|园|公司|集团|政协|人大|区)"
    r"(?:[(（][^()（）]{1,16}[)）])?$"
)
#: A name that is one of so many of its kind.
_SEVERAL = 2
_NO_TEXT = frozenset({"a", "script", "style", "template", "noscript", "title", "head", "select", "option"})
#: Elements around a name that tell where it stands.
_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over one link."""

    department: str
    #: Year and kind, where the link itself says less and what stands before it the rest: 2025年预算.
    title: str
    #: Tells the blocks of a page apart.
    block: int


@dataclass(slots=True)
class _Mark:
    """A link or a text of the page, in reading order."""

    node: Tag
    text: str
    said: Said | None
    is_link: bool = False


@dataclass(slots=True)
class _Block:
    head: _Mark
    marks: list[_Mark] = field(default_factory=list)

    @property
    def links(self) -> list[_Mark]:
        return [one for one in self.marks if one.is_link]


def headings_of(soup: BeautifulSoup | Tag, links: Sequence[Tag]) -> Mapping[int, Heading]:
    """What stands over each of ``links``, by its ``id``; those of no block are left out."""
    marks = _marks(soup, {id(link) for link in links})
    heads = _heads(marks)
    if len(heads) < _SEVERAL:
        return {}
    blocks = _blocks(marks, heads)
    if len(blocks) < _SEVERAL or _stand_behind(marks, blocks, heads):
        return {}
    found: dict[int, Heading] = {}
    for number, block in enumerate(map(_held, blocks)):
        titles = _titles(block)
        for mark in block.links:
            found[id(mark.node)] = Heading(name_in(block.head.text), titles.get(id(mark.node), ""), number)
    return found


def _marks(soup: BeautifulSoup | Tag, links: set[int]) -> list[_Mark]:
    """Links and texts that say something; menus, paths and what only counts or decorates are left out."""
    found: list[_Mark] = []
    skipped: set[int] = set()
    for part in soup.descendants:
        if id(part.parent) in skipped:
            skipped.add(id(part))
            continue
        if isinstance(part, Tag):
            if id(part) in links and not is_outside(part):
                shown = " ".join(text_of(part).split())
                found.append(_Mark(part, shown, words_of(shown), is_link=True))
            if (
                part.name in ("a", "script", "style", "template", "noscript", "title", "head", "select")
                or id(part) in links
            ):
                skipped.add(id(part))
        elif type(part) is NavigableString and part.parent is not None and part.strip():
            text = "".join(part.split())
            if not says_no_more(text) and not is_outside(part.parent):
                found.append(_Mark(part.parent, text, words_of(text)))
    return found


def _heads(marks: Sequence[_Mark]) -> set[int]:
    """The texts that head blocks, by ``id``: those that stand alike, most of them names of bodies, and other bodies."""
    alike: defaultdict[tuple[str, ...], dict[int, _Mark]] = defaultdict(dict)
    last: _Mark | None = None
    for mark in marks:
        if mark.is_link:
            if last is not None and mark.said is not None:
                alike[_place(last)][id(last)] = last
        elif mark.said is None:
            last = mark
    places = set()
    for place, found in alike.items():
        named = sum(_names_body(one.text) for one in found.values())
        if named >= _SEVERAL and named * 3 >= len(found) * 2:
            places.add(place)
    if not places:
        return set()
    texts = [one for one in marks if not one.is_link and one.said is None]
    return {id(one) for one in texts if _place(one) in places or is_body(name_in(one.text))}


def _place(mark: _Mark) -> tuple[str, ...]:
    around = [mark.node, *mark.node.parents][:_LEVELS]
    return tuple(kind_of(one) for one in around)


def _names_body(text: str) -> bool:
    name = name_in(text)
    return len(name) <= _LONGEST and (_ENDING.match(name) is not None or is_body(name))


def _blocks(marks: Sequence[_Mark], heads: set[int]) -> list[_Block]:
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
    first = block.links[0].node
    holder = common_holder(block.head.node, first)
    line = _line_in(holder, first)
    kept = [
        one
        for one in block.marks
        if holder is not None
        and holder in one.node.parents
        and not (one.is_link and line is not None and kind_of(_line_in(holder, one.node) or line) != kind_of(line))
    ]
    return _Block(block.head, kept)


def _line_in(holder: Tag | None, node: Tag) -> Tag | None:
    """The child of ``holder`` that holds ``node``; ``None`` where ``node`` is itself the child."""
    line = next((one for one in node.parents if one.parent is holder), None)
    return None if node.parent is holder else line


def _stand_behind(marks: Sequence[_Mark], blocks: Sequence[_Block], heads: set[int]) -> bool:
    """True where names may stand behind their links: a link to a report stands before the first of several names."""
    holders = {id(one): one for block in blocks if (one := common_holder(block.head.node, block.links[0].node))}
    for holder in holders.values():
        inside = [one for one in marks if holder in one.node.parents]
        names = [place for place, one in enumerate(inside) if id(one) in heads]
        if len(names) > 1 and any(one.is_link and one.said is not None for one in inside[: names[0]]):
            return True
    return False


def _titles(block: _Block) -> dict[int, str]:
    """Year and kind of the links that say less, as the words before them in the block say the rest.

    Where a link has no such word before it, the words may stand behind their links, and none is told.
    """
    year, kind = "", ""
    found: dict[int, str] = {}
    for mark in block.marks:
        said = mark.said
        if said is None:
            continue
        if not mark.is_link:
            year, kind = said.year or year, said.kind or kind
        elif not (said.year and said.kind):
            whole = (said.year or year, said.kind or kind)
            if not all(whole):
                return {}
            found[id(mark.node)] = f"{whole[0]}年{whole[1]}"
    return found
