"""ZIP archives without their end, and files packed with gzip: what is whole is read, what is lost is said."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from domain.records import DocumentState
from parsers.model import Limits, ReportContext, UnreadableDocument
from parsers.parse import Source, parse_report
from parsers.readers import media, members, sniff
from tests.parsers.readers.test_sheets import xlsx
from tests.parsers.test_disputes import report

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

CONTEXT = ReportContext(2023, "final_accounts", "示例县信访局")
LOST = "（其余成员）"


class Pipe(io.RawIOBase):
    """A target that cannot go back, so that lengths follow their members."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        written = bytes(memoryview(data))
        self.data += written
        return len(written)


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, piped: bool = False) -> bytes:
    target = Pipe() if piped else io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return target.data if isinstance(target, Pipe) else target.getvalue()


def without_list(data: bytes) -> bytes:
    return data[: data.index(b"PK\x01\x02")]


FILES = {"决算/说明.txt": b"a" * 3000, "空.txt": b"", "表.xls": bytes(range(256)) * 9}


@pytest.mark.parametrize("piped", [False, True])
@pytest.mark.parametrize("lost", [0, 1, 700])
def test_whole_members_of_a_zip_without_its_end_are_handed_out(lost: int, piped: bool) -> None:
    data = without_list(packed(FILES, piped=piped))
    found = {member.name: (member.state, member.data) for member in members(data[: len(data) - lost])}
    kept = {name: (DocumentState.READ, content) for name, content in FILES.items() if not lost or name != "表.xls"}
    assert found == {**kept, LOST: (DocumentState.DAMAGED, b"")}


def test_stored_members_are_found_and_one_that_is_not_as_it_was_ends_the_search() -> None:
    data = without_list(packed({"a.doc": b"x" * 500, "b.doc": b"y" * 500, "c.doc": b"z" * 500}, zipfile.ZIP_STORED))
    assert [member.name for member in members(data)] == ["a.doc", "b.doc", "c.doc", LOST]
    assert [member.name for member in members(data.replace(b"yy", b"yx", 1))] == ["a.doc", LOST]


def test_a_cut_zip_of_stored_workbooks_is_an_archive_and_no_workbook() -> None:
    book = xlsx([["项目", "金额"], ["信访事务", 1.5]])
    data = packed({"01表.xlsx": book, "02表.xlsx": book}, zipfile.ZIP_STORED)
    assert sniff(data[:-900]) == media.ZIP
    assert [member.name for member in members(data[:-900])] == ["01表.xlsx", LOST]


def test_the_first_of_several_parts_gives_what_is_whole_in_it() -> None:
    data = packed(FILES)
    for mark in (b"PK\x07\x08", b"PK00"):
        assert [member.name for member in members(mark + data[:-400])][-1] == LOST
        assert sniff(mark + data) == media.ZIP


def test_a_locked_member_is_passed_over_and_a_bomb_is_too_large() -> None:
    raw = bytearray(without_list(packed({"a.doc": b"secret", "b.doc": b"good"})))
    raw[6] |= 1
    states = {member.name: member.state for member in members(bytes(raw))}
    assert states == {"a.doc": DocumentState.ENCRYPTED, "b.doc": DocumentState.READ, LOST: DocumentState.DAMAGED}
    for piped in (False, True):
        bomb = without_list(packed({"a.txt": b"0" * 5_000_000}, piped=piped))
        assert state_of(bomb, Limits(unpacked_bytes=1_000_000)) is DocumentState.TOO_LARGE


def test_a_zip_of_which_no_member_is_whole_is_damaged() -> None:
    data = packed({"a.doc": bytes(range(256)) * 40})
    for end in (5, 30, 33, len(data) // 2):
        assert state_of(data[:end]) is DocumentState.DAMAGED


def state_of(data: bytes, limits: Limits | None = None) -> DocumentState:
    with pytest.raises(UnreadableDocument) as caught:
        members(data, limits or Limits())
    return caught.value.state


def test_what_is_whole_of_a_cut_archive_is_read_and_the_report_says_what_is_lost() -> None:
    data = packed({"附表.pdf": report(), "说明.docx": b"x" * 400}, zipfile.ZIP_STORED)
    result = parse_report([Source(data[:-500], "附件.zip")], CONTEXT, report_id="r")
    assert [(one.source.file_name, one.state) for one in result.documents] == [
        ("附件.zip", DocumentState.NO_FIGURES),
        ("附表.pdf", DocumentState.READ),
        (LOST, DocumentState.DAMAGED),
    ]
    assert result.facts


@pytest.mark.parametrize(
    ("sent", "stated", "name"),
    [
        ("决算公开.pdf", "", "决算公开.pdf"),
        ("决算公开.pdf.gz", "", "决算公开.pdf"),
        ("download.gz", "附表.pdf", "附表.pdf"),
        (None, "", "（无名成员）"),
    ],
)
def test_a_file_that_came_packed_with_gzip_is_read(sent: str | None, stated: str, name: str) -> None:
    target = io.BytesIO()
    with gzip.GzipFile("", "wb", fileobj=target, mtime=0) as stream:
        stream.write(report())
    data = target.getvalue()
    if stated:
        data = data[:3] + b"\x08" + data[4:10] + stated.encode("gbk") + b"\0" + data[10:]
    result = parse_report([Source(data, sent)], CONTEXT, report_id="r")
    assert [(one.source.file_name, one.state) for one in result.documents] == [
        (sent, DocumentState.NO_FIGURES),
        (name, DocumentState.READ),
    ]
    alone = parse_report([Source(report(), "附表.pdf")], CONTEXT, report_id="r")
    assert result.facts == alone.facts


def test_a_gzip_may_be_in_pieces_hold_an_archive_and_must_be_whole_and_small() -> None:
    data = gzip.compress(b"half ") + gzip.compress(b"and half")
    assert [member.data for member in members(data)] == [b"half and half"]
    assert [member.name for member in members(gzip.compress(packed({"a.doc": b"1"})))] == ["（无名成员）/a.doc"]
    for broken in (data[:-9], data[:12], b"\x1f\x8b\x08\x08name"):
        assert state_of(broken) is DocumentState.DAMAGED
    assert state_of(gzip.compress(b"0" * 9_000_000), Limits(unpacked_bytes=1_000_000)) is DocumentState.TOO_LARGE
    assert state_of(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x" * 99))))[:20]) is DocumentState.DAMAGED


@pytest.mark.skipif(shutil.which("bsdtar") is None, reason="bsdtar is not installed")
def test_the_members_of_a_packed_tar_are_handed_out() -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as made:
        for name, content in FILES.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    assert {member.name: member.data for member in members(target.getvalue())} == FILES
