"""``portals``: the registry of portals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from flows.commands.options import WRONG_USE, DeclarationsOption, JsonOption, err, fail, out

portals_app = typer.Typer(
    help="门户登记表。 The registry of portals.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@portals_app.callback()
def _portals() -> None:
    """Keeps ``list`` a subcommand while it is the only one."""


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
