"""The fifth round of files whose figures are at risk, given to the command: judged as the second round is."""

from __future__ import annotations

import pytest

from tests.parsers.hostile import test_blind_faults_two as second
from tests.parsers.hostile.asked import Read, answers_on, marked
from tests.parsers.hostile.blind_faults_five import RISKS
from tests.parsers.hostile.blind_faults_two import Risk


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What one call says of all files, text recognition switched off."""
    return answers_on(tmp_path_factory, "risks_five", lambda: {risk.file: risk.make() for risk in RISKS})


#: What the readers still do wrongly; the mark goes when it is mended, for a case that passes fails here.
WRONG_STILL = {
    "said_otherwise_pdf": "words kept for copying (ActualText) stand for the drawn ones: pdfium gives no others",
}


@pytest.mark.parametrize("risk", marked(RISKS, WRONG_STILL))
def test_no_figure_is_wrong_in_silence(risk: Risk, answers: Read) -> None:
    second.test_no_figure_is_wrong_in_silence(risk, answers)
