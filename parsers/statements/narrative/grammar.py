"""Clause by clause through a passage: figures find their subjects.

A subject is named in the clause of the figure, or carried from the head of the sentence
(公务接待费支出1.85万元，完成预算36%，比2018年减少1.3万元). ``其中`` and ``包括`` open lists whose members belong to the
subject before them; a full stop goes back from a member to its head. Reasons (主要原因是…) give no facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.records import Measure, Statement
from parsers.statements.narrative.boundaries import (
    amount_told,
    compared_in,
    ends_clause,
    is_title,
    only_head_has_amounts,
    only_member_is_all,
    rate_of_change,
    reason_goes_on,
)
from parsers.statements.narrative.carrying import PRESENT, refuse_carried, refuse_named, refuse_unit
from parsers.statements.narrative.counts import read_count, worth_of
from parsers.statements.narrative.declarations import words
from parsers.statements.narrative.doubts import SEVERAL_YEARS, is_of_own_level, of_several_years
from parsers.statements.narrative.figures import BARE, COUNT, MONEY, Figure
from parsers.statements.narrative.groups import Group, with_brackets
from parsers.statements.narrative.leads import ANOTHER_UNIT, Lead, analyse
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.measures import (
    UNDERSTOOD,
    Reading,
    Refused,
    against_budget,
    base_with_words,
    measure_of,
    measures_of,
    takes_unit_above,
)
from parsers.statements.narrative.naming import meant_by, named_in
from parsers.statements.narrative.reasons import (
    compared_with,
    compares_anew,
    ends_reason,
    goes_on_unchanged,
    is_made_of,
    lists_parts,
    only_compares,
    opens_with_care,
    says_made_of,
    says_what_for,
)
from parsers.statements.narrative.recorder import CARRIED, CERTAIN, Recorder
from parsers.statements.narrative.several import (
    Named,
    Signed,
    figures_in_a_row,
    is_distributive,
    members,
    named_behind,
    told_one_by_one,
    turned,
)
from parsers.statements.narrative.subjects import Context, Place, choose_subject
from parsers.statements.narrative.tokens import Token, tokenise

#: Words of sameness that say nothing without a base (与标准一致).
_NEEDS_BASE = frozenset({"相同", "一致", "不变"})

#: A subject that a line of its own names, with its code (``announced``).
_Announced = tuple[Subject, str | None]


class Walk(Recorder):
    """One passage of a budget section: ``drafts`` are what was read, ``loose`` the figures nobody claimed."""

    def __init__(
        self,
        text: str,
        section: str,
        context: Context,
        *,
        titles: Sequence[str] = (),
        first_chain: int = 0,
        unit: str | None = None,
        announced: _Announced | None = None,
        headed: bool = False,
    ) -> None:
        super().__init__(text, section, titles, first_chain)
        self.context = context
        #: The unit of numbers without one, where a title names it.
        self.unit = unit
        #: The section's own heading stands right before the passage.
        self.headed = headed
        #: The subjects that 分别 was said of last.
        self._together: list[Named] = []
        self._sentence_start = 0
        if announced is not None:
            self._state.speak_of(announced[0], None, announced[1])
            self._state.head, self._state.stopped = None, True

    @property
    def announced(self) -> _Announced | None:
        """The subject that was named and has no figure yet."""
        state = self._state
        if state.subject is None or self.drafts or self.loose:
            return None
        return state.subject, state.code

    @property
    def last_chain(self) -> int:
        return self._state.chain

    def run(self) -> None:
        self._tokens(with_brackets(tokenise(self.text, self.context.agency)))

    # --- the walk ----------------------------------------------------------------------------------------------

    def _tokens(self, tokens: Sequence[Token | Group]) -> None:
        lead: list[Token] = []
        said = False  # a figure stood in this clause
        index = -1
        while (index := index + 1) < len(tokens):
            token = tokens[index]
            if isinstance(token, Group) and (base := compared_in(lead, token)) is not None:
                self._figure(lead, base, None)
                lead, said = [], True
            elif isinstance(token, Group):
                self._note(lead, said=said)
                lead = []
                self._group(token)
            elif token.figure is not None:
                taken = self._several(lead, tokens, index)
                if not taken:
                    self._figure(lead, token.figure, tokens[index + 1] if index + 1 < len(tokens) else None)
                self._state.year.told = True
                index += max(taken - 1, 0)
                lead, said = [], True
            elif not ends_clause(token, behind_figure=said and all(one.plays("bracket") for one in lead)):
                lead.append(token)
            else:
                self._note(lead, said=said)
                self._boundary(token, said=said)
                lead, said = [], False
        self._note(lead, said=said)

    def _group(self, group: Group) -> None:
        """A bracket with figures of its own: read with the subject before it, which is spoken of again behind it."""
        rate = rate_of_change(group, self.drafts[-1] if self.drafts else None)
        if rate is not None:
            self._write(*rate, carried=False)
            return
        before, start = self._state.copy(), self._clause_start
        amount = bool(self.drafts) and self.drafts[-1].end == group.start and self.drafts[-1].measure in PRESENT
        self._state = replace(self._state, parent=self._state.subject, listing="of_which", behind_amount=amount)
        self._clause_start = group.start + 1
        self._tokens(group.tokens)
        before.chain = self._state.chain
        self._state, self._clause_start = before, start

    def _boundary(self, mark: Token, *, said: bool) -> None:
        state = self._state
        self._clause_start = mark.end
        state.colon = mark.text == ":" and not said
        state.rate_pending = False
        state.anew = state.anew if mark.text == "," else None
        if mark.text == ";":
            state.parted = True
            if state.reason and not reason_goes_on(self.text, state, mark):
                state.reason, state.behind_reason = None, True
        elif mark.text in "。!?":
            titled = state.subject if is_title(self.text, state, self._sentence_start, mark) else None
            state.full_stop(
                only_member_is_all=only_member_is_all(state, self.drafts, self._sentence_start),
                only_head_has_amounts=only_head_has_amounts(state, self.drafts),
            )
            if titled is not None:
                state.subject = state.head = titled
            self._sentence_start = mark.end

    def _analyse(self, tokens: Sequence[Token], *, figure: bool) -> Lead:
        """What the words say, with the year that the sentence began with."""
        lead = analyse(tokens, self.text, section=self.section, agency=self.context.agency)
        self._state.year.date(lead, self.context, figure=figure)
        return lead

    # --- clauses without figures -------------------------------------------------------------------------------

    def _note(self, tokens: list[Token], *, said: bool) -> None:
        """What a clause says besides its figures: subjects, bases, lists, reasons, 持平."""
        state = self._state
        if not tokens:
            return
        lead = self._analyse(tokens, figure=False)
        if (state.reason == "purpose" and lead.opens == "of_which") or (
            state.reason is not None and goes_on_unchanged(lead, state)
        ):
            state.reason = None
        state.anew = only_compares(lead)
        if state.reason:
            state.plain_reason = state.plain_reason and not lead.names and lead.direction is None
            return
        state.base = lead.base or state.base
        if lead.no_change and not lead.unknown and not lead.reason and lead.refusal is None:
            self._no_change(lead)
        if lead.reason == "purpose" and state.head is None and state.subject is None and opens_with_care(lead):
            return  # 为保障机构正常运转，2020年安排机关运行经费55.56万元
        if lead.reason or (lead.opens == "list_or_reason" and not state.opens_projects):
            state.give_reason(
                lead.reason or ("purpose" if says_what_for(lead) else "reason"),
                plain=not lead.names and lead.direction is None and not said,
                at=self._clause_start,
            )
            return
        if not said and self._only_leads_in(lead):
            return
        if not said and says_made_of(lead, state):
            state.made_of = True
        elif not said and lead.names and not lead.no_change:
            self._name_without_figure(lead)
        if lead.opens is not None:
            state.open_list(lead.opens)

    def _only_leads_in(self, lead: Lead) -> bool:
        """根据有关规定 and 为当年从同级财政取得的… carry no subject; other unknown words may speak of another one."""
        if not lead.unknown or lead.opens is not None:
            return False
        first = next((token.text for token in lead.tokens if not token.plays("ordinal")), "")
        if first.startswith(words().preambles):
            return True
        if first in words().explanations:
            self._state.give_reason("purpose", plain=True, at=self._clause_start)
            return True
        self._state.foreign = True
        return False

    def _name_without_figure(self, lead: Lead) -> None:
        """A name before a colon or comma is spoken of from here; a name among unknown words blurs the subject."""
        if lead.unknown or lead.refusal or lead.share or len(lead.names) != 1:
            if lead.opens is None:
                self._state.subject = None
            return
        subject = choose_subject(lead.names[0], self._place())
        if subject is not None:
            self._state.speak_of(subject, (lead.names[0].start, lead.names[0].end), lead.code)

    def _no_change(self, lead: Lead) -> None:
        """与上年持平: a change in words."""
        state = self._state
        if len(lead.names) > 1 or lead.share or lead.completion:
            return
        if lead.names:
            self._name_without_figure(lead)
        base, last = lead.base or state.base, lead.no_change[-1]
        of_list = state.is_of_list(Measure.CHANGE) and not lead.names and not state.compared
        if of_list or state.subject is None or (base is None and last.text in _NEEDS_BASE):
            return
        state.compared = True
        if against_budget(base, self.context):
            return
        before = self.drafts[-1] if self.drafts else None
        if before is not None and before.text and before.chain == state.chain and self._clause_start - before.end <= 1:
            self.drafts[-1] = replace(before, end=last.end, text=f"{before.text}，{last.text}")
            return
        carried = state.stopped and not lead.names
        self._append(Measure.CHANGE, last.end, last.start, CARRIED if carried else CERTAIN, text=last.text)

    # --- figures -----------------------------------------------------------------------------------------------

    def _several(self, before: list[Token], tokens: Sequence[Token | Group], index: int) -> int:
        """Figures for several subjects, or one named behind its amount: how many tokens were read, 0 for neither."""
        state = self._state
        if state.reason or state.elsewhere or of_several_years(self.text, tokens[index].start, self.context.year):
            return 0
        lead = self._analyse(before, figure=True)
        if is_distributive(before):
            row, taken = figures_in_a_row(tokens, index)
            named = self._spoken_of(len(row)) if lead.bare else members(before, self._place(), len(row))
            self._together = list(named or [])
        else:
            behind = named_behind(lead, tokens, index, self._place())
            row, taken = figures_in_a_row(tokens, index, most=1)
            named, taken = ([behind], 3) if behind is not None and row[:1] and row[0][0].kind == MONEY else ([], 0)
        if not named or len(named) != len(row) or lead.reason:
            return 0
        return taken if self._each(lead, named, row) else 0

    def _spoken_of(self, count: int) -> Sequence[Named]:
        return self._together or told_one_by_one(self.drafts, self._sentence_start, count)

    def _each(self, lead: Lead, named: Sequence[Named], row: Sequence[Signed]) -> bool:
        """Write each figure for its subject; nothing at all when one of them may not have it."""
        state = self._state
        if lead.direction is None and any(sign is not None for _, sign in row):
            return False
        readings = [
            measure_of(turned(lead, sign), figure, state.base, self.context, rate_pending=False) for figure, sign in row
        ]
        for (subject, _, _), reading in zip(named, readings, strict=True):
            if isinstance(reading, Refused) or refuse_named(subject, state, reading.measure):
                return False
        for one, (figure, _), reading in zip(named, row, readings, strict=True):
            assert isinstance(reading, Reading)
            state.speak_of(*one)
            self._write(figure, reading, carried=False)
        return True

    def _figure(self, tokens: list[Token], figure: Figure, following: Token | Group | None) -> None:
        lead = self._analyse(tokens, figure=True)
        if figure.kind == COUNT:
            self._count(lead, figure)
            return
        if figure.kind == BARE and self.unit is not None and takes_unit_above(lead):
            figure = replace(figure, kind=MONEY, unit=self.unit, unit_above=True)
        why = self._refuse(lead, figure, following) or self._read(lead, figure)
        if why is not None:
            self._state.counted_reason = self._state.counted_reason or self._state.reason is not None
            if not lead.bare:
                self._state.told_of_another()
            self._let_go(figure, why, named=bool(lead.names), understood=lead.bare and why in UNDERSTOOD)
        self._state.base = base_with_words(lead) if lead.base else self._state.base
        self._state.anew = None

    def _refuse(self, lead: Lead, figure: Figure, following: Token | Group | None) -> str | None:
        """Why the place of the figure forbids to read it, or ``None``."""
        state = self._state
        if lists_parts(lead, state, self._place(), figure, self.drafts):
            state.reason, lead.reason = None, None
            state.open_list("list")
        if lead.reason or (lead.opens == "list_or_reason" and not is_made_of(lead, state, self._place())):
            state.give_reason(lead.reason or "reason", plain=False, at=self._clause_start)
            return figure.doubt or "in a reason"
        if figure.doubt:
            return figure.doubt
        if of_several_years(self.text, figure.start, self.context.year):
            return SEVERAL_YEARS
        if state.behind_reason and lead.bare and (base := compared_with(lead, state)) is not None:
            # …，主要是厉行节约；较上年减少0.20万元
            state.behind_reason = not (state.plain_reason or compares_anew(state, self.drafts, base, self.context))
        if state.reason and not ends_reason(lead, state, self._place(), following):
            return "in a reason"
        if state.reason:
            state.base = state.anew or state.base
        state.reason = None
        if lead.refusal == ANOTHER_UNIT:
            state.elsewhere = True
        elif state.elsewhere and (lead.names or lead.unknown):
            state.elsewhere = not lead.own
        elsewhere = state.elsewhere or is_of_own_level(self.text, figure.start, figure.end)
        return lead.refusal or (ANOTHER_UNIT if elsewhere else None)

    def _read(self, lead: Lead, figure: Figure) -> str | None:
        """Draft the figure, or say why it cannot be read."""
        state = self._state
        if lead.opens is not None and state.subject is not None:
            state.open_list(lead.opens)
        elif lead.opens == "of_which":
            state.listing = "of_which"
        if self._worth(lead, figure):
            return None
        named = named_in(lead, self.text, self._place(), self.context)
        if isinstance(named, str):
            together = members(lead.tokens, self._place()) if lead.each else None
            return None if together and self._each(lead, together, [(figure, None)] * len(together)) else named
        named = meant_by(
            named, lead, state, self.section, heading=self.heading, own=self.heading if self.headed else ""
        )
        if named is None and state.subject is None:
            return "no subject is named"
        readings = measures_of(lead, figure, state.base, self.context, rate_pending=state.rate_pending)
        if isinstance(readings, Refused):
            return readings.why
        measure = readings[0].measure
        why = (
            refuse_unit(lead, state) or refuse_named(named[0], state, measure)
            if named is not None
            else refuse_carried(lead, state, measure)
        )
        if why is None:
            if named is not None:
                state.speak_of_member(*named)
            else:
                if not amount_told(state.subject, self.drafts):
                    state.back_from_count(measure)
                state.back_to_whole(measure)
                if lead.each:
                    state.speak_of_both()
            for reading in readings:
                self._write(figure, reading, carried=named is None)
        return why

    def _worth(self, lead: Lead, figure: Figure) -> bool:
        """车辆1辆，价值17.80万元: the worth of what was counted last."""
        counted = self._state.counts.item
        between = self.text[self._state.counts.end : figure.start]
        beside = lead.worth or (between in (",", "、") and not lead.tokens) or between[1:] in words().worth_in_all
        target = worth_of(counted) if counted is not None else None
        if not beside or not lead.bare or target is None or self._state.counts.other_counted:
            return False
        budget = self.context.budget and target[0] is Statement.THREE_PUBLIC
        self._write(figure, Reading(Measure.BUDGET if budget else Measure.AMOUNT), carried=False)
        self.drafts[-1] = replace(self.drafts[-1], subject=None, label=None).settled(*target)
        return True

    def _count(self, lead: Lead, figure: Figure) -> None:
        state = self._state
        if figure.doubt:
            return
        if "reason" in (state.reason, lead.reason):
            apart = replace(state.counts)
            self._append_count(read_count(lead, figure, self.text, self._place(), apart, in_reason=True))
            return
        if len(lead.names) == 1 and not lead.share:
            subject = choose_subject(lead.names[0], self._place())
            if subject is not None and subject.family in ("three_public", "reception"):
                state.count_part(subject, (lead.names[0].start, lead.names[0].end))
        drafted = read_count(lead, figure, self.text, self._place(), state.counts)
        if drafted is None:
            state.foreign = True
            return
        if self.section == "three":
            state.brought_up_by_count()
        self._append_count(drafted)

    def _place(self) -> Place:
        return Place(self.section, self._state.parent, self._state.listing, self._state.subject)
