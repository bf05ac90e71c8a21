"""Clause by clause through a passage: figures find their subjects.

A subject is named in the clause of the figure, or carried from the head of the sentence (公务接待费支出1.85万元，完成预算36%，
比2018年减少1.3万元). ``其中`` and ``包括`` open lists whose members belong to the subject before them; a full stop goes
back from a member to its head. Reasons (主要原因是…) give no facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.records import Measure, Statement
from parsers.statements.narrative.counts import CountState, read_count
from parsers.statements.narrative.declarations import words
from parsers.statements.narrative.drafts import Draft, Loose
from parsers.statements.narrative.figures import BARE, COUNT, MONEY, PERCENT, Figure
from parsers.statements.narrative.leads import Lead, analyse
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.measures import Reading, Refused, measure_of
from parsers.statements.narrative.subjects import Context, Place, choose_subject, is_part_of, open_subject
from parsers.statements.narrative.tokens import Token, tokenise

_CARRIED = Decimal("0.90")
_APPROXIMATE = Decimal("0.80")
_WORTH = {"房屋面积": "房屋价值", "车辆数合计": "车辆价值"}
#: Said of a whole list, not of its last member, when the members are bare items.
_OF_THE_WHOLE = frozenset({Measure.CHANGE, Measure.CHANGE_PCT, Measure.COMPLETION_PCT, Measure.DEVIATION})


@dataclass(slots=True)
class State:
    """What a clause may take from the clauses before it."""

    subject: Subject | None = None
    label: tuple[int, int] | None = None
    code: str | None = None
    head: Subject | None = None
    parent: Subject | None = None
    listing: str | None = None
    base: Token | None = None
    #: Inside 主要原因是… ("reason") or 用于… ("purpose").
    reason: str | None = None
    #: A semicolon behind a reason: only a subject of the same list ends it.
    behind_reason: bool = False
    #: A full stop lies between subject and figure.
    stopped: bool = False
    #: A colon stands right behind the subject.
    colon: bool = False
    #: 完成预算27万元的63.2%: the rate is still to come.
    rate_pending: bool = False
    last_measure: Measure | None = None
    chain: int = 0
    counts: CountState = field(default_factory=CountState)


class Walk:
    """One passage of a budget section. ``year`` is the fiscal year, ``budget`` true for a 预算."""

    def __init__(self, text: str, section: str, context: Context, heading: str = "", first_chain: int = 0) -> None:
        self.text = text
        self.section = section
        self.context = context
        self.heading = heading
        self.drafts: list[Draft] = []
        self.loose: list[Loose] = []
        self._state = State(chain=first_chain)
        self._clause_start = 0

    @property
    def last_chain(self) -> int:
        return self._state.chain

    def run(self) -> None:
        self._tokens(_with_brackets(tokenise(self.text)))

    # --- the walk ------------------------------------------------------------------------------------------------

    def _tokens(self, tokens: Sequence[Token | Group]) -> None:
        lead: list[Token] = []
        said = False  # a figure stood in this clause
        for index, token in enumerate(tokens):
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if isinstance(token, Group):
                self._note(lead, said)
                lead = []
                self._group(token)
            elif token.plays("figure"):
                assert token.figure is not None
                self._figure(lead, token.figure, following)
                lead, said = [], True
            elif token.plays("punctuation") and token.text in ",;。:、!?":
                if token.text == "、" and not (said and not lead):
                    lead.append(token)
                    continue
                self._note(lead, said)
                self._boundary(token, said)
                lead, said = [], False
            else:
                lead.append(token)
        self._note(lead, said)

    def _group(self, group: Group) -> None:
        """A bracket with figures of its own: read with the subject before it, which is spoken of again behind it."""
        before = replace(self._state)
        self._state = replace(self._state, parent=self._state.subject, listing="of_which")
        outer, self._clause_start = self._clause_start, group.start + 1
        self._tokens(group.tokens)
        chain = self._state.chain
        self._state, self._clause_start = before, outer
        self._state.chain = chain

    def _boundary(self, mark: Token, said: bool) -> None:
        state = self._state
        self._clause_start = mark.end
        state.colon = mark.text == ":" and not said
        state.rate_pending = False
        if mark.text == ";":
            goes_on = re.match(words().reason_continues, self.text[mark.end :])
            if state.reason and not goes_on:
                state.reason, state.behind_reason = None, True
        elif mark.text in "。!?":
            self._full_stop()

    def _full_stop(self) -> None:
        state = self._state
        state.reason, state.behind_reason = None, False
        state.base = None
        state.parent = state.listing = None
        state.stopped = True
        if state.head is not None and is_part_of(state.subject, state.head):
            if state.subject != state.head:
                state.label = None
            state.subject = state.head

    # --- clauses without figures ---------------------------------------------------------------------------------

    def _note(self, tokens: list[Token], said: bool) -> None:
        """What a clause says besides its figures: subjects, bases, lists, reasons, 持平."""
        state = self._state
        if not tokens:
            return
        lead = analyse(tokens, self.text, section=self.section)
        if state.reason:
            return
        if lead.base is not None:
            state.base = lead.base
        if lead.no_change and not lead.unknown and not lead.reason and lead.refusal is None:
            self._no_change(lead)
        if lead.reason or (lead.opens == "list_or_reason" and not self._opens_projects()):
            state.reason = lead.reason or "reason"
            return
        if not said and lead.names and not lead.no_change:
            self._name_without_figure(lead)
        if lead.opens is not None:
            self._open(lead.opens)

    def _opens_projects(self) -> bool:
        subject = self._state.subject
        return subject is not None and subject.name in ("项目支出", "一般公共预算项目支出") and (
            self._state.last_measure in (Measure.AMOUNT, Measure.BUDGET)
        )

    def _open(self, kind: str) -> None:
        state = self._state
        if state.listing is None or kind != "of_which" or state.parent is None:
            state.parent = state.subject or state.parent
        elif state.subject is not None:
            state.parent = state.subject
        state.listing = "of_which" if kind == "of_which" else "list"

    def _name_without_figure(self, lead: Lead) -> None:
        """A name before a colon or comma is spoken of from here; a name among unknown words blurs the subject."""
        state = self._state
        if lead.unknown or lead.refusal or lead.share or len(lead.names) != 1:
            if lead.opens is None:
                state.subject = None
            return
        subject = choose_subject(lead.names[0], self._place(), self.context)
        if subject is not None:
            self._speak_of(subject, (lead.names[0].start, lead.names[0].end), lead.code)

    def _no_change(self, lead: Lead) -> None:
        state = self._state
        subject, label = state.subject, state.label
        if len(lead.names) > 1 or (lead.share or lead.completion):
            return
        if lead.names:
            subject = choose_subject(lead.names[0], self._place(), self.context)
            if subject is None:
                return
            label = (lead.names[0].start, lead.names[0].end)
            self._speak_of(subject, label, lead.code)
        base = lead.base or state.base
        words_said = "".join(token.text for token in lead.no_change[-1:])
        if subject is None or (base is None and words_said in ("相同", "一致", "不变")):
            return
        if base is not None and base.base == "budget":
            return
        last = lead.no_change[-1]
        before = self.drafts[-1] if self.drafts else None
        if before is not None and before.text and before.chain == state.chain and self._clause_start - before.end <= 1:
            self.drafts[-1] = replace(before, end=last.end, text=f"{before.text}，{words_said}")
            return
        self.drafts.append(
            Draft(
                section=self.section,
                measure=Measure.CHANGE,
                start=self._clause_start,
                end=last.end,
                position=last.start,
                subject=subject,
                parent=state.parent,
                label=label,
                text=words_said,
                code=state.code,
                chain=state.chain,
                confidence=_CARRIED if state.stopped and not lead.names else Decimal("1.00"),
                heading=self.heading,
            )
        )

    # --- figures -------------------------------------------------------------------------------------------------

    def _figure(self, tokens: list[Token], figure: Figure, following: Token | Group | None) -> None:
        lead = analyse(tokens, self.text, section=self.section)
        if figure.kind == COUNT:
            self._count(lead, figure)
            return
        why = self._refuse(lead, figure, following)
        if why is None:
            why = self._read(lead, figure)
        if why is not None:
            self._let_go(figure, why)
        self._remember(lead)

    def _refuse(self, lead: Lead, figure: Figure, following: Token | Group | None) -> str | None:
        state = self._state
        if lead.reason:
            state.reason = lead.reason
        if figure.doubt:
            return figure.doubt
        if lead.reason or (state.reason and not self._ends_reason(lead, following)):
            return "in a reason"
        if lead.refusal:
            return lead.refusal
        if lead.opens == "list_or_reason" and not self._opens_projects():
            state.reason = "reason"
            return "in a reason"
        return None

    def _ends_reason(self, lead: Lead, following: Token | Group | None) -> bool:
        """A clause behind a reason that begins with a sibling of the subject and is fully understood ends it.

        Behind a purpose a comparison does so too: 支出2万元，主要用于…，比上年减少1万元.
        """
        state = self._state
        if not lead.tokens or lead.unknown or lead.share or lead.refusal:
            return False
        first = lead.tokens[0]
        if lead.bare and state.reason == "purpose" and (first.plays("base") or first.plays("completion")):
            state.reason = None
            return True
        closed = following is None or (isinstance(following, Token) and following.plays("punctuation"))
        if len(lead.names) != 1 or first is not lead.names[0] or lead.direction is not None or not closed:
            return False
        subject = choose_subject(first, self._place(), self.context)
        if subject is None or not self._is_sibling(subject):
            return False
        state.reason = None
        return True

    def _is_sibling(self, subject: Subject) -> bool:
        before = self._state.subject
        return before is not None and subject != before and subject.family == before.family and subject.kind == before.kind

    def _remember(self, lead: Lead) -> None:
        if lead.base is not None:
            self._state.base = lead.base
        if lead.opens == "list_or_reason" or lead.opens == "list" or lead.opens == "of_which":
            self._state.listing = "of_which" if lead.opens == "of_which" else "list"

    def _read(self, lead: Lead, figure: Figure) -> str | None:
        """Draft the figure, or say why it cannot be read."""
        state = self._state
        if lead.opens is not None and state.subject is not None:
            self._open(lead.opens)
        if self._worth(lead, figure):
            return None
        named, why = self._named(lead)
        if why is not None:
            return why
        if named is None and (state.subject is None or lead.unknown):
            return "no subject is named"
        reading = measure_of(lead, figure, state.base, self.context, rate_pending=state.rate_pending)
        if isinstance(reading, Refused):
            return reading.why
        if named is None:
            why = self._cannot_carry(lead, figure, reading)
            if why is not None:
                return why
        elif state.behind_reason and reading.measure in _OF_THE_WHOLE and not self._is_sibling(named[0]):
            return "in a reason"
        if named is not None:
            self._speak_of(*named)
        self._write(figure, reading, carried=named is None)
        return None

    def _worth(self, lead: Lead, figure: Figure) -> bool:
        """车辆1辆，价值17.80万元: the worth of what was counted last."""
        counts = self._state.counts
        if not lead.worth or not lead.bare or counts.item is None or counts.statement is not Statement.ASSETS:
            return False
        self._write(figure, Reading(Measure.AMOUNT), carried=False)
        label = _WORTH.get(counts.item, f"{counts.item}价值")
        self.drafts[-1] = replace(self.drafts[-1], subject=None, label=None).settled(Statement.ASSETS, label)
        return True

    def _named(self, lead: Lead) -> tuple[tuple[Subject, tuple[int, int], str | None] | None, str | None]:
        """The subject that the lead names: (subject, label, code), or why its words name none."""
        names = lead.names
        if len(names) == 2:
            names = self._narrow(names)
        if len(names) == 1 and not lead.unknown:
            subject = choose_subject(names[0], self._place(), self.context)
            if subject is not None:
                return (subject, (names[0].start, names[0].end), lead.code), None
        if lead.unknown or lead.names:
            found = open_subject(lead, self.text, self._place(), self.context)
            if found is None:
                return None, "unknown words before the figure" if lead.unknown else "more than one subject"
            return (*found, lead.code), None
        return None, None

    def _narrow(self, names: list[Token]) -> list[Token]:
        """三公经费中，因公出国（境）费: of a whole and its part, the part."""
        whole = choose_subject(names[0], self._place(), self.context)
        part = choose_subject(names[1], self._place(), self.context)
        if whole is not None and part is not None and whole != part and is_part_of(part, whole):
            return names[1:]
        return names

    def _cannot_carry(self, lead: Lead, figure: Figure, reading: Reading) -> str | None:
        """Whether a figure without a subject of its own may belong to the one before it."""
        state = self._state
        if state.behind_reason:
            return "in a reason"
        plain = reading.measure in (Measure.AMOUNT, Measure.PRIOR_AMOUNT) and not lead.aspects and not lead.base
        if plain and not state.colon:
            return "no subject is named"
        if plain and state.stopped:
            return "no subject is named"
        whole = state.parent
        light = state.listing == "list" and state.subject is not None and state.subject.kind in ("economic", "open")
        if light and whole is not None and reading.measure in _OF_THE_WHOLE and not state.stopped:
            state.subject, state.label, state.code = whole, None, None
            state.parent = state.listing = None
            state.chain += 1
        return None

    def _speak_of(self, subject: Subject, label: tuple[int, int] | None, code: str | None) -> None:
        state = self._state
        state.subject, state.label = subject, label
        state.code = code or subject.code
        state.head = state.head or subject
        state.stopped = state.behind_reason = False
        state.last_measure = None
        state.counts = CountState(prefix=state.counts.prefix)
        state.chain += 1

    def _write(self, figure: Figure, reading: Reading, *, carried: bool) -> None:
        state = self._state
        confidence = _APPROXIMATE if figure.approximate else _CARRIED if carried and state.stopped else Decimal("1.00")
        self.drafts.append(
            Draft(
                section=self.section,
                measure=reading.measure,
                start=self._clause_start,
                end=figure.end,
                position=figure.start,
                subject=state.subject,
                parent=state.parent,
                label=state.label,
                figure=figure,
                sign=reading.sign,
                code=state.code,
                chain=state.chain,
                confidence=confidence,
                heading=self.heading,
            )
        )
        state.last_measure = reading.measure
        state.rate_pending = reading.rate_pending

    def _let_go(self, figure: Figure, why: str) -> None:
        """Nobody claims this figure. Percentages and whole numbers without a unit are not worth reporting."""
        self._state.rate_pending = False
        reported = figure.kind == MONEY or (figure.kind == BARE and "." in figure.printed)
        if reported and why != "threshold or rate":
            self.loose.append(Loose(self._clause_start, figure.end, figure.start, why))
        if figure.kind != PERCENT and not self._state.reason and why != "threshold or rate":
            # What follows may speak of the figure that was not understood.
            self._state.subject = None

    def _count(self, lead: Lead, figure: Figure) -> None:
        state = self._state
        if state.reason or lead.reason or figure.doubt:
            return
        if len(lead.names) == 1 and not lead.share:
            subject = choose_subject(lead.names[0], self._place(), self.context)
            if subject is not None and subject.family in ("three_public", "reception"):
                self._speak_of(subject, (lead.names[0].start, lead.names[0].end), None)
        drafted = read_count(lead, figure, self.text, self.section, state.subject, state.counts)
        if drafted is None:
            return
        self.drafts.append(
            replace(
                drafted,
                start=self._clause_start,
                chain=state.chain,
                confidence=_APPROXIMATE if figure.approximate else Decimal("1.00"),
                heading=self.heading,
            )
        )

    def _place(self) -> Place:
        return Place(self.section, self._state.parent, self._state.listing, self._state.subject)


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket that holds figures or statements of its own."""

    start: int
    end: int
    tokens: tuple[Token | Group, ...]


def _with_brackets(tokens: Sequence[Token]) -> list[Token | Group]:
    """Brackets with figures become groups, the others one token each."""
    result: list[Token | Group] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text == "(" and token.plays("punctuation"):
            close = _closing(tokens, index)
            if close is not None:
                inner = tokens[index + 1 : close]
                result.append(_bracket(token, inner, tokens[close]))
                index = close + 1
                continue
        result.append(token)
        index += 1
    return result


def _closing(tokens: Sequence[Token], opening: int) -> int | None:
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].plays("punctuation"):
            depth += {"(": 1, ")": -1}.get(tokens[index].text, 0)
            if depth == 0:
                return index
    return None


def _bracket(opening: Token, inner: Sequence[Token], closing: Token) -> Token | Group:
    speaks = any(token.plays("figure") or token.plays("no_change") for token in inner)
    if speaks:
        return Group(opening.start, closing.end, tuple(_with_brackets(inner)))
    text = opening.text + "".join(token.text for token in inner) + closing.text
    return Token(opening.start, closing.end, text, frozenset({"bracket"}))
