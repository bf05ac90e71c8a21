"""Labelled sentences of every section, province and year (places and figures are made up), fact for fact."""

from __future__ import annotations

from itertools import chain

import pytest

from domain.records import Measure, Statement
from tests.parsers.statements.sentence_cases import Sentence, outcome, sentences

CASES = sentences()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_sentence_says_exactly_its_facts_and_reports_the_rest(case: Sentence) -> None:
    found = outcome(case)
    assert found.right, (case.paragraphs, found)


def test_labels_use_the_published_words() -> None:
    labels = list(chain.from_iterable(case.says for case in CASES))
    assert {key.split(maxsplit=1)[0] for key, _, _ in labels} <= {statement.value for statement in Statement}
    assert {measure for _, measure, _ in labels} <= {measure.value for measure in Measure}


def test_no_sentence_is_labelled_twice() -> None:
    texts = [(case.paragraphs, case.year, case.kind) for case in CASES]
    assert len(set(texts)) == len(texts)
