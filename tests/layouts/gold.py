"""Golden records: what a built document says, as JSON, and back.

One fact per line. What is the rule is left out of a line and filled in by :func:`load`: measure ``amount``, state
``value``, the unit of the document for money, ``graded``; a fact with a ``sentence`` is of origin ``narrative``.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import Any

from tests.layouts.build import FIXTURES
from tests.layouts.lines import MONEY_MEASURES
from tests.layouts.model import Built, DeclarationError, GoldFact
from tests.layouts.numbers import yuan_text

#: What a format holds of a document: spreadsheets carry no sentences.
BOTH, TABLES = ["table", "narrative"], ["table"]
ORIGINS = {"pdf": BOTH, "docx": BOTH, "html": BOTH, "xlsx": TABLES, "xls": TABLES}
PLACES = ("row", "column", "sentence")


def record(built: Built) -> dict[str, Any]:
    """The golden record of one layout, ready for JSON."""
    declared = built.declaration
    tables: dict[str | int, int] = {table.title: table.number for table in built.tables}
    if len(tables) != len(built.tables):
        raise DeclarationError(f"{built.id}: two tables have one title")
    return {
        "id": built.id,
        "about": declared["about"],
        "document": declared["document"],
        "formats": declared["formats"],
        "tables": [_table(table.options, table.number, table.title, table.form) for table in built.tables],
        "mistakes": declared.get("mistakes", []),
        "reviewed_by": declared["reviewed"]["by"],
        "reviewed_at": str(declared["reviewed"]["at"]),
        "facts": [_short(fact, tables, declared["document"]["unit"]) for fact in built.facts],
    }


def _table(options: dict[str, Any], number: int, title: str, form: str) -> dict[str, Any]:
    found: dict[str, Any] = {"number": number, "title": title}
    found |= {"form": form} if form else {}
    found |= {"statement": options["statement"]} if "statement" in options else {}
    found |= {"declared_empty": True} if options.get("empty") else {}
    found |= {"ungraded_as": options["ungraded_as"]} if "ungraded_as" in options else {}
    return found | ({"graded": False} if options.get("graded") is False else {})


def _short(fact: GoldFact, tables: dict[str | int, int], unit: str) -> dict[str, Any]:
    found: dict[str, Any] = {"statement": fact.key.statement, "item": fact.key.item}
    found |= {"measure": fact.key.measure} if fact.key.measure != "amount" else {}
    found |= {"code": fact.key.code} if fact.key.code else {}
    if fact.amount is not None:
        found["amount"] = yuan_text(fact.amount)
    if fact.value is not None:
        found["value"] = f"{fact.value:f}"
    if fact.text is not None:
        found["text"] = fact.text
    found["printed"] = fact.printed
    if fact.unit and (fact.unit != unit or fact.key.measure not in MONEY_MEASURES):
        found["unit"] = fact.unit
    found |= {"cell_state": fact.state} if fact.state != "value" else {}
    if "table" in fact.where:
        found["table"] = tables[fact.where["table"]]
    found |= {name: fact.where[name] for name in PLACES if name in fact.where}
    if found.get("row") == fact.key.item.split("/")[0]:
        del found["row"]
    return found | ({} if fact.graded else {"graded": False})


def text(found: dict[str, Any]) -> str:
    """JSON with one line per table, mistake and fact, so that a change shows as a line in a comparison."""
    lines = []
    for name, value in found.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join(_line(row) for row in value)
            lines.append(f"{_line(name)}: [\n{rows}\n]")
        else:
            lines.append(f"{_line(name)}: {_line(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def load(name: str) -> dict[str, Any]:
    """The golden record of a layout with every fact written out: ``amount`` and ``value`` as :class:`Decimal`."""
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.gold.json").read_text(encoding="utf-8"))
    titles = {table["number"]: table["title"] for table in found["tables"]}
    for number, fact in enumerate(found["facts"], start=1):
        fact["id"] = f"{number:04}"
        fact.setdefault("measure", "amount")
        fact["origin"] = "narrative" if "sentence" in fact else "table"
        fact.setdefault("cell_state", "value")
        fact.setdefault("graded", True)
        if fact["measure"] in MONEY_MEASURES and fact["cell_state"] != "declared_empty":
            fact.setdefault("unit", found["document"]["unit"])
        for kind in ("amount", "value"):
            if kind in fact:
                fact[kind] = Decimal(fact[kind])
        if fact["origin"] == "table" and "table" in fact:
            fact.setdefault("row", fact["item"].split("/")[0])
            fact["title"] = titles[fact["table"]]
    return found
