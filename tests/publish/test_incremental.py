"""A version made of what changed is, byte for byte, the version made of everything (rule 7 of the contract)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.identifiers import number_checks
from domain.records import Check, Correction, CorrectionStatus, Measure, ParsedReport, Statement, Verdict
from publish.build.change_log import ChangeLog
from publish.build.cutting import cut, part_name
from publish.build.inputs import ReportRef
from publish.build.national import Builder, NewVersion, Workshop
from publish.build.staging import Staging
from publish.changes import apply_changes
from publish.package import read_csv
from publish.reading import read_table
from publish.schemas import load_schemas
from publish.versions import Terms, Version, publish_version, read_head, read_version, verify_version
from tests.publish.memory import MemoryStore
from tests.publish.samples import PLACES, FakeClock, GivenInputs, few_facts, no_gate, parsed_report, publish, ref_of

BOUND = 15
TERMS = Terms(gate=no_gate, rows_in_a_part=BOUND, shared=(), lists=(), generators=())
DIVISIONS = tuple(PLACES)
YEARS = (2021, 2022)


def compared_with_last_year(reports: Sequence[ParsedReport]) -> list[ParsedReport]:
    """A check of every report whose year before is there too, as the rules between reports make them."""
    known = {(one.report.division_code, one.report.fiscal_year): one for one in reports}
    found = []
    for one in reports:
        before = known.get((one.report.division_code, one.report.fiscal_year - 1))
        if before is None:
            found.append(one)
        else:
            check = Check(
                rule="W09",
                verdict=Verdict.WARN,
                found=before.facts[0].amount,
                fact_ids=(before.facts[0].fact_id,),
                message_zh=f"上年为{before.facts[0].printed}",
                message_en="last year",
            )
            checks = number_checks(one.report.report_id, [check])
            found.append(one.model_copy(update={"checks": (*one.checks, *checks)}))
    return found


@dataclass(frozen=True)
class State:
    """What a store holds: the total each report prints, whose records are damaged or gone, what was corrected."""

    totals: dict[tuple[str, int], str] = field(default_factory=dict)
    damaged: frozenset[tuple[str, int]] = frozenset()
    missing: frozenset[tuple[str, int]] = frozenset()
    corrected: dict[tuple[str, int], str] = field(default_factory=dict)
    visit: int = 0
    turn: int = 0

    def inputs(self) -> GivenInputs:
        reports = {place: parsed_report(*place, facts=few_facts(total)) for place, total in self.totals.items()}
        refs = {place: ref_of(parsed) for place, parsed in reports.items()}
        corrections = [
            correction(reports[place], expect) for place, expect in sorted(self.corrected.items()) if place in reports
        ]
        given = GivenInputs(
            *reports.values(),
            corrections=corrections,
            checked_at=datetime(2026, 11, 20 + self.visit % 5, tzinfo=UTC),
            across=compared_with_last_year,
        )
        for place in self.damaged & refs.keys():
            given.records[refs[place]] = b'{"schema_version": 1'
        for place in self.missing & refs.keys():
            given.records[refs[place]] = None
        return given


def correction(parsed: ParsedReport, expect: str) -> Correction:
    return Correction(
        correction_id=f"c-{parsed.report.division_code}-{parsed.report.fiscal_year}",
        report_id=parsed.report.report_id,
        statement=Statement.SUMMARY,
        item="收入总计",
        measure=Measure.AMOUNT,
        expect=expect,
        value=Decimal("1.00"),
        reason="来函更正",
        reported_on=date(2026, 11, 1),
        status=CorrectionStatus.OPEN,
    )


_PLACES = st.tuples(st.sampled_from(DIVISIONS), st.sampled_from(YEARS))
_HAPPENINGS = ("report", "report", "gone", "damaged", "missing", "mended", "corrected", "visit")


@st.composite
def changed(draw: st.DrawFn, state: State) -> State:
    """One thing that happens to a store between two publishes; a new record always has bytes of its own."""
    place, turn = draw(_PLACES), state.turn + 1
    state = replace(state, turn=turn)
    printed = {**state.totals, place: f"{turn}.67"}
    match draw(st.sampled_from(_HAPPENINGS)):
        case "report":
            return replace(state, totals=printed, damaged=state.damaged - {place}, missing=state.missing - {place})
        case "gone":
            return replace(state, totals={one: total for one, total in state.totals.items() if one != place})
        case "damaged":
            return replace(state, totals=printed, damaged=state.damaged | {place})
        case "missing":
            return replace(state, totals=printed, missing=state.missing | {place})
        case "mended":
            return replace(state, missing=frozenset())
        case "corrected":
            expect = draw(st.sampled_from((state.totals.get(place, "1.00"), "99999.00")))
            return replace(state, corrected={**state.corrected, place: expect})
        case _:
            return replace(state, visit=state.visit + 1)


@st.composite
def histories(draw: st.DrawFn) -> list[State]:
    states = [State(totals=draw(st.dictionaries(_PLACES, st.just("0.67"), min_size=1, max_size=8)))]
    for _ in range(draw(st.integers(1, 6))):
        states.append(draw(changed(states[-1])))
    return states


@settings(max_examples=30, deadline=None)
@given(histories())
def test_what_was_made_of_the_changes_is_what_would_be_made_of_everything(history: list[State]) -> None:
    store = MemoryStore()
    for number, state in enumerate(history):
        result = publish_version(
            store,
            inputs=state.inputs,
            run_id=f"run-{number}",
            clock=FakeClock(),
            code_version="0.1.0",
            accept="a test",
            terms=TERMS,
        )
        head = read_head(store)
        if not result.published or head is None:
            continue
        with TemporaryDirectory() as folder, ChangeLog() as log, closing(Staging(Path(folder), store)) as staged:
            full = Builder(state.inputs(), None, Workshop(staged, log, no_gate, BOUND)).build()
            check_equal(head, full)
        assert verify_version(store).problems == ()
        check_changes(store, head)


def check_equal(head: Version, full: NewVersion) -> None:
    for name in load_schemas().keys() - {"changes"}:
        assert head.parts(name) == full.parts[name], name
    assert head.indexes == {province: index.key for province, index in full.indexes.items()}
    assert head.descriptor["release"]["withheld"] == [one.as_dict() for one in full.withheld]


def check_changes(store: MemoryStore, head: Version) -> None:
    """The version before and the changes make this one, row for row."""
    before = read_version(store, head.number - 1)
    if before is None:
        return
    changes = read_csv(store.objects[f"versions/{head.number}/changes.csv"])
    assert changes == read_table(store, head, "changes")
    for name, schema in load_schemas().items():
        if name != "changes":
            old, new = read_table(store, before, name), read_table(store, head, name)
            assert apply_changes(schema, old, changes) == new, name


codes = st.integers(110000, 659999).map(str)


@given(st.dictionaries(codes, st.integers(0, 40), max_size=60), st.integers(1, 100))
@example({"140400": 5, "140423": 5, "140421": 5}, 9)
def test_a_part_is_cut_at_the_bound_and_never_through_a_division(rows: dict[str, int], bound: int) -> None:
    parts = cut(rows, bound)
    assert [code for codes in parts.values() for code in codes] == sorted(code for code, count in rows.items() if count)
    for name, members in parts.items():
        assert len({code[:2] for code in members}) == 1
        assert sum(rows[code] for code in members) <= bound or len(members) == 1
        assert name in {part_name(members[0][:digits]) for digits in (2, 4, 5, 6)}


def test_a_long_province_is_cut_by_prefecture_kind_and_county() -> None:
    rows = {"140105": 4, "140106": 4, "140121": 9, "140423": 1, "140481": 1, "310101": 2}
    assert cut(rows, 100) == {"140000": ("140105", "140106", "140121", "140423", "140481"), "310000": ("310101",)}
    assert cut(rows, 17) == {
        "140100": ("140105", "140106", "140121"),
        "140400": ("140423", "140481"),
        "310000": ("310101",),
    }
    assert list(cut(rows, 8)) == ["14010x", "140121", "140400", "310000"]


def test_one_changed_report_makes_only_its_own_division_anew() -> None:
    store = MemoryStore()
    reports = [parsed_report(place, year) for place in DIVISIONS for year in YEARS]
    publish(store, *reports, terms=TERMS)
    asked: list[ReportRef] = []

    class Watched(GivenInputs):
        def record(self, ref: ReportRef) -> bytes | None:
            asked.append(ref)
            return super().record(ref)

    changed_report = parsed_report("140423", 2021, facts=few_facts("1.00"))
    now = [one for one in reports if one.report.report_id != changed_report.report.report_id]
    result = publish(store, run_id="run-2", inputs=lambda: Watched(*now, changed_report), terms=TERMS)
    assert result.published
    assert {ref.division for ref in asked} == {"140423"}
    before, after = read_version(store, 1), read_version(store, 2)
    assert before is not None
    assert after is not None
    assert {province for province, key in after.indexes.items() if before.indexes[province] != key} == {"14"}


def test_several_processes_make_the_same_files_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables, renditions and catalogue, byte for byte; the files are named by their content."""
    reports = [parsed_report(place, year) for place in DIVISIONS for year in YEARS]
    stores = {}
    for worth in (1_000, 2):
        monkeypatch.setattr("publish.build.workers.WORTH_PROCESSES", worth)
        stores[worth] = MemoryStore()
        assert publish(stores[worth], *reports, terms=Terms(gate=no_gate, judges=(), generators=())).published
    assert stores[2].objects == stores[1_000].objects
    assert any("/site-report-" in key for key in stores[2].objects)
