"""What a clause may take from the clauses before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from domain.records import Measure
from parsers.statements.narrative.counts import CountState
from parsers.statements.narrative.declarations import subject_rules
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.subjects import is_part_of
from parsers.statements.narrative.tokens import Token
from parsers.statements.narrative.years import SentenceYear

#: Said of a whole list, not of its last member, when the members are bare items.
OF_THE_WHOLE = frozenset(
    {Measure.CHANGE, Measure.CHANGE_PCT, Measure.COMPLETION_PCT, Measure.DEVIATION, Measure.DEVIATION_PCT}
)
_PROJECTS = ("项目支出", "一般公共预算项目支出")


def is_sibling(subject: Subject | None, before: Subject | None) -> bool:
    """True for another subject that is listed beside ``before``."""
    if subject is None or before is None or subject == before:
        return False
    return subject.family == before.family and subject.kind == before.kind


@cache
def declared(name: str) -> Subject:
    """The declared subject of that id; raises ``StopIteration`` for an unknown one."""
    rule = next(rule for rule in subject_rules() if rule.subject == name)
    return Subject("declared", name, rule)


@cache
def declared_by_name(name: str) -> Subject | None:
    """The declared subject that ``name`` means in every section, or ``None``."""
    rules = [rule for rule in subject_rules() if not rule.only and not rule.behind]
    rule = next((rule for rule in rules if name == rule.subject), None) or next(
        (rule for rule in rules if name in rule.names), None
    )
    return Subject("declared", rule.subject, rule) if rule is not None else None


#: The subject of both sides, for the total of expenditure that was named last.
_BOTH_SIDES = {"支出总计": "收支总计", "财政拨款支出总计": "财政拨款收支总计"}


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
    #: The whole of the first list of the sentence, and how many members were named since.
    root: Subject | None = None
    members: int = 0
    #: A final figure was said of this mention of the subject.
    final_said: bool = False
    base: Token | None = None
    #: 与年初预算相比 alone, right before the comma.
    anew: Token | None = None
    #: Inside 主要原因是… ("reason") or 用于… ("purpose").
    reason: Literal["reason", "purpose"] | None = None
    reason_from: int = 0
    #: The reason names no subject and no direction: 比上年减少… behind it goes back to the subject.
    plain_reason: bool = False
    #: A figure stands in the reason: a comparison behind it may be with that.
    counted_reason: bool = False
    #: A semicolon behind a reason: only a subject of the same list ends it.
    behind_reason: bool = False
    #: A full stop lies between subject and figure.
    stopped: bool = False
    #: Unknown words were said since: an amount may be theirs.
    foreign: bool = False
    #: A difference was told that is not published: a rate behind it is that of the difference.
    unsaid: bool = False
    #: A figure of something else was refused since: nothing without a name is surely the subject's.
    blurred: bool = False
    #: Another unit was named in this sentence: what is named in the rest of it is that unit's.
    elsewhere: bool = False
    #: The whole whose part was named only to count it (公务接待费1万元，国内公务接待15批次).
    counted_for: Subject | None = None
    #: What the subject is made of was named: a share is said of that.
    made_of: bool = False
    #: A colon stands right behind the subject.
    colon: bool = False
    #: 完成预算27万元的63.2%: the rate is still to come.
    rate_pending: bool = False
    #: A semicolon lies between the subject and the one before it.
    parted: bool = False
    #: Members named right before the subject (A1万元、B2万元) of which nothing but an amount was said.
    plain_siblings: int = 0
    #: Those of them of which the amount was nothing (因公出国（境）费0万元).
    plain_nothings: int = 0
    #: All amounts said of this mention of the subject are zero.
    nothing: bool = False
    #: What was said of each subject of the passage.
    told: set[tuple[str, Measure]] = field(default_factory=set)
    #: Right behind an amount of the subject, in a bracket.
    behind_amount: bool = False
    #: A change or the like was said of this mention of the subject.
    compared: bool = False
    last_measure: Measure | None = None
    #: An amount was said of this mention of the subject.
    amount_said: bool = False
    chain: int = 0
    counts: CountState = field(default_factory=CountState)
    year: SentenceYear = field(default_factory=SentenceYear)

    def speak_of(self, subject: Subject, label: tuple[int, int] | None, code: str | None) -> None:
        """A subject is named: what was said of the one before is over."""
        self._count_sibling(subject)
        self.subject, self.label = subject, label
        self.code = code or subject.code
        self.head = self.head or subject
        self.members += 1 if self.root is not None else 0
        self.stopped = self.behind_reason = self.foreign = self.blurred = self.unsaid = False
        self.last_measure = self.counted_for = None
        self.amount_said = self.final_said = self.behind_amount = self.nothing = self.made_of = False
        self.counts = CountState(prefix=self.counts.prefix)
        self.chain += 1

    def speak_of_member(self, subject: Subject, label: tuple[int, int] | None, code: str | None) -> None:
        """As :meth:`speak_of`; a whole that is named again behind its last part opens its own list."""
        if self.parent not in (None, subject) and is_part_of(self.parent, subject):
            self.parent = self.listing = None
        self.speak_of(subject, label, code)

    def _count_sibling(self, following: Subject) -> None:
        if self.parted or self.stopped or self.compared:
            self.plain_siblings = self.plain_nothings = 0
        elif self.colon and not self.amount_said:
            pass  # 收入总体情况：本年度收入236.1万元: a title and no member
        elif self._is_beside(following):
            self.plain_siblings += 1
            self.plain_nothings += 1 if self.nothing else 0
        self.parted = self.compared = False

    def _is_beside(self, following: Subject) -> bool:
        """A member of the same list, by its family or because a list is open in which only an amount was said."""
        if self.subject is None or is_part_of(following, self.subject):
            return False
        listed = self.parent is not None and self.subject not in (self.parent, following) and self.amount_said
        return (is_sibling(following, self.subject) and self.amount_said) or listed

    def is_of_list(self, measure: Measure) -> bool:
        """True where nobody can tell whether a comparison is said of the whole list or of its last member.

        It is the member's where the same was said of the whole before, and where all others of a list whose whole is
        not told are nothing (因公出国（境）费0万元，公务用车购置及运行费14.92万元，完成预算的74.6%).
        """
        of_whole = {told for name, told in self.told if self.root is not None and name == self.root.name}
        if measure in of_whole:
            return False
        unsure = self.nothing or bool(of_whole)
        return self.plain_siblings > (0 if unsure else self.plain_nothings)

    def is_behind_list(self, measure: Measure) -> bool:
        """其中：A比预算减少0.7万元，B比预算减少1.3万元；比上年减少0.5万元: of the whole as well as of B.

        It is B's where the same was said of the whole before, or of another member.
        """
        inside = self.parted and self.root is not None and self.subject != self.root and self.members > 1
        own = self.subject.name if self.subject is not None else ""
        return inside and not any(told == measure and name != own for name, told in self.told)

    def give_reason(self, kind: Literal["reason", "purpose"], *, plain: bool, at: int) -> None:
        """主要原因是… or 主要用于… begins in the clause ``at``; a purpose is plain whatever it names."""
        self.reason, self.reason_from = kind, at
        self.counted_reason = False
        self.plain_reason = plain or kind == "purpose"

    def told_of_another(self) -> None:
        """A figure whose words name something else was refused; what follows without a name may be said of that."""
        if self.reason is None:
            self.blurred = True
        else:
            self.plain_reason = False

    def speak_of_both(self) -> None:
        """收入总计…，支出总计…，各增加…: the subject is both sides."""
        if self.subject is not None and self.subject.name in _BOTH_SIDES:
            self.subject, self.label = declared(_BOTH_SIDES[self.subject.name]), None
            self.plain_siblings = self.plain_nothings = 0
            self.chain += 1

    def brought_up_by_count(self) -> None:
        """购置车辆0辆，预算为0万元: what follows is said of what the count belongs to."""
        if self.counts.speaks_of is not None:
            self.subject, self.label, self.code = declared(self.counts.speaks_of), None, None
            self.amount_said = self.foreign = False
            self.chain += 1

    def count_part(self, part: Subject, label: tuple[int, int]) -> None:
        """国内公务接待15批次: a part is named to be counted; :meth:`speak_of` with the whole kept in mind."""
        last = self.counts.item if part == self.subject and not self.stopped else None
        of_whole = self.subject != part and is_part_of(part, self.subject) and not self.stopped
        whole = self.subject if of_whole else self.counted_for
        self.speak_of(part, label, None)
        self.counts.before = last
        self.counted_for = whole if whole != part and is_part_of(part, whole) else None

    def back_from_count(self, measure: Measure) -> None:
        """公务接待费1万元，国内公务接待15批次，比上年减少0.2万元: the change is that of the costs that were told."""
        if self.counted_for is not None and measure in OF_THE_WHOLE and not self.amount_said and not self.stopped:
            self.subject, self.label, self.code = self.counted_for, None, None
            self.counted_for = None
            self.chain += 1

    def copy(self) -> State:
        """The state as it is now; what is counted from here on does not reach it."""
        return replace(self, counts=replace(self.counts), year=replace(self.year))

    def full_stop(self, *, only_member_is_all: bool = False, only_head_has_amounts: bool = False) -> None:
        """A sentence ends; what the next one says without a subject goes back to the whole.

        Behind a list of one member that is only so where the member is all of the whole: then it does not matter.
        Behind counts it is so where no amount was said but that of the head.
        """
        self.reason, self.behind_reason, self.elsewhere, self.blurred = None, False, False, False
        self.year = SentenceYear()
        if self.root is not None:
            self.label = None
            several = self.members > 1 or only_member_is_all
            self.subject = self.root if several or is_part_of(self.subject, self.root) else None
        elif self.counts.item is not None and not self.amount_said and self.subject != self.head:
            # 国内接待21批次、174人次。与预算相比…: nothing is said of its costs
            told = only_head_has_amounts and is_part_of(self.subject, self.head)
            self.subject, self.label = self.head if told else None, None
        self.base = self.parent = self.listing = self.root = self.counted_for = None
        self.members = self.plain_siblings = self.plain_nothings = 0
        self.stopped = True
        if self.head is not None and is_part_of(self.subject, self.head):
            if self.subject != self.head:
                self.label = None
            self.subject = self.head

    def is_of_whole(self, measure: Measure) -> bool:
        """True behind bare items, of which only amounts are said, for a measure of the whole they are part of."""
        light = self.listing == "list" and self.subject is not None and self.subject.kind in ("economic", "open")
        return light and self.parent is not None and measure in OF_THE_WHOLE and not self.stopped

    def back_to_whole(self, measure: Measure) -> None:
        """人员经费…包括：基本工资…、津贴补贴…，较上年增加…: the change is that of the whole."""
        if self.is_of_whole(measure):
            self.subject, self.label, self.code = self.parent, None, None
            self.parent = self.listing = None
            self.plain_siblings = self.plain_nothings = 0
            self.chain += 1

    def open_list(self, kind: str) -> None:
        """``其中`` or ``包括``: what follows is part of the subject spoken of."""
        self.parent = self.subject or self.parent
        self.root = self.root or self.parent
        self.behind_amount = False
        self.plain_siblings, self.plain_nothings, self.parted = 0, 0, True
        self.listing = "of_which" if kind == "of_which" else "list"

    @property
    def opens_projects(self) -> bool:
        """True right behind the amount of 项目支出, where 主要为 lists projects and gives no reason."""
        named = self.subject is not None and self.subject.name in _PROJECTS
        return named and self.last_measure in (Measure.AMOUNT, Measure.BUDGET)
