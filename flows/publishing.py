"""Publish what the store's portal states point to: reports → tables → a version, or no version if nothing changed."""

from __future__ import annotations

from collections.abc import Sequence

from domain.corrections import CorrectionOutcome
from domain.divisions import Divisions
from domain.ports import Clock, Store
from domain.records import Correction
from flows.code_version import reading_code_version
from flows.corrections import InvalidCorrection, load_corrections
from flows.settings import Settings
from flows.store_inputs import StoreInputs
from flows.summary import CorrectionProblem, PublishOutcome, PublishRun, WithheldReport
from publish.build.withheld import Withheld
from publish.store import claim_format
from publish.versions import PublishRefused, publish_version
from scrapers.declaration import Portal


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


def publish_if_told(
    settings: Settings,
    store: Store,
    *,
    run_id: str,
    clock: Clock,
    divisions: Divisions,
    portals: Sequence[Portal],
) -> PublishRun:
    """:func:`publish_current`, unless the settings leave it to a publisher of its own."""
    if not settings.publish:
        message = "按设置未发布，由发布者运行 xinfang publish / left to the publisher as set: `xinfang publish`"
        return PublishRun(outcome=PublishOutcome.SKIPPED, message=message)
    return publish_current(store, run_id=run_id, clock=clock, divisions=divisions, portals=portals)


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

    # Once more: another machine may have been upgraded since this run opened the store.
    claim_format(store)

    def inputs() -> StoreInputs:
        return StoreInputs(store, portals, divisions, _corrections(store), now=clock.now())

    try:
        result = publish_version(
            store,
            inputs=inputs,
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
        withheld=tuple(_withheld(one) for one in result.withheld),
        site=_site(store, result.number),
    )


def _site(store: Store, number: int | None) -> str | None:
    """The catalogue's page of a version, if the version has one."""
    page = f"versions/{number}/site/index.html"
    return page if number is not None and store.get(page) is not None else None


def _withheld(one: Withheld) -> WithheldReport:
    return WithheldReport(
        report_id=one.report_id, reason=one.reason.value, message_zh=one.message_zh, message_en=one.message_en
    )
