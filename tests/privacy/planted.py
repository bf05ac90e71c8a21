"""The labelled set: lines of made-up documents with what is personal in them, and what must stay, marked.

``{name:张示例}`` is personal, ``{keep:0310-0000001}`` must stay; ``planted/*.yaml`` lists the lines by the place of a
document they stand in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.declared import from_yaml

FOLDER = Path(__file__).with_name("planted")
KEEP = "keep"
#: What the lines may stand in; ``cells`` are pairs of a label and the cell beside it.
PLACES = ("cells", "sentences", "targets", "projects", "notes", "heads", "titles", "files", "meta", "charts")
_MARK = re.compile(r"\{(\w+):([^{}]*)\}")
_BETWEEN = re.compile(r"[\s\-.·•・‧,，/（()）]+")


@dataclass(frozen=True, slots=True)
class Item:
    """A marked value; ``kind`` is ``keep`` for what must stay."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``label`` is the cell before it, where it stands in a table."""

    place: str
    text: str
    items: tuple[Item, ...]
    label: str = ""
    #: Rows of a whole table, the head first.
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def printed(self) -> str:
        """As one string, the way a form is printed as lines."""
        return f"{self.label.rstrip('：:')}：{self.text}" if self.label else self.text


@cache
def lines(*sets: str) -> tuple[Line, ...]:
    """The lines of the named sets (all when none is named), in their order."""
    found: list[Line] = []
    for file in sorted(FOLDER.glob("*.yaml")):
        if sets and file.stem not in sets:
            continue
        declared = from_yaml(file.read_text("utf-8"))
        for place in PLACES:
            found += [_table(rows) for rows in declared.get("tables", ())] if place == "cells" else []
            for one in declared.get(place, ()):
                label, marked = one if place == "cells" else ("", one)
                items = tuple(Item(kind, value) for kind, value in _MARK.findall(marked))
                found.append(Line(place, _MARK.sub(r"\2", marked), items, label))
    return tuple(found)


def prints(value: str, text: str) -> bool:
    """Whether ``text`` (half-width, see :func:`half_width`) prints what must stay; 0.30 is not found in 10.305."""
    wanted = re.escape(half_width(value))
    before, behind = (r"(?<![\d.])" if value[0].isdigit() else ""), (r"(?![\d])" if value[-1].isdigit() else "")
    return re.search(f"{before}{wanted}{behind}", text) is not None


def half_width(text: str) -> str:
    """Half-width and without spaces, with all other signs."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _table(marked: list[list[str]]) -> Line:
    joined = "\t".join(cell for row in marked for cell in row)
    rows = tuple(tuple(_MARK.sub(r"\2", cell) for cell in row) for row in marked)
    return Line("tables", "", tuple(Item(kind, value) for kind, value in _MARK.findall(joined)), rows=rows)


def normalised(text: str) -> str:
    """Half-width, without spaces and the signs that separate digits and syllables: how values are looked for."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lower()
