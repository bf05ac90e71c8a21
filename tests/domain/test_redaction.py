"""Personal data out of published strings, on a labelled set of made-up persons and innocent look-alikes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.declared import from_yaml
from domain.redaction import is_personal_label, redact, redact_title, redact_with_log
from domain.redaction_rules import data

FIXTURES = Path(__file__).parents[1] / "fixtures" / "privacy"
PLANTED = from_yaml((FIXTURES / "planted.yaml").read_text("utf-8"))
INNOCENT = from_yaml((FIXTURES / "innocent.yaml").read_text("utf-8"))
LABELS = from_yaml((FIXTURES / "labels.yaml").read_text("utf-8"))
MARKED = [text for texts in PLANTED.values() for text in texts]
PLAIN = [text for texts in INNOCENT.values() for text in texts]
_HOLE = re.compile(r"\{([^{}]*)\}")
_MARK = re.compile("|".join(sorted(set(data().marks.values()))))


def printed(marked: str) -> str:
    return _HOLE.sub(r"\1", marked)


def holes(text: str) -> str:
    """``text`` with every run of dropped places (names in a list are dropped together) as one hole."""
    return re.sub(r"▢(?:[、 /]▢)+", "▢", text)


@pytest.mark.parametrize("marked", MARKED)
def test_planted_personal_data_goes_and_the_rest_stays(marked: str) -> None:
    assert holes(_MARK.sub("▢", redact(printed(marked)))) == holes(_HOLE.sub("▢", marked))


@pytest.mark.parametrize("text", PLAIN)
def test_look_alikes_stay_as_printed(text: str) -> None:
    assert redact_with_log(text) == type(redact_with_log(text))(text, ())


def test_precision_and_recall_on_the_labelled_set() -> None:
    planted = dropped = found = 0
    for marked in MARKED:
        values = _HOLE.findall(marked)
        output = redact(printed(marked))
        planted += len(values)
        found += sum(value not in output for value in values)
        dropped += (
            len(values)
            if holes(_MARK.sub("▢", output)) == holes(_HOLE.sub("▢", marked))
            else len(_MARK.findall(output))
        )
    wrong = sum(len(redact_with_log(text).rules) for text in PLAIN)
    recall, precision = found / planted, found / (dropped + wrong)
    sys.stdout.write(f"{planted} values, {len(PLAIN)} look-alikes: recall {recall:.3f}, precision {precision:.3f}\n")
    assert planted + len(PLAIN) >= 200
    assert recall == 1
    assert precision == 1


@pytest.mark.parametrize("text", [*map(printed, MARKED), *PLAIN])
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = redact_with_log(text)
    assert redact_with_log(once.text).text == once.text
    assert redact_with_log(once.text).rules == ()


_PIECES = re.findall(
    r"[^|]+",
    "负责人|联系人|：|:|、|赵明|张某某|13800138000|电话|（|）|信访人|〔姓名〕|〔电话〕|169.81|2010308|等3件4人次|同志|姓名|账号|"
    "，|年|住址|家住|身份证|微信|某镇3号|晋D12345|QQ|女士|0355-7223344|\t| |\n|138 0013 8000",
)
_STANDING_ALONE = re.compile(r"(?<![\d.,])13800138000(?![\d.,])")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("（责任人：林业）", "（责任人：〔姓名〕）"),
        ("（责任人_黄河）", "（责任人_〔姓名〕）"),
        ("（责任人：高华 电话：0355-7223344）", "（责任人：〔姓名〕 电话：0355-7223344）"),
        ("（责任人王样为）", "（责任人〔姓名〕）"),
        ("（联系人：办公室）", "（联系人：办公室）"),
        ("（责任人：县信访局）", "（责任人：县信访局）"),
        ("（责任人清单）", "（责任人清单）"),
        ("-经办人-部门预算公开表", "-经办人-部门预算公开表"),
    ],
)
def test_in_a_title_whatever_stands_behind_a_persons_label_goes_unless_it_is_an_office(told: str, kept: str) -> None:
    title = "襄垣县信访局2023年部门预算公开"
    assert redact_title(title + told) == title + kept
    assert redact_title(title + kept) == title + kept


@given(st.lists(st.sampled_from(_PIECES), max_size=9))
def test_redacting_any_mixture_twice_changes_nothing(pieces: list[str]) -> None:
    once = redact("".join(pieces))
    assert redact(once) == once
    assert not _STANDING_ALONE.search(once)


@given(st.text(alphabet="0123456789.,% \t-", max_size=24).filter(lambda text: not re.search(r"1[\s-]*[3-9]|62", text)))
def test_plain_figures_are_never_touched(text: str) -> None:
    assert redact(text) == text


def test_the_log_names_rules_and_never_values() -> None:
    logged = redact_with_log("联系人：赵明，手机13800138000，身份证号140423199001011234，信访人张某某")
    assert logged.rules == ("name", "mobile", "id_number", "petitioner")
    assert logged.text == "联系人：〔姓名〕，手机〔电话〕，身份证号〔证件〕，信访人〔信访人〕"
    assert set(logged.rules) <= set(data().marks)


@pytest.mark.parametrize("label", LABELS["personal"])
def test_a_label_of_persons_or_their_numbers_is_personal(label: str) -> None:
    assert is_personal_label(label)


@pytest.mark.parametrize("label", LABELS["innocent"])
def test_a_label_of_things_is_not_personal(label: str) -> None:
    assert not is_personal_label(label)


def test_no_quote_of_the_hand_checked_reports_is_touched() -> None:
    quotes = [
        fact["quote"]
        for file in sorted((FIXTURES.parent / "gold").glob("0*.json"))
        for fact in json.loads(file.read_text("utf-8"))["facts"]
    ]
    assert len(quotes) > 1000
    assert [quote for quote in quotes if redact(quote) != quote] == []
