"""The lists of ``reference/redaction.yaml``, and the patterns for personal numbers and homes.

All patterns run on text folded character by character, so that every position is also one of the printed text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml


class RedactionData(BaseModel):
    """The lists of ``reference/redaction.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    marks: dict[str, str]
    person_labels: tuple[str, ...]
    signing_labels: tuple[str, ...]
    post_labels: tuple[str, ...]
    attached_posts: tuple[str, ...]
    following_posts: tuple[str, ...]
    petitioner_labels: tuple[str, ...]
    before_persons: tuple[str, ...]
    after_persons: tuple[str, ...]
    after_names: tuple[str, ...]
    sure_before_persons: tuple[str, ...]
    gifts: tuple[str, ...]
    doings: tuple[str, ...]
    acts: tuple[str, ...]
    signing: tuple[str, ...]
    contact_labels: tuple[str, ...]
    thing_numbers: tuple[str, ...]
    not_in_names: tuple[str, ...]
    name_may_not_end_with: tuple[str, ...]
    given_names_end_with: tuple[str, ...]
    offices_end_with: tuple[str, ...]
    offices_hold: tuple[str, ...]
    not_in_given_names: str
    surnames: str
    compound_surnames: tuple[str, ...]
    common_surnames: str
    other_names: tuple[str, ...]


@cache
def data() -> RedactionData:
    text = resources.files("domain.reference").joinpath("redaction.yaml").read_text(encoding="utf-8")
    return RedactionData.model_validate(from_yaml(text))


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``[start:end]`` of the text that ``rule`` drops."""

    start: int
    end: int
    rule: str


HAN = r"[\u4e00-\u9fff]"
#: 11 digits in the groups people write, or all parted by the same single sign.
_MOBILE = re.compile(
    r"(?<!\d)(?<!\d\.)(?:\+?86[- ]?|\(\+?86\) ?|0)?"
    r"(?:1[3-9]\d{9}|1[3-9]\d[ -]{1,3}\d{4}[ -]{1,3}\d{4}|1[3-9]\d[ -]\d{8}|1[3-9]\d{5}[ -]\d{4}"
    r"|1[3-9]\d{2}[ -]\d{3}[ -]\d{4}|1[3-9]\d[ -]\d{3}[ -]\d{5}|1[ -][3-9](?:[ -]\d){9}"
    r"|1[3-9]\d\.\d{4}\.\d{4}|\(1[3-9]\d\) ?\d{4}[ -]?\d{4}"
    r"|1[3-9]\d{1,6}[*×xX]{3,8}\d{0,4}|(?:1[3-9]\d{9}){2,3})(?![\d%]|\.\d)"
)
#: Behind its label a mobile is one in whatever groups it is written.
_LABELLED_MOBILE = re.compile(
    r"(?:电话|手机|手机号|号码|联系方式|[Tt][Ee][Ll])[:. ]{0,4}(1[\s.\-·/]{0,2}[3-9](?:[\s.\-·/]{0,2}\d){9})(?!\d)"
)
_MOBILE_IN_WORDS = re.compile(r"[一幺][三四五六七八九][〇零○一二三四五六七八九幺]{9}(?![〇零○一二三四五六七八九])")
_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])(\d{6})[ -]?((?:19|20)\d{2})(\d{2})(\d{2})[ -]?(\d{3}[\dXx])(?![\dA-Za-z])")
#: Fifteen digits as until 1999: six of the place, a birthday without century, three more.
_OLD_ID = re.compile(
    r"(?<![\dA-Za-z.-])[1-9]\d{5}[2-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z]|[.,]\d)"
)
_MASKED_ID = re.compile(r"(?<![\dA-Za-z])\d{3,14}\*{3,14}[\dXx]{1,4}(?![\dA-Za-z])")
_LABELLED_ID = re.compile(r"(?:身份证|证件)(?:号码|号)?[:\s]{0,4}([\dXx*][\dXx* -]{6,24}[\dXx*])")
_LABELLED_ACCOUNT = re.compile(
    r"(?:银行)?(?:[账帐] {0,4}[号户]|卡 {0,4}号|银行卡)(?:号码|号)?[:\s]{0,4}(?:为)?(\d[\d -]{8,28}\d)(?!\.\d)"
)
_BANK_CARD = re.compile(r"(?<!\d)(?<!\d\.)62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d|\.\d)")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-HJ-NP-Z][·. -]?"
    r"(?=[A-HJ-NP-Z]{0,2}\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9警学挂港澳](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_MESSENGER = re.compile(r"(?:微信|QQ|qq)(?:账号|号码|号)?[:: ]{1,3}([A-Za-z0-9][A-Za-z0-9_-]{4,19})")
_HOME_LANDLINE = re.compile(r"(?:家庭电话|住宅电话|宅电)[:: ]{0,3}((?:0\d{2,3}-?)?\d{7,8})(?!\d)")
_HOME = r"[^\s,,。;;、〔〕()]{3,40}"
_ADDRESSES = (
    re.compile(
        r"(?:(?:家庭|现|居)?住址|家庭地址|现住地?|户籍(?:地址|所在地|地)|居住地址?|住所地?|送达地址|通讯地址\(家庭\))"
        rf"[:: \t]{{1,4}}({_HOME})"
    ),
    re.compile(rf"(?:家住|现住(?!房)|户籍(?:在|为))({_HOME}?)(?=的|人|$|[\s,,。;;、〔〕()])"),
    # 住 before a place with a number or a village, so that neither 住房 nor 住宿 begins an address.
    re.compile(
        rf"(?<![居入常留暂])住(?:于|在|:)?({HAN}{{2,12}}(?:[省市县区旗镇乡村路街]|街道|小区|社区)(?:[^\s,,。;;、的〔〕()]{{0,24}}?"
        r"(?:\d{1,4}[号组栋室户幢]|[村组屯]))+(?:附\d+号)?)"
    ),
    # A flat or a house of a village needs no word before it.
    re.compile(
        rf"((?:{HAN}{{2,4}}(?:[省市县区旗镇乡]|街道)){{0,3}}{HAN}{{2,6}}(?:小区|花园|家园|公寓|家属院|社区|新村|苑)\d{{1,3}}(?:号楼|[栋幢座])(?:\d{{1,2}}单元)?(?:\d{{2,4}}[室号]?)?)"
    ),
    re.compile(
        rf"((?:{HAN}{{2,4}}[省市县区旗镇乡]){{0,3}}{HAN}{{2,4}}[村屯寨](?:第?[一二三四五六七八九十\d]{{1,3}}|{HAN}{{1,4}})[组队社]\d{{1,4}}号)"
    ),
)
_HOME_SIGN = re.compile(r"[住籍址]|\d(?:号楼|[栋幢座])|[组队社]\d")
_BIRTH = re.compile(r"出生(?:日期|年月|时间)?[: ]{1,3}(\d{4}[年./-]\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?)")
#: Every match of the patterns above holds one of these; most texts of a report hold none, and figures are plain.
_NUMBER_SIGN = re.compile("[\\d@证住址籍]|微信|[Qq]{2}|[一幺][三四五六七八九]")
_SHORT_FIGURE = re.compile(r"[\d,.%()+\- ]{0,10}")
_MONEY_BEHIND = re.compile(r"[ \t]?(?:元|万元|千元|亿元|万|亿|平方米|%)")


def number_spans(text: str) -> Iterator[Span]:
    """Phones, document numbers, accounts, plates, mail addresses, home addresses."""
    if _SHORT_FIGURE.fullmatch(text) or not _NUMBER_SIGN.search(text):
        return
    for rule, pattern in (
        ("id_number", _LABELLED_ID),
        ("bank_account", _LABELLED_ACCOUNT),
        ("mobile", _LABELLED_MOBILE),
        ("birth", _BIRTH),
    ):
        yield from (Span(*found.span(1), rule) for found in pattern.finditer(text))
    for found in _ID_NUMBER.finditer(text):
        if _is_birthday(found[2], found[3], found[4]) and _names_person(text, found):
            yield Span(*found.span(), "id_number")
    for pattern in (_MASKED_ID, _OLD_ID):
        yield from (Span(*found.span(), "id_number") for found in pattern.finditer(text) if _names_person(text, found))
    for pattern in (_MOBILE, _MOBILE_IN_WORDS):
        yield from (Span(*found.span(), "mobile") for found in pattern.finditer(text) if _names_person(text, found))
    yield from (
        Span(*found.span(), "bank_account") for found in _BANK_CARD.finditer(text) if _names_person(text, found)
    )
    yield from (Span(*found.span(), "plate") for found in _PLATE.finditer(text))
    for found in _EMAIL.finditer(text):
        if not found["host"].lower().endswith("gov.cn"):
            yield Span(*found.span(), "email")
    yield from (Span(*found.span(1), "messenger") for found in _MESSENGER.finditer(text))
    yield from (Span(*found.span(1), "landline") for found in _HOME_LANDLINE.finditer(text))
    for pattern in _ADDRESSES if _HOME_SIGN.search(text) else ():
        yield from (Span(*found.span(1), "address") for found in pattern.finditer(text) if found[1])


def _names_person(text: str, found: re.Match[str]) -> bool:
    """False for an amount of money and for the number of a thing (项目编码13900000001)."""
    if _MONEY_BEHIND.match(text, found.end()):
        return False
    before = re.sub(r"[\s::()为]+$", "", text[max(0, found.start() - 12) : found.start()])
    return not before.endswith(data().thing_numbers)


def _is_birthday(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
