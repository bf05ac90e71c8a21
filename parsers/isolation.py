"""Reading and checking in child processes with limits: a hostile file costs its own child, never the harvest.

A child is a plain ``python -m parsers.worker`` (no fork, so it is safe with threads and the same on every platform),
takes one document after the other from bytes to facts, and is replaced when it dies, overruns its time or has grown
old.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from domain.records import DocumentState, Fact
from parsers import worker
from parsers.evidence.result import Evidence, Kind
from parsers.examine import ReadDocument, Reconciled, Source, unreadable
from parsers.exchange import dump_context, dump_facts, load_document, load_evidence, load_reconciled
from parsers.model import DEFAULT_LIMITS, DocumentModel, Limits, ReportContext, UnreadableDocument
from parsers.readers.archives import Member
from parsers.readers.codec import dump_limits, load_error, load_members, load_model, load_seen
from parsers.readers.second_opinion import SeenCell

#: A child is replaced after this many documents, so that what libraries leak stays bounded.
_DOCUMENTS_PER_CHILD = 500
#: Seconds a child that has stopped talking is given to end by itself.
_LAST_WORDS = 5.0
_KILLED_FOR_MEMORY = frozenset({-9, -6, 137, 134})


class WorkFailed(RuntimeError):
    """Our own code failed on a document or its facts: a bug to report, not a state of the document."""


class ReaderPool:
    """A fixed number of worker processes, started when needed; usable from many threads at once.

    A :class:`parsers.examine.Workbench`, with ``limits`` for every document and for the checks of a report. Use as a
    context manager or call :meth:`close`.
    """

    def __init__(self, workers: int = 1, *, limits: Limits = DEFAULT_LIMITS) -> None:
        if workers < 1:
            raise ValueError("a pool needs at least one worker")
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
            "context": dump_context(context),
            "identified": identified,
            "keep_model": keep_model,
        }
        try:
            return load_document(self._run(task, source.data, self._limits))
        except UnreadableDocument as problem:
            return unreadable(source, context, problem)

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
            if child is None or not child.is_usable():
                if child is not None:
                    child.stop()
                child = None
                child = _Child()
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


class _Watch:
    """Kills a process when its time is over, unless ended before."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._lock = threading.Lock()
        self._ended = False
        self._overran = False
        self.seconds = seconds
        self._timer = self._started(seconds)

    def _started(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._overrun)
        timer.daemon = True
        timer.start()
        return timer

    def _overrun(self) -> None:
        with self._lock:
            if not self._ended:
                self._overran = True
                self._process.kill()

    def give(self, seconds: float) -> None:
        """Sets the time that is left, unless it is over."""
        with self._lock:
            if self._overran:
                return
            self._timer.cancel()
            self.seconds = seconds
            self._timer = self._started(seconds)

    def end(self) -> bool:
        """Ends the watch; True if the time was over before."""
        with self._lock:
            self._ended = True
        self._timer.cancel()
        return self._overran


class _Child:
    """One worker process."""

    def __init__(self) -> None:
        paths = [str(Path(__file__).parents[1]), *sys.path]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "parsers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._owner = os.getpid()
        self._documents = 0
        self._busy = False

    def is_usable(self) -> bool:
        return (
            self._owner == os.getpid()
            and not self._busy
            and self._process.poll() is None
            and self._documents < _DOCUMENTS_PER_CHILD
        )

    def run(self, task: Mapping[str, object], data: bytes, limits: Limits) -> bytes:
        """The answer to ``task`` on ``data``. Raises :class:`UnreadableDocument`."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        header = json.dumps({**task, "limits": dump_limits(limits)})
        watch = _Watch(self._process, limits.seconds)
        self._documents += 1
        self._busy = True  # until the whole answer is here: a child left in between would answer the wrong question
        try:
            worker.send(requests, header.encode("ascii"))
            worker.send(requests, data)
            end = time.monotonic() + limits.scanned_seconds
            kind, result = worker.receive(answers), worker.receive(answers)
            while kind == worker.PAGE:
                watch.give(max(min(limits.page_seconds, end - time.monotonic()), 0.0))
                kind, result = worker.receive(answers), worker.receive(answers)
        except (EOFError, OSError) as error:
            raise self._died(watch.seconds if watch.end() else None) from error
        finally:
            watch.end()
        self._busy = False
        if kind == b"ok":
            return result
        if kind == b"failed":
            fault, *places = json.loads(result)
            raise WorkFailed(f"{fault} at {', '.join(places)}")
        unreadable = load_error(result)
        if unreadable.state is DocumentState.TOO_LARGE:
            self.stop()  # its memory is used up
        raise unreadable

    def _died(self, overran: float | None) -> UnreadableDocument:
        """What its end means; ``overran``: the seconds it was given and took more than."""
        try:
            code = self._process.wait(timeout=_LAST_WORDS)
        except subprocess.TimeoutExpired:  # it closed its output and hangs
            self._process.kill()
            code = self._process.wait()
        if overran is not None:
            return UnreadableDocument(
                DocumentState.TIMEOUT,
                f"读取超过 {overran:g} 秒 / reading took longer than {overran:g} seconds",
            )
        if code in _KILLED_FOR_MEMORY:
            return UnreadableDocument(
                DocumentState.TOO_LARGE, "读取文件所需内存超过限额 / the file needs more memory than allowed"
            )
        return UnreadableDocument(
            DocumentState.DAMAGED, f"文件使读取程序崩溃（{code}） / the file made its reader crash ({code})"
        )

    def stop(self) -> None:
        """Ends the process; safe to call twice and from a forked copy (which leaves it alone)."""
        if self._owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
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
