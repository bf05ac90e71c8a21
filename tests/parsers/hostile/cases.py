"""Broken files by name: ``ORIGINAL@SEED:STEP[.STEP…]`` makes the same bytes again, anywhere.

Each step breaks the file once more; its number and the seed are all that chance depends on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tests.parsers.hostile.changes import byte_change
from tests.parsers.hostile.inside import inner_change
from tests.parsers.hostile.originals import SCANS, TEXT, original


@lru_cache(maxsize=256)
def made(name: str) -> bytes:
    """The bytes of a case."""
    source, _, rest = name.partition("@")
    seed, _, steps = rest.partition(":")
    if not steps:
        return original(source)
    *before, last = steps.split(".")
    data = made(f"{source}@{seed}:{'.'.join(before)}") if before else original(source)
    chance = random.Random(f"{seed}-{last}")
    return next(broken for _ in range(1000) if (broken := _broken(data, chance)) != data or not data)


def _broken(data: bytes, chance: random.Random) -> bytes:
    """``data`` broken in one to three ways: mostly inside its format, sometimes in its bytes or with another file."""
    kind = chance.random()
    if kind < 0.06:
        other = original(chance.choice(sorted(TEXT | SCANS)))
        at = chance.randrange(len(data) + 1)
        return data[:at] + other[chance.randrange(len(other)) :]
    if kind < 0.25:
        return byte_change(data, chance)
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = inner_change(data, chance)
    return data


def cases(names: Sequence[str], seed: int, start: int, count: int) -> Iterator[str]:
    """Names of ``count`` cases from number ``start``, every original in turn; each is one step from its original."""
    for number in range(start, start + count):
        yield f"{names[number % len(names)]}@{seed}:{number}"
