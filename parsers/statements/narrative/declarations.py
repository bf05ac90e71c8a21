"""The declared words, subjects, headings and prose rules, read once and in the form they are compared in.

Everything an operator may extend is in ``parsers/statements/patterns/*.yaml``; the models here refuse unknown keys so
that a slip of the pen fails at start-up and not as a missing figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from domain.declared import from_yaml
from domain.records import CellState, Measure, Statement
from domain.text import squeeze

_QUOTES = re.compile("[\"'“”‘’「」《》＂]")


def compared(text: str) -> str:
    """``text`` as sentences are compared: no spaces, no quotation marks, ASCII brackets and digits."""
    return _QUOTES.sub("", squeeze(text))


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BaseRule(_Declared):
    """How a comparison names its base: last year, a year in figures, or this year's budget."""

    kind: str
    regex: str
    #: A match must also contain this (a bare ``2023年`` is no base without 与 or 相比).
    needs: str | None = None


class Rewording(_Declared):
    regex: str
    means: str


class Words(_Declared):
    """``words.yaml``; see the comments there."""

    money_units: tuple[str, ...]
    currencies: tuple[str, ...]
    percent_units: tuple[str, ...]
    count_units: tuple[str, ...]
    approximate_before: tuple[str, ...]
    not_approximate: tuple[str, ...]
    approximate_behind: tuple[str, ...]
    threshold_behind: tuple[str, ...]
    threshold_before: tuple[str, ...]
    several_years: tuple[str, ...]
    one_year: tuple[str, ...]
    directions: dict[str, tuple[str, ...]]
    arrived_at: tuple[str, ...]
    no_change: tuple[str, ...]
    bases: tuple[BaseRule, ...]
    aspects: dict[str, tuple[str, ...]]
    worth: tuple[str, ...]
    worth_in_all: tuple[str, ...]
    sums: tuple[str, ...]
    share: tuple[str, ...]
    completion: tuple[str, ...]
    deviation_rate: tuple[str, ...]
    of_which: tuple[str, ...]
    list_opening: tuple[str, ...]
    list_or_reason: tuple[str, ...]
    reasons: tuple[str, ...]
    purposes: tuple[str, ...]
    preambles: tuple[str, ...]
    own_lines: tuple[str, ...]
    explanations: tuple[str, ...]
    reason_continues: str
    leads_in: frozenset[str]
    own_body: frozenset[str]
    own_level: frozenset[str]
    fillers: tuple[str, ...]
    distributive: tuple[str, ...]
    made_of: tuple[str, ...]
    both: tuple[str, ...]
    prior: tuple[str, ...]
    part_of_funds: tuple[str, ...]
    paid_by: tuple[str, ...]
    agency_endings: tuple[str, ...]
    other_agency: tuple[str, ...]
    budget_changes: tuple[str, ...]
    opaque: tuple[str, ...]
    subordinate_endings: tuple[str, ...]
    code_heads: tuple[str, ...]
    idle_brackets: tuple[str, ...]
    rewordings: tuple[Rewording, ...]
    project_funds: dict[str, str]


class SubjectRule(_Declared):
    """One entry of ``subjects.yaml``."""

    subject: str
    names: tuple[str, ...]
    targets: dict[str, tuple[Statement, str]] = Field(alias="in")
    only: tuple[str, ...] = ()
    #: The names mean this subject only right behind one of these.
    behind: tuple[str, ...] = ()
    part_of: str | None = None
    family: str | None = None
    execution: str | None = None


class SectionRule(_Declared):
    reads: str
    sealed: bool = False


class HeadingRule(_Declared):
    section: str
    regex: str
    within: tuple[str, ...] = ()


class LeadRule(HeadingRule):
    """How a sentence begins that is read as if it stood under a heading of ``section``.

    ``alone``: it may stand anywhere in a paragraph, and only this sentence is read so.
    """

    alone: bool = False


class Sections(_Declared):
    sections: dict[str, SectionRule]
    running: str
    leads: tuple[LeadRule, ...]
    headings: tuple[HeadingRule, ...]


class CountRule(_Declared):
    """A count in a budget section: what is counted, by the words before it and the subject spoken of."""

    item: str
    statement: Statement
    units: tuple[str, ...]
    #: Over the words between the last figure or comma and this one; an equipment threshold reads EQUIPMENT.
    words: str
    #: Words among them that make it another's count (来访群众 are no guests).
    unless: str | None = None
    #: Over the words right behind the figure, where the thing counted stands there (0个团组).
    behind: str | None = None
    sections: tuple[str, ...]
    #: Only when one of these was spoken of last: a subject, or the item of the count before.
    subjects: tuple[str, ...] = ()
    #: Only when these were counted right before, in this order.
    after: tuple[str, ...] = ()
    #: What is said behind the count is said of this subject.
    speaks_of: str | None = None
    #: Kinds of vehicles listed behind this count carry this prefix.
    opens: str | None = None
    #: Words so plain that the count is read behind 主要原因是… as well.
    in_reasons: bool = False


class ProseRule(_Declared):
    """A figure in prose, by the words right before (and right behind) it; see ``prose.yaml``.

    ``units`` are printed units, or ``money`` and ``percent``. ``sentence``: how the sentence must begin, up to
    its last semicolon; ``whole``: what must stand in it before the figure, whatever semicolons it has. An item with
    ``{project}`` is read only where a line of its own named the project. A group ``year`` must be the fiscal year.
    """

    statement: Statement
    sections: tuple[str, ...]
    units: tuple[str, ...]
    words: str
    item: str
    measure: Measure = Measure.COUNT
    behind: str | None = None
    sentence: str | None = None
    whole: str | None = None
    project: bool = False


class TextRule(_Declared):
    """Words that state something without a number (空表, 无购置计划, 结论为优秀)."""

    statement: Statement
    regex: str
    item: str
    sections: tuple[str, ...] = ()
    state: CellState = CellState.VALUE
    project: bool = False


class StaffRules(_Declared):
    """How staff and posts are counted."""

    units: tuple[str, ...]
    label: str
    excluded: str
    #: Behind a change: who left and who came.
    moved: str
    #: The year at whose end the staff is counted.
    at_end_of: str
    verbs: str
    too_bare: tuple[str, ...]
    #: What a sentence splits by bare words, and what the parts of each whole are called.
    whole: str
    kinds: dict[str, str]
    #: Those in post, and the posts of a kind that they stand right behind; what they are called.
    in_post: str
    post_before: str
    pairs: str
    kind_in_post: str
    #: Labels that may stand before a number without a unit.
    unitless: str
    names: dict[str, str]
    #: In front of people whom the unit looks after: 单位管理的离退休人员.
    managed: str
    agency: str
    of_a_unit: tuple[str, ...]
    unit_below: str


class WorkRules(_Declared):
    """How work done is counted. ``from_`` and ``now``: 由最初44人减少至32人."""

    units: dict[str, str]
    lead_in: str
    link: str
    short: tuple[str, ...]
    unclear: str
    noun_behind: str
    complete: str
    people: str
    things: str
    plight: str
    plain: str
    from_: str = Field(alias="from")
    now: str
    done: tuple[str, ...]


class RateRules(_Declared):
    """How percentages in prose are labelled."""

    link: str
    unclear: str
    #: A target of change in a budget, and what stands behind its figure.
    turn: str
    turn_behind: str
    several: str
    rate: str
    each: str


class Prose(_Declared):
    """``prose.yaml``; see the comments there."""

    counts: tuple[CountRule, ...]
    texts: tuple[TextRule, ...]
    figures: tuple[ProseRule, ...]
    project_names: tuple[str, ...]
    #: Patterns of labels, with the words of ``label_parts`` in place of their names.
    project_labels: tuple[str, ...]
    label_parts: dict[str, str]
    project_noun: str
    project_general: str
    project_unnamed: str
    staff: StaffRules
    work: WorkRules
    rates: RateRules
    stages: dict[str, str]


def _load(name: str) -> object:
    return from_yaml((files("parsers.statements.patterns") / name).read_text(encoding="utf-8"))


@cache
def words() -> Words:
    return Words.model_validate(_load("words.yaml"))


@cache
def subject_rules() -> tuple[SubjectRule, ...]:
    return TypeAdapter(tuple[SubjectRule, ...]).validate_python(_load("subjects.yaml"))


@cache
def sections() -> Sections:
    return Sections.model_validate(_load("sections.yaml"))


@cache
def prose() -> Prose:
    return Prose.model_validate(_load("prose.yaml"))


def longest_first(surfaces: Iterable[str]) -> str:
    """An alternation of the compared forms, longest first, for use inside a regular expression."""
    return "|".join(re.escape(form) for form in sorted({compared(s) for s in surfaces}, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class CompiledHeading:
    section: str
    pattern: re.Pattern[str]
    within: frozenset[str]


@cache
def headings() -> tuple[CompiledHeading, ...]:
    return tuple(
        CompiledHeading(rule.section, re.compile(rule.regex), frozenset(rule.within)) for rule in sections().headings
    )
