"""Archives: members with their Chinese names, archives inside archives, bombs and passwords."""

import shutil
import time
from pathlib import Path
from typing import IO

import pytest

from domain.records import DocumentState
from parsers.model import Limits, UnreadableDocument
from parsers.readers import archives, bsdtar, members
from tests.parsers.readers.archive_maker import plain_zip, rar_member, rar_of, seven_zip, stored_rar, windows_zip


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


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("../../etc/cron.d/决算.xls", "etc/cron.d/决算.xls"),
        ("/root/决算.xls", "root/决算.xls"),
        ("C:\\temp\\决算.xls", "temp/决算.xls"),
        ("决算/./..//表.xls", "决算/表.xls"),
        ("决算\r\nSet-Cookie: a=b.xls", "决算Set-Cookie: a=b.xls"),
        ("决算\u202esj.xls", "决算sj.xls"),
        ("..", "（无名成员）"),
        ("\0.xls", ".xls"),
    ],
)
def test_the_name_of_a_member_stays_inside_its_archive_and_hides_nothing(written: str, name: str) -> None:
    stand_in = "n" * len(written.encode())
    raw = plain_zip({stand_in: b"D", "b.doc": b"E"}).replace(stand_in.encode(), written.encode())
    assert [(member.name, member.data) for member in members(raw)] == [(name, b"D"), ("b.doc", b"E")]


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
    assert state_of(b"{\\rtf1}") is DocumentState.UNSUPPORTED
    assert state_of(plain_zip({})) is DocumentState.EMPTY
    assert state_of(plain_zip({"a": b"1" * 100})[:34]) is DocumentState.DAMAGED


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
def test_a_rar_whose_last_member_is_a_package_is_not_taken_for_the_package() -> None:
    package = plain_zip({"word/document.xml": b"<x/>"})
    found = members(stored_rar((b"a.txt", b"1"), (b"b.docx", package)))
    assert [(member.name, member.data) for member in found] == [("a.txt", b"1"), ("b.docx", package)]


@needs_bsdtar
def test_rar_names_in_gbk_are_read_also_where_the_machine_speaks_no_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    found = members(stored_rar(("2023年决算\\公开表.xls".encode("gbk"), b"1"), (b"Thumbs.db", b"x")))
    assert [(member.name, member.data) for member in found] == [("2023年决算/公开表.xls", b"1")]


@needs_bsdtar
def test_7z_members_keep_their_folders_and_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = seven_zip({"决算/表一.xls": b"1", "决算/正文.doc": b"22"})
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
    data = seven_zip(files)
    assert len(data) < 50_000
    calls = spy_on_bsdtar(tmp_path, monkeypatch)
    assert state_of(data, Limits(unpacked_bytes=1_000_000)) is DocumentState.TOO_LARGE
    assert state_of(plain_zip({"x.7z": data}), Limits(unpacked_bytes=1_000_000)) is DocumentState.TOO_LARGE
    assert " -C " not in calls.read_text("utf-8")


@needs_bsdtar
def test_a_7z_of_thousands_of_empty_files_is_too_large_before_any_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = seven_zip({f"{n}": b"" for n in range(2 * archives.MOST_MEMBERS + 1)})
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


@needs_bsdtar
def test_an_archive_still_being_given_when_its_time_is_over_is_not_called_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = bsdtar._give

    def give_slowly(stream: IO[bytes] | None, data: bytes) -> None:
        assert stream is not None
        stream.write(data)  # waits in the buffer, which meets the broken pipe when it is closed
        time.sleep(0.3)
        given(stream, b"")

    monkeypatch.setattr(bsdtar, "_give", give_slowly)
    assert state_of(stored_rar((b"a.txt", b"1")), Limits(seconds=0)) is DocumentState.TIMEOUT
