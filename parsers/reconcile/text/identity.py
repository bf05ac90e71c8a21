"""Whether a document is the report that it was posted as: body, year and kind of its titles and of its tables' heads.

Nothing is decided here about which of both is right: a document that says throughout that it is another report is an
error, a single line that does is a slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.divisions import load_divisions
from domain.records import Check, Fact, Verdict
from domain.redaction import redact
from parsers.model import ReportContext
from parsers.reconcile.cases import ReadingCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.text.passages import Passages
from parsers.reconcile.text.stated import Place, Said, TitleWords, stated
from parsers.reconcile.text.whose import OwnPlace, Whose
from parsers.reconcile.wording import Words

#: ``True``: the report's own; ``False``: another; ``None``: the line does not say.
_Answer = bool | None
#: So many heads of tables are no slip.
_SEVERAL = 2
#: Where a single line is worth a word: headings are told by W-heading, and accounts print tables of budgets.
_ALONE = {
    "body": frozenset({Place.TITLE, Place.HEAD}),
    "year": frozenset({Place.TITLE, Place.HEAD}),
    "kind": frozenset({Place.TITLE}),
}
_RULE = "W-identity"
#: At most this is believed of the figures of a document that calls itself another report.
_BELIEVED = Decimal("0.30")


@dataclass(frozen=True, slots=True)
class _Votes:
    """The lines that name the report's own body (year, kind), and those that name another."""

    own: tuple[Said, ...]
    other: tuple[Said, ...]

    def at(self, *places: Place) -> tuple[int, int]:
        return sum(one.place in places for one in self.own), sum(one.place in places for one in self.other)

    @property
    def throughout(self) -> bool:
        """True where no title, or no head of several tables, is the report's own, and the others do not outweigh it."""
        own_titles, other_titles = self.at(Place.TITLE)
        own_heads, other_heads = self.at(Place.HEAD, Place.SECTION)
        if other_titles and not own_titles:
            return other_heads >= own_heads
        return other_heads >= _SEVERAL and not own_heads


def identity(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """One finding for each of body, year and kind that the document's titles or heads state otherwise."""
    said = list(stated(passages, TitleWords.model_validate(case.settings)))
    yield from _both(case, said, passages)
    for reason, answer in _questions(passages).items():
        votes = _counted(said, answer)
        if votes.throughout or any(one.place in _ALONE[reason] for one in votes.other):
            verdict = case.severity if votes.throughout else Verdict.WARN
            outcome = reason if votes.throughout else f"{reason}_once"
            names = {"quote": redact(votes.other[0].line), "number": str(len(votes.other))}
            yield Finding(
                verdict,
                sentence(case, "identity", outcome, own=_own(reason, passages.context), **names),
                facts=_cited(votes, passages),
            )


def _both(case: ReadingCase, said: Sequence[Said], passages: Passages) -> Iterator[Finding]:
    """A title that names the report and another beside it: 2023年决算和2024年预算."""
    context = passages.context
    for one in said:
        own = context.fiscal_year in one.years and context.report_type in one.kinds
        if one.place is Place.TITLE and own and (len(one.years) > 1 or len(one.kinds) > 1):
            year, kind = str(context.fiscal_year), _KINDS[context.report_type or ""]
            own_name = Words(f"{year}年{kind.zh}", f"{kind.en} of {year}")
            message = sentence(case, "identity", "both", quote=redact(one.line), own=own_name)
            yield Finding(Verdict.INFO, message, facts=_first_of_tables(passages.facts))
            return


def is_of_another_report(checks: Iterable[Check]) -> bool:
    """Whether the checks of a document's text say that it calls itself another report throughout."""
    return any(check.rule == _RULE and check.verdict is Verdict.ERROR for check in checks)


def doubted(fact: Fact) -> Fact:
    """A figure of such a document: as printed, but hardly to be believed to be this report's."""
    return fact.model_copy(update={"confidence": min(fact.confidence, _BELIEVED)})


def _counted(said: Sequence[Said], answer: Callable[[Said], _Answer]) -> _Votes:
    answers = [(one, answer(one)) for one in said]
    return _Votes(tuple(one for one, own in answers if own is True), tuple(one for one, own in answers if own is False))


def _questions(passages: Passages) -> dict[str, Callable[[Said], _Answer]]:
    context = passages.context
    place = OwnPlace(context, load_divisions())

    def body(one: Said) -> _Answer:
        whose = place.judge(one.body) if one.body else Whose.UNKNOWN
        return None if whose is Whose.UNKNOWN else whose is Whose.OWN

    def year(one: Said) -> _Answer:
        return context.fiscal_year in one.years if context.fiscal_year and one.years else None

    def kind(one: Said) -> _Answer:
        return context.report_type in one.kinds if context.report_type and one.kinds else None

    return {"body": body, "year": year, "kind": kind}


_KINDS = {"budget": Words("预算", "the budget"), "final_accounts": Words("决算", "the final accounts")}


def _own(reason: str, context: ReportContext) -> Words:
    if reason == "kind":
        return _KINDS[context.report_type or ""]
    own = redact(context.agency or "") if reason == "body" else str(context.fiscal_year)
    return Words(own, own)


def _cited(votes: _Votes, passages: Passages) -> tuple[Fact, ...]:
    """One figure of each table in doubt: of every table where a title says so, else of those so headed."""
    titles = any(one.place is Place.TITLE for one in votes.other) and votes.throughout
    tables = {one.table for one in votes.other}
    return tuple(fact for fact in _first_of_tables(passages.facts) if titles or fact.table_no in tables - {None})


def _first_of_tables(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    first: dict[int | None, Fact] = {}
    for fact in facts:
        first.setdefault(fact.table_no, fact)
    return tuple(first.values())
