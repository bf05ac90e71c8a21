"""``backfill``: every year that the columns of portals hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import (
    WRONG_USE,
    DeclarationsOption,
    EgressOption,
    EndpointOption,
    EngineOption,
    JsonOption,
    PortalsArgument,
    StoreOption,
    WorkersOption,
    err,
    fail,
)
from flows.commands.running import finish, make_settings, running
from flows.defaults import DEFAULT_STORE, MAX_HOURS, REQUESTS_PER_HOST

if TYPE_CHECKING:
    from flows.settings import Settings
    from flows.summary import RunSummary


def backfill(
    portals: PortalsArgument = None,
    province: Annotated[str | None, typer.Option(help="只补一个省份，如 山西。 One province only.")] = None,
    requests_per_host: Annotated[
        int, typer.Option(help="每个主机每天最多请求次数。 Most requests a day to one host.", min=1)
    ] = REQUESTS_PER_HOST,
    max_hours: Annotated[
        float, typer.Option(help="几小时后不再开始新的门户。 Begin no portal after so many hours.", min=0.01)
    ] = MAX_HOURS,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    egress: EgressOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = True,
    as_json: JsonOption = False,
) -> None:
    """补采全部历史年度，可随时中断、再次运行即续做。 All years that portals hold; stopped anywhere, it goes on there.

    Examples: `xinfang backfill --province 山西`, `xinfang backfill shanxi-lishi --requests-per-host 300 --no-engine`
    """
    settings = make_settings(store, endpoint_url, declarations, egress, workers=workers)
    try:
        summary = _run(
            settings,
            portals or [],
            province=province,
            requests_per_host=requests_per_host,
            max_hours=max_hours,
            engine=engine,
        )
    except LookupError as unknown:
        fail(str(unknown.args[0] if unknown.args else unknown), WRONG_USE)
    done = summary.backfill
    if done is not None and not as_json:
        err.print(
            f"门户 portals: {done.portals}；此前已读完 read before {done.done_before}，"
            f"本次读完 read now {done.done_now}，尚余 left {len(done.left)}（{done.items_left} 条 items）",
            markup=False,
            highlight=False,
        )
        if done.portals and done.done_before == done.portals:
            err.print("全部已读完，没有再访问门户。 Everything is read: no portal was asked.")
        elif done.left:
            err.print("再次运行同一命令即可续做。 Run the same command again to go on.", style="dim")
    finish(summary, as_json=as_json)


def _run(
    settings: Settings,
    portals: list[str],
    *,
    province: str | None,
    requests_per_host: int,
    max_hours: float,
    engine: bool,
) -> RunSummary:
    from domain.divisions import load_divisions
    from flows.batches import of_province
    from flows.tools import portals_of

    total = len(of_province(portals_of(settings, portals), province, load_divisions()))
    with running("补采 backfill", total, settings, engine=engine):
        from flows.backfill import backfill_plainly, backfill_with

        if engine:
            return backfill_with(settings)(portals, province, requests_per_host, max_hours, settings)
        return backfill_plainly(
            portals, settings, province=province, requests_per_host=requests_per_host, max_hours=max_hours
        )
