"""``parse``: one local file to facts and checks, for a person or a machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.commands.options import FAILED, WRONG_USE, JsonOption, err, fail, out

if TYPE_CHECKING:
    from parsers.parse import ParseResult

_VERDICT_COLOUR = {"error": "red", "warn": "yellow", "rounding": "cyan", "info": "cyan"}


def parse(
    files: Annotated[list[Path], typer.Argument(help="PDF、Word、Excel 或网页文件。 PDF, Word, Excel or web page.")],
    year: Annotated[int | None, typer.Option(help="预决算年度（缺省从文件读出）。 Fiscal year.")] = None,
    report_type: Annotated[str | None, typer.Option(help="budget 预算 | final_accounts 决算。")] = None,
    checks: Annotated[bool, typer.Option("--checks/--no-checks", help="显示核对结果。 Show the checks.")] = True,
    as_json: JsonOption = False,
) -> None:
    """读取本地文件：屏幕表格，或 --json 每行一条事实（列同数据集约定）。 Read local files: a table, or one fact a line.

    Examples: `xinfang parse 决算.pdf`, `xinfang parse --json 决算.docx > facts.jsonl`
    """
    from domain.records import ReportType

    if report_type is not None and report_type not in set(ReportType):
        fail(f"--report-type 只能是 must be one of: {', '.join(ReportType)}", WRONG_USE)
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        fail(f"没有这个文件 no such file: {', '.join(missing)}", WRONG_USE)
    failed = [path for path in files if not _parse_one(path, year, report_type, show_checks=checks, as_json=as_json)]
    if failed:
        raise typer.Exit(FAILED)


def _parse_one(path: Path, year: int | None, report_type: str | None, *, show_checks: bool, as_json: bool) -> bool:
    """Parse one file and show it; ``False`` when it could not be read."""
    from parsers.isolation import ReaderPool
    from parsers.model import ReportContext
    from parsers.parse import Source, parse_report

    source = Source(path.read_bytes(), path.name)
    context = ReportContext(fiscal_year=year, report_type=report_type)
    with ReaderPool(workers=1) as pool:
        result = parse_report(
            [source], context, report_id=f"file-{source.document_id[:12]}", workbench=pool, identified=False
        )
    document = result.documents[0]
    if document.reading is None:
        err.print(f"{path.name}: {document.state.value}: {document.message}", style="red", markup=False)
        return False
    if as_json:
        _print_json(result)
    else:
        _print_tables(path, result, show_checks=show_checks)
    return True


def _print_json(result: ParseResult) -> None:
    for fact in result.facts:
        columns = fact.model_dump(mode="json", exclude={"project"})
        if fact.project:
            columns["item"] = f"{fact.project}/{fact.item}"
        print(json.dumps(columns, ensure_ascii=False))  # noqa: T201 - data for machines


def _print_tables(path: Path, result: ParseResult, *, show_checks: bool) -> None:
    console = out
    document = result.documents[0]
    table = Table(title=f"{path.name} · {document.media_type} · {len(result.facts)} facts", title_justify="left")
    for name in ("表 statement", "项目 item", "度量 measure", "印刷 printed", "元 amount", "位置 place"):
        table.add_column(name, overflow="fold")
    for fact in result.facts:
        label = f"{fact.project}/{fact.item}" if fact.project else fact.item
        table.add_row(
            fact.statement.value,
            escape(f"{fact.code} {label}" if fact.code else label),
            fact.measure.value,
            escape(f"{fact.printed} {fact.printed_unit or ''}".strip()),
            f"{fact.amount:,.2f}" if fact.amount is not None else "",
            _place(fact.page, fact.table_no, fact.row_no, fact.paragraph),
        )
    console.print(table)
    if show_checks:
        _print_checks(console, result)
    for unknown in result.unrecognised:
        err.print(
            f"未识别的表 unrecognised table {unknown.table_no}: {unknown.title or ''} | {' | '.join(unknown.header)}",
            style="yellow",
            markup=False,
        )
    for row in result.unused_rows:
        err.print(f"未使用的行 unused row: {row}", style="yellow", markup=False)


def _place(page: int | None, table: int | None, row: int | None, paragraph: int | None) -> str:
    parts = [
        f"第{page}页 p.{page}" if page else "",
        f"表{table}行{row}" if table else "",
        f"段{paragraph}" if paragraph else "",
    ]
    return " ".join(part for part in parts if part)


def _print_checks(console: Console, result: ParseResult) -> None:
    counted: dict[str, int] = {}
    for check in result.checks:
        counted[check.verdict.value] = counted.get(check.verdict.value, 0) + 1
    words = "，".join(f"{verdict} {number}" for verdict, number in sorted(counted.items()))
    console.print(f"核对 checks: {words or '无 none'}")
    for check in result.checks:
        colour = _VERDICT_COLOUR.get(check.verdict.value)
        if colour:
            console.print(
                f"  [{colour}]{check.verdict.value}[/] {check.rule} {escape(check.message_zh)} "
                f"[dim]{escape(check.message_en)}[/dim]",
                highlight=False,
            )
