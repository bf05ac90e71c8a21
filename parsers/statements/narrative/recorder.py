"""Writes down what a walk through a passage reads: drafts about the subject spoken of, and figures nobody claimed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.records import Measure
from parsers.statements.narrative.carrying import AMOUNTS
from parsers.statements.narrative.doubts import SAID_AGAIN
from parsers.statements.narrative.drafts import Draft, Loose
from parsers.statements.narrative.figures import BARE, MONEY, PERCENT, Figure
from parsers.statements.narrative.measures import Reading
from parsers.statements.narrative.state import OF_THE_WHOLE, State

CERTAIN = Decimal("1.00")
#: The subject stands before a full stop or in a title, or the unit does.
CARRIED = Decimal("0.90")
APPROXIMATE = Decimal("0.80")
_RATES = "threshold or rate"
_STATED = re.compile(r"(?:支出|收入|安排|预算|决算)(?:数|额|总额)?(?:为|是|共|共计)?\Z")
#: From here on a number without a unit behind the name of an amount is one that lacks its unit.
_LARGE = 1000


class Recorder:
    """``drafts`` are what was read, ``loose`` the figures nobody claimed, both in reading order."""

    def __init__(self, text: str, section: str, titles: Sequence[str], first_chain: int) -> None:
        self.text = text
        self.section = section
        self.heading = titles[-1] if titles else ""
        self.above = tuple(titles[:-1])
        self.drafts: list[Draft] = []
        self.loose: list[Loose] = []
        self._state = State(chain=first_chain)
        self._clause_start = 0

    def _write(self, figure: Figure, reading: Reading, *, carried: bool) -> None:
        """The figure as a draft about the subject spoken of, and what that means for the figures behind it."""
        confidence = APPROXIMATE if figure.approximate else CERTAIN
        if figure.unit_above or (carried and self._state.stopped):
            confidence = min(confidence, CARRIED)
        self._append(reading.measure, figure.end, figure.start, confidence, figure=figure, sign=reading.sign)
        self.drafts[-1] = replace(self.drafts[-1], baseless=reading.baseless)
        self._state.last_measure = reading.measure
        self._state.unsaid = self._state.unsaid and figure.kind != MONEY
        self._state.compared = self._state.compared or reading.measure in OF_THE_WHOLE
        if reading.measure in AMOUNTS:
            self._state.nothing = not figure.value and (self._state.nothing or not self._state.amount_said)
        self._state.amount_said = self._state.amount_said or reading.measure in AMOUNTS
        self._state.final_said = self._state.final_said or reading.measure is Measure.AMOUNT
        self._state.rate_pending = reading.rate_pending

    def _append(
        self,
        measure: Measure,
        end: int,
        position: int,
        confidence: Decimal,
        *,
        figure: Figure | None = None,
        text: str | None = None,
        sign: int = 1,
    ) -> None:
        """A draft about the subject spoken of."""
        state = self._state
        if state.subject is not None:
            state.told.add((state.subject.name, measure))
        self.drafts.append(
            Draft(
                section=self.section,
                measure=measure,
                start=self._clause_start,
                end=end,
                position=position,
                subject=state.subject,
                parent=state.parent,
                label=state.label,
                figure=figure,
                text=text,
                sign=sign,
                code=state.code,
                chain=state.chain,
                confidence=confidence,
                heading=self.heading,
                above=self.above,
            )
        )

    def _append_count(self, drafted: Draft | None) -> None:
        """A count that a rule knew, as said in this clause."""
        if drafted is None:
            return
        confidence = APPROXIMATE if drafted.figure is not None and drafted.figure.approximate else CERTAIN
        settled = replace(drafted, start=self._clause_start, chain=self._state.chain, confidence=confidence)
        self.drafts.append(replace(settled, heading=self.heading))

    def _let_go(self, figure: Figure, why: str, *, named: bool, understood: bool = False) -> None:
        """Nobody claims this figure. Percentages and small whole numbers without a unit are not worth reporting, nor
        thresholds (单价50万元以上的设备), unless an amount ``named`` in front of them is said (支出12万元以内).

        ``understood``: it is surely about the subject, which is still spoken of.
        """
        self._state.rate_pending = False
        if why == SAID_AGAIN or (why == _RATES and not (named and _STATED.search(self.text, 0, figure.start))):
            return
        large = "." in figure.printed or (named and abs(figure.value) >= _LARGE)
        if figure.kind == MONEY or (figure.kind == BARE and large):
            self.loose.append(Loose(self._clause_start, figure.end, figure.start, why))
        if understood:
            self._state.unsaid = True
        elif figure.kind != PERCENT and not self._state.reason:
            # What follows may speak of the figure that was not understood.
            self._state.subject = None
