"""What the grammar reads, before statement and item are settled, and what it could not read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from domain.records import CellState, Measure, Statement
from parsers.statements.narrative.figures import Figure
from parsers.statements.narrative.lexicon import Subject


@dataclass(frozen=True, slots=True)
class Draft:
    """One figure (or word) with its subject. Positions are in the comparing form of its passage."""

    section: str
    measure: Measure
    #: The clause with label and figure.
    start: int
    end: int
    #: Where the figure stands, for the paragraph.
    position: int
    subject: Subject | None = None
    parent: Subject | None = None
    label: tuple[int, int] | None = None
    figure: Figure | None = None
    text: str | None = None
    #: +1 or -1 by direction word; 0: the direction was left unresolved.
    sign: int = 1
    #: A change that does not say against what.
    baseless: bool = False
    code: str | None = None
    #: Figures said of one mention of a subject share a chain.
    chain: int = 0
    confidence: Decimal = Decimal("1.00")
    state: CellState | None = None
    project: str | None = None
    #: Settled at once for counts and prose, later (``resolve``) for amounts by subject.
    statement: Statement | None = None
    item: str | None = None
    heading: str = ""
    #: The titles above the heading, outermost first.
    above: tuple[str, ...] = ()

    def moved(self, by: int) -> Draft:
        """The draft with positions in a text that begins ``by`` characters earlier."""
        figure, label = self.figure, self.label
        return replace(
            self,
            start=self.start + by,
            end=self.end + by,
            position=self.position + by,
            label=(label[0] + by, label[1] + by) if label else None,
            figure=figure.moved(by) if figure else None,
        )

    def settled(self, statement: Statement, item: str) -> Draft:
        return replace(self, statement=statement, item=item)


@dataclass(frozen=True, slots=True)
class Loose:
    """A figure that nobody claimed, and why."""

    start: int
    end: int
    position: int
    why: str
