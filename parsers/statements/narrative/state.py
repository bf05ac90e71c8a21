"""What a clause may take from the clauses before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from domain.records import Measure
from parsers.statements.narrative.counts import CountState
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.subjects import is_part_of
from parsers.statements.narrative.tokens import Token

#: Said of a whole list, not of its last member, when the members are bare items.
OF_THE_WHOLE = frozenset({Measure.CHANGE, Measure.CHANGE_PCT, Measure.COMPLETION_PCT, Measure.DEVIATION})
_PROJECTS = ("项目支出", "一般公共预算项目支出")


@dataclass(slots=True)
class State:
    """The subject spoken of, the list that is open, the base of comparison, and whether a reason is being given."""

    subject: Subject | None = None
    #: Where the subject is named, and the code printed with it.
    label: tuple[int, int] | None = None
    code: str | None = None
    #: The first subject of the passage.
    head: Subject | None = None
    #: What the members of the open list are part of; 其中 ("of_which") or 包括 ("list").
    parent: Subject | None = None
    listing: Literal["of_which", "list"] | None = None
    base: Token | None = None
    #: Inside 主要原因是… ("reason") or 用于… ("purpose").
    reason: Literal["reason", "purpose"] | None = None
    #: A semicolon behind a reason: only a subject of the same list ends it.
    behind_reason: bool = False
    #: A full stop lies between subject and figure.
    stopped: bool = False
    #: Unknown words were said since: an amount may be theirs.
    foreign: bool = False
    #: A colon stands right behind the subject.
    colon: bool = False
    #: 完成预算27万元的63.2%: the rate is still to come.
    rate_pending: bool = False
    last_measure: Measure | None = None
    #: An amount was said of this mention of the subject.
    amount_said: bool = False
    chain: int = 0
    counts: CountState = field(default_factory=CountState)

    def speak_of(self, subject: Subject, label: tuple[int, int] | None, code: str | None) -> None:
        """A subject is named: what was said of the one before is over."""
        self.subject, self.label = subject, label
        self.code = code or subject.code
        self.head = self.head or subject
        self.stopped = self.behind_reason = self.foreign = False
        self.last_measure = None
        self.amount_said = False
        self.counts = CountState(prefix=self.counts.prefix)
        self.chain += 1

    def full_stop(self) -> None:
        """A sentence ends; what the next one says without a subject goes back to the whole."""
        self.reason, self.behind_reason = None, False
        self.base = self.parent = self.listing = None
        self.stopped = True
        if self.head is not None and is_part_of(self.subject, self.head):
            if self.subject != self.head:
                self.label = None
            self.subject = self.head

    def back_to_whole(self, measure: Measure) -> None:
        """人员经费…包括：基本工资…、津贴补贴…，较上年增加…: the change is that of the whole."""
        light = self.listing == "list" and self.subject is not None and self.subject.kind in ("economic", "open")
        if light and self.parent is not None and measure in OF_THE_WHOLE and not self.stopped:
            self.subject, self.label, self.code = self.parent, None, None
            self.parent = self.listing = None
            self.chain += 1

    def open_list(self, kind: str) -> None:
        """``其中`` or ``包括``: what follows is part of the subject spoken of."""
        self.parent = self.subject or self.parent
        self.listing = "of_which" if kind == "of_which" else "list"

    @property
    def opens_projects(self) -> bool:
        """True right behind the amount of 项目支出, where 主要为 lists projects and gives no reason."""
        named = self.subject is not None and self.subject.name in _PROJECTS
        return named and self.last_measure in (Measure.AMOUNT, Measure.BUDGET)
