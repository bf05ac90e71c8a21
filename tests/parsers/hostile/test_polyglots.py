"""Files that are two things at once: one reading is chosen by their first bytes, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers import media, members, read, sniff
from tests.parsers.hostile.originals import original
from tests.parsers.hostile.packages import WORDS, excel, word
from tests.parsers.readers.archive_maker import plain_zip, stored_rar
from tests.parsers.readers.pdf_maker import make_pdf, text_line
from tests.parsers.readers.shapes import texts

FIXTURES = Path(__file__).parents[2] / "fixtures" / "readers"
PAGE = f"<html><head><meta charset='utf-8'></head><body><p>{WORDS}</p></body></html>".encode()
PDF = make_pdf(lambda canvas, height: text_line(canvas, height, 50, 80, "支出总计1.00万元"))
NAMES = (None, "a.pdf", "a.doc", "a.xls", "a.html", "a.zip", "a.exe")


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_with_an_archive_behind_it_is_the_pdf(name: str | None) -> None:
    both = PDF + plain_zip({"ran.exe": b"MZ"})
    assert texts(read(both, file_name=name)) == ["支出总计1.00万元"]


def test_an_archive_with_a_pdf_behind_it_is_the_archive() -> None:
    both = plain_zip({"a.txt": b"1"}) + PDF
    assert sniff(both) == media.ZIP


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_whose_head_comes_after_a_page_is_read_as_one_thing_under_every_name(name: str | None) -> None:
    both = PAGE[:200] + b"\n" + PDF
    assert sniff(both, name) == media.PDF
    assert texts(read(both, file_name=name)) == ["支出总计1.00万元"]


def test_a_page_with_a_pdf_far_behind_it_is_the_page() -> None:
    both = PAGE.replace(b"</body>", b" " * 2000 + b"</body>") + PDF
    assert sniff(both) == media.HTML
    assert "233.67" in texts(read(both))[0]


def test_a_picture_that_is_a_script_is_a_picture() -> None:
    both = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//"
    assert sniff(both) == media.GIF
    with pytest.raises(UnreadableDocument) as caught:
        read(both)
    assert caught.value.state in (DocumentState.DAMAGED, DocumentState.SCANNED)


def test_a_word_file_with_a_page_behind_its_head_is_a_damaged_word_file() -> None:
    both = (FIXTURES / "lists.doc").read_bytes()[:512] + PAGE
    assert sniff(both) != media.HTML
    with pytest.raises(UnreadableDocument) as caught:
        read(both)
    assert caught.value.state in (DocumentState.DAMAGED, DocumentState.UNSUPPORTED)


def test_a_package_that_is_a_word_file_and_a_workbook_is_read_as_one_of_them() -> None:
    from tests.parsers.hostile.packages import with_parts

    both = with_parts(word(), {"xl/workbook.xml": b"<workbook/>"})
    assert sniff(both) == media.DOCX
    assert texts(read(both)) == [WORDS]


def test_a_rar_that_ends_as_a_workbook_is_the_rar() -> None:
    both = stored_rar((b"a.txt", b"1"), (b"b.xlsx", excel()))
    assert [member.name for member in members(both)] == ["a.txt", "b.xlsx"]


@pytest.mark.parametrize("claimed", [".pdf", ".doc", ".xlsx", ".html", ".zip", ".png", ".txt"])
@pytest.mark.parametrize("source", ["features.doc", "final.docx", "final.xls", "budget.xlsx", "final.pdf", "pages.ofd"])
def test_a_lie_about_the_type_changes_nothing(source: str, claimed: str) -> None:
    data = original(source)
    assert read(data, file_name=f"2023年决算{claimed}") == read(data)
