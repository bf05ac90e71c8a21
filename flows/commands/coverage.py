"""``coverage``: the map of what is published and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from flows.commands.machines import write_json
from flows.commands.options import (
    FAILED,
    WRONG_USE,
    DeclarationsOption,
    EndpointOption,
    JsonOption,
    StoreOption,
    err,
    fail,
    out,
)
from flows.defaults import DEFAULT_STORE

if TYPE_CHECKING:
    from datetime import datetime

    from domain.divisions import Divisions
    from flows.coverage_map import Coverage


def coverage(
    province: Annotated[str | None, typer.Option(help="只看一个省份，如 山西。 One province only.")] = None,
    year: Annotated[int | None, typer.Option(help="只看一个财政年度，逐项列出。 One fiscal year, in detail.")] = None,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    as_json: JsonOption = False,
) -> None:
    """覆盖图：每个区划、年度、预算和决算是否已公开。 The coverage map: who has published what, and what is missing.

    With --province every division of the province is shown, also those that no portal watches (they have no row in the
    published table). A store without a version shows what its portals' states tell (--declarations: of these portals).
    Exit code 1 when nothing was harvested yet or the store is damaged, 2 for an unknown province.

    Examples: `xinfang coverage --province 山西`, `xinfang coverage --year 2024 --json`
    """
    from domain.divisions import load_divisions
    from domain.ports import StoreError
    from flows.clock import SystemClock
    from flows.coverage_map import selected, with_unwatched
    from flows.provinces import UnknownProvince

    divisions, now = load_divisions(), SystemClock().now()
    try:
        known = _known(store, endpoint_url, declarations or (), divisions, now)
        shown = with_unwatched(known, divisions, province=province, today=now.date()) if province else known
        rows = selected(shown, divisions, province=province, year=year)
    except UnknownProvince as problem:
        fail(str(problem), WRONG_USE)
    except (LookupError, StoreError) as problem:
        fail(str(problem), FAILED)
    if as_json:
        told = [dict(row) | {"division": _name(row["division_code"], divisions)} for row in rows]
        write_json(told)
        return
    if not rows:
        err.print("覆盖表中没有符合条件的行。 The coverage table has no such row.")
    else:
        out.print(_detail(known, rows, divisions) if year is not None else _map(known, rows, divisions))
        out.print(_legend(rows))
    if province is None:
        out.print(_unwatched(known, divisions))


def _known(
    location: str, endpoint_url: str | None, declarations: Sequence[str], divisions: Divisions, now: datetime
) -> Coverage:
    """The newest version's table; where there is none, what the states of the portals tell."""
    from flows.coverage_map import NoVersion, read_coverage, unpublished_coverage
    from flows.pipeline import portal_ids
    from flows.settings import Settings
    from flows.tools import portals_of
    from publish.store import open_existing

    store = open_existing(location, endpoint_url=endpoint_url)
    try:
        return read_coverage(store)
    except NoVersion:
        settings = Settings(declarations=tuple(declarations)) if declarations else Settings()
        portals = portals_of(settings)
        known = unpublished_coverage(store, portals, divisions, now=now)
        if known is None:
            raise
        unknown = sorted({*portal_ids(store)} - {portal.id for portal in portals})
        if unknown:
            named = f"{'、'.join(unknown[:5])}{' …' if len(unknown) > 5 else ''}"
            err.print(
                f"{len(unknown)}个门户的状态没有声明，未计入（用 --declarations 给出）："
                f" {len(unknown)} portals with a state are not declared, left out (--declarations): {named}",
                style="yellow",
                markup=False,
            )
        return known


def _unwatched(known: Coverage, divisions: Divisions) -> Text:
    """How many divisions have no row because no portal of theirs is declared; in every province."""
    from flows.coverage_map import unwatched

    watched = {row["division_code"] for row in known.rows}
    many = len(unwatched(divisions, watched, province=""))
    return Text(
        f"另有{many}个区划尚无门户监测，未列出；--province 逐一列出一个省份的全部区划。\n"
        f"{many} more divisions are watched by no portal and not shown; --province lists all of one province."
    )


def _map(known: Coverage, rows: Sequence[Mapping[str, str]], divisions: Divisions) -> Table:
    """One line per division, two signs per year: 预算 and 决算."""
    from domain.records import ReportType
    from flows.coverage_map import SIGNS, day_of, grid

    years, cells = grid(rows)
    table = Table(
        title=f"覆盖图 Coverage, {_source(known)}：每年两格 per year: 预算 budget, 决算 final",
        title_justify="left",
    )
    table.add_column("区划 division", overflow="fold", min_width=12)
    for one in years:
        table.add_column(f"{one % 100:02d}", justify="center", no_wrap=True)
    table.add_column("最近查看 last look", no_wrap=True)
    looked: dict[str, str] = {}
    for row in rows:
        looked[row["division_code"]] = max(looked.get(row["division_code"], ""), day_of(row))
    for code, states in cells.items():
        line = [Text(f"{code} {_name(code, divisions)}")]
        for one in years:
            cell = Text()
            for report_type in (ReportType.BUDGET, ReportType.FINAL_ACCOUNTS):
                state = states.get((one, report_type))
                cell.append(SIGNS[state].mark if state else " ", style=SIGNS[state].style if state else "")
            line.append(cell)
        table.add_row(*line, looked[code] or "-")
    return table


def _detail(known: Coverage, rows: Sequence[Mapping[str, str]], divisions: Divisions) -> Table:
    """One line per cell, with due date, evidence and note."""
    from domain.records import CoverageState
    from flows.coverage_map import SIGNS, day_of

    table = Table(title=f"覆盖情况 Coverage, {_source(known)}", title_justify="left")
    for name in (
        "区划 division",
        "类型 type",
        "状态、最近查看 state, last look",
        "应公开 due",
        "依据 evidence",
        "说明 note",
    ):
        table.add_column(name, overflow="fold")
    words = {"budget": "预算 budget", "final_accounts": "决算 final accounts"}
    for row in rows:
        sign = SIGNS[CoverageState(row["state"])]
        table.add_row(
            Text(f"{row['division_code']} {_name(row['division_code'], divisions)}"),
            words[row["report_type"]],
            Text(f"{sign.mark} {sign.zh} {sign.en} {day_of(row)}".strip(), style=sign.style),
            row["due_on"] or "-",
            Text(row["evidence"]),
            Text(row["note"]),
        )
    return table


def _source(known: Coverage) -> str:
    return known.version or "尚无版本，按门户状态 no version yet, by the portals' states"


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
