"""File names from headers in five codings, from addresses, and the best of several."""

from __future__ import annotations

import base64
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.filenames import from_disposition, from_url, name_extension, readable, tidy, with_extension

NAME = "襄垣县信访局2023年度决算.pdf"


@pytest.mark.parametrize(
    "header",
    [
        f"attachment; filename*=UTF-8''{quote(NAME)}".encode(),
        f"attachment; filename=\"x.pdf\"; filename*=UTF-8''{quote(NAME)}".encode(),
        f"attachment; filename*=GBK''{quote(NAME.encode('gbk'))}".encode(),
        f"attachment; filename={quote(NAME)}".encode(),
        f'attachment; filename="{quote(NAME.encode("gbk"))}"'.encode(),
        b'attachment; filename="' + NAME.encode() + b'"',
        b"attachment;filename=" + NAME.encode("gbk"),
        b'inline; FileName="' + NAME.encode("gbk") + b'"; size=1',
        b'attachment; filename="=?UTF-8?B?' + base64.b64encode(NAME.encode()) + b'?="',
        b"attachment; filename==?gb2312?b?" + base64.urlsafe_b64encode(NAME.encode("gbk")).rstrip(b"=") + b"?=",
        b'attachment; filename="=?utf-8?Q?' + quote(NAME).replace("%", "=").encode() + b'?="',
        # A character is cut between two words.
        b'attachment; filename="=?UTF-8?B?%s?= =?UTF-8?B?%s?="'
        % (base64.b64encode(NAME.encode()[:10]), base64.b64encode(NAME.encode()[10:])),
    ],
)
def test_a_name_is_read_from_all_four_codings(header: bytes) -> None:
    assert from_disposition(header) == NAME


def test_damaged_words_of_a_header_break_nothing() -> None:
    for damaged in (b"=?UTF-8?B?A?=", b"=?x-no-such?B?5Y6/?=", b"=?UTF-8?Q?=ZZ?=", b"=?UTF-8?B??="):
        from_disposition(b"attachment; filename=" + damaged)


def test_headers_without_a_name_give_none() -> None:
    assert from_disposition(None) is None
    assert from_disposition(b"attachment") is None


def test_a_name_in_the_address_is_percent_decoded_in_both_charsets() -> None:
    assert from_url(f"http://a.test/d.jsp?classid=0&showname={quote(NAME)}&filename=0c6b.pdf") == NAME
    assert from_url(f"http://a.test/d.jsp?fileName={quote(NAME.encode('gbk'))}") == NAME
    assert from_url("http://a.test/x/P0123.xls") == "P0123.xls"
    assert from_url("http://a.test/download?id=3") is None


def test_a_telling_name_beats_a_code_or_a_button() -> None:
    assert readable(["附件1", "点击下载", NAME]) == NAME
    assert readable(["P020240924365512407788.pdf", "2023年度公开表"]) == "2023年度公开表"
    assert readable([None, "", "附件"]) == "附件"
    assert readable([None, ""]) is None


def test_a_name_is_completed_by_the_same_name_with_its_extension_and_by_no_other() -> None:
    stem = NAME.rpartition(".")[0]
    assert readable([stem, f"附件：{NAME}", NAME]) == NAME
    assert readable([stem, "P020240924365512407788.pdf", f"其他{NAME}"]) == stem
    assert readable([NAME, f"{NAME}.rar"]) == NAME


@pytest.mark.parametrize(
    ("told", "address", "content_type", "name"),
    [
        ((None, "x.XLSX"), "/d.jsp?id=3", "application/pdf", "市信访局.xlsx"),
        ((), "/__local/3/66.pdf", "application/octet-stream", "市信访局.pdf"),
        ((), "/download.jsp?wbfileid=9", "application/pdf;charset=UTF-8", "市信访局.pdf"),
        ((), "/download.jsp?wbfileid=9", "application/octet-stream", "市信访局"),
        ((), "/download.jsp?wbfileid=9", None, "市信访局"),
    ],
)
def test_a_name_without_extension_gets_the_one_that_the_answer_or_the_address_says(
    told: tuple[str | None, ...], address: str, content_type: str | None, name: str
) -> None:
    assert with_extension("市信访局", told, f"http://a.test{address}", content_type) == name
    assert with_extension(NAME, told, f"http://a.test{address}", content_type) == NAME


def test_names_carry_no_path_and_no_control_characters() -> None:
    assert tidy("../../etc/决算.pdf") == "决算.pdf"
    assert tidy("C:\\temp\\决算.doc") == "决算.doc"
    assert tidy("预算/决算\x00公开.pdf") == "预算_决算公开.pdf"
    assert tidy("决算.pdf\r\nSet-Cookie: a=b") == "决算.pdfSet-Cookie a=b"
    assert tidy("决算\u202efdp.exe") == "决算fdp.exe"
    assert from_disposition(b'attachment; filename="a.pdf\r\nX-Evil: 1"') == "a.pdfX-Evil 1"
    assert (
        from_disposition(b"attachment; filename*=UTF-8''%2e%2e%2f%2e%2e%2fetc%2f%E5%86%B3%E7%AE%97.pdf") == "决算.pdf"
    )
    long = tidy("决" * 400 + ".docx")
    assert long is not None
    assert len(long) <= 150
    assert long.endswith(".docx")


def test_a_full_stop_at_the_end_of_a_sentence_is_no_extension() -> None:
    assert name_extension("2021年部门预算公开说明中方县信访局.") == ""
    assert name_extension("决算.XLSX") == "xlsx"


@given(st.text(max_size=400))
def test_no_name_carries_a_path_a_line_end_or_a_hidden_letter(name: str) -> None:
    clean = tidy(name)
    if clean is not None:
        assert clean == " ".join(clean.split())
        assert not set(clean) & set('/\\<>:"|?*')
        assert not {unicodedata.category(letter) for letter in clean} & {"Cc", "Cs", "Zl", "Zp"}
        assert clean.strip(".")
        assert len(clean) <= 150


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'attachment; filename="..%2f..%2fetc%2fpasswd%0d%0aSet-Cookie: a=b"', "passwdSet-Cookie a=b"),
        (b"attachment; filename*=UTF-8''..%5C..%5C%E5%86%B3%E7%AE%97.pdf", "决算.pdf"),
        (b'attachment; filename="a b\\\\..\\\\c.pdf"', "a b_.._c.pdf"),
        ('attachment; filename="决算\u202efdp.exe"'.encode(), "决算fdp.exe"),
        (b'attachment; filename="C:\\\\temp\\\\x.xls"', "x.xls"),
        (b'attachment; filename=".."', None),
    ],
)
def test_names_with_paths_line_ends_and_turned_letters_are_made_plain(header: bytes, name: str | None) -> None:
    assert from_disposition(header) == name
