"""What a run leaves in Prefect's UI: how far it is, what it came to, what failed, and links to what it is about.

Everything stands in the run's summary in the store too; a server that is away costs the picture, never the run. Only
ids, names of bodies and addresses of public pages, as in the summary: no text of a document.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.render import summary_markdown
from flows.summary import PublishOutcome, RunSummary

log = logging.getLogger("xinfang.artifacts")

#: Where readers find the published files; without it links lead into the store itself.
SITE_URL = "XINFANG_SITE_URL"
#: Rows of a table and links to sources; the rest stands in the summary.
MOST_ROWS = 500
MOST_LINKS = 20

#: Tells how many of how many are done.
Step = Callable[[int, int], None]


def no_step(_done: int, _whole: int) -> None:
    """For runs without an engine."""


class Progress:
    """A bar in Prefect's UI, moved by whole per cents."""

    def __init__(self, key: str, description: str) -> None:
        self._shown = 0
        self._id: UUID | None = None
        with _server_may_be_away():
            made = create_progress_artifact(progress=0.0, key=key, description=description)
            self._id = made if isinstance(made, UUID) else None

    def __call__(self, done: int, whole: int) -> None:
        percent = 100 if not whole else 100 * done // whole
        if percent <= self._shown or self._id is None:
            return
        self._shown = percent
        with _server_may_be_away():
            update_progress_artifact(self._id, progress=float(percent))


def leave(summary: RunSummary) -> None:
    """The summary as text, its tables, and links to the version, the catalogue and the sources of the reports."""
    with _server_may_be_away():
        create_markdown_artifact(key="run-summary", markdown=summary_markdown(summary))
        for key, rows in tables(summary).items():
            if rows:
                create_table_artifact(key=key, table=rows[:MOST_ROWS])
        for key, link, text, description in links(summary):
            create_link_artifact(key=key, link=link, link_text=text, description=description)


def tables(summary: RunSummary) -> dict[str, list[dict[str, object]]]:
    return {
        "portals": [
            {
                "portal": run.portal_id,
                "outcome": run.outcome,
                "pages": run.pages_fetched,
                "files": run.files_fetched,
                "304": run.not_modified,
                "reports": len(run.reports),
            }
            for run in summary.portals
        ],
        "reports": [
            {
                "report": report.report_id,
                "agency": report.agency,
                "state": report.state.value,
                "facts": report.facts,
                "checks failed": report.checks_failed,
                "source": report.page_url or "",
            }
            for report in summary.reports
        ],
        "failed-checks": [
            {"report": check.report_id, "rule": check.rule, "verdict": check.verdict, "what": check.message_zh}
            for check in summary.failed_checks
        ],
        "documents-not-read": [
            {"report": problem.report_id, "state": str(problem.state), "source": problem.url}
            for problem in summary.problems
        ],
        "checked-portals": [
            {"portal": one.portal_id, "outcome": one.outcome, "ok": one.ok, "what": one.message_zh or ""}
            for one in summary.checked_portals
        ],
        "audit-problems": [{"what": problem} for problem in (summary.audit.problems if summary.audit else ())],
    }


def links(summary: RunSummary) -> Iterator[tuple[str, str, str, str]]:
    """Key, address, text, description of each link."""
    published = summary.publish
    base = _site() or _address(summary.store)
    if published.outcome in (PublishOutcome.PUBLISHED, PublishOutcome.NOTHING_NEW) and published.descriptor:
        name = published.version_name or f"v{published.version}"
        yield "version", f"{base}{published.descriptor}", f"版本 version {name}", "数据包描述 data package"
        if published.site:
            yield "catalogue", f"{base}{published.site}", f"目录 catalogue {name}", "目录网站 the catalogue's page"
    record = f"{_address(summary.store)}runs/{summary.run_id}.json"
    yield "run-record", record, f"运行 run {summary.run_id}", "运行摘要 the run's summary"
    sources = [report for report in summary.reports if report.page_url]
    for report in sources[:MOST_LINKS]:
        assert report.page_url is not None
        yield "report-source", report.page_url, report.title or report.report_id, f"来源 source of {report.report_id}"


def _site() -> str:
    """Where readers find what is published, ending with a slash; empty where nobody has said."""
    site = os.environ.get(SITE_URL, "")
    return f"{site.rstrip('/')}/" if site else ""


def _address(store: str) -> str:
    """The store itself, to append keys to."""
    return f"{store.rstrip('/')}/" if "://" in store else f"{Path(store).resolve().as_uri()}/"


@contextmanager
def _server_may_be_away() -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as away:
        log.warning("the Prefect server did not take an artifact: %s", away)
