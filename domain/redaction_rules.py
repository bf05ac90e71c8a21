"""The patterns behind :mod:`domain.redaction`, made from ``reference/redaction.yaml``.

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
    post_labels: tuple[str, ...]
    attached_posts: tuple[str, ...]
    petitioner_labels: tuple[str, ...]
    contact_labels: tuple[str, ...]
    thing_numbers: tuple[str, ...]
    not_in_names: tuple[str, ...]
    name_may_not_end_with: tuple[str, ...]
    surnames: str
    compound_surnames: tuple[str, ...]
    common_surnames: str


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


_GAP = r"[ \t\u3000]{0,4}"
_HAN = r"[\u4e00-\u9fff]"
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
    r"(?:电话|手机|手机号|号码|联系方式|[Tt][Ee][Ll])[:. ]{0,4}(1[ .\-·]{0,2}[3-9](?:[ .\-·]{0,2}\d){9})(?!\d)"
)
_MOBILE_IN_WORDS = re.compile(r"[一幺][三四五六七八九][〇零○一二三四五六七八九幺]{9}(?![〇零○一二三四五六七八九])")
_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])(\d{6})[ -]?((?:19|20)\d{2})(\d{2})(\d{2})[ -]?(\d{3}[\dXx])(?![\dA-Za-z])")
_MASKED_ID = re.compile(r"(?<![\dA-Za-z])\d{3,14}\*{3,14}[\dXx]{1,4}(?![\dA-Za-z])")
_LABELLED_ID = re.compile(r"(?:身份证|证件)(?:号码|号)?[::\s]{0,4}([\dXx*][\dXx* -]{6,24}[\dXx*])")
_LABELLED_ACCOUNT = re.compile(
    r"(?:银行)?(?:[账帐] {0,4}[号户]|卡 {0,4}号|银行卡)(?:号码|号)?[::\s]{0,4}(?:为)?(\d[\d -]{8,28}\d)(?!\.\d)"
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
_ADDRESS = re.compile(
    r"(?:(?:家庭|现|居)?住址|家庭地址|现住地?)[:: ]{1,4}([^\s,,。;;、〔〕]{3,40})|家住([^\s,,。;;〔〕]{3,40})"
)
_BIRTH = re.compile(r"出生(?:日期|年月|时间)?[: ]{1,3}(\d{4}[年./-]\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?)")
#: Every match of the patterns above holds one of these; most texts of a report hold none, and figures are plain.
_NUMBER_SIGN = re.compile("[\\d@证住址]|微信|[Qq]{2}|[一幺][三四五六七八九]")
_SHORT_FIGURE = re.compile(r"[\d,.%()+\- ]{0,10}")
_HAN_CHARACTER = re.compile(_HAN)
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
    yield from (Span(*found.span(), "id_number") for found in _MASKED_ID.finditer(text) if _names_person(text, found))
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
    for found in _ADDRESS.finditer(text):
        yield Span(*found.span(1 if found[1] else 2), "address")


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


def _labels(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(_GAP.join(map(re.escape, word)) for word in longest_first) + ")"


@dataclass(frozen=True, slots=True)
class _NamePatterns:
    officials: tuple[re.Pattern[str], ...]
    petitioners: tuple[re.Pattern[str], ...]


def _one_of(surnames: str) -> str:
    return f"(?:{'|'.join(data().compound_surnames)}|[{''.join(surnames.split())}])"


@cache
def _names() -> _NamePatterns:
    """The patterns for names; each has a group ``names``.

    How sure a word must look depends on what stands before it: after ``负责人：`` nearly any short word is a name,
    after ``负责人`` alone only a common surname with one or two characters and an end behind it (负责人能力 is none).
    """
    lists = data()
    surname, common = _one_of(lists.surnames), _one_of(lists.common_surnames)
    labels, posts = _labels(lists.person_labels), _labels(lists.post_labels)
    note = rf"(?:签字|签章|签名|盖章)?(?:[及和与/、](?:联系)?(?:电话|方式|手机号?码?))?(?:{_GAP}\([^()]{{1,8}}\))?"
    foreign = rf"{_HAN}{{1,10}}(?:[·•・.]{_HAN}{{1,10}}){{1,3}}"
    padded = rf"{_HAN}[ \u3000]{{1,4}}{_HAN}(?:[ \u3000]{{1,4}}{_HAN})?(?!{_HAN})"
    latin = r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}"
    family = rf"(?:{foreign}|{surname}(?:{_HAN}{{1,2}}|(?:[ \u3000]{{1,4}}{_HAN}){{1,2}})(?!{_HAN}))"
    # A name may run straight into the next words: 赵明联系电话.
    running = rf"{common}{_HAN}{{1,2}}?(?=联系|电话|手机|同志|负责|办公|{labels})"
    any_name = rf"(?:{foreign}|{running}|{family}|{padded}|{_HAN}{{2,6}}(?!{_HAN})|{latin})"
    called = rf"{surname}{_HAN}{{1,2}}?(?=[\s,]{{0,2}}(?:联系|电话|手机|1\d))"
    attached = rf"(?:{foreign}|{common}{_HAN}{{1,2}}(?!{_HAN})|{running}|{called})"
    more = rf"(?:[ 、,/;和及]{{1,3}}{family}(?!\s?:))*"
    number = r"(?:1[3-9]\d[\d *-]{6}|0\d{2,3}[ -]?\d{7})"
    phone = rf"[\s,:(]{{0,4}}(?:(?:联系|办公)?(?:电话|方式)|手机号?码?|[Tt][Ee][Ll])?[\s:.]{{0,4}}{number}"
    alone = rf"(?<!{_HAN})"
    person = r"(?<=[人民众户属])"
    behind = (
        r"(?=反映|上访|来访|信访|进京|赴|到|因|诉|等|要求|缠访|闹访|非访|重复|越级|申请|提出|称|的|一案|案|户|每月|生活|补助"
        r"|[^\u4e00-\u9fff]|$)"
    )
    acts = r"(?=同志|作|说|讲|主持|带队|带领|参加|出席|表示|介绍|包案|接访|负责|任|为|[^\u4e00-\u9fff]|$)"
    sex = r"(?=[,(、 ]{1,2}(?:男|女|身份证)[,)、 ]?)"
    petitioner = rf"(?:{common}{_HAN}{{1,2}}?{behind}|{surname}{_HAN}{{2}}(?=反映|上访|来访|等\d))"
    thing = r"(?![年月日地时种些个项一处方单县市省乡镇村局公部办科事次人])"
    crossed = rf"{common}[Xx×*○〇]{{1,3}}(?:(?![户等案家]){_HAN}{behind})?(?![A-Za-z0-9×*○〇万元年月县市局号%])"
    return _NamePatterns(
        officials=(
            re.compile(rf"(?<!〔){labels}{note}[ ]?(?:[:\t]|为:)[\s:]*(?P<names>{any_name}{more})"),
            re.compile(rf"(?<!〔){labels}{note}[ \u3000]{{1,4}}(?P<names>{family}{more})"),
            re.compile(rf"(?<!〔){labels}{note}[为是(]?(?P<names>{attached}{more})"),
            re.compile(rf"(?<!〔){posts}{note}[ ]?[:\s]\s*(?P<names>{family}{more})"),
            re.compile(rf"(?:{alone}|(?<=[长任记由请和]))(?P<names>{common}{_HAN}{{1,2}})(?=同志|先生|女士)"),
            re.compile(rf"{alone}(?P<names>{family})(?={phone})"),
            re.compile(rf"{_labels(lists.attached_posts)}(?P<names>{common}{_HAN}{{1,2}}?{acts}{more})"),
        ),
        petitioners=(
            re.compile(rf"{_labels(lists.petitioner_labels)}[: ]?(?P<names>{petitioner}(?:、{petitioner})*)"),
            re.compile(
                rf"(?P<names>(?:{common}|[甲乙丙丁戊己庚])某{{1,3}}|{surname}某{{1,3}}{thing}|{person}某某{thing})"
            ),
            re.compile(rf"(?:{alone}|{person})(?P<names>{crossed})"),
            re.compile(rf"(?:{alone}|{person})(?P<names>{common}{_HAN}{{1,2}}){sex}"),
            re.compile(rf"(?<=[人名户属员])\((?P<names>{common}{_HAN}{{1,2}}(?:、{common}{_HAN}{{1,2}})*)\)"),
            re.compile(rf"(?:{alone}|{person})(?P<names>{common})(?=先生|女士|同志|大爷|大妈|阿姨)"),
        ),
    )


def name_spans(text: str) -> Iterator[Span]:
    """Names of officials behind labels, and petitioners in every form of partial name."""
    if not _HAN_CHARACTER.search(text):  # labels and surnames are Chinese
        return
    for rule, patterns in (("name", _names().officials), ("petitioner", _names().petitioners)):
        for pattern in patterns:
            yield from (span for found in pattern.finditer(text) for span in _name(found, rule))


def _name(found: re.Match[str], rule: str) -> Iterator[Span]:
    """The span of the names unless the word is one of the office, not of a person."""
    start, end = found.span("names")
    first = re.split(r"[、,/;]", found["names"])[0]
    compact = re.sub(r"\s", "", first)
    if any(word in compact for word in data().not_in_names) or compact.endswith(data().name_may_not_end_with):
        return
    if re.match(r"\s*[::]", found.string[end : end + 3]):  # the word is the next label
        return
    yield Span(start, end, rule)
