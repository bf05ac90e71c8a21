"""libarchive's ``bsdtar``, which unpacks RAR and 7z, with bounds on bytes, members and time.

A packed size says nothing and a stated one may lie, so the members are unpacked twice: first into a counter, then, if
they are as few and small as allowed, to a folder.

A RAR goes through a pipe. In a file the program may jump to the end first, and where the last member is a stored ZIP
package (DOCX, XLSX) it takes the whole archive for that package.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from domain.records import DocumentState
from parsers.model import UnreadableDocument

_CHUNK = 1 << 16
#: Folders stand in the list of an archive beside its files; so many lines a member may have.
_LINES = 2
#: How bsdtar prints a byte of a name that is no character of the locale.
_ESCAPE = re.compile(rb"\\([0-7]{3})")


def unpack(
    data: bytes, *, most_bytes: int, most_members: int, seconds: float, piped: bool = False
) -> Iterator[tuple[bytes, bytes | None]]:
    """(name, content) of every file of an archive, by name; names are bytes as the archive writes them.

    ``piped``: read the archive once from front to back, which formats with their list at the end (7z) do not bear.
    The content of a damaged file is ``None``; after all others an empty name stands for what may be lost with it.
    Raises :class:`UnreadableDocument`: too_large, timeout (longer than ``seconds``), encrypted, damaged, unsupported
    (without ``bsdtar``).
    """
    program = shutil.which("bsdtar")
    if program is None:
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED,
            "解压 RAR/7z 需要安装 libarchive-tools（bsdtar） / RAR and 7z need libarchive-tools (bsdtar)",
        )
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="members-") as folder:
        source, target = Path(folder, "archive"), Path(folder, "out")
        if not piped:
            source.write_bytes(data)
        target.mkdir()
        # No password is known; any keeps the program from asking for it.
        reading = ["--passphrase", "unknown", "-f", "-" if piped else str(source)]
        given = data if piped else b""
        _bound([program, "-t", *reading], b"\n", most_members * _LINES, end, given)
        _bound([program, "-x", "-O", *reading], b"", most_bytes, end, given)
        code, complaint = _run([program, "-x", "--no-same-owner", *reading, "-C", str(target)], None, end, given)
        paths = sorted(path for path in target.rglob("*") if path.is_file() and not path.is_symlink())
        encrypted = b"ncrypt" in complaint or b"assphrase" in complaint
        complaint = _unescaped(complaint)
        names = {os.fsencode(path.relative_to(target)): path for path in paths}
        damaged = {name for name in names if b"\n" + name + b": " in complaint}
        if code != 0 and (not names or (encrypted and len(damaged) == len(names))):
            state = DocumentState.ENCRYPTED if encrypted else DocumentState.DAMAGED
            raise UnreadableDocument(state, "压缩包无法解压 / the archive cannot be unpacked")
        for name, path in names.items():
            yield name, None if name in damaged else path.read_bytes()
        if code != 0:
            yield b"", None


def _unescaped(complaint: bytes) -> bytes:
    """Error output with the names as bytes; a member that failed begins a line."""
    return b"\n" + _ESCAPE.sub(lambda match: bytes([int(match[1], 8) & 0xFF]), complaint)


class _Counter:
    """Counts what a program writes: all bytes, or one ``mark``."""

    def __init__(self, mark: bytes, most: int) -> None:
        self._mark = mark
        self._left = most

    def drain(self, stream: IO[bytes]) -> bool:
        """Reads to the end of ``stream``; false as soon as more came than allowed."""
        while self._left >= 0 and (chunk := stream.read(_CHUNK)):
            self._left -= chunk.count(self._mark) if self._mark else len(chunk)
        return self._left >= 0


def _bound(command: list[str], mark: bytes, most: int, end: float, given: bytes) -> None:
    """Raises ``UnreadableDocument(too_large)`` where ``command`` writes more than ``most`` marks (bytes)."""
    _run(command, _Counter(mark, most), end, given)


def _give(stream: IO[bytes] | None, data: bytes) -> None:
    """Writes ``data`` as long as the program reads."""
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError), stream:
        stream.write(data)


def _run(command: list[str], counter: _Counter | None, end: float, given: bytes) -> tuple[int, bytes]:
    """Exit code and error output of ``command`` with ``given`` as its input, ended at ``end`` (monotonic seconds) at
    the latest.
    """
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603 - own words
            command,
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.PIPE if counter else subprocess.DEVNULL,
            stderr=complaints,
            # Names are converted to the encoding of the locale; a plain "C" has no Chinese.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        ) as process,
    ):
        alarm = threading.Timer(max(end - time.monotonic(), 0.0), process.kill)
        alarm.start()
        giver = threading.Thread(target=_give, args=(process.stdin, given), daemon=True)
        giver.start()
        try:
            fits = counter.drain(process.stdout) if counter and process.stdout else True
            if not fits:
                process.kill()
            code = process.wait()
            # The pipe is the giver's to close: its breaking, met here, would be taken for a damaged archive.
            giver.join()
        finally:
            alarm.cancel()
        if not fits:
            raise UnreadableDocument(
                DocumentState.TOO_LARGE, "压缩包解压后过大或文件过多 / the archive unpacks to more than allowed"
            )
        if time.monotonic() >= end:
            raise UnreadableDocument(DocumentState.TIMEOUT, "解压超时 / unpacking took too long")
        complaints.seek(0)
        return code, complaints.read(_CHUNK)
