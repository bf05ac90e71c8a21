"""Hostile weather by the hundred: ``python -m tests.weather.soak [--rounds 500] [--seed 7] [--progress FILE]``.

Each round: something happens at three invented portals, a harvest meets one fault at a random point (the portal's, the
wire's, the clock's, the store's, or SIGKILL), then another harvest meets none. After both it is checked that nothing
was lost (``tests.weather.invariants``). Ten rounds in a row share a world and a store; every tenth ten are played on an
S3 server (with ``--rgw`` every other time Ceph RGW over TLS), every fifth with all the files that lie beside a
version's tables, and every tenth as in production: files are read in children, both judges see each version. With
``--production`` all are, and with ``--rgw`` every third ten on Ceph.

A round that loses something is printed with what to type to see it again (``--seed N --round K`` plays the rounds of
the same ten that came before it, then it). With ``--progress`` the same command goes on where it was ended;
``--minutes`` ends it in time. Ends with 0 when nothing was lost.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from moto.server import ThreadedMotoServer

from tests.publish.rgw import RadosGateway
from tests.weather.rounds import LostSomething, Theatre, chance_of

#: Rounds that share a world and a store.
TOGETHER = 10


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.weather.soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--round", type=int, help="only this one, after those that share its world")
    parser.add_argument("--first", type=int, default=0, help="round to begin with (a multiple of ten)")
    parser.add_argument("--progress", type=Path, help="file to go on from")
    parser.add_argument("--minutes", type=float, help="end after so long, at the end of ten rounds")
    parser.add_argument("--production", action="store_true", help="every round as in production")
    parser.add_argument("--rgw", action="store_true", help="some on Ceph RGW (Debian's packages)")
    options = parser.parse_args()
    kinds = Kinds(options.production, options.rgw)
    if options.round is not None:
        first = options.round - options.round % TOGETHER
        campaign = Campaign(options.seed, options.round + 1, Progress(None, first), kinds)
    else:
        campaign = Campaign(options.seed, options.rounds, Progress(options.progress, options.first), kinds)
    return campaign.run(options.minutes)


@dataclass(frozen=True)
class Kinds:
    """What is played how: by the number of the ten."""

    production: bool
    rgw: bool

    def of(self, tens: int) -> dict[str, bool]:
        """The arguments of ``Theatre.stage``."""
        if self.production:
            ceph = self.rgw and tens % 3 == 2
            return {"bucket": ceph, "ceph": ceph, "production": True}
        return {
            "bucket": tens % 10 == 4,
            "ceph": self.rgw and tens % 20 == 14,
            "whole": tens % 5 == 0,
            "production": tens % 10 == 7,
        }

    def again(self) -> str:
        """As typed."""
        return "".join(f" --{name}" for name in ("production", "rgw") if getattr(self, name))


class Progress:
    """What was played so far; kept in ``file`` if there is one."""

    def __init__(self, file: Path | None, first: int) -> None:
        self._file = file
        self.next = first
        self.lost: list[str] = []
        self.kinds: Counter[str] = Counter()
        self.endings: Counter[str] = Counter()
        self.cpu_s = 0.0
        if file is not None and file.is_file():
            kept = json.loads(file.read_text(encoding="utf-8"))
            self.next, self.lost, self.cpu_s = kept["next"], kept["lost"], kept["cpu_s"]
            self.kinds, self.endings = Counter(kept["kinds"]), Counter(kept["endings"])

    def save(self) -> None:
        if self._file is not None:
            kept = {name: getattr(self, name) for name in ("next", "lost", "cpu_s", "kinds", "endings")}
            self._file.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


class Campaign:
    def __init__(self, seed: int, rounds: int, progress: Progress, kinds: Kinds) -> None:
        self._kinds = kinds
        self._seed = seed
        self._rounds = rounds
        self._progress = progress

    def run(self, minutes: float | None) -> int:
        """Play what is left; 0 if nothing has been lost so far."""
        progress, began = self._progress, time.monotonic()
        _tell(f"seed {self._seed}, rounds {progress.next} to {self._rounds - 1}")
        with s3_server() as endpoint, ceph(wanted=self._kinds.rgw) as gateway, Theatre(endpoint, gateway) as theatre:
            while progress.next < self._rounds:
                used = _cpu_s()
                self._together(theatre, progress.next)
                progress.next = min(self._rounds, progress.next + TOGETHER)
                progress.cpu_s += _cpu_s() - used
                progress.save()
                if minutes is not None and time.monotonic() - began > minutes * 60:
                    break
        self._summary()
        return 1 if progress.lost else 0

    def _together(self, theatre: Theatre, first: int) -> None:
        tens = first // TOGETHER
        kinds = self._kinds.of(tens)
        name = "ceph" if kinds["ceph"] else "bucket" if kinds["bucket"] else "folder"
        name += " as in production" if kinds["production"] else ""
        with theatre.stage(**kinds) as stage:
            for number in range(first, min(first + TOGETHER, self._rounds)):
                try:
                    weather, ending = stage.round(chance_of(self._seed, number))
                except LostSomething as lost:
                    again = f"python -m tests.weather.soak --seed {self._seed} --round {number}{self._kinds.again()}"
                    self._progress.lost.append(f"round {number}: {lost}\n  again: {again}")
                    _tell(self._progress.lost[-1])
                    return  # what the others of the ten would show follows from this
                self._progress.kinds[f"{name} {weather.kind} {weather.fault}"] += 1
                self._progress.endings[ending.how] += 1
                _tell(f"round {number}: {weather}; {ending.how}")

    def _summary(self) -> None:
        progress = self._progress
        for kind, times in sorted(progress.kinds.items()):
            _tell(f"  {kind}: {times}")
        ends = ", ".join(f"{how} {times}" for how, times in sorted(progress.endings.items()))
        _tell(
            f"seed {self._seed}: {sum(progress.kinds.values())} rounds whole ({ends}), {len(progress.lost)} lost "
            f"something, next is {progress.next} of {self._rounds}, {progress.cpu_s:.0f} CPU seconds"
        )


@contextmanager
def s3_server() -> Iterator[str]:
    """Address of an S3 server on loopback; its credentials stand in the environment."""
    os.environ.update({"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"})
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@contextmanager
def ceph(*, wanted: bool) -> Iterator[str | None]:
    """Address of Ceph RGW over TLS; its credentials, which the other server takes too, stand in the environment."""
    if not wanted:
        yield None
        return
    with TemporaryDirectory(prefix="rgw-", dir="/tmp") as folder:
        gateway = RadosGateway(Path(folder))
        try:
            gateway.start()
            os.environ.update(gateway.environment)
            yield gateway.endpoint
        finally:
            gateway.stop()


def _cpu_s() -> float:
    return sum(os.times()[:4])


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
