"""How many portals are watched at a time: by flag, by environment, within bounds."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from flows.commands.running import make_settings
from flows.settings import Settings


def test_the_environment_says_how_many_portals_are_watched_at_a_time_and_a_flag_beats_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings().portal_workers == 4
    monkeypatch.setenv("XINFANG_PORTAL_WORKERS", "12")
    assert Settings().portal_workers == 12
    assert make_settings("./data/store", workers=2).portal_workers == 2


@pytest.mark.parametrize("workers", [0, 65])
def test_no_worker_and_too_many_are_refused(workers: int) -> None:
    with pytest.raises(ValidationError, match="portal_workers"):
        make_settings("./data/store", workers=workers)
