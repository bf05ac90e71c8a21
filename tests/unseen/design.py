"""Reads a design file: YAML front matter, then lines of words, tables and directives.

``# ## ###`` title, part, section; ``> `` right-aligned; ``- `` without indent; ``@file NAME options``, ``@page``,
``@landscape``, ``@rotated``, ``@portrait``, ``@sheet NAME``, ``@project NAME``, ``@empty statement`` (the next words
or table declare a table empty), ``@table options`` … ``@end`` with ``@left``/``@right`` for the sides of a two-sided
table. ``written: at test time`` in the front matter: nothing of the files is committed; ``read: in the
soak``: it takes long to read, and ``make test`` leaves it to ``make soak``.
"""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.unseen.figures import DesignError, Figures
from tests.unseen.marks import STATEMENTS, Marks
from tests.unseen.model import Block, Design, File, Outline
from tests.unseen.tables import join_sides, lines_of_classes, table

DESIGNS = Path(__file__).with_name("designs")
FIXTURES = Path(__file__).parents[1] / "fixtures" / "unseen"
_TYPED_ROW = re.compile(r"[\u4e00-\u9fff]\u3000{2,}[-\d.,]+(?:\u3000|$)")
STYLES = {"# ": "title", "## ": "part", "### ": "section", "> ": "right", "- ": "line"}
#: Words as they are written; in C where PyYAML has it.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
BREAKS = ("page", "landscape", "rotated", "portrait", "sheet")


def names() -> list[str]:
    return sorted(path.stem for path in DESIGNS.glob("*.txt"))


@cache
def outline(name: str) -> Outline:
    """What a design's files are called and when they are read, without their words and figures."""
    front, body = _parts(name)
    declared = yaml.load(front, Loader=LOADER)
    files = tuple(_file(line.removeprefix("@file ")) for line in body.splitlines() if line.startswith("@file "))
    return Outline(files, declared.get("written") == "at test time", declared.get("read") == "in the soak")


def _parts(name: str) -> tuple[str, str]:
    _, front, body = (DESIGNS / f"{name}.txt").read_text(encoding="utf-8").split("---\n", 2)
    return front, body


def _file(rest: str) -> File:
    name, *options = shlex.split(rest)
    return File(name, dict(option.split("=", 1) for option in options))


@cache
def read(name: str) -> Design:
    """The design with its figures printed and its golden facts; only to be read."""
    front, body = _parts(name)
    declared = yaml.load(front, Loader=LOADER)
    document = declared["document"]
    marks = Marks(Figures(declared["figures"]), document["unit"], int(declared.get("decimals", "2")))
    reader = _Reader(marks)
    for number, line in enumerate(body.splitlines(), start=front.count("\n") + 3):
        try:
            reader.line(line.rstrip())
        except (DesignError, KeyError, ValueError) as problem:
            raise DesignError(f"{name} line {number}: {problem}") from problem
    document["fiscal_year"] = int(document["fiscal_year"])
    return Design(
        name, declared["about"], document, declared.get("mistakes", []), declared.get("deserved", []), reader.files,
        reader.facts, declared.get("written") == "at test time",
    )  # fmt: skip


class _Reader:
    """Lines to files of blocks."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.files: list[File] = []
        self.facts: list[dict[str, Any]] = []
        self._table: dict[str, str] | None = None
        self._sides: list[list[str]] = []
        self._empty = ""

    def line(self, line: str) -> None:
        if self._table is not None:
            self._row(line)
        elif line.startswith("@"):
            self._directive(line[1:])
        elif line:
            self._words(line)

    def _words(self, line: str) -> None:
        mark = next((mark for mark in STYLES if line.startswith(mark)), "")
        words, facts = self.marks.sentence(line.removeprefix(mark))
        # A line whose figures wide blanks part is a row of a table that was typed.
        self._add(facts, "table" if mark == "- " and _TYPED_ROW.search(words) else "narrative")
        if self._empty:
            fact = {"statement": self._empty, "item": "本表", "measure": "text", "text": words, "printed": words}
            self._add([fact | {"cell_state": "declared_empty"}], "table")
            self._empty = ""
        self.files[-1].blocks.append(Block("text", STYLES.get(mark, "plain"), words))

    def _add(self, facts: list[dict[str, Any]], origin: str) -> None:
        self.facts += [fact | {"origin": origin, "file": self.files[-1].name} for fact in facts]

    def _directive(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "file":
            self.files.append(_file(rest))
        elif word in BREAKS:
            self.files[-1].blocks.append(Block("break", word, rest))
        elif word == "project":
            self.marks.project = rest.strip()
        elif word == "empty":
            self._empty = STATEMENTS[rest.strip()]
        elif word == "table":
            self._table = dict(option.split("=", 1) for option in shlex.split(rest))
            self._sides = [[]]
        else:
            raise DesignError(f"@{word} is no directive")

    def _row(self, line: str) -> None:
        if line in ("@left", "@right"):
            self._sides.append([])
        elif line == "@end":
            self._finish()
        elif line.startswith("*classes"):
            self._sides[-1] += lines_of_classes(line)
        elif line:
            self._sides[-1].append(line)

    def _finish(self) -> None:
        options, self._table = self._table or {}, None
        rows = self._sides[0]
        if len(self._sides) > 1:
            split = [int(part) for part in options["sides"].split("+")]
            rows = [*rows, *join_sides(self._sides[1], self._sides[2], (split[0], split[1]))]
            rows += self._sides[3] if len(self._sides) > 3 else []
        found, facts = table([row for row in rows if row], options, self.marks)
        self._add(facts, "table")
        if self._empty:
            fact = {"statement": self._empty, "item": "本表", "measure": "text", "text": "", "printed": ""}
            self._add([fact | {"cell_state": "declared_empty"}], "table")
            self._empty = ""
        self.files[-1].blocks.append(Block("table", table=found))
