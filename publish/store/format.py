"""The form in which a store is kept (``state/format.json``), so that a program never half-reads what another one wrote.

The number rises when an older program could no longer read, or would spoil, what a newer one writes.
"""

from __future__ import annotations

import json
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version

from domain.ports import ObjectExists, Store, StoreError

FORMAT = 1
KEY = "state/format.json"


class WrongFormat(StoreError):
    """The store is kept in a form that this program does not know; nothing was read or written."""


def check_format(store: Store) -> None:
    """Raises :class:`WrongFormat` with what to do, unless the store is of this program's form or new."""
    stored = store.get(KEY)
    if stored is None:
        return
    try:
        held = json.loads(stored.data)
        number, program = int(held["format"]), str(held["program"])
    except (ValueError, LookupError, TypeError) as problem:
        raise WrongFormat(
            f"{store.location}/{KEY} 无法读取，请从备份恢复它，或确认程序版本后删除它。 / "
            "cannot be read: restore it from a backup, or remove it once you are sure which program kept this store."
        ) from problem
    if number > FORMAT:
        raise WrongFormat(
            f"仓库 {store.location} 由较新的程序（{program}，格式 {number}）写入，"
            f"本程序（{_program()}）只懂格式 {FORMAT}，未读写任何数据。"
            "请停下本程序并升级（docs/operations.md“升级”），所有机器用同一版本。 / "
            f"The store was written by a newer program ({program}, format {number}); this one ({_program()}) knows "
            f"format {FORMAT} and touched nothing. Stop it and upgrade (docs/operations.md, Upgrade); run one release "
            "everywhere."
        )
    if number < FORMAT:
        raise WrongFormat(
            f"仓库 {store.location} 是旧格式 {number}（{program}），本程序需要格式 {FORMAT}，未读写任何数据。"
            "请按 CHANGELOG 的说明转换，或用原来的程序。 / "
            f"The store is of the old format {number} ({program}), this program needs {FORMAT} and touched nothing: "
            "convert it as CHANGELOG says, or use the program that wrote it."
        )


def claim_format(store: Store) -> None:
    """:func:`check_format`, and leave this program's number in a store that has none. For who is about to write."""
    check_format(store)
    if store.get(KEY) is None:
        with suppress(ObjectExists):
            data = json.dumps({"format": FORMAT, "program": _program()}).encode()
            store.put_new(KEY, data, content_type="application/json")
        check_format(store)


def _program() -> str:
    try:
        return f"xinfang {version('xinfang')}"
    except PackageNotFoundError:
        return "xinfang"
