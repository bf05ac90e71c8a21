"""Names that are known to be cut: 般公共服务支出 is 一般公共服务支出 without its first sign.

A thin sign at the start of a line is what a recogniser loses most often. Such a name is never completed here, only
doubted: what a label names is a guess as soon as a part of it is.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import get_args

from domain.classification import System, codes, name_key
from domain.declared import from_yaml

#: Shorter rests of a name may be names of their own.
_SHORTEST = 3


def has_lost_first_sign(label: str) -> bool:
    """True for a label that begins as no label does, or is a known name without its first sign and no known name."""
    key = name_key(label)
    if key.startswith(_no_beginnings()):
        return True
    return len(key) >= _SHORTEST and key in _rests()


@cache
def _rests() -> frozenset[str]:
    names = {name_key(row.name) for system in get_args(System) for row in codes(system)}
    return frozenset(name[1:] for name in names) - names


@cache
def _no_beginnings() -> tuple[str, ...]:
    text = resources.files("parsers.readers.ocr").joinpath("known_names.yaml").read_text(encoding="utf-8")
    return tuple(from_yaml(text)["no_beginnings"])
