"""Every record of the five seeds is found in every file they exist in, and no value contradicts a record."""

from __future__ import annotations

import pytest

from bench.accuracy import SAMPLE_FILES, sample_score


@pytest.mark.parametrize(("seed", "file", "part"), SAMPLE_FILES, ids=[file for _, file, _ in SAMPLE_FILES])
def test_every_record_is_found_and_no_value_is_wrong(seed: str, file: str, part: str | None) -> None:
    score = sample_score(seed, file, part, file.rpartition(".")[2])
    assert score.details == []
    assert score.found == score.wanted
    assert score.wrong_values == 0
