"""Publish what the store's portal states point to: reports → tables → a version, or no version when nothing changed."""

from __future__ import annotations

from collections.abc import Sequence

from domain.corrections import CorrectionOutcome, apply_corrections
from domain.divisions import Divisions
from domain.ports import Clock, Store
from domain.records import Correction
from flows.code_version import reading_code_version
from flows.corrections import InvalidCorrection, load_corrections
from flows.coverage import coverage_cells
from flows.pipeline import current_reports
from flows.summary import CorrectionProblem, PublishOutcome, PublishRun
from parsers.reconcile import checks_across
from publish.tables import Tables, build_tables
from publish.versions import PublishRefused, publish_version
from scrapers.declaration import Portal


class _Uncorrected(PublishRefused):
    """A correction does not fit its report any more: published without it, the report would be wrong in silence."""

    def __init__(self, outcomes: Sequence[CorrectionOutcome]) -> None:
        sentences = "\n".join(f"{one.state.value}: {one.message_zh} / {one.message_en}" for one in outcomes)
        super().__init__(
            f"更正与原文不符，未发布 / corrections do not fit the source, nothing was published:\n{sentences}"
        )
        self.problems = tuple(problem_of(one) for one in outcomes)


def problem_of(outcome: CorrectionOutcome) -> CorrectionProblem:
    """An outcome as the run summary keeps it."""
    return CorrectionProblem(
        correction_id=outcome.correction.correction_id,
        report_id=outcome.correction.report_id,
        state=outcome.state,
        message_zh=outcome.message_zh,
        message_en=outcome.message_en,
    )


def _corrections(store: Store) -> tuple[Correction, ...]:
    try:
        return load_corrections(store)
    except InvalidCorrection as problem:
        raise PublishRefused(str(problem)) from problem


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
        corrections = _corrections(store)
        corrected = apply_corrections(current_reports(store), corrections)
        if corrected.failed:
            raise _Uncorrected(corrected.failed)
        reports = checks_across(corrected.reports)
        coverage = coverage_cells(portals, reports, store, divisions, now=clock.now())
        return build_tables(reports, coverage=coverage, corrections=corrections)

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
        problems = refusal.problems if isinstance(refusal, _Uncorrected) else ()
        return PublishRun(outcome=PublishOutcome.REFUSED, message=str(refusal), corrections=problems)
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
