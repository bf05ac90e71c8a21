"""``harvest``, ``rerun``, ``demo``, ``serve``: the runs."""

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
    PublishOption,
    StoreOption,
    WorkersOption,
    err,
    fail,
)
from flows.commands.running import finish, make_settings, running
from flows.defaults import DEFAULT_STORE

if TYPE_CHECKING:
    from flows.settings import Settings
    from flows.summary import RunSummary


def harvest(
    portals: PortalsArgument = None,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    egress: EgressOption = None,
    full: Annotated[
        bool,
        typer.Option(
            "--full",
            help="每页每文件都完整再取一遍，不带条件。 Fetch every page and file again, whole, without conditions.",
        ),
    ] = False,
    workers: WorkersOption = None,
    publish: PublishOption = None,
    engine: EngineOption = True,
    as_json: JsonOption = False,
) -> None:
    """采集门户、读取新报告、有变化就发布新版本。 Watch portals, read what is new, publish if rows changed.

    Exit code 1 when a portal could not be watched (a wall, drift, an empty list that does not say so, the day's budget
    spent before anything was asked), our own reader failed or the publish was refused; 2 for an unknown id.

    Examples: `xinfang harvest`, `xinfang harvest cq-fuling-xfb --no-engine`, `xinfang harvest --store s3://bucket/prefix`
    """
    settings = make_settings(store, endpoint_url, declarations, egress, full=full, workers=workers, publish=publish)
    finish(_run_harvest(settings, portals or [], engine=engine), as_json=as_json)


def _run_harvest(settings: Settings, portals: list[str], *, engine: bool) -> RunSummary:
    from flows.tools import portals_of

    try:
        total = len(portals_of(settings, portals))
    except LookupError as unknown:
        fail(str(unknown), WRONG_USE)
    with running("采集 harvest", total, settings, engine=engine):
        from flows.harvest import harvest_plainly, harvest_with

        return harvest_with(settings)(portals, settings) if engine else harvest_plainly(portals, settings)


def rerun(
    county: Annotated[str, typer.Option(help="县名或六位代码。 County name or 6-digit code.")],
    year: Annotated[int, typer.Option(help="预决算年度。 Fiscal year.", min=2000, max=2100)],
    report_type: Annotated[
        str | None, typer.Option(help="budget 预算 | final_accounts 决算；不写则两种。 Both if absent.")
    ] = None,
    from_archive: Annotated[
        bool, typer.Option("--from-archive", help="只重读已归档文件，不访问门户。 No request to any portal.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    egress: EgressOption = None,
    publish: PublishOption = None,
    engine: EngineOption = True,
    as_json: JsonOption = False,
) -> None:
    """重做一个县一个年度：从门户或从归档。 One county and year again, from its portals or from the archive.

    Examples: `xinfang rerun --county 襄垣县 --year 2023`, `xinfang rerun --county 140423 --year 2023 --from-archive`
    """
    from domain.records import ReportType

    if report_type is not None and report_type not in set(ReportType):
        fail(f"--report-type 只能是 must be one of: {', '.join(ReportType)}", WRONG_USE)
    kind = ReportType(report_type) if report_type else None
    _check_county(county, year)
    settings = make_settings(store, endpoint_url, declarations, egress, publish=publish)
    summary = _run_rerun(settings, county, year, kind, from_archive=from_archive, engine=engine)
    if not summary.reports and not summary.failed_portals:
        finish(summary, as_json=as_json)
        fail(
            f"{county} {year} 年没有找到报告：该地未配置门户，或尚未公开。 No report found for {county} {year}: "
            "no portal of it is declared, or it has not been published. See `xinfang portals list`."
        )
    finish(summary, as_json=as_json)


def _check_county(county: str, year: int) -> None:
    """End with candidates or near names when the county is not exactly one."""
    from domain.divisions import AmbiguousDivision, UnknownDivision
    from flows.county import county_of

    try:
        county_of(county, year)
    except (AmbiguousDivision, UnknownDivision) as problem:
        fail(str(problem), WRONG_USE)


def _run_rerun(
    settings: Settings, county: str, year: int, kind: object, *, from_archive: bool, engine: bool
) -> RunSummary:
    from domain.records import ReportType

    chosen = kind if isinstance(kind, ReportType) else None
    with running("重做 rerun", 1, settings, engine=engine):
        from flows.rerun import rerun as rerun_flow
        from flows.rerun import rerun_plainly

        if engine:
            return rerun_flow(county, year, chosen, from_archive, settings)
        return rerun_plainly(county, year, chosen, from_archive=from_archive, settings=settings)


def demo(
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    with_faults: Annotated[
        bool, typer.Option("--with-faults", help="再加几个坏门户和坏文件。 Add bad portals and damaged files.")
    ] = False,
    engine: EngineOption = True,
    as_json: JsonOption = False,
) -> None:
    """在本机示例门户上跑一遍全流程（`make run`）。 The whole pipeline on sample portals on loopback.

    Examples: `xinfang demo`, `xinfang demo --with-faults --store ./data/faults`
    """
    from flows.demo import SAMPLE_DECLARATIONS, SAMPLE_FAULTS, sample_portals

    declarations = [str(SAMPLE_DECLARATIONS)]
    if with_faults:
        declarations.append(str(SAMPLE_FAULTS))
    err.print("启动本机示例门户… starting the sample portals on loopback", style="dim")
    with sample_portals() as proxy_url:
        settings = make_settings(store, endpoint_url, declarations, proxy_url)
        summary = _run_harvest(settings, [], engine=engine)
    finish(summary, as_json=as_json, commands=next_commands(store))


def next_commands(store: str) -> list[str]:
    """What a stranger may try after the demo."""
    where = "" if store == DEFAULT_STORE else f" --store {store}"
    local = "://" not in store
    suggestions = [
        f"xinfang site{where}                # 在浏览器中看 look at it in the browser",
        f"xinfang versions{where}            # 已发布的版本 published versions",
        f"xinfang verify{where}              # 核对每个哈希 check every hash",
        "xinfang parse infra/samples/files/*.pdf   # 读一个文件 read one file",
        f"xinfang rerun --county 襄垣县 --year 2023 --from-archive --declarations infra/samples/declarations{where}",
    ]
    if local:
        suggestions.append(f"frictionless validate {store}/datapackage.json")
    return [f".venv/bin/{suggestion}" for suggestion in suggestions]


def serve(
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    egress: EgressOption = None,
    cron: Annotated[str, typer.Option(help="采集时间（上海时区）。 When to harvest, Asia/Shanghai.")] = "30 9 * * *",
    port: Annotated[int, typer.Option(help="Prefect 界面端口。 Port of the Prefect UI.")] = 4200,
    site_port: Annotated[int, typer.Option(help="目录网站端口。 Port of the catalogue.")] = 8017,
) -> None:
    """单机长期运行：Prefect 服务、界面、定时采集、可调用的重做、目录网站。 Server, UI, schedule, rerun and catalogue.

    Example: `xinfang serve --store /srv/xinfang/store`, and from another terminal
    `prefect deployment run 'rerun/rerun' -p county=襄垣县 -p year=2023`
    """
    from flows.serve import serve_here
    from flows.tools import portals_of

    settings = make_settings(store, endpoint_url, declarations, egress)
    portals_of(settings)  # a mistake in a declaration is told here, not every night in a log
    raise typer.Exit(serve_here(settings, cron=cron, port=port, site_port=site_port))
