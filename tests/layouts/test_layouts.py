"""Documents of other provinces and years say what their golden records say, and are read as well as before."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from infra.samples.build.fonts import NoFont
from tests.layouts import check_gold, gold, plain, reached
from tests.layouts.build import FIXTURES, build, load, names, render
from tests.layouts.model import DeclarationError
from tests.layouts.narrative import Narrative
from tests.layouts.numbers import DASHES, FACTORS
from tests.layouts.writer import Style, Writer

NAMES = names()
FILES = reached.files()


def _file_ids(files: list[tuple[str, str]]) -> list[str]:
    return [f"{name}.{kind}" for name, kind in files]


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_record_is_what_the_declaration_says(name: str) -> None:
    committed = (FIXTURES / f"{name}.gold.json").read_text(encoding="utf-8")
    assert gold.text(gold.record(build(name))) == committed


@pytest.mark.parametrize(("name", "kind"), FILES, ids=_file_ids(FILES))
def test_a_file_built_again_has_the_same_content(name: str, kind: str) -> None:
    try:
        data = render(build(name), kind)
    except NoFont as problem:
        pytest.skip(f"{name} embeds a font that is not installed here: {problem}")
    assert plain.content(kind, data) == plain.content(kind, (FIXTURES / f"{name}.{kind}").read_bytes())


def test_every_file_belongs_to_a_declared_layout() -> None:
    expected = {f"{name}.{kind}" for name, kind in FILES} | {f"{name}.gold.json" for name in NAMES}
    assert {path.name for path in FIXTURES.iterdir()} == expected
    assert sum(path.stat().st_size for path in FIXTURES.iterdir()) < 4_000_000


@pytest.mark.parametrize(("name", "kind"), FILES, ids=_file_ids(FILES))
def test_every_golden_number_stands_in_the_file(name: str, kind: str) -> None:
    record = gold.load(name)
    wanted: Counter[str] = Counter(
        plain.folded(fact["printed"])
        for fact in record["facts"]
        if fact["origin"] in gold.ORIGINS[kind] and ("amount" in fact or "value" in fact)
    )
    shown = plain.numbers(FIXTURES / f"{name}.{kind}")
    assert {printed: count for printed, count in wanted.items() if shown[printed] < count} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_of_a_table_is_a_golden_fact(name: str) -> None:
    built = build(name)
    facts = Counter(
        (fact.where["table"], fact.printed) for fact in built.facts if fact.origin == "table" and "." in fact.printed
    )
    cells = Counter(
        (table.title, cell.text)
        for table in built.tables
        for cell in table.grid.cells
        if table.decimals.get((cell.row, cell.column))
    )
    assert {place: count for place, count in cells.items() if facts[place] < count} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_identities_hold_but_for_the_recorded_mistakes(name: str) -> None:
    assert check_gold.problems(name) == ([], [])


def test_the_check_notices_changed_cells() -> None:
    """Nineteen of twenty single cells of the money tables, changed, break an identity: the check is not blind."""
    beside = ("project_expenditure", "procurement_item", "agency_operating", "assets")
    tried = noticed = 0
    for name in NAMES:
        record = gold.load(name)
        before = check_gold.violations(record)
        money = [
            number
            for number, fact in enumerate(record["facts"])
            if fact["origin"] == "table" and fact["graded"] and fact["cell_state"] == "value"
            and "amount" in fact and fact["statement"] not in beside
        ]  # fmt: skip
        for number in random.Random(name).sample(money, min(20, len(money))):
            fact = record["facts"][number]
            # One whole unit more: beyond what rounding may hide.
            more = fact["amount"] + FACTORS[fact["unit"]] * (10 if fact["unit"] == "元" else 1)
            facts = [*record["facts"][:number], fact | {"amount": more}, *record["facts"][number + 1 :]]
            noticed += check_gold.violations(record | {"facts": facts}) != before
            tried += 1
    assert noticed >= 0.95 * tried


def test_the_layouts_vary_as_the_notes_say() -> None:
    """Every variation that the domain notes name occurs in at least one layout."""
    options = [table.options for name in NAMES for table in build(name).tables]
    units = {option["style"].unit for option in options}
    assert units == {"元", "千元", "万元", "亿元"}
    assert {option.get("borders", "lines") for option in options} == {"lines", "rects", "no_sides", "three_line"}
    assert {option.get("page", "portrait") for option in options} == {"portrait", "landscape", "rotated"}
    assert {option.get("total", "top") for option in options} == {"top", "bottom"}
    shapes = {
        column
        for option in options
        for column in option.get("columns", ())
        if column in ("code", "code2", "code3", "joined")
    }
    assert shapes == {"code", "code2", "code3", "joined"}
    assert {"repeat_head", "cut_row", "break_after", "flow", "indent", "full_width", "thousands", "empty"} <= {
        name for option in options for name, value in option.items() if value
    }
    states = {fact["cell_state"] for name in NAMES for fact in gold.load(name)["facts"]}
    assert states == {"value", "zero", "not_applicable", "declared_empty"}
    assert {kind for _, kind in FILES} == {"pdf", "xlsx", "xls", "docx", "html"}
    years = {load(name)["document"]["fiscal_year"] for name in NAMES}
    assert years == set(range(2014, 2027)) - {2015, 2017}
    assert sum(bool(gold.load(name)["mistakes"]) for name in NAMES) >= 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("支出合计12.00万元，其中：{expenditure 基本支出}万元", "has no brace"),
        ("比上年增加{general_budget 一般公共预算财政拨款支出 change}万元", "the text says"),
        ("收入合计{income 本年收入合计}，", "no unit"),
        ("收入合计{income 总收入}万元", "no figure"),
    ],
)
def test_a_sentence_that_the_accounts_contradict_is_refused(text: str, words: str) -> None:
    built = build("final_2018_jiangsu")
    from tests.layouts.figures import Figures

    figures = Figures(built.declaration["accounts"], 2018)
    with pytest.raises(DeclarationError, match=words):
        Narrative(Writer(figures, []), Style(), "test").sentence(text)


def test_a_dash_is_no_number() -> None:
    facts = [fact for name in NAMES for fact in gold.load(name)["facts"] if fact["printed"] in DASHES]
    assert facts
    assert all(fact["cell_state"] == "not_applicable" and "amount" not in fact for fact in facts)


@pytest.mark.parametrize(("name", "kind"), FILES, ids=_file_ids(FILES))
def test_a_file_is_read_as_well_as_before(name: str, kind: str) -> None:
    mark = reached.marks()[f"{name}.{kind}"]
    now = reached.score(name, kind)
    assert not reached.fallen(mark, now), f"was {mark}, is {now}: python -m bench.accuracy --only {name} --details"


def test_every_file_has_a_mark_and_no_wrong_value_is_new() -> None:
    assert set(reached.marks()) == set(_file_ids(FILES))
