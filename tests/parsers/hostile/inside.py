"""Ways to break what lies inside a format, the format around it sound: parts of packages, streams, records, chunks."""

from __future__ import annotations

import contextlib
import io
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

import olefile

from parsers.readers import media, sniff
from tests.parsers.hostile.changes import SAME_LENGTH, byte_change, tag_change

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PDF_OBJECT = re.compile(rb"\d+ \d+ obj(.*?)endobj", re.DOTALL)
_PDF_TOKEN = re.compile(rb"/[A-Za-z]+|-?\d+(?:\.\d+)?(?: \d+ R)?")
_PDF_VALUES = (b"0", b"-1", b"2147483647", b"99999999", b"0.00001", b"1 0 R", b"9999 0 R", b"null", b"[]", b"<<>>")
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def inner_change(data: bytes, chance: random.Random) -> bytes:
    """``data`` broken inside, by the type its bytes show; where that cannot be done, in its bytes."""
    change = _INSIDE.get(sniff(data))
    if change is None:
        return byte_change(data, chance)
    with contextlib.suppress(Exception):  # what was broken before may not open; then its bytes are broken
        return change(data, chance)
    return byte_change(data, chance)


def _package(data: bytes, chance: random.Random) -> bytes:
    """One part changed, lost, doubled under its name or given another's name; the package itself sound."""
    target = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        warnings.simplefilter("ignore")  # of names that are there twice: they shall be
        infos = source.infolist()
        chosen = chance.choice([info for info in infos if info.file_size] or infos)
        fate = chance.choice(("change",) * 12 + ("lose", "double", "rename"))
        for info in infos:
            part, name = source.read(info), info.filename
            if info is chosen:
                if fate == "lose":
                    continue
                if fate == "double":
                    result.writestr(zipfile.ZipInfo(name), part)
                elif fate == "rename":
                    name = chance.choice((chance.choice(infos).filename, "../" + name, "/" + name, name.upper()))
                else:
                    part = _part(part, chance)
            result.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _part(part: bytes, chance: random.Random) -> bytes:
    if part.startswith(b"PK"):
        return inner_change(part, chance)
    if part.lstrip()[:1] == b"<" and chance.random() < 0.75:
        return tag_change(part, chance)
    return byte_change(part, chance)


def _pdf(data: bytes, chance: random.Random) -> bytes:
    """A stream changed in its unpacked form, or a word of an object's dictionary."""
    if chance.random() < 0.4:
        return _pdf_object(data, chance)
    streams = list(_STREAM.finditer(data))
    chosen = chance.choice(streams)
    raw = chosen.group(1)
    try:
        content = zlib.decompress(raw)
    except zlib.error:
        changed = byte_change(raw, chance)
    else:
        content = _tokens(content, chance) if chance.random() < 0.6 else byte_change(content, chance)
        changed = zlib.compress(content)
        if chance.random() < 0.05:
            changed = zlib.compress(content * 2000)
    return data[: chosen.start(1)] + changed.ljust(len(raw)) + data[chosen.end(1) :]


def _pdf_object(data: bytes, chance: random.Random) -> bytes:
    chosen = chance.choice(list(_PDF_OBJECT.finditer(data)))
    start, end = chosen.span(1)
    end = data.find(b"stream", start, end) if b"stream" in chosen.group(1) else end
    return data[:start] + _tokens(data[start:end], chance) + data[end:]


def _tokens(content: bytes, chance: random.Random) -> bytes:
    """Numbers and names of a piece of PDF made absurd, or lent from another place of it."""
    for _ in range(chance.choice((1, 1, 3))):
        tokens = list(_PDF_TOKEN.finditer(content))
        if not tokens:
            break
        chosen = chance.choice(tokens)
        value = chance.choice(tokens).group() if chance.random() < 0.5 else chance.choice(_PDF_VALUES)
        content = content[: chosen.start()] + value + content[chosen.end() :]
    return content


def _ole(data: bytes, chance: random.Random) -> bytes:
    """One stream of an OLE file changed at its length; records of a workbook one by one."""
    target = io.BytesIO(data)
    with olefile.OleFileIO(target, write_mode=True) as ole:
        streams = [entry for entry in ole.listdir() if ole.get_size(entry) > 4]
        main = [entry for entry in streams if entry[-1] in ("Workbook", "Book", "WordDocument", "1Table", "0Table")]
        chosen = chance.choice(main if main and chance.random() < 0.9 else streams)
        content = ole.openstream(chosen).read()
        if chosen[-1] in ("Workbook", "Book") and chance.random() < 0.8:
            changed = _records(content, chance)
        elif chosen[-1] == "WordDocument" and chance.random() < 0.5:  # the head that says where everything lies
            changed = chance.choice(SAME_LENGTH)(content[:900], chance) + content[900:]
        else:
            changed = chance.choice(SAME_LENGTH)(content, chance)
        ole.write_stream(chosen, changed[: len(content)].ljust(len(content), b"\0"))
        return target.getvalue()


def _records(content: bytes, chance: random.Random) -> bytes:
    """One record of a workbook's stream changed in its data, kind or length, lost, or doubled."""
    places: list[tuple[int, int]] = []
    at = 0
    while at + 4 <= len(content):
        size = struct.unpack_from("<H", content, at + 2)[0]
        places.append((at, size))
        at += 4 + size
    at, size = chance.choice(places)
    end = at + 4 + size
    match chance.randrange(5):
        case 0:
            return content[:at] + content[end:]
        case 1:
            return content[:end] + content[at:end] * chance.choice((1, 20)) + content[end:]
        case 2:
            length = chance.choice((0, 1, size + 1, 8224, 0xFFFF))
            return content[: at + 2] + struct.pack("<H", length) + content[at + 4 :]
        case 3:
            other = content[chance.choice(places)[0] :][:2]
            return content[:at] + other + content[at + 2 :]
        case _:
            body = content[at + 4 : end]
            return content[: at + 4] + (chance.choice(SAME_LENGTH)(body, chance) if body else body) + content[end:]


def _png(data: bytes, chance: random.Random) -> bytes:
    """One chunk changed, its check sum right; pixels in their unpacked form."""
    chunks: list[tuple[bytes, bytes]] = []
    at = len(_PNG_HEAD)
    while at + 8 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    index = chance.randrange(len(chunks))
    kind, body = chunks[index]
    if kind == b"IDAT" and chance.random() < 0.7:
        body = zlib.compress(byte_change(zlib.decompress(body), chance))
    elif body:
        body = byte_change(body, chance)
    chunks[index] = kind, body
    return _PNG_HEAD + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _text(data: bytes, chance: random.Random) -> bytes:
    return tag_change(data, chance) if chance.random() < 0.8 else byte_change(data, chance)


_INSIDE: dict[str, Callable[[bytes, random.Random], bytes]] = {
    media.PDF: _pdf,
    **dict.fromkeys((media.DOCX, media.XLSX, media.ODS, media.OFD, media.ZIP), _package),
    **dict.fromkeys((media.DOC, media.XLS, media.OLE), _ole),
    **dict.fromkeys((media.HTML, media.MHTML, media.XML, media.WORD_XML, media.EXCEL_XML), _text),
    media.PNG: _png,
}
