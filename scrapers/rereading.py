"""When a list that was read to its end is read whole again: now and then, and where it says that it has grown.

A nightly visit asks for page 1 and goes on only behind new rows. A year that is filled in further down, a row that was
corrected there and a list with its oldest rows first change nothing of page 1.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from scrapers.declaration import Portal
from scrapers.outcomes import Outcome
from scrapers.state import EntryState
from scrapers.walked import Walk


def is_due(known: EntryState | None, portal: Portal, now: datetime) -> bool:
    """True for a column that was never read to its end, or so long ago that it is read whole again."""
    return known is None or not known.history_read or not _lately(known.whole_at, portal, now)


def is_round_due(columns: Iterable[EntryState], portal: Portal, now: datetime) -> bool:
    """True where the ``columns`` of a yearly entry, those of all years, were not asked for together of late."""
    return not any(_lately(one.round_at, portal, now) for one in columns)


def _lately(moment: datetime | None, portal: Portal, now: datetime) -> bool:
    """True within the days of ``pace.reread_days``; portals that were read on one night come due on different ones."""
    days = portal.pace.reread_days
    early = zlib.crc32(portal.id.encode()) % (days // 4 + 1)
    # What was read in the future was so by a clock that was wrong.
    return moment is not None and timedelta(0) <= now - moment < timedelta(days=days - early)


def noted(walk: Walk, before: EntryState | None, portal: Portal, now: datetime) -> dict[str, Any]:
    """What of the column's state says when to read it whole again, and where what is new will stand."""
    kept = {name: getattr(before, name, None) for name in ("whole_at", "pages", "newest_at", "round_at")}
    if walk.whole and walk.history_read:
        pages = max(walk.read, walk.claimed_pages or 0)
        newest_at = walk.newest_at if walk.outcome is Outcome.OK else None
        return kept | {"whole_at": now, "pages": pages, "newest_at": newest_at}
    if walk.whole and walk.read and before is not None and before.history_read:
        # A later page failed: not every night from the beginning, and not only when the next time comes.
        return kept | {"whole_at": now - timedelta(days=portal.pace.reread_days * 2 // 3)}
    return kept | {"whole_at": None} if walk.behind else kept


def has_grown(known: EntryState, walk: Walk) -> bool:
    """True where the list says that it holds more new rows than were found on the pages read so far.

    What says so is its total of rows, else a page more than there were; no page of new rows was left out then.
    """
    if walk.claimed_rows is not None and known.claimed_rows is not None:
        return walk.claimed_rows - known.claimed_rows > walk.fresh
    pages = walk.claimed_pages or walk.read + 1
    return walk.fresh == 0 and known.pages is not None and pages > known.pages


def is_oldest_first(pages: Sequence[Sequence[date]]) -> bool:
    """True for a list of several ``pages`` whose days go up: what is new is on the last one."""
    dated = [days for days in pages if days]
    if len(dated) < 2:
        return False
    steps = list(pairwise(day for days in dated for day in days))
    ups, downs = sum(one < two for one, two in steps), sum(one > two for one, two in steps)
    return ups > 2 * downs and max(dated[-1]) >= max(dated[0])
