"""What the links of a pager say (``data/pager_texts.yaml``): in words, as arrows, or by a picture of one."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import Tag
from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml
from domain.text import squeeze
from scrapers.html import attribute, text_of

_DATA = Path(__file__).parent.parent / "data" / "pager_texts.yaml"
#: Around the words of a button.
_ORNAMENTS = re.compile(r"^[\W_]+|[\W_]+$")
#: next2.gif, next_01.png, next-on.gif
_VARIANT = re.compile(r"(?:[_-]?\d+|[_-](?:on|over|hover|blue|red|a|b|n))+$")


class _PagerTexts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    next: frozenset[str]
    last: frozenset[str]
    back: frozenset[str]
    arrow: frozenset[str]
    double_arrow: frozenset[str]
    back_arrow: frozenset[str]
    picture: frozenset[str]


@cache
def _texts() -> _PagerTexts:
    return _PagerTexts.model_validate(from_yaml(_DATA.read_text(encoding="utf-8")))


def is_pager_text(text: str) -> bool:
    """True for what a pager says, whatever of it."""
    known, arrows = _texts(), squeeze(text)
    return _words(text) in known.next | known.last | known.back or arrows in (
        known.arrow | known.double_arrow | known.back_arrow
    )


def is_next_text(text: str) -> bool:
    """True for the words of "next page", and for the arrows that have always meant it."""
    return _words(text) in _texts().next or squeeze(text) in (">", "›")


def is_last_text(text: str) -> bool:
    """True for the words of "last page", and for two arrows."""
    return _words(text) in _texts().last or squeeze(text) in _texts().double_arrow


def is_arrow(node: Tag) -> bool:
    """True for an arrow that points forward, one or two of them, or a picture that is called so and says nothing."""
    said = squeeze(said_by(node))
    if said:
        return said in _texts().arrow or said in _texts().double_arrow
    image = node.select_one("img") if node.name != "input" else node
    name = posixpath.splitext(posixpath.basename(urlsplit(attribute(image, "src")).path))[0] if image else ""
    return _VARIANT.sub("", name.lower()) in _texts().picture or name.lower() in _texts().picture


def is_one_arrow(node: Tag) -> bool:
    """True for one arrow, which in no pager leads to the last page."""
    return squeeze(said_by(node)) in _texts().arrow


def said_by(node: Tag) -> str:
    """The text of a link or button; where it has none its value, or what its picture says."""
    shown = text_of(node) or attribute(node, "value").strip()
    images = [node, *node.find_all("img", limit=2)] if not shown else []
    return shown or next((said for one in images for name in ("alt", "title") if (said := attribute(one, name))), "")


def _words(text: str) -> str:
    return _ORNAMENTS.sub("", squeeze(text)).lower()
