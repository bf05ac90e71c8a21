"""Where redaction drops something, told as places in the text as printed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from domain.redaction import personal_spans, redact

WORDS = ["负责人：", "王小明", "联系电话", "13800138000", " ", "\t", "，", "收入总计", "233.67", "万元", "张某某"]


def test_the_places_are_those_of_the_names_and_numbers():
    text = "项目负责人：王小明 联系电话：13800138000，预算233.67万元"
    assert [text[start:end] for start, end in personal_spans(text)] == ["王小明", "13800138000"]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_what_stands_outside_the_places_is_exactly_what_redaction_keeps(text):
    spans = personal_spans(text)
    begins, ends = [*(start for start, _ in spans), len(text)], [0, *(end for _, end in spans)]
    kept = "".join(text[end:start] for end, start in zip(ends, begins, strict=True))
    assert kept == re.sub(r"〔[^〕]*〕", "", redact(text))


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_places_stand_in_order_and_do_not_overlap(text):
    at = 0
    for start, end in personal_spans(text):
        assert at <= start < end <= len(text)
        at = end
