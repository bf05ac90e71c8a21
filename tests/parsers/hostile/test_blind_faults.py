"""Broken and unusual files, given to the command as a person would: each ends in a state that is named, or is read."""

from __future__ import annotations

import pytest

from tests.parsers.hostile.asked import Read, answers_on
from tests.parsers.hostile.blind_faults import FAULTS, Fault


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What one call says of all files, text recognition switched off; every file is read in a child of its own."""
    return answers_on(tmp_path_factory, "faults", lambda: {fault.file: fault.make() for fault in FAULTS})


def of(fault: Fault, answers: Read) -> Read:
    """The answers about a file and about its members."""
    return [one for one in answers if fault.file in one["head"]["file"]]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_broken_file_is_read_or_named(fault: Fault, answers: Read) -> None:
    mine = of(fault, answers)
    assert mine, "nothing is said of the file"
    seen = {one["head"]["file"]: (one["head"]["state"], one["head"]["message"], one["head"]["notes"]) for one in mine}
    states = [one["head"]["state"] for one in mine]
    assert fault.states & set(states), seen
    assert fault.members <= set(states), seen
    amounts = {fact["amount"] for one in mine for fact in one["facts"]}
    if "read" in states and fault.figure is not None:
        assert fault.figure in amounts or (fault.told and said(mine)), (seen, amounts)
    assert not amounts & set(fault.never), amounts
    if fault.named:
        assert any(fault.named in one["head"]["file"] for one in mine), seen
    if fault.told and fault.figure not in amounts:
        assert said(mine), seen
    for one in mine:
        assert ".." not in one["head"]["file"].split("/"), seen
        if one["head"]["state"] == "read":
            assert one["facts"] or one["unrecognised"] or one["unread_figures"] or one["unused_rows"], seen
        elif one["head"]["state"] != "no_figures":
            assert one["head"]["message"], seen


def said(mine: Read) -> bool:
    """Whether a message, a note or a page named as unread says that something was not read."""
    return any(
        one["head"]["message"]
        or one["head"]["notes"]
        or one["head"]["unread_pages"]
        or one["unrecognised"]
        or one["unread_figures"]
        for one in mine
    )
