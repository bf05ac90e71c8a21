"""``doctor``: is this machine fit to harvest, and how to mend what is not."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.commands.machines import write_json
from flows.commands.options import (
    FAILED,
    DeclarationsOption,
    EgressOption,
    EndpointOption,
    JsonOption,
    StoreOption,
    out,
)
from flows.defaults import DEFAULT_STORE


def doctor(
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    egress: EgressOption = None,
    only_problems: Annotated[bool, typer.Option("--problems", help="只列需要处理的。 Only what needs a hand.")] = False,
    as_json: JsonOption = False,
) -> None:
    """体检：时钟、磁盘、仓库、凭证、出口、版本，并说明如何修复。 Check this machine, and say how to mend each fault.

    Exit code 1 when something would keep a run from working. No portal is asked anything.
    Examples: `xinfang doctor`, `xinfang doctor --store s3://bucket/prefix --json`
    """
    from flows.clock import SystemClock
    from flows.commands.running import make_settings
    from flows.operation.doctor import examine
    from flows.operation.findings import Health

    findings = examine(make_settings(store, endpoint_url, declarations, egress), SystemClock())
    faults = sum(finding.health is Health.FAULT for finding in findings)
    shown = [one for one in findings if not only_problems or one.health is not Health.OK]
    if as_json:
        write_json([one.as_dict() for one in shown])
    else:
        styles = {Health.OK: "green", Health.NOTE: "yellow", Health.FAULT: "red"}
        table = Table(title=f"体检 Doctor: {faults} 个故障 faults", title_justify="left")
        for name in ("检查 check", "", "发现 found", "处理 mend"):
            table.add_column(name, overflow="fold")
        for one in shown:
            words = one.zh if one.zh == one.en else f"{one.zh}\n{one.en}"
            mend = one.mend_zh if one.mend_zh == one.mend_en else f"{one.mend_zh}\n{one.mend_en}"
            table.add_row(one.check, f"[{styles[one.health]}]{one.health.value}[/]", escape(words), escape(mend))
        out.print(table)
    if faults:
        raise typer.Exit(FAILED)
