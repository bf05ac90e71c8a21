"""Charsets: BOM, meta, header, strict UTF-8, GB18030; a wrong claim is noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scrapers.charset import decode

CHINESE = "襄垣县信访局二〇二三年度部门决算公开"


def test_gb2312_is_read_as_gb18030() -> None:
    text = f'<meta charset="gb2312"><p>㙍{CHINESE}镕</p>'
    assert decode(text.encode("gb18030")).text == text


def test_the_meta_tag_beats_the_header() -> None:
    data = f'<meta http-equiv="Content-Type" content="text/html; charset=gbk">{CHINESE}'.encode("gbk")
    assert CHINESE in decode(data, "text/html; charset=utf-8").text


def test_a_header_counts_where_the_page_says_nothing() -> None:
    decoded = decode(CHINESE.encode("gbk"), "text/html; charset=GBK")
    assert (decoded.text, decoded.encoding, decoded.note) == (CHINESE, "gb18030", None)


def test_utf8_that_claims_to_be_gbk_is_read_as_utf8_and_noted() -> None:
    decoded = decode(f'<meta charset="gbk">{CHINESE}'.encode())
    assert CHINESE in decoded.text
    assert decoded.note is not None


def test_gbk_that_claims_to_be_utf8_is_read_as_gb18030_and_noted() -> None:
    decoded = decode(f'<meta charset="utf-8">{CHINESE}'.encode("gbk"))
    assert CHINESE in decoded.text
    assert decoded.note is not None


def test_latin_1_is_no_claim() -> None:
    assert decode(CHINESE.encode("gbk"), "text/html; charset=ISO-8859-1").text == CHINESE


def test_a_bom_beats_everything() -> None:
    assert decode(b"\xef\xbb\xbf" + CHINESE.encode(), "text/html; charset=gbk").text == CHINESE
    assert decode(CHINESE.encode("utf-16"), "text/html; charset=gbk").text == CHINESE


def test_the_portals_own_statement_beats_the_page() -> None:
    data = f'<meta charset="big5">{CHINESE}'.encode("gb18030")
    assert CHINESE in decode(data, None, "gbk").text


def test_bytes_in_no_charset_are_read_with_marks_and_a_note() -> None:
    decoded = decode(b"abc\xff\xff\x80")
    assert "�" in decoded.text
    assert decoded.note is not None


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4))
def test_any_page_of_chinese_survives_both_charsets(text: str) -> None:
    assert decode(f'<meta charset="utf-8">{text}'.encode()).text.endswith(text)
    assert (
        decode(f'<meta charset="gb2312">{text}'.encode("gb18030"), None, "gb2312").text.endswith(text) or len(text) < 8
    )


@given(st.binary())
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    assert isinstance(decode(data).text, str)
