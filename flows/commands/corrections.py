"""``corrections``: a person's corrections of published figures: list them, check them against the source, add one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.commands.machines import write_json
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
    from domain.corrections import CorrectionOutcome
    from domain.ports import Store
    from domain.records import Correction

_STATE_ZH = {
    "applied": "生效",
    "closed": "已结",
    "source_changed": "原文已变",
    "no_fact": "无此数据",
    "no_report": "无此报告",
    "conflict": "重复",
}

corrections_app = typer.Typer(
    help="人工更正：列出、核对、添加。 Corrections of published figures: list, check, add.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@corrections_app.command("list")
def list_all(
    store: StoreOption = DEFAULT_STORE, endpoint_url: EndpointOption = None, as_json: JsonOption = False
) -> None:
    """列出库中的全部更正。 List every correction of the store.

    Example: `xinfang corrections list --json`
    """
    from publish.store import open_existing

    corrections = _load(open_existing(store, endpoint_url=endpoint_url))
    if as_json:
        rows = [correction.model_dump(mode="json") for correction in corrections]
        write_json(rows)
        return
    if not corrections:
        err.print("没有更正。 No corrections.")
        return
    table = Table(title=f"更正 Corrections ({len(corrections)})", title_justify="left")
    for name in ("编号 id", "报告 report", "数据 figure", "原文 printed", "更正为 value", "状态 status", "理由 reason"):
        table.add_column(name, overflow="fold")
    for one in corrections:
        value = f"{one.value:,}" if one.value is not None else "不详 unknown"
        figure = f"{one.statement.value} / {one.item} / {one.measure.value}"
        cells = (one.correction_id, one.report_id, figure, one.expect, value, one.status.value, one.reason)
        table.add_row(*map(escape, cells))
    out.print(table)


@corrections_app.command()
def check(store: StoreOption = DEFAULT_STORE, endpoint_url: EndpointOption = None, as_json: JsonOption = False) -> None:
    """核对更正与原文是否仍相符；不符则退出码 1，且不能发布。 Do they still fit the source? If not, exit 1.

    Example: `xinfang corrections check --store s3://bucket/prefix`
    """
    from domain.corrections import apply_corrections
    from flows.pipeline import current_reports
    from publish.store import open_existing

    opened = open_existing(store, endpoint_url=endpoint_url)
    corrected = apply_corrections(current_reports(opened), _load(opened))
    _show(corrected.outcomes, as_json=as_json)
    if corrected.failed:
        raise typer.Exit(FAILED)


@corrections_app.command()
def add(
    files: Annotated[list[Path] | None, typer.Argument(help="更正记录（YAML）。 Records in YAML files.")] = None,
    fact: Annotated[str | None, typer.Option(help="不写文件：数据编号。 Without a file: the fact's id.")] = None,
    value: Annotated[str | None, typer.Option(help="更正后的值（金额以元计）。 Right number; money in 元.")] = None,
    reason: Annotated[str | None, typer.Option(help="理由。 Why.")] = None,
    name: Annotated[str | None, typer.Option("--id", help="更正编号；缺省自动。 Id of the correction.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="替换已有的同号更正。 Replace one of this id.")] = False,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
) -> None:
    """把更正存入数据仓库，先核对是否与原文相符。 Put corrections into the store if they fit the source.

    Examples: `xinfang corrections add 更正.yaml`,
    `xinfang corrections add --fact f-0123456789abcdef --value 2337600 --reason 发布机关来函更正`
    """
    from domain.corrections import apply_corrections
    from domain.ports import ObjectExists
    from flows.corrections import save_correction
    from flows.pipeline import current_reports
    from publish.store import open_existing

    if bool(files) == bool(fact):
        fail("请给出 YAML 文件，或 --fact 与 --reason。 Give YAML files, or --fact and --reason.", WRONG_USE)
    opened = open_existing(store, endpoint_url=endpoint_url)
    new = _from_files(files) if files else (_from_fact(opened, fact or "", value, reason, name),)
    ids = {correction.correction_id for correction in new}
    present = [one for one in _load(opened) if one.correction_id not in ids]
    outcomes = apply_corrections(current_reports(opened), (*present, *new)).outcomes[len(present) :]
    refused = [outcome for outcome in outcomes if outcome.state.failed]
    if refused:
        _show(refused, as_json=False)
        fail("没有写入任何更正。 Nothing was written.")
    for correction in new:
        try:
            key = save_correction(opened, correction, replace=replace)
        except ObjectExists as problem:
            fail(str(problem), WRONG_USE)
        err.print(f"已记录 recorded: {key}", markup=False, highlight=False, soft_wrap=True)
    err.print("下次发布时生效。 In force at the next publish: `xinfang publish`", markup=False, highlight=False)


def _load(store: Store) -> tuple[Correction, ...]:
    from flows.corrections import InvalidCorrection, load_corrections

    try:
        return load_corrections(store)
    except InvalidCorrection as problem:
        fail(str(problem))


def _from_files(files: Sequence[Path]) -> tuple[Correction, ...]:
    from flows.corrections import InvalidCorrection, read_correction

    try:
        return tuple(read_correction(path.read_bytes(), path.name) for path in files)
    except (InvalidCorrection, OSError) as problem:
        fail(str(problem), WRONG_USE)


def _from_fact(store: Store, fact_id: str, value: str | None, reason: str | None, name: str | None) -> Correction:
    """A record about one fact as it is printed now."""
    from pydantic import ValidationError

    from domain.corrections import published_item
    from domain.records import Correction
    from flows.clock import SystemClock
    from flows.lookup import FactNotFound, find_fact

    if not reason:
        fail("请用 --reason 写明理由。 Say why with --reason.", WRONG_USE)
    try:
        found = find_fact(store, fact_id)
        number = Decimal(value) if value is not None else None
        return Correction(
            correction_id=name or f"{found.fact.report_id}-{found.fact.fact_id.removeprefix('f-')[:8]}",
            report_id=found.fact.report_id,
            fact_id=found.fact.fact_id,
            statement=found.fact.statement,
            item=published_item(found.fact),
            measure=found.fact.measure,
            expect=found.fact.printed,
            value=number,
            reason=reason,
            reported_on=SystemClock().now().date(),
        )
    except FactNotFound as problem:
        fail(str(problem), WRONG_USE)
    except InvalidOperation:
        fail(f"--value 不是数字 is not a number: {value}", WRONG_USE)
    except ValidationError as problem:
        fail(f"更正不合格 the correction is not valid: {problem.errors()[0]['msg']}", WRONG_USE)


def _show(outcomes: Sequence[CorrectionOutcome], *, as_json: bool) -> None:
    from flows.publishing import problem_of

    if as_json:
        rows = [{**problem_of(one).model_dump(mode="json"), "fact_ids": list(one.fact_ids)} for one in outcomes]
        write_json(rows)
        return
    for one in outcomes:
        colour = "red" if one.state.failed else "green"
        words = f"{escape(one.message_zh)}\n  [dim]{escape(one.message_en)}[/]" if one.message_zh else ""
        marked = f"标记 {len(one.fact_ids)} 条数据 facts marked" if one.fact_ids else ""
        label = f"{_STATE_ZH[one.state.value]} {one.state.value}"
        err.print(f"[{colour}]{label}[/] {one.correction.correction_id} {words or marked}", highlight=False)
    if not outcomes:
        err.print("没有更正。 No corrections.")
