"""Archives of several documents: their members, with the names a Chinese Windows wrote.

ZIP is read by the standard library. RAR and 7z need libarchive's ``bsdtar`` (Debian: libarchive-tools; part of macOS).
"""

from __future__ import annotations

import contextlib
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from domain.records import DocumentState
from domain.text import visible
from parsers.model import DEFAULT_LIMITS, Limits, UnreadableDocument
from parsers.readers import bsdtar, media
from parsers.readers.sniffing import sniff

#: Members of one archive that are handed out; more is no disclosure.
MOST_MEMBERS = 2000
#: Archives inside archives that are opened.
_DEPTH = 3
_RATIO = 1000
_IGNORED_FOLDERS = ("__MACOSX",)
_IGNORED_NAMES = frozenset({"thumbs.db", ".ds_store", "desktop.ini"})
_UTF8_NAME = 0x800
#: Stands for members that a damaged archive no longer names.
_LOST = "（其余成员）"
#: Stands for a name of which nothing is left.
_NAMELESS = "（无名成员）"
_DRIVE = re.compile(r"^[A-Za-z]:$")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    ``name`` is its path with ``/``, without ``..`` and signs that cannot be seen; a member that cannot be unpacked has
    no data and says why in ``state`` and ``message``.
    """

    name: str
    data: bytes
    state: DocumentState = DocumentState.READ
    message: str = ""


def members(data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Member, ...]:
    """Files of an archive, archives inside it opened too, in the archive's order.

    Raises :class:`UnreadableDocument`: damaged, encrypted (all members), too_large (unpacked beyond
    ``limits.unpacked_bytes`` or ``MOST_MEMBERS``), unsupported (RAR or 7z without ``bsdtar``), empty.
    """
    budget = _Budget(limits.unpacked_bytes)
    try:
        found = tuple(_open(data, limits, budget, 0))
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # libraries raise many kinds on what is no sound archive
        raise UnreadableDocument(
            DocumentState.DAMAGED, f"压缩包已损坏 / the archive is damaged ({type(error).__name__})"
        ) from error
    if not found:
        raise UnreadableDocument(DocumentState.EMPTY, "压缩包内没有文件 / the archive holds no file")
    if all(member.state is DocumentState.ENCRYPTED for member in found):
        raise UnreadableDocument(DocumentState.ENCRYPTED, "压缩包有密码 / the archive is protected by a password")
    return found


class _Budget:
    """Bytes and members that may still be unpacked."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._members = MOST_MEMBERS

    @property
    def left(self) -> int:
        return self._left

    def take(self, size: int) -> None:
        self._left -= size
        self._members -= 1
        if self._left < 0 or self._members < 0:
            raise UnreadableDocument(
                DocumentState.TOO_LARGE, "压缩包解压后过大或文件过多 / the archive unpacks to more than allowed"
            )


def _open(data: bytes, limits: Limits, budget: _Budget, depth: int) -> Iterator[Member]:
    media_type = sniff(data)
    if media_type == media.ZIP:
        found = _zip_members(data, budget)
    elif media_type in (media.RAR, media.SEVEN_ZIP):
        found = _bsdtar_members(data, limits, budget, piped=media_type == media.RAR)
    else:
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED, f"不是支持的压缩包（{media_type}） / not an archive we open ({media_type})"
        )
    for member in found:
        inner = sniff(member.data) if member.data else ""
        if inner in (media.ZIP, media.RAR, media.SEVEN_ZIP) and depth + 1 < _DEPTH:
            yield from _inner(member, limits, budget, depth)
        else:
            yield member


def _inner(member: Member, limits: Limits, budget: _Budget, depth: int) -> Iterator[Member]:
    """Members of an archive inside an archive; one that does not open is a member with a state."""
    try:
        found = list(_open(member.data, limits, budget, depth + 1))
    except UnreadableDocument as error:
        if error.state is DocumentState.TOO_LARGE:
            raise
        yield Member(member.name, b"", error.state, error.message)
        return
    for inner in found:
        yield Member(posixpath.join(member.name, inner.name), inner.data, inner.state, inner.message)


def _zip_members(data: bytes, budget: _Budget) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise UnreadableDocument(DocumentState.DAMAGED, "压缩包已损坏 / the archive is damaged") from error
    with archive:
        for info in archive.infolist():
            name = _inside(_zip_name(info))
            if name.endswith("/") or _is_ignored(name):
                continue
            yield _zip_member(archive, info, name, budget)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: _Budget) -> Member:
    if info.flag_bits & 0x1:
        return Member(name, b"", DocumentState.ENCRYPTED, "成员有密码 / the member is protected by a password")
    if info.file_size > budget.left or info.file_size > info.compress_size * _RATIO + 1_000_000:
        raise UnreadableDocument(DocumentState.TOO_LARGE, "压缩包解压后过大 / the archive unpacks to more than allowed")
    try:
        with archive.open(info) as stream:
            content = stream.read(budget.left + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error):
        return Member(name, b"", DocumentState.DAMAGED, "成员已损坏 / the member is damaged")
    budget.take(len(content))
    return Member(name, content)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 where it says so or reads so, else what a Chinese Windows writes (GBK)."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return _decoded(raw) or info.filename


def _decoded(raw: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return None


def _inside(name: str) -> str:
    """A member's name as a path that stays inside its archive and shows what it is. Folders end in ``/``."""
    parts = visible(name).replace("\\", "/").split("/")
    if parts and _DRIVE.match(parts[0]):
        parts[0] = ""
    kept = "/".join(part for part in parts if part not in ("", ".", ".."))
    return kept + "/" if kept and parts[-1] == "" else kept or _NAMELESS


def _is_ignored(name: str) -> bool:
    parts = name.split("/")
    return parts[0] in _IGNORED_FOLDERS or parts[-1].lower() in _IGNORED_NAMES or parts[-1].startswith(("~$", "._"))


def _bsdtar_members(data: bytes, limits: Limits, budget: _Budget, *, piped: bool) -> Iterator[Member]:
    found = bsdtar.unpack(data, most_bytes=budget.left, most_members=MOST_MEMBERS, seconds=limits.seconds, piped=piped)
    for raw, content in found:
        name = _inside(_decoded(raw) or raw.decode("utf-8", "replace"))
        if content is not None and not _is_ignored(name):
            budget.take(len(content))
            yield Member(name, content)
        elif content is None and raw:
            yield Member(name, b"", DocumentState.DAMAGED, "成员已损坏 / the member is damaged")
        elif content is None:
            message = "压缩包已损坏，其余成员可能丢失 / the archive is damaged, other members may be lost"
            yield Member(_LOST, b"", DocumentState.DAMAGED, message)
