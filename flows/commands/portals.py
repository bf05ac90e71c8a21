"""``portals``: the registry of portals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.commands.options import (
    FAILED,
    WRONG_USE,
    DeclarationsOption,
    EgressOption,
    JsonOption,
    err,
    fail,
    out,
)

if TYPE_CHECKING:
    from scrapers.check import ColumnCheck, PortalCheck

portals_app = typer.Typer(
    help="门户登记表。 The registry of portals.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@portals_app.command("list")
def list_portals(
    declarations: DeclarationsOption = None,
    province: Annotated[str | None, typer.Option(help="只看一个省。 Only one province.")] = None,
    as_json: JsonOption = False,
) -> None:
    """列出已声明的门户及核实情况。 Declared portals and when each was last verified (never = not yet fetched live).

    Examples: `xinfang portals list --province 山西`, `xinfang portals list --declarations infra/samples/declarations`
    """
    from domain.divisions import load_divisions
    from flows.settings import REGISTRY
    from scrapers.declaration import DeclarationError, load_portals

    divisions = load_divisions()
    try:
        portals = load_portals(*(Path(path) for path in declarations or [str(REGISTRY)]))
    except DeclarationError as problem:
        fail(str(problem), WRONG_USE)
    rows = []
    for portal in portals:
        division = divisions.get(portal.division)
        if province and (division is None or province not in division.province):
            continue
        rows.append(
            {
                "id": portal.id,
                "division_code": portal.division,
                "division": division.full_name if division else "?",
                "family": portal.family,
                "entries": [entry.url for entry in portal.entry],
                "state": str(portal.state),
                "verified": str(portal.verified),
            }
        )
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201 - data for machines
        return
    table = Table(title=f"门户 Portals ({len(rows)})", title_justify="left")
    for name in ("id", "division", "family", "entries", "verified"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(
            str(row["id"]),
            f"{row['division_code']} {row['division']}",
            str(row["family"]),
            "\n".join(map(str, row["entries"])),
            str(row["verified"]),
        )
    out.print(table)
    if not rows:
        err.print("没有符合条件的门户。 No portal matches.")


@portals_app.command("check")
def check_portals(
    portal_ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="门户 ID。 Portal ids.")] = None,
    every: Annotated[bool, typer.Option("--all", help="检查全部门户。 Check all portals.")] = False,
    declarations: DeclarationsOption = None,
    egress: EgressOption = None,
    as_json: JsonOption = False,
) -> None:
    """逐个检查门户：能否访问、限制、robots、第1、2页条目数、最新条目、是否改版。 Is each portal still as declared?

    Exit code 1 when a portal is not, 2 for an unknown id.
    Examples: `xinfang portals check shanxi-lishi`, `xinfang portals check --all --json`
    """
    from flows.portal_checks import check_all
    from scrapers.declaration import DeclarationError

    if every == bool(portal_ids):
        fail("请给出门户 ID，或用 --all。 Name portals, or say --all (one of the two).", WRONG_USE)
    try:
        checks = check_all(
            tuple(portal_ids or ()),
            declarations=tuple(declarations or ()),
            egress=egress,
            tell=lambda portal_id: err.print(f"… {portal_id}", style="dim", markup=False, highlight=False),
        )
    except (LookupError, DeclarationError, ValueError) as problem:
        fail(str(problem.args[0] if problem.args else problem), WRONG_USE)
    if as_json:
        rows = [check.as_dict() for check in checks]
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201 - data for machines
    else:
        _print_checks(checks)
    if not all(check.ok for check in checks):
        raise typer.Exit(FAILED)


def _print_checks(checks: list[PortalCheck]) -> None:
    good = sum(check.ok for check in checks)
    table = Table(
        title=f"门户检查 Portal checks: {good}/{len(checks)} 正常 as declared",
        title_justify="left",
        caption="条目 rows: 第1页/第2页；robots: rules 有规则, allow_all 全部允许, deny_all 全部禁止, not_asked 未询问",
        caption_justify="left",
    )
    for name in ("门户 portal", "结果 outcome", "robots", "条目 rows", "最新 newest", "改版 drift"):
        table.add_column(name, overflow="fold")
    for check in checks:
        for place, column in enumerate(check.columns):
            style = "green" if column.outcome.is_success and not column.drift else "red"
            table.add_row(
                check.portal_id if place == 0 else "",
                f"[{style}]{column.outcome.value}[/]" + (f" {check.wall}" if check.wall else ""),
                ", ".join(sorted(set(check.robots.values()))) if place == 0 else "",
                f"{_count(column.page1)}/{_count(column.page2)}",
                escape(f"{column.newest_on or '-'} {column.newest_title}"),
                escape(_drift_words(column)),
            )
    out.print(table)


def _count(rows: int | None) -> str:
    return "-" if rows is None else str(rows)


def _drift_words(column: ColumnCheck) -> str:
    """What changed, what stood in the way, or that there is nothing to compare with."""
    words = [f"{zh} {en}" for zh, en in column.drift]
    if column.note_zh:
        words.append(f"{column.note_zh} {column.note_en}")
    if words:
        return "; ".join(words)
    return "无 none" if column.compared else "无样本 no sample"
