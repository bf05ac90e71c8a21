"""Races and kills by the hundred: ``python -m tests.publish.soak [--rounds 200] [--rgw]``.

Two and eight publishers race for the given number of rounds each, on a folder and, with ``--rgw``, on Ceph RGW over
TLS; then publishers of a folder are killed by SIGKILL at as many random moments. Anything lost makes the command fail.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from domain.ports import Store
from publish.store import LocalStore
from tests.publish.killing import killed_after, whole_after_a_kill
from tests.publish.racing import race
from tests.publish.rgw import RadosGateway


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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--rgw", action="store_true", help="on Ceph RGW too (Debian's packages)")
    chosen = options.parse_args()
    good = True
    with tempfile.TemporaryDirectory(prefix="xinfang-soak-") as folder:
        root = Path(folder)
        for publishers in (2, 8):
            place = root / str(publishers)
            good &= _race("folder", lambda place=place: LocalStore(place), publishers, chosen.rounds)  # type: ignore[misc]
        chance = random.Random(1)
        store = LocalStore(root / "killed")
        landed = 0
        for number in range(1, chosen.rounds + 1):
            landed += killed_after(store, number, seconds=chance.uniform(0, 0.1))
            whole_after_a_kill(store, number)
        print(f"folder: {chosen.rounds} publishers, {landed} of them killed before they were done; every version whole")
    if chosen.rgw:
        with tempfile.TemporaryDirectory(prefix="rgw-", dir="/tmp") as folder:
            gateway = RadosGateway(Path(folder))
            try:
                gateway.start()
                for publishers in (2, 8):
                    bucket = gateway.new_bucket()
                    good &= _race("rgw", lambda bucket=bucket: gateway.open(bucket), publishers, chosen.rounds)  # type: ignore[misc]
            finally:
                gateway.stop()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
