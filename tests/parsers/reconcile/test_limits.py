"""Every identity of the domain notes b.2 on both sides of its limit (``limits.yaml``), in accounts and budgets."""

from __future__ import annotations

import pytest

from domain.records import Verdict
from parsers.reconcile.declarations import load_rules
from tests.parsers.reconcile.limits import HOLDS, NONE, Limit, limits

_KNOWN = {verdict.value for verdict in Verdict} | {NONE}


@pytest.mark.parametrize(
    ("limit", "printed", "verdict"),
    [(limit, printed, verdict) for limit in limits() for printed, verdict in limit.verdicts.items()],
    ids=[f"{limit.rule}-{limit.of}-{printed}" for limit in limits() for printed in limit.verdicts],
)
def test_an_identity_is_judged_inside_at_and_outside_its_limit(limit: Limit, printed: str, verdict: str) -> None:
    assert verdict in _KNOWN
    assert limit.worst(printed) == verdict, [f"{one.rule} {one.message_zh}" for one in limit.checks(printed)]


def test_every_identity_of_the_table_has_both_sides() -> None:
    one_sided = [limit.of for limit in limits() if len({verdict in HOLDS for verdict in limit.verdicts.values()}) < 2]
    assert one_sided == []


def test_every_rule_has_both_sides() -> None:
    sides = {
        side: {limit.rule for limit in limits() if side in {verdict in HOLDS for verdict in limit.verdicts.values()}}
        for side in (True, False)
    }
    assert sides[True] == sides[False] == {rule.id for rule in load_rules()}


def test_every_declared_case_has_both_sides() -> None:
    """Not only the rule: each of its sub-identities, patterns and suspicions fails in one place and not in another."""
    tried: set[tuple[str, int]] = set()
    for limit in limits():
        failing = [limit.failing_cases(x) for x in limit.verdicts]
        sometimes, always = frozenset[int]().union(*failing), failing[0].intersection(*failing)
        tried |= {(limit.rule, place) for place in sometimes - always}
    # Between reports and of recognised figures there is one case each, which the test of the rules covers.
    apart = {"last_year", "department", "shared_document", "recognised"}
    declared = {
        (rule.id, place) for rule in load_rules() for place, case in enumerate(rule.cases) if case.kind not in apart
    }
    assert declared - tried == set()


def test_the_identities_of_both_kinds_of_report_are_tried_on_both() -> None:
    """The forms of the budget and of the final accounts have their totals, rows, levels and tables in common."""
    tried = {report: {limit.rule for limit in limits() if limit.report == report} for report in ("final", "budget")}
    common = {"I01", "I02", "I03", "I04", "I05", "I06", "I07", "I08", "I09", "I10", "I11", "I12", "I13", "I16"}
    assert common <= tried["final"]
    assert common <= tried["budget"]


def test_the_names_of_the_table_are_unique() -> None:
    names = [(limit.rule, limit.of) for limit in limits()]
    assert len(set(names)) == len(names)
