"""``review``: items the rules could not decide, and a person's decision about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.commands.machines import write_json
from flows.commands.options import (
    WRONG_USE,
    DeclarationsOption,
    EndpointOption,
    JsonOption,
    StoreOption,
    err,
    fail,
    out,
)
from flows.defaults import DEFAULT_STORE

if TYPE_CHECKING:
    from flows.reviews import OpenItem
    from scrapers.state import ItemVerdict, Review


review_app = typer.Typer(
    help="待人工判断的信息。 Items that a person decides.", context_settings={"help_option_names": ["-h", "--help"]}
)
ItemArgument = Annotated[str, typer.Argument(metavar="ITEM", help="编号或网址。 Id or address of the item.")]
NoteOption = Annotated[str, typer.Option(help="理由，随决定保存。 Reason, kept with the decision.")]


@review_app.callback(invoke_without_command=True)
def list_open(
    context: typer.Context,
    portal: Annotated[list[str] | None, typer.Option(help="只看这些门户。 Only these portals.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="逐条列出未写明单位的条目。 Also each row that names no body.")
    ] = False,
    decided: Annotated[bool, typer.Option("--decided", help="列出已有人工决定的。 Those a person decided.")] = False,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出待判断的信息及原因；show 查看，take / leave 决定，undo 撤回。 Undecided items; show, take, leave, undo one.

    Examples: `xinfang review`, `xinfang review show 1a2b3c4d`, `xinfang review take 1a2b3c4d --year 2023`,
    `xinfang review leave 1a2b3c4d`, `xinfang review undo 1a2b3c4d`
    """
    if context.invoked_subcommand is not None:
        return
    from flows.reviews import grouped, open_items
    from publish.store import open_existing

    found = open_items(open_existing(store, endpoint_url=endpoint_url), tuple(portal or ()), decided=decided)
    if as_json:
        write_json([_fields(one) for one in found])
        return
    if not found:
        err.print(
            "没有人工决定过的信息。 Nobody decided anything." if decided else "没有待判断的信息。 Nothing is undecided."
        )
        return
    single, nameless = (found, ()) if every or decided else grouped(found)
    title = f"人工决定 Decided ({len(found)})" if decided else f"待判断 Undecided ({len(single)})"
    table = Table(title=title, title_justify="left")
    for name in ("编号 id", "门户 portal", "标题 title", "日期 date", "决定 decision" if decided else "原因 reason"):
        table.add_column(name, overflow="fold")
    for one in single:
        words = _decision_of(one) if decided else " ".join(one.reason)
        words += "（下次采集时查看页面 page to be read）" if one.item.decision.look else ""
        named = one.item.title or one.item.url
        table.add_row(one.item_id, one.portal_id, escape(named), str(one.item.listed_on or "-"), escape(words))
    out.print(table)
    for group in nameless:
        first = group.items[0].item.title
        err.print(
            f"{group.portal_id} {group.column}: {len(group.items)}条未写明单位（如“{first}”），--all 逐条列出 "
            f"{len(group.items)} rows name no body; --all lists them",
            markup=False,
            highlight=False,
        )


def _decision_of(one: OpenItem) -> str:
    review = one.item.review
    return f"{review.verdict.value} {review.reviewed_at:%Y-%m-%d} {review.note}".strip() if review else "-"


def _fields(one: OpenItem) -> dict[str, object]:
    """One item for machines; ``reviewed`` holds what a person decided and is kept when it is taken back."""
    item = one.item
    return {
        "id": one.item_id,
        "portal_id": one.portal_id,
        "title": item.title,
        "url": item.url,
        "listed_on": str(item.listed_on) if item.listed_on else None,
        "column": item.column,
        "publisher": item.publisher,
        "verdict": item.decision.verdict.value,
        "reason": item.decision.reason,
        "page_to_be_read": item.decision.look,
        "reviewed": item.review.model_dump(mode="json", exclude_none=True) if item.review else None,
    }


@review_app.command()
def show(
    item: ItemArgument,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """查看一条信息：出处、标题写明的内容、未定原因、人工决定。 One item: where from, what it says, why undecided.

    Example: `xinfang review show 1a2b3c4d`
    """
    from flows.reviews import NoSuchItem, find_item
    from publish.store import open_existing
    from scrapers.titles import read_title

    try:
        one = find_item(open_existing(store, endpoint_url=endpoint_url), item)
    except NoSuchItem as problem:
        fail(str(problem), WRONG_USE)
    if as_json:
        write_json(_fields(one))
        return
    reading = read_title(one.item.title)
    says = f"{reading.fiscal_year or '?'} {reading.report_type.slug if reading.report_type else '?'}"
    rows = {
        "编号 id": one.item_id,
        "门户 portal": one.portal_id,
        "标题 title": one.item.title or "-",
        "网址 address": one.item.url,
        "栏目 column": f"{one.item.column or '-'} {one.item.listed_at}".strip(),
        "来源 publisher": one.item.publisher or "-",
        "日期 date": str(one.item.listed_on or "-"),
        "标题写明 the title says": says,
        "判定 verdict": f"{one.item.decision.verdict.value}: {' '.join(one.reason)}",
        "人工决定 a person's decision": _decision_of(one),
    }
    table = Table(show_header=False)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for name, value in rows.items():
        table.add_row(name, escape(value))
    out.print(table)


@review_app.command("take")
@review_app.command()
def accept(
    item: ItemArgument,
    year: Annotated[int | None, typer.Option(min=2005, max=2049, help="财政年度。 Fiscal year.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="budget 预算 | final 决算")] = None,
    agency: Annotated[str | None, typer.Option(help="信访机构名称。 Name of the petition body.")] = None,
    division: Annotated[str | None, typer.Option(help="区划名称或代码。 Division, name or code.")] = None,
    note: NoteOption = "",
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
) -> None:
    """采纳一条信息，下次采集时下载；标题未写明的须补充。 Accept an item; it is fetched at the next harvest.

    Example: `xinfang review take 1a2b3c4d --year 2023 --type final --note 页面为信访局决算`
    """
    from domain.divisions import DivisionError, load_divisions
    from domain.records import ReportType
    from scrapers.state import ItemVerdict

    types = {"budget": ReportType.BUDGET, "final": ReportType.FINAL_ACCOUNTS}
    if type_ is not None and type_ not in types:
        fail(f"--type: budget 或 or final, 不是 not {type_}", WRONG_USE)
    code = None
    if division is not None:
        try:
            code = load_divisions().resolve(division, year=year).code
        except DivisionError as problem:
            fail(str(problem), WRONG_USE)
    review = _review(ItemVerdict.TAKE, note).model_copy(
        update={
            "fiscal_year": year,
            "report_type": types[type_] if type_ else None,
            "agency": agency,
            "division_code": code,
        }
    )
    _record(item, review, store, endpoint_url, declarations)


@review_app.command()
def leave(
    item: ItemArgument,
    note: NoteOption = "",
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
) -> None:
    """不采集这条信息。 Leave an item for good.

    Example: `xinfang review leave http://www.example.gov.cn/info/1.htm --note 其他部门`
    """
    from scrapers.state import ItemVerdict

    _record(item, _review(ItemVerdict.LEAVE, note), store, endpoint_url, declarations)


@review_app.command()
def undo(
    item: ItemArgument,
    note: NoteOption = "",
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
) -> None:
    """撤回人工决定，由规则重新判定。 Take a decision back: the rules decide again.

    Example: `xinfang review undo 1a2b3c4d --note 误判`
    """
    from scrapers.state import ItemVerdict

    _record(item, _review(ItemVerdict.AMBIGUOUS, note), store, endpoint_url, declarations)


def _review(verdict: ItemVerdict, note: str) -> Review:
    from flows.clock import SystemClock
    from scrapers.state import Review

    return Review(verdict=verdict, title="", reviewed_at=SystemClock().now(), note=note)


def _record(item: str, review: Review, store: str, endpoint_url: str | None, declarations: list[str] | None) -> None:
    from domain.divisions import load_divisions
    from flows.commands.running import make_settings
    from flows.reviews import NoSuchItem, NotDecided, record_review
    from flows.tools import portals_of, store_of
    from scrapers.review import ReviewIncomplete

    settings = make_settings(store, endpoint_url, declarations)
    try:
        done = record_review(store_of(settings), item, review, portals=portals_of(settings), divisions=load_divisions())
    except (NoSuchItem, NotDecided, ReviewIncomplete) as problem:
        fail(str(problem), WRONG_USE)
    verdict = done.item.decision.verdict.value
    err.print(f"已记录 recorded: {verdict} {done.item.title} ({done.item_id})", markup=False, highlight=False)
