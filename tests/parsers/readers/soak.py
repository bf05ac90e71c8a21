"""Thousands of broken files through the readers: ``python -m tests.parsers.readers.soak [--count 20000] [--seed 1]``.

``--seconds`` is what one file may take: more than 30 where other work keeps the machine busy.

Every file must end as a document model or in a named state, within its limits, and must not crash its process. What
does otherwise is printed with its name (which repeats it) and makes the command fail; faults that our readers turned
into ``damaged`` are counted by their kind.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from domain.records import DocumentState
from parsers.isolation import ReaderPool
from parsers.model import Limits, UnreadableDocument
from tests.parsers.readers.mutations import mutations

LIMITS = Limits(seconds=30, memory_mb=1024)
_CRASHED = "crash"
_FAULT = re.compile(r"\((\w+)\)$")


@dataclass(slots=True)
class Ending:
    """How the files ended: how many in which state, which of our faults, and the names of those that must not be."""

    states: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)


def end_of(files: Iterable[tuple[str, bytes]], pool: ReaderPool, limits: Limits = LIMITS) -> Ending:
    """Reads every file in the processes of ``pool``."""
    ending = Ending()
    for name, data in files:
        try:
            pool.read(data, file_name=None, limits=limits)
        except UnreadableDocument as problem:
            ending.states[problem.state.value] += 1
            if problem.state is DocumentState.TIMEOUT or _CRASHED in problem.message:
                ending.bad.append(f"{name}: {problem.message}")
            fault = _FAULT.search(problem.message)
            if problem.state is DocumentState.DAMAGED and fault:
                ending.faults[fault.group(1)] += 1
        except Exception as error:  # noqa: BLE001 - whatever else comes out is what is looked for
            ending.bad.append(f"{name}: {type(error).__name__}: {error}")
        else:
            ending.states["read"] += 1
    return ending


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--seconds", type=float, default=LIMITS.seconds)
    chosen = options.parse_args()
    with ReaderPool() as pool:
        ending = end_of(mutations(chosen.count, chosen.seed), pool, replace(LIMITS, seconds=chosen.seconds))
    print(f"{chosen.count} files, seed {chosen.seed}")
    for title, counts in (("states", ending.states), ("faults", ending.faults)):
        print(f"{title}: " + ", ".join(f"{name} {count}" for name, count in counts.most_common()))
    kept = Path(tempfile.mkdtemp(prefix="soak-")) if ending.bad else None
    for name, data in mutations(chosen.count, chosen.seed) if kept else ():
        if kept and any(line.startswith(f"{name}: ") for line in ending.bad):
            (kept / name).write_bytes(data)
    print("\n".join(ending.bad) + (f"\nkept in {kept}" if kept else "nothing escaped"))
    sys.exit(1 if ending.bad else 0)


if __name__ == "__main__":
    main()
