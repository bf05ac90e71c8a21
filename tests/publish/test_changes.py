"""Previous + changes = new, row for row, for any two states of a table."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.changes import ChangesDoNotFit, apply_changes, count_changes, diff_rows, matters, row_key
from publish.package import read_csv, write_csv
from publish.schemas import Row, load_schemas

SCHEMA = load_schemas()["staffing"]
CHANGES = load_schemas()["changes"]

#: Text as sources print it, and text that is trouble: quotes, line breaks, separators, escapes of our own.
TEXT = st.text(st.sampled_from("在职人员1.0,\"|%\n\t;'=@ {}\\、　"), max_size=6)
KEY = st.text(st.sampled_from("甲乙ab|%,"), min_size=1, max_size=3)


@st.composite
def states(draw: st.DrawFn) -> list[Row]:
    keys = draw(st.sets(st.tuples(KEY, KEY), max_size=6))
    rows = [
        {
            **dict.fromkeys(SCHEMA.columns, ""),
            "report_id": report,
            "item": item,
            "kind": draw(TEXT),
            "count": draw(TEXT),
        }
        for report, item in keys
    ]
    return sorted(rows, key=SCHEMA.sort_key)


@given(old=states(), new=states())
def test_previous_and_changes_make_the_new_state(old: list[Row], new: list[Row]) -> None:
    changes = diff_rows(SCHEMA, old, new)
    assert apply_changes(SCHEMA, old, changes) == new
    assert bool(changes) == (old != new)


@given(old=states(), new=states())
def test_changes_survive_their_file(old: list[Row], new: list[Row]) -> None:
    changes = diff_rows(SCHEMA, old, new)
    assert read_csv(write_csv(CHANGES.columns, changes)) == changes


@given(old=states(), new=states())
def test_every_change_has_a_key_of_its_own(old: list[Row], new: list[Row]) -> None:
    keys = [CHANGES.key_of(line) for line in diff_rows(SCHEMA, old, new)]
    assert len(keys) == len(set(keys))


@given(st.lists(st.tuples(KEY, KEY), min_size=2, max_size=2, unique=True))
def test_different_keys_are_written_differently(keys: list[tuple[str, str]]) -> None:
    assert row_key(keys[0]) != row_key(keys[1])


def _row(item: str, count: str, kind: str = "posts") -> Row:
    return {**dict.fromkeys(SCHEMA.columns, ""), "report_id": "r", "item": item, "count": count, "kind": kind}


def test_a_changed_row_is_one_line_for_each_field_and_counts_once() -> None:
    changes = diff_rows(
        SCHEMA, [_row("在职", "9"), _row("退休", "2")], [_row("在职", "10", "in_post"), _row("编制", "6")]
    )
    assert [(line["row_key"], line["op"], line["field"], line["old"], line["new"]) for line in changes[:3]] == [
        ("r|在职", "change", "kind", "posts", "in_post"),
        ("r|在职", "change", "count", "9", "10"),
        ("r|编制", "add", "*", "", '{"report_id":"r","kind":"posts","item":"编制","count":"6"}'),
    ]
    assert json.loads(changes[3]["old"])["item"] == "退休"
    counted = count_changes(changes)["staffing"]
    assert (counted.add, counted.remove, counted.change, counted.rows) == (1, 1, 1, 3)


def test_a_column_that_a_new_schema_adds_is_a_change_only_where_it_holds_something() -> None:
    before = {key: value for key, value in _row("在职", "9").items() if key != "kind"}
    assert [line["field"] for line in diff_rows(SCHEMA, [before], [_row("在职", "9")])] == ["kind"]
    assert diff_rows(SCHEMA, [before], [_row("在职", "9", kind="")]) == []


def test_changes_made_for_another_state_are_refused() -> None:
    changes = diff_rows(SCHEMA, [_row("在职", "9")], [_row("在职", "10")])
    for other in ([], [_row("在职", "8")]):
        with pytest.raises(ChangesDoNotFit, match="staffing"):
            apply_changes(SCHEMA, other, changes)


def test_only_volatile_columns_do_not_matter() -> None:
    coverage = load_schemas()["coverage"]
    row = {**dict.fromkeys(coverage.columns, "x"), "last_checked_at": "1"}
    visited = diff_rows(coverage, [row], [{**row, "last_checked_at": "2"}])
    assert len(visited) == 1
    assert not matters(visited)
    assert count_changes(visited) == {}
    assert matters(diff_rows(coverage, [row], [{**row, "state": "overdue"}]))
