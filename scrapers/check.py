"""Is a portal still as declared? Reachable, wall, robots, rows on page 1 and 2, newest item, drift; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from domain.divisions import Divisions
from domain.ports import Clock
from scrapers.addresses import host_of
from scrapers.classify import decide
from scrapers.client import PoliteClient
from scrapers.decision import Candidate
from scrapers.declaration import Portal
from scrapers.look import ColumnLook, look_at
from scrapers.outcomes import Outcome
from scrapers.refusals import Wall
from scrapers.rules import Entry
from scrapers.sample import ColumnSample, PortalSample, drift_from
from scrapers.state import ItemVerdict
from scrapers.yearly import by_index, by_template, is_yearly


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """One column. Page counts are ``None`` where the page was not read; ``drift`` holds (Chinese, English) pairs."""

    url: str
    outcome: Outcome
    page1: int | None = None
    page2: int | None = None
    newest_on: date | None = None
    newest_title: str = ""
    #: Rows of these pages that are taken, or left for a person, by their title alone.
    taken: int = 0
    ambiguous: int = 0
    drift: tuple[tuple[str, str], ...] = ()
    #: False where nothing was recorded to compare with.
    compared: bool = False
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class PortalCheck:
    """One portal. ``robots`` maps hosts to ``rules``, ``allow_all`` or ``deny_all`` (or ``not_asked``)."""

    portal_id: str
    checked_at: datetime
    outcome: Outcome
    reachable: bool
    wall: str | None
    robots: dict[str, str]
    columns: tuple[ColumnCheck, ...]
    requests: int

    @property
    def drifted(self) -> bool:
        return self.outcome is Outcome.DRIFT or any(column.drift for column in self.columns)

    @property
    def ok(self) -> bool:
        """True when every column works as declared and looks as it was recorded."""
        return self.outcome.is_success and not self.drifted

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        columns = [asdict(one) | {"newest_on": str(one.newest_on) if one.newest_on else None} for one in self.columns]
        return (
            asdict(self) | {"checked_at": self.checked_at.isoformat(), "columns": columns} | {"drifted": self.drifted}
        )


def check_portal(
    portal: Portal,
    *,
    client: PoliteClient,
    divisions: Divisions,
    clock: Clock,
    sample: PortalSample | None = None,
) -> PortalCheck:
    """Look at pages 1 and 2 of every column; ends early at a challenge or rate limit.

    Never raises for what a portal does.
    """
    columns: list[ColumnCheck] = []
    wall: Wall | None = None
    for entry in portal.entry:
        look = _look(client, portal, entry, clock)
        columns.append(_column(look, portal, divisions, _recorded(look, portal, sample)))
        wall = wall or (look.error if isinstance(look.error, Wall) else None)
        if look.error is not None and (look.error.ends_run or (wall is not None and wall.challenge)):
            break
    outcome = max((column.outcome for column in columns), key=lambda one: one.weight)
    robots = {host: client.robots[host].verdict for host in sorted(client.robots)}
    asked = {host_of(entry.url) for entry in portal.entry}
    return PortalCheck(
        portal_id=portal.id,
        checked_at=clock.now(),
        outcome=outcome,
        reachable=any(one.outcome not in (Outcome.UNREACHABLE, Outcome.CLOSED_NOW) for one in columns),
        wall=wall.kind if wall else None,
        robots=dict.fromkeys(sorted(asked), "not_asked") | robots,
        columns=tuple(columns),
        requests=client.requests_made,
    )


def _look(client: PoliteClient, portal: Portal, entry: Entry, clock: Clock) -> ColumnLook:
    """A look at the column; of one that changes every year, at the newest that exists."""
    if not is_yearly(entry):
        return look_at(client, portal, entry, clock=clock)
    if entry.index is not None:
        index = look_at(client, portal, entry.model_copy(update={"url": entry.index}), clock=clock, pages=1)
        found = [one for source in index.sources for one in by_index(entry, source, portal.hosts, clock.now(), back=1)]
        return look_at(client, portal, found[0], clock=clock) if found else index
    looks = []
    for column in by_template(entry, clock.now(), back=1):
        looks.append(look_at(client, portal, column, clock=clock))
        if looks[-1].outcome not in (Outcome.GONE, Outcome.EMPTY_LIST, Outcome.DECLARED_EMPTY):
            return looks[-1]
    return looks[0]


def _recorded(look: ColumnLook, portal: Portal, sample: PortalSample | None) -> ColumnSample | None:
    """The column's sample; else, for the only column of a portal, the counts that the declaration states."""
    recorded = sample.of(look.entry.url) if sample else None
    if recorded is None and portal.verified != "never" and portal.verified.page1 and len(portal.entry) == 1:
        verified = portal.verified
        return ColumnSample(url=look.entry.url, page1=verified.page1 or 0, page2=verified.page2, dated=0.0, shapes=())
    return recorded


def _column(look: ColumnLook, portal: Portal, divisions: Divisions, recorded: ColumnSample | None) -> ColumnCheck:
    newest = look.newest
    verdicts = row_verdicts(look, portal, divisions)
    return ColumnCheck(
        url=look.entry.url,
        outcome=look.outcome,
        page1=look.rows_on(1),
        page2=look.rows_on(2),
        newest_on=newest.date if newest else None,
        newest_title=newest.title if newest else "",
        taken=verdicts.count(ItemVerdict.TAKE),
        ambiguous=verdicts.count(ItemVerdict.AMBIGUOUS),
        drift=drift_from(recorded, look) if recorded else (),
        compared=recorded is not None,
        note_zh=look.note_zh,
        note_en=look.note_en,
    )


def row_verdicts(look: ColumnLook, portal: Portal, divisions: Divisions) -> Sequence[ItemVerdict]:
    """What becomes of each row of ``look``, in order, by its title alone."""
    page = look.pages[0] if look.pages else None
    return [
        decide(
            Candidate(
                row.title,
                url=row.url,
                listed_on=row.date,
                publisher=row.publisher,
                column=(page.column if page else None) or look.entry.name,
                site=page.site if page else None,
            ),
            portal,
            look.entry,
            divisions,
        ).verdict
        for row in look.rows
    ]
