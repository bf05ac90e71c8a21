"""How far recognised figures are believed: confirmed, unconfirmed, contradicted."""

from __future__ import annotations

from decimal import Decimal

from domain.identifiers import number_facts
from domain.records import Check, Fact, Method, Verdict
from parsers.reconcile import doubts_of_recognition, reconcile, weigh_recognised
from tests.parsers.reconcile.making import FINAL, cell


def weighed(printed: dict[str, str], *, method: Method = Method.OCR, sure: str = "0.95") -> dict[str, Decimal]:
    return {fact.item: fact.confidence for fact in _facts(printed, method, sure)}


def doubts(printed: dict[str, str], *, sure: str = "0.95") -> list[Check]:
    return list(doubts_of_recognition(_facts(printed, Method.OCR, sure)))


def _facts(printed: dict[str, str], method: Method, sure: str) -> tuple[Fact, ...]:
    facts = number_facts(
        "r",
        [
            cell("summary", item, number, method=method, confidence=Decimal(sure), row=row)
            for row, (item, number) in enumerate(printed.items(), start=1)
        ],
    )
    return weigh_recognised(facts, reconcile(facts, FINAL))


HOLDS = {"本年收入合计": "233.67万元", "年初结转和结余": "4.41万元", "收入总计": "238.08万元"}
FAILS = HOLDS | {"本年收入合计": "288.67万元"}


def test_a_figure_that_an_identity_confirms_is_believed_if_it_was_legible() -> None:
    assert set(weighed(HOLDS).values()) == {Decimal("0.95")}
    assert set(weighed(HOLDS, sure="0.62").values()) == {Decimal("0.85")}
    assert set(weighed(HOLDS, sure="0.47").values()) == {Decimal("0.47")}  # hardly legible
    assert doubts(HOLDS) == []


def test_figures_of_an_identity_that_fails_are_hardly_believed() -> None:
    assert set(weighed(FAILS).values()) == {Decimal("0.30")}
    (check,) = doubts(FAILS)
    assert (check.rule, check.verdict, len(check.fact_ids)) == ("W-recognised", Verdict.WARN, 3)


def test_an_identity_that_holds_but_for_rounding_confirms_nothing() -> None:
    """A misread last digit looks like rounding."""
    near = HOLDS | {"收入总计": "238.09万元"}
    assert set(weighed(near).values()) == {Decimal("0.80")}


def test_a_figure_without_any_identity_is_named() -> None:
    alone = {"本年收入合计": "233.67万元"}
    assert set(weighed(alone).values()) == {Decimal("0.80")}
    (check,) = doubts(alone)
    assert (check.verdict, check.message_zh) == (
        Verdict.INFO,
        "文字识别读出的1个数字没有勾稽关系印证（如本年收入合计233.67万元）。",
    )


def test_a_figure_that_one_identity_confirms_and_another_contradicts_stands_between() -> None:
    both = FAILS | {"支出总计": "238.08万元"}
    found = weighed(both)
    assert (found["收入总计"], found["本年收入合计"]) == (Decimal("0.60"), Decimal("0.30"))


def test_figures_of_a_text_layer_are_left_alone() -> None:
    assert set(weighed(FAILS, method=Method.TEXT, sure="1.00").values()) == {Decimal("1.00")}
