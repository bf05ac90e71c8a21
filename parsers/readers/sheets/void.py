"""Sheets that their name calls void, a draft or a sample: they are left out where another sheet holds figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from domain.declared import from_yaml
from domain.money import parse_number
from domain.text import squeeze
from parsers.readers.blocks import BlockList

_FILE = Path(__file__).with_name("void_names.yaml")


@cache
def _words() -> tuple[str, ...]:
    return tuple(from_yaml(_FILE.read_text("utf-8")))


def is_void(name: str) -> bool:
    squeezed = squeeze(name)
    return any(word in squeezed for word in _words())


def void_sheets(names: Iterable[str], has_figures: Callable[[str], bool], blocks: BlockList) -> frozenset[str]:
    """Those of the sheets ``names`` that are not to be read; ``blocks`` is told of each.

    Where no other sheet holds figures a sheet so named is the report itself on a form it was given; it is read.
    """
    names = list(names)
    void = [name for name in names if is_void(name)]
    if not void:
        return frozenset()
    if any(has_figures(name) for name in names if name not in void):
        for name in void:
            blocks.note(f"sheet {name!r} is void or a sample by its name and was not read")
        return frozenset(void)
    for name in void:
        blocks.note(f"sheet {name!r} is void or a sample by its name; it was read, no other sheet holds figures")
    return frozenset()


def any_figure(texts: Iterable[Iterable[str]]) -> bool:
    """True if a cell of the sheet is a number."""
    return any(parse_number(text) is not None for line in texts for text in line if text)
