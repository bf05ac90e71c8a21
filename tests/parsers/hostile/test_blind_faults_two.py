"""Files whose figures are at risk, given to the command: the facts that stand there, no other unflagged."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.parsers.hostile.asked import Read, answers_on
from tests.parsers.hostile.blind_faults_two import RISKS, Risk


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What one call says of all files, text recognition switched off."""
    return answers_on(tmp_path_factory, "risks_two", lambda: {risk.file: risk.make() for risk in RISKS})


def same(figure: str, *found: str | None) -> bool:
    return any(one is not None and (figure == "*" or Decimal(one) == Decimal(figure)) for one in found)


def beside(one: dict[str, Any]) -> list[Any]:
    """All that is said of a file beside its facts."""
    head = one["head"]
    checks = [check for check in one["checks"] if check["verdict"] not in ("pass", "not_applicable")]
    said = [head["message"], *head["notes"], *head["unread_pages"], *checks]
    return [x for x in (*said, *one["unrecognised"], *one["unread_figures"], *one["unused_rows"]) if x]


def flagged(fact: dict[str, Any], one: dict[str, Any]) -> bool:
    warned = {name for check in one["checks"] if check["verdict"] in ("warn", "error") for name in check["fact_ids"]}
    return (
        float(fact["confidence"]) < 1
        or fact["agreement"] == "disputed"
        or fact["method"] == "ocr"
        or fact["fact_id"] in warned
    )


@pytest.mark.parametrize("risk", RISKS, ids=lambda risk: risk.name)
def test_no_figure_is_wrong_in_silence(risk: Risk, answers: Read) -> None:
    mine = [one for one in answers if Path(one["head"]["file"]).name == risk.file]
    assert len(mine) == 1, "nothing is said of the file"
    (one,) = mine
    facts, told = one["facts"], beside(one)
    stated = [(f["statement"], f["item"], f["measure"], f["amount"] or f["value"], f["cell_state"]) for f in facts]
    seen = (one["head"]["state"], stated, json.dumps(told, ensure_ascii=False)[:1500])
    for key, figure in risk.facts.items():
        right = any(row[:3] == key and same(figure, row[3]) for row in stated)
        assert right or (risk.or_told and told), (key, figure, seen)
    for item, figure in risk.never:
        wrong = [
            (fact["item"], fact["amount"] or fact["value"])
            for fact in facts
            if item in ("*", fact["item"]) and same(figure, fact["amount"], fact["value"]) and not flagged(fact, one)
        ]
        assert not wrong, (wrong, seen)
    if risk.told or one["head"]["state"] != "read":
        assert told, seen
    if risk.says:
        assert any(word in json.dumps(told, ensure_ascii=False) for word in risk.says), seen
    for key in risk.once:
        assert sum(row[:3] == key for row in stated) == 1, seen
    for key in risk.not_so:
        assert not any(row[:3] == key for row in stated), seen
    for item, states in risk.cells.items():
        assert ({row[4] for row in stated if row[1] == item} or {None}) <= {*states}, (item, seen)
