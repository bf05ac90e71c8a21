"""What reading one column came to: its rows, and how far and why it was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from scrapers.adapters.model import Row
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
