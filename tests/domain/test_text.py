"""Text as it is compared."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.text import is_dash, normalise, squeeze, squeeze_with_offsets


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("金额单位：万元", "金额单位:万元"),
        ("单位∶万元", "单位:万元"),
        ("单位︰万元", "单位:万元"),
        ("１２．５％", "12.5%"),
        ("维修（护）费", "维修(护)费"),
        ("信访\u200b局", "信访局"),
        ("信\u00ad访\ufeff局", "信访局"),
        ("  一般\u3000公共\t\n服务 ", "一般 公共 服务"),
        ("⼈⺠政府", "人民政府"),
        ("专⻔⻋辆⻓期", "专门车辆长期"),
        ("⽀出⼊⼾", "支出入户"),
        ("⿈河⾭年", "黄河青年"),
    ],
)
def test_a_printed_text_has_one_compared_form(printed: str, compared: str) -> None:
    assert normalise(printed) == compared


@given(st.text())
@example("A´")
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@given(st.text())
def test_a_squeezed_text_holds_no_white_space(text: str) -> None:
    assert not any(character.isspace() for character in squeeze(text))


@given(st.text(alphabet="襄垣县 \u3000（）()１2３\n信访局⻓"))
def test_every_character_of_a_squeezed_text_knows_where_it_was_printed(text: str) -> None:
    squeezed, offsets = squeeze_with_offsets(text)
    assert squeezed == squeeze(text)
    assert len(offsets) == len(squeezed) + 1
    assert offsets[-1] == len(text)
    assert list(offsets) == sorted(offsets)
    assert all(squeeze(text[offset]) == character for character, offset in zip(squeezed, offsets, strict=False))


@pytest.mark.parametrize("text", ["-", "—", "——", "－", " — ", "―", "﹣"])
def test_a_dash_means_not_applicable(text: str) -> None:
    assert is_dash(text)


@pytest.mark.parametrize("text", ["", " ", "0", "-1", "无", "—5", "/"])
def test_what_is_no_dash_is_none(text: str) -> None:
    assert not is_dash(text)
