"""What must hold before a version is added: nothing newer was lost, and the clock has not gone back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from domain.ports import Store
from publish.descriptor import descriptor_key
from publish.log import POINTER, Version, number_in, read_version

#: Machines whose clocks are set may differ by so much.
_SKEW = timedelta(minutes=5)
_LIST, _STATUS = "versions.json", "status.json"


def lost_versions(store: Store, head: Version | None) -> str | None:
    """Why the store cannot go on: it names versions newer than ``head`` whose descriptors are not there.

    So it is after an old backup was restored over a store, or beside what was left of it. ``None`` if nothing is lost.
    Each object that may name a version is written after its descriptor: what it names was there.
    """
    last = head.number if head else 0
    named = {key: number for key in (POINTER, _LIST, _STATUS) if (number := _named_in(store, key)) > last}
    newest = max(named.values(), default=last)
    if newest == last or read_version(store, newest) is not None:
        return None
    where = "、".join(sorted(named))
    missing = ", ".join(descriptor_key(number) for number in range(last + 1, min(newest, last + 5) + 1))
    return (
        f"仓库 {store.location} 的最新版本是第 {last} 版，但 {where} 提到第 {newest} 版：像是恢复了旧备份。"
        f"版本号只用一次，因此不发布。请从较新的备份或镜像补回 {missing} 及其 versions/、data/ 中的文件，"
        "再运行 xinfang doctor。若任何地方都没有副本，请另建仓库（复制 raw/、reports/、state/portals/），版本从头开始。"
        f" / The newest version of {store.location} is {last}, but {', '.join(sorted(named))} names version {newest}: "
        f"it looks like an old backup. A number is given once, so nothing is published. Put back {missing} and their "
        "files in versions/ and data/ from a newer backup or a mirror, then run `xinfang doctor`. If no copy exists "
        "anywhere, begin another store (copy raw/, reports/, state/portals/); its versions begin anew."
    )


def clock_went_back(head: Version | None, now: datetime) -> str | None:
    """Why a version of ``now`` cannot follow ``head``; ``None`` if it can."""
    if head is None:
        return None
    created = datetime.fromisoformat(head.descriptor["created"])
    if now >= created - _SKEW:
        return None
    return (
        f"时钟不对：现在是 {now:%Y-%m-%d %H:%M}Z，而第 {head.number} 版建于 {created:%Y-%m-%d %H:%M}Z。"
        "请校准时钟（timedatectl set-ntp true）再发布；若建立那一版时时钟快了，用 --accept 说明。"
        f" / The clock is wrong: it is {now:%Y-%m-%d %H:%M}Z and version {head.number} was made at "
        f"{created:%Y-%m-%d %H:%M}Z. Set the clock (timedatectl set-ntp true) and publish again; if the clock was "
        "ahead when that version was made, publish with --accept and a reason."
    )


def _named_in(store: Store, key: str) -> int:
    stored = store.get(key)
    if stored is None:
        return 0
    if key == POINTER:
        return number_in(stored.data) or 0
    try:
        held = json.loads(stored.data)
        numbers = [one["number"] for one in held["versions"]] if key == _LIST else [held["version"]["number"]]
        return max((int(number) for number in numbers), default=0)
    except (ValueError, LookupError, TypeError):
        return 0  # damaged, and made again by the next run
