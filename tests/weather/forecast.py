"""What goes wrong in a round: drawn from the seed and the number of the round, and from nothing else."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.weather import disks, lines, web

#: Kinds of weather and how often each is drawn: on a folder, on a bucket.
_ON_A_FOLDER = {"portal": 40, "wire": 8, "clock": 8, "disk": 20, "kill_at_write": 10, "kill_at_request": 7, "kill": 7}
_ON_A_BUCKET = {"line": 80, "portal": 10, "kill_at_request": 10}
_ON_THE_WIRE = ("no_name", "expired_certificate")
_JUMPS_S = (-400 * 86400, -86400, -3600, -30, 30, 3600, 86400, 400 * 86400)
_FOR_GOOD = 10**9


@dataclass(frozen=True)
class Weather:
    """``kind`` and ``fault`` of a round, from its step ``first`` on for ``count`` steps."""

    kind: str
    fault: str
    first: int
    count: int
    #: Seconds, for a clock that is set wrong or a kill at any moment.
    seconds: float = 0.0

    def __str__(self) -> str:
        lasting = "for good" if self.count == _FOR_GOOD else f"{self.count} steps"
        moved = f", {self.seconds:g} s" if self.seconds else ""
        return f"{self.kind}: {self.fault} from step {self.first}, {lasting}{moved}"


def draw(chance: random.Random, *, bucket: bool) -> Weather:
    kinds = _ON_A_BUCKET if bucket else _ON_A_FOLDER
    (kind,) = chance.choices(list(kinds), weights=list(kinds.values()))
    return _OF_KIND[kind](chance)


def _portal(chance: random.Random) -> Weather:
    return Weather("portal", chance.choice(sorted(web.FAULTS)), chance.randint(1, 14), chance.choice((1, 2, 4, 30)))


def _wire(chance: random.Random) -> Weather:
    return Weather("wire", chance.choice(_ON_THE_WIRE), chance.randint(1, 14), chance.choice((1, 4, 30)))


def _clock(chance: random.Random) -> Weather:
    return Weather("clock", "jump", chance.randint(1, 120), 1, seconds=chance.choice(_JUMPS_S))


def _disk(chance: random.Random) -> Weather:
    return Weather(
        "disk", chance.choice(sorted(disks.FAULTS)), chance.randint(1, 900), chance.choice((1, 5, _FOR_GOOD))
    )


def _kill_at_write(chance: random.Random) -> Weather:
    return Weather("disk", "kill", chance.randint(1, 900), 1)


def _kill_at_request(chance: random.Random) -> Weather:
    return Weather("portal", "kill", chance.randint(1, 12), 1)


def _kill(chance: random.Random) -> Weather:
    return Weather("moment", "kill", 1, 1, seconds=round(chance.uniform(0.02, 2.5), 3))


def _line(chance: random.Random) -> Weather:
    return Weather("line", chance.choice(lines.FAULTS), chance.randint(1, 220), chance.choice((1, 3, 8, 40)))


_OF_KIND = {
    "portal": _portal,
    "wire": _wire,
    "clock": _clock,
    "disk": _disk,
    "kill_at_write": _kill_at_write,
    "kill_at_request": _kill_at_request,
    "kill": _kill,
    "line": _line,
}
