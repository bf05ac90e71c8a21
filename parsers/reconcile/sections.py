"""Where facts stand together: one statement in one table, or in neighbouring paragraphs of one document.

An identity is evaluated within one such section, so that a report printed twice (PDF and spreadsheet, narrative and
annex) is checked as often as it is printed, never mixed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from domain.records import Fact, Measure, Origin, Statement
from domain.text import squeeze
from parsers.model import ReportContext
from parsers.reconcile.companions import Pairs, strangers
from parsers.reconcile.figures import Figure, figures_of, padded_documents

#: Sentences on one subject that lie further apart than this are two sections (the annex repeats the report).
_PARAGRAPH_GAP = 12
#: Statements whose facts belong to one project each; lines of procurement name their project too, but form one list.
_BY_PROJECT = frozenset({Statement.PERF_PROJECT, Statement.PERF_INDICATOR})


@lru_cache(maxsize=65536)
def key_of(item: str) -> str:
    """The form in which items are compared: no spaces, one form of brackets."""
    return squeeze(item)


@lru_cache(maxsize=4096)
def pattern_of(item: str) -> re.Pattern[str]:
    """``{row}/本年支出合计`` as a pattern over compared items; a variable stands for one part without a slash."""
    pieces = re.split(r"(\{\w+\})", item)
    return re.compile("".join(f"(?P<{p[1:-1]}>[^/]+)" if p.startswith("{") else re.escape(key_of(p)) for p in pieces))


def once_per_cell(figures: Iterable[Figure]) -> list[Figure]:
    """Figures without those a row prints again under the same item (a total column beside its only part)."""
    seen = set()
    kept = []
    for figure in figures:
        key = (figure.fact.row_no, key_of(figure.fact.item), figure.fact.code, figure.number)
        if figure.fact.row_no is None or key not in seen:
            seen.add(key)
            kept.append(figure)
    return kept


@dataclass(frozen=True)
class Section:
    """Facts of one statement that stand together, in reading order."""

    document_id: str
    origin: Origin
    statement: Statement
    table_no: int | None
    project: str | None
    figures: tuple[Figure, ...]
    #: Facts without a number: dashes, words, 本表无数据.
    others: tuple[Fact, ...] = ()

    @property
    def is_table(self) -> bool:
        return self.origin is Origin.TABLE

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, those without a number last."""
        return (*(figure.fact for figure in self.figures), *self.others)

    @cached_property
    def _by_key(self) -> dict[tuple[str, Measure], tuple[Figure, ...]]:
        found: dict[tuple[str, Measure], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[key_of(figure.fact.item), figure.fact.measure].append(figure)
        return {key: tuple(figures) for key, figures in found.items()}

    def all(self, item: str, measure: Measure) -> tuple[Figure, ...]:
        return self._by_key.get((key_of(item), measure), ())

    def near(self, item: str, measure: Measure, anchor: Figure) -> Figure | None:
        """The mention nearest to ``anchor``; at equal distance the one after it.

        In a table a cell of the anchor's row comes first, and a name that other rows print twice is no answer; in
        sentences a mention of the anchor's paragraph.
        """
        mentions = self.all(item, measure)
        if self.is_table and len(mentions) > 1:
            mentions = tuple(figure for figure in mentions if figure.fact.row_no == anchor.fact.row_no)
        paragraph = anchor.fact.paragraph

        def distance(figure: Figure) -> tuple[bool, int, bool]:
            elsewhere = not self.is_table and figure.fact.paragraph != paragraph
            return elsewhere, abs(figure.order - anchor.order), figure.order < anchor.order

        return min(mentions, key=distance, default=None)

    def mentions(self, item: str, measure: Measure) -> Iterator[Figure]:
        """One mention of each different number printed for the item."""
        seen = set()
        for figure in self.all(item, measure):
            if figure.number not in seen:
                seen.add(figure.number)
                yield figure

    def matching(self, item: str, measure: Measure) -> Iterator[tuple[Figure, re.Match[str]]]:
        pattern = pattern_of(item)
        for figure in self.figures:
            if figure.fact.measure is measure:
                match = pattern.fullmatch(key_of(figure.fact.item))
                if match:
                    yield figure, match


@dataclass(frozen=True)
class Facts:
    """All facts of one report, arranged for the rules."""

    facts: tuple[Fact, ...]
    context: ReportContext
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    padded: frozenset[str] = field(default_factory=frozenset)
    strangers: Pairs = field(default_factory=frozenset)

    @classmethod
    def of(cls, facts: Sequence[Fact], context: ReportContext) -> Facts:
        figures = figures_of(facts)
        sections = _sections(facts, figures)
        return cls(tuple(facts), context, figures, sections, padded_documents(figures), strangers(figures))

    def are_companions(self, one: str, two: str) -> bool:
        """Whether two documents tell the same story, so that their figures may be compared."""
        return frozenset((one, two)) not in self.strangers

    def companions(self, figures: Sequence[Figure]) -> list[list[Figure]]:
        """Figures in groups of documents that may be compared; groups of one are left out."""
        groups: list[list[Figure]] = []
        for figure in figures:
            document = figure.fact.document_id
            home = next((g for g in groups if self.are_companions(g[0].fact.document_id, document)), None)
            if home is None:
                groups.append([figure])
            else:
                home.append(figure)
        return [group for group in groups if len(group) > 1]

    def of_statement(
        self, statement: Statement, *, where: Callable[[Section], bool] | None = None
    ) -> Iterator[Section]:
        for section in self._by_statement.get(statement, ()):
            if where is None or where(section):
                yield section

    @cached_property
    def _by_statement(self) -> dict[Statement, tuple[Section, ...]]:
        return _by_statement(self.sections)

    def first(self, places: Iterable[tuple[Statement, str]], measure: Measure, *, document_id: str) -> Figure | None:
        """The first figure a document prints at one of ``places`` (in their order)."""
        for statement, item in places:
            for section in self.of_statement(statement):
                if document_id == section.document_id:
                    found = section.all(item, measure)
                    if found:
                        return found[0]
        return None

    def first_near(self, places: Sequence[tuple[Statement, str]], measure: Measure, document_id: str) -> Figure | None:
        """As :meth:`first`, in the same document if it is printed there, else in one that tells the same story."""
        documents = dict.fromkeys((document_id, *(section.document_id for section in self.sections)))
        companions = (other for other in documents if self.are_companions(document_id, other))
        found = (self.first(places, measure, document_id=other) for other in companions)
        return next((figure for figure in found if figure is not None), None)


#: Statement and item, in the form in which items are compared.
Place = tuple[Statement, str]


def sections_of(facts: Sequence[Fact], places: Collection[Place]) -> Mapping[Statement, tuple[Section, ...]]:
    """The sections of the statements of ``places`` as :class:`Facts` arranges them, but with figures of these alone.

    Figures are as fine as the whole report prints them.
    """
    statements = {statement for statement, _ in places}
    figures = figures_of(facts, lambda fact: (fact.statement, key_of(fact.item)) in places)
    return _by_statement(_sections(facts, figures, statements))


def _by_statement(sections: Iterable[Section]) -> dict[Statement, tuple[Section, ...]]:
    found: dict[Statement, list[Section]] = defaultdict(list)
    for section in sections:
        found[section.statement].append(section)
    return {statement: tuple(several) for statement, several in found.items()}


def _sections(
    facts: Sequence[Fact], figures: Sequence[Figure], statements: Collection[Statement] | None = None
) -> tuple[Section, ...]:
    by_order = {figure.order: figure for figure in figures}
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    last: dict[tuple[object, ...], tuple[int, int]] = {}
    for order, fact in enumerate(facts):
        if statements is not None and fact.statement not in statements:
            continue
        project = fact.project if fact.statement in _BY_PROJECT else None
        base = (fact.document_id, fact.origin, fact.statement, fact.table_no, project)
        number = 0
        if fact.origin is Origin.NARRATIVE:
            paragraph = fact.paragraph or 0
            number, before = last.get(base, (0, paragraph))
            number += abs(paragraph - before) > _PARAGRAPH_GAP
            last[base] = (number, paragraph)
        groups[(*base, number)].append(order)
    return tuple(
        Section(
            document_id=facts[orders[0]].document_id,
            origin=facts[orders[0]].origin,
            statement=facts[orders[0]].statement,
            table_no=facts[orders[0]].table_no,
            project=facts[orders[0]].project if facts[orders[0]].statement in _BY_PROJECT else None,
            figures=tuple(by_order[order] for order in orders if order in by_order),
            others=tuple(facts[order] for order in orders if order not in by_order),
        )
        for orders in groups.values()
    )
