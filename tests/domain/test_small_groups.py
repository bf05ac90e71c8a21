"""Texts about so few recipients that they point to persons."""

from __future__ import annotations

import pytest

from domain.small_groups import FEW, describes_persons, without_persons


@pytest.mark.parametrize(
    "text",
    [
        "为4名两参人员每人每月发放800元",
        "慰问困难信访户2户，每户1000元",
        "发放三名遗属生活补助1.36万元",
        "救助1人0.5万元",
        "对2个人每月补助300元",
    ],
)
def test_fewer_than_five_recipients_with_an_amount_are_not_described(text: str) -> None:
    assert describes_persons(text)
    assert without_persons(text) == FEW


@pytest.mark.parametrize(
    "text",
    [
        "为14名人员每人每月发放800元",
        "救助困难群众25人，支出5万元",
        "遗属人数3人",
        "接返3人次，支出0.86万元",
        "十二名队员补助2万元",
        "信访工作经费12.50万元",
        "",
    ],
)
def test_many_recipients_or_no_amount_are_told(text: str) -> None:
    assert not describes_persons(text)
    assert without_persons(text) == text
