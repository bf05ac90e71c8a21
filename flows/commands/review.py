"""``review``: items the rules could not decide, and a person's decision about them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

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

if TYPE_CHECKING:
    from scrapers.state import ItemVerdict, Review

_STORE_DEFAULT = "./data/store"

review_app = typer.Typer(
    help="待人工判断的信息。 Items that a person decides.", context_settings={"help_option_names": ["-h", "--help"]}
)
ItemArgument = Annotated[str, typer.Argument(metavar="ITEM", help="编号或网址。 Id or address of the item.")]
NoteOption = Annotated[str, typer.Option(help="理由，随决定保存。 Reason, kept with the decision.")]


@review_app.callback(invoke_without_command=True)
def list_open(
    context: typer.Context,
    portal: Annotated[list[str] | None, typer.Option(help="只看这些门户。 Only these portals.")] = None,
    store: StoreOption = _STORE_DEFAULT,
    endpoint_url: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出待判断的信息及原因；review accept / leave 记录决定。 List undecided items; accept or leave one.

    Examples: `xinfang review`, `xinfang review accept 1a2b3c4d --year 2023`, `xinfang review leave 1a2b3c4d`
    """
    if context.invoked_subcommand is not None:
        return
    from flows.reviews import open_items
    from publish.store import open_store

    found = open_items(open_store(store, endpoint_url=endpoint_url), tuple(portal or ()))
    if as_json:
        rows = [
            {
                "id": one.item_id,
                "portal_id": one.portal_id,
                "title": one.item.title,
                "url": one.item.url,
                "listed_on": str(one.item.listed_on) if one.item.listed_on else None,
                "reason": one.item.decision.reason,
                "page_to_be_read": one.item.decision.look,
            }
            for one in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201 - data for machines
        return
    if not found:
        err.print("没有待判断的信息。 Nothing is undecided.")
        return
    table = Table(title=f"待判断 Undecided ({len(found)})", title_justify="left")
    for name in ("编号 id", "门户 portal", "标题 title", "日期 date", "原因 reason"):
        table.add_column(name, overflow="fold")
    for one in found:
        words = " ".join(one.reason) + ("（下次采集时查看页面 page to be read）" if one.item.decision.look else "")
        title = one.item.title or one.item.url
        table.add_row(one.item_id, one.portal_id, escape(title), str(one.item.listed_on or "-"), escape(words))
    out.print(table)


@review_app.command()
def accept(
    item: ItemArgument,
    year: Annotated[int | None, typer.Option(min=2005, max=2049, help="财政年度。 Fiscal year.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="budget 预算 | final 决算")] = None,
    agency: Annotated[str | None, typer.Option(help="信访机构名称。 Name of the petition body.")] = None,
    division: Annotated[str | None, typer.Option(help="区划名称或代码。 Division, name or code.")] = None,
    note: NoteOption = "",
    store: StoreOption = _STORE_DEFAULT,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
) -> None:
    """采纳一条信息，下次采集时下载；标题未写明的须补充。 Accept an item; it is fetched at the next harvest.

    Example: `xinfang review accept 1a2b3c4d --year 2023 --type final --note 页面为信访局决算`
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
    store: StoreOption = _STORE_DEFAULT,
    endpoint_url: EndpointOption = None,
    declarations: DeclarationsOption = None,
) -> None:
    """不采集这条信息。 Leave an item for good.

    Example: `xinfang review leave http://www.example.gov.cn/info/1.htm --note 其他部门`
    """
    from scrapers.state import ItemVerdict

    _record(item, _review(ItemVerdict.LEAVE, note), store, endpoint_url, declarations)


def _review(verdict: ItemVerdict, note: str) -> Review:
    from flows.clock import SystemClock
    from scrapers.state import Review

    return Review(verdict=verdict, title="", reviewed_at=SystemClock().now(), note=note)


def _record(item: str, review: Review, store: str, endpoint_url: str | None, declarations: list[str] | None) -> None:
    from domain.divisions import load_divisions
    from flows.commands.harvest import make_settings
    from flows.reviews import NoSuchItem, record_review
    from flows.tools import portals_of, store_of
    from scrapers.review import ReviewIncomplete

    settings = make_settings(store, endpoint_url, declarations)
    try:
        done = record_review(store_of(settings), item, review, portals=portals_of(settings), divisions=load_divisions())
    except (NoSuchItem, ReviewIncomplete) as problem:
        fail(str(problem), WRONG_USE)
    verdict = done.item.decision.verdict.value
    err.print(f"已记录 recorded: {verdict} {done.item.title} ({done.item_id})", markup=False, highlight=False)
