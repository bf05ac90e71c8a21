"""OLE files that lack their end, as a broken download leaves them: named, never half read."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers import read
from parsers.readers.compound import MAGIC, is_cut
from tests.parsers.hostile.blind_faults import compound
from tests.parsers.readers.test_sheets import xls

TESTS = Path(__file__).parents[2]
WORD = next(iter(sorted(TESTS.glob("fixtures/unseen/final_2017_ningxia/*.doc")))).read_bytes()
BOOKS = {
    "small": xls([["收入", 233.67], ["支出", 188.0]]),
    "large": xls([[f"项目{row}{column}" for column in range(9)] for row in range(300)]),
}
FILES = {"word": WORD, **BOOKS}


@pytest.mark.parametrize("name", FILES)
def test_a_whole_file_is_whole(name: str) -> None:
    assert not is_cut(FILES[name])


@pytest.mark.parametrize("share", [0.02, 0.2, 0.35, 0.65, 0.8, 0.92, 0.97])
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("called", ["报表.et", "文件.wps", "a.xls"])
def test_a_file_without_its_end_is_damaged(name: str, share: float, called: str) -> None:
    data = FILES[name]
    with pytest.raises(UnreadableDocument) as caught:
        read(data[: int(len(data) * share)], file_name=called)
    assert caught.value.state is DocumentState.DAMAGED


def test_a_file_whose_directory_comes_first_and_whose_text_is_cut_is_damaged() -> None:
    """The libraries give what is left of such a stream."""
    data = compound(Workbook=b"\1" * 9000, Other=b"\2" * 5000)
    assert not is_cut(data)
    assert not is_cut(data[:-4608])  # all that is lost is of a stream that nobody reads
    shortened = bytearray(compound(Other=b"\2" * 5000, Workbook=b"\1" * 9000))
    del shortened[-600:]
    table = bytearray(shortened[512:1024])
    last = max(at for at in range(128) if struct.unpack_from("<I", table, 4 * at)[0] != 0xFFFFFFFF)
    struct.pack_into("<I", table, 4 * last, 0xFFFFFFFF)
    shortened[512:1024] = table
    assert is_cut(bytes(shortened))


def test_a_last_sector_that_is_not_filled_up_is_no_cut() -> None:
    data = compound(WordDocument=b"\1" * 5000)
    assert not is_cut(data[: len(data) - (-5000 % 512)])


def test_a_table_that_is_filled_up_with_other_signs_than_free_is_no_cut() -> None:
    data = bytearray(compound(WordDocument=b"\1" * 5000))
    data[512:1024] = data[512:1024].replace(b"\xff\xff\xff\xff", b"\0\0\0\0")
    assert not is_cut(bytes(data))


def test_a_head_alone_or_of_another_kind_is_judged_without_a_fault() -> None:
    assert is_cut(MAGIC)
    assert not is_cut(MAGIC + b"\xff" * 600)
