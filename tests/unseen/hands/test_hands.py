"""Reports written by other programs and people than those of ``tests.unseen`` are read as well as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unseen.design import read
from tests.unseen.hands.gold import HANDS, made
from tests.unseen.hands.reached import few, look, marks

#: What the marks of drawn pages depend on (infra/install-debian.sh test).
NEEDS = {
    "pdf_chromium": Path("/usr/bin/chromium"),
    "pdf_reportlab": Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
}


@pytest.mark.parametrize(("hand", "name"), [(hand, name) for hand in HANDS for name in few(hand)])
def test_a_report_by_another_hand_is_read_as_well_as_before(hand: str, name: str) -> None:
    if hand in NEEDS and not NEEDS[hand].exists():
        pytest.skip(f"没有 not there: {NEEDS[hand]}")
    now, worse = look(name, hand, marks()[hand])
    assert (worse, now["wrong"]) == ([], 0)


def test_every_hand_has_marks() -> None:
    assert {hand: list(found) for hand, found in marks().items()} == {hand: few(hand) for hand in HANDS}


@pytest.mark.parametrize("hand", [hand for hand in HANDS if hand not in NEEDS])
def test_a_hand_writes_the_same_bytes_every_time(hand: str) -> None:
    design = read(few(hand)[0])
    assert made(design, hand) == made(design, hand)
