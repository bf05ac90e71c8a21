"""The screen of a run names every event by itself, and ``--json`` holds the same."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from rich.console import Console

from flows.render import print_summary, summary_markdown
from flows.summary import ColumnTrouble, ItemEvent, PortalRun, PublishOutcome, PublishRun, RunSummary

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WALL = ColumnTrouble(
    url="http://www.songling.test/czxx/",
    name="部门预决算",
    outcome="wall",
    message_zh="访问受限（412）",
    message_en="a wall (412)",
)
MOVED = ItemEvent(
    kind="moved",
    report_id="140423-2023-final-1a2b3c4d",
    title="襄垣县信访局2023年度部门决算",
    url="http://www.songling.test/a.html",
    moved_to="http://www.songling.test/b.html",
)
GONE = ItemEvent(kind="page_gone", report_id="r2", title="[附件]2022年预算", url="http://www.songling.test/c.html")
SUMMARY = RunSummary(
    run_id="20261120T020000Z-abcdef",
    flow="harvest",
    started_at=NOW,
    ended_at=NOW,
    store="./data/store",
    portals=(PortalRun(portal_id="test-songling", outcome="wall", columns=(WALL,), events=(MOVED, GONE)),),
    publish=PublishRun(outcome=PublishOutcome.NOTHING_NEW),
)


def test_columns_in_trouble_and_departed_reports_are_listed_one_by_one() -> None:
    screen = io.StringIO()
    print_summary(SUMMARY, Console(file=screen, width=400))
    lines = [line.strip() for line in screen.getvalue().splitlines()]
    start = lines.index("事件 Events (3)")
    moved = f"{MOVED.title} {MOVED.report_id} {MOVED.url} → {MOVED.moved_to}"
    assert lines[start + 1 : start + 4] == [
        "test-songling 被拦截 wall: 部门预决算 http://www.songling.test/czxx/ 访问受限（412） a wall (412)",
        f"test-songling 已移到 moved to: {moved}",
        "test-songling 页面已不存在 its page is gone: [附件]2022年预算 r2 http://www.songling.test/c.html",
    ]


def test_prefects_page_and_the_json_hold_the_same_events() -> None:
    page = summary_markdown(SUMMARY)
    assert "- wall: http://www.songling.test/czxx/ 访问受限（412） a wall (412)" in page
    assert "http://www.songling.test/a.html → http://www.songling.test/b.html" in page
    again = RunSummary.model_validate_json(SUMMARY.model_dump_json())
    assert again.portals[0].columns == (WALL,)
    assert again.portals[0].events == (MOVED, GONE)
