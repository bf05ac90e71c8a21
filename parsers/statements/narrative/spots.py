"""A figure in prose and the words around it, from which its label is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from domain.records import Measure, Statement
from parsers.statements.narrative.declarations import compared
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import Figure

_APPROXIMATE = Decimal("0.80")
_WINDOW = 90
#: No clause or sentence is followed further than this.
_REACH = 600
#: How much of the clause behind a figure a quote shows (现设2个内设机构).
_TAIL = 30


@dataclass(frozen=True, slots=True)
class Spot:
    """``start`` is where the words that may label the figure begin."""

    text: str
    figure: Figure
    start: int
    section: str

    @property
    def before(self) -> str:
        return self.text[self.start : self.figure.start]

    @property
    def behind(self) -> str:
        return self.text[self.figure.end : self.figure.end + _WINDOW]

    @property
    def unit(self) -> str:
        """The printed unit without brackets; empty when there is none."""
        return compared(self.figure.unit or "").removeprefix("(").removesuffix(")")

    @property
    def sentence(self) -> str:
        """What the sentence (up to a semicolon) says before the figure."""
        before = self.text[max(0, self.figure.start - _REACH) : self.figure.start]
        return before.rsplit("。", 1)[-1].rsplit(";", 1)[-1]

    def draft(self, statement: Statement, item: str, measure: Measure, project: str | None = None) -> Draft:
        end = self.figure.end
        return Draft(
            section=self.section,
            measure=measure,
            start=self.start,
            end=max(end, min(clause(self.text, self.figure.start)[1], end + _TAIL)),
            position=self.figure.start,
            label=(self.start, self.figure.start) if self.start < self.figure.start else None,
            figure=self.figure,
            statement=statement,
            item=item,
            confidence=_APPROXIMATE if self.figure.approximate else Decimal("1.00"),
            project=project,
        )


def clause(text: str, position: int) -> tuple[int, int]:
    """The clause (between commas, full stops and an opening bracket) that holds ``position``."""
    floor, ceiling = max(0, position - _REACH), position + _REACH
    start = max(floor, max(text.rfind(mark, floor, position) for mark in ",。;:!?(") + 1)
    ends = [end for end in (text.find(mark, position, ceiling) for mark in ",。;!?") if end >= 0]
    return start, min(ends, default=min(len(text), ceiling))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
