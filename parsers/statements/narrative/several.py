"""One phrase about several subjects, and an amount in front of its name.

人员经费、公用经费分别为430万元、70万元 gives each its own figure, 基本支出和项目支出均为0万元 gives each the
same one, and 490.04万元为基本支出 names its subject behind the amount. Where names and
figures do not go together one by one, nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.statements.narrative.declarations import compared, words
from parsers.statements.narrative.figures import MONEY, PERCENT, Figure
from parsers.statements.narrative.groups import Group
from parsers.statements.narrative.leads import Lead, is_weak
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.state import declared
from parsers.statements.narrative.subjects import Place, choose_subject
from parsers.statements.narrative.tokens import Token

#: A subject, where it is named, and its code.
Named = tuple[Subject, tuple[int, int], str | None]

_JOINING = frozenset({"、", "和", "及", "与", "以及"})
_COPULAS = frozenset({"为", "是"})
#: What may stand beside a name without changing what it names.
_BESIDE = ("filler", "year", "date", "ordinal", "agency", "of_which", "list", "aspect", "bracket", "both")
#: One name for two sides that have a figure each.
_SIDES = {"收支总计": ("收入总计", "支出总计"), "财政拨款收支总计": ("财政拨款收入总计", "财政拨款支出总计")}


def is_distributive(tokens: Sequence[Token]) -> bool:
    return any(token.plays("distributive") for token in tokens)


def figures_in_a_row(tokens: Sequence[Token | Group], first: int, most: int = 12) -> tuple[list[Figure], int]:
    """The figures of one kind from ``first`` on, joined by 、和 or commas, and how many tokens they take."""
    figures: list[Figure] = []
    taken, index = 0, first
    while index < len(tokens) and len(figures) < most:
        token = tokens[index]
        figure = token.figure if isinstance(token, Token) else None
        if figure is None or figure.doubt or (figures and figure.kind != figures[0].kind):
            break
        figures.append(figure)
        taken = index - first + 1
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if not isinstance(following, Token) or (following.text not in _JOINING and following.text != ","):
            break
        index += 2
    return (figures, taken) if figures and figures[0].kind in (MONEY, PERCENT) else ([], 0)


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
