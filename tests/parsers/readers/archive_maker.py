"""Archives as strangers make them: ZIP with names in any coding, RAR block by block, 7z as libarchive writes it."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path


def windows_zip(files: dict[str, bytes], codec: str = "gbk") -> bytes:
    """A ZIP as Chinese Windows writes it: names in GBK without the mark for UTF-8."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(files.values()):
            archive.writestr(f"{number:040d}", data)
    raw = target.getvalue()
    for number, name in enumerate(files):
        encoded = name.encode(codec)
        # Same length, so that all offsets stay: fill up with a folder that says nothing.
        raw = raw.replace(f"{number:040d}".encode(), b"x" * (39 - len(encoded)) + b"/" + encoded)
    return raw


def plain_zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def stored_rar(*files: tuple[bytes, bytes]) -> bytes:
    """A RAR 4 archive whose members are only stored, names as given."""
    return rar_of(*(rar_member(name, data) for name, data in files))


def rar_of(*parts: bytes) -> bytes:
    return b"Rar!\x1a\x07\x00" + rar_block(0x73, 0, b"\0" * 6) + b"".join(parts) + rar_block(0x7B, 0x4000, b"")


def rar_block(kind: int, flags: int, fields: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar_member(name: bytes, data: bytes, *, method: int = 0x30) -> bytes:
    fields = struct.pack("<IIBIIBBHI", len(data), len(data), 3, zlib.crc32(data), 0, 20, method, len(name), 0o100644)
    return rar_block(0x74, 0x8000, fields + name) + data


def seven_zip(files: dict[str, bytes]) -> bytes:
    """A 7z archive as libarchive writes it, always the same bytes."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "files.tar"), Path(folder, "made.7z")
        source.write_bytes(plain.getvalue())
        command = ["bsdtar", "-c", "--format=7zip", "-f", str(target), f"@{source}"]
        subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        return target.read_bytes()
