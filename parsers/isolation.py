"""Reading and checking in child processes with limits: a hostile file costs its own child, never the harvest.

A child is a plain ``python -m parsers.worker`` (no fork, so it is safe with threads and the same on every platform),
takes one document after the other from bytes to facts, and is replaced when it dies, overruns its time or has grown
old.
"""

from __future__ import annotations

import atexit
import json
import math
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

from domain.records import DocumentState, Fact
from parsers import worker
from parsers.evidence.result import Evidence, Kind
from parsers.examine import ReadDocument, Reconciled, Source, unreadable
from parsers.exchange import (
    dump_context,
    dump_facts,
    join,
    load_document,
    load_documents,
    load_evidence,
    load_reconciled,
)
from parsers.model import DEFAULT_LIMITS, DocumentModel, Limits, ReportContext, UnreadableDocument
from parsers.pictures import Interrupted, read_all
from parsers.readers.archives import Member
from parsers.readers.codec import dump_limits, load_error, load_members, load_model, load_seen
from parsers.readers.second_opinion import SeenCell
from parsers.watching import Overrun, Watch, kill_group, resident_mb

#: The program of a child.
WORKER = "parsers.worker"
#: A child is replaced after this many documents, so that what libraries leak stays bounded.
_DOCUMENTS_PER_CHILD = 500
#: Seconds a child that has stopped talking is given to end by itself.
_LAST_WORDS = 5.0
#: Seconds a child is given to load its libraries, which a busy machine may take long for; no document's time.
_START_SECONDS = 300.0
#: What a child may still hold before it takes another document: a share of the memory for recognition; without, MB.
_MOST_KEPT, _MOST_KEPT_MB = 0.9, 300.0
_KILLED_FOR_MEMORY = frozenset({-9, -6, 137, 134})


class WorkFailed(RuntimeError):
    """Our own code failed on a document or its facts: a bug to report, not a state of the document."""


class ReaderPool:
    """A fixed number of worker processes, started when needed; usable from many threads at once.

    A :class:`parsers.workbench.Workbench`, with ``limits`` for every document and for the checks of a report;
    ``module`` is the program of a child. Use as a context manager or call :meth:`close`.
    """

    def __init__(self, workers: int = 1, *, limits: Limits = DEFAULT_LIMITS, module: str = WORKER) -> None:
        if workers < 1:
            raise ValueError("a pool needs at least one worker")
        self._module = module
        self._limits = limits
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)
        self._closed = False

    def read(
        self,
        data: bytes,
        *,
        file_name: str | None = None,
        charset: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> DocumentModel:
        """As ``parsers.readers.read``, in a child process; waits for a free one.

        Raises :class:`UnreadableDocument`, also with ``timeout`` and ``too_large`` when the child overran ``limits``.
        """
        task = {"task": "read", "file_name": file_name, "charset": charset}
        return load_model(self._run(task, data, limits))

    def document(
        self, source: Source, context: ReportContext, *, identified: bool = True, keep_model: bool = False
    ) -> ReadDocument:
        """As ``parsers.examine.examine``, in a child process: a file or a document model that takes too long or too
        much memory ends in the named state. Raises :class:`WorkFailed` for a fault of our own code only.
        """
        task = {
            "task": "document",
            "file_name": source.file_name,
            "charset": source.charset,
            "archive": source.archive,
            "context": dump_context(context),
            "identified": identified,
            "keep_model": keep_model,
        }
        try:
            return load_document(self._run(task, source.data, self._limits))
        except UnreadableDocument as problem:
            return unreadable(source, context, problem)

    def pictures(
        self,
        sources: Sequence[Source],
        context: ReportContext,
        *,
        identified: bool = True,
        keep_model: bool = False,
    ) -> tuple[ReadDocument, ...]:
        """Pictures of pages in their order, read as one document, in a child process; see :meth:`document`."""
        ways = {"identified": identified, "keep_model": keep_model}

        def some(pictures: Sequence[Source], known: ReportContext) -> list[ReadDocument]:
            files = [(picture.file_name, picture.archive) for picture in pictures]
            task = {"task": "pictures", "files": files, "context": dump_context(known), **ways}
            return load_documents(self._run(task, join([picture.data for picture in pictures]), self._limits))

        one = partial(self.document, identified=identified, keep_model=keep_model)
        return read_all(sources, context, some=some, one=one, limits=self._limits)

    def checks(self, facts: Sequence[Fact], context: ReportContext) -> Reconciled:
        """As ``parsers.examine.evaluate``, in a child process.

        Raises :class:`UnreadableDocument` (``timeout``, ``too_large``) when the facts overran the limits.
        """
        return load_reconciled(
            self._run({"task": "checks", "context": dump_context(context)}, dump_facts(facts), self._limits)
        )

    def evidence(self, source: Source, fact: Fact, *, kind: Kind = "png", heading: Sequence[str] = ()) -> Evidence:
        """As ``parsers.evidence.show``, in a child process. Raises :class:`UnreadableDocument`."""
        task = {
            "task": "evidence",
            "file_name": source.file_name,
            "charset": source.charset,
            "fact": dump_facts([fact]).decode(),
            "kind": kind,
            "heading": list(heading),
        }
        return load_evidence(self._run(task, source.data, self._limits))

    def members(self, data: bytes, *, limits: Limits | None = None) -> tuple[Member, ...]:
        """As ``parsers.readers.members``, in a child process; raises what :meth:`read` raises."""
        return load_members(self._run({"task": "members"}, data, limits or self._limits))

    def second_opinion(self, data: bytes, pages: Sequence[int]) -> tuple[SeenCell, ...]:
        """As ``parsers.readers.second_opinion``, in a child process. Raises :class:`UnreadableDocument`."""
        return load_seen(self._run({"task": "second_opinion", "pages": list(pages)}, data, self._limits))

    def _run(self, task: Mapping[str, object], data: bytes, limits: Limits) -> bytes:
        if len(data) > limits.bytes:
            raise UnreadableDocument(
                DocumentState.TOO_LARGE, f"文件超过 {limits.bytes} 字节 / the file is larger than {limits.bytes} bytes"
            )
        if self._closed:
            raise RuntimeError("the reader pool is closed")
        child = self._idle.get()
        try:
            if child is None or not child.is_usable() or not child.has_room(limits):
                if child is not None:
                    child.stop()
                child = None
                child = _Child(self._module)
            return child.run(task, data, limits)
        finally:
            self._idle.put(child)
            if self._closed:
                self.close()

    def close(self) -> None:
        """Ends the children that are idle; those at work end after their document."""
        self._closed = True
        places = 0
        while True:
            try:
                child = self._idle.get_nowait()
            except queue.Empty:
                break
            places += 1
            if child is not None:
                child.stop()
        for _ in range(places):  # whoever waited for a place may still have it
            self._idle.put(None)

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Child:
    """One worker process, ready for work. Raises :class:`WorkFailed` when it does not start."""

    def __init__(self, module: str = WORKER) -> None:
        paths = [str(Path(__file__).parents[1]), *sys.path]
        # What it unpacks lies here and goes with it, also when it is killed.
        self._folder = tempfile.mkdtemp(prefix="reader-")
        search = os.pathsep.join(path for path in paths if path)
        environment = {**os.environ, "PYTHONPATH": search, "TMPDIR": self._folder}
        self._process = subprocess.Popen(  # noqa: S603 - own words
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            process_group=0 if os.name == "posix" else None,
        )
        self._owner = os.getpid()
        self._documents = 0
        self._busy = False
        self._has_recognised = False
        #: Place of the picture of a series that it was told to have begun.
        self._picture: int | None = None
        self._await_start()

    def _await_start(self) -> None:
        answers = self._process.stdout
        assert answers is not None
        watch = Watch(self._process, _START_SECONDS, math.inf)
        try:
            if worker.receive(answers) != worker.READY:
                raise EOFError
        except (EOFError, OSError) as error:
            self.stop()
            raise WorkFailed(f"a reader process did not start (exit code {self._process.returncode})") from error
        except BaseException:
            self.stop()
            raise
        finally:
            watch.end()

    def is_usable(self) -> bool:
        return (
            self._owner == os.getpid()
            and not self._busy
            and self._process.poll() is None
            and self._documents < _DOCUMENTS_PER_CHILD
        )

    def has_room(self, limits: Limits) -> bool:
        """False when what libraries kept of earlier documents leaves too little for the next."""
        most = _MOST_KEPT * limits.scanned_memory_mb if self._has_recognised else _MOST_KEPT_MB
        return resident_mb(self._process.pid) < most

    def run(self, task: Mapping[str, object], data: bytes, limits: Limits) -> bytes:
        """The answer to ``task`` on ``data``. Raises :class:`UnreadableDocument`."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        header = json.dumps({**task, "limits": dump_limits(limits)})
        # What the worker bounds itself is its address space; this is for what it really holds.
        more = resident_mb(self._process.pid) + limits.memory_mb
        watch = Watch(self._process, limits.seconds, limits.scanned_memory_mb if self._has_recognised else more)
        self._documents += 1
        self._picture = None
        self._busy = True  # until the whole answer is here: a child left in between would answer the wrong question
        try:
            worker.send(requests, header.encode("ascii"))
            worker.send(requests, data)
            end = time.monotonic() + limits.scanned_seconds
            kind, result = worker.receive(answers), worker.receive(answers)
            while kind in (worker.PAGE, worker.PICTURE):
                if kind == worker.PICTURE:
                    self._picture = int(result)
                else:
                    self._has_recognised = True
                own = limits.seconds if kind == worker.PICTURE else limits.page_seconds
                left = max(min(own, end - time.monotonic()), 0.0)
                watch.give(left, limits.scanned_memory_mb if self._has_recognised else more)
                kind, result = worker.receive(answers), worker.receive(answers)
        except (EOFError, OSError) as error:
            raise self._died(watch) from error
        finally:
            watch.end()
        self._busy = False
        if kind in (worker.OK, worker.SPENT):
            if kind == worker.SPENT:
                self.stop()
            return result
        if kind == b"failed":
            fault, *places = json.loads(result)
            raise WorkFailed(f"{fault} at {', '.join(places)}")
        unreadable = load_error(result)
        if unreadable.state is DocumentState.TOO_LARGE:
            self.stop()  # its memory is used up
        raise unreadable

    def _died(self, watch: Watch) -> Interrupted:
        """What its end means."""
        overran = watch.end()
        try:
            code = self._process.wait(timeout=_LAST_WORDS)
        except subprocess.TimeoutExpired:  # it closed its output and hangs
            self._process.kill()
            code = self._process.wait()
        self.stop()
        if overran is Overrun.TIME:
            return Interrupted(
                DocumentState.TIMEOUT,
                f"读取超过 {watch.seconds:g} 秒 / reading took longer than {watch.seconds:g} seconds",
                self._picture,
            )
        if overran is Overrun.MEMORY or code in _KILLED_FOR_MEMORY:
            return Interrupted(
                DocumentState.TOO_LARGE,
                "读取文件所需内存超过限额 / the file needs more memory than allowed",
                self._picture,
            )
        return Interrupted(
            DocumentState.DAMAGED,
            f"文件使读取程序崩溃（{code}） / the file made its reader crash ({code})",
            self._picture,
        )

    def stop(self) -> None:
        """Ends the process; safe to call twice and from a forked copy (which leaves it alone)."""
        if self._owner != os.getpid():
            return
        kill_group(self._process)
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue


_shared: ReaderPool | None = None
_shared_owner = 0
_shared_lock = threading.Lock()


def read_isolated(
    data: bytes,
    *,
    file_name: str | None = None,
    charset: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> DocumentModel:
    """As ``parsers.readers.read``, in a child process kept for the next document of this program.

    Raises :class:`UnreadableDocument`, also with ``timeout`` and ``too_large`` when the child overran ``limits``.
    """
    return _shared_pool().read(data, file_name=file_name, charset=charset, limits=limits)


def members_isolated(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> tuple[Member, ...]:
    """As ``parsers.readers.members``, in the same child processes as :func:`read_isolated`."""
    return _shared_pool().members(data, limits=limits)


def _shared_pool() -> ReaderPool:
    global _shared, _shared_owner  # noqa: PLW0603 - one pool for the program, made on first use
    with _shared_lock:
        if _shared is None or _shared_owner != os.getpid():
            _shared = ReaderPool(workers=os.cpu_count() or 1)
            _shared_owner = os.getpid()
            atexit.register(_shared.close)
        return _shared
