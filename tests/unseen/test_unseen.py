"""Reports as office programs made them say what their golden records say, and are read as well as before."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from domain.records import CellState, Fact, Measure, Origin, Statement
from tests.layouts import plain
from tests.unseen import reached
from tests.unseen.build import record, text, written
from tests.unseen.design import FIXTURES, names, outline, read
from tests.unseen.figures import DesignError, Figures
from tests.unseen.marks import Marks
from tests.unseen.measure import Score, compare, contents, load, measure

NAMES = names()
#: Reports whose files are committed; those of the others are written when a test reads them.
COMMITTED = [name for name in NAMES if not outline(name).at_test_time]
#: Formats that another reading than the project's own can show.
PLAIN = ("pdf", "docx", "xlsx", "xls", "html")


@pytest.mark.parametrize("name", COMMITTED)
def test_the_golden_record_is_what_the_design_says(name: str) -> None:
    assert text(record(read(name))) == (FIXTURES / name / "gold.json").read_text(encoding="utf-8")


def test_every_file_belongs_to_a_design() -> None:
    expected = {f"{name}/{file}" for name in COMMITTED for file in [*load(name)["files"], "gold.json"]}
    files = [path for path in FIXTURES.rglob("*") if path.is_file()]
    assert {str(path.relative_to(FIXTURES)) for path in files} == expected
    assert sum(path.stat().st_size for path in files) < 5_000_000


@pytest.mark.parametrize("name", ["budget_2024_hubei", "budget_2021_hunan", "budget_2026_jilin", "final_2016_shaanxi"])
def test_what_is_written_at_test_time_is_the_same_every_time(name: str) -> None:
    """Workbooks, Word files, pages, PDF and OFD: a mark in reached.yaml means the same bytes for everybody."""
    assert written(read(name)) == written(read(name))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (name, file.name)
        for name in NAMES
        for file in outline(name).files
        if file.name.rpartition(".")[2] in PLAIN and not {"archive", "renamed", "scan"} & set(file.options)
    ],
)
def test_every_golden_number_stands_in_its_file(name: str, file: str, tmp_path: Path) -> None:
    wanted: Counter[str] = Counter(
        plain.folded(fact["printed"]).replace(",", "").lstrip("-")
        for fact in load(name)["facts"]
        if fact["file"] == file and fact["graded"] and ("amount" in fact or "value" in fact)
    )
    shown: Counter[str] = Counter()
    shown_as = tmp_path / file
    shown_as.write_bytes(dict(contents(name, [file]))[file])
    for number, count in plain.numbers(shown_as).items():
        shown[number.replace(",", "").lstrip("-")] += count
    assert {printed: count for printed, count in wanted.items() if shown[printed] < count} == {}


def test_the_reports_vary_as_real_ones_do() -> None:
    """Every format occurs, reports of several files, every kind of office program, all kinds of agency names."""
    files = [file for name in NAMES for file in outline(name).files]
    made = {(file.options.get("via", file.name.rpartition(".")[2]), file.name.rpartition(".")[2]) for file in files}
    assert {
        ("docx", "pdf"),
        ("docx", "doc"),
        ("xlsx", "pdf"),
        ("xlsx", "xls"),
        ("xlsx", "xlsx"),
        ("html", "html"),
    } <= made
    assert any(len(load(name)["files"]) > 1 for name in NAMES)
    assert {option for file in files for option in file.options} >= {
        "archive",
        "renamed",
        "look",
        "text",
        "lead",
        "scan",
    }
    kinds = {"信访局", "信访办公室", "社会工作部"}
    assert kinds == {kind for kind in kinds for name in NAMES if load(name)["document"]["agency"].endswith(kind)}
    assert {load(name)["document"]["report_type"] for name in NAMES} == {"budget", "final_accounts"}
    assert {load(name)["document"]["unit"] for name in NAMES} == {"元", "万元"}
    assert sum(bool(load(name)["mistakes"]) for name in NAMES) >= 10


@pytest.fixture(scope="module", params=[name for name in NAMES if not reached.is_left_to_the_soak(name)])
def score(request: pytest.FixtureRequest) -> Score:
    return measure(request.param)


def test_a_report_is_read_as_well_as_before(score: Score) -> None:
    before, now = reached.marks()[score.name], reached.mark(score)
    assert now["of"] == before["of"]
    assert reached.fallen(before, now) == [], f"was {before}, is {now}: python -m bench.unseen {score.name} --details"


def test_every_report_has_a_mark() -> None:
    assert set(reached.marks()) == set(NAMES)


def test_worse_figures_are_noticed() -> None:
    before = {
        "found": 9,
        "of": 10,
        "wrong": 0,
        "misfiled": 1,
        "extra": 0,
        "flagged": 1,
        "false_alarms": 2,
        "unidentified": 0,
    }
    assert reached.fallen(before, before) == []
    assert reached.fallen(before, before | {"found": 8, "wrong": 1}) == ["found", "wrong"]
    assert reached.fallen(before, before | {"flagged": 0, "false_alarms": 3}) == ["flagged", "false_alarms"]
    assert reached.fallen(before, before | {"unidentified": 1}) == ["unidentified"]


FACT = Fact(
    statement=Statement.EXPENDITURE,
    item="基本支出",
    item_printed="基本支出",
    measure=Measure.AMOUNT,
    amount=Decimal("1200000.00"),
    printed="120.00",
    printed_unit="万元",
    origin=Origin.NARRATIVE,
    quote="基本支出120.00万元",
)
GOLD = {
    "statement": "expenditure", "item": "基本支出", "measure": "amount", "amount": Decimal("1200000.00"),
    "printed": "120.00", "unit": "万元", "origin": "narrative", "graded": True, "cell_state": "value",
}  # fmt: skip


def _judged(gold: list[dict[str, object]], fact: Fact) -> dict[str, int]:
    score = Score("one")
    compare(score, gold, [fact])
    return {name: value for name, value in reached.mark(score).items() if value}


def test_a_fact_is_found_wrong_misfiled_or_extra() -> None:
    assert _judged([GOLD], FACT) == {"found": 1, "of": 1}
    other = FACT.model_copy(update={"amount": Decimal("1200.00")})
    assert _judged([GOLD], other) == {"of": 1, "wrong": 1}
    elsewhere = FACT.model_copy(update={"item": "项目支出"})
    assert _judged([GOLD], elsewhere) == {"of": 1, "misfiled": 1}
    assert _judged([], FACT) == {"extra": 1}
    assert _judged([GOLD], FACT.model_copy(update={"origin": Origin.TABLE})) == {"of": 1}
    assert _judged([GOLD | {"graded": False}], FACT) == {}
    assert _judged([GOLD], FACT.model_copy(update={"cell_state": CellState.NOT_APPLICABLE, "amount": None})) == {
        "of": 1
    }


@pytest.mark.parametrize(
    ("mark", "printed", "amount"),
    [
        ("{a|exp:基本支出}万元", "12.35万元", "123500.00"),
        ("{a~1|exp:基本支出}万元", "12.3万元", "123000.00"),
        ("{a~2|exp:基本支出}元", "123450.00元", "123450.00"),
        ("{1234.5~th|exp:基本支出}万元", "1,234.50万元", "12345000.00"),
        ("{a~fw|exp:基本支出}万元", "１２．３５万元", "123500.00"),
        ("{a=>13.99|exp:基本支出}万元", "13.99万元", "139900.00"),
        ("减少{a-20|exp:基本支出:c}万元", "减少7.66万元", "-76600.00"),
    ],
)
def test_a_mark_prints_a_figure_and_states_what_is_printed(mark: str, printed: str, amount: str) -> None:
    words, facts = Marks(Figures({"a": "12.345"}), "万元", 2).sentence(mark)
    assert words == printed
    assert [fact["amount"] for fact in facts] == [amount]


@pytest.mark.parametrize(
    "text", ["{a|exp:基本支出}人员", "增加{a-20|exp:基本支出:c}万元", "{b|exp:基本支出}万元", "{a}万元"]
)
def test_a_design_that_contradicts_itself_is_refused(text: str) -> None:
    with pytest.raises(DesignError):
        Marks(Figures({"a": "12.345"}), "万元", 2).sentence(text)


@pytest.mark.parametrize("name", NAMES)
def test_golden_facts_use_the_words_of_the_vocabulary(name: str) -> None:
    facts = [fact for fact in load(name)["facts"] if fact["graded"]]
    assert {fact["statement"] for fact in facts} <= {statement.value for statement in Statement}
    assert {fact["measure"] for fact in facts} <= {measure.value for measure in Measure}
