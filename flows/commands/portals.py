"""``portals``: the registry of portals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.commands.machines import write_json
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
    from scrapers.propose import Proposal

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
    from flows.batches import of_province
    from flows.settings import REGISTRY
    from scrapers.declaration import load_portals

    divisions = load_divisions()
    portals = load_portals(*(Path(path) for path in declarations or [str(REGISTRY)]))
    try:
        portals = of_province(portals, province, divisions)
    except LookupError as unknown:
        fail(str(unknown), WRONG_USE)
    rows = []
    for portal in portals:
        division = divisions.get(portal.division)
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
        write_json(rows)
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
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="同时检查的门户数。 Portals at a time; a host never twice.")
    ] = None,
    progress: Annotated[
        Path | None,
        typer.Option(
            help="进度文件：中断后用同一文件继续。 File of what was checked; the same file goes on after a kill."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """逐个检查门户：能否访问、限制、robots、第1、2页条目数、最新条目、是否改版。 Is each portal still as declared?

    Exit code 1 when a portal is not, 2 for an unknown id.
    Examples: `xinfang portals check shanxi-lishi`, `xinfang portals check --all --progress checks.jsonl`
    """
    from flows.portal_checks import check_all
    from flows.progress import progress_of
    from flows.settings import Settings
    from flows.tools import portals_of

    if every == bool(portal_ids):
        fail("请给出门户 ID，或用 --all。 Name portals, or say --all (one of the two).", WRONG_USE)
    chosen = Settings(declarations=tuple(declarations)) if declarations else Settings()
    try:
        total = len(portals_of(chosen, portal_ids or ()))
        with progress_of(total, err, title="检查 check", steps_after=0) as notify:
            checks = check_all(
                tuple(portal_ids or ()),
                declarations=tuple(declarations or ()),
                egress=egress,
                workers=workers,
                progress=progress,
                tell=notify,
            )
    except (LookupError, ValueError) as problem:
        fail(str(problem.args[0] if problem.args else problem), WRONG_USE)
    if as_json:
        rows = [check.as_dict() for check in checks]
        write_json(rows)
    else:
        _print_checks(checks)
    if not all(check.ok for check in checks):
        raise typer.Exit(FAILED)


def _print_checks(checks: list[PortalCheck]) -> None:
    good = [check for check in checks if check.ok]
    blind = sum(not all(column.compared for column in check.columns) for check in good)
    unseen = (
        f"，其中{blind}个没有样本，未比对版式 {blind} of them not compared: no sample was recorded" if blind else ""
    )
    table = Table(
        title=f"门户检查 Portal checks: {len(good)}/{len(checks)} 正常 as declared{unseen}",
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


@portals_app.command("new")
def new_portal(
    url: Annotated[str, typer.Argument(help="栏目或首页地址。 Address of a column, or of a page that links to one.")],
    division: Annotated[
        str | None, typer.Option(help="区划名称或代码，网站未写明时必需。 Division, where the site does not tell.")
    ] = None,
    write_to: Annotated[
        Path | None, typer.Option(help="写入的文件夹，默认登记表。 Folder to write to; default: the registry.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示，不写文件。 Show, write nothing.")] = False,
    browser: Annotated[
        bool,
        typer.Option(
            "--browser/--no-browser",
            help="找不到栏目时是否用 Chromium 看页面自己的请求。 Watch pages in Chromium where nothing else helps.",
        ),
    ] = True,
    egress: EgressOption = None,
    as_json: JsonOption = False,
) -> None:
    """识别一个新门户的建站系统、栏目、翻页和区划，写出声明文件。 Recognise a new portal and write its declaration.

    Where scripts draw the list and do not state their calls, the page is opened in Chromium (pip install
    'xinfang[browser]') and its own calls are watched; the harvest needs no browser.

    Examples: `xinfang portals new http://www.example.gov.cn/zwgk/czyjs/ --division 襄垣县 --dry-run`,
    `xinfang portals new 'http://www.example.gov.cn/#/zwgk/list?id=7' --no-browser`
    """
    from domain.divisions import DivisionError
    from flows.portal_new import declared_on, how_to_watch, in_the_way, propose_portal
    from flows.settings import REGISTRY
    from scrapers.propose import NoColumn, write_proposal
    from scrapers.refusals import FetchError, Moved
    from scrapers.watched.port import BrowserMissing
    from scrapers.whose import DivisionUnclear

    _check_address(url)
    known = declared_on(url)
    if known:
        err.print(f"该主机已登记 this host is registered already: {', '.join(known)}", style="yellow", markup=False)
    try:
        taken = None if dry_run else in_the_way(url, write_to or REGISTRY, division)
        if taken is not None:
            fail(
                f"{taken} 的声明文件已存在，未访问网站；请用 --dry-run 查看，再修改该文件。 "
                f"The file of {taken} exists, nothing was asked: look with --dry-run, and edit that file.",
                WRONG_USE,
            )
        proposal = propose_portal(url, division=division, egress=egress, browser=browser)
    except (DivisionError, DivisionUnclear) as problem:
        fail(str(problem), WRONG_USE)
    except NoColumn as problem:
        fail("\n".join([str(problem), *(how_to_watch(problem) if browser else ())]))
    except Moved as problem:
        fail(
            f"{problem}\n若新址确为官方网站，请改用它 / if that is the official site, give its address: "
            f"xinfang portals new {problem.target}"
        )
    except (FetchError, BrowserMissing) as problem:
        fail(str(problem))
    written = None
    if not dry_run:
        try:
            written = write_proposal(proposal, write_to or REGISTRY)
        except FileExistsError as problem:
            fail(str(problem), WRONG_USE)
    if as_json:
        shown = {
            "declaration": json.loads(json.dumps(proposal.declaration, default=str)),
            "evidence": list(proposal.evidence),
            "other_hosts": list(proposal.other_hosts),
            "rows": [
                {
                    "title": one.row.title,
                    "url": one.row.url,
                    "date": str(one.row.date) if one.row.date else None,
                    "verdict": one.decision.verdict.value,
                    "reason": one.decision.reason,
                }
                for one in proposal.rows
            ],
            "written": str(written) if written else None,
        }
        write_json(shown)
        return
    _print_proposal(proposal)
    if written:
        err.print(f"已写入 written: {written}", markup=False, highlight=False, soft_wrap=True)


def _check_address(url: str) -> None:
    """End where ``url`` is no address of a page, before anything is asked."""
    from scrapers.addresses import extension, host_of
    from scrapers.filenames import DOCUMENT_EXTENSIONS

    try:
        usable = url.startswith(("http://", "https://")) and host_of(url) != ""
    except ValueError:
        usable = False
    if not usable:
        fail(
            f"不是可用的地址：{url}；须以 http:// 或 https:// 开头并有主机名。 "
            f"No address that can be asked: {url}; write http:// or https:// and a host.",
            WRONG_USE,
        )
    if extension(url) in DOCUMENT_EXTENSIONS:
        fail(
            "这是文件的地址，不是网页；请给出列出它的栏目的地址。 "
            "This is the address of a file: give that of the column that lists it.",
            WRONG_USE,
        )


def _print_proposal(proposal: Proposal) -> None:
    for line in proposal.evidence[:-1]:
        err.print(f"· {line}", markup=False, highlight=False, soft_wrap=True)
    for look in proposal.looks:
        counts = f"{_count(look.rows_on(1))}/{_count(look.rows_on(2))}"
        err.print(f"· 第1/2页 rows on page 1/2: {counts} {look.note_zh} {look.note_en}", markup=False, highlight=False)
    if proposal.other_hosts:
        hosts = ", ".join(proposal.other_hosts)
        err.print(f"· 链接到其他主机，未列入 rows also lead to: {hosts}", style="yellow", markup=False)
    out.print(proposal.yaml, markup=False, highlight=False, soft_wrap=True)
    table = Table(title="将采集 Would harvest (by title alone)", title_justify="left")
    for name in ("处理 verdict", "标题 title", "日期 date", "理由 reason"):
        table.add_column(name, overflow="fold")
    colours = {"take": "green", "ambiguous": "yellow", "leave": "dim"}
    for one in proposal.rows:
        verdict = one.decision.verdict.value
        words = f"{one.decision.message_zh} {one.decision.message_en}"
        table.add_row(verdict, escape(one.row.title), str(one.row.date or "-"), words, style=colours[verdict])
    err.print(table)


def _count(rows: int | None) -> str:
    return "-" if rows is None else str(rows)


def _drift_words(column: ColumnCheck) -> str:
    """What changed, what stood in the way, or that there is nothing to compare with."""
    words = [f"{zh} {en}" for zh, en in column.drift]
    if column.note_zh:
        words.append(f"{column.note_zh} {column.note_en}")
    if words:
        return "; ".join(words)
    return "无 none" if column.compared else "无样本，未比对 not compared: no sample"
