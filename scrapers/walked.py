"""What reading one column came to: its rows, and how far and why it was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from scrapers.adapters.model import ListPage, Row
from scrapers.answers import Answer
from scrapers.outcomes import Outcome
from scrapers.refusals import FetchError


@dataclass(frozen=True, slots=True)
class Listed:
    """A row with the place it was found in."""

    row: Row
    page_url: str
    site: str | None
    column: str | None


@dataclass(slots=True)
class Walk:
    """What one column gave. ``note`` says in words why it stopped where it did."""

    outcome: Outcome = Outcome.OK
    rows: dict[str, Listed] = field(default_factory=dict)
    pages: int = 0
    not_modified: int = 0
    history_read: bool = False
    #: Every page was read at this visit: what is not in ``rows`` is not in the column.
    complete: bool = False
    claimed_rows: int | None = None
    claimed_pages: int | None = None
    #: The list moved while it was read and is read anew: page 1 is known by now and was not registered.
    again: bool = False
    #: Every page was to be read, and how many were; where new rows will stand that page 1 does not show.
    whole: bool = False
    read: int = 0
    newest_at: str | None = None
    #: Rows never seen before.
    fresh: int = 0
    #: Pages with new rows were left for the next visit.
    behind: bool = False
    #: The last page read said how many pages or rows there are: a missing one was promised.
    promised: bool = False
    #: Records whose address nothing tells.
    unaddressed: int = 0
    #: Years, and the bureau, that page 1 offers and that no address leads to.
    offered: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    error: FetchError | None = None
    #: A page that was fetched and not yet accepted. Only accepted pages are remembered: an empty list or a block page
    #: must not turn into "nothing changed" at the next visit.
    unread: tuple[str, Answer] | None = None

    def stop(self, outcome: Outcome, zh: str, en: str) -> None:
        self.outcome, self.note_zh, self.note_en = outcome, zh, en


def accepts(page: ListPage, number: int, before: set[str], walk: Walk) -> bool:
    """False when page ``number`` must not be counted: empty, of another number, or the page ``before`` again."""
    repeated = number > 1 and bool(page.rows) and {row.key for row in page.rows} <= before
    if page.number is not None and page.number != number:
        zh, en = f"请求第{number}页，返回第{page.number}页", f"asked for page {number}, got {page.number}"
        walk.stop(Outcome.PAGE_IGNORED, zh, en)
    elif number > 2 and not walk.promised and (repeated or not page.rows):
        walk.history_read = True  # beyond the last page some systems answer the last one again, or nothing
        return False
    elif repeated:
        walk.stop(Outcome.PAGE_IGNORED, f"第{number}页与上一页相同", f"page {number} repeats the page before")
    elif page.rows:
        return True
    elif number > 1:
        zh, en = f"第{number}页没有内容", f"page {number} is empty although more was promised"
        walk.stop(Outcome.PARTIAL, zh, en)
    else:
        walk.stop(*emptiness(page))
    # What the portal does not give will not be there next time either; page 1 is asked for anew in any case.
    walk.history_read = walk.outcome in (Outcome.PAGE_IGNORED, Outcome.PARTIAL, Outcome.DECLARED_EMPTY)
    return False


def emptiness(page: ListPage) -> tuple[Outcome, str, str]:
    """What a first page without rows is."""
    if page.declared_empty:
        return Outcome.DECLARED_EMPTY, "栏目声明暂无内容", "the column says that it has nothing"
    if page.recognised:
        return Outcome.EMPTY_LIST, "列表没有任何条目", "the list has no row and does not say why"
    return Outcome.DRIFT, "没有找到列表，模板可能已改变", "no list found; the template may have changed"
