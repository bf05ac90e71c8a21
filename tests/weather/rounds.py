"""One round: something happens in the world, a harvest meets bad weather, then one meets none; both are checked.

Harvests run in a process of their own, forked from this one, so that they can be killed; they are the product's
whole run without an engine (``flows.harvest.harvest_plainly``), on a clock that does not wait. Mostly files are read in
the process and versions are not judged; as in production they are read in children, and both judges see every version.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import random
import shutil
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from domain.ports import StoreError
from flows.harvest import harvest_plainly
from flows.publication import publish_plainly
from flows.settings import Settings
from flows.summary import PublishOutcome, PublishRun, RunSummary
from publish.versions import Terms
from tests.publish.samples import UNJUDGED, no_gate
from tests.weather.clocks import START, WeatherClock
from tests.weather.forecast import Weather, draw
from tests.weather.invariants import Seen, check, check_calm, look_at
from tests.weather.stores import Bucket, Folder
from tests.weather.web import FaultyWeb, Gust
from tests.weather.wires import ExpiredPortal, squalls
from tests.weather.world import PORTALS, World, declare, host_of

#: Longer than any rest and most pauses before something is asked for again.
_BETWEEN = timedelta(days=36)
#: A harvest that takes longer hangs, however busy the machine is.
_TOO_LONG_S = 900
#: How a harvest's process ended.
ENDED, STORE_FAILED, KILLED = "ended", "the store failed", "killed"


class LostSomething(AssertionError):
    """A round after which something does not hold."""


@dataclass(frozen=True)
class Ending:
    """How a harvest's process ended; ``summary`` of one that came to its end."""

    how: str
    message: str = ""
    summary: RunSummary | None = None


class _InThisProcess:
    """In place of the pool of reader processes: starting one for each of a thousand harvests would take an hour."""

    def __init__(self, **_: object) -> None:
        pass

    def __enter__(self) -> None:
        """No workbench: the reader's own."""

    def __exit__(self, *_: object) -> None:
        pass


class Theatre:
    """What rounds share: the portals, the expired one, an S3 server and Ceph if there are any. Context manager."""

    def __init__(self, endpoint: str | None = None, ceph: str | None = None) -> None:
        self.web = FaultyWeb()
        self.expired = ExpiredPortal(*map(host_of, range(PORTALS)))
        self.endpoint = endpoint
        self.ceph = ceph
        self._open = ExitStack()

    def __enter__(self) -> Theatre:
        self._open.enter_context(self.web)
        self._open.enter_context(self.expired)
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="weather-")))
        self._warm()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _warm(self) -> None:
        """Read a world once in this process: what its forks would each load and compile they then have already.

        Nothing is published here: the libraries that a publish uses start threads, which do not live through a fork.
        """
        world = World()
        world.begin()
        declare(self._folder / "portals", world)
        self.web.show(world.routes())
        settings = Settings(
            store=str(self._folder / "warm"),
            declarations=(str(self._folder / "portals"),),
            egress=self.web.proxy_url,
        )
        nothing = PublishRun(outcome=PublishOutcome.SKIPPED)
        doubles = doubles_of(WeatherClock(), UNJUDGED) | {"flows.harvest.publish_if_told": lambda *_, **__: nothing}
        with ExitStack() as stack:
            for name, double in doubles.items():
                stack.enter_context(patch(name, double))
            summary = harvest_plainly([], settings)
        assert len(summary.reports) == 2 * PORTALS, [run.message_en for run in summary.portals]

    @contextmanager
    def stage(
        self, *, bucket: bool, whole: bool = False, ceph: bool = False, production: bool = False
    ) -> Iterator[Stage]:
        """A new world on a new store, its first reports published; a bucket is one of Ceph's with ``ceph``.

        ``whole``: versions have everything that lies beside their tables. ``production``: they are judged too, and
        files are read in children.
        """
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            # The gate judges bytes before any is stored; it takes three quarters of the time of a round.
            quick = Terms(gate=no_gate, judges=()) if whole else UNJUDGED
            terms = None if production else quick
            if bucket:
                endpoint = self.ceph if ceph else self.endpoint
                assert endpoint is not None, "there is no S3 server"
                yield Stage(self, folder, Bucket(endpoint), terms)
            else:
                yield Stage(self, folder, Folder(folder / "store"), terms)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Stage:
    """One world with its store, through several rounds."""

    def __init__(self, theatre: Theatre, folder: Path, place: Folder | Bucket, terms: Terms | None) -> None:
        self.place = place
        self._terms = terms
        self.world = World()
        self._theatre = theatre
        self._folder = folder
        self._moment = START
        self.world.begin()
        declare(folder / "portals", self.world)
        declare(folder / "hurried", self.world, hurried=True)
        self._theatre.web.show(self.world.routes())
        self._before = Seen({}, 0, {})
        self._calm()

    def round(self, chance: random.Random, weather: Weather | None = None) -> tuple[Weather, Ending]:
        """Play one round; raises :class:`LostSomething`. ``weather`` is drawn unless given."""
        happened = self.world.go_on(chance)
        self._theatre.web.show(self.world.routes())
        weather = weather or draw(chance, bucket=isinstance(self.place, Bucket))
        ending = None
        try:
            ending = self._harvest(weather)
            self._check(calm=False)
            self._check_ending(weather, ending)
            self._calm()
        except Exception as lost:
            raise LostSomething(f"{happened}; {weather}; {ending and ending.how}: {lost}") from lost
        return weather, ending

    def _calm(self) -> None:
        self._moment += _BETWEEN
        ending = self._harvest(None)
        assert ending.how == ENDED, f"in calm weather {ending.how}: {ending.message}"
        self._check(calm=True)
        self._moment += _BETWEEN

    def _check(self, *, calm: bool) -> None:
        store = self.place.open()
        after = look_at(store, self.place.tags())
        check(store, self._before, after, self.world)
        if calm:
            check_calm(after, self.world)
        self._before = after

    @staticmethod
    def _check_ending(weather: Weather, ending: Ending) -> None:
        """What a portal does is never more than that portal's outcome."""
        if weather.kind not in ("portal", "wire") or ending.summary is None:
            return
        ours = [run.message_en for run in ending.summary.portals if run.outcome == "failed"]
        ours += [one.message for one in ending.summary.problems if one.state in ("unreadable_page", "parse_failed")]
        assert not ours, f"our own code failed on what a portal did: {ours}"

    def _harvest(self, weather: Weather | None) -> Ending:
        told = self._folder / "told.json"
        told.unlink(missing_ok=True)
        self._theatre.web.blow(None)
        ready, go = os.pipe()
        gc.freeze()
        child = os.fork()
        if child == 0:
            gc.disable()  # it lives for a second; a collection would copy all the pages it shares with its parent
            try:
                os.close(go)
                os.read(ready, 1)
                told.write_text(json.dumps(self._told(weather)), encoding="utf-8")
            except BaseException:  # noqa: BLE001 - told to the parent; nothing of the parent's may run in the child
                told.write_text(json.dumps(["fault", traceback.format_exc()]), encoding="utf-8")
            finally:
                os._exit(0)
        os.close(ready)
        self._theatre.web.blow(_gust(weather, child))
        os.write(go, b"1")
        os.close(go)
        status = _waited(child, weather.seconds if weather is not None and weather.kind == "moment" else None)
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL, f"ended by signal {os.WTERMSIG(status)}"
            return Ending(KILLED)
        how, text = json.loads(told.read_text(encoding="utf-8"))
        assert how != "fault", f"the run ended in an error of ours: {text}"
        return Ending(how, text) if how == STORE_FAILED else Ending(how, "", RunSummary.model_validate_json(text))

    def _told(self, weather: Weather | None) -> tuple[str, str]:
        """In the child: the harvest, and how it ended."""
        logging.disable(logging.CRITICAL)
        hurried = weather is not None and weather.kind == "portal"
        settings = Settings(
            store=self.place.location,
            endpoint_url=self.place.endpoint,
            declarations=(str(self._folder / ("hurried" if hurried else "portals")),),
            egress=self._theatre.web.proxy_url,
        )
        clock = WeatherClock(self._moment)
        if weather is not None and weather.kind == "clock":
            clock.jumps[weather.first] = timedelta(seconds=weather.seconds)
        with ExitStack() as stack:
            for name, double in self._doubles(clock, weather).items():
                stack.enter_context(patch(name, double))
            stack.enter_context(self.place.weathered(weather))
            try:
                summary = harvest_plainly([], settings)
                if weather is None and "The clock is wrong" in (summary.publish.message or ""):
                    # The newest version was made by a clock that was ahead; whoever reads the refusal says so.
                    publish_plainly(settings, accept="the clock was ahead when the newest version was made")
            except StoreError as problem:
                return STORE_FAILED, f"{type(problem).__name__}: {problem}"
        return ENDED, summary.model_dump_json()

    def _doubles(self, clock: WeatherClock, weather: Weather | None) -> dict[str, object]:
        doubles = doubles_of(clock, self._terms)
        if weather is not None and weather.kind == "wire":
            transport = squalls(weather.fault, weather.first, weather.count, self._theatre.expired)
            doubles["scrapers.client.open_transport"] = transport
            doubles["scrapers.wire.is_public"] = lambda _address: True
            trusted = self._theatre.expired.trusted()
            doubles["scrapers.wire.tls_context"] = lambda _profile: trusted
        return doubles


def doubles_of(clock: WeatherClock, terms: Terms | None) -> dict[str, object]:
    """What stands in a harvest's way to be quick, by the names under which it is found; without ``terms`` only the
    clock does.
    """
    clocks: dict[str, object] = {
        f"flows.{module}.SystemClock": lambda: clock for module in ("harvest", "publication", "tools")
    }
    if terms is None:
        return clocks
    return clocks | {"flows.tools.ReaderPool": _InThisProcess, "publish.versions.DEFAULT_TERMS": terms}


def _gust(weather: Weather | None, child: int) -> Gust | None:
    if weather is None or weather.kind != "portal":
        return None
    if weather.fault == "kill":
        return Gust(None, weather.first, 1, kill=child)
    return Gust(weather.fault, weather.first, weather.count)


def _waited(child: int, kill_after: float | None) -> int:
    """Status of the process at its end; one that hangs is killed and told of."""
    ends = threading.Timer(_TOO_LONG_S if kill_after is None else kill_after, os.kill, (child, signal.SIGKILL))
    ends.start()
    began = time.monotonic()
    try:
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)  # its number is not given away before the timer is off
    finally:
        ends.cancel()
        ends.join()
    _, status = os.waitpid(child, 0)
    if kill_after is None and time.monotonic() - began >= _TOO_LONG_S:
        raise LostSomething(f"a harvest hung for {_TOO_LONG_S} s")
    return status


def chance_of(seed: int, number: int) -> random.Random:
    """The dice of one round."""
    return random.Random(f"{seed}:{number}")
