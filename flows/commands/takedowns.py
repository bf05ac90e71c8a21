"""``takedown``: files that must not come back, though their portal still shows them: record one, list them."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.machines import write_json
from flows.commands.options import WRONG_USE, EndpointOption, JsonOption, StoreOption, err, fail

_STORE_DEFAULT = "./data/store"

takedown_app = typer.Typer(
    help="不再收录的文件：记录、列出。 Files that must not come back: record one, list them.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@takedown_app.command("add")
def add(
    sha256: Annotated[str, typer.Argument(help="文件的 SHA-256（documents 表的 document_id）。 Its document_id.")],
    reason: Annotated[str, typer.Option(help="谁、凭何函要求撤下；不写文件内容。 Who asked; nothing of the file.")],
    store: StoreOption = _STORE_DEFAULT,
    endpoint_url: EndpointOption = None,
) -> None:
    """记下一份文件的哈希：此后不再存档、不再读取。 Keep the hash of a file: it is neither archived nor read again.

    Example: `xinfang takedown add 3b0c…e1 --reason 2026-11-28来函，当事人要求撤下`
    """
    from pydantic import ValidationError

    from domain.ports import ObjectExists
    from domain.takedowns import take_down
    from flows.clock import SystemClock
    from publish.store import open_store

    opened = open_store(store, endpoint_url=endpoint_url)
    try:
        record = take_down(opened, sha256.strip().lower(), reason=reason.strip(), now=SystemClock().now())
    except ObjectExists:
        fail("已有记录。 It is on record already: `xinfang takedown list`", WRONG_USE)
    except ValidationError:
        fail("需要 64 位十六进制的 SHA-256 和理由。 Give a SHA-256 of 64 hex digits and a reason.", WRONG_USE)
    err.print(f"已记录 recorded: {record.sha256}", markup=False, highlight=False, soft_wrap=True)
    err.print(
        "下次采集和发布时生效；归档副本由管理员删除，见 docs/operations.md。 "
        "In force at the next harvest and publish; an administrator removes the archived copy, see docs/operations.md.",
        markup=False,
        highlight=False,
    )


@takedown_app.command("list")
def list_all(
    store: StoreOption = _STORE_DEFAULT, endpoint_url: EndpointOption = None, as_json: JsonOption = False
) -> None:
    """列出不再收录的文件。 List the files that must not come back.

    Example: `xinfang takedown list --json`
    """
    from domain.takedowns import takedowns
    from publish.store import open_store

    found = list(takedowns(open_store(store, endpoint_url=endpoint_url)))
    if as_json:
        rows = [one.model_dump(mode="json") for one in found]
        write_json(rows)
        return
    if not found:
        err.print("没有撤下的文件。 No file was taken down.")
    for one in found:
        err.print(
            f"{one.sha256}  {one.recorded_at:%Y-%m-%d}  {one.reason}", markup=False, highlight=False, soft_wrap=True
        )
