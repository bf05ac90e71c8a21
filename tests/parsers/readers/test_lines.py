"""Glyphs to lines and cell texts: what is joined, and above all what is not."""

import pytest

from parsers.readers.pages.lines import Glyph, flow, join_wrapped, make_lines

SIZE = 10.0


def glyphs(text: str, x: float = 0.0, y: float = 0.0, size: float = SIZE) -> list[Glyph]:
    """Glyphs of a text: wide characters a size wide, others half of it."""
    found = []
    for char in text:
        width = size if ord(char) > 0x2E80 else size / 2
        found.append(Glyph(x, y, x + width, y + size, char))
        x += width
    return found


def cell(width: float, *rows: str) -> str:
    lines = make_lines([glyph for number, row in enumerate(rows) for glyph in glyphs(row, y=number * 1.2 * SIZE)])
    return flow(lines, width)


@pytest.mark.parametrize(
    ("width", "rows", "text"),
    [
        (60, ("社会保障和就", "业支出"), "社会保障和就业支出"),
        (60, ("第一行", "第二行"), "第一行\n第二行"),
        (70, ("公用经费", "（含会议费"), "公用经费\n（含会议费"),
        (50, ("公用经费", "（含会议费"), "公用经费（含会议费"),
        (15, ("12", "34"), "12\n34"),
        (20, ("1.00", "2.00"), "1.00\n2.00"),
        (20, ("1234", "5.60"), "12345.60"),
        (100, ("绩", "效"), "绩效"),
        (60, ("Abc", "def"), "Abc\ndef"),
        (17, ("Abc", "def"), "Abc def"),
    ],
)
def test_lines_of_a_cell_are_joined_only_where_the_width_forced_the_break(
    width: float, rows: tuple[str, ...], text: str
) -> None:
    assert cell(width, *rows) == text


def test_glyphs_drawn_out_of_order_are_read_from_left_to_right() -> None:
    parts = [*glyphs("万元", 60), *glyphs("合计", 0), *glyphs("233.67", 25)]
    assert [line.text for line in make_lines(parts)] == ["合计233.67万元"]


def test_fake_bold_glyphs_count_once_glyph_by_glyph_and_run_by_run() -> None:
    once = glyphs("收入11")
    twice = [double for glyph in once for double in (glyph, glyph._replace(x0=glyph.x0 + 0.3, x1=glyph.x1 + 0.3))]
    again = [glyph._replace(x0=glyph.x0 + 0.4, x1=glyph.x1 + 0.4) for glyph in once]
    assert [line.text for line in make_lines(twice)] == ["收入11"]
    assert [line.text for line in make_lines([*once, *again])] == ["收入11"]


@pytest.mark.parametrize(
    ("text", "width"),
    [("支出", 10), ("“三公”", 15), ("（境）费", 30), ("233.67万元", 30), ("少）0.00台", 40)],
)
def test_the_first_piece_of_a_line_ends_where_a_line_may_break(text: str, width: float) -> None:
    (line,) = make_lines(glyphs(text))
    assert line.first == width


def test_the_first_piece_of_a_line_ends_at_a_blank() -> None:
    (line,) = make_lines([*glyphs("12.50", 0), *glyphs("13.00", 30)])
    assert line.text == "12.50 13.00"
    assert line.first == 25


def test_signs_and_figures_of_different_sizes_stay_on_their_line() -> None:
    mixed = [*glyphs("增长", 0, 0, 12), *glyphs("10.07", 24, 2, 9), *glyphs("%", 48, 2, 9), *glyphs("。", 53, 0, 12)]
    assert [line.text for line in make_lines(mixed)] == ["增长10.07%。"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("收入", "支出", "收入支出"),
        ("Word", "form", "Word form"),
        ("共12", "3人", "共123人"),
        ("A,", "b", "A, b"),
        ("GK-", "01", "GK-01"),
        ("", "支出", "支出"),
    ],
)
def test_a_blank_joins_only_latin_words(first: str, second: str, joined: str) -> None:
    assert join_wrapped(first, second) == joined
