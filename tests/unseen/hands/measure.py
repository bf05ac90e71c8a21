"""How the reports are read that another hand has written; see ``tests.unseen.measure``."""

from __future__ import annotations

import json

from tests.unseen.build import text
from tests.unseen.design import read
from tests.unseen.hands.gold import made
from tests.unseen.measure import Score, decimals, judged


def measure(name: str, hand: str) -> Score:
    """Write the design ``name`` by ``hand``, read it and judge what was read."""
    files, record = made(read(name), hand)
    return judged(decimals(json.loads(text(record))), files.items())
