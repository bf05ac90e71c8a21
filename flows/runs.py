"""The runs of a store: their summaries, and what of a run failed and can be repeated."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pydantic import ValidationError

from domain.ports import Store
from domain.records import DocumentState
from flows.summary import PARSE_FAILED, DocumentProblem, PublishOutcome, RunSummary
from scrapers.documents import NAME_CONFLICT

log = logging.getLogger("xinfang.runs")

_PREFIX, _SUFFIX = "runs/", ".json"
#: States of a document that are a matter of our own code or of a busy machine: reading it again may end otherwise.
_OURS = {PARSE_FAILED, DocumentState.TIMEOUT.value}
#: Found in bytes that are in the archive: the same file would end the same way.
_IN_THE_BYTES = {
    DocumentState.ENCRYPTED.value,
    DocumentState.DAMAGED.value,
    DocumentState.SCANNED.value,
    DocumentState.UNSUPPORTED.value,
    DocumentState.NO_FIGURES.value,
    NAME_CONFLICT,
}


class UnknownRun(LookupError):
    """No run has this id, or several begin with it."""


@dataclass(frozen=True, slots=True)
class Failures:
    """What of one run failed. Everything else of it is done and need not be repeated."""

    #: Portals that could not be watched.
    portals: tuple[str, ...]
    #: Portals that were read in part. No failure, but repeated with what is.
    incomplete: tuple[str, ...]
    #: Documents and pages that could not be had, by portal; the portal's state tells which of them still are not.
    documents: dict[str, tuple[DocumentProblem, ...]]
    #: Reports whose reading failed through no fault of the file, by portal.
    reports: dict[str, tuple[str, ...]]
    #: The publish was refused or did not happen.
    publish: bool

    def __bool__(self) -> bool:
        return bool(self.portals or self.incomplete or self.documents or self.reports or self.publish)


def run_ids(store: Store) -> tuple[str, ...]:
    """Ids of all runs, newest first (ids begin with the moment of the start)."""
    return tuple(
        sorted(
            (key[len(_PREFIX) : -len(_SUFFIX)] for key in store.list(_PREFIX) if key.endswith(_SUFFIX)), reverse=True
        )
    )


def summaries(store: Store, *, newest: int | None = None) -> Iterator[RunSummary]:
    """Summaries of runs, newest first; one that cannot be read is named in the log and left out."""
    for run_id in islice(run_ids(store), newest):
        summary = _load(store, run_id)
        if summary is not None:
            yield summary


def find_run(store: Store, run: str) -> RunSummary:
    """The run with id ``run``, or whose id begins or ends with it; ``last`` is the newest one.

    Raises :class:`UnknownRun` with the ids that come near.
    """
    known = run_ids(store)
    if run == "last":
        found = known[:1]
    else:
        found = (run,) if run in known else tuple(one for one in known if one.startswith(run) or one.endswith(run))
    if len(found) != 1:
        near = ", ".join(found[:5] or known[:5]) or "—"
        raise UnknownRun(
            f"{'有多个运行符合' if found else '没有这个运行'} "
            f"{'several runs match' if found else 'there is no run'} {run!r}: {near}"
        )
    summary = _load(store, found[0])
    if summary is None:
        raise UnknownRun(f"运行摘要无法读取 the summary of run {found[0]} cannot be read")
    return summary


def failures_of(summary: RunSummary) -> Failures:
    """What of ``summary`` to repeat. A portal that was not watched is repeated as a whole."""
    failed = tuple(portal.portal_id for portal in summary.failed_portals)
    incomplete = tuple(portal.portal_id for portal in summary.incomplete_portals)
    documents: dict[str, tuple[DocumentProblem, ...]] = {}
    reports: dict[str, tuple[str, ...]] = {}
    for portal in summary.portals:
        ours = tuple(sorted({one.report_id for one in portal.problems if one.state in _OURS}))
        if ours:
            reports[portal.portal_id] = ours
        missing = tuple(one for one in portal.problems if one.state not in _OURS | _IN_THE_BYTES)
        if missing and portal.portal_id not in {*failed, *incomplete}:
            documents[portal.portal_id] = missing
    return Failures(failed, incomplete, documents, reports, publish=summary.publish.outcome is PublishOutcome.REFUSED)


def _load(store: Store, run_id: str) -> RunSummary | None:
    stored = store.get(f"{_PREFIX}{run_id}{_SUFFIX}")
    if stored is None:
        return None
    try:
        return RunSummary.model_validate_json(stored.data)
    except ValidationError as invalid:
        log.warning("run %s: summary not readable (%s)", run_id, invalid.errors()[0]["msg"])
        return None
