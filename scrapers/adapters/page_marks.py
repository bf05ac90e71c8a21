"""The links of a page and the texts among them, in reading order: what may be a name, and what says which report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

from scrapers.adapters.departments import is_body, name_in
from scrapers.adapters.page_parts import is_outside, kind_of
from scrapers.adapters.report_words import NOTHING, Said, says_no_more, words_of
from scrapers.html import text_of

_NO_TEXT = frozenset({"a", "script", "style", "template", "noscript", "title", "head", "select", "option"})
#: Elements around a text that tell where it stands.
_LEVELS = 3
#: A department's name is no longer, with what stands in brackets behind it.
_LONGEST = 26
#: What names of departments end with, in the many ways that a list shortens them.
_ENDING = re.compile(
    r"^[\u4e00-\u9fff]{1,20}(?:局|委|办|部|院|会|厅|站|所|馆|镇|乡|中心|政府|室|街道|校|学|联|社|队|处|台|团|协|园|公司|集团|政协|人大|区)"
    r"(?:[(（][^()（）]{1,16}[)）])?$"
)


@dataclass(slots=True)
class Mark:
    """A link, or a text outside of links."""

    node: Tag
    text: str
    #: What it says of a report; ``None`` for any other text.
    said: Said | None
    is_link: bool = False
    #: A name that leads to the department's own page.
    is_linked: bool = False


def marks_of(soup: BeautifulSoup | Tag, links: set[int]) -> list[Mark]:
    """Links (by their ``id``) and texts that say something; menus, paths and what only decorates are left out."""
    found: list[Mark] = []
    skipped: set[int] = set()
    for part in soup.descendants:
        if id(part.parent) in skipped:
            skipped.add(id(part))
        elif isinstance(part, Tag):
            if id(part) in links and not is_outside(part):
                shown = " ".join(text_of(part).split())
                linked = names_body(shown)
                found.append(Mark(part, shown, words_of(shown), is_link=not linked, is_linked=linked))
            if part.name in _NO_TEXT or id(part) in links:
                skipped.add(id(part))
        elif type(part) is NavigableString and part.parent is not None and part.strip():
            text = "".join(part.split())
            if not says_no_more(text) and not is_outside(part.parent):
                # A number alone may as well be the year of posting.
                found.append(Mark(part.parent, text, NOTHING if text.isdigit() else words_of(text)))
    return found


def place_of(mark: Mark) -> tuple[str, ...]:
    """Where it stands: its element and those around it, as they are alike for all of a kind."""
    return tuple(kind_of(one) for one in [mark.node, *mark.node.parents][:_LEVELS])


def names_body(text: str) -> bool:
    """True for what ends like the name of a department and says nothing else."""
    name = name_in(text)
    return len(name) <= _LONGEST and (_ENDING.match(name) is not None or is_body(name))
