"""The patterns of :mod:`domain.redaction` for names of persons: officials, clerks, petitioners, their partial names.

How sure a word must look depends on what stands around it: after ``负责人：`` nearly any short word is a name, after
``负责人`` alone only a surname with one or two characters and an end behind it (负责人能力 is none), and without any
label only a surname before words that nobody but a person has behind him (王…等3人, 李…信访积案).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from domain.division_names import Form, name_forms
from domain.divisions import load_divisions
from domain.redaction_rules import HAN, Span, data

_GAP = r"[ \t\u3000]{0,4}"
_HAN_CHARACTER = re.compile(HAN)
_DOT = "[·•・.‧]"
_DOTTED = re.compile(f"{HAN}{_DOT}{HAN}")
_LIST_SIGN = re.compile(r"[、,/;]")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """``found`` has a group ``names``; it is not looked for in texts without ``needs``, which are nearly all.

    ``signed``: a label and a sign stand before the names, so that a word may look less like one.
    """

    found: re.Pattern[str]
    needs: re.Pattern[str] | None
    signed: bool = False


def _pattern(found: str, needs: str = "", *, signed: bool = False) -> _Pattern:
    return _Pattern(re.compile(found), re.compile(needs) if needs else None, signed)


@dataclass(frozen=True, slots=True)
class _NamePatterns:
    officials: tuple[_Pattern, ...]
    petitioners: tuple[_Pattern, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """What names are made of, as parts of patterns."""

    any_surname: str
    common: str
    given: str
    foreign: str
    #: A whole name by any surname, with nothing Chinese behind it.
    family: str
    #: A whole name by a common surname, as short as what follows allows.
    person: str
    #: A name with a dot in it, as short as what follows allows.
    dotted_person: str
    #: A name of three characters by any surname, or one of peoples without surnames.
    full: str


def _words(*, dotted: bool) -> _Words:
    """``dotted``: names of several words (买买提·艾力) are looked for, which costs time at every character."""
    lists = data()
    any_surname, common = _one_of(lists.surnames), _one_of(lists.common_surnames)
    given = rf"(?:(?![{lists.not_in_given_names}]){HAN})"
    foreign = rf"{HAN}{{1,10}}(?:{_DOT}{HAN}{{1,10}}){{1,3}}" if dotted else "(?!)"
    dotted_person = rf"{HAN}{{1,8}}(?:{_DOT}{HAN}{{1,8}}?){{1,3}}" if dotted else "(?!)"
    other = rf"(?:{_either(lists.other_names)}){HAN}{{0,3}}"
    compound = f"(?:{'|'.join(lists.compound_surnames)})"
    padded = rf"(?:[ \u3000]{{1,4}}{HAN}){{1,2}}"
    return _Words(
        any_surname=any_surname,
        common=common,
        given=given,
        foreign=foreign,
        dotted_person=dotted_person,
        family=rf"(?:{foreign}|{any_surname}(?:{HAN}{{1,2}}|{padded})(?!{HAN})|{other}(?!{HAN}))",
        person=rf"(?:{common}{given}{{1,2}}?|{other}?)",
        full=rf"(?:{compound}{given}{{1,2}}|{any_surname}{given}{{2}}|{other})",
    )


def _one_of(surnames: str) -> str:
    return f"(?:{'|'.join(data().compound_surnames)}|[{''.join(surnames.split())}])"


def _either(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _labels(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(_GAP.join(map(re.escape, word)) for word in longest_first) + ")"


@cache
def _names(*, dotted: bool) -> _NamePatterns:
    words = _words(dotted=dotted)
    return _NamePatterns(officials=(*_labelled(words), *_acting(words)), petitioners=_petitioners(words))


def _labelled(words: _Words) -> tuple[_Pattern, ...]:
    """Names behind labels and posts, and before phones."""
    lists = data()
    labels = _labels((*lists.person_labels, *lists.signing_labels))
    close, posts = _labels(lists.person_labels), _labels(lists.post_labels)
    common, family, foreign, surname = words.common, words.family, words.foreign, words.any_surname
    note = rf"(?:签字|签章|签名|盖章)?(?:[及和与/、](?:联系)?(?:电话|方式|手机号?码?|职务))?(?:{_GAP}\([^()]{{1,8}}\))?"
    padded = rf"{HAN}[ \u3000]{{1,4}}{HAN}(?:[ \u3000]{{1,4}}{HAN})?(?!{HAN})"
    latin = r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}"
    # A name may run straight into the next words: 赵明联系电话.
    running = rf"{common}{HAN}{{1,2}}?(?=联系|电话|手机|同志|负责|办公|等(?!{HAN})|{labels})"
    any_name = rf"(?:{foreign}|{running}|{family}|{padded}|{HAN}{{2,6}}(?!{HAN})|{latin})"
    called = rf"{surname}{HAN}{{1,2}}?(?=[\s,]{{0,2}}(?:联系|电话|手机|1\d))"
    whole = rf"{words.full}(?=[、,，;；。)）]|\s|$)"
    acts = rf"(?={_either(lists.acts)}|[^\u4e00-\u9fff]|$)"
    acting = rf"(?:{common}{words.given}{{1,2}}?|{words.full}){acts}"
    attached = rf"(?:{foreign}|{whole}|{acting}|{common}{HAN}{{1,2}}(?!{HAN})|{running}|{called})"
    more = rf"(?:[ 、,/;和及]{{1,3}}{family}(?!\s?:))*"
    number = r"(?:1[3-9]\d[\d *-]{6}|0\d{2,3}[ -]?\d{7}|〔电话〕)"
    phone = rf"[\s,:(_/-]{{0,4}}(?:(?:联系|办公)?(?:电话|方式)|手机号?码?|[Tt][Ee][Ll])?[\s:.]{{0,4}}{number}"
    return (
        _pattern(rf"{labels}{note}[ ]?(?:[:\t]|为:)[\s:]*(?P<names>{any_name}{more})", signed=True),
        _pattern(rf"{labels}{note}[ \u3000]{{1,4}}(?P<names>{family}{more})"),
        _pattern(rf"{close}{note}[为是()\]】|_-]?(?P<names>{attached}{more})"),
        _pattern(rf"{posts}{note}[ ]?[:\s]\s*(?P<names>{family}{more})"),
        _pattern(
            rf"(?:{_ALONE}|(?<=[长任记由请和]))(?P<names>{common}{HAN}{{1,2}})(?=同志|先生|女士)", "同志|先生|女士"
        ),
        _pattern(rf"(?:{_ALONE}|(?<=[人员长任记室科股与找]))(?P<names>{family})(?={phone})", r"\d|〔电话〕"),
        _pattern(rf"{_labels(lists.attached_posts)}(?P<names>(?:{common}{HAN}{{1,2}}?|{words.full}){acts}{more})"),
    )


#: Nothing Chinese before the word.
_ALONE = rf"(?<!{HAN})"


def _acting(words: _Words) -> tuple[_Pattern, ...]:
    """Names without a label: before a post (王某某局长), before what only a person does, and signatures."""
    lists = data()
    posts, doings = _either(lists.following_posts), _either(lists.doings)
    signing = _either(lists.signing)
    common, given, full = words.common, words.given, words.full
    begins = rf"(?:{_ALONE}|(?<=[由请经和与对向]))"
    sure = rf"(?:{full}|{common}{given})"
    several = rf"{full}(?:[、和及]{full})+"
    role = rf"(?:任|担任|兼任|当选|现任|时任|系)(?:{HAN}|、){{0,12}}?(?:{posts}|成员)"
    return (
        # Two names in a list are surer than one.
        _pattern(rf"(?:成员|组员|人员|队员|专家|员|分别[为是]|包括)[:]?(?P<names>{several})", "[、和及]"),
        _pattern(rf"{_ALONE}(?P<names>{sure})(?=(?:同志)?{role})", "任|当选|系"),
        _pattern(rf"(?<=[与找向请跟和])(?P<names>{sure})(?=联系|咨询|对接|沟通|接洽)", "联系|咨询|对接|沟通|接洽"),
        _pattern(rf"(?<=[局委府])(?P<names>{full})(?={posts})", posts),
        _pattern(rf"{begins}(?P<names>{common}{given}{{0,2}}?)(?={posts})", posts),
        _pattern(
            rf"(?<=[由请派])(?P<names>{sure}(?:[、和]{sure})*)(?=(?:同志)?(?:具体|全程|全权|专门|牵头|统一|一人|亲自)?(?:{doings}))",
            "[由请派]",
        ),
        _pattern(
            rf"{_ALONE}(?P<names>{full})(?={signing})(?!(?:{signing}){HAN}?(?:人|单位))",
            signing,
        ),
    )


def _petitioners(words: _Words) -> tuple[_Pattern, ...]:
    lists = data()
    common, surname, given, full = words.common, words.any_surname, words.given, words.full
    person = r"(?<=[人民众户属])"
    behind = rf"(?={_either(lists.after_persons)}|[^\u4e00-\u9fff]|$)"
    sex = r"(?=[,(、 ]{1,2}(?:男|女|身份证)[,)、 ]?)"
    dotted = words.dotted_person
    petitioner = rf"(?:{dotted}{behind}|{words.person}{behind}|{full}{behind}|{common}{given}{{2}})"
    sure_before = _either(lists.sure_before_persons)
    gifts = _either(lists.gifts)
    titled = "先生|女士|大爷|大妈|阿姨"
    before = _either(lists.before_persons)
    after = _either(lists.after_names)
    counted = r"等(?:\d+|[一二两三四五六七八九十几多数]+)?(?:余|多)?(?:[人户名]|村民|群众|信访)"
    thing = r"(?![年月日地时种些个项一处方单县市省乡镇村局公部办科事次人])"
    crossed = (
        rf"(?:{common}[Xx×*○〇]{{1,3}}(?:(?![户等案家]){HAN}{behind})?|{surname}[Xx×*○〇]{{1,2}}(?=[、,;。]|等|$))"
        r"(?![A-Za-z0-9×*○〇万元年月县市局号%])"
    )
    return (
        _pattern(rf"{_labels(lists.petitioner_labels)}[:\s/]{{0,2}}(?P<names>{petitioner}(?:[、和及]{petitioner})*)"),
        _pattern(
            rf"(?P<names>(?:{common}|[甲乙丙丁戊己庚])(?:某{{1,3}}|某[甲乙丙丁戊])|{surname}某{{1,3}}{thing}|{person}某某{thing})",
            "某",
        ),
        _pattern(rf"(?:{_ALONE}|{person})(?P<names>{crossed})", "[Xx×*○〇]"),
        _pattern(rf"(?:{_ALONE}|{person})(?P<names>{common}{HAN}{{1,2}}){sex}", "男|女|身份证"),
        _pattern(rf"(?<=[人名户属员])\((?P<names>{common}{HAN}{{1,2}}(?:、{common}{HAN}{{1,2}})*)\)"),
        _pattern(
            rf"(?:{_ALONE}|{person})(?P<names>{common})(?=先生|女士|同志|大爷|大妈|阿姨)",
            "先生|女士|同志|大爷|大妈|阿姨",
        ),
        _pattern(rf"{_ALONE}(?P<names>{dotted})(?={_either(lists.after_persons)})", _DOT),
        _pattern(r"(?<![A-Za-z])(?P<names>[A-Z]某{1,3})", "[A-Z]某"),
        _pattern(rf"(?P<names>{common}氏)(?=兄弟|姐妹|父子|夫妇|家族|一家)", "氏"),
        _pattern(rf"(?:{sure_before})(?P<names>{full}|{common}{given})(?=[\d、,，。;等]|$)", sure_before),
        _pattern(rf"(?<=[向给为对])(?P<names>{full}|{common}{given})(?={gifts})", gifts),
        # No label at all: the words around leave nothing but a person.
        _pattern(
            rf"(?:{_ALONE}|{before})(?!{HAN}(?:{titled}))(?P<names>{words.person})(?={after}|{counted})", f"{after}|等"
        ),
        _pattern(
            rf"(?:{_ALONE}|{before})(?!{HAN}(?:{titled}))(?P<names>{full}(?:[、和及]{full})*)(?={after}|{counted})",
            f"{after}|等",
        ),
    )


def name_spans(text: str) -> Iterator[Span]:
    """Names of officials behind labels, and petitioners in every form of name."""
    if not _HAN_CHARACTER.search(text):  # labels and surnames are Chinese
        return
    names = _names(dotted=bool(_DOTTED.search(text)))
    for rule, patterns in (("name", names.officials), ("petitioner", names.petitioners)):
        for pattern in patterns:
            if pattern.needs is None or pattern.needs.search(text):
                yield from (
                    span for found in pattern.found.finditer(text) for span in _name(found, rule, signed=pattern.signed)
                )


def _name(found: re.Match[str], rule: str, *, signed: bool) -> Iterator[Span]:
    """The span of the names unless the word is one of the office or a place, not of a person.

    Behind a label and a sign a usual surname with one or two characters is a person though he is called like a place
    (马龙) or his name ends like one (赵九州); in a row of cells a place stays one.
    """
    start, end = found.span("names")
    first = _LIST_SIGN.split(found["names"])[0]
    compact = re.sub(r"\s", "", first)
    if any(word in compact for word in data().not_in_names):
        return
    usual = signed and _usual_name().fullmatch(compact) is not None
    if compact.endswith(data().name_may_not_end_with) and not (usual and compact.endswith(data().given_names_end_with)):
        return
    if compact in _places() and not (usual and "\t" not in found.group()):
        return
    if re.match(r"\s*[::]", found.string[end : end + 3]):  # the word is the next label
        return
    yield Span(start, end, rule)


@cache
def _usual_name() -> re.Pattern[str]:
    return re.compile(rf"{_one_of(data().common_surnames)}{HAN}{{1,2}}")


@cache
def _places() -> frozenset[str]:
    """What counties and cities are called without their level: 萧山, 钟山, 石柱."""
    return frozenset(
        form
        for division in load_divisions().rows
        for form, kind in name_forms(division.name)
        if kind is Form.BARE and len(form) > 1
    )
