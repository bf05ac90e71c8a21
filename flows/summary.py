"""The run summary: what one run did, typed, stored as ``runs/{run_id}.json``, the contract between runs.

It names portals, documents and checks by what they are in public; it holds no personal data.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.corrections import CorrectionState
from domain.ports import Store
from domain.records import DocumentState, ReportState
from scrapers.outcomes import Outcome


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


#: State of a report that our own code failed on.
PARSE_FAILED = "parse_failed"


class DocumentProblem(Frozen):
    """A document that could not be read, and why."""

    report_id: str
    url: str
    state: DocumentState | str
    message: str | None = None


class FailedCheck(Frozen):
    report_id: str
    agency: str
    fiscal_year: int
    rule: str
    verdict: str
    message_zh: str
    message_en: str


class ReportRun(Frozen):
    """One report that this run read.

    ``change``: ``new``, ``none`` (read again), or what of its documents changed: ``bytes``, ``text``, ``rows``.
    """

    report_id: str
    change: str = "new"
    revision: int = 1
    agency: str
    title: str | None
    state: ReportState
    facts: int
    checks_failed: int
    unrecognised_tables: int
    unused_rows: int
    #: The page at the portal that the report was found on.
    page_url: str | None = None


class ItemEvent(Frozen):
    """A published report's item that moved, is no longer listed, came back, is gone, or holds other files now."""

    kind: str
    report_id: str
    title: str
    url: str
    moved_to: str | None = None


class ColumnTrouble(Frozen):
    """A column of a portal that was not read as declared: a wall, another template, a missing page."""

    url: str
    name: str | None
    outcome: str
    message_zh: str
    message_en: str


#: Outcomes of a portal that was read in part: what is left is asked for later, or the portal does not give it.
_IN_PART = frozenset({Outcome.PARTIAL.value, Outcome.PAGE_IGNORED.value})
#: Outcomes of a portal that works as declared.
_WATCHED = frozenset(outcome.value for outcome in Outcome if outcome.is_success)


class PortalRun(Frozen):
    """What happened at one portal."""

    portal_id: str
    outcome: str
    pages_fetched: int = 0
    files_fetched: int = 0
    not_modified: int = 0
    items_seen: int = 0
    items_taken: int = 0
    items_left: int = 0
    ambiguous: int = 0
    message_zh: str | None = None
    message_en: str | None = None
    reports: tuple[ReportRun, ...] = ()
    problems: tuple[DocumentProblem, ...] = ()
    events: tuple[ItemEvent, ...] = ()
    columns: tuple[ColumnTrouble, ...] = ()
    failed_checks: tuple[FailedCheck, ...] = ()

    @property
    def failed(self) -> bool:
        """True when a person should look: the portal could not be watched."""
        return self.outcome not in _WATCHED

    @property
    def incomplete(self) -> bool:
        """True when rows were read, not all that were promised: a budget is spent, a pager is wrong. No failure."""
        return self.outcome in _IN_PART


class PublishOutcome(StrEnum):
    PUBLISHED = "published"
    NOTHING_NEW = "nothing_new"
    REFUSED = "refused"
    SKIPPED = "skipped"


class CorrectionProblem(Frozen):
    """A correction that does not fit its report any more."""

    correction_id: str
    report_id: str
    state: CorrectionState
    message_zh: str
    message_en: str


class WithheldReport(Frozen):
    """A report of the store that the version leaves out, and why."""

    report_id: str
    reason: str
    message_zh: str
    message_en: str


class PublishRun(Frozen):
    outcome: PublishOutcome
    version: int | None = None
    version_name: str | None = None
    descriptor: str | None = None
    reports: int = 0
    facts: int = 0
    rows_changed: int = 0
    message: str | None = None
    withheld: tuple[WithheldReport, ...] = ()
    #: The page of the version's catalogue; ``None`` where it was published without one.
    site: str | None = None


class BackfillRun(Frozen):
    """How far the columns of the wanted portals are read, all years of them."""

    portals: int
    done_before: int
    done_now: int
    #: Portals still to be read, and how many of their known items.
    left: tuple[str, ...]
    items_left: int


class CheckedPortal(Frozen):
    """Whether a portal is still as declared."""

    portal_id: str
    outcome: str
    ok: bool
    wall: str | None = None
    drifted: bool = False
    message_zh: str | None = None
    message_en: str | None = None


class AuditRun(Frozen):
    """Hashes checked again: the newest version as its consumer does, and a share of what was ever received."""

    version: int
    files: int
    rows: int
    #: Two hex digits of the part of ``raw/`` that this audit read.
    raw_shares: tuple[str, ...] = ()
    raw_objects: int = 0
    raw_bytes: int = 0
    problems: tuple[str, ...] = ()


class RunSummary(Frozen):
    schema_version: int = 2
    run_id: str
    flow: str
    started_at: datetime
    ended_at: datetime
    store: str
    parameters: dict[str, str] = {}
    portals: tuple[PortalRun, ...] = ()
    publish: PublishRun
    backfill: BackfillRun | None = None
    checked_portals: tuple[CheckedPortal, ...] = ()
    audit: AuditRun | None = None

    @property
    def reports(self) -> tuple[ReportRun, ...]:
        return tuple(report for portal in self.portals for report in portal.reports)

    @property
    def problems(self) -> tuple[DocumentProblem, ...]:
        return tuple(problem for portal in self.portals for problem in portal.problems)

    @property
    def failed_checks(self) -> tuple[FailedCheck, ...]:
        return tuple(check for portal in self.portals for check in portal.failed_checks)

    @property
    def failed_portals(self) -> tuple[PortalRun, ...]:
        return tuple(portal for portal in self.portals if portal.failed)

    @property
    def incomplete_portals(self) -> tuple[PortalRun, ...]:
        return tuple(portal for portal in self.portals if portal.incomplete)

    @property
    def failed(self) -> bool:
        """True when a person should look: a portal was not watched, our own code failed, the publish was refused."""
        broken = any(problem.state == PARSE_FAILED for problem in self.problems)
        return bool(self.failed_portals) or broken or self.publish.outcome is PublishOutcome.REFUSED


def save_summary(store: Store, summary: RunSummary) -> None:
    """Write ``runs/{run_id}.json``; a run is recorded once."""
    data = summary.model_dump_json(indent=1).encode()
    store.put_new(f"runs/{summary.run_id}.json", data, content_type="application/json")


def load_summary(store: Store, run_id: str) -> RunSummary | None:
    stored = store.get(f"runs/{run_id}.json")
    return RunSummary.model_validate_json(stored.data) if stored else None
