"""What stands over a table against what the report and the table say: agency, unit, amounts over several rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from domain.agencies import find_agency
from domain.money import MONEY_UNITS, parse_number
from domain.records import Fact, Measure, Origin, Statement
from domain.redaction import redact
from domain.text import normalise, squeeze
from parsers.model import Cell, Paragraph, Table
from parsers.reconcile.cases import ReadingCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.text.passages import Passages

#: Lines above a table, and rows at its top, that may say whose it is and in which unit it counts.
_LINES, _ROWS = 6, 6
_UNIT = re.compile(r"单位[:：]?\(?(?:人民币)?(亿元|万元|千元|百元|元)(?![\u4e00-\u9fff/])")
#: Statements whose tables name a body of their own for each project, or have a price beside an amount.
_FORMS = frozenset({Statement.PERF_PROJECT, Statement.PERF_INDICATOR})
_NUMBERED = re.compile(r"^[\d\-—–_.、\s\[\]【】]+")
_BRACKETS = re.compile(r"\([^()]*\)")


class AgencySettings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: A line that names the agency of a table (group ``name``), and what the name of an agency ends in.
    line: str
    body: str
    #: Names that may stand there for any agency, and words of a passage that lists the units of a department.
    anyone: str
    listing: str


class SharedSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Statements in whose tables each row has an amount of its own.
    statements: tuple[Statement, ...]


def _heads(passages: Passages) -> Iterator[tuple[Table, list[str], list[Fact]]]:
    """Each table that gave facts, with the lines over its first figure."""
    of_table: dict[int, list[Fact]] = {}
    for fact in passages.facts:
        if fact.table_no is not None and fact.origin is Origin.TABLE and fact.statement not in _FORMS:
            of_table.setdefault(fact.table_no, []).append(fact)
    above: list[str] = []
    for block in passages.model.blocks:
        if isinstance(block, Paragraph):
            above += re.split(r"[\t\n]", block.text)
        elif isinstance(block, Table):
            if facts := of_table.get(block.number):
                first = min((fact.row_no or 1) for fact in facts) - 1
                top = [cell.text for cell in block.cells if cell.row < min(first, _ROWS)]
                lines = [*above[-_LINES:], *(part for text in top for part in re.split(r"[\t\n]", text))]
                yield block, [line for line in map(squeeze, map(normalise, lines)) if line], facts
            above = []


def other_agency(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """A table whose agency line names another body, where other tables name the report's own; units are no other."""
    settings = AgencySettings.model_validate(case.settings)
    line = re.compile(settings.line)
    named: list[tuple[str, list[Fact]]] = []
    for _, lines, facts in _heads(passages):
        found = [match["name"] for match in map(line.search, lines) if match]
        if found:
            named.append((_BRACKETS.sub("", _NUMBERED.sub("", found[-1])), facts))
    own = [name for name, _ in named if _is_own(name, passages)]
    if not own:
        return
    for name, facts in named:
        other = not _is_own(name, passages) and re.search(settings.body, name) and not re.search(settings.anyone, name)
        if other and not any(name in one or one in name for one in own) and not _is_listed(name, passages, settings):
            names = {"quote": redact(name), "own": redact(own[0])}
            yield Finding(case.severity, sentence(case, "heading", "agency", **names), facts=tuple(facts))


def _is_own(name: str, passages: Passages) -> bool:
    agency = _BRACKETS.sub("", squeeze(passages.context.agency or ""))
    return find_agency(name) is not None or bool(agency and (name in agency or agency in name))


def _is_listed(name: str, passages: Passages, settings: AgencySettings) -> bool:
    """True where the document lists the body among the department's units."""
    listing = re.compile(settings.listing)
    for passage in passages.all:
        text = squeeze(passage.text)
        if name in text and (text == name if passage.kind == "cell" else bool(listing.search(text))):
            return True
    return False


def unit_conflict(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """金额单位：元 over a table all of whose amounts stand under heads of another unit."""
    for table, lines, facts in _heads(passages):
        above = {match[1] for match in map(_UNIT.search, lines) if match}
        money = [fact for fact in facts if fact.printed_unit in MONEY_UNITS and fact.measure is not Measure.UNIT_PRICE]
        units = {fact.printed_unit for fact in money if fact.printed_unit}
        if len(above) == 1 and len(units) == 1 and not above & units and _is_headed(table, units):
            names = {"above": next(iter(above)), "head": next(iter(units))}
            yield Finding(case.severity, sentence(case, "heading", "unit", **names), facts=tuple(money))


def _is_headed(table: Table, units: set[str]) -> bool:
    """True where a head of the table, and not each cell, names the unit."""
    texts = (squeeze(normalise(cell.text)) for cell in table.cells if not any(map(str.isdigit, cell.text)))
    return any(text.endswith((f"({unit})", f":{unit}")) for text in texts for unit in units)


def shared_amounts(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """One amount in a cell that stands beside several rows: nobody can say how much is whose."""
    settings = SharedSettings.model_validate(case.settings)
    for table, _, facts in _heads(passages):
        places = {(fact.row_no, fact.column_no): fact for fact in facts if fact.statement in settings.statements}
        for cell in table.cells:
            fact = places.get((cell.row + 1, cell.column + 1))
            number = parse_number(cell.text) if fact is not None and cell.row_span > 1 else None
            labels = _labels(table, cell) if number is not None and number.value else []
            if fact is not None and len(labels) > 1:
                names = {"amount": cell.text.strip(), "one": redact(labels[0]), "two": redact(labels[1])}
                yield Finding(case.severity, sentence(case, "heading", "shared", **names), facts=(fact,))


def _labels(table: Table, amount: Cell) -> list[str]:
    """The names of the rows beside an amount, each in a cell of one row."""
    labels = []
    for row in range(amount.row, amount.row + amount.row_span):
        left = [cell for cell in table.cells if cell.row == row and cell.column < amount.column and cell.row_span == 1]
        words = [cell.text.strip() for cell in left if re.search(r"[\u4e00-\u9fff]{2}", cell.text)]
        if words:
            labels.append(words[-1])
    return list(dict.fromkeys(labels))
