"""The pipeline as plain functions: no Prefect, no printing; the flows and the command line only arrange these.

Order of writes for one portal: raw bytes → portal state (what was fetched) → parsed reports → portal state (which
report was read from it). Killed at any point, the next run finds in the state what is still to be read: nothing that
was archived is lost and no report is read twice in vain.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from domain.divisions import Divisions
from domain.identifiers import sha256_hex
from domain.ports import Clock, ObjectExists, Store
from domain.records import DocumentState, ParsedReport
from domain.takedowns import taken_down
from flows.assemble import Revision, assemble, inputs_fingerprint
from flows.log_context import log_about
from flows.portal_digests import PortalDigest, digest_of
from flows.revisions import Change, revised
from flows.summary import PARSE_FAILED, ColumnTrouble, DocumentProblem, FailedCheck, ItemEvent, PortalRun, ReportRun
from parsers.parse import Workbench
from scrapers.again import fetch_again
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import Portal
from scrapers.departures import ItemEvent as Departed
from scrapers.disclosure import Disclosure
from scrapers.harvest import ColumnTrouble as Troubled
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.state import DocumentProblem as FetchProblem
from scrapers.state import ItemState, PortalState, ReportPointer, StateSaver, load_state, save_state

log = logging.getLogger("xinfang.pipeline")

#: Called with (portal_id, what is happening now) for progress bars; must not raise.
Notify = Callable[[str, str], None]


def _tell_nobody(_portal_id: str, _doing: str) -> None:
    pass


def _any(_disclosure: Disclosure) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Tools:
    """The objects through which the pipeline reaches the world."""

    store: Store
    clock: Clock
    divisions: Divisions
    open_client: Callable[[Portal], AbstractContextManager[PoliteClient]]
    workbench: Workbench | None = None
    notify: Notify = _tell_nobody


def watch_portal(portal: Portal, tools: Tools, *, full: bool = False, proof: bool = False) -> PortalRun:
    """Harvest one portal and read what is new there. A failure is this portal's own and comes back as its outcome.

    ``full`` and ``proof`` as in :func:`scrapers.harvest.harvest_portal`.
    """

    def visit(client: PoliteClient, state: PortalState, checkpoint: Callable[[PortalState], None]) -> PortalHarvest:
        return harvest_portal(
            portal,
            client=client,
            archive=Archive(tools.store, tools.clock),
            state=state,
            divisions=tools.divisions,
            clock=tools.clock,
            full=full,
            proof=proof,
            checkpoint=checkpoint,
        )

    return _visited(portal, tools, visit)


def fetch_items(portal: Portal, keys: Collection[str], tools: Tools) -> PortalRun:
    """Ask again for the items ``keys`` of the portal's state, without its lists, and read what came."""

    def visit(client: PoliteClient, state: PortalState, checkpoint: Callable[[PortalState], None]) -> PortalHarvest:
        return fetch_again(
            portal,
            keys,
            client=client,
            archive=Archive(tools.store, tools.clock),
            state=state,
            divisions=tools.divisions,
            clock=tools.clock,
            checkpoint=checkpoint,
        )

    return _visited(portal, tools, visit)


_Visit = Callable[[PoliteClient, PortalState, Callable[[PortalState], None]], PortalHarvest]


def _visited(portal: Portal, tools: Tools, visit: _Visit) -> PortalRun:
    """Load the portal's state, visit, save, read what is pending."""
    state, tag = load_state(tools.store, portal.id)
    saver = StateSaver(tools.store, tag)

    def checkpoint(so_far: PortalState) -> None:
        """After every item, so that a first reading of many years that is killed goes on where it was."""
        saver.save(so_far)

    tools.notify(portal.id, "harvest")
    with log_about(portal=portal.id), tools.open_client(portal) as client:
        harvest = visit(client, state, checkpoint)
        log.info(
            "visited: %s, %d pages, %d files, %d unchanged, %d items taken",
            harvest.outcome.value,
            harvest.pages_fetched,
            harvest.files_fetched,
            harvest.not_modified,
            harvest.taken,
        )
    state, tag = saver.save(harvest.state)
    tools.notify(portal.id, "read")
    run = report_runs(portal.id, read_pending(state, tag, tools))
    return run.model_copy(
        update={
            "problems": (*(_not_fetched(problem) for problem in harvest.problems), *run.problems),
            "outcome": harvest.outcome.value,
            "pages_fetched": harvest.pages_fetched,
            "files_fetched": harvest.files_fetched,
            "not_modified": harvest.not_modified,
            "items_seen": harvest.items_seen,
            "items_taken": harvest.taken,
            "items_left": len(harvest.left),
            "ambiguous": len(harvest.ambiguous),
            "events": tuple(_event(event) for event in harvest.events),
            "columns": tuple(_column(column) for column in harvest.columns),
            "message_zh": harvest.message_zh,
            "message_en": harvest.message_en,
        }
    )


def _event(event: Departed) -> ItemEvent:
    return ItemEvent(
        kind=event.kind.value, report_id=event.report_id, title=event.title, url=event.url, moved_to=event.moved_to
    )


def _column(column: Troubled) -> ColumnTrouble:
    return ColumnTrouble(
        url=column.url,
        name=column.name,
        outcome=column.outcome.value,
        message_zh=column.message_zh,
        message_en=column.message_en,
    )


def _not_fetched(problem: FetchProblem) -> DocumentProblem:
    return DocumentProblem(report_id=problem.report_id, url=problem.url, state=problem.state, message=problem.message)


def report_runs(portal_id: str, reading: PortalReading) -> PortalRun:
    """What reading the reports of one portal showed, without any request: outcome ``ok``."""
    reports = reading.reports
    return PortalRun(
        portal_id=portal_id,
        outcome="ok",
        reports=tuple(_report_run(parsed, reading.changes[parsed.report.report_id]) for parsed in reports),
        problems=(*reading.failed, *(problem for parsed in reports for problem in _problems(parsed))),
        failed_checks=tuple(check for parsed in reports for check in _failed_checks(parsed)),
    )


@dataclass(frozen=True, slots=True)
class PortalReading:
    """The saved state with its tag, the reports read, and those that our own code failed on."""

    state: PortalState
    tag: str | None
    reports: tuple[ParsedReport, ...]
    failed: tuple[DocumentProblem, ...]
    #: By report: how its documents differ from those it was read from before.
    changes: Mapping[str, Change]


def read_pending(
    state: PortalState,
    tag: str | None,
    tools: Tools,
    *,
    only: Callable[[Disclosure], bool] = _any,
    force: bool = False,
) -> PortalReading:
    """Read every archived disclosure of a portal whose inputs or reading code changed (all that ``only`` accepts).

    ``force`` reads again even when nothing changed.
    """
    read: list[ParsedReport] = []
    failed: list[DocumentProblem] = []
    changes: dict[str, Change] = {}
    gone = taken_down(tools.store)
    forgotten = False
    for url, item in sorted(state.items.items()):
        disclosure = item.disclosure and _without(item.disclosure, gone)
        if disclosure is None or not only(disclosure):
            continue
        if not disclosure.documents:
            if item.report is not None and item.disclosure and item.disclosure.documents:
                state, forgotten = state.with_item(url, item.model_copy(update={"report": None})), True
            continue
        fingerprint = inputs_fingerprint(disclosure)
        if not force and item.report is not None and item.report.inputs_fingerprint == fingerprint:
            continue
        tools.notify(state.portal_id, f"read {disclosure.agency} {disclosure.fiscal_year}")
        try:
            with log_about(portal=state.portal_id, report=disclosure.report_id):
                parsed, key, change = _read_one(disclosure, item, tools)
                log.info(
                    "read: %s (%s), %d facts, %d checks failed",
                    parsed.report.state.value,
                    change.value,
                    len(parsed.facts),
                    parsed.report.checks_failed,
                )
        except Exception as problem:
            # One report that our own code cannot digest must not keep the others from being read and published.
            with log_about(portal=state.portal_id, report=disclosure.report_id):
                log.exception("reading failed")
            failed.append(_not_digested(disclosure, problem))
            continue
        pointer = ReportPointer(
            report_id=parsed.report.report_id,
            report_key=key,
            inputs_fingerprint=fingerprint,
            revision=parsed.report.revision,
        )
        state = state.with_item(url, item.model_copy(update={"report": pointer}))
        read.append(parsed)
        changes[parsed.report.report_id] = change
    if read or forgotten:
        state, tag = save_state(tools.store, state, tag)
    return PortalReading(state, tag, tuple(read), tuple(failed), changes)


def _not_digested(disclosure: Disclosure, problem: Exception) -> DocumentProblem:
    return DocumentProblem(
        report_id=disclosure.report_id,
        url=disclosure.page_url,
        state=PARSE_FAILED,
        message=f"读取程序出错 our reader failed: {type(problem).__name__}",
    )


def _without(disclosure: Disclosure, gone: frozenset[str]) -> Disclosure:
    """The disclosure without the files that were taken down."""
    kept = tuple(document for document in disclosure.documents if document.sha256 not in gone)
    return disclosure.model_copy(update={"documents": kept}) if len(kept) < len(disclosure.documents) else disclosure


def _read_one(disclosure: Disclosure, item: ItemState, tools: Tools) -> tuple[ParsedReport, str, Change]:
    previous = _previous(item, tools.store)
    contents = {document.sha256: _archived(document.archive_key, tools.store) for document in disclosure.documents}
    parsed = assemble(
        disclosure,
        contents,
        divisions=tools.divisions,
        revision=Revision(),
        workbench=tools.workbench,
    )
    parsed, change = revised(previous, item.report.report_key if item.report else None, parsed)
    data = parsed.model_dump_json(exclude_none=True).encode()
    key = f"reports/{parsed.report.report_id}/{sha256_hex(data)}.json"
    try:
        tools.store.put_new(key, data, content_type="application/json")
    except ObjectExists:
        log.debug("report %s is unchanged", key)
    return parsed, key, change


def _previous(item: ItemState, store: Store) -> ParsedReport | None:
    return load_report(store, item.report.report_key) if item.report else None


def _archived(key: str, store: Store) -> bytes:
    stored = store.get(key)
    if stored is None:
        message = f"归档文件缺失 the archive lacks {key}: fetch it again with `xinfang rerun`"
        raise LookupError(message)
    return stored.data


def load_report(store: Store, key: str) -> ParsedReport | None:
    """The parsed report under ``key``, or ``None`` when the store has no such object."""
    stored = store.get(key)
    return ParsedReport.model_validate_json(stored.data) if stored else None


def portal_ids(store: Store) -> tuple[str, ...]:
    """Ids of all portals the store has a state of."""
    prefix = "state/portals/"
    return tuple(key[len(prefix) :].removesuffix(".json") for key in store.list(prefix) if key.endswith(".json"))


class NewestPointers:
    """Key of the newest parsed form of every report, from the digests of portals one after another.

    When two portals carry the same report, the later revision wins, then the later publication date, then the portal's
    id: a rule, so that two publishers choose alike.
    """

    def __init__(self, digests: Iterable[PortalDigest] = ()) -> None:
        self._newest: dict[str, tuple[tuple[int, str, str], str]] = {}
        for digest in digests:
            self.take(digest)

    def take(self, digest: PortalDigest) -> None:
        """Look at the reports of one more portal."""
        for one in digest.pointers:
            rank = (one.revision, one.published_on, digest.portal_id)
            known = self._newest.get(one.report_id)
            if known is None or rank > known[0]:
                self._newest[one.report_id] = (rank, one.report_key)

    def keys(self) -> dict[str, str]:
        """Report id to key, sorted by id."""
        return {report_id: key for report_id, (_, key) in sorted(self._newest.items())}


def current_reports(store: Store) -> tuple[ParsedReport, ...]:
    """The newest parsed form of every report, sorted by ``report_id``; raises ``LookupError`` for a missing one."""
    digests = (digest_of(load_state(store, portal_id)[0]) for portal_id in portal_ids(store))
    found = []
    for key in NewestPointers(digests).keys().values():
        parsed = load_report(store, key)
        if parsed is None:
            message = f"报告文件缺失 the store lacks {key}: run `xinfang rerun --from-archive`"
            raise LookupError(message)
        found.append(parsed)
    return tuple(found)


def _report_run(parsed: ParsedReport, change: Change) -> ReportRun:
    return ReportRun(
        change=change.value,
        revision=parsed.report.revision,
        report_id=parsed.report.report_id,
        agency=parsed.report.agency,
        title=parsed.report.title,
        state=parsed.report.state,
        facts=len(parsed.facts),
        checks_failed=parsed.report.checks_failed,
        unrecognised_tables=len(parsed.unrecognised),
        unused_rows=len(parsed.unused_rows),
        page_url=parsed.report.page_url,
    )


def _problems(parsed: ParsedReport) -> Iterable[DocumentProblem]:
    for document in parsed.documents:
        if document.state not in (DocumentState.READ, DocumentState.NO_FIGURES):
            yield DocumentProblem(
                report_id=document.report_id, url=document.url, state=document.state, message=document.note
            )


def _failed_checks(parsed: ParsedReport) -> Iterable[FailedCheck]:
    for check in parsed.checks:
        if check.verdict.failed:
            yield FailedCheck(
                report_id=parsed.report.report_id,
                agency=parsed.report.agency,
                fiscal_year=parsed.report.fiscal_year,
                rule=check.rule,
                verdict=check.verdict.value,
                message_zh=check.message_zh,
                message_en=check.message_en,
            )
