"""A bounded share of ``make soak``: one round of each kind of weather on one store, and a kill on a bucket's line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.weather.forecast import Weather, draw
from tests.weather.rounds import ENDED, KILLED, STORE_FAILED, Stage, Theatre, chance_of

FOR_GOOD = 10**9


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Theatre() as theatre, theatre.stage(bucket=False) as stage:
        yield stage


@pytest.mark.parametrize(
    ("weather", "ends"),
    [
        (Weather("portal", "truncated", 6, 3), ENDED),
        (Weather("portal", "503", 4, 30), ENDED),
        (Weather("portal", "kill", 7, 1), KILLED),
        (Weather("wire", "expired_certificate", 5, 30), ENDED),
        (Weather("clock", "jump", 40, 1, seconds=400 * 86400), ENDED),
        (Weather("disk", "full", 300, FOR_GOOD), STORE_FAILED),
        (Weather("disk", "permission_lost", 150, FOR_GOOD), STORE_FAILED),
        (Weather("disk", "kill", 400, 1), KILLED),
        (Weather("moment", "kill", 1, 1, seconds=0.3), None),
    ],
    ids=str,
)
def test_nothing_is_lost_in_a_round_of(weather: Weather, ends: str | None, stage: Stage) -> None:
    """``Stage.round`` checks the promises after the weather and exactly the truth after a calm run."""
    number = weather.first
    _, ending = stage.round(chance_of(1, number), weather)
    assert ends is None or ending.how == ends, ending


def test_a_forecast_follows_from_seed_and_round_alone() -> None:
    for number in range(200):
        for bucket in (False, True):
            assert draw(chance_of(7, number), bucket=bucket) == draw(chance_of(7, number), bucket=bucket)
    assert len({str(draw(chance_of(7, number), bucket=False)) for number in range(200)}) > 150
