"""From a figure of a derived table back to the fact it was taken from, so that every number leads to its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from publish.schemas import Row
from publish.site.rows import Json
from publish.tables.declarations import totals_declaration

_ORIGINS = ("table", "narrative", "chart")
_TOTALS_KEYS = ("report_id", "division_code", "fiscal_year", "report_type")


class Facts:
    """The facts of one report, to be found by meaning and value."""

    def __init__(self, facts: Iterable[Row]) -> None:
        self._by_item: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        self._by_statement: dict[str, list[Row]] = defaultdict(list)
        for fact in facts:
            self._by_item[(fact["statement"], fact["item"], fact["measure"])].append(fact)
            self._by_statement[fact["statement"]].append(fact)

    def printed(self, statement: str, item: str, measure: str, value: str) -> str:
        """Id of the fact of this meaning and value; a table's before a sentence's; "" if there is none."""
        return _best(fact for fact in self._by_item[(statement, item, measure)] if value in _values(fact))

    def row(self, statement: str, name: str, value: str, *, code: str = "") -> str:
        """Id of the fact that stands in the row ``name`` (with ``code``) of a statement and has this amount."""
        return _best(
            fact
            for fact in self._by_statement[statement]
            if value in _values(fact)
            and (fact["item"] == name or fact["item"].startswith(f"{name}/"))
            and (not code or fact["code"] == code)
        )


def _values(fact: Row) -> tuple[str, str]:
    return (fact["amount"] or fact["value"], fact["value"])


def _best(facts: Iterable[Row]) -> str:
    found = sorted(facts, key=lambda fact: (_ORIGINS.index(fact["origin"]), fact["fact_id"]))
    return found[0]["fact_id"] if found else ""


def totals_figures(row: Row, facts: Facts) -> dict[str, Json]:
    """Column of ``totals`` to ``[value, fact]``, for the columns that hold something."""
    places = totals_declaration()
    found = {}
    for column, value in row.items():
        if column in _TOTALS_KEYS or not value:
            continue
        ids = (facts.printed(one.statement.value, one.item, one.measure.value, value) for one in places[column])
        found[column] = [value, next((one for one in ids if one), "")]
    return found


#: Where a report prints its expenditure by function, the fullest table first.
_BY_FUNCTION = ("expenditure_by_function", "general_by_function", "general_by_class")


def function_figures(lines: Iterable[Row], facts: Facts) -> Json:
    """Expenditure by function class, of the fullest table that prints it.

    ``{statement, classes: [[code, name, value, fact]]}``, or ``None`` where no table prints it.
    """
    by_statement: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        if line["level"] == "class" and line["expenditure_total"]:
            by_statement[line["statement"]].append(line)
    for statement in _BY_FUNCTION:
        classes = by_statement.get(statement)
        if classes:
            return {"statement": statement, "classes": [_class_line(line, facts) for line in classes]}
    return None


def _class_line(line: Row, facts: Facts) -> Json:
    value = line["expenditure_total"]
    fact = facts.row(line["statement"], line["name"], value, code=line["code"])
    return [
        line["code_normalised"] or line["code"],
        line["name"],
        value,
        fact or facts.row(line["statement"], line["name"], value),
    ]


_PHASE_MEASURES = {"budget": ("budget", "amount", "adjusted_budget"), "final": ("amount",)}


def three_public_figures(rows: Iterable[Row], facts: Facts) -> Iterator[Json]:
    """``[item, phase, value, fact]`` of each amount among the three public costs."""
    for row in rows:
        if not row["amount"]:
            continue
        ids = (
            facts.printed("three_public", row["item"], measure, row["amount"])
            for measure in _PHASE_MEASURES[row["phase"]]
        )
        fact = next((one for one in ids if one), "")
        yield [row["item"], row["phase"], row["amount"], fact or facts.row("three_public", row["item"], row["amount"])]
