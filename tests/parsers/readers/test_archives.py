"""Archives: members with their Chinese names, archives inside archives, bombs and passwords."""

import io
import os
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from domain.records import DocumentState
from parsers.model import Limits, UnreadableDocument
from parsers.readers import archives, members


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


def state_of(data: bytes, limits: Limits | None = None) -> DocumentState:
    with pytest.raises(UnreadableDocument) as caught:
        members(data, limits or Limits())
    return caught.value.state


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_names_written_without_a_mark_are_read_as_utf8_or_gbk(codec: str) -> None:
    found = members(windows_zip({"决算.pdf": b"%PDF-1.4", "附表.xls": b"2"}, codec))
    assert [(member.name.rpartition("/")[2], member.data) for member in found] == [
        ("决算.pdf", b"%PDF-1.4"),
        ("附表.xls", b"2"),
    ]


def test_archives_inside_are_opened_and_the_litter_of_programs_is_left_out() -> None:
    inner = plain_zip({"表/GK01.xls": b"1"})
    data = plain_zip({
        "决算/正文.doc": b"D", "决算/附件.zip": inner, "__MACOSX/._a": b"x", "a/.DS_Store": b"x", "~$正文.doc": b"x",
        "空/": b"",
    })  # fmt: skip
    assert [(member.name, member.data) for member in members(data)] == [
        ("决算/正文.doc", b"D"),
        ("决算/附件.zip/表/GK01.xls", b"1"),
    ]


def test_a_member_that_is_broken_or_locked_is_named_and_the_others_are_handed_out() -> None:
    raw = bytearray(plain_zip({"a.doc": bytes(range(256)) * 8, "b.doc": b"good", "c.zip": b"PK\x03\x04 no archive"}))
    raw[60] ^= 0xFF
    found = {member.name: (member.state, member.data) for member in members(bytes(raw))}
    assert found == {
        "a.doc": (DocumentState.DAMAGED, b""),
        "b.doc": (DocumentState.READ, b"good"),
        "c.zip": (DocumentState.DAMAGED, b""),
    }


def test_an_archive_with_a_password_is_encrypted() -> None:
    raw = bytearray(plain_zip({"a.doc": b"secret"}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert state_of(bytes(raw)) is DocumentState.ENCRYPTED


def test_bombs_are_too_large_also_when_they_hide_in_an_inner_archive() -> None:
    bomb = plain_zip({"a.txt": b"0" * 5_000_000})
    limits = Limits(unpacked_bytes=1_000_000)
    assert state_of(bomb, limits) is DocumentState.TOO_LARGE
    assert state_of(plain_zip({"x.zip": bomb}), limits) is DocumentState.TOO_LARGE
    assert state_of(plain_zip({f"{n}": b"" for n in range(archives.MOST_MEMBERS + 1)})) is DocumentState.TOO_LARGE


def test_what_is_no_archive_or_an_empty_one_is_named() -> None:
    assert state_of(b"%PDF-1.4") is DocumentState.UNSUPPORTED
    assert state_of(plain_zip({})) is DocumentState.EMPTY
    assert state_of(plain_zip({"a": b"1" * 100})[:40]) is DocumentState.DAMAGED


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


def seven_zip(folder: Path, files: dict[str, bytes]) -> bytes:
    """A 7z archive as libarchive writes it."""
    source, target = folder / "files", folder / "made.7z"
    for name, data in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    command = ["bsdtar", "-c", "--format=7zip", "-f", str(target), "-C", str(source), *files]
    subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return target.read_bytes()


def test_rar_needs_bsdtar_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UnreadableDocument) as caught:
        members(stored_rar((b"a.txt", b"1")))
    assert caught.value.state is DocumentState.UNSUPPORTED
    assert "libarchive-tools" in caught.value.message


needs_bsdtar = pytest.mark.skipif(shutil.which("bsdtar") is None, reason="bsdtar is not installed")


@needs_bsdtar
def test_rar_members_are_unpacked_by_bsdtar() -> None:
    found = members(stored_rar((b"report.txt", "决算233.67万元".encode())))
    assert [(member.name, member.data.decode()) for member in found] == [("report.txt", "决算233.67万元")]


@needs_bsdtar
def test_rar_names_in_gbk_are_read_also_where_the_machine_speaks_no_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    found = members(stored_rar(("2023年决算\\公开表.xls".encode("gbk"), b"1"), (b"Thumbs.db", b"x")))
    assert [(member.name, member.data) for member in found] == [("2023年决算/公开表.xls", b"1")]


@needs_bsdtar
def test_7z_members_keep_their_folders_and_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = seven_zip(tmp_path, {"决算/表一.xls": b"1", "决算/正文.doc": b"22"})
    monkeypatch.setenv("LC_ALL", "C")
    found = {member.name: member.data for member in members(data)}
    assert found == {"决算/表一.xls": b"1", "决算/正文.doc": b"22"}


@needs_bsdtar
@pytest.mark.parametrize("name", [b"b.xls", "决算.xls".encode(), "决算.xls".encode("gbk")])
def test_a_damaged_member_of_a_rar_is_named_no_half_of_it_is_read_and_what_is_lost_is_said(name: bytes) -> None:
    broken = rar_member(name, b"\xff" + b"2" * 40, method=0x33)
    found = members(rar_of(rar_member(b"a.xls", b"1" * 50), broken, rar_member(b"c.xls", b"333")))
    assert {(member.state, member.data) for member in found if member.name != "a.xls"} == {(DocumentState.DAMAGED, b"")}
    assert [member.name for member in found] == ["a.xls", "b.xls" if name == b"b.xls" else "决算.xls", "（其余成员）"]


@needs_bsdtar
@pytest.mark.parametrize(
    "files",
    [{"a.txt": b"0" * 5_000_000}, {f"{n}.txt": b"0" * 60_000 for n in range(50)}],
    ids=["one large file", "many small files"],
)
def test_a_7z_bomb_is_too_large_before_a_byte_of_it_reaches_the_disk(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = seven_zip(tmp_path, files)
    assert len(data) < 50_000
    calls = spy_on_bsdtar(tmp_path, monkeypatch)
    assert state_of(data, Limits(unpacked_bytes=1_000_000)) is DocumentState.TOO_LARGE
    assert state_of(plain_zip({"x.7z": data}), Limits(unpacked_bytes=1_000_000)) is DocumentState.TOO_LARGE
    assert " -C " not in calls.read_text("utf-8")


@needs_bsdtar
def test_a_7z_of_thousands_of_empty_files_is_too_large_before_any_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = seven_zip(tmp_path, {f"{n}": b"" for n in range(2 * archives.MOST_MEMBERS + 1)})
    calls = spy_on_bsdtar(tmp_path, monkeypatch)
    assert state_of(data) is DocumentState.TOO_LARGE
    assert " -C " not in calls.read_text("utf-8")


def spy_on_bsdtar(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts a program before bsdtar that writes down how it is called; the file it writes to."""
    calls, spy = folder / "calls", folder / "spy"
    spy.write_text(f'#!/bin/sh\necho "$@" >> {calls}\nexec {shutil.which("bsdtar")} "$@"\n', "utf-8")
    spy.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(spy))
    return calls


@needs_bsdtar
def test_an_archive_that_unpacks_for_too_long_is_ended() -> None:
    assert state_of(stored_rar((b"a.txt", b"1")), Limits(seconds=0)) is DocumentState.TIMEOUT
