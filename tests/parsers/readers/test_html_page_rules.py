"""What the rules of a page hide is not read and counted; what may be shown after all is read."""

import pytest

from parsers.readers import read
from tests.parsers.readers.shapes import rows_of, texts

NOTE = "{} texts that the page hides were not read"
BODY = "<p>会议费支出3.20万元，培训费支出1.10万元，均与上年持平，按规定列支，没有超过预算安排的数额。</p>"
WORDS = "<{0}>差旅费支出7.77万元。</{1}>"


def page(piece: str, head: str = "") -> bytes:
    return f"<html><head><meta charset='utf-8'>{head}</head><body>{BODY}{piece}</body></html>".encode()


def says(data: bytes) -> bool:
    return any("7.77" in text for text in texts(read(data)))


@pytest.mark.parametrize(
    ("rule", "opened"),
    [
        (".gone{display:none}", "p class='a gone'"),
        ("td{color:red} /* x */ p.gone , .b { COLOR:red; Display : None !important }", "p class=gone"),
        ("#gone{visibility:hidden}", "div id=gone"),
        ("@charset 'utf-8'; .gone{font-size:0}", "p class=gone"),
        ("@media print{.x{display:none}} .gone{display:none}", "p class=gone"),
    ],
)
def test_what_a_rule_hides_is_left_out_and_counted(rule: str, opened: str) -> None:
    data = page(WORDS.format(opened, opened.split(maxsplit=1)[0]), f"<style><!-- {rule} --></style>")
    assert not says(data)
    assert read(data).notes == (NOTE.format(1),)


@pytest.mark.parametrize(
    ("head", "opened"),
    [
        ("<style>div.gone{display:none}</style>", "p class=gone"),
        ("<style>@media print{.gone{display:none}}</style>", "p class=gone"),
        ("<style media=print>.gone{display:none}</style>", "p class=gone"),
        ("<style>.tab{display:none}.tab.on{display:block}</style>", "p class='tab on'"),
        ("<style>.menu .gone{display:none}</style>", "p class=gone"),
        ("<style>.gone{display:none}</style>", "p class=gone style='display:block'"),
        ("<style>#pane2{display:none}</style><script>show('pane2')</script>", "p id=pane2"),
        ("<style>.gone{line-height:0}</style>", "p class=gone"),
    ],
)
def test_what_may_be_shown_is_read(head: str, opened: str) -> None:
    data = page(WORDS.format(opened, "p"), head)
    assert says(data)
    assert read(data).notes == ()


def test_most_of_a_page_is_never_hidden() -> None:
    long = "".join(f"<p>第{number}项支出7.77万元，用于日常公用开支。</p>" for number in range(9))
    assert says(page(f"<div class=late>{long}</div>", "<style>.late{display:none}</style>"))


@pytest.mark.parametrize(
    "opened",
    ["p style='color:#FFF'", "p style='margin:0; color: rgb(255, 255, 255) '", "font color=white",
     "p style='color:white;background:#ffffff'"],
)  # fmt: skip
def test_white_words_are_left_out_and_counted(opened: str) -> None:
    data = page(WORDS.format(opened, opened.split(maxsplit=1)[0]), "<style>body{background:#fff}</style>")
    assert not says(data)
    assert read(data).notes == (NOTE.format(1),)


@pytest.mark.parametrize(
    ("head", "before", "opened"),
    [
        ("", "", "p style='color:#fff;background-color:#1f4e79'"),
        ("", "<div style='background:url(a.png)'>", "p style='color:#fff'"),
        ("", "<div background='a.png'>", "p style='color:#fff'"),
        ("", "<div bgcolor='#1f4e79'>", "p style='color:#fff'"),
        ("<style>.dark p{background:navy}</style>", "<div class=dark>", "p style='color:#fff'"),
        ("<style>BODY{background:#003366}</style>", "", "p style='color:#fff'"),
        ("<link rel=stylesheet href=a.css>", "<div class=blue>", "p style='color:#fff'"),
        ("", "", "p style='color:#ff0000'"),
        ("", "", "p style='border-color:#fff'"),
    ],
)
def test_white_words_on_a_coloured_ground_are_read(head: str, before: str, opened: str) -> None:
    data = page(before + WORDS.format(opened, "p"), head)
    assert says(data)
    assert read(data).notes == ()


def test_black_words_inside_white_ones_are_read() -> None:
    assert says(page("<div style='color:#fff'><p style='color:#000'>差旅费支出7.77万元。</p></div>"))


def test_a_hidden_row_of_a_table() -> None:
    rows = "".join(f"<tr{mark}><td>{name}</td><td>{amount}</td></tr>" for mark, name, amount in (
        ("", "会议费", "3.20"), (" class=former", "差旅费", "7.77"), ("", "培训费", "1.10")))  # fmt: skip
    model = read(page(f"<table>{rows}</table>", "<style>tr.former{display:none}</style>"))
    assert rows_of(model.tables[0]) == [["会议费", "3.20"], ["培训费", "1.10"]]


@pytest.mark.parametrize("sheet", ["/*" * 100_000, "{" * 200_000, "@a" * 100_000, "a" * 200_000, "}" * 200_000])
def test_a_hostile_style_sheet_takes_no_time(sheet: str) -> None:
    assert says(page("<p>差旅费支出7.77万元。</p>", f"<style>{sheet}</style>"))
