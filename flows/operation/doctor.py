"""Is this machine fit to harvest? Each check says what it found and, where something is wrong, how to mend it.

Nothing is asked of any portal. One small object is written to the store (``state/probes/doctor.json``).
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx

from domain.ports import Clock, ObjectExists, Store, StoreError, SwapConflict
from flows.operation.extras import extras
from flows.operation.findings import Finding, Health
from flows.operation.installed import database_problem, lock_differences
from flows.runs import run_ids
from flows.settings import Settings
from flows.tools import portals_of, store_of
from publish.log import read_head
from publish.standing import clock_went_back, lost_versions

_T = TypeVar("_T")

PROBE = "state/probes/doctor.json"
_GIGABYTE = 1024**3
#: Below the first a run would soon fail, below the second a person should know.
_LEAST_FREE, _LITTLE_FREE = 1 * _GIGABYTE, 5 * _GIGABYTE
_SKEW = timedelta(minutes=2)
#: Clocks of portals are not set carefully; this much is ours.
_FAR = timedelta(minutes=30)
#: Requests of today of which the clocks are compared.
_LOOKED_AT = 25
_OLDEST_PYTHON = (3, 11)


def examine(settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    """All checks. A check that breaks is a fault of its own and does not end the others."""
    found: list[Finding] = []
    store = _guarded("store", found, lambda: _open(settings, found))
    checks: dict[str, Callable[[], Iterator[Finding]]] = {
        "clock": lambda: _clock(settings, clock, store),
        "versions": lambda: _versions(store) if store is not None else iter(()),
        "disk": lambda: _disk(settings),
        "credentials": lambda: _credentials(settings),
        "egress": lambda: _egress(settings),
        "declarations": lambda: _declarations(settings),
        "python": _python,
        "lock": _lock,
        "prefect": _prefect,
        "extras": extras,
    }
    for name, check in checks.items():
        _guarded(name, found, lambda check=check: found.extend(check()))  # type: ignore[misc]  # bound at once
    return tuple(found)


def _guarded(name: str, found: list[Finding], check: Callable[[], _T]) -> _T | None:
    try:
        return check()
    except Exception as problem:  # noqa: BLE001 - a doctor that dies of what it finds helps nobody
        zh, en = f"检查本身出错：{problem}", f"the check itself failed: {type(problem).__name__}: {problem}"
        found.append(Finding(name, Health.FAULT, zh, en, "请报告此问题", "please report this"))
        return None


def _open(settings: Settings, found: list[Finding]) -> Store | None:
    """Open the store and prove create-if-absent and compare-and-swap on an object of our own."""
    try:
        store = store_of(settings)
        wrong = _unfit(store)
    except (StoreError, OSError) as problem:
        found.append(
            Finding(
                "store",
                Health.FAULT,
                f"仓库不可用：{problem}",
                f"the store cannot be used: {problem}",
                "检查 --store / XINFANG_STORE、--endpoint-url、写权限和凭证",
                "check --store / XINFANG_STORE, --endpoint-url, write permission and credentials",
            )
        )
        return None
    if wrong:
        found.append(
            Finding(
                "store",
                Health.FAULT,
                f"仓库不支持条件写入（{wrong}）",
                f"the store has no conditional writes ({wrong})",
                "换用 Amazon S3、Ceph RGW、MinIO，或本地磁盘上的文件夹（不要用 NFS）",
                "use Amazon S3, Ceph RGW, MinIO, or a folder on a local disk (not NFS)",
            )
        )
    else:
        found.append(
            Finding(
                "store",
                Health.OK,
                f"{store.location} 可写，支持条件写入",
                f"{store.location} is writable, with conditional writes",
            )
        )
    return store


def _unfit(store: Store) -> str:
    known = store.get(PROBE)
    tag = store.swap(PROBE, b'{"probe": 1}', tag=known.tag if known else None)
    try:
        store.put_new(PROBE, b'{"probe": 2}')
    except ObjectExists:
        pass
    else:
        return "create-if-absent"
    new = store.swap(PROBE, b'{"probe": 3}', tag=tag)
    try:
        store.swap(PROBE, b'{"probe": 4}', tag=tag)
    except SwapConflict:
        return "" if new != tag else "compare-and-swap"
    return "compare-and-swap"


def _clock(settings: Settings, clock: Clock, store: Store | None) -> Iterator[Finding]:
    mend = "启用 NTP：timedatectl set-ntp true", "switch NTP on: timedatectl set-ntp true"
    now = clock.now()
    if store is not None:
        newest = next(iter(islice(run_ids(store), 1)), None)
        began = _began(newest) if newest else None
        if began is not None and began > now + _SKEW:
            yield Finding(
                "clock",
                Health.FAULT,
                f"时钟落后：仓库中最新的运行始于 {began:%Y-%m-%d %H:%M}Z",
                f"the clock is behind: the newest run of the store began at {began:%Y-%m-%d %H:%M}Z",
                *mend,
            )
            return
        if problem := clock_went_back(read_head(store), now):
            zh, en = problem.split(" / ", 1)
            yield Finding("clock", Health.FAULT, zh, en, *mend)
            return
        ahead = _portals_ahead(store, now)
        if ahead is not None and abs(ahead) > _FAR:
            hours = abs(ahead).total_seconds() / 3600
            fast_zh, fast = ("慢", "behind") if ahead > timedelta(0) else ("快", "ahead of")
            yield Finding(
                "clock",
                Health.FAULT,
                f"今天访问门户时，本机时钟比门户{fast_zh} {hours:.1f} 小时",
                f"when portals were asked today, this clock was {hours:.1f} hours {fast} theirs",
                *mend,
            )
            return
    if settings.endpoint_url:
        theirs = _date_of(settings.endpoint_url)
        if theirs is not None and abs(theirs - now) > _SKEW:
            off = abs(theirs - now).total_seconds()
            yield Finding(
                "clock",
                Health.FAULT,
                f"与存储服务的时钟相差 {off:.0f} 秒，签名会被拒绝",
                f"{off:.0f} s off the clock of the store, which will refuse our signatures",
                *mend,
            )
            return
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        yield Finding(
            "clock", Health.FAULT, "缺少时区数据", "no time zone data", "pip install tzdata", "pip install tzdata"
        )
        return
    yield Finding("clock", Health.OK, f"{now:%Y-%m-%d %H:%M}Z", f"{now:%Y-%m-%d %H:%M}Z")


def _portals_ahead(store: Store, now: datetime) -> timedelta | None:
    """How far the clocks of portals were ahead of ours in today's requests (the middle one); ``None`` without any."""
    off = []
    for key in islice(store.list(f"raw/requests/{now:%Y/%m/%d}/"), _LOOKED_AT):
        stored = store.get(key)
        try:
            held = json.loads(stored.data) if stored else {}
            stated = {name.lower(): value for name, value in held["response_headers"].items()}["date"]
            off.append(parsedate_to_datetime(stated) - datetime.fromisoformat(held["requested_at"]))
        except (ValueError, LookupError, TypeError):
            continue
    return sorted(off)[len(off) // 2] if off else None


def _versions(store: Store) -> Iterator[Finding]:
    """Is every version there that the store speaks of, and is the next one's turn?"""
    head = read_head(store)
    problem = lost_versions(store, head)
    if problem:
        zh, en = problem.split(" / ", 1)
        mend = (
            "从较新的备份补回后再运行 xinfang doctor",
            "put them back from a newer backup, then `xinfang doctor` again",
        )
        yield Finding("versions", Health.FAULT, zh, en, *mend)
    else:
        number = head.number if head else 0
        yield Finding("versions", Health.OK, f"最新第 {number} 版", f"the newest is version {number}")


def _began(run_id: str) -> datetime | None:
    try:
        return datetime.strptime(run_id.split("-", maxsplit=1)[0] + "+0000", "%Y%m%dT%H%M%SZ%z")
    except ValueError:
        return None


def _date_of(url: str) -> datetime | None:
    """The ``Date`` of any answer of the S3 service; ``None`` if it gives none (the store check tells then)."""
    try:
        answer = httpx.head(url, timeout=10)
    except httpx.HTTPError:
        return None
    stated = answer.headers.get("date")
    return parsedate_to_datetime(stated) if stated else None


def _disk(settings: Settings) -> Iterator[Finding]:
    places = {"Prefect": Path(os.environ.get("PREFECT_HOME", ".")), "tmp": Path(tempfile.gettempdir())}
    if "://" not in settings.store:
        places["store"] = Path(settings.store)
    for name, path in places.items():
        there = next((one for one in (path, *path.resolve().parents) if one.exists()), Path("/"))
        free = shutil.disk_usage(there).free
        words = f"{name}: {free / _GIGABYTE:.1f} GB 可用", f"{name}: {free / _GIGABYTE:.1f} GB free"
        if free >= _LITTLE_FREE:
            yield Finding("disk", Health.OK, *words)
        else:
            health = Health.FAULT if free < _LEAST_FREE else Health.NOTE
            yield Finding("disk", health, *words, f"清理或扩容 {there}", f"free or add space at {there}")


def _credentials(settings: Settings) -> Iterator[Finding]:
    if "://" not in settings.store:
        yield Finding("credentials", Health.OK, "本地文件夹，不需要凭证", "a local folder needs none")
        return
    import boto3

    held = boto3.Session().get_credentials()
    if held is None:
        yield Finding(
            "credentials",
            Health.FAULT,
            "没有找到 S3 凭证",
            "no S3 credentials found",
            "设置 AWS_ACCESS_KEY_ID 与 AWS_SECRET_ACCESS_KEY，或使用实例角色；不要写进文件库",
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or use an instance role; never commit them",
        )
    else:
        yield Finding("credentials", Health.OK, f"来源 {held.method}", f"found by {held.method}")


def _egress(settings: Settings) -> Iterator[Finding]:
    address = settings.egress
    if not address or address == "direct":
        from_environment = os.environ.get("HTTP_PROXY") or os.environ.get("http_proxy")
        words = ("环境变量中的代理", "the environment's proxy") if from_environment else ("直接访问", "direct")
        yield Finding("egress", Health.OK, *words)
        return
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=5):
            pass
    except OSError as problem:
        yield Finding(
            "egress",
            Health.FAULT,
            f"代理连不上 {parts.hostname}:{parts.port}：{problem}",
            f"the proxy {parts.hostname}:{parts.port} cannot be reached: {problem}",
            "检查 --egress / XINFANG_EGRESS 和代理服务",
            "check --egress / XINFANG_EGRESS and the proxy itself",
        )
        return
    yield Finding("egress", Health.OK, f"代理 {parts.hostname}:{parts.port}", f"proxy {parts.hostname}:{parts.port}")


def _declarations(settings: Settings) -> Iterator[Finding]:
    from scrapers.misdeclared import DeclarationError

    try:
        count = len(portals_of(settings))
    except DeclarationError as problem:
        yield Finding("declarations", Health.FAULT, str(problem), str(problem), "修改所列文件", "mend the files named")
        return
    yield Finding("declarations", Health.OK, f"{count} 个门户", f"{count} portals")


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST_PYTHON:
        yield Finding(
            "python", Health.FAULT, version, version, "需要 Python 3.11 以上", "Python 3.11 or newer is needed"
        )
    else:
        yield Finding("python", Health.OK, version, version)


def _lock() -> Iterator[Finding]:
    differing = lock_differences()
    if differing is None:
        yield Finding("lock", Health.NOTE, "没有找到锁定文件", "no lock file beside the installation")
    elif differing:
        shown = ", ".join(differing[:5]) + (" …" if len(differing) > 5 else "")
        yield Finding(
            "lock",
            Health.FAULT,
            f"{len(differing)} 个库与锁定版本不同：{shown}",
            f"{len(differing)} libraries differ from the lock: {shown}",
            "重新安装：sh infra/setup-env.sh python3 .venv requirements/run.lock",
            "install anew: sh infra/setup-env.sh python3 .venv requirements/run.lock",
        )
    else:
        yield Finding("lock", Health.OK, "与锁定版本一致", "as locked")


def _prefect() -> Iterator[Finding]:
    from importlib.metadata import version

    home = Path(os.environ["PREFECT_HOME"])
    problem = database_problem(home)
    words = f"Prefect {version('prefect')}，{home}", f"Prefect {version('prefect')}, {home}"
    if problem is None:
        yield Finding("prefect", Health.OK, *words)
    else:
        yield Finding(
            "prefect",
            Health.FAULT,
            f"{words[0]}：数据库由另一版本写入（{problem}）",
            f"{words[1]}: the database was written by another version ({problem})",
            "用写入它的版本，或另设 PREFECT_HOME；运行记录在 Prefect 中会重新开始，数据不受影响",
            "use the version that wrote it, or another PREFECT_HOME: Prefect's records begin anew, no data is lost",
        )
