"""What leaks and what is lost: on single lines, and in everything that a harvest of whole documents leaves.

A planted value leaks where it is found, half-width and without spaces, in any text outside ``raw/``. What a document
could leak or lose at all is what a harvest without redaction lets through.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from domain.redaction import is_personal_label, redact
from tests.privacy.documents import FORMATS
from tests.privacy.planted import KEEP, Item, Line, half_width, normalised, prints
from tests.privacy.portal import divisions
from tests.privacy.search import published_texts
from tests.privacy.search import texts as texts_of


@dataclass
class Score:
    """Personal values that went and things that stayed, by kind; ``wrong`` names what did not do as it should."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def count(self, kind: str, *, right: bool, what: str) -> None:
        self.all[kind] += 1
        self.right[kind] += right
        if not right:
            self.wrong.append((kind, what))

    @property
    def recall(self) -> float:
        """Personal values that went, of all personal values."""
        planted = sum(number for kind, number in self.all.items() if kind != KEEP)
        gone = sum(number for kind, number in self.right.items() if kind != KEEP)
        return gone / planted if planted else 1.0

    @property
    def precision(self) -> float:
        """What was rightly dropped, of all that was dropped."""
        gone = sum(number for kind, number in self.right.items() if kind != KEEP)
        lost = self.all[KEEP] - self.right[KEEP]
        return gone / (gone + lost) if gone + lost else 1.0


def of_lines(given: Iterable[Line]) -> Score:
    """Each line by itself, as a sentence or as a label and its cell."""
    score = Score()
    for line in given:
        if line.rows:  # a name in a column is known by the head of its table: only whole documents tell
            continue
        beside = bool(line.label) and is_personal_label(line.label) and not any(map(_is_kept, line.items))
        left = "" if beside else redact(line.printed)
        for item in line.items:
            there = _is_there(item, left)
            score.count(item.kind, right=there is _is_kept(item), what=f"{item.value} | {line.printed}")
    return score


def _is_there(item: Item, text: str) -> bool:
    return prints(item.value, half_width(text)) if _is_kept(item) else normalised(item.value) in normalised(text)


def _is_kept(item: Item) -> bool:
    return item.kind == KEEP


@dataclass(frozen=True)
class Harvested:
    """The texts of a harvest: those of each format's report, and everything, normalised, by its key."""

    by_format: Mapping[str, str]
    everything: Mapping[str, str]

    def keys_with(self, value: str) -> list[str]:
        """Where ``value`` is found."""
        return [key for key, text in self.everything.items() if normalised(value) in text]


def harvest(folder: Path, *, sets: Sequence[str] = (), formats: Sequence[str] = FORMATS, covered: bool = True) -> None:
    """Run ``tests.privacy.run`` in a process of its own. Raises ``CalledProcessError``."""
    command = [sys.executable, "-m", "tests.privacy.run", str(folder), "--formats", ",".join(formats)]
    command += ["--sets", ",".join(sets)] if sets else []
    command += [] if covered else ["--uncovered"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run(command, check=True, env=environment)


def left_behind(folder: Path, formats: Sequence[str] = FORMATS) -> Harvested:
    """Everything that :func:`harvest` left in ``folder`` outside ``raw/``, and what was logged and shown."""
    store = folder / "store"
    texts = dict(published_texts(store))
    everything = {key: normalised(text) for key, text in texts.items()}
    everything["said"] = normalised("\n".join(texts_of((folder / "said.txt").read_bytes())))
    by_format = {
        kind: "\n".join(text for key, text in texts.items() if key.startswith(f"reports/{division.code}-"))
        for kind, division in zip(formats, divisions(formats), strict=True)
    }
    return Harvested(by_format, everything)


def of_documents(given: Sequence[Line], covered: Harvested, uncovered: Harvested) -> dict[str, Score]:
    """By format, over the values that the uncovered harvest lets through."""
    return {
        kind: _compared(given, text, uncovered.by_format[kind])
        for kind, text in covered.by_format.items()
        if kind in uncovered.by_format
    }


def _compared(given: Sequence[Line], covered: str, uncovered: str) -> Score:
    score = Score()
    for item in _values(given):
        if _is_there(item, uncovered):
            score.count(item.kind, right=_is_there(item, covered) is _is_kept(item), what=item.value)
    return score


def leaks(given: Sequence[Line], found: Harvested) -> list[str]:
    """Every planted value that can be read anywhere outside ``raw/``, with where."""
    everything = "\n".join(found.everything.values())
    return [
        f"{item.kind} {item.value}: {', '.join(found.keys_with(item.value)[:4])}"
        for item in _values(given)
        if not _is_kept(item) and normalised(item.value) in everything
    ]


def _values(given: Sequence[Line]) -> Iterator[Item]:
    """Every value once; personal words that other lines keep, such as a place with a person's name, are not asked."""
    kept = {normalised(item.value) for line in given for item in line.items if _is_kept(item)}
    seen: set[Item] = set()
    for line in given:
        for item in line.items:
            if item not in seen and (_is_kept(item) or not any(normalised(item.value) in one for one in kept)):
                seen.add(item)
                yield item
