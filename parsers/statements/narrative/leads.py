"""The words before a figure: which subject they name, what they say the figure is, and whether they say it surely.

A lead is everything between the last figure (or comma, semicolon, full stop) and the figure. It is read only when every
word of it is understood; an unknown word between subject and figure makes the figure unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Literal

from parsers.statements.narrative.declarations import compared, longest_first, words
from parsers.statements.narrative.tokens import Token, agency_ending


@dataclass(slots=True)
class Lead:
    """What the words before a figure say. ``names`` are tokens that can be the subject, in order."""

    tokens: tuple[Token, ...]
    names: list[Token] = field(default_factory=list)
    base: Token | None = None
    direction: int | None = None
    #: 增加到…: the new figure, not the change.
    arrived: bool = False
    share: bool = False
    #: The text of what a share is a share of (占本年支出合计的).
    whole: str = ""
    completion: bool = False
    deviation_rate: bool = False
    aspects: set[str] = field(default_factory=set)
    worth: bool = False
    years: list[int] = field(default_factory=list)
    code: str | None = None
    prior: bool = False
    #: "reason" or "purpose", when the words give one.
    reason: Literal["reason", "purpose"] | None = None
    unknown: list[Token] = field(default_factory=list)
    #: Words that forbid a reading: 分别, 下属, a direction in front of the name.
    refusal: str | None = None
    no_change: list[Token] = field(default_factory=list)
    #: 收入, 支出 or the like that stands beside or instead of a name, and whether it alone is the subject.
    verb: str = ""
    verb_is_subject: bool = False
    opens: str | None = None  # "of_which", "list" or "list_or_reason"
    #: The agency itself is named (我局, 本级).
    own: bool = False
    #: 各, 均: said of income and expenditure alike.
    each: bool = False

    @property
    def bare(self) -> bool:
        """True when the lead names no subject and holds no unknown word."""
        return not self.names and not self.unknown


def analyse(tokens: Sequence[Token], text: str, *, section: str, agency: str = "") -> Lead:
    """Read the words before a figure or of a clause without figures, as they are meant in ``section``."""
    endless = len(tokens) > _LONGEST_LEAD
    tokens = _without_examples(tokens[-_LONGEST_LEAD:])
    lead = Lead(tuple(tokens))
    for index, token in enumerate(tokens):
        _read_token(lead, tokens, index, token, text)
    _settle_names(lead, section)
    _forgive_agency(lead, text, agency)
    if endless:
        lead.refusal = "a clause without end"
    return lead


#: No clause that can be understood has more words.
_LONGEST_LEAD = 200


def _without_examples(tokens: Sequence[Token]) -> Sequence[Token]:
    """基本工资、津贴补贴等人员经费: what stands before 等 only illustrates the name behind it."""
    for index in range(len(tokens) - 2, 0, -1):
        if tokens[index].text == "等" and tokens[index + 1].plays("name") and tokens[index - 1].plays("name"):
            return tokens[index + 1 :]
    return tokens


def _read_token(lead: Lead, tokens: Sequence[Token], index: int, token: Token, text: str) -> None:
    if lead.share:
        lead.whole = (lead.whole + token.text)[:_LONGEST_AGENCY]
        return
    if token.plays("base"):
        lead.base = token
    elif token.plays("year"):
        if token.year is not None and not re.search(r"[末底初]$", token.text):
            lead.years.append(token.year)
    elif token.plays("code"):
        lead.code = token.text.rstrip("-—")
    elif token.plays("bracket"):
        _read_bracket(lead, token)
    elif token.plays("equipment") or token.plays("unknown"):
        if not _is_stray_ordinal(tokens, index):
            lead.unknown.append(token)
    elif token.plays("punctuation"):
        if token.text != ":" and not _joins_aspects(tokens, index):
            lead.unknown.append(token)
    elif not token.plays("date") and not token.plays("ordinal"):
        _read_word(lead, token, text)


def _joins_aspects(tokens: Sequence[Token], index: int) -> bool:
    """年初预算数、决算数均为3万元."""
    beside = [*tokens[index - 1 : index], *tokens[index + 1 : index + 2]]
    return tokens[index].text == "、" and len(beside) == 2 and all(token.plays("aspect") for token in beside)


def _is_stray_ordinal(tokens: Sequence[Token], index: int) -> bool:
    """18“社会保障和就业支出（类）…, ①行政运行…: a list number that lost its point or its circle."""
    token = tokens[index]
    number = re.fullmatch(r"\d{1,2}[.、]?", token.text)
    return index == 0 and number is not None and len(tokens) > 1 and _is_functional(tokens[1])


def _is_functional(token: Token) -> bool:
    return token.plays("path") or any(subject.kind == "function" for subject in token.subjects)


def _read_bracket(lead: Lead, token: Token) -> None:
    inner = _code_heads().sub("", token.text[1:-1])
    if inner.isdigit() and len(inner) in (3, 5, 7):
        lead.code = inner
    elif not token.plays("listed") and not inner.startswith(tuple(compared(word) for word in words().idle_brackets)):
        lead.unknown.append(token)


@cache
def _code_heads() -> re.Pattern[str]:
    return re.compile(f"^(?:{longest_first(words().code_heads)}):?(?=[0-9])")


def _read_word(lead: Lead, token: Token, text: str) -> None:
    """A declared word; when it can play several parts the place decides, a name comes first."""
    if token.text in _ORIGINS:
        lead.years.clear()  # 2023年收支总计由2022年的766.24万元: the year behind it is that of the figure
    aspect = token.entry.aspect if token.entry is not None else None
    if token.plays("name"):
        lead.names.append(token)
    elif token.plays("direction"):
        lead.direction = token.entry.sign if token.entry is not None else None
        of_rate = token.text.endswith(_RATE_ENDINGS)  # 降幅为2.02% is the change itself
        lead.arrived = lead.arrived or (not of_rate and text[token.end : token.end + 1] in _arrivals())
    elif token.plays("no_change"):
        lead.no_change.append(token)
    elif token.plays("reason") or token.plays("purpose"):
        lead.reason = "reason" if token.plays("reason") else lead.reason or "purpose"
    else:
        _read_particle(lead, token)
    if aspect and (token.plays("name") or token.plays("aspect") or token.plays("worth")):
        lead.aspects.add(aspect)


def _read_particle(lead: Lead, token: Token) -> None:
    """Words that say what kind of figure follows, or that a list opens."""
    for part in ("completion", "deviation_rate", "share", "prior", "worth"):
        if token.plays(part):
            setattr(lead, part, True)
            return
    for part in ("of_which", "list", "list_or_reason"):
        if token.plays(part):
            lead.opens = part
            return
    for part, refusal in _REFUSALS.items():
        if token.plays(part):
            lead.refusal = refusal


_ORIGINS = frozenset({"由", "从"})
_RATE_ENDINGS = ("幅", "率")
ANOTHER_UNIT = "another unit"
BUDGET_CHANGE = "a change of the budget within the year"
_REFUSALS = {
    "distributive": "two figures for several subjects",
    "other_agency": ANOTHER_UNIT,
    "budget_change": BUDGET_CHANGE,
}


@cache
def _arrivals() -> frozenset[str]:
    return frozenset(words().arrived_at)


def _settle_names(lead: Lead, section: str) -> None:
    """Names that are only verbs here (公务接待费支出), and names behind a direction."""
    others = [token for token in lead.names if not is_weak(token) or _is_of_section(token, section)]
    verbs = [token for token in lead.names if _VERB.match(token.text)]
    if len(others) > 1:
        others = [token for token in others if not _FUNDS_SPENT.match(token.text)] or others
    if len(others) > 1:
        others = _without_paying_funds(others, lead.tokens)
    if not others:
        funds = [token for token in lead.names if token not in verbs and _stands_alone(token, section)]
        others = funds or [token for token in verbs if _stands_alone(token, section)]
        lead.verb_is_subject = bool(verbs) and not funds
        spent = any("支" in verb.text for verb in verbs) and section in _VERBS_ARE_SUBJECTS
        if funds and (spent or any("收" in verb.text for verb in verbs)):
            lead.refusal = "funds and their use in one name"
    lead.own = any(token.plays("agency") or token.text in words().own_body for token in lead.tokens)
    lead.each = any(token.text in words().both for token in lead.tokens)
    for first, second in pairwise(lead.tokens):
        if first.text in words().part_of_funds and second in lead.names and _is_of_all_funds(second, section):
            lead.refusal = "a part of the funds under the name of all"
    lead.verb = verbs[-1].text if verbs else ""
    lead.names = others
    turned = next((token.start for token in lead.tokens if token.plays("direction")), None)
    if turned is not None and lead.base is None and any(name.start > turned for name in lead.names):
        lead.refusal = "a direction in front of the subject"


def _without_paying_funds(names: list[Token], tokens: Sequence[Token]) -> list[Token]:
    """一般公共预算拨款安排的会议费: the funds in front of 安排的 only say who pays."""
    paid = {first.end for first, second in pairwise(tokens) if second.text in words().paid_by}
    return [name for name in names if name.end not in paid] or names


def _is_of_all_funds(name: Token, section: str) -> bool:
    """财政拨款收入总计 and, where the section is not of one fund, 本年收入 are said of all funds together."""
    return name.text.startswith("财政拨款") or (section in _OF_ALL_FUNDS and bool(_OF_THE_YEAR.match(name.text)))


_OF_ALL_FUNDS = frozenset({"summary", "income", "expenditure", "fiscal", "execution", "other"})
_OF_THE_YEAR = re.compile(r"(?:本年|当年)(?:收入|支出)")
_VERB = re.compile(r"(?:本年|当年|决算)?(?:收入|支出|收支|收、支)")
#: Sections in which 收入 and 支出 alone are subjects and not only verbs, and those in which 财政拨款 alone is one.
_VERBS_ARE_SUBJECTS = frozenset({"summary", "income", "expenditure", "fiscal", "nonfiscal", "execution", "other"})
_FUNDS_ARE_SUBJECTS = _VERBS_ARE_SUBJECTS | {"general", "class", "detail"}


def _is_of_section(token: Token, section: str) -> bool:
    """支出总额 among purchases is a name declared for that section and not a word for any total."""
    if section in _FUNDS_ARE_SUBJECTS:
        return False
    return any(subject.rule is not None and section in subject.rule.only for subject in token.subjects)


def _stands_alone(token: Token, section: str) -> bool:
    neutral = token.entry is not None and token.entry.aspect == "neutral"
    verb = neutral or bool(_EXECUTED.match(token.text))
    return section in (_VERBS_ARE_SUBJECTS if verb else _FUNDS_ARE_SUBJECTS)


def is_weak(token: Token) -> bool:
    """支出, 财政拨款 and the like name a subject only where no other name stands."""
    if token.entry is None:
        return False
    weak = token.entry.aspect == "neutral" or _EXECUTED.match(token.text) or "filler" in token.entry.parts
    return bool(weak) or bool(_FUNDING.match(token.text))


_EXECUTED = re.compile(r"决算(?:收入|支出)$")
#: In 三公经费一般公共预算财政拨款支出 the funds only say from where.
_FUNDS_SPENT = re.compile(r"(?:一般公共预算|公共财政预算|政府性基金预算)?(?:财政)?拨款支出$|一般公共预算支出$")
#: Names of money (一般公共预算财政拨款) and bare totals (支出总额).
_FUNDING = re.compile(
    r"(?:(?:财政|一般公共预算|政府性基金|基金预算|国有资本经营|公共财政|当年|本年).*(?:拨款|预算)|支出.*|收入.*|收支.*)$"
)


def _forgive_agency(lead: Lead, text: str, agency: str) -> None:
    """The agency's own name before the subject is no unknown word."""
    if not lead.unknown:
        return
    limit = lead.names[0].start if lead.names else lead.tokens[-1].end
    run = [token for token in lead.unknown if token.start < limit]
    if not run or any(token.plays("equipment") or token.plays("punctuation") for token in run):
        return
    name = text[run[0].start : run[-1].end]
    if len(name) > _LONGEST_AGENCY or any(compared(word) in name for word in words().other_agency):
        return
    if _ending_follows(lead, run[-1], limit, agency) or (agency_ending().search(name) and _is_own(name, agency)):
        lead.unknown = [token for token in lead.unknown if token not in run]
    elif name.endswith(words().subordinate_endings):
        lead.refusal = lead.refusal or ANOTHER_UNIT


_LONGEST_AGENCY = 50
_GENERIC = ("部门", "单位", "机关", "本级")


def _is_own(name: str, agency: str) -> bool:
    """False for a body that cannot be the reporting agency (信访服务中心 in the report of a 信访局)."""
    return not agency or name.endswith(_GENERIC) or name.endswith(agency[-3:]) or name in agency


def _ending_follows(lead: Lead, token: Token, limit: int, agency: str) -> bool:
    """…（新市区）信访局: the ending, or the agency's name, is a word of its own right behind the unknown ones."""
    following = next((other for other in lead.tokens if other.start >= token.end), None)
    if following is None or following.start >= limit:
        return False
    return following.text in _agency_words() or (bool(agency) and following.text == agency)


@cache
def _agency_words() -> frozenset[str]:
    return frozenset(word for word in map(compared, words().fillers) if agency_ending().search(word))


def label_span(lead: Lead) -> tuple[int, int] | None:
    """Where the words stand that could be a label nobody declared: without fillers around it, without its measure.

    ``None`` when nothing is left, or when something stands in between that no label holds.
    """
    dressed = next((at for at, token in enumerate(lead.tokens) if not _is_dress(token)), len(lead.tokens))
    tokens = list(lead.tokens[dressed:])
    while tokens and _is_predicate(tokens[-1]):
        tokens.pop()
    if not tokens or any(_breaks_label(token) for token in tokens):
        return None
    return tokens[0].start, tokens[-1].end


def _is_dress(token: Token) -> bool:
    if token.plays("name") or token.plays("unknown"):
        return False
    dressed = ("year", "date", "ordinal", "of_which", "list", "list_or_reason", "code", "base")
    return any(token.plays(part) for part in dressed) or token.text in (
        "、",
        ":",
        "和",
        "及",
        "与",
        "以及",
        "为",
        "共",
        "全年",
    )


def _is_predicate(token: Token) -> bool:
    if token.plays("name"):
        return False
    if token.plays("base") or token.plays("direction") or token.plays("completion") or token.plays("share"):
        return True
    if token.plays("aspect") and token.entry is not None and token.entry.aspect != "neutral":
        return True
    return token.text in words().leads_in or token.text == ":"


def _breaks_label(token: Token) -> bool:
    if token.plays("name") or token.plays("unknown") or token.plays("bracket") or token.plays("aspect"):
        return False
    return not token.plays("filler")


_STOP = re.compile(
    r"因|由于|为了|原因|增加|减少|增长|下降|根据|按照|主要|用于|其中|[,;。:!?]|等$|^[的了等及和与、]|\d{4}年|分别|同比|经过|通过|导致"
)
_LABEL = re.compile(r"^[\u4e00-\u9fffA-Za-z\d()\-—+·、/]{2,40}$")


def is_clean_label(text: str) -> bool:
    """True for a noun that could stand in the first column of a table: no verbs of change, no connectives."""
    return bool(_LABEL.match(text)) and not _STOP.search(text) and text.count("(") == text.count(")")
