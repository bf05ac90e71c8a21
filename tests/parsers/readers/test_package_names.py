"""Office packages whose parts bear other names than the usual ones, as some programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from parsers.readers import media, read, sniff
from tests.parsers.readers.shapes import rows_of, texts
from tests.parsers.readers.test_docx import NUMBERING
from tests.parsers.readers.test_sheets import xlsx
from tests.parsers.readers.word_maker import docx, paragraph

Renaming = Callable[[str], str]
_NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'


def renamed(data: bytes, name: Renaming, *inside: tuple[str, str], relations: tuple[str, str] | None = None) -> bytes:
    """The package ``data`` with its members renamed and, in all of them, words exchanged."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member).decode("utf-8")
            for before, after in inside:
                content = content.replace(before, after)
            if relations and member.endswith(".rels"):
                content = content.replace(*relations)
            info = zipfile.ZipInfo("x")
            info.filename = name(member)
            new.writestr(info, content)
    return target.getvalue()


def numbered() -> bytes:
    body = paragraph("部门概况", _NUMBERED) + paragraph("收支说明", _NUMBERED)
    return docx(body, {"word/numbering.xml": NUMBERING})


def swapped(*pairs: tuple[str, str]) -> Renaming:
    return lambda member: next((member.replace(old, new) for old, new in pairs if old in member), member)


WORD_NAMES: dict[str, bytes] = {
    "online": renamed(
        numbered(),
        swapped(("document.xml", "document3.xml"), ("numbering.xml", "numbering2.xml")),
        ("document.xml", "document3.xml"),
        ("numbering.xml", "numbering2.xml"),
    ),
    "elsewhere": renamed(numbered(), swapped(("word/", "parts/text/")), ("word/", "parts/text/")),
    "rooted": renamed(numbered(), lambda member: "/" + member),
    "backslashes": renamed(numbered(), lambda member: member.replace("/", "\\")),
    "backslashes in relations": renamed(
        numbered(), lambda member: member.replace("/", "\\"), relations=("word/document.xml", "word\\document.xml")
    ),
    "template": renamed(
        numbered(),
        swapped(("document.xml", "main.xml")),
        ("document.xml", "main.xml"),
        ("wordprocessingml.document.main", "wordprocessingml.template.main"),
    ),
    "strict": renamed(
        numbered(),
        swapped(("document.xml", "content.xml"), ("numbering.xml", "lists.xml")),
        ("document.xml", "content.xml"),
        ("numbering.xml", "lists.xml"),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ),
    "a relation to nothing": renamed(numbered(), lambda member: member, ('Target="word/', 'Target="gone/')),
}


@pytest.mark.parametrize("data", WORD_NAMES.values(), ids=WORD_NAMES.keys())
def test_a_word_file_is_read_by_what_its_package_says_of_its_parts(data: bytes) -> None:
    assert sniff(data) == media.DOCX
    assert texts(read(data, file_name="公开.docx")) == ["一、部门概况", "二、收支说明"]


TABLE: list[list[object]] = [["项目", "金额", "比例"], ["基本支出", 76.6, 0.4], ["项目支出", 111.4, 0.6]]
BOOK = xlsx(TABLE, formats={f"B{row}": "0.00" for row in (2, 3)} | {f"C{row}": "0%" for row in (2, 3)})

BOOK_NAMES: dict[str, bytes] = {
    "another workbook": renamed(BOOK, swapped(("workbook.xml", "book1.xml")), ("workbook.xml", "book1.xml")),
    "elsewhere": renamed(
        BOOK,
        swapped(("xl/workbook.xml", "data/b.xml"), ("xl/_rels/workbook.xml", "data/_rels/b.xml"), ("xl/", "data/")),
        ("xl/workbook.xml", "data/b.xml"), ("xl/", "data/"),
    ),
    "sheets elsewhere": renamed(BOOK, swapped(("xl/worksheets/", "xl/")), ("xl/worksheets/", "xl/")),
    "another name of the styles": renamed(BOOK, swapped(("styles.xml", "look.xml")), ("styles.xml", "look.xml")),
    "rooted": renamed(BOOK, lambda member: "/" + member),
    "backslashes": renamed(BOOK, lambda member: member.replace("/", "\\")),
    "rooted backslashes": renamed(BOOK, lambda member: "\\" + member.replace("/", "\\")),
    "strict": renamed(
        BOOK,
        swapped(("workbook.xml", "wb.xml")),
        ("workbook.xml", "wb.xml"),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", BOOK_NAMES.values(), ids=BOOK_NAMES.keys())
def test_a_workbook_is_read_by_what_its_package_says_of_its_parts(data: bytes) -> None:
    assert sniff(data) == media.XLSX
    assert rows_of(read(data).tables[0]) == [
        ["项目", "金额", "比例"],
        ["基本支出", "76.60", "40%"],
        ["项目支出", "111.40", "60%"],
    ]


def test_a_folder_of_texts_with_a_list_of_types_stays_an_archive() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("[Content_Types].xml", "<Types><Default Extension='txt' ContentType='text/plain'/></Types>")
        made.writestr("说明.txt", "2023年度收入总计233.67万元")
    assert sniff(target.getvalue()) == media.ZIP
