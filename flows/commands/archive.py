"""``publish``, ``versions``, ``verify``: what is published, and whether it is whole."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from flows.commands.machines import write_json, write_text
from flows.commands.options import (
    DeclarationsOption,
    EndpointOption,
    JsonOption,
    StoreOption,
    err,
    fail,
    out,
)
from flows.defaults import DEFAULT_STORE


def publish(
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
    accept: Annotated[
        str | None, typer.Option(help="越过发布限制的理由，记入版本。 Reason for passing the limits; recorded.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """把仓库里已读取的报告发布为新版本（没有变化则不发布）。 Publish what the store holds; nothing new, no version.

    Example: `xinfang publish --store ./data/store`
    """
    from flows.commands.running import make_settings
    from flows.publication import publish_plainly
    from flows.summary import PublishOutcome

    summary = publish_plainly(make_settings(store, endpoint_url, declarations), accept=accept)
    outcome = summary.publish
    if as_json:
        write_text(outcome.model_dump_json())
    else:
        from flows.render import print_summary

        print_summary(summary, err)
    if outcome.outcome is PublishOutcome.REFUSED:
        raise typer.Exit(1)


def versions(
    store: StoreOption = DEFAULT_STORE, endpoint_url: EndpointOption = None, as_json: JsonOption = False
) -> None:
    """列出全部已发布版本。 List every published version, newest first.

    Example: `xinfang versions --json`
    """
    from publish.store import open_existing
    from publish.versions import list_versions

    found = list_versions(open_existing(store, endpoint_url=endpoint_url))
    if as_json:
        write_json([version.as_dict() for version in found])
        return
    if not found:
        err.print(f"{store} 中还没有版本。 No version yet in {store}: run `xinfang demo` or `xinfang harvest`.")
        return
    table = Table(title=f"版本 Versions in {store}", title_justify="left")
    for name in ("n", "版本 version", "时间 created", "报告 reports", "数据 facts", "变化 changes"):
        table.add_column(name)
    for version in found:
        table.add_row(
            str(version.number),
            version.name,
            version.created.isoformat(timespec="seconds"),
            str(version.counts.get("reports", 0)),
            str(version.counts.get("facts", 0)),
            str(version.rows_changed),
        )
    out.print(table)


def verify(
    number: Annotated[
        int | None, typer.Argument(metavar="[VERSION]", help="版本序号，默认最新。 Default: newest.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    url: Annotated[
        str | None,
        typer.Option(
            help="发布地址（网址或文件夹），不用凭证。 Where it is published: an http(s) address or a folder."
        ),
    ] = None,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help="再逐行核对全部规范、主键与外键。 Also every rule, key and reference of every row."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """核对一个版本的每个文件哈希，与使用者所见相同。 Check every hash of a version, as a consumer would.

    Examples: `xinfang verify`, `xinfang verify --deep`, `xinfang verify 3 --url https://data.example.org/xinfang`,
    `xinfang verify 3 --store s3://bucket/prefix --endpoint-url https://s3.example.org`
    """
    from rich.progress import Progress

    from domain.ports import StoreError
    from publish.deep import judged_whole
    from publish.remote import open_published
    from publish.store import open_existing
    from publish.verify import VerifyReport, newest_number, reader_of, verify_files, verify_version

    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("核对 checking", total=None)

        def progress(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        try:
            if url is None:
                opened = open_existing(store, endpoint_url=endpoint_url)
                report = verify_version(opened, number, progress)
                report = judged_whole(reader_of(opened), report) if deep else report
            else:
                with open_published(url) as read:
                    found = newest_number(read) if number is None else number
                    report = (
                        VerifyReport(0, 0, 0, (f"此处没有版本 / there is no version at {url}",))
                        if found is None
                        else verify_files(read, found, progress)
                    )
                    report = judged_whole(read, report) if deep else report
        except StoreError as problem:
            fail(str(problem))
    if as_json:
        write_json(report.as_dict())
    elif report.ok:
        err.print(
            f"[green]v{report.number}: {report.files} 个文件全部相符 files match their hashes，{report.rows} 行 rows"
        )
    else:
        for sentence in report.problems:
            err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    if not report.ok:
        fail(f"v{report.number}: {len(report.problems)} 处不符 problems found")
