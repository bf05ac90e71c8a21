"""The built sample files say what their texts say, and building them again changes nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pdfplumber
import pypdfium2
import pytest
from pdfplumber.pdf import PDF

from infra.samples.build import __main__ as build
from infra.samples.build import fonts
from tests.samples import reading
from tests.samples.reading import FILES, W, numbers, seed, squeeze

CHARTS_AT = "一般公共预算拨款数\n"


@pytest.fixture(scope="module")
def xiangyuan() -> Iterator[PDF]:
    """The long PDF, opened once: pages keep what was read of them."""
    with pdfplumber.open(FILES / f"{build.XIANGYUAN}.pdf") as pdf:
        yield pdf


@pytest.mark.parametrize("name", [build.ETUOKE, build.XINSHI])
def test_a_word_file_holds_its_text_letter_by_letter(name: str) -> None:
    assert squeeze(reading.docx_text(FILES / f"{name}.docx")) == squeeze(seed(name))


def test_the_word_file_with_charts_holds_its_text_and_prints_no_chart_number() -> None:
    text, _, charts = seed(build.MAOXIAN).partition(CHARTS_AT)
    assert "310.17" in charts
    assert squeeze(reading.docx_text(FILES / f"{build.MAOXIAN}.docx")) == squeeze(text)


def test_the_charts_hold_every_number_of_the_chart_data() -> None:
    _, _, tail = seed(build.MAOXIAN).partition(CHARTS_AT)
    cached = reading.chart_values(FILES / f"{build.MAOXIAN}.docx")
    assert len(cached) == 4
    printed = Counter(word for word in tail.split() if re.fullmatch(r"[\d.]+", word))
    found = Counter(value for values in cached for value in values if re.fullmatch(r"[\d.]+", value))
    assert found == printed
    names = ["一般公共服务支出", "社会保障和就业支出", "卫生健康支出", "农林水支出", "住房保障支出", "公共安全"]
    assert cached[2] == ["2019年度", *names, "302.75", "36.58", "16.57", "0.4", "24.01", "2"]


def test_the_html_body_holds_its_text_letter_by_letter() -> None:
    markup = (FILES / f"{build.ETUOKE}_body.html").read_text(encoding="utf-8")
    assert squeeze(reading.html_text(markup)) == squeeze(seed(build.ETUOKE))


def test_the_html_body_looks_like_pasted_word_markup() -> None:
    markup = (FILES / f"{build.ETUOKE}_body.html").read_text(encoding="utf-8")
    for sign in (
        'class="MsoNormal"',
        "<o:p></o:p>",
        "<!--[if gte mso 9]>",
        "&nbsp;",
        'rowspan="',
        'colspan="',
        'lang="EN-US"',
    ):
        assert sign in markup
    assert re.search(r">209\.</span><span [^>]*>00<|>\d+\.?</span><span [^>]*>\d\d<", markup), (
        "no number torn over two spans"
    )


def test_the_legacy_file_holds_every_number_of_its_text() -> None:
    path = FILES / f"{build.QUYANG}.doc"
    assert path.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    assert not numbers(seed(build.QUYANG)) - numbers(reading.doc_text(path))


def test_the_pdf_holds_every_number_of_its_text(xiangyuan: PDF) -> None:
    words = reading.pdf_words(xiangyuan)
    assert not numbers(seed(build.XIANGYUAN)) - numbers("\n".join(words))


def test_the_pdf_holds_every_letter_of_its_text_and_no_other(xiangyuan: PDF) -> None:
    printed = Counter(squeeze("".join(reading.pdf_words(xiangyuan))))
    text = Counter(squeeze(re.sub(r"^ ?- ", "", seed(build.XIANGYUAN), flags=re.MULTILINE)))
    assert printed == text


def tables_of_seed() -> str:
    """The ten official tables with their title lines and notes."""
    text = seed(build.XIANGYUAN)
    start = text.index("收入支出决算总表\n\n公开01表")
    return text[start : text.index("第三部分 情况说明\n\n一、")]


def test_the_xlsx_holds_every_letter_of_the_ten_tables_and_no_other() -> None:
    shown = reading.xlsx_texts((FILES / f"{build.XIANGYUAN}.xlsx").read_bytes())
    assert Counter(squeeze("".join(shown))) == Counter(squeeze(tables_of_seed()))
    assert not numbers(tables_of_seed()) - numbers("\n".join(shown))


def test_both_workbooks_hold_the_same_values() -> None:
    new = reading.sheet_values(FILES / f"{build.XIANGYUAN}.xlsx")
    old = reading.sheet_values(FILES / f"{build.XIANGYUAN}.xls")
    assert len(new) == 10
    assert new == old


def test_codes_are_text_and_amounts_are_numbers_in_the_workbooks() -> None:
    income = reading.sheet_values(FILES / f"{build.XIANGYUAN}.xls")[1]
    row = next(row for row in income if row[1] == "信访事务")
    assert row[0] == "2010308"
    assert row[2] == 76.61


def test_merged_cells_are_merged_in_the_word_files() -> None:
    tree = reading.docx_tree(FILES / f"{build.XINSHI}.docx")
    tables = list(tree.iter(f"{W}tbl"))
    assert len(tables) == 3
    for table in tables:
        columns = len(list(table.iter(f"{W}gridCol")))
        for row in table.iter(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
            assert sum(1 if span is None else int(str(span.get(f"{W}val"))) for span in spans) == columns == 9
        restarts = [m for m in table.iter(f"{W}vMerge") if m.get(f"{W}val") == "restart"]
        assert len(restarts) > 5


def test_bookmarks_are_real_bookmarks() -> None:
    names = {
        mark.get(f"{W}name") for mark in reading.docx_tree(FILES / f"{build.MAOXIAN}.docx").iter(f"{W}bookmarkStart")
    }
    raw = (reading.SAMPLES / "content" / f"{build.MAOXIAN}.txt").read_text(encoding="utf-8")
    assert names == set(re.findall(r"\[bookmark: ([^\]]+)\]", raw))


def test_the_twelve_column_table_is_ruled_and_cut_by_a_page(xiangyuan: PDF) -> None:
    first = next(page for page in xiangyuan.pages if "公开06表" in (page.extract_text() or ""))
    following = xiangyuan.pages[first.page_number]
    for page, rows in ((first, 18), (following, 13)):
        (table,) = page.find_tables()
        assert [len(row.cells) for row in table.rows] == [12] * rows
        assert page.width > page.height
    assert following.extract_text().startswith("30302 退休费 1.58")


def test_tables_are_drawn_as_lines_and_as_thin_rectangles_on_upright_wide_and_turned_pages(
    xiangyuan: PDF,
) -> None:
    ruled = [page for page in xiangyuan.pages if page.lines or page.rects]
    kinds = {(bool(page.lines), page.width > page.height, page.rotation) for page in ruled}
    assert kinds == {(True, False, 0), (True, True, 0), (False, False, 0), (False, True, 0), (False, True, 90)}


@pytest.mark.parametrize(
    ("before", "after"),
    [("和异常突发性上", "访事项;反映群众来访中"), ("完成全", "年预算的0%"), ("单价100万元", "(含)以上设备(不含车辆)")],
)
def test_a_sentence_is_cut_by_a_page(xiangyuan: PDF, before: str, after: str) -> None:
    pages = [page.extract_text(x_tolerance=2.5).split("\n") for page in xiangyuan.pages]
    assert any(left[-2].endswith(before) and right[0].startswith(after) for left, right in pairwise(pages))


def test_every_bad_file_fails_in_its_own_way() -> None:
    verdicts = {}
    for path in sorted((FILES / "bad").glob("*.pdf")):
        try:
            pages = list(pypdfium2.PdfDocument(path))
        except pypdfium2.PdfiumError as error:
            verdicts[path.name] = re.sub(r".*PDFium: (.*)\)\.", r"\1", str(error))
        else:
            verdicts[path.name] = f"{len(pages)} page, text {pages[0].get_textpage().get_text_range()!r}"
    assert verdicts == {
        "empty.pdf": "Data format error",
        "error_page.pdf": "Data format error",
        "password.pdf": "Incorrect password error",
        "scanned.pdf": "1 page, text ''",
        "truncated.pdf": "Data format error",
    }
    assert (FILES / "bad" / "truncated.pdf").read_bytes().startswith(b"%PDF-")
    assert (FILES / "bad" / "error_page.pdf").read_bytes().startswith(b"<!DOCTYPE html>")
    with zipfile.ZipFile(FILES / "bad" / "no_word_file.docx") as archive:
        assert "word/document.xml" not in archive.namelist()


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in FILES.rglob("*") if path.is_file()) < 3_000_000


def test_building_again_gives_the_committed_files() -> None:
    try:
        once, twice = build.build_all(), build.build_all()
    except fonts.NoFont as missing:
        pytest.skip(str(missing))
    assert once == twice
    committed = {str(path.relative_to(FILES)) for path in FILES.rglob("*") if path.is_file()}
    assert committed == set(once) | {f"{build.QUYANG}.doc"}
    for name, data in once.items():
        kept = (FILES / name).read_bytes()
        if name.endswith((".docx", ".xlsx")):
            assert _parts(data) == _parts(kept), name
        elif name.endswith(".pdf"):
            assert _pdf_text(data) == _pdf_text(kept), name  # the embedded glyphs depend on the installed font
        else:
            assert data == kept, name


def test_a_missing_font_is_reported_with_what_to_do() -> None:
    with pytest.raises(
        fonts.NoFont, match=r"among \['none.ttf'\]: install Debian's fonts-wqy-zenhei or give --font FILE"
    ):
        fonts.register("none.ttf")


def _parts(data: bytes) -> dict[str, bytes]:
    """Members of a package by content; how they are compressed depends on the zlib in use."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {name: data for name, data in parts.items() if not name.endswith(".xlsx")}


def _pdf_text(data: bytes) -> list[str] | str:
    try:
        return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    except pypdfium2.PdfiumError as error:
        return str(error)
