"""Short lists that end with 更多: what each is of, by the name over it, the tab that opens it, or its own rows.

``<div class="tit"><h3>部门预算</h3><a href="../bmys/">更多</a></div><ul>…</ul>``, or two panes below the tabs
部门预算 and 部门决算, each with the newest rows and 更多.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

from scrapers.adapters.dates import find_date
from scrapers.adapters.department_rows import MORE
from scrapers.adapters.page_parts import kind_of
from scrapers.adapters.row_titles import TITLE_LENGTH
from scrapers.html import attribute, text_of

#: What heads a list is no longer, and no shorter.
_LONGEST, _SHORTEST = 16, 2
#: Elements around such a link that may hold its list.
_LEVELS = 6
_NO_TEXT = frozenset({"a", "script", "style", "option", "template"})
_KINDS = ("预算", "决算")


@dataclass(frozen=True, slots=True)
class ShortList:
    """One list with 更多. ``name`` is empty where nothing names it without doubt; ``titles`` are those of its rows."""

    href: str
    name: str
    titles: tuple[str, ...]


def short_lists(soup: BeautifulSoup) -> Iterator[ShortList]:
    """The short lists of the page, in reading order."""
    links = [link for link in soup.select("a[href]") if _leads_to_more(link)]
    for link in links:
        box = _box(link, links)
        titles = tuple(_titles(box, link))
        name = _head_in(box, link) or _tab_of(link)
        yield ShortList(attribute(link, "href"), "" if _differs(name, titles) else name, titles)


def _leads_to_more(link: Tag) -> bool:
    shown = text_of(link) or attribute(link, "title") or " ".join(attribute(one, "alt") for one in link.select("img"))
    return MORE.match(shown) is not None


def _box(link: Tag, links: Sequence[Tag]) -> Tag:
    """The nearest element that holds the link and rows, and no other such link; else the link's own holder."""
    others = {id(one) for one in links if one is not link}
    best = link.parent or link
    for around in [*link.parents][:_LEVELS]:
        if around.name in ("body", "html", "[document]") or any(id(one) in others for one in around.find_all("a")):
            break
        best = around
        if any(True for _ in _titles(around, link)):
            break
    return best


def _titles(box: Tag, link: Tag) -> Iterator[str]:
    shown = (attribute(one, "title") or text_of(one) for one in box.find_all("a", href=True) if one is not link)
    return (one for one in shown if len(one) >= TITLE_LENGTH)


def _head_in(box: Tag, link: Tag) -> str:
    """The nearest text before the link in its box that is neither a row nor a day."""
    for part in link.previous_elements:
        if part is box:
            break
        if type(part) is not NavigableString or part.parent is None or not part.strip():
            continue
        between = [part.parent, *part.parent.parents]
        inside = between[: next((place for place, one in enumerate(between) if one is box), 0) + 1]
        text = "".join(part.split())
        if any(one.name in _NO_TEXT for one in inside) or find_date(text) is not None:
            continue
        if len(text) >= _SHORTEST and not text.isdigit():
            return text if len(text) <= _LONGEST else ""
    return ""


def _tab_of(link: Tag) -> str:
    """The tab that opens the pane the link stands in: by the pane's id, else one tab for each pane in their order."""
    for pane in [*link.parents][:_LEVELS]:
        holder = pane.parent
        if not isinstance(holder, Tag) or pane.name in ("body", "li", "td", "tr"):
            continue
        panes = [one for one in holder.find_all(pane.name, recursive=False) if kind_of(one) == kind_of(pane)]
        if len(panes) < 2:
            continue
        strips = [strip for strip in _strips_before(panes[0], holder) if len(strip) == len(panes)]
        if len(strips) == 1:
            opened = [one for one in strips[0] if attribute(pane, "id") and attribute(pane, "id") in _opens(one)]
            place = next(number for number, one in enumerate(panes) if one is pane)
            by_place = strips[0][place] if not any(_opens(one) for one in strips[0]) else None
            tab = opened[0] if len(opened) == 1 else by_place
            return "".join(text_of(tab).split()) if tab is not None else ""
    return ""


def _strips_before(first: Tag, holder: Tag) -> Iterator[list[Tag]]:
    """Rows of short words that lead nowhere, before the first pane: beside it, or beside the element around it."""
    before = [one for node in (first, holder) for one in node.previous_siblings if isinstance(one, Tag)]
    for strip in (one for node in before for one in (node, *node.find_all(True))):
        tabs = strip.find_all(True, recursive=False)
        if len(tabs) > 1 and all(_is_tab(one) for one in tabs):
            yield tabs


def _is_tab(node: Tag) -> bool:
    text = "".join(text_of(node).split())
    hrefs = [attribute(one, "href") for one in (node, *node.find_all("a")) if one.name == "a"]
    return _SHORTEST <= len(text) <= _LONGEST and all(not one or one.startswith(("javascript:", "#")) for one in hrefs)


def _opens(tab: Tag) -> set[str]:
    """Ids of what a tab opens: ``href="#bmys"``, ``data-target="#bmys"``."""
    stated = [attribute(one, name) for one in (tab, *tab.find_all(True)) for name in ("href", "data-target")]
    return {one[1:] for one in stated if one.startswith("#") and len(one) > 1}


def _differs(name: str, titles: Sequence[str]) -> bool:
    """True where a name of one kind stands over rows of the other."""
    for kind, other in (_KINDS, _KINDS[::-1]):
        if kind in name and other not in name and any(other in one and kind not in one for one in titles):
            return True
    return False
