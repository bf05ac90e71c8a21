"""``coverage``: the map of what is published and what is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from flows.commands.options import (
    FAILED,
    WRONG_USE,
    EndpointOption,
    JsonOption,
    StoreOption,
    err,
    fail,
    out,
)
from flows.defaults import DEFAULT_STORE

if TYPE_CHECKING:
    from domain.divisions import Divisions
    from flows.coverage_map import Coverage


def coverage(
    province: Annotated[str | None, typer.Option(help="只看一个省份，如 山西。 One province only.")] = None,
    year: Annotated[int | None, typer.Option(help="只看一个财政年度，逐项列出。 One fiscal year, in detail.")] = None,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """覆盖图：每个区划、年度、预算和决算是否已公开。 The coverage map: who has published what, and what is missing.

    Examples: `xinfang coverage --province 山西`, `xinfang coverage --year 2024 --json`
    """
    from domain.divisions import load_divisions
    from flows.coverage_map import read_coverage, selected
    from flows.provinces import UnknownProvince
    from publish.store import open_existing

    divisions = load_divisions()
    try:
        known = read_coverage(open_existing(store, endpoint_url=endpoint_url))
        rows = selected(known, divisions, province=province, year=year)
    except UnknownProvince as problem:
        fail(str(problem), WRONG_USE)
    except LookupError as problem:
        fail(str(problem), FAILED)
    if as_json:
        shown = [dict(row) | {"division": _name(row["division_code"], divisions)} for row in rows]
        print(json.dumps(shown, ensure_ascii=False, indent=1))  # noqa: T201 - data for machines
        return
    if not rows:
        err.print("覆盖表中没有符合条件的行。 The coverage table has no such row.")
        return
    out.print(_detail(known, rows, divisions) if year is not None else _map(known, rows, divisions))
    out.print(_legend(rows))


def _map(known: Coverage, rows: Sequence[Mapping[str, str]], divisions: Divisions) -> Table:
    """One line per division, two signs per year: 预算 and 决算."""
    from domain.records import ReportType
    from flows.coverage_map import SIGNS, grid

    years, cells = grid(rows)
    table = Table(
        title=f"覆盖图 Coverage, v{known.number} ({known.version})：每年两格 per year: 预算 budget, 决算 final",
        title_justify="left",
    )
    table.add_column("区划 division", overflow="fold", min_width=12)
    for one in years:
        table.add_column(f"{one % 100:02d}", justify="center", no_wrap=True)
    for code, states in cells.items():
        line = [Text(f"{code} {_name(code, divisions)}")]
        for one in years:
            cell = Text()
            for report_type in (ReportType.BUDGET, ReportType.FINAL_ACCOUNTS):
                state = states.get((one, report_type))
                cell.append(SIGNS[state].mark if state else " ", style=SIGNS[state].style if state else "")
            line.append(cell)
        table.add_row(*line)
    return table


def _detail(known: Coverage, rows: Sequence[Mapping[str, str]], divisions: Divisions) -> Table:
    """One line per cell, with due date, evidence and note."""
    from domain.records import CoverageState
    from flows.coverage_map import SIGNS

    table = Table(title=f"覆盖情况 Coverage, v{known.number} ({known.version})", title_justify="left")
    for name in ("区划 division", "类型 type", "状态 state", "应公开 due", "依据 evidence", "说明 note"):
        table.add_column(name, overflow="fold")
    words = {"budget": "预算 budget", "final_accounts": "决算 final accounts"}
    for row in rows:
        sign = SIGNS[CoverageState(row["state"])]
        table.add_row(
            Text(f"{row['division_code']} {_name(row['division_code'], divisions)}"),
            words[row["report_type"]],
            Text(f"{sign.mark} {sign.zh} {sign.en}", style=sign.style),
            row["due_on"] or "-",
            Text(row["evidence"]),
            Text(row["note"]),
        )
    return table


def _legend(rows: Sequence[Mapping[str, str]]) -> Text:
    from flows.coverage_map import SIGNS, counts

    legend = Text("图例 Legend\n")
    for state, count in counts(rows).items():
        sign = SIGNS[state]
        legend.append(f"  {sign.mark} ", style=sign.style)
        legend.append(f"{sign.zh} {sign.en}: {count}\n")
    return legend


def _name(code: str, divisions: Divisions) -> str:
    division = divisions.get(code)
    return division.full_name if division else "?"
