"""What comes in place of a file is told by its bytes: a page of the portal, or one that an office program saved."""

from __future__ import annotations

import hashlib

import httpx
import pytest

from scrapers.answers import Answer
from scrapers.attachments import FileLink
from scrapers.documents import check_bytes
from scrapers.refusals import WrongBytes
from scrapers.verdicts import is_markup
from tests.scrapers.fakes import START

URL = "http://www.example.gov.cn/files/P020240924.xls"
LINK = FileLink(URL, "河湾县信访局2023年度部门决算.xls", "link")
NOT_FOUND = "<!DOCTYPE html><html><head><title>404</title></head><body>页面不存在</body></html>".encode()
EXCEL = b"""<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta name=ProgId content=Excel.Sheet></head></html>"""
WPS = b'<html><head><meta name="Generator" content="WPS Office ET"></head><body><table></table></body></html>'


def answer(body: bytes) -> Answer:
    return Answer(URL, URL, 200, httpx.Headers(), body, hashlib.sha256(body).hexdigest(), START, "http")


def test_a_page_of_the_portal_in_place_of_a_file_is_no_file() -> None:
    with pytest.raises(WrongBytes, match="不是文件"):
        check_bytes(answer(NOT_FOUND), LINK)


XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SAVED = {
    "Excel": EXCEL,
    "WPS": WPS,
    "Word XML": XML + b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
    "Word 2003": XML + b'<?mso-application progid="Word.Document"?><w:wordDocument/>',
    "flat OpenDocument": XML + b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
    "UOF": XML + b'<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>',
}


@pytest.mark.parametrize("body", SAVED.values(), ids=SAVED)
def test_a_page_that_an_office_program_saved_under_the_name_of_a_workbook_is_a_file(body: bytes) -> None:
    check_bytes(answer(body), LINK)


WIDE = ("utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("charset", WIDE)
def test_pages_in_utf_16_are_pages_too(charset: str) -> None:
    assert is_markup("\r\n <html><body>页面不存在</body></html>".encode(charset))
    with pytest.raises(WrongBytes, match="网页"):
        check_bytes(answer(NOT_FOUND.decode().encode(charset)), LINK)
    saved = answer(EXCEL.decode().encode(charset))
    check_bytes(saved, LINK)


@pytest.mark.parametrize("before", [b"\r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n\n  "])
@pytest.mark.parametrize("magic", [b"%PDF-1.4 small", b"PK\x03\x04", b"Rar!"])
def test_blank_lines_before_a_file_make_no_sentence_of_it(before: bytes, magic: bytes) -> None:
    check_bytes(answer(before + magic), LINK)
