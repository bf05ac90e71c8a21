"""``parse``: local files to facts and checks, for a person or a machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.machines import write_text
from flows.commands.options import FAILED, WRONG_USE, err, fail, out

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.records import Statement
    from flows.parsed.record import ParsedFile

_STDOUT = "-"


def parse(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="PDF、Word、Excel、网页、图片、压缩包或文件夹。 Files or folders."),
    ],
    year: Annotated[int | None, typer.Option(help="预决算年度（缺省从文件读出）。 Fiscal year.")] = None,
    report_type: Annotated[str | None, typer.Option(help="budget 预算 | final_accounts 决算。")] = None,
    statement: Annotated[
        list[str] | None, typer.Option(help="只显示这些部分，如 summary。 Only these statements.")
    ] = None,
    checks: Annotated[bool, typer.Option("--checks/--no-checks", help="显示核对结果。 Show the checks.")] = True,
    facts: Annotated[bool, typer.Option("--facts", help="平铺列出每条数据及位置。 A flat list of all facts.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="每个文件一行 JSON（docs/parse.md）。 One JSON object a line for each file.")
    ] = False,
    csv_file: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="全部数据写为 CSV，- 为标准输出。 All facts as CSV.")
    ] = None,
) -> None:
    """读取本地文件，按原表样式显示数据、核对与未识别的内容。 Read local files and show them as they are printed.

    Numbers before the rows are those of the facts: `xinfang evidence 12 --file 决算.pdf` shows where one stands.
    Exit codes: 0 all files read, 1 one could not be read, 2 wrong use.

    Examples: `xinfang parse 决算.pdf`, `xinfang parse --statement three_public 决算.docx`,
    `xinfang parse --facts 决算.xls`, `xinfang parse --csv facts.csv 下载/`, `xinfang parse --json 决算.pdf | jq .head`
    """
    from flows.local_files import files_in

    only = _statements(statement or [])
    _check_type(report_type)
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        fail(f"没有这个文件 no such file: {', '.join(missing)}", WRONG_USE)
    if sum((facts, as_json, csv_file is not None)) > 1:
        fail("--facts、--json、--csv 只能选一个。 Choose one of --facts, --json and --csv.", WRONG_USE)
    files = list(files_in(paths))
    if not files:
        fail("文件夹中没有可读的文件。 No file in the folder that could hold a disclosure.", WRONG_USE)
    show = _display(only, checks=checks, facts=facts, as_json=as_json, silent=csv_file is not None)
    total = unread = 0
    read: list[ParsedFile] = []
    for parsed in _each(files, year, report_type):
        show(parsed)
        total += 1
        if csv_file is not None:
            read.append(parsed)
        if not parsed.was_read:
            unread += 1
            head = parsed.head
            err.print(f"{head.file}: {head.state.value}: {head.message}", style="red", markup=False, soft_wrap=True)
    if csv_file is not None:
        _write_csv(read, csv_file)
    if total > 1:
        err.print(f"读取 read {total - unread} / {total}", highlight=False)
    if unread:
        raise typer.Exit(FAILED)


def _statements(wanted: list[str]) -> frozenset[Statement]:
    from domain.records import Statement

    unknown = [name for name in wanted if name not in set(Statement)]
    if unknown:
        fail(f"没有这个部分 no such statement: {', '.join(unknown)}。 {', '.join(Statement)}", WRONG_USE)
    return frozenset(Statement(name) for name in wanted)


def _check_type(report_type: str | None) -> None:
    from domain.records import ReportType

    if report_type is not None and report_type not in set(ReportType):
        fail(f"--report-type 只能是 must be one of: {', '.join(ReportType)}", WRONG_USE)


def _display(
    only: frozenset[Statement], *, checks: bool, facts: bool, as_json: bool, silent: bool
) -> Callable[[ParsedFile], None]:
    """What to do with each file as it comes."""
    if silent:
        return lambda _: None
    if as_json:
        return lambda parsed: write_text(parsed.model_dump_json())
    if facts:
        from flows.parsed.flat import flat_table

        return lambda parsed: out.print(flat_table(parsed, only, width=out.width)) if parsed.was_read else None
    from flows.parsed.screen import Screen

    return Screen(out, only=only, checks=checks).show


def _each(files: list[Path], year: int | None, report_type: str | None) -> Iterator[ParsedFile]:
    """Read one file after the other in a worker process, with a bar on a terminal."""
    from flows.local_files import read_local
    from flows.parsed.record import record_of
    from parsers.isolation import ReaderPool

    with ReaderPool() as pool, _bar(len(files)) as tell:
        for path in files:
            tell(path.name, 0)
            for local in read_local(path, pool, year=year, report_type=report_type):
                yield record_of(local)
            tell(path.name, 1)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[str, int], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=not err.is_terminal,
        transient=True,
    ) as progress:
        bar = progress.add_task("读取 read", total=total)
        yield lambda name, done: progress.update(bar, description=f"读取 read {name}", advance=done)


def _write_csv(files: list[ParsedFile], target: str) -> None:
    from flows.parsed.export import write_csv

    if target == _STDOUT:
        write_csv(files, sys.stdout)
        return
    try:
        with Path(target).open("w", encoding="utf-8", newline="") as stream:
            count = write_csv(files, stream)
    except OSError as problem:
        fail(f"无法写入 cannot write {target}: {problem.strerror}")
    err.print(f"{target}: {count} 条数据 facts", markup=False, highlight=False)
