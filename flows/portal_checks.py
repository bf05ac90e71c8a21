"""Check declared portals, several hosts at a time, with the operator's egress and contact; a killed check goes on."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from pydantic import TypeAdapter

from domain.divisions import load_divisions
from flows.batches import host_batches
from flows.clock import SystemClock
from flows.settings import Settings
from flows.tools import portals_of, user_agent
from scrapers.check import ColumnCheck, PortalCheck, check_portal
from scrapers.client import PoliteClient
from scrapers.declaration import Portal
from scrapers.limiter import SHARED_LIMITER, HostLimiter
from scrapers.outcomes import Outcome
from scrapers.sample import PortalSample, read_sample, sample_folder

log = logging.getLogger("xinfang.checks")

_CHECK: TypeAdapter[PortalCheck] = TypeAdapter(PortalCheck)


def check_all(
    only: Sequence[str] = (),
    *,
    declarations: Sequence[str] = (),
    egress: str | None = None,
    limiter: HostLimiter = SHARED_LIMITER,
    workers: int | None = None,
    progress: Path | None = None,
    tell: Callable[[str, str], None] = lambda _portal_id, _doing: None,
) -> list[PortalCheck]:
    """Check the portals named in ``only`` (none: all declared), in order of id.

    ``progress`` is a file that holds a line per checked portal; portals that stand in it are not asked again.
    ``tell`` gets the id of each and ``check`` before it is asked, ``done`` after it. A portal that our own code fails
    on is one check that is not ok. Raises ``LookupError`` for unknown ids, ``DeclarationError`` for wrong files,
    ``ValueError`` for a damaged sample or progress file.
    """
    given = Settings()
    settings = Settings(declarations=tuple(declarations) or given.declarations, egress=egress or given.egress)
    portals = portals_of(settings, only)
    samples = {portal.id: recorded_sample(portal.id, settings.declarations) for portal in portals}
    known = known_checks(progress)
    divisions, clock, writing = load_divisions(), SystemClock(), Lock()

    def check(portal: Portal) -> PortalCheck:
        tell(portal.id, "check")
        agent = user_agent(settings.contact)
        try:
            with PoliteClient(portal, clock=clock, user_agent=agent, egress=settings.egress, limiter=limiter) as client:
                found = check_portal(portal, client=client, divisions=divisions, clock=clock, sample=samples[portal.id])
        except Exception as problem:
            # One portal that our own code cannot digest must not keep the others from being checked.
            log.exception("%s: checking failed", portal.id)
            found = _failed(portal, problem, clock)
        if progress is not None:
            line = json.dumps(found.as_dict(), ensure_ascii=False)
            with writing, progress.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        tell(portal.id, "done")
        return found

    def batch(members: Iterable[Portal]) -> list[PortalCheck]:
        return [check(portal) for portal in members]

    wanted = [portal for portal in portals if portal.id not in known]
    with ThreadPoolExecutor(max_workers=workers or settings.portal_workers, thread_name_prefix="check") as pool:
        found = [one for members in pool.map(batch, host_batches(wanted)) for one in members]
    ids = {portal.id for portal in portals}
    return sorted([*found, *(one for one in known.values() if one.portal_id in ids)], key=lambda one: one.portal_id)


def known_checks(progress: Path | None) -> Mapping[str, PortalCheck]:
    """Checks that a progress file holds; a last line that was cut by a kill counts as not written.

    Raises ``ValueError`` for a file that is something else.
    """
    if progress is None or not progress.is_file():
        return {}
    known: dict[str, PortalCheck] = {}
    lines = progress.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        if not line.endswith("\n"):
            break
        try:
            raw = json.loads(line)
            raw.pop("drifted", None)
            check = _CHECK.validate_python(raw)
        except (ValueError, AttributeError) as problem:
            message = f"{progress}:{number}: 不是检查进度 no line of checks"
            raise ValueError(message) from problem
        known[check.portal_id] = check
    if lines and not lines[-1].endswith("\n"):
        progress.write_text("".join(lines[:-1]), encoding="utf-8")
    return known


def _failed(portal: Portal, problem: Exception, clock: SystemClock) -> PortalCheck:
    column = ColumnCheck(
        url=portal.entry[0].url,
        outcome=Outcome.DRIFT,
        note_zh=f"检查程序出错：{type(problem).__name__}",
        note_en=f"our own check failed: {type(problem).__name__}",
    )
    return PortalCheck(
        portal_id=portal.id,
        checked_at=clock.now(),
        outcome=Outcome.DRIFT,
        reachable=False,
        wall=None,
        robots={},
        columns=(column,),
        requests=0,
    )


def recorded_sample(portal_id: str, declarations: Sequence[str]) -> PortalSample | None:
    """The sample that lies beside the portal's declaration."""
    for given in map(Path, declarations):
        beside = given.is_file()
        folders = [sample_folder(given, portal_id)] if beside else sorted(given.rglob(f"{portal_id}.sample"))
        for folder in folders:
            sample = read_sample(folder)
            if sample is not None:
                return sample
    return None
