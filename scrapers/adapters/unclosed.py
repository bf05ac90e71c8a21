"""Rows that an element of another row swallowed because nobody closed it (``<li><div>…</li>``, ``</li><font>``).

The parser nests what follows; browsers mostly do not: a new ``li`` closes the one before, with all that is open in it,
and nothing but rows stays in a table (HTML standard, 13.2.6.4.7 and 13.2.6.4.9). Without that one careless row takes
its neighbours away from the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from scrapers.html import attribute

#: A row closes an open one of its kind.
_KINDS = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
#: What a row is looked for through, by the same standard: these, and everything that is no block.
_PASSED = frozenset({"div", "p", "address"})
_OF_TABLES = frozenset({"tbody", "thead", "tfoot", "tr", "td", "th"})
_INLINE = frozenset({"a", "abbr", "b", "big", "em", "font", "i", "label", "s", "small", "span", "strong", "u"})
#: The name that a post has to itself: ``post-1377``, ``node_12``, ``p3``.
_NUMBERED = re.compile(
    r"(?<=\bp)\d+\b|(?<=post|node|item|news|blog)[-_]?\d+\b|(?<=entry)[-_]?\d+\b|(?<=article)[-_]?\d+\b"
)
#: What may be a row and has to be told by its likeness to others.
_BLOCKS = frozenset({"div", "p", "article", "section"})


def with_rows_closed(soup: BeautifulSoup) -> None:
    """Put the rows of ``soup`` behind each other, in the element of the first."""
    for row in soup.find_all(list(_KINDS)):
        outer = _open_row(row)
        if outer is not None:
            _put_behind(outer, row)
    for block in soup.find_all(list(_BLOCKS)):
        outer = block.parent
        if outer is not None and _alike(outer, block) and _has_link(block) and any(map(_has_link, _before(block))):
            _put_behind(outer, block)
    for row in soup.find_all([*_KINDS, *_BLOCKS, "tr"]):
        _unwrap_around(row)


def _open_row(row: Tag) -> Tag | None:
    """The row that is still open where ``row`` begins."""
    for parent in row.parents:
        if parent.name in _KINDS[row.name]:
            return parent
        if parent.name not in _PASSED and not _is_dress(parent):
            return None
    return None


def _put_behind(outer: Tag, row: Tag) -> None:
    """``row`` and all that follows it inside ``outer``, moved behind ``outer``."""
    moved: list[PageElement] = []
    level: Tag | None = row
    place: list[PageElement] = [row, *row.next_siblings]
    while level is not None and level is not outer:
        moved += place
        level = level.parent
        place = list(level.next_siblings) if level is not None else []
    after: PageElement = outer
    for node in moved:
        node.extract()
        after.insert_after(node)
        after = node


def _unwrap_around(row: Tag) -> None:
    """Take away what was left open around whole rows: the dress of words, or a bare block behind a row alike."""
    parent = row.parent
    while parent is not None and not _is_meant(parent) and _was_left_open(parent, row):
        outside = parent.parent
        parent.unwrap()
        parent = outside


def _was_left_open(wrapper: Tag, row: Tag) -> bool:
    if row.name == "tr":
        return wrapper.name not in _OF_TABLES and wrapper.name != "table" and wrapper.find_parent("table") is not None
    if row.name in _KINDS and _is_dress(wrapper):
        return True
    outermost = wrapper
    while next(_before(outermost), None) is None and outermost.parent is not None and _is_dress(outermost.parent):
        outermost = outermost.parent
    before = next(_before(outermost), None)
    is_bare = wrapper.name in _PASSED and not wrapper.attrs
    return (is_bare or _is_dress(wrapper)) and before is not None and _alike(before, row)


def _alike(one: Tag, other: Tag) -> bool:
    """Two rows of one list by their own tag and class, or numbered name; a bare ``div`` is like nothing."""
    called = _called(one)
    return one.name == other.name and called == _called(other) and (bool(called) or one.name not in {"div", "section"})


def _called(node: Tag) -> str:
    """The class of ``node`` without the number of its post, else its name where that is a post's."""
    name = attribute(node, "id")
    return _NUMBERED.sub("", attribute(node, "class") or (name if _NUMBERED.search(name) else ""))


def _before(node: Tag) -> Iterator[Tag]:
    """The elements before ``node`` in its own parent, the nearest first."""
    return (one for one in node.previous_siblings if isinstance(one, Tag))


def _has_link(node: Tag) -> bool:
    return node.name == "a" or node.find("a", href=True) is not None


def _is_dress(node: Tag) -> bool:
    """What is no block, or a piece of a table where there is no table: browsers take no notice of that."""
    return node.name in _INLINE or (node.name in _OF_TABLES and node.find_parent("table") is None)


def _is_meant(wrapper: Tag) -> bool:
    """A link around rows, or a part of the page that a script shows and hides."""
    return wrapper.has_attr("href") or wrapper.has_attr("id") or wrapper.has_attr("style")
