"""Thousands of broken files through the readers, their statements and text checks, in pieces that can be resumed.

``python -m tests.parsers.hostile.soak text`` breaks files of every format that is read without text recognition,
``… scans`` those whose pages are recognised. Each goes the way of a harvest: unpacked, read in a child process, turned
into facts; ``… small`` leaves out the larger originals and the facts, for many more cases in the same time.
What happened so far is kept in ``build/hostile``; a second call goes on behind it (``--from`` starts
elsewhere). ``--replay NAME`` does one case again and shows where its error came from; ``--sum`` adds all up.

Every file must end as a document or in a named state. A crash, an error of our own code, a file or a connection
outside the child's folder, memory beyond the limit, or a time limit that is overrun on a second try alone makes the
command fail.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from domain.records import DocumentState
from parsers.examine import ReadDocument, Source, unreadable
from parsers.isolation import ReaderPool
from parsers.model import NOTHING_KNOWN, Limits, UnreadableDocument
from parsers.readers.ocr.availability import SWITCH
from parsers.unpacking import unpack
from tests.parsers.hostile.cases import made
from tests.parsers.hostile.findings import Findings, Request
from tests.parsers.hostile.originals import SCANS, TEXT
from tests.parsers.hostile.watched import REPORT, TRACE

ROOT = Path(__file__).parents[3]
LANES = {
    "text": tuple(TEXT),
    "small": tuple(name for name in TEXT if name not in ("page.html", "saved.mht", "budget.doc", "tables.pdf")),
    "scans": tuple(SCANS),
}
#: What one file may take; a busy machine is given more by ``--seconds``.
LIMITS = Limits(seconds=30, page_seconds=60)
#: Members of a broken archive that are read, at most.
_MEMBERS = 6
#: How often a case goes on from one that reached new lines, where there is one.
_GUIDED = 0.5
_CHECKED_EVERY = 250
#: An observer looks twenty times a second: so much may be held beyond a limit in between.
_OVERSHOOT = 1.15


class Watchers:
    """A pool of one watched reader in a folder of its own, and what it has been seen to do."""

    def __init__(self, limits: Limits, report: Path, *, only_read: bool = False) -> None:
        self.limits = limits
        self._only_read = only_read
        self._report = report
        self._seen = 0
        self.pool = ReaderPool(limits=limits, module="tests.parsers.hostile.watched")

    def end_of(self, name: str) -> tuple[Request, list[str]]:
        """(the heaviest request, states) of one case and of the members of an archive."""
        documents, problem = self._documents(Source(made(name), file_name=None)), ""
        states: list[str] = []
        messages: list[str] = []
        started = time.monotonic()
        try:
            for document in documents:
                states.append(document.state.value)
                messages.append(document.message or "")
        except Exception as error:  # noqa: BLE001 - whatever else comes out is what is looked for
            problem = f"{type(error).__name__}: {error}"
        request = Request.of(self._lines(), time.monotonic() - started, problem)
        if any("crash" in message for message in messages):
            request.problem = f"crash: {messages}"
        return request, states

    def _documents(self, source: Source) -> Iterator[ReadDocument]:
        for number, found in enumerate(unpack([source], self.pool)):
            if isinstance(found, ReadDocument):
                yield found
            elif number <= _MEMBERS and self._only_read:
                yield self._read(found)
            elif number <= _MEMBERS:
                yield self.pool.document(found, NOTHING_KNOWN, identified=False)

    def _read(self, source: Source) -> ReadDocument:
        """Reading alone, without facts and checks."""
        try:
            model = self.pool.read(source.data, limits=self.limits)
        except UnreadableDocument as problem:
            return unreadable(source, NOTHING_KNOWN, problem)
        return ReadDocument(source.document_id, model.media_type, DocumentState.READ)

    def _lines(self) -> list[dict[str, object]]:
        with self._report.open("rb") as stream:
            stream.seek(self._seen)
            new = stream.read()
        self._seen += len(new)
        return [json.loads(line) for line in new.splitlines()]


@contextmanager
def apart(lane: str, *, traced: bool) -> Iterator[Path]:
    """A folder that is this process's world: its place, home and temporary files; named by the environment."""
    before, here = dict(os.environ), Path.cwd()
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        world = Path(folder).resolve()
        for name in ("here", "home", "tmp"):
            (world / name).mkdir()
        os.environ.update(
            TMPDIR=str(world / "tmp"), HOME=str(world / "home"), PYTHONDONTWRITEBYTECODE="1",
            **{REPORT: str(world / "report"), SWITCH: "on" if lane == "scans" else "off"},
        )  # fmt: skip
        if traced:
            os.environ[TRACE] = "1"
        os.chdir(world / "here")
        (world / "report").touch()
        tempfile.tempdir = None
        try:
            yield world
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)
            tempfile.tempdir = None


def left_behind(world: Path) -> list[str]:
    """Files in a world that nobody may have left there; the folders of readers at work must be empty."""
    return [
        str(path.relative_to(world))
        for path in world.rglob("*")
        if path.relative_to(world).as_posix() not in ("here", "home", "tmp", "report")
        and not (path.parent == world / "tmp" and path.name.startswith("reader-"))
    ]


def checkout() -> frozenset[tuple[str, int, int]]:
    """Names, sizes and times of all files of the checkout, but for what is built."""
    skipped = {".git", "build", "data", "__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis"}
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in skipped and not name.startswith(".")]
        for path in (Path(folder, name) for name in files):
            status = path.stat()
            found.append((str(path), status.st_size, status.st_mtime_ns))
    return frozenset(found)


@dataclass
class Run:
    """One piece of a campaign."""

    lane: str
    seed: int
    findings: Findings
    limits: Limits = LIMITS
    guided: bool = False
    originals: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.originals = LANES[self.lane]

    def case(self, number: int) -> str:
        """The name of case ``number``: a step from its original, or from a case of it that reached new lines."""
        source = self.originals[number % len(self.originals)]
        kept = self.findings.kept.get(source, [])
        chance = random.Random(f"{self.seed}-{number}-choice")
        if self.guided and kept and chance.random() < _GUIDED:
            return f"{chance.choice(kept)}.{number}"
        return f"{source}@{self.seed}:{number}"

    def go(self, numbers: Iterable[int], until: float = math.inf) -> None:
        """Does the cases until a moment (monotonic seconds) at the latest."""
        with apart(self.lane, traced=self.guided) as world:
            watchers = Watchers(self.limits, world / "report", only_read=self.lane == "small")
            with watchers.pool:
                if self.guided:
                    for source in self.originals:  # what the sound files reach is nothing new
                        self.findings.reach(source, watchers.end_of(source)[0], keep=False)
                for number in numbers:
                    self.one(self.case(number), watchers)
                    if number % _CHECKED_EVERY == 0:
                        self.findings.left(f"before case {number}", left_behind(world))
                    self.findings.next = number + 1
                    if time.monotonic() > until:
                        break
            self.findings.left(f"before case {self.findings.next}", left_behind(world))
            self.findings.left("when all readers had ended", [str(path) for path in (world / "tmp").iterdir()])

    def one(self, name: str, watchers: Watchers) -> None:
        """One case, told to the findings; one that took too long once more, alone and with four times the time."""
        request, states = watchers.end_of(name)
        if DocumentState.TIMEOUT.value in states:
            alone = self._alone(name)
            self.findings.late(name, states, alone)
        self.findings.add(name, request, states, self.most_mb(request))

    def most_mb(self, request: Request) -> float:
        most = self.limits.scanned_memory_mb if request.recognised else self.limits.memory_mb + request.base_mb
        return most * _OVERSHOOT

    def _alone(self, name: str) -> tuple[Request, list[str]]:
        patient = replace(self.limits, seconds=4 * self.limits.seconds, page_seconds=4 * self.limits.page_seconds)
        with apart(self.lane, traced=False) as world:
            watchers = Watchers(patient, world / "report")
            with watchers.pool:
                return watchers.end_of(name)


def replay(name: str, limits: Limits) -> None:
    """One case in a reader of its own, told in full, and its bytes in a file."""
    lane = "text" if name.partition("@")[0] in TEXT else "scans"
    with tempfile.NamedTemporaryFile(prefix="case-", suffix="-" + name.partition("@")[0], delete=False) as kept:
        kept.write(made(name))
    with apart(lane, traced=False) as world:
        watchers = Watchers(limits, world / "report")
        with watchers.pool:
            request, states = watchers.end_of(name)
    print(f"{name}: {', '.join(states)}\n{request}\nkept as {kept.name}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("lane", nargs="?", choices=sorted(LANES))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--from", dest="start", type=int, help="number of the first case; else behind the last one")
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--minutes", type=float, default=25.0, help="no further case is begun after these")
    options.add_argument("--seconds", type=float, default=LIMITS.seconds, help="what one file may take")
    options.add_argument("--guided", action="store_true", help="go on from cases that reach new lines of the readers")
    options.add_argument("--replay", metavar="NAME")
    options.add_argument("--sum", action="store_true", help="add up what was found so far, and run nothing")
    options.add_argument("--kept", type=Path, default=ROOT / "build" / "hostile")
    chosen = options.parse_args()
    limits = replace(LIMITS, seconds=chosen.seconds, page_seconds=2 * chosen.seconds)
    if chosen.replay:
        replay(chosen.replay, limits)
        return
    if chosen.sum:
        total = Findings.sum(sorted(chosen.kept.glob("*.json")))
        print(total.told())
        sys.exit(1 if total.bad else 0)
    if not chosen.lane:
        options.error("which lane?")
    path = chosen.kept / f"{chosen.lane}{'-guided' if chosen.guided else ''}-{chosen.seed}.json"
    findings = Findings.load(path)
    start = findings.next if chosen.start is None else chosen.start
    before = checkout()
    try:
        Run(chosen.lane, chosen.seed, findings, limits, chosen.guided).go(
            range(start, start + chosen.count), time.monotonic() + 60 * chosen.minutes
        )
    finally:
        findings.left("in the checkout", [name for name, *_ in checkout() - before])
        findings.save(path)
    print(f"{chosen.lane}, seed {chosen.seed}, cases {start} to {findings.next - 1}")
    print(findings.told())
    sys.exit(1 if findings.bad else 0)


if __name__ == "__main__":
    main()
