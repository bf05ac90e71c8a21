"""A run summary for people: on a terminal, and as Markdown for Prefect's UI. Chinese first, English beside it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from flows.outcome_words import WORDS
from flows.summary import PortalRun, PublishOutcome, RunSummary

_CHANGE_WORDS = {
    "bytes": "重新上传，内容相同 posted again",
    "text": "文字有更正 wording changed",
    "rows": "数据有更正 figures changed",
}
_EVENT_WORDS = {
    "moved": "已移到 moved to",
    "unlisted": "栏目不再列出 no longer listed",
    "back": "重新列出 listed again",
    "page_gone": "页面已不存在 its page is gone",
    "withdrawn": "已撤下 withdrawn",
    "corrected": "附件有更换 its files were replaced",
    "overwritten": "原址已换成另一份报告 its address holds another report now",
}
_MOST_CHECKS_SHOWN = 200


def print_summary(
    summary: RunSummary, console: Console, *, commands: Iterable[str] = (), most_checks: int = _MOST_CHECKS_SHOWN
) -> None:
    """Print what a stranger needs: portals, documents, facts, failed checks, the version, what to try next."""
    if summary.portals:
        console.print(_portals(summary))
    if summary.reports:
        console.print(_reports(summary))
    _print_events(summary, console)
    _print_problems(summary, console)
    _print_checks(summary, console, most_checks)
    console.print(_outcome(summary))
    suggestions = list(commands)
    if suggestions:
        console.print("接下来可以试 Next, try:")
        for command in suggestions:
            console.print(f"  {escape(command)}", highlight=False, soft_wrap=True)


def _portals(summary: RunSummary) -> Table:
    table = Table(title=f"门户 Portals ({len(summary.portals)})", title_justify="left")
    table.add_column("门户 portal")
    table.add_column("结果 outcome")
    for name in ("页面\npages", "文件\nfiles", "未变\n304", "条目\nitems", "采用\ntaken", "报告\nread"):
        table.add_column(name, justify="right")
    for run in summary.portals:
        style = "yellow" if run.failed or run.incomplete else None
        table.add_row(
            run.portal_id,
            _outcome_words(run),
            str(run.pages_fetched),
            str(run.files_fetched),
            str(run.not_modified),
            str(run.items_seen),
            str(run.items_taken),
            str(len(run.reports)),
            style=style,
        )
    return table


def _outcome_words(run: PortalRun) -> str:
    return _words_of(run.outcome)


def _words_of(outcome: str) -> str:
    return f"{WORDS[outcome][0] if outcome in WORDS else ''} {outcome}".strip()


def _reports(summary: RunSummary) -> Table:
    table = Table(title=f"读取的报告 Reports read ({len(summary.reports)})", title_justify="left")
    table.add_column("报告 report", overflow="fold")
    table.add_column("机构 agency", overflow="fold")
    table.add_column("状态 state")
    table.add_column("数据\nfacts", justify="right")
    table.add_column("未通过\nfailed", justify="right")
    for report in summary.reports:
        table.add_row(report.report_id, report.agency, report.state.value, str(report.facts), str(report.checks_failed))
    return table


def _print_events(summary: RunSummary, console: Console) -> None:
    """One line each: columns not read as declared, reports that moved, are unlisted or gone, and changed files."""
    lines = [
        f"[yellow]{escape(run.portal_id)}[/] {_words_of(column.outcome)}: {escape(column.name or '')} "
        f"{escape(column.url)} {escape(column.message_zh)} {escape(column.message_en)}"
        for run in summary.portals
        for column in run.columns
    ]
    lines += [
        f"[yellow]{escape(run.portal_id)}[/] {_EVENT_WORDS.get(event.kind, event.kind)}: {escape(event.title)} "
        f"[dim]{escape(event.report_id)}[/] {escape(event.url)}"
        + (f" → {escape(event.moved_to)}" if event.moved_to else "")
        for run in summary.portals
        for event in run.events
    ]
    lines += [
        f"[yellow]{escape(run.portal_id)}[/] {_CHANGE_WORDS[report.change]}: {escape(report.title or report.agency)} "
        f"[dim]{escape(report.report_id)}[/] 第{report.revision}版 revision {report.revision}"
        for run in summary.portals
        for report in run.reports
        if report.change in _CHANGE_WORDS
    ]
    if lines:
        console.print(f"[bold]事件 Events ({len(lines)})[/bold]")
    for line in lines:
        console.print(f"  {line}", highlight=False, soft_wrap=True)


def _print_problems(summary: RunSummary, console: Console) -> None:
    for run in summary.portals:
        if (run.failed or run.incomplete) and run.message_zh:
            console.print(f"[yellow]{escape(run.portal_id)}: {escape(run.message_zh)} {escape(run.message_en or '')}")
    for problem in summary.problems:
        console.print(
            f"[yellow]未能读取 not read: {escape(problem.url)} → {escape(str(problem.state))}"
            f"{': ' + escape(problem.message) if problem.message else ''}",
            soft_wrap=True,
        )


def _print_checks(summary: RunSummary, console: Console, most: int) -> None:
    """Errors before warnings, each with the sentence that explains it."""
    checks = sorted(summary.failed_checks, key=lambda check: check.verdict != "error")
    if not checks:
        return
    console.print(f"[bold]未通过的核对 Checks that failed ({len(checks)})[/bold]")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for check in checks[:most]:
        colour = "red" if check.verdict == "error" else "yellow"
        grid.add_row(
            f"[{colour}]{check.verdict:>5}[/] {check.rule}",
            f"{escape(check.agency)} {check.fiscal_year}: {escape(check.message_zh)}\n"
            f"[dim]{escape(check.message_en)}[/dim]",
        )
    console.print(grid)
    if len(checks) > most:
        console.print(f"  … 另有 and {len(checks) - most} more: 见已发布的 checks 表 in the checks table")


def _outcome(summary: RunSummary) -> Panel:
    published = summary.publish
    counted = (
        ("门户 portals", len(summary.portals)),
        ("页面 pages", sum(run.pages_fetched for run in summary.portals)),
        ("文件 files", sum(run.files_fetched for run in summary.portals)),
        ("读取的报告 reports read", len(summary.reports)),
        ("读出的数据 facts read", sum(report.facts for report in summary.reports)),
        ("未通过的核对 checks failed", len(summary.failed_checks)),
    )
    lines = ["，".join(f"{label} {number}" for label, number in counted)]
    if published.outcome is PublishOutcome.PUBLISHED:
        lines.append(
            f"[green]已发布第 {published.version} 版 published version {published.version}"
            f" ({published.version_name})[/]：{published.reports} 份报告 reports，{published.facts} 条数据 facts"
        )
        lines.append(f"位置 where: {escape(summary.store)}/{published.descriptor}")
        if published.site is None:
            lines.append(
                "[yellow]本版没有目录网站：网站程序未生成，运行 make site 后发布的版本会有。"
                " This version has no catalogue: its program was not built;"
                " versions published after `make site` have one.[/]"
            )
    elif published.outcome is PublishOutcome.NOTHING_NEW:
        lines.append(
            "[green]没有新内容，未发布新版本 nothing new, no version published[/]"
            + (f"；当前 current: v{published.version}" if published.version else "")
        )
    elif published.outcome is PublishOutcome.REFUSED:
        lines.append(f"[red]拒绝发布 publishing refused: {escape(published.message or '')}[/]")
    lines += [
        f"[yellow]未发布 withheld: {one.report_id}[/]：{escape(one.message_zh)} {escape(one.message_en)}"
        for one in published.withheld
    ]
    seconds = (summary.ended_at - summary.started_at).total_seconds()
    lines.append(f"运行 run {summary.run_id}，用时 took {seconds:.1f} s")
    return Panel(Group(*lines), title="小结 Summary", title_align="left")


def summary_markdown(summary: RunSummary) -> str:
    """The same for Prefect's UI."""
    published, in_part = summary.publish, summary.incomplete_portals
    lines = [
        f"## {summary.flow} {summary.run_id}",
        f"- store: `{summary.store}`",
        f"- portals: {len(summary.portals)}, failed: {len(summary.failed_portals)}, in part: {len(in_part)}",
        f"- reports read: {len(summary.reports)}, checks failed: {len(summary.failed_checks)}",
        f"- publish: **{published.outcome.value}** {published.descriptor or ''}",
        "",
    ]
    lines += [
        f"- `{run.portal_id}` {run.outcome} {run.message_zh or ''}" for run in (*summary.failed_portals, *in_part)
    ]
    lines += [
        f"- {column.outcome}: {column.url} {column.message_zh} {column.message_en}"
        for run in summary.portals
        for column in run.columns
    ]
    lines += [
        f"- {event.kind}: {event.title} {event.url}{f' → {event.moved_to}' if event.moved_to else ''}"
        for run in summary.portals
        for event in run.events
    ]
    lines += [
        f"- changed ({report.change}), revision {report.revision}: {report.report_id}"
        for report in summary.reports
        if report.change in _CHANGE_WORDS
    ]
    lines += [f"- {problem.state}: {problem.url}" for problem in summary.problems]
    lines += [f"- withheld {one.report_id}: {one.message_zh}" for one in published.withheld]
    return "\n".join(lines)
