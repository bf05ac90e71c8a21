"""Races and kills by the hundred: ``python -m tests.publish.soak [--rounds 200] [--rgw] [--only PART …]``.

Two and eight publishers race for the given number of rounds each, on a folder and, with ``--rgw``, on Ceph RGW over
TLS; then publishers of a folder are killed by SIGKILL at as many random moments. Anything lost makes the command fail.
A long campaign can be run part by part: ``folder-2``, ``folder-8``, ``kill``, ``rgw-2``, ``rgw-8``.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from domain.ports import Store
from publish.store import LocalStore
from tests.publish.killing import killed_after, whole_after_a_kill
from tests.publish.racing import race
from tests.publish.rgw import RadosGateway

PUBLISHERS = (2, 8)


def _race(name: str, open_again: Callable[[], Store], publishers: int, rounds: int) -> bool:
    began = time.monotonic()
    result = race(open_again, publishers, rounds, readers=2)
    seconds = time.monotonic() - began
    print(
        f"{name}: {publishers} publishers x {rounds} rounds: {result.versions} versions, {result.looks} looks of "
        f"readers, {len(result.faults)} faults, {seconds:.0f} s"
    )
    for fault in result.faults:
        print(f"  {fault}")
    return not result.faults


def _killed(root: Path, rounds: int) -> None:
    chance = random.Random(1)
    store = LocalStore(root / "killed")
    landed = 0
    for number in range(1, rounds + 1):
        landed += killed_after(store, number, seconds=chance.uniform(0, 0.1))
        whole_after_a_kill(store, number)
    print(f"folder: {rounds} publishers, {landed} of them killed before they were done; every version whole")


def _on_ceph(publishers: Sequence[int], rounds: int) -> bool:
    good = True
    with tempfile.TemporaryDirectory(prefix="rgw-", dir="/tmp") as folder:
        gateway = RadosGateway(Path(folder))
        try:
            gateway.start()
            for count in publishers:
                bucket = gateway.new_bucket()
                good &= _race("rgw", lambda bucket=bucket: gateway.open(bucket), count, rounds)  # type: ignore[misc]
        finally:
            gateway.stop()
    return good


def main() -> None:
    parts = [*(f"folder-{count}" for count in PUBLISHERS), "kill", *(f"rgw-{count}" for count in PUBLISHERS)]
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--rgw", action="store_true", help="on Ceph RGW too (Debian's packages)")
    options.add_argument("--only", nargs="+", choices=parts, help="these parts instead of all")
    chosen = options.parse_args()
    wanted = set(chosen.only or (parts if chosen.rgw else parts[:-2]))
    good = True
    with tempfile.TemporaryDirectory(prefix="xinfang-soak-") as folder:
        root = Path(folder)
        for publishers in PUBLISHERS:
            if f"folder-{publishers}" in wanted:
                place = root / str(publishers)
                good &= _race("folder", lambda place=place: LocalStore(place), publishers, chosen.rounds)  # type: ignore[misc]
        if "kill" in wanted:
            _killed(root, chosen.rounds)
    racing = [publishers for publishers in PUBLISHERS if f"rgw-{publishers}" in wanted]
    if racing:
        good &= _on_ceph(racing, chosen.rounds)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
