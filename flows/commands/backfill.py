"""``backfill``: every year that the columns of portals hold."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.harvest import finish, make_settings
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
)

if TYPE_CHECKING:
    from flows.settings import Settings
    from flows.summary import RunSummary

_STORE_DEFAULT = "./data/store"
_REQUESTS_PER_HOST = 1500
_MAX_HOURS = 20.0


def backfill(
    portals: Annotated[list[str] | None, typer.Argument(help="门户 id；不写则全部。 Portal ids; all if none.")] = None,
    province: Annotated[str | None, typer.Option(help="只补一个省份，如 山西。 One province only.")] = None,
    requests_per_host: Annotated[
        int, typer.Option(help="每个主机每天最多请求次数。 Most requests a day to one host.", min=1)
    ] = _REQUESTS_PER_HOST,
    max_hours: Annotated[
        float, typer.Option(help="几小时后不再开始新的门户。 Begin no portal after so many hours.", min=0.01)
    ] = _MAX_HOURS,
    store: StoreOption = _STORE_DEFAULT,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    egress: EgressOption = None,
    engine: EngineOption = True,
    as_json: JsonOption = False,
) -> None:
    """补采全部历史年度，可随时中断、再次运行即续做。 All years that portals hold; stopped anywhere, it goes on there.

    Examples: `xinfang backfill --province 山西`, `xinfang backfill shanxi-lishi --requests-per-host 300 --no-engine`
    """
    settings = make_settings(store, endpoint_url, declarations, egress)
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
        if done.left:
            err.print("再次运行同一命令即可续做。 Run the same command again to go on.", style="dim")
    # A budget that is spent is how a long backfill goes, and no failure.
    finish(summary, as_json=as_json, expected=frozenset({"partial"}))


def _run(
    settings: Settings,
    portals: list[str],
    *,
    province: str | None,
    requests_per_host: int,
    max_hours: float,
    engine: bool,
) -> RunSummary:
    from flows.engine import make_home, one_off_run

    make_home()
    from domain.divisions import load_divisions
    from flows.backfill import backfill as backfill_flow
    from flows.backfill import backfill_plainly
    from flows.batches import of_province
    from flows.harvest import listening
    from flows.progress import progress_of, share_console
    from flows.tools import portals_of

    total = len(of_province(portals_of(settings, portals), province, load_divisions()))
    with one_off_run() if engine else nullcontext():
        share_console(err)
        with progress_of(total, err, title="补采 backfill") as notify, listening(notify):
            if engine:
                return backfill_flow(portals, province, requests_per_host, max_hours, settings)
            return backfill_plainly(
                portals, settings, province=province, requests_per_host=requests_per_host, max_hours=max_hours
            )
