"""Ask once more for single items of a portal, without reading its lists: what a retry of a run does.

The portal's own record of visits (when, with what outcome, how often in vain) stays as it was: the schedule must not
take this for a visit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from domain.divisions import Divisions
from domain.ports import Clock
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import Portal
from scrapers.harvest import PortalHarvest
from scrapers.items import ItemReader
from scrapers.ledger import Ledger
from scrapers.outcomes import Outcome, outcome_of
from scrapers.refusals import FetchError
from scrapers.rest import resting
from scrapers.state import PortalState
from scrapers.yearly import declared_entry


def fetch_again(
    portal: Portal,
    keys: Collection[str],
    *,
    client: PoliteClient,
    archive: Archive,
    state: PortalState,
    divisions: Divisions,
    clock: Clock,
    checkpoint: Callable[[PortalState], None] | None = None,
) -> PortalHarvest:
    """Fetch the items ``keys`` of ``state`` again, whenever they were to be looked at next.

    A wall's rest is kept. What ends a visit ends this too; the items not reached keep what is known of them.
    """
    ledger = Ledger.open(state)
    left_alone = resting(state, clock.now())
    if left_alone is not None:
        return PortalHarvest(portal.id, left_alone.outcome, state, message_zh=left_alone.zh, message_en=left_alone.en)
    client.recorder = archive
    client.robots = dict(state.robots)
    reader = ItemReader(portal, client, archive, ledger, divisions, clock)

    def frozen() -> PortalState:
        known = ledger.freeze(robots=client.robots, now=clock.now())
        return known.model_copy(update={"last_run_at": state.last_run_at})

    ended_by: FetchError | None = None
    for key in sorted(keys):
        try:
            reader.fetch(key, declared_entry(portal, ledger.items[key].entry))
        except FetchError as error:
            ended_by = error
            break
        if checkpoint is not None:
            checkpoint(frozen())
    outcome = Outcome.OK if ended_by is None else outcome_of(ended_by, window=portal.pace.window, now=clock.now())
    return PortalHarvest(
        portal_id=portal.id,
        outcome=outcome,
        state=frozen(),
        pages_fetched=reader.tally.pages,
        files_fetched=reader.tally.files,
        not_modified=reader.tally.not_modified,
        requests=client.requests_made,
        disclosures=tuple(reader.tally.changed.values()),
        problems=tuple(problem for key in sorted(keys) for problem in ledger.items[key].problems),
        message_zh=ended_by.message_zh if ended_by else f"重新请求{len(keys)}条信息",
        message_en=ended_by.message_en if ended_by else f"asked again for {len(keys)} items",
    )
