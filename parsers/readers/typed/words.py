"""Words by which lines of text are known to be a table, from ``words.yaml``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from domain.declared import from_yaml
from domain.money import NUMBER, parse_number
from domain.text import squeeze

_FILE = Path(__file__).with_name("words.yaml")
_YEAR = re.compile(r"20\d\d年?度?")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_QUOTES = re.compile("[\"'“”‘’「」《》]")


@cache
def words(kind: str) -> frozenset[str]:
    """Squeezed words of one list of the file."""
    return frozenset(squeeze(str(word)) for word in from_yaml(_FILE.read_text("utf-8"))[kind])


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(word).removeprefix("~")) for word in from_yaml(_FILE.read_text("utf-8"))[kind])


@cache
def _with_unit() -> re.Pattern[str]:
    return re.compile(rf"(?:{NUMBER.pattern})(?:{'|'.join(map(re.escape, sorted(words('units'))))})?")


@lru_cache(maxsize=8192)
def is_heading(text: str) -> bool:
    """True for a declared heading of a column."""
    key = _QUOTES.sub("", squeeze(text))
    key = _YEAR.sub("", _BRACKETS.sub("", key))
    return any(pattern.fullmatch(key) for pattern in _patterns("heads"))


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """True for a number, with or without a unit, and for what stands in its place."""
    key = squeeze(text)
    return parse_number(text) is not None or key in words("dashes") or bool(_with_unit().fullmatch(key))


def is_outside(line: str) -> bool:
    """True for a line that never stands inside a table: a title, a note, a sentence."""
    return any(pattern.search(line.strip()) for pattern in _patterns("outside"))
