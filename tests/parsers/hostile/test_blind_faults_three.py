"""The third round of files whose figures are at risk, given to the command: judged as the second round is."""

from __future__ import annotations

import pytest

from tests.parsers.hostile import test_blind_faults_two as second
from tests.parsers.hostile.asked import Read, answers_on
from tests.parsers.hostile.blind_faults_three import RISKS
from tests.parsers.hostile.blind_faults_two import Risk


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What one call says of all files, text recognition switched off."""
    return answers_on(tmp_path_factory, "risks_three", lambda: {risk.file: risk.make() for risk in RISKS})


@pytest.mark.parametrize("risk", RISKS, ids=lambda risk: risk.name)
def test_no_figure_is_wrong_in_silence(risk: Risk, answers: Read) -> None:
    second.test_no_figure_is_wrong_in_silence(risk, answers)
