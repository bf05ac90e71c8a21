"""Publish what the store's portal states point to: reports → tables → a version, or no version when nothing changed."""

from __future__ import annotations

from collections.abc import Sequence

from domain.divisions import Divisions
from domain.ports import Clock, Store
from flows.code_version import reading_code_version
from flows.coverage import coverage_cells
from flows.pipeline import current_reports
from flows.summary import PublishOutcome, PublishRun
from publish.tables import Tables, build_tables
from publish.versions import PublishRefused, publish_version
from scrapers.declaration import Portal


def publish_current(
    store: Store,
    *,
    run_id: str,
    clock: Clock,
    divisions: Divisions,
    portals: Sequence[Portal],
    accept: str | None = None,
) -> PublishRun:
    """Build all tables from the store and commit them as the next version.

    ``accept``: reason for passing the limits that stop a publish that would drop too much; recorded in the version.
    """

    def build() -> Tables:
        reports = current_reports(store)
        coverage = coverage_cells(portals, reports, store, divisions, now=clock.now())
        return build_tables(reports, coverage=coverage, corrections=())

    try:
        result = publish_version(
            store,
            build=build,
            run_id=run_id,
            clock=clock,
            code_version=reading_code_version(),
            accept=accept,
        )
    except PublishRefused as refusal:
        return PublishRun(outcome=PublishOutcome.REFUSED, message=str(refusal))
    return PublishRun(
        outcome=PublishOutcome.PUBLISHED if result.published else PublishOutcome.NOTHING_NEW,
        version=result.number,
        version_name=result.name,
        descriptor=result.descriptor_key,
        reports=result.counts.get("reports", 0),
        facts=result.counts.get("facts", 0),
        rows_changed=result.rows_changed,
        message=result.reason,
    )
