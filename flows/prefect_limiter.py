"""One request at a time per host over all workers of a Prefect server, beside the limits that the store keeps.

Every host has a global concurrency limit of 1 in Prefect, made before it is first used and asked for strictly: a limit
that somebody removed is an error and not an open door. The gap, the daily budget and the slowing down stay with the
store's limiter, which all machines share whether or not they share a server.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx
from prefect import runtime
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists
from prefect.settings import PREFECT_API_URL

from domain.ports import Clock
from scrapers.limiter import HostLimiter
from scrapers.shared_limiter import LEASE

log = logging.getLogger("xinfang.limiter")


def limiter_of_run(inner: HostLimiter) -> HostLimiter:
    """``inner`` under Prefect's limits where this is a run of a server that other workers use too; else ``inner``."""
    shared_server = bool(PREFECT_API_URL.value()) and runtime.flow_run.id is not None
    return PrefectHostLimiter(inner) if shared_server else inner


def limit_name(host: str) -> str:
    return f"host-{host}"


class PrefectHostLimiter(HostLimiter):
    """Hands out the turns of ``inner`` to whoever holds the host's slot."""

    def __init__(self, inner: HostLimiter) -> None:
        super().__init__()
        self._inner = inner
        self._made: set[str] = set()
        self._making = threading.Lock()

    @contextmanager
    def turn(self, host: str, gap_s: float, clock: Clock, *, per_day: int | None = None) -> Iterator[None]:
        """As of :class:`~scrapers.limiter.HostLimiter`. A worker that dies frees the slot when its lease ends.

        While the server is away the turns of ``inner`` hold alone: they are as strict over all workers of a store.
        """
        with self._slot(host), self._inner.turn(host, gap_s, clock, per_day=per_day):
            yield

    @contextmanager
    def _slot(self, host: str) -> Iterator[None]:
        # Prefect renews the lease for as long as the block runs. A server that is away in the middle of a request must
        # not end it: the turn of the store holds.
        slot = concurrency(
            limit_name(host),
            occupy=1,
            lease_duration=LEASE.total_seconds(),
            strict=True,
            raise_on_lease_renewal_failure=False,
        )
        taken = ExitStack()
        try:
            self._make(host)
            taken.enter_context(slot)
        except Exception as problem:
            if not _server_is_away(problem):
                raise
            log.warning("the Prefect server does not answer; %s is asked by the turns of the store alone", host)
        try:
            yield
        finally:
            try:
                taken.close()
            except Exception as problem:
                if not _server_is_away(problem):
                    raise
                log.warning("the Prefect server does not answer; the slot of %s ends with its lease", host)

    def slow_down(self, host: str) -> None:
        self._inner.slow_down(host)

    def _make(self, host: str) -> None:
        with self._making:
            if host not in self._made:
                limit = GlobalConcurrencyLimitCreate(name=limit_name(host), limit=1)
                with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
                    client.create_global_concurrency_limit(limit)
                self._made.add(host)


def _server_is_away(problem: BaseException) -> bool:
    """True when a request to the server could not be made, or it answered that it is not ready."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, httpx.TransportError):
            return True
        if isinstance(cause, httpx.HTTPStatusError):
            return cause.response.is_server_error
        cause = cause.__cause__ or cause.__context__
    return False
