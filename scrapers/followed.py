"""A report whose address was given to the next one: it stays published, with the files that were archived.

Small offices keep one article 部门预决算公开 and replace what it holds every year. A title that was only put right (a
misprinted year) is no new report: it keeps a file, or comes soon after.
"""

from __future__ import annotations

from datetime import timedelta

from scrapers.decision import Decision
from scrapers.disclosure import Disclosure
from scrapers.state import ItemState

#: Budget and final accounts of one year, and those of two years, lie further apart; corrections do not.
_APART = timedelta(days=60)


def earlier(item: ItemState, decision: Decision) -> Disclosure | None:
    """What is known of the report that ``decision`` names; its files are no files of another year's or kind's."""
    known = item.disclosure
    if known is None or (known.fiscal_year, known.report_type) != (decision.fiscal_year, decision.report_type):
        return None
    return known


def is_next_report(known: Disclosure | None, now: Disclosure) -> bool:
    """True where ``now``, found at the address of ``known``, is another report and not the same under another name."""
    if known is None or not known.documents or not now.documents:
        return False
    same = (known.fiscal_year, known.report_type) == (now.fiscal_year, now.report_type)
    shared = {one.sha256 for one in known.documents} & {one.sha256 for one in now.documents}
    if same or shared:
        return False
    if known.published_on is not None and now.published_on is not None:
        return now.published_on - known.published_on >= _APART
    return now.first_seen_on - known.first_seen_on >= _APART


def followed(key: str, item: ItemState) -> tuple[str, ItemState]:
    """The item of a report that gave its address, under a key of its own: it is not asked for any more."""
    known = item.disclosure
    assert known is not None, "only a known report is followed by another"
    said = {"title": known.title or item.title, "listed_on": known.published_on}  # the row may say the new one's
    settled = {"is_followed": True, "problems": (), "unlisted_since": None, "moved_to": None}
    return f"{key}#{known.report_id}", item.model_copy(update=said | settled)
