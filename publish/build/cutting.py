"""Which divisions share a file: a province, cut further by the digits of the division codes once it is too long.

The cut is a function of the rows alone, so that the same rows lie in the same files whoever publishes them and
whatever was published before.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Digits of a code: province, prefecture, kind of county (districts 0 and 1, counties 2 to 7, cities 8), county.
_LEVELS = (2, 4, 5, 6)


def cut(rows: Mapping[str, int], bound: int) -> dict[str, tuple[str, ...]]:
    """Name of a part to the codes of its divisions in ascending order; ``rows`` is rows by division code.

    A group of more than ``bound`` rows is cut as long as its divisions can be told apart; the rows of one division
    always stay together. Divisions without rows are in no part.
    """
    codes = sorted(code for code, count in rows.items() if count)
    return dict(_cut(codes, rows, bound, 0)) if codes else {}


def _cut(codes: list[str], rows: Mapping[str, int], bound: int, level: int) -> list[tuple[str, tuple[str, ...]]]:
    groups: dict[str, list[str]] = {}
    for code in codes:
        groups.setdefault(code[: _LEVELS[level]], []).append(code)
    found = []
    for prefix, members in groups.items():
        if level + 1 < len(_LEVELS) and sum(rows[code] for code in members) > bound:
            found += _cut(members, rows, bound, level + 1)
        else:
            found.append((part_name(prefix), tuple(members)))
    return found


def part_name(prefix: str) -> str:
    """Six characters for a prefix: ``14`` is ``140000``, ``1404`` is ``140400``, ``14042`` is ``14042x``."""
    return f"{prefix}x" if len(prefix) == 5 else prefix.ljust(6, "0")
