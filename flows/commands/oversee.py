"""``status``, ``alarms``, ``metrics``, ``automations``: knowing how things stand."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.commands.machines import write_json, write_text
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
    from flows.operation.status import Status


def status(
    store: StoreOption = DEFAULT_STORE, endpoint_url: EndpointOption = None, as_json: JsonOption = False
) -> None:
    """现状：最近的运行、版本、各门户结果；同时更新 status.json。 How things stand; renews status.json.

    Examples: `xinfang status`, `xinfang status --json`
    """
    known, alarms = _look(store, endpoint_url)
    if as_json:
        write_text(known.model_dump_json(indent=1))
        return
    version = known.version
    if version is None:
        err.print("还没有版本。 No version yet: run `xinfang harvest`.")
    else:
        out.print(
            f"最新版本 version {version.number} ({version.name})，{version.created:%Y-%m-%d %H:%M}Z："
            f"{version.reports} 份报告 reports，{version.facts} 条数据 facts",
            highlight=False,
        )
    table = Table(title="最近的运行 Last runs", title_justify="left")
    for name in ("流程 flow", "结束 ended", "门户 portals", "失败 failed", "报告 reports", "发布 publish", "运行 run"):
        table.add_column(name, overflow="fold")
    for name, run in sorted(known.runs.items(), key=lambda pair: pair[1].ended_at, reverse=True):
        table.add_row(
            name,
            f"{run.ended_at:%Y-%m-%d %H:%M}Z",
            str(run.portals),
            str(run.failed_portals),
            str(run.reports),
            run.publish.value,
            run.run_id,
            style="yellow" if run.failed_portals or run.problems else None,
        )
    out.print(table)
    for words, counts in (("门户 portals", known.outcomes), ("覆盖 coverage", known.coverage)):
        if counts:
            out.print(f"{words}: " + ", ".join(f"{key} {count}" for key, count in counts.items()), highlight=False)
    for line in alarms:
        out.print(f"[red]{escape(line)}")


def alarms(
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    send: Annotated[
        bool, typer.Option("--send", help="把新的告警发到 XINFANG_NOTIFY。 Send what is new to XINFANG_NOTIFY.")
    ] = False,
    test: Annotated[bool, typer.Option("--test", help="只发一条测试消息。 Only send a test message.")] = False,
    as_json: JsonOption = False,
) -> None:
    """当前的告警；--send 只把新的发出一次。 Alarms that stand now; --send tells each of them once.

    Exit code 1 while any alarm stands. XINFANG_NOTIFY holds Apprise addresses: mailto://, wecombot://, dingtalk://,
    feishu://, slack:// …
    Examples: `xinfang alarms`, `xinfang alarms --test`, `xinfang alarms --send --json`
    """
    from flows.commands.running import make_settings
    from flows.operation import notify
    from flows.oversee import oversee_plainly

    if test:
        if not notify.addresses():
            fail("请先设置 XINFANG_NOTIFY。 Set XINFANG_NOTIFY first.", WRONG_USE)
        if not notify.send("信访局预决算：测试 xinfang-budgets: test", "收到即可。 This is a test."):
            fail("没有一个地址收下消息。 No address took the message.")
        err.print("已发出。 Sent.")
        return
    _, standing, sent = oversee_plainly(make_settings(store, endpoint_url), send=notify.send if send else None)
    if as_json:
        rows = [
            {"id": one.id, "about": list(one.about), "message_zh": one.zh, "message_en": one.en, "sent": one in sent}
            for one in standing
        ]
        write_json(rows)
    elif not standing:
        err.print("没有告警。 No alarm.", style="green")
    else:
        for one in standing:
            out.print(f"[red]{one.id}[/]{' ✉' if one in sent else ''}\n  {escape(one.zh)}\n  {escape(one.en)}")
    if standing:
        raise typer.Exit(FAILED)


def metrics(
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="写成文本文件。 Write a file for the node exporter.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="在此端口提供 /metrics。 Serve /metrics at this port.")] = None,
    host: Annotated[str, typer.Option(help="监听地址。 Address to listen at.")] = "127.0.0.1",
) -> None:
    """Prometheus 监控数据：打印、写文件或提供 /metrics。 Counts for Prometheus: printed, to a file, or at /metrics.

    Examples: `xinfang metrics`, `xinfang metrics --file /var/lib/node_exporter/xinfang.prom`,
    `xinfang metrics --port 9464`
    """
    from prometheus_client import generate_latest, start_http_server

    from flows.operation.metrics import registry_of, write_metrics
    from flows.operation.status import read_status
    from publish.store import open_existing

    opened = open_existing(store, endpoint_url=endpoint_url)
    if port is not None:
        start_http_server(port, addr=host, registry=registry_of(lambda: read_status(opened)))
        err.print(f"http://{host}:{port}/metrics")
        while True:
            time.sleep(3600)
    known, _ = _look(store, endpoint_url)
    if file is not None:
        write_metrics(file, known)
    else:
        write_text(generate_latest(registry_of(lambda: known)).decode(), end="")


def automations(as_json: JsonOption = False) -> None:
    """在 Prefect 服务器上设置：失联的运行标为崩溃，崩溃的自动重来。 Make Prefect notice dead runs and start them anew.

    The server is that of PREFECT_API_URL. `xinfang serve` does this by itself.
    Example: `PREFECT_API_URL=http://127.0.0.1:4200/api xinfang automations`
    """
    from prefect.settings import PREFECT_API_URL

    from flows.operation.automations import ensure_automations

    if not PREFECT_API_URL.value():
        fail("请设置 PREFECT_API_URL。 Set PREFECT_API_URL.", WRONG_USE)
    done = ensure_automations()
    if as_json:
        write_json(done)
        return
    words = {"made": "已建立", "renewed": "已更新", "kept": "未变"}
    for name, what in done.items():
        err.print(f"{name}: {words[what]} {what}", markup=False, highlight=False)


def _look(store: str, endpoint_url: str | None) -> tuple[Status, list[str]]:
    """The status brought up to date, and the alarms that stand, in words; nothing is sent."""
    from flows.commands.running import make_settings
    from flows.oversee import oversee_plainly
    from publish.store import open_existing

    open_existing(store, endpoint_url=endpoint_url)
    known, standing, _ = oversee_plainly(make_settings(store, endpoint_url), send=None)
    return known, [f"[{one.id}] {one.zh} {one.en}" for one in standing]
