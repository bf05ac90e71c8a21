"""The worker process: reads one document after the other, asked over standard input, answering on standard output.

Started by ``parsers.isolation`` as ``python -m parsers.worker``. A message is a length (8 bytes, big endian) and that
many bytes. A request is two messages (JSON header, file or facts), an answer two: ``ok`` or ``spent``, ``unreadable``
(the document's fault, a named state) or ``failed`` (a fault of our own code), and the data. Before it come two
(``page``, nothing) for every page that is read by text recognition, which takes its time, and two (``picture``, its
place) for every picture of a series. The first message of all, ``ready``, says that the libraries are loaded.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from domain.records import DocumentState
from parsers.evidence import show
from parsers.examine import Source, evaluate, examine
from parsers.exchange import (
    dump_document,
    dump_documents,
    dump_evidence,
    dump_reconciled,
    load_context,
    load_facts,
    split,
)
from parsers.model import Limits, UnreadableDocument
from parsers.pictures import examine_pictures
from parsers.readers.archives import members
from parsers.readers.codec import dump_error, dump_members, dump_model, dump_seen, load_limits
from parsers.readers.ocr.limits import page_begins, picture_begins
from parsers.readers.reading import read
from parsers.readers.second_opinion import second_opinion

#: Seconds beyond the limit after which a worker whose parent has gone ends itself.
_ORPHAN_GRACE = 30
_DEPTH = 20_000
#: Kind of the message that a page begins.
PAGE = b"page"
#: Kind of the message that a picture of a series begins.
PICTURE = b"picture"
#: Kinds of answers: all is well; all is well, but this process has used up its memory and must be replaced.
OK, SPENT = b"ok", b"spent"
#: Said once, before the first request: everything is loaded.
READY = b"ready"
_LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], message: bytes) -> None:
    """Writes one message."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Reads one message. Raises ``EOFError`` when the other side has gone."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


def answer(header: bytes, data: bytes, tell: Callable[[bytes, bytes], None]) -> tuple[bytes, bytes]:
    """(kind, data) for one request; ``tell`` sends what comes before the answer."""
    request = json.loads(header)
    limits = load_limits(request["limits"])
    _limit_memory(limits)
    _set_alarm(limits.seconds + _ORPHAN_GRACE)

    def begin_page() -> None:
        _set_alarm(limits.page_seconds + _ORPHAN_GRACE)
        tell(PAGE, b"")

    def begin_picture(at: int) -> None:
        _set_alarm(limits.seconds + _ORPHAN_GRACE)
        tell(PICTURE, str(at).encode("ascii"))

    listening, counting = page_begins.set(begin_page), picture_begins.set(begin_picture)
    try:
        return _work(request, data, limits)
    except UnreadableDocument as error:
        return b"unreadable", dump_error(error)
    except MemoryError:
        beyond = UnreadableDocument(
            DocumentState.TOO_LARGE, "读取文件所需内存超过限额 / the file needs more memory than allowed"
        )
        return b"unreadable", dump_error(beyond)
    except Exception as error:  # noqa: BLE001 - a fault of ours must not look like a damaged file
        places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-3:]]
        return b"failed", json.dumps([type(error).__name__, *places]).encode("ascii")
    finally:
        page_begins.reset(listening)
        picture_begins.reset(counting)
        _set_alarm(0)


def _work(request: dict[str, Any], data: bytes, limits: Limits) -> tuple[bytes, bytes]:
    """The answer to one request; raises what the work raises."""
    if request["task"] not in ("document", "pictures"):
        return OK, _other_work(request, data, limits)
    context, identified, keep_model = load_context(request["context"]), request["identified"], request["keep_model"]
    if request["task"] == "document":
        source = Source(data, request["file_name"], request["charset"], request["archive"])
        document = examine(source, context, limits=limits, identified=identified, keep_model=keep_model)
        return SPENT if document.state is DocumentState.TOO_LARGE else OK, dump_document(document)
    files = zip(split(data), request["files"], strict=True)
    sources = [Source(one, name, archive=archive) for one, (name, archive) in files]
    documents = examine_pictures(sources, context, limits=limits, identified=identified, keep_model=keep_model)
    spent = any(document.state is DocumentState.TOO_LARGE for document in documents)
    return SPENT if spent else OK, dump_documents(documents)


def _other_work(request: dict[str, Any], data: bytes, limits: Limits) -> bytes:
    if request["task"] == "members":
        return dump_members(members(data, limits))
    if request["task"] == "second_opinion":
        return dump_seen(second_opinion(data, request["pages"]))
    if request["task"] == "read":
        return dump_model(read(data, file_name=request["file_name"], charset=request["charset"], limits=limits))
    if request["task"] == "evidence":
        return _evidence(request, data, limits)
    if request["task"] == "checks":
        return dump_reconciled(evaluate(load_facts(data), load_context(request["context"])))
    raise KeyError(request["task"])


def _evidence(request: dict[str, Any], data: bytes, limits: Limits) -> bytes:
    (fact,) = load_facts(request["fact"].encode())
    source = Source(data, request["file_name"], request["charset"])
    return dump_evidence(show(source, fact, kind=request["kind"], heading=request["heading"], limits=limits))


def _set_alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(limits: Limits) -> None:
    """Lets the address space grow by ``memory_mb`` from where it stands, where the platform can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - missing on Windows

        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (now + limits.memory_mb * 1024 * 1024, hard))


def main() -> None:
    """Serves requests until standard input closes."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = sys.stdin.buffer
    # Pages with hundreds of unclosed tags are deep trees; this process has nothing else on its stack.
    sys.setrecursionlimit(_DEPTH)

    def tell(kind: bytes, result: bytes) -> None:
        send(answers, kind)
        send(answers, result)

    send(answers, READY)
    while True:
        try:
            header, data = receive(requests), receive(requests)
        except EOFError:
            return
        kind, result = answer(header, data, tell)
        del data
        tell(kind, result)


if __name__ == "__main__":
    main()
