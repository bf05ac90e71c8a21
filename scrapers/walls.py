"""Recognise walls, notices, error pages and soft 404s from what a server answered (vocabulary: ``data/walls.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from domain.declared import from_yaml

Category = Literal[
    "challenge",
    "block",
    "captcha",
    "login",
    "rate",
    "gone",
    "maintenance",
    "closed",
    "shut_down",
    "not_served",
    "fault",
    "default_page",
]
_DATA = Path(__file__).parent / "data" / "walls.yaml"
_HIDDEN = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(r"\s+|&nbsp;")
_LINK = re.compile(r"<a\b[^<>]*\bhref", re.IGNORECASE)
_TARGET = re.compile(r"""<a\b[^<>]*\bhref\s*=\s*["']?(https?://[^\s"'<>]+)[^<>]*>""", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9][\w.:/?=&%~#-]*|(?<![\w.@/])(?:[a-z0-9-]+\.)+(?:gov\.cn|com|cn|net|org)\b[\w/]*",
    re.IGNORECASE | re.ASCII,
)
#: Longer pages are real pages; their visible text is not looked at.
_SHORT_PAGE = 60_000


@dataclass(frozen=True, slots=True)
class Sign:
    """What an answer is instead of the page that was asked for; ``zh`` and ``en`` say it where the kind does not."""

    kind: str
    category: Category
    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class _Page:
    source: str

    @cached_property
    def visible(self) -> str:
        return visible_text(self.source)

    @cached_property
    def links(self) -> int:
        return len(_LINK.findall(self.source))

    @property
    def is_short(self) -> bool:
        return len(self.source) <= _SHORT_PAGE


@dataclass(frozen=True, slots=True)
class _Marker:
    sign: Sign
    pattern: re.Pattern[str]
    also: re.Pattern[str] | None
    below: int | None
    visible: int | None
    links: int | None

    def within(self, page: _Page) -> bool:
        """The page is as short, and leads to as little, as this is said of."""
        return (self.links is None or page.links <= self.links) and (
            self.visible is None or (page.is_short and len(page.visible) < self.visible)
        )

    def in_source(self, page: _Page) -> bool:
        return (
            (self.below is None or len(page.source) < self.below)
            and self.pattern.search(page.source) is not None
            and self.within(page)
            and (self.also is None or self.also.search(page.visible) is not None)
        )

    def in_text(self, page: _Page) -> bool:
        text = page.visible
        return (
            len(text) < (self.below or _SHORT_PAGE)
            and self.pattern.search(text) is not None
            and self.within(page)
            and (self.also is None or self.also.search(text) is not None)
        )


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    statuses: dict[int, Sign]
    holds: dict[str, tuple[tuple[int, int], ...]]
    article: re.Pattern[str]
    offers: re.Pattern[str]
    despite: frozenset[str]
    headers: tuple[tuple[str, _Marker], ...]
    markers: tuple[_Marker, ...]
    texts: tuple[_Marker, ...]
    moved: _Marker
    #: Characters around the words of a move in which its address stands, and what such an address never is.
    reach: int
    never: re.Pattern[str]


def by_status(status: int) -> Sign | None:
    """The wall that a status code alone means."""
    return _vocabulary().statuses.get(status)


def by_content(source: str) -> Sign | None:
    """The wall, notice, error page or soft 404 that a page is; ``None`` for an ordinary page."""
    vocabulary, page = _vocabulary(), _Page(source)
    ordinary = any(pattern.search(source) for pattern in (vocabulary.article, vocabulary.offers))
    for marker in vocabulary.markers:
        if not (ordinary and marker.sign.category not in vocabulary.despite) and marker.in_source(page):
            return marker.sign
    if not page.is_short:
        return None
    for marker in vocabulary.texts:
        if not (ordinary and marker.sign.category not in vocabulary.despite) and marker.in_text(page):
            return marker.sign
    return None


def sign_of(status: int, headers: Mapping[str, str], source: str) -> Sign | None:
    """What an answer is instead of a page: by its status, its headers, and its words where they count at that status.

    A challenge or captcha is named whatever the status is: it concerns the whole portal, and asking again is no use.
    """
    own = by_status(status)
    if own is not None and own.category == "challenge":
        return own
    said = _by_header(status, headers) or by_content(source)
    if said is not None and not _holds(said, status):
        said = None
    if said is not None and said.category in ("challenge", "captcha", "rate"):
        return said
    return own or said


@dataclass(frozen=True, slots=True)
class Removal:
    """What a page says of having moved: the addresses that it names with these words, as printed."""

    addresses: tuple[str, ...]


def removal_of(source: str) -> Removal | None:
    """What a short page without documents says, in words, of being elsewhere now; ``None`` where it does not."""
    vocabulary, page = _vocabulary(), _Page(source)
    if not page.is_short or vocabulary.offers.search(source) or not vocabulary.moved.in_text(page):
        return None
    text = visible_text(_TARGET.sub(r" \1 \g<0>", source))
    found: list[str] = []
    for words in vocabulary.moved.pattern.finditer(text):
        near = text[words.start() : words.end() + vocabulary.reach]
        found += [one for one in _ADDRESS.findall(near) if not vocabulary.never.search(one)]
    return Removal(tuple(dict.fromkeys(found)))


def visible_text(source: str) -> str:
    """Roughly what a person reads: no tags, scripts or comments, single spaces."""
    return _SPACE.sub(" ", _HIDDEN.sub(" ", source)).strip()


def _by_header(status: int, headers: Mapping[str, str]) -> Sign | None:
    return next(
        (
            marker.sign
            for name, marker in _vocabulary().headers
            if marker.pattern.search(headers.get(name, "")) and _holds(marker.sign, status)
        ),
        None,
    )


def _holds(sign: Sign, status: int) -> bool:
    holds = _vocabulary().holds
    ranges = holds.get(sign.kind) or holds[sign.category]
    return any(first <= status <= last for first, last in ranges)


@cache
def _vocabulary() -> _Vocabulary:
    raw = from_yaml(_DATA.read_text(encoding="utf-8"))
    moved = raw["moved"] | {"kind": "moved", "category": "shut_down"}
    return _Vocabulary(
        statuses={int(status): Sign(**sign) for status, sign in raw["statuses"].items()},
        holds={name: tuple((first, last) for first, last in ranges) for name, ranges in raw["holds"].items()},
        article=re.compile(raw["article"], re.IGNORECASE),
        offers=re.compile(raw["offers"], re.IGNORECASE),
        despite=frozenset(raw["despite"]),
        headers=tuple((entry["name"], _marker(entry)) for entry in raw["headers"]),
        markers=tuple(_marker(entry) for entry in raw["markers"]),
        texts=tuple(_marker(entry) for entry in raw["texts"]),
        moved=_marker(moved),
        reach=moved["reach"],
        never=re.compile(moved["never"], re.IGNORECASE),
    )


def _marker(entry: dict[str, Any]) -> _Marker:
    also = entry.get("also")
    return _Marker(
        sign=Sign(entry["kind"], entry["category"], entry.get("zh", ""), entry.get("en", "")),
        pattern=re.compile(entry["pattern"], re.IGNORECASE),
        also=re.compile(also, re.IGNORECASE) if also is not None else None,
        below=entry.get("below"),
        visible=entry.get("visible"),
        links=entry.get("links"),
    )
