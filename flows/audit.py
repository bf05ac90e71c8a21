"""The verify flow: every night the newest version as a consumer checks it, and a share of the archive hashed again.

The share moves on with the days: with eight of the 256 parts a night, each archived byte is read again in 32 nights.
"""

from __future__ import annotations

import logging
from datetime import date

from prefect import flow

from domain.identifiers import sha256_hex
from domain.ports import Store
from flows import artifacts, names
from flows.clock import SystemClock
from flows.harvest import new_run_id
from flows.patience import stop_a_poison_run
from flows.settings import Settings
from flows.summary import AuditRun, PublishOutcome, PublishRun, RunSummary, save_summary
from flows.tools import store_of
from publish.deep import judged_whole
from publish.verify import reader_of, verify_version
from scrapers.adapters.dates import BEIJING

log = logging.getLogger("xinfang.audit")

_PARTS = 256
RAW_SHARES = 8


def _flow_run_name() -> str:
    return f"verify newest version {names.today()}"


@flow(name="verify", flow_run_name=_flow_run_name, persist_result=False, timeout_seconds=6 * 3600)
def verify(raw_shares: int = RAW_SHARES, settings: Settings | None = None) -> RunSummary:
    """Check every hash of the newest version and a share of the archive.

    Args:
        raw_shares: how many of the archive's 256 parts to read tonight.
        settings: the store; the environment's when absent.
    """
    stop_a_poison_run()
    step = artifacts.Progress("verify", "版本与归档 version and parts of the archive")
    summary = verify_plainly(settings or Settings(), raw_shares=raw_shares, step=step)
    artifacts.leave(summary)
    return summary


def verify_plainly(
    settings: Settings, *, raw_shares: int = RAW_SHARES, step: artifacts.Step = artifacts.no_step
) -> RunSummary:
    """The same without any engine. What is wrong stands in ``audit.problems`` of the summary."""
    clock = SystemClock()
    started = clock.now()
    store = store_of(settings)
    summary = RunSummary(
        run_id=new_run_id(started),
        flow="verify",
        started_at=started,
        audit=audit(store, today=started.astimezone(BEIJING).date(), raw_shares=raw_shares, step=step),
        ended_at=clock.now(),
        store=store.location,
        parameters={"raw_shares": str(raw_shares)},
        publish=PublishRun(outcome=PublishOutcome.SKIPPED),
    )
    save_summary(store, summary)
    return summary


def audit(
    store: Store, *, today: date, raw_shares: int = RAW_SHARES, step: artifacts.Step = artifacts.no_step
) -> AuditRun:
    """Verify the newest version and hash the day's share of ``raw/`` again."""
    checked = judged_whole(reader_of(store), verify_version(store))
    problems = list(checked.problems)
    shares = shares_of(today, raw_shares)
    objects = size = 0
    step(1, len(shares) + 1)
    for done, share in enumerate(shares, start=2):
        for key in store.list(f"raw/sha256/{share}/"):
            stored = store.get(key)
            if stored is None:
                problems.append(f"{key}: 缺失 / missing")
                continue
            objects += 1
            size += len(stored.data)
            if sha256_hex(stored.data) != key.rsplit("/", 1)[-1]:
                problems.append(f"{key}: 哈希不符 / the hash differs")
        step(done, len(shares) + 1)
    return AuditRun(
        version=checked.number,
        files=checked.files,
        rows=checked.rows,
        raw_shares=shares,
        raw_objects=objects,
        raw_bytes=size,
        problems=tuple(problems),
    )


def shares_of(today: date, raw_shares: int) -> tuple[str, ...]:
    """The parts of the archive that belong to ``today``; following days take the following parts."""
    first = today.toordinal() * raw_shares
    return tuple(f"{(first + number) % _PARTS:02x}" for number in range(min(raw_shares, _PARTS)))
