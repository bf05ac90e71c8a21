"""Open the edges: store, clients, reader pool and reference tables for one run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from domain.divisions import load_divisions
from domain.ports import Store
from flows import log_context
from flows.clock import SystemClock
from flows.pipeline import Notify, Tools
from flows.settings import Settings
from parsers.isolation import ReaderPool
from publish.store import claim_format, open_store
from scrapers.client import PoliteClient
from scrapers.declaration import NO_COLUMN, Portal, load_portals
from scrapers.shared_limiter import SharedHostLimiter


def user_agent(contact: str) -> str:
    """Who we are, to every portal: name, version, contact."""
    return f"xinfang-budgets/0.1 (+{contact})"


def store_of(settings: Settings) -> Store:
    return open_store(settings.store, endpoint_url=settings.endpoint_url)


def portals_of(settings: Settings, only: Sequence[str] = ()) -> tuple[Portal, ...]:
    """Declared portals whose column is known, or the ones named in ``only``.

    Raises ``LookupError`` naming an unknown id and near ones.
    """
    portals = load_portals(*(Path(path) for path in settings.declarations))
    if not only:
        return tuple(portal for portal in portals if portal.state != NO_COLUMN)
    known = {portal.id: portal for portal in portals}
    unknown = [portal_id for portal_id in only if portal_id not in known]
    if unknown:
        near = [like for one in unknown for like in get_close_matches(one, known, n=3, cutoff=0.5)]
        hint = f"是否指 did you mean: {', '.join(near)}？" if near else f"已有 known: {', '.join(sorted(known)[:10])} …"
        message = f"没有这个门户 unknown portal: {', '.join(unknown)}。{hint} xinfang portals list"
        raise LookupError(message)
    return tuple(known[portal_id] for portal_id in only)


@contextmanager
def open_tools(settings: Settings, store: Store, notify: Notify | None = None) -> Iterator[Tools]:
    """Everything a run needs; the reader pool's child processes end with the block."""
    # Only now: Prefect takes a while to import, and listing portals does without it.
    from flows.prefect_limiter import limiter_of_run

    log_context.install()
    claim_format(store)
    clock = SystemClock()
    limiter = limiter_of_run(SharedHostLimiter(store))

    @contextmanager
    def open_client(portal: Portal) -> Iterator[PoliteClient]:
        with PoliteClient(
            portal,
            clock=clock,
            user_agent=user_agent(settings.contact),
            egress=settings.egress,
            limiter=limiter,
        ) as client:
            yield client

    with ReaderPool(workers=settings.reader_workers) as pool:
        tools = Tools(
            store=store,
            clock=clock,
            divisions=load_divisions(),
            open_client=open_client,
            workbench=pool,
        )
        yield tools if notify is None else replace(tools, notify=notify)
