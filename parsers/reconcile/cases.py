"""The kinds of cases that a rule may declare (``rules/*.yaml``), each with its fields."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.records import Measure, Origin, Statement, Verdict


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Pair(Declared):
    """The same in Chinese and English."""

    zh: str
    en: str


class StatementWords(Pair):
    """A part of the disclosure: what its sentences are about, and what its table is called."""

    table: str | None = None


class Place(Declared):
    """Where a figure stands. ``{name}`` in ``item`` is a variable."""

    statement: Statement
    item: str
    measure: Measure = Measure.AMOUNT
    origin: Origin | None = None


class Part(Declared):
    """One addend. ``or`` names the items that stand for it where it is not printed itself."""

    item: str
    alternatives: tuple[str, ...] = Field(default=(), alias="or")
    #: May be left out of a sentence without making the list incomplete.
    optional: bool = False
    #: Subtract instead of add.
    minus: bool = False
    #: Without it the sum is not evaluated, in tables either: what is printed of the rest is no whole.
    needed: bool = False


class CaseBase(Declared):
    #: Verdict beyond the tolerance.
    severity: Verdict = Verdict.ERROR
    #: Only for these report types; empty: all.
    report_types: tuple[str, ...] = ()
    #: Words of its own for an outcome (see ``words.yaml``).
    messages: dict[str, Pair] = Field(default_factory=dict)


class SumCase(CaseBase):
    """``total`` = sum of ``parts`` (and of all items that match ``pattern``), within one section.

    A variable of ``total`` has the same value in the parts; ``{row}`` also keeps them in the same row of the table.
    """

    kind: Literal["sum"]
    statements: tuple[Statement, ...]
    total: str
    parts: tuple[Part, ...] = ()
    pattern: str | None = None
    #: Not evaluated where nothing fits the pattern: the rest alone is no whole.
    pattern_needed: bool = False
    #: A column that is printed only in its parts (上年结转/一般公共预算财政拨款) counts by them.
    split_columns: bool = False
    exclude: tuple[str, ...] = ()
    #: Item → items it includes: where the first is printed, the others are left out of the pattern.
    umbrella: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    measures: tuple[Measure, ...] = (Measure.AMOUNT,)
    origins: tuple[Origin, ...] = (Origin.TABLE, Origin.NARRATIVE)
    #: In sentences: ``complete`` needs every part that is not optional, ``list`` takes the parts as listed.
    sentences: Literal["complete", "list"] = "complete"
    #: Verdict for a list in a sentence that falls short of its total and may leave something out.
    incomplete: Verdict = Verdict.WARN
    #: Items that some documents count into the total and others do not.
    either: tuple[str, ...] = ()
    #: Names (a regular expression): the parts are the unbroken run of such figures right after the total.
    following: str | None = None
    #: Not evaluated where one of these is printed in the section.
    unless: tuple[str, ...] = ()
    #: Values a variable of ``total`` may take; none: any.
    variables: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    #: Values it may not take: prefixes of other figures (功能分类/…).
    not_variables: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class ElsewhereSumCase(CaseBase):
    """``total`` = sum of figures that stand in other parts of the report; needs all that are not optional."""

    kind: Literal["report_sum"]
    total: tuple[Place, ...]
    parts: tuple[tuple[Place, ...], ...]
    optional: tuple[tuple[Place, ...], ...] = ()
    unless: tuple[Place, ...] = ()


class LevelsCase(CaseBase):
    """合计 = sum of 类, 类 = sum of 款, 款 = sum of 项, column by column, by the printed codes."""

    kind: Literal["levels"]
    statements: tuple[Statement, ...]
    codes: Literal["functional", "economic"] = "functional"
    #: Total item → codes of the 类 it consists of.
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    #: Columns that give no fact where they repeat the row's own amount: rows without one say nothing of them.
    folded: tuple[str, ...] = ()


class LevelGapsCase(CaseBase):
    """A row of a coded table without the level above or below it, where other rows of the table have it."""

    kind: Literal["level_gaps"]
    statements: tuple[Statement, ...]
    codes: Literal["functional", "economic"] = "functional"


class ExpectedRowsCase(CaseBase):
    """A table that prints one of ``given`` prints one of ``rows`` too (item patterns)."""

    kind: Literal["expected_rows"]
    statements: tuple[Statement, ...]
    given: tuple[str, ...]
    rows: tuple[str, ...]
    #: Only rows with a code of so many digits are ``given``; none: any row.
    digits: int | None = None
    #: Only rows whose printed label matches are ``given``: 财政拨款（补助） names its money and promises no other row.
    labelled: str | None = None
    #: Rows that do as well where their printed label matches ``closing``: 收入合计 of a form that carries nothing over.
    or_rows: tuple[str, ...] = ()
    closing: str | None = None
    #: A budget without any of ``open_rows`` carries nothing over: this is enough of a label then.
    closing_alone: str | None = None
    open_rows: tuple[str, ...] = ()


class ClassListCase(CaseBase):
    """Sentences: 合计 = sum of the classes listed; a 款 among them is left out."""

    kind: Literal["class_list"]
    measures: tuple[Measure, ...]


class ItemListCase(CaseBase):
    """Sentences: 合计 = sum of the items listed, and each class = sum of its items."""

    kind: Literal["item_list"]
    measures: tuple[Measure, ...] = (Measure.AMOUNT,)


class GroupsCase(CaseBase):
    """Sentences: 人员经费 and 公用经费 = sum of the economic items listed under them."""

    kind: Literal["economic_groups"]


class SameCase(CaseBase):
    """One figure printed at several places."""

    kind: Literal["same"]
    name: Pair
    places: tuple[Place, ...]
    measures: tuple[Measure, ...] = (Measure.AMOUNT,)
    #: ``tables``: one table against another. ``text``: a sentence is on one side. ``any``: both.
    between: Literal["tables", "text", "any"] = "any"
    #: Evaluated only if these pairs of figures are equal.
    given: tuple[tuple[Place, Place], ...] = ()
    #: Verdict for a difference inside the rounding of the two.
    small: Verdict = Verdict.WARN
    #: Money carried over that the totals of fiscal money hold and this year's appropriation does not: a difference of
    #: exactly that is none. With ``carried_in_part`` a class may hold a part of it; with ``carried_whole`` only where
    #: these two figures differ by exactly all of it.
    carried: tuple[Place, ...] = ()
    carried_in_part: bool = False
    carried_whole: tuple[Place, Place] | None = None
    #: Counts for ``agreement`` on the facts (unconditional figures only).
    one_figure: bool = True
    #: Values a variable may take; none: any.
    variables: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class GrowthCase(CaseBase):
    """change / (current - change) = printed rate, wherever one item prints all three."""

    kind: Literal["growth"]
    #: Item that prints the change → items that may hold the current figure.
    current: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class PriorCase(CaseBase):
    """current - change = last year's figure, of one item or of the columns of one row."""

    kind: Literal["prior"]
    current: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    before: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class CompletionCase(CaseBase):
    """final / budget = completion."""

    kind: Literal["completion"]


class DeviationCase(CaseBase):
    """final - budget = deviation; (final - budget) / budget = deviation rate; without a budget, what the two imply."""

    kind: Literal["deviation"]


class ImpliedBudgetCase(CaseBase):
    """Completion rates without printed budgets: the budgets they imply must fit into the one of the total."""

    kind: Literal["implied_budget"]
    statement: Statement
    total: str
    parts: tuple[str, ...]


class ShareCase(CaseBase):
    """part / whole = printed share."""

    kind: Literal["share"]
    statement: Statement
    #: Item pattern → items (of the statement, or ``statement:item``) that can be its whole, the likely one first.
    wholes: dict[str, tuple[str, ...]]


class ShareSumCase(CaseBase):
    """Shares of one list add to 100."""

    kind: Literal["share_sum"]
    statement: Statement
    items: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    umbrella: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class ShareOfNothingCase(CaseBase):
    """A share other than 0 of an amount of 0."""

    kind: Literal["share_of_nothing"]
    statements: tuple[Statement, ...]


class AtMostCase(CaseBase):
    """``smaller`` <= ``larger``."""

    kind: Literal["at_most"]
    smaller: tuple[Place, ...]
    larger: tuple[Place, ...]


class ProductCase(CaseBase):
    """quantity x unit price = amount."""

    kind: Literal["product"]
    statement: Statement


class ItemsTotalCase(CaseBase):
    """Sum of the lines of a list = a total printed elsewhere."""

    kind: Literal["items_total"]
    statement: Statement
    item: str
    exclude: tuple[str, ...] = ()
    measure: Measure = Measure.AMOUNT
    total: tuple[Place, ...]
    #: ``equal`` or ``at_most``.
    relation: Literal["equal", "at_most"] = "equal"
    #: Fewer lines than this are no list.
    minimum: int = 2
    #: Variable of ``item`` that ``total`` has too: one list for each of its values.
    column: str | None = None
    #: The lines are items of this group of basic expenditure: a list in a sentence may name the main ones alone.
    main_items_of: str | None = None


class OneOfCase(CaseBase):
    """A figure that equals one of several others, wherever at least one of them is printed."""

    kind: Literal["one_of"]
    statement: Statement
    item: str
    others: tuple[Place, ...]


class BalanceCase(CaseBase):
    """Income and expenditure of the year differ while no carry-over is printed anywhere."""

    kind: Literal["balance"]
    income: tuple[Place, ...]
    expenditure: tuple[Place, ...]
    #: Printed at all, these leave the balance to other identities.
    explained_by: tuple[Place, ...] = ()
    #: Not evaluated where one of these is more than 0.
    carry_over: tuple[Place, ...] = ()
    #: Whether the rounding of the two figures is let go.
    rounded: bool = False


class MissingTotalCase(CaseBase):
    """A table prints parts, and a total row without its figure."""

    kind: Literal["missing_total"]
    statement: Statement
    total: str
    parts: tuple[str, ...]


class LastYearCase(CaseBase):
    """Last year's figure that a report implies or states = the one that last year's report prints."""

    kind: Literal["last_year"]
    #: Each figure by the items (``statement:item``) that may print it.
    figures: tuple[tuple[str, ...], ...]


class DepartmentCase(CaseBase):
    """The department's figure = the sum of its units' where all of them are known; never less than it."""

    kind: Literal["department"]
    figures: tuple[tuple[str, ...], ...]
    #: Items of ``org`` that say how many units a department has.
    units: tuple[str, ...]


class SharedDocumentCase(CaseBase):
    """One file that gives the figures of two reports of different years or kinds."""

    kind: Literal["shared_document"]
    #: Where the file says itself that it holds both, and where only scope or agency of the two differ.
    both: Verdict = Verdict.WARN
    same: Verdict = Verdict.INFO


class SpecialCase(CaseBase):
    """A relation with a duty of its own in Python; ``settings`` holds what an operator may tune."""

    kind: Literal["special"]
    check: str
    settings: dict[str, Any] = Field(default_factory=dict)


class PatternCase(CaseBase):
    """Declared patterns in the words of a document (one form of characters: ASCII brackets and commas)."""

    kind: Literal["pattern"]
    where: Literal["paragraphs", "cells", "anywhere"] = "anywhere"
    patterns: tuple[str, ...]
    #: Only in passages that match this too.
    context: str | None = None
    #: Only in reports for later years: the event was over.
    last_year: int | None = None


class ReadingCase(CaseBase):
    """A reading of the whole text with a function of its own."""

    kind: Literal["reading"]
    check: str
    settings: dict[str, Any] = Field(default_factory=dict)


class RecognisedCase(CaseBase):
    """Figures that were recognised in an image: what is believed of them at most, by what other rules say."""

    kind: Literal["recognised"]
    #: Rules of which an exact pass confirms a figure and a failure contradicts it.
    confirming: tuple[str, ...]
    #: What is believed at least of a figure that one confirms, if its reading was at least so legible.
    confirmed: Decimal
    legible: Decimal
    #: At most of a figure that no such identity confirms; that one contradicts; that one confirms, another contradicts.
    unconfirmed: Decimal
    contradicted: Decimal
    disputed: Decimal


Case = Annotated[
    SumCase
    | ElsewhereSumCase
    | LevelsCase
    | LevelGapsCase
    | ExpectedRowsCase
    | ClassListCase
    | ItemListCase
    | GroupsCase
    | SameCase
    | GrowthCase
    | PriorCase
    | CompletionCase
    | DeviationCase
    | ImpliedBudgetCase
    | ShareCase
    | ShareSumCase
    | ShareOfNothingCase
    | AtMostCase
    | ProductCase
    | ItemsTotalCase
    | OneOfCase
    | BalanceCase
    | MissingTotalCase
    | LastYearCase
    | DepartmentCase
    | SharedDocumentCase
    | SpecialCase
    | PatternCase
    | ReadingCase
    | RecognisedCase,
    Field(discriminator="kind"),
]
