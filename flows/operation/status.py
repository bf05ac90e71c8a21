"""``status.json``: how things stand, for the catalogue's status page, the metrics and the alarms. Derived only.

It is kept up with the runs: each summary is read once, so it costs little in a store of any size. Its fields are
described in docs/operations.md; a change of their meaning raises ``schema_version``.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from domain.ports import Store, SwapConflict
from flows.coverage_map import NoVersion, read_coverage
from flows.runs import run_ids, summaries
from flows.summary import PARSE_FAILED, PortalRun, PublishOutcome, RunSummary, load_summary
from publish.log import read_head

log = logging.getLogger("xinfang.status")

KEY = "status.json"
SCHEMA_VERSION = 1
#: Flows whose runs visit portals.
VISITING = frozenset({"harvest", "dispatch", "backfill", "rerun", "retry"})
_FIRST_LOOK = 200
_SWAPS = 5


class Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RunStatus(Kept):
    """The end of the last run of one flow."""

    run_id: str
    started_at: AwareDatetime
    ended_at: AwareDatetime
    portals: int = 0
    failed_portals: int = 0
    reports: int = 0
    facts: int = 0
    #: Reports our own code failed on.
    parse_failed: int = 0
    publish: PublishOutcome
    message: str | None = None
    #: Problems of an audit.
    problems: tuple[str, ...] = ()
    #: What an audit's share of the archive lets one expect of all of it, in bytes.
    archive_bytes: int | None = None


class PortalStatus(Kept):
    """The last visit of one portal."""

    outcome: str
    at: AwareDatetime
    last_success: AwareDatetime | None = None
    #: Visits in vain since.
    failures: int = 0
    message_zh: str | None = None
    message_en: str | None = None


class VersionStatus(Kept):
    """The newest version, and the one before for comparison."""

    number: int
    name: str
    created: AwareDatetime
    reports: int
    facts: int
    previous_reports: int | None = None
    previous_facts: int | None = None


class Status(Kept):
    schema_version: int = SCHEMA_VERSION
    updated_at: AwareDatetime
    version: VersionStatus | None = None
    #: The last run of each flow, by its name.
    runs: dict[str, RunStatus] = {}
    #: Since when the schedules of a Prefect server keep this store up; ``None`` where runs are started by hand only.
    scheduled_since: AwareDatetime | None = None
    #: The newest run that is taken into account.
    seen_through: str = ""
    portals: dict[str, PortalStatus] = {}
    #: Portals by outcome of their last visit, cells of the coverage table by state.
    outcomes: dict[str, int] = {}
    coverage: dict[str, int] = {}
    #: Ids of the alarms that stand (``xinfang alarms`` has their words).
    alarms: tuple[str, ...] = ()


def read_status(store: Store) -> Status | None:
    """The status as last written; ``None`` when there is none, or none that this code can read."""
    return _read(store)[0]


def update_status(
    store: Store, *, now: datetime, alarms: Iterable[str] | None = None, scheduled: bool = False
) -> Status:
    """Take the runs since the last update into account, write ``status.json`` and return it.

    ``scheduled``: this look is one of a schedule, so that the other runs are expected too.
    """
    for _ in range(_SWAPS):
        before, tag = _read(store)
        status = _next(store, before or Status(updated_at=now), now=now)
        if scheduled and status.scheduled_since is None:
            status = status.model_copy(update={"scheduled_since": now})
        if alarms is not None:
            status = status.model_copy(update={"alarms": tuple(sorted(alarms))})
        try:
            store.swap(KEY, status.model_dump_json(indent=1).encode(), tag=tag)
        except SwapConflict:
            continue
        return status
    raise SwapConflict(f"{store.location}/{KEY}: 一直被修改 others kept changing it")


def _read(store: Store) -> tuple[Status | None, str | None]:
    stored = store.get(KEY)
    if stored is None:
        return None, None
    try:
        status = Status.model_validate_json(stored.data)
    except ValidationError:
        log.warning("%s cannot be read and is made anew", KEY)
        return None, stored.tag
    return (status if status.schema_version == SCHEMA_VERSION else None), stored.tag


def _next(store: Store, before: Status, *, now: datetime) -> Status:
    portals, runs = dict(before.portals), dict(before.runs)
    seen = before.seen_through
    for summary in _since(store, seen):
        seen = max(seen, summary.run_id)
        runs[summary.flow] = _run_status(summary)
        if summary.flow in VISITING:
            for run in summary.portals:
                portals[run.portal_id] = _portal_status(run, summary.ended_at, portals.get(run.portal_id))
    return Status(
        updated_at=now,
        version=_version_status(store, before.version),
        runs=runs,
        scheduled_since=before.scheduled_since,
        seen_through=seen,
        portals=dict(sorted(portals.items())),
        outcomes=dict(sorted(Counter(one.outcome for one in portals.values()).items())),
        coverage=_coverage(store),
        alarms=before.alarms,
    )


def _since(store: Store, seen: str) -> list[RunSummary]:
    """Summaries of runs newer than ``seen``, oldest first. Shares are told by their dispatch."""
    if not seen:
        found = list(summaries(store, newest=_FIRST_LOOK))[::-1]
    else:
        newer = sorted(run_id for run_id in run_ids(store) if run_id > seen)
        found = [summary for run_id in newer if (summary := _load(store, run_id)) is not None]
    return [summary for summary in found if summary.flow != "share"]


def _load(store: Store, run_id: str) -> RunSummary | None:
    try:
        return load_summary(store, run_id)
    except ValidationError:
        log.warning("run %s: summary not readable", run_id)
        return None


def _run_status(summary: RunSummary) -> RunStatus:
    audit = summary.audit
    expected = None
    if audit is not None and audit.raw_shares:
        expected = audit.raw_bytes * 256 // len(audit.raw_shares)
    return RunStatus(
        run_id=summary.run_id,
        started_at=summary.started_at,
        ended_at=summary.ended_at,
        portals=len(summary.portals) or len(summary.checked_portals),
        failed_portals=len(summary.failed_portals) or sum(not one.ok for one in summary.checked_portals),
        reports=len(summary.reports),
        facts=sum(report.facts for report in summary.reports),
        parse_failed=sum(problem.state == PARSE_FAILED for problem in summary.problems),
        publish=summary.publish.outcome,
        message=summary.publish.message,
        problems=audit.problems[:20] if audit else (),
        archive_bytes=expected,
    )


def _portal_status(run: PortalRun, at: datetime, before: PortalStatus | None) -> PortalStatus:
    return PortalStatus(
        outcome=run.outcome,
        at=at,
        last_success=(before.last_success if before else None) if run.failed else at,
        failures=(before.failures if before else 0) + 1 if run.failed else 0,
        message_zh=run.message_zh,
        message_en=run.message_en,
    )


def _version_status(store: Store, before: VersionStatus | None) -> VersionStatus | None:
    head = read_head(store)
    if head is None:
        return None
    if before is not None and before.number == head.number:
        return before
    return VersionStatus(
        number=head.number,
        name=head.name,
        created=datetime.fromisoformat(str(head.descriptor["created"])),
        reports=head.rows.get("reports", 0),
        facts=head.rows.get("facts", 0),
        previous_reports=before.reports if before else None,
        previous_facts=before.facts if before else None,
    )


def _coverage(store: Store) -> dict[str, int]:
    try:
        rows = read_coverage(store).rows
    except NoVersion:
        return {}
    return dict(sorted(Counter(row["state"] for row in rows).items()))
