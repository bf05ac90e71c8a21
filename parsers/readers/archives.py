"""Archives of several documents: their members, with the names a Chinese Windows wrote.

ZIP and gzip are read by the standard library; of a ZIP whose end is missing the members that are left. RAR, 7z and
tar need libarchive's ``bsdtar`` (Debian: libarchive-tools; part of macOS).
"""

from __future__ import annotations

import contextlib
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
from parsers.readers.cut_zip import members_left, opened
from parsers.readers.disclosure import promises_office_file
from parsers.readers.pdf.attached import attached_files
from parsers.readers.pdf.opening import open_pdf
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
NAMELESS = "（无名成员）"
_GZIP, _GZIP_FORMAT, _HAS_EXTRA, _HAS_NAME = b"\x1f\x8b", zlib.MAX_WBITS | 16, 0x04, 0x08
#: Pieces that a gzip may be put together of.
_GZIP_PARTS = 100
#: The mark of a tar and where it stands.
_TAR, _TAR_AT = b"ustar", 257
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


#: What stands for them in the answer.
_LOST_MEMBERS = Member(
    _LOST,
    b"",
    DocumentState.DAMAGED,
    "压缩包已损坏，其余成员可能丢失 / the archive is damaged, other members may be lost",
)


def members(data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Member, ...]:
    """Files of an archive, archives inside it opened too, in the archive's order; of a PDF the files it carries.

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


def is_archive(data: bytes, file_name: str | None) -> bool:
    """True if the members of ``data`` are to be read. A plain archive under the name of a package (DOCX …) is a wrong
    file; a gzip is the packing in which a server sent the file that it names.
    """
    media_type = sniff(data)
    return media_type == media.GZIP or (media_type in media.ARCHIVES and not promises_office_file(file_name))


def member_name(member: Member, archive_name: str | None) -> str:
    """The name of a member; that of a nameless one is its archive's, as far as it is not that of the packing."""
    if member.name != NAMELESS or not archive_name:
        return member.name
    return re.sub(r"\.gz(?:ip)?$", "", archive_name, flags=re.IGNORECASE)


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
    elif media_type == media.PDF:
        found = _attached_members(data, limits, budget)
    elif media_type == media.GZIP:
        found = _gzip_members(data, limits, budget)
    elif media_type in (media.RAR, media.SEVEN_ZIP):
        found = _bsdtar_members(data, limits, budget, piped=media_type == media.RAR)
    else:
        raise UnreadableDocument(
            DocumentState.UNSUPPORTED, f"不是支持的压缩包（{media_type}） / not an archive we open ({media_type})"
        )
    for member in found:
        inner = sniff(member.data) if member.data else ""
        if inner in media.ARCHIVES and depth + 1 < _DEPTH:
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
        archive = opened(data)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        found = list(_left_members(data, budget))
        if not found:
            raise UnreadableDocument(DocumentState.DAMAGED, "压缩包已损坏 / the archive is damaged") from error
        yield from found
        yield _LOST_MEMBERS
        return
    with archive:
        for info in archive.infolist():
            name = _inside(_zip_name(info))
            if name.endswith("/") or _is_ignored(name):
                continue
            yield _zip_member(archive, info, name, budget)


def _left_members(data: bytes, budget: _Budget) -> Iterator[Member]:
    """Whole members of a ZIP that does not open because its end is missing."""
    try:
        for left in members_left(data, budget.left):
            name = _inside(_zip_name(left.info))
            if name.endswith("/") or _is_ignored(name):
                continue
            if left.content is None:
                yield Member(name, b"", DocumentState.ENCRYPTED, "成员有密码 / the member is protected by a password")
                continue
            budget.take(len(left.content))
            yield Member(name, left.content)
    except ValueError as error:
        raise UnreadableDocument(
            DocumentState.TOO_LARGE, "压缩包解压后过大 / the archive unpacks to more than allowed"
        ) from error


def _gzip_members(data: bytes, limits: Limits, budget: _Budget) -> Iterator[Member]:
    """The one file of a gzip, or the members of the tar in it."""
    content = b""
    left = data
    for _ in range(_GZIP_PARTS):
        if not left.startswith(_GZIP):
            break
        stream = zlib.decompressobj(_GZIP_FORMAT)
        try:
            content += stream.decompress(left, budget.left + 1 - len(content))
            whole = stream.eof
        except zlib.error:
            whole = False
        if len(content) > budget.left:
            budget.take(len(content))
        if not whole:
            raise UnreadableDocument(DocumentState.DAMAGED, "压缩文件不完整 / the compressed file is cut or damaged")
        left = stream.unused_data
    if content[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        yield from _bsdtar_members(content, limits, budget, piped=True)
    else:
        budget.take(len(content))
        yield Member(_gzip_name(data), content)


def _gzip_name(data: bytes) -> str:
    """The name that the head of a gzip states (RFC 1952, 2.3), else ``NAMELESS``."""
    flags, at = data[3], 10
    if not flags & _HAS_NAME:
        return NAMELESS
    if flags & _HAS_EXTRA:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    raw = data[at : data.index(b"\0", at)]
    return _inside(_decoded(raw) or NAMELESS)


def _attached_members(data: bytes, limits: Limits, budget: _Budget) -> Iterator[Member]:
    """The files that a PDF carries."""
    with open_pdf(data, limits) as document:
        for stated, content in attached_files(data, document, budget.left):
            name = _inside(stated)
            budget.take(len(content))
            if content:
                yield Member(name, content)
            else:
                yield Member(name, b"", DocumentState.DAMAGED, "附件已损坏 / the attached file is damaged")


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
    return kept + "/" if kept and parts[-1] == "" else kept or NAMELESS


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
            yield _LOST_MEMBERS
