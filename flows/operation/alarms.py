"""Alarms: what of the declared conditions holds now, and telling a person of it once.

``state/alarms.json`` remembers what was told. An alarm that goes on is not told again unless it is about something new
(another portal); one that ended is forgotten, so that it is told when it begins anew. What could not be sent is tried
again at the next look.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from domain.ports import Store, SwapConflict
from flows.coverage_map import NoVersion, read_coverage
from flows.operation.conditions import Situation, declared_conditions
from flows.operation.status import Status

log = logging.getLogger("xinfang.alarms")

KEY = "state/alarms.json"
#: Somebody else is sending; if it never says so, it died.
_CLAIM = timedelta(minutes=10)
_SWAPS = 5

#: Sends a title and a text; True when at least one receiver took it.
Send = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A condition that holds, and what it is about."""

    id: str
    about: tuple[str, ...]
    zh: str
    en: str


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    about: tuple[str, ...]
    since: AwareDatetime
    sent_at: AwareDatetime | None = None
    claimed_until: AwareDatetime | None = None


class _Memory(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: int = 1
    alarms: dict[str, _Told] = {}


def standing(situation: Situation) -> tuple[Alarm, ...]:
    """The alarms that hold now, in the order of their declaration."""
    alarms = []
    for condition in declared_conditions():
        found = condition.look(situation)
        if found is not None:
            zh, en = condition.sentences(found)
            alarms.append(Alarm(condition.id, found.about, zh, en))
    return tuple(alarms)


def situation_of(store: Store, status: Status, *, now: datetime, location: str) -> Situation:
    """What there is to look at: the status, the coverage table, the disks, the quota of the environment."""
    try:
        coverage = read_coverage(store).rows
    except NoVersion:
        coverage = ()
    quota = os.environ.get("XINFANG_QUOTA_GB")
    return Situation(
        status=status, now=now, coverage=coverage, disks=_disks(location), quota_gb=float(quota) if quota else None
    )


def _disks(location: str) -> dict[str, tuple[int, int]]:
    places = [Path(os.environ.get("PREFECT_HOME", "."))]
    if "://" not in location:
        places.append(Path(location))
    usage = {}
    for place in places:
        there = next((one for one in (place, *place.resolve().parents) if one.exists()), None)
        if there is not None:
            known = shutil.disk_usage(there)
            usage[str(place)] = (known.free, known.total)
    return usage


def tell(store: Store, alarms: Sequence[Alarm], send: Send, *, now: datetime) -> tuple[Alarm, ...]:
    """Send what is new, in one message, and remember it. Returns the alarms that were sent."""
    new = _claim(store, alarms, now)
    if not new:
        return ()
    title = f"信访局预决算：{len(new)} 项告警 xinfang-budgets: {len(new)} alarms"
    text = "\n\n".join(f"[{alarm.id}] {alarm.zh}\n{alarm.en}" for alarm in new)
    sent = send(title, text)
    _note(store, new, sent=sent, now=now)
    if not sent:
        log.warning("alarms could not be sent and will be tried again: %s", ", ".join(alarm.id for alarm in new))
        return ()
    return new


def _claim(store: Store, alarms: Sequence[Alarm], now: datetime) -> tuple[Alarm, ...]:
    """The alarms that are ours to send. Of two lookers at the same time one gets each."""
    for _ in range(_SWAPS):
        memory, tag = _read(store)
        told: dict[str, _Told] = {}
        new: list[Alarm] = []
        for alarm in alarms:
            known = memory.alarms.get(alarm.id)
            if known is not None and known.sent_at is not None and set(alarm.about) <= set(known.about):
                # What it is about may become less; something that comes back is told again.
                told[alarm.id] = known.model_copy(update={"about": alarm.about})
            elif known is not None and known.claimed_until is not None and known.claimed_until > now:
                told[alarm.id] = known
            else:
                since = known.since if known is not None else now
                told[alarm.id] = _Told(about=alarm.about, since=since, claimed_until=now + _CLAIM)
                new.append(alarm)
        after = _Memory(alarms=told)
        if after == memory:
            return ()
        try:
            _write(store, after, tag)
        except SwapConflict:
            continue
        return tuple(new)
    return ()


def _note(store: Store, alarms: Sequence[Alarm], *, sent: bool, now: datetime) -> None:
    for _ in range(_SWAPS):
        memory, tag = _read(store)
        told = dict(memory.alarms)
        for alarm in alarms:
            if alarm.id in told:
                update = {"sent_at": now if sent else None, "claimed_until": None}
                told[alarm.id] = told[alarm.id].model_copy(update=update)
        try:
            _write(store, _Memory(alarms=told), tag)
        except SwapConflict:
            continue
        return


def _read(store: Store) -> tuple[_Memory, str | None]:
    stored = store.get(KEY)
    if stored is None:
        return _Memory(), None
    try:
        return _Memory.model_validate_json(stored.data), stored.tag
    except ValidationError:
        # A damaged memory costs one more message, not an alarm.
        return _Memory(), stored.tag


def _write(store: Store, memory: _Memory, tag: str | None) -> None:
    store.swap(KEY, memory.model_dump_json(indent=1).encode(), tag=tag)
