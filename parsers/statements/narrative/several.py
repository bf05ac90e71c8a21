"""One phrase about several subjects, and an amount in front of its name.

人员经费、公用经费分别为430万元、70万元 gives each its own figure, 分别比上年减少5万元、增加3万元 its own direction too,
基本支出和项目支出均为0万元 gives each the same one, and 490.04万元为基本支出 names its subject behind the amount. Where
names and figures do not go together one by one, nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.statements.narrative.carrying import PRESENT
from parsers.statements.narrative.declarations import compared, words
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import MONEY, PERCENT, Figure
from parsers.statements.narrative.groups import Group
from parsers.statements.narrative.leads import Lead, is_weak
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.state import declared
from parsers.statements.narrative.subjects import Place, choose_subject
from parsers.statements.narrative.tokens import Token

#: A subject, where it is named, and its code.
Named = tuple[Subject, tuple[int, int], str | None]

_SEVERAL = 2
_JOINING = frozenset({"、", "和", "及", "与", "以及"})
_COPULAS = frozenset({"为", "是"})
#: What may stand beside a name without changing what it names.
_BESIDE = ("filler", "year", "date", "ordinal", "agency", "of_which", "list", "aspect", "bracket", "both")
#: One name for two sides that have a figure each.
_SIDES = {"收支总计": ("收入总计", "支出总计"), "财政拨款收支总计": ("财政拨款收入总计", "财政拨款支出总计")}


def is_distributive(tokens: Sequence[Token]) -> bool:
    return any(token.plays("distributive") for token in tokens)


#: A figure and the sign of the direction in front of it, where it has one of its own.
Signed = tuple[Figure, int | None]


def figures_in_a_row(tokens: Sequence[Token | Group], first: int, most: int = 12) -> tuple[list[Signed], int]:
    """The figures of one kind from ``first`` on, joined by 、和 or commas, and how many tokens they take."""
    row: list[Signed] = []
    taken, index, sign = 0, first, None
    while index < len(tokens) and len(row) < most:
        token = tokens[index]
        figure = token.figure if isinstance(token, Token) else None
        if figure is None or figure.doubt or (row and figure.kind != row[0][0].kind):
            break
        row.append((figure, sign))
        taken = index - first + 1
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if not isinstance(following, Token) or (following.text not in _JOINING and following.text != ","):
            break
        sign = _direction(tokens, index + 2)
        index += 2 if sign is None else 3
    return (row, taken) if row and row[0][0].kind in (MONEY, PERCENT) else ([], 0)


def _direction(tokens: Sequence[Token | Group], index: int) -> int | None:
    token = tokens[index] if index < len(tokens) else None
    if not isinstance(token, Token) or not token.plays("direction") or token.entry is None:
        return None
    return token.entry.sign


def turned(lead: Lead, sign: int | None) -> Lead:
    """``lead`` with the direction of one figure of a row."""
    return lead if sign is None else replace(lead, direction=sign)


def members(tokens: Sequence[Token], place: Place, count: int | None = None) -> list[Named] | None:
    """The subjects that 、 and 和 join in front of 分别 or 均; ``None`` when one of them is not surely known.

    With ``count`` figures for one name of both sides (收入总计、支出总计) the two sides are meant.
    """
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.plays("distributive") or token.text in words().both:
            break
        if token.text in _JOINING and parts[-1]:
            parts.append([])
        elif token.plays("unknown") or not (token.plays("name") or any(token.plays(part) for part in _BESIDE)):
            return None
        else:
            parts[-1].append(token)
    found = [_member(part, place) for part in parts if part]
    if len(found) == 1 and count == 2 and found[0] is not None and found[0][0].name in _SIDES:
        return [(declared(name), found[0][1], None) for name in _SIDES[found[0][0].name]]
    return [one for one in found if one is not None] if all(found) and len(found) > 1 else None


def told_one_by_one(drafts: Sequence[Draft], start: int, count: int) -> list[Named]:
    """The subjects of a sentence (from ``start`` on) that has told one amount of each, ``count`` in all, and no more.

    本年收入合计320.5万元，支出合计310.2万元，分别比上年增加20.1万元、减少3.4万元.
    """
    told = [one for one in drafts if one.start >= start]
    if len(told) != count or count < _SEVERAL or any(one.measure not in PRESENT for one in told):
        return []
    named = [(one.subject, one.label, one.code) for one in told if one.subject is not None and one.label is not None]
    return named if len({label for _, label, _ in named}) == count else []


def _member(part: Sequence[Token], place: Place) -> Named | None:
    names = [token for token in part if token.plays("name")]
    strong = [token for token in names if not is_weak(token)] or names[-1:]
    if len(strong) != 1:
        return None
    subject = choose_subject(strong[0], place)
    return (subject, (strong[0].start, strong[0].end), None) if subject is not None else None


def named_behind(lead: Lead, tokens: Sequence[Token | Group], index: int, place: Place) -> Named | None:
    """The subject of 490.04万元为基本支出, where nothing but 其中 stands in front and nothing behind the name."""
    idle = all(token.plays("of_which") or token.plays("filler") or token.plays("ordinal") for token in lead.tokens)
    if not idle or lead.aspects or len(tokens) <= index + 2:
        return None
    verb, name = tokens[index + 1], tokens[index + 2]
    closing = tokens[index + 3] if len(tokens) > index + 3 else None
    ends = closing is None or (isinstance(closing, Token) and closing.plays("punctuation"))
    if not (isinstance(verb, Token) and isinstance(name, Token) and ends):
        return None
    if compared(verb.text) not in _COPULAS or not name.plays("name"):
        return None
    subject = choose_subject(name, place)
    return (subject, (name.start, name.end), None) if subject is not None else None
