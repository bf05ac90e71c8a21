"""All 95 anomalies of the samples: each is seen by the check that the table names, or the table says why not."""

from __future__ import annotations

import pytest

from domain.records import Verdict
from tests.parsers.reconcile import gold
from tests.parsers.reconcile.anomalies import table
from tests.parsers.reconcile.test_samples import MAIN, checks_of


def test_the_table_holds_every_anomaly_once_with_its_severity() -> None:
    listed = {anomaly.id: anomaly.severity for anomaly in table().anomalies}
    found = {name: severity for seed in gold.SEEDS for name, severity in gold.severities(seed).items()}
    assert len(table().anomalies) == len(found) == 95
    assert listed == found


def test_an_anomaly_has_a_check_or_a_reason() -> None:
    for anomaly in table().anomalies:
        assert bool(anomaly.checks) is not bool(anomaly.unseen), anomaly.id


@pytest.mark.parametrize("seed", gold.SEEDS)
def test_the_checks_of_a_sample_are_exactly_those_of_the_table(seed: str) -> None:
    checks = [check for check in checks_of(seed, MAIN[seed]) if check.verdict is not Verdict.PASS]
    listed = table().of_seed(seed)
    assert [seen for seen in listed if sum(seen.is_of(check) for check in checks) != 1] == []
    assert [check.message_zh for check in checks if not any(seen.is_of(check) for seen in listed)] == []
    assert len(listed) == len(checks)


def test_the_verdict_is_the_severity_or_the_table_says_why() -> None:
    for anomaly in table().anomalies:
        verdicts = {"info" if seen.verdict is Verdict.ROUNDING else seen.verdict.value for seen in anomaly.checks}
        agrees = not verdicts or anomaly.severity in verdicts
        assert agrees is (anomaly.because is None), anomaly.id


def test_only_a_suspicion_or_a_misprint_has_a_lower_verdict() -> None:
    lower = [anomaly for anomaly in table().anomalies if anomaly.because and anomaly.severity != "info"]
    assert [anomaly.id for anomaly in lower if anomaly.certain] == []
