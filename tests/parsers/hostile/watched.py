"""The reader process under watch: ``python -m tests.parsers.hostile.watched``, in place of ``parsers.worker``.

After every request it adds one JSON line to the file named by ``HOSTILE_REPORT``: the peak of its memory and its CPU
time for that request, what it wrote, started or connected to outside its folder, where an exception behind a named
state came from, and, where ``HOSTILE_TRACE`` is set, which lines of ``parsers`` it reached for the first time.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from parsers import examine, worker
from parsers.model import DocumentModel, UnreadableDocument
from parsers.readers import read

REPORT, TRACE = "HOSTILE_REPORT", "HOSTILE_TRACE"
_ROOT = Path(__file__).parents[3]
_OURS = str(_ROOT / "parsers") + os.sep
#: Programs that readers may start.
_PROGRAMS = frozenset({"bsdtar"})
#: Events of Python that change files; the names of the files are their first arguments.
_CHANGES = {
    "os.mkdir": 1, "os.rename": 2, "os.remove": 1, "os.rmdir": 1, "os.symlink": 2, "os.link": 2, "os.truncate": 1,
    "os.chmod": 1, "os.chown": 1, "os.mkfifo": 1, "os.mknod": 1, "shutil.rmtree": 1, "os.utime": 1,
}  # fmt: skip
#: Those of them whose last argument may be the descriptor of a folder.
_IN_FOLDER = frozenset({"os.remove", "os.rmdir"})
_FORBIDDEN = frozenset({
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "os.system",
    "os.exec", "os.posix_spawn", "os.fork", "pickle.find_class", "marshal.loads",
})  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watching:
    """What one request does, collected."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        self.cause: list[str] | None = None
        self.lines: list[str] = []
        self.on = False
        self._folder = os.path.realpath(os.environ["TMPDIR"]) + os.sep

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook: cannot be removed, hears of everything that Python itself does."""
        if not self.on:
            return
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str | bytes) and isinstance(flags, int) and flags & _WRITING:
                self._wrote(event, path)
        elif event in _CHANGES:
            for path in arguments[: _CHANGES[event]]:
                self._wrote(event, path, arguments[-1] if event in _IN_FOLDER else -1)
        elif event == "subprocess.Popen":
            if Path(os.fsdecode(arguments[0])).name not in _PROGRAMS:
                self.outside.append(f"{event} {arguments[0]!r}")
        elif event in _FORBIDDEN and not _is_known(event, arguments):
            self.outside.append(f"{event} {str(arguments)[:100]}")

    def _wrote(self, event: str, path: Any, folder: int = -1) -> None:
        """``folder``: the descriptor of the folder that a relative path counts from, if it is not the process's."""
        if isinstance(path, int):
            return
        place = (Path(f"/proc/self/fd/{folder}") if folder >= 0 else Path()) / os.fsdecode(path)
        # A link that is opened for writing is followed; one that is removed is not.
        real = os.path.realpath(place) if event == "open" else os.path.realpath(place.parent) + os.sep + place.name
        if not real.startswith(self._folder) and real + os.sep != self._folder and real != os.devnull:
            self.outside.append(f"{event} {real}")


def _is_known(event: str, arguments: tuple[Any, ...]) -> bool:
    """What libraries do while they are imported: compiled modules are read, urllib3 tries whether IPv6 is there."""
    if event == "socket.bind":
        return arguments[1] == ("::1", 0) and _importing()
    return event == "marshal.loads" and _importing()


def _importing() -> bool:
    """True while Python loads a module."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


class Tracer:
    """Tells which lines of ``parsers`` are reached for the first time in this process; whole functions stay fast."""

    def __init__(self) -> None:
        self._left: dict[CodeType, set[int]] = {}
        self.new: list[str] = []

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        code = frame.f_code
        if not code.co_filename.startswith(_OURS):
            return None
        left = self._left.get(code)
        if left is None:
            left = self._left[code] = {line for _, _, line in code.co_lines() if line}
        return self._line if left else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        left = self._left[frame.f_code]
        if frame.f_lineno in left:
            left.discard(frame.f_lineno)
            self.new.append(f"{frame.f_code.co_filename[len(_OURS) :]}:{frame.f_lineno}")
        return self._line if left else None


def causes(error: BaseException) -> list[str]:
    """Kind of the exception behind ``error``, the last place of ours and the last place of all; empty without one."""
    cause = error.__cause__ or (error.__context__ if not error.__suppress_context__ else None)
    if cause is None:
        return []
    frames = traceback.extract_tb(cause.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(_OURS)]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in (*ours[-1:], *frames[-1:])]
    return [f"{type(cause).__module__}.{type(cause).__name__}: {str(cause)[:80]}", *places]


def peak_mb() -> float:
    """Most memory the process held since :func:`forget_peak`."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def forget_peak() -> None:
    descriptor = os.open("/proc/self/clear_refs", os.O_WRONLY)
    os.write(descriptor, b"5")
    os.close(descriptor)


def main() -> None:
    """Serves requests as the worker does, and reports on each."""
    sys.dont_write_bytecode = True
    report = os.open(os.environ[REPORT], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    watching, tracer = Watching(), Tracer()
    sys.addaudithook(watching.heard)
    answered = worker.answer

    def reading(*arguments: Any, **named: Any) -> DocumentModel:
        try:
            return read(*arguments, **named)
        except UnreadableDocument as error:
            watching.cause = causes(error)
            raise

    def answering(header: bytes, data: bytes, tell: Callable[[bytes, bytes], None]) -> tuple[bytes, bytes]:
        forget_peak()
        base = peak_mb()
        watching.outside, watching.cause, tracer.new = [], None, []
        pages = 0

        def told(kind: bytes, result: bytes) -> None:
            nonlocal pages
            pages += 1
            tell(kind, result)

        before = _cpu()
        watching.on = True
        if TRACE in os.environ:
            sys.settrace(tracer)
        try:
            return answered(header, data, told)
        finally:
            sys.settrace(None)
            watching.on = False
            line = {
                "peak_mb": round(peak_mb(), 1),
                "base_mb": round(base, 1),
                "cpu": round(_cpu() - before, 3),
                "outside": watching.outside,
                "cause": watching.cause,
                "lines": tracer.new,
                "recognised": pages,
            }
            os.write(report, json.dumps(line).encode() + b"\n")

    worker.answer = answering
    setattr(worker, "read", reading)  # noqa: B010 - a name it imports
    setattr(examine, "read", reading)  # noqa: B010 - a name it imports
    worker.main()


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
