"""``runs`` and ``retry``: what was done, and repeating exactly what failed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from flows.commands.machines import write_json, write_text
from flows.commands.options import (
    WRONG_USE,
    DeclarationsOption,
    EgressOption,
    EndpointOption,
    EngineOption,
    JsonOption,
    StoreOption,
    err,
    fail,
    out,
)
from flows.commands.running import finish, make_settings, running
from flows.defaults import DEFAULT_STORE

if TYPE_CHECKING:
    from flows.settings import Settings
    from flows.summary import RunSummary


def runs(
    run: Annotated[
        str | None,
        typer.Argument(metavar="[RUN]", help="只看一个：id、其首尾或 last。 One run: id, part, or last."),
    ] = None,
    limit: Annotated[int, typer.Option(help="最多列出多少个。 How many to list.", min=1)] = 20,
    only_failed: Annotated[bool, typer.Option("--failed", help="只列有失败的。 Only those with failures.")] = False,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出运行及其结果，或看一个运行的小结。 List runs and what they came to, or show the summary of one.

    Examples: `xinfang runs`, `xinfang runs --failed --json`, `xinfang runs last`
    """
    from flows.runs import UnknownRun, find_run, summaries
    from publish.store import open_existing

    opened = open_existing(store, endpoint_url=endpoint_url)
    if run is not None:
        try:
            summary = find_run(opened, run)
        except UnknownRun as unknown:
            fail(str(unknown), WRONG_USE)
        _show(summary, as_json=as_json)
        return
    found = []
    for summary in summaries(opened):
        if only_failed and not _failed(summary):
            continue
        found.append(summary)
        if len(found) == limit:
            break
    if as_json:
        write_json([_row(one) for one in found])
        return
    if not found:
        err.print(f"{store} 中没有符合条件的运行。 No such run in {store}.")
        return
    table = Table(title=f"运行 Runs in {store}", title_justify="left")
    for name in ("运行 run", "流程 flow", "开始 started", "用时 s", "门户 portals", "失败 failed", "报告 reports"):
        table.add_column(name, overflow="fold")
    table.add_column("发布 publish")
    for one in found:
        row = _row(one)
        style = "yellow" if _failed(one) else None
        table.add_row(
            one.run_id,
            one.flow,
            one.started_at.isoformat(timespec="minutes"),
            str(row["seconds"]),
            str(row["portals"]),
            ", ".join(_failed(one)) or "-",
            str(row["reports"]),
            f"{one.publish.outcome.value} {one.publish.version or ''}".strip(),
            style=style,
        )
    out.print(table)


def _show(summary: RunSummary, *, as_json: bool) -> None:
    if as_json:
        write_text(summary.model_dump_json(indent=1))
        return
    from flows.render import print_summary

    print_summary(summary, out)


def _failed(summary: RunSummary) -> list[str]:
    """Which kinds of thing failed, by name."""
    from flows.runs import failures_of

    failed = failures_of(summary)
    kinds = {
        "portals": failed.portals,
        "documents": failed.documents,
        "reports": failed.reports,
        "publish": failed.publish,
    }
    return [name for name, what in kinds.items() if what]


def _row(summary: RunSummary) -> dict[str, object]:
    return {
        "run_id": summary.run_id,
        "flow": summary.flow,
        "started_at": summary.started_at.isoformat(),
        "seconds": round((summary.ended_at - summary.started_at).total_seconds(), 1),
        "portals": len(summary.portals),
        "reports": len(summary.reports),
        "failed": _failed(summary),
        "publish": summary.publish.outcome.value,
        "version": summary.publish.version,
        "parameters": summary.parameters,
    }


def retry(
    run: Annotated[str, typer.Argument(metavar="RUN", help="id、其首尾或 last。 Id of a run, part of it, or last.")],
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    egress: EgressOption = None,
    engine: EngineOption = True,
    as_json: JsonOption = False,
) -> None:
    """只重做一个运行中失败的部分：门户、文件、报告、发布。 Repeat exactly what failed of a run, nothing else.

    Examples: `xinfang retry last`, `xinfang retry 20261128T013000Z-3fa9c1 --no-engine`
    """
    from flows.runs import UnknownRun, failures_of, find_run
    from publish.store import open_existing

    settings = make_settings(store, endpoint_url, declarations, egress)
    try:
        before = find_run(open_existing(settings.store, endpoint_url=settings.endpoint_url), run)
    except UnknownRun as unknown:
        fail(str(unknown), WRONG_USE)
    if not failures_of(before):
        err.print(
            f"运行 {before.run_id} 没有失败，无需重做。 Nothing of run {before.run_id} failed, nothing to repeat.",
            markup=False,
        )
        if as_json:
            write_json(None)
        return
    finish(_run(before.run_id, settings=settings, engine=engine), as_json=as_json)


def _run(run_id: str, *, settings: Settings, engine: bool) -> RunSummary:
    with running("重做 retry", 1, settings, engine=engine):
        from flows.retry import retry as retry_flow
        from flows.retry import retry_plainly

        return retry_flow(run_id, settings) if engine else retry_plainly(run_id, settings)
