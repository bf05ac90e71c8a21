"""What a table must print beside what it prints: the levels above and below a code, the total beside its parts.

A sum whose total or whose only part is missing cannot fail; these cases say that it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from domain.records import Fact, Statement
from parsers.reconcile.cases import ExpectedRowsCase, LevelGapsCase, SpecialCase
from parsers.reconcile.classification import Kind, read_code
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.sections import Facts, Section, key_of, pattern_of
from parsers.reconcile.wording import Words, name, place

_LEVELS: dict[Kind, tuple[int, ...]] = {"functional": (3, 5, 7), "economic": (3, 5)}
_LEVEL_NAMES = {3: Words("类", "class"), 5: Words("款", "sub-class"), 7: Words("项", "item")}


@dataclass(frozen=True)
class _Row:
    code: str
    fact: Fact


def level_gaps(case: LevelGapsCase, facts: Facts) -> Iterator[Finding]:
    """A row without the level above it, or without one below, in a table that prints these for its other rows."""
    for statement in case.statements:
        for section in facts.of_statement(statement, where=lambda section: section.is_table):
            rows = _rows(section, case.codes)
            for upper, lower in zip(_LEVELS[case.codes], _LEVELS[case.codes][1:], strict=False):
                yield from _above(case, section, rows, upper, lower)
                yield from _below(case, section, rows, upper, lower)


def _rows(section: Section, kind: Kind) -> list[_Row]:
    found: dict[tuple[int | None, str], _Row] = {}
    for fact in section.facts:
        row_name = key_of(fact.item.split("/")[0])
        code = read_code(fact.code, row_name, kind) if fact.code else None
        if code is not None:
            found.setdefault((fact.row_no, code), _Row(code, fact))
    return list(found.values())


def _above(case: LevelGapsCase, section: Section, rows: list[_Row], upper: int, lower: int) -> Iterator[Finding]:
    parents = {row.code for row in rows if len(row.code) == upper}
    children = [row for row in rows if len(row.code) == lower]
    orphans = [row for row in children if row.code[:upper] not in parents]
    if len(orphans) < len(children):
        seen = set()
        for row in orphans:
            parent = row.code[:upper]
            if parent not in seen:
                seen.add(parent)
                yield _finding(case, section, row, reason="above", code=parent, level=upper)


def _below(case: LevelGapsCase, section: Section, rows: list[_Row], upper: int, lower: int) -> Iterator[Finding]:
    parents = [row for row in rows if len(row.code) == upper and not _is_nothing(section, row)]
    with_children = {row.code[:upper] for row in rows if len(row.code) > upper}
    childless = [row for row in parents if row.code not in with_children]
    if len({row.code for row in childless}) < len({row.code for row in parents}):
        for row in {row.code: row for row in childless}.values():
            yield _finding(case, section, row, reason="below", code=row.code, level=lower)


def _is_nothing(section: Section, row: _Row) -> bool:
    """Whether the row prints 0 in every column: nothing of it stands below."""
    amounts = [fact.amount for fact in section.facts if fact.row_no == row.fact.row_no and fact.code == row.fact.code]
    return all(amount == 0 for amount in amounts)


def _finding(case: LevelGapsCase, section: Section, row: _Row, *, reason: str, code: str, level: int) -> Finding:
    message = sentence(
        case,
        "gap",
        reason,
        place=place(section.statement, section.origin),
        item=name(row.fact.item.split("/")[0]),
        code=row.code,
        missing=code,
        level=_LEVEL_NAMES[level],
    )
    return Finding(case.severity, message, facts=(row.fact,))


def expected_rows(case: ExpectedRowsCase, facts: Facts) -> Iterator[Finding]:
    """A table that prints one row of a form without the row that belongs to it."""
    for statement in case.statements:
        for section in facts.of_statement(statement, where=lambda section: section.is_table):
            given = _first(section, case.given, case.digits, case.labelled)
            closing = case.closing
            if case.closing_alone is not None and facts.context.report_type == "budget":
                closing = closing if _first(section, case.open_rows) else case.closing_alone
            closed = _first(section, case.rows) or _first(section, case.or_rows, labelled=closing)
            if given is not None and closed is None:
                message = sentence(
                    case,
                    "gap",
                    "row",
                    place=place(section.statement, section.origin),
                    item=name(given.item.split("/")[0] if "/" in case.rows[0] else given.item),
                    missing=name(case.rows[0].split("/")[0]),
                )
                yield Finding(case.severity, message, facts=(given,))


def _first(
    section: Section, items: tuple[str, ...], digits: int | None = None, labelled: str | None = None
) -> Fact | None:
    patterns = [pattern_of(item) for item in items]
    coded = (fact for fact in section.facts if digits is None or len(fact.code or "") == digits)
    said = (fact for fact in coded if labelled is None or re.search(labelled, key_of(fact.item_printed)))
    return next((fact for fact in said if any(p.fullmatch(key_of(fact.item)) for p in patterns)), None)


class Required(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str
    statements: tuple[Statement, ...]
    #: First fiscal year it is required for.
    since: int = 0


class Disclosure(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: A report that prints fewer figures is a fragment.
    enough: int
    #: What every report of the kind tells: a name, and the statements of which one tells it.
    parts: tuple[Required, ...]


def missing_parts(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A disclosure without its figures by function, or by economic item, in any of its files that were read."""
    settings = Disclosure.model_validate(case.settings)
    if len(facts.figures) < settings.enough:
        return
    year = facts.context.fiscal_year or 0
    parts = [part for part in settings.parts if part.since <= year]
    missing = [part for part in parts if not any(any(facts.of_statement(s)) for s in part.statements)]
    if missing:
        names = Words("、".join(part.zh for part in missing), " and ".join(part.en for part in missing))
        whole = next(facts.of_statement(Statement.EXPENDITURE), None)
        cited = whole.facts[:1] if whole is not None else facts.facts[:1]
        yield Finding(case.severity, sentence(case, "gap", "parts", parts=names), facts=tuple(cited))
