"""Nearest names by edit distance, for "did you mean": a few thousand short Chinese names, no dependency."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from domain.declared import from_yaml


def distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) between two names; ``limit`` + 1 if there are more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for row, one in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (one != other))
            if row > 1 and column > 1 and one == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


def nearest(text: str, names: Iterable[str], *, limit: int | None = None, count: int = 5) -> list[str]:
    """The ``count`` names nearest to ``text``, best first.

    At most ``limit`` edits (default: one in names of up to three characters, two in longer ones, three from eight), and
    at least one character in common. Among equals those of the same length come first, then those
    that differ in a pair of characters that people confuse (恒, 垣).
    """
    allowed = limit if limit is not None else (1 if len(text) <= 3 else 2 if len(text) < 8 else 3)
    ranked = []
    for name in names:
        edits = distance(text, name, allowed)
        if edits <= allowed and set(text) & set(name):
            pairs = list(zip(text, name, strict=False))
            confused = sum(pair in _confused() for pair in pairs)
            same_place = sum(one == other for one, other in pairs)
            ranked.append((edits, len(name) != len(text), -confused, -same_place, name))
    return [name for *_, name in sorted(ranked)[:count]]


@cache
def _confused() -> frozenset[tuple[str, str]]:
    """Pairs of characters that are mistaken for each other (``reference/near_characters.yaml``)."""
    text = resources.files("domain.reference").joinpath("near_characters.yaml").read_text(encoding="utf-8")
    groups: list[str] = from_yaml(text)["groups"]
    return frozenset((one, other) for group in groups for one in group for other in group if one != other)
