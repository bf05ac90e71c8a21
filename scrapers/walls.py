"""Recognise walls, rate messages and soft 404s from what a server answered (vocabulary: ``data/walls.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from domain.declared import from_yaml

Category = Literal["challenge", "block", "captcha", "rate", "gone", "maintenance", "closed"]
_DATA = Path(__file__).parent / "data" / "walls.yaml"
_HIDDEN = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(r"\s+|&nbsp;")
#: Longer pages are real pages; their visible text is not looked at.
_SHORT_PAGE = 60_000


@dataclass(frozen=True, slots=True)
class Sign:
    """What an answer is instead of the page that was asked for."""

    kind: str
    category: Category


@dataclass(frozen=True, slots=True)
class _Marker:
    sign: Sign
    pattern: re.Pattern[str]
    below: int | None


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    statuses: dict[int, Sign]
    markers: tuple[_Marker, ...]
    texts: tuple[_Marker, ...]


def by_status(status: int) -> Sign | None:
    """The wall that a status code alone means."""
    return _vocabulary().statuses.get(status)


def by_content(source: str) -> Sign | None:
    """The wall, rate message or soft 404 that an HTML page is; ``None`` for an ordinary page."""
    vocabulary = _vocabulary()
    for marker in vocabulary.markers:
        if (marker.below is None or len(source) < marker.below) and marker.pattern.search(source):
            return marker.sign
    if len(source) > _SHORT_PAGE:
        return None
    visible = visible_text(source)
    for marker in vocabulary.texts:
        if len(visible) < (marker.below or _SHORT_PAGE) and marker.pattern.search(visible):
            return marker.sign
    return None


def visible_text(source: str) -> str:
    """Roughly what a person reads: no tags, scripts or comments, single spaces."""
    return _SPACE.sub(" ", _HIDDEN.sub(" ", source)).strip()


@cache
def _vocabulary() -> _Vocabulary:
    raw = from_yaml(_DATA.read_text(encoding="utf-8"))
    return _Vocabulary(
        statuses={int(status): Sign(**sign) for status, sign in raw["statuses"].items()},
        markers=tuple(_marker(entry) for entry in raw["markers"]),
        texts=tuple(_marker(entry) for entry in raw["texts"]),
    )


def _marker(entry: dict[str, str]) -> _Marker:
    below = entry.get("below")
    return _Marker(
        sign=Sign(kind=entry["kind"], category=entry["category"]),  # type: ignore[arg-type]  # checked by a test over the file
        pattern=re.compile(entry["pattern"], re.IGNORECASE),
        below=int(below) if below is not None else None,
    )
