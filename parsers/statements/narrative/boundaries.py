"""Where clauses, reasons and sentences end, and what a title between two sentences is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.records import Measure
from parsers.statements.narrative.carrying import AMOUNTS
from parsers.statements.narrative.declarations import words
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import PERCENT, Figure
from parsers.statements.narrative.groups import Group
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.measures import Reading
from parsers.statements.narrative.sections import numbering
from parsers.statements.narrative.state import State
from parsers.statements.narrative.tokens import Token

_LONGEST_NUMBER = 12
_NUMBER_OF_ITEM = re.compile(r"[(\d①-⑳]|[一二三四五六七八九]、")
#: A list inside a reason: （1）…, 1.…, 一是…
_LISTED = re.compile(r"\([一二三四五六七八九\d]{1,2}\)|(?:^|(?<=[:,]))\d{1,2}[.、](?!\d)|[一二三]是|[①-⑳]|第一")


def reason_goes_on(text: str, state: State, semicolon: Token) -> bool:
    """二是… behind 一是… is one more reason; （2）… behind a reason that lists nothing is the next item."""
    goes_on = re.match(words().reason_continues, text[semicolon.end : semicolon.end + _LONGEST_NUMBER])
    if goes_on is None:
        return False
    numbered = _NUMBER_OF_ITEM.match(goes_on.group())
    return not numbered or bool(_LISTED.search(text, state.reason_from, semicolon.start))


def is_title(text: str, state: State, start: int, stop: Token) -> bool:
    """（二）公务接待费。 between two sentences: a number, a name and a full stop, for what follows."""
    named = state.label is not None and start <= state.label[0] and state.label[1] == stop.start
    if not named or state.amount_said:
        return False
    sentence = text[start : stop.start]
    return numbering(sentence) is not None and not re.search("[,;]", sentence)


def compared_in(lead: Sequence[Token], group: Group) -> Figure | None:
    """The figure of 较上年（4.00万元）: a bracket that holds only what the words before it compare with."""
    only = group.tokens[0] if len(group.tokens) == 1 else None
    return only.figure if isinstance(only, Token) and lead and lead[-1].plays("base") else None


def ends_clause(token: Token, *, behind_figure: bool) -> bool:
    """Commas, colons and full stops; 、 only behind a figure, inside a label it joins words."""
    if not token.plays("punctuation") or token.text not in ",;。:、!?":
        return False
    return token.text != "、" or behind_figure


#: The rate of each kind of difference.
_RATES_OF = {Measure.CHANGE: Measure.CHANGE_PCT, Measure.DEVIATION: Measure.DEVIATION_PCT}


def rate_of_change(group: Group, before: Draft | None) -> tuple[Figure, Reading] | None:
    """较上年减少0.5万元（12.5%）: a lone rate right behind a change is the rate of that change."""
    only = group.tokens[0] if len(group.tokens) == 1 else None
    if not isinstance(only, Token) or only.figure is None or only.figure.kind != PERCENT or only.figure.doubt:
        return None
    if before is None or before.end != group.start or before.measure not in _RATES_OF:
        return None
    return only.figure, Reading(_RATES_OF[before.measure], before.sign)


def only_member_is_all(state: State, drafts: Sequence[Draft], sentence: int) -> bool:
    """收入312万元，其中：一般公共预算拨款收入312万元，占100%。 The amounts of the whole and its one member agree.

    ``sentence`` is where the sentence that ends begins.
    """
    if state.members != 1 or state.root is None or state.subject is None:
        return False
    amounts = {
        draft.subject.name: draft.figure.value
        for draft in drafts
        if draft.subject and draft.figure and draft.measure in AMOUNTS and draft.start >= sentence
    }
    return state.subject.name in amounts and amounts[state.subject.name] == amounts.get(state.root.name)


def amount_told(subject: Subject | None, drafts: Sequence[Draft]) -> bool:
    """True where an amount of the subject was read in this passage."""
    return any(draft.subject == subject and draft.measure in AMOUNTS for draft in drafts)


def only_head_has_amounts(state: State, drafts: Sequence[Draft]) -> bool:
    """公务接待费支出0.50万元，国内公务接待8批次。 One amount is told and the rest are counts."""
    told = [draft.subject for draft in drafts if draft.subject is not None and draft.measure in AMOUNTS]
    return bool(told) and all(subject == state.head for subject in told)
