"""Declarations to built documents, golden facts and files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.layouts.figures import Figures
from tests.layouts.model import Block, Built, DeclarationError, GoldFact, PageBreak, Paragraph
from tests.layouts.narrative import Narrative
from tests.layouts.numbers import yuan_text
from tests.layouts.tables import Maker
from tests.layouts.writer import Mistake, Style, Writer

HERE = Path(__file__).parent
DECLARATIONS = HERE / "declarations"
FIXTURES = HERE.parent / "fixtures" / "layouts"
FORMS = "_forms.yaml"
#: What a format holds of a document: spreadsheets carry no sentences.
ORIGINS = {"pdf": ["table", "narrative"], "docx": ["table", "narrative"], "html": ["table", "narrative"]}


def names() -> list[str]:
    """Ids of all declared layouts."""
    return sorted(path.stem for path in DECLARATIONS.glob("*.yaml") if not path.name.startswith("_"))


@cache
def _yaml(name: str) -> str:
    return (DECLARATIONS / name).read_text(encoding="utf-8")


def load(name: str) -> dict[str, Any]:
    """One declaration with its words for place and year filled in."""
    found: dict[str, Any] = yaml.safe_load(_yaml(f"{name}.yaml"))
    return found


def build(name: str) -> Built:
    """Blocks and golden facts of one layout. Raises :class:`DeclarationError` when it contradicts itself."""
    declared = load(name)
    document = declared["document"]
    forms = yaml.safe_load(_yaml(FORMS))
    mistakes = [Mistake(**mistake) for mistake in declared.get("mistakes", [])]
    figures = Figures(declared["accounts"], document["fiscal_year"])
    writer = Writer(figures, mistakes)
    unit = document["unit"]
    text = declared.get("text", {})
    narrative = Narrative(writer, Style(**{"unit": unit, **text}), name)
    table_style = Style(**{"unit": unit, "zero": "", **declared.get("tables", {})})
    maker = Maker(writer, document, table_style)
    blocks: list[Block] = []
    for entry in declared["body"]:
        blocks += _blocks(entry, declared, forms, narrative, maker)
    for mistake in mistakes:
        if mistake.met == 0:
            raise DeclarationError(f"{name}: mistake {mistake.id} meets no figure")
    return Built(name, declared, blocks, writer.facts)


def _blocks(
    entry: Any, declared: dict[str, Any], forms: dict[str, Any], narrative: Narrative, maker: Maker
) -> list[Block]:
    if entry == "---":
        return [PageBreak()]
    entry = _filled(entry, declared["document"])
    if isinstance(entry, dict) and "cover" in entry:
        return [*(Paragraph(line, "cover") for line in entry["cover"]), PageBreak()]
    if isinstance(entry, dict) and "contents" in entry:
        return [Paragraph("目  录", "part"), *(Paragraph(line, "contents") for line in entry["contents"]), PageBreak()]
    for kind in ("part", "section"):
        if isinstance(entry, dict) and kind in entry:
            return [Paragraph(entry[kind], kind)]
    if isinstance(entry, dict) and "table" in entry:
        table = dict(entry["table"])
        base = _filled(forms[table.pop("use")], declared["document"]) if "use" in table else {}
        try:
            return [maker.build({**base, **table})]
        except DeclarationError as problem:
            raise DeclarationError(f"{maker.document['agency']} table {table.get('title', base.get('title'))}: {problem}") from problem
    return [Paragraph(text) for text in narrative.expand(entry)]


def _filled(value: Any, document: dict[str, Any]) -> Any:
    """``<agency>``, ``<year>``, ``<last>`` and ``<unit>`` replaced in every text."""
    if isinstance(value, str):
        year = document["fiscal_year"]
        words = {"agency": document["agency"], "year": year, "last": year - 1, "unit": document["unit"]}
        for word, text in words.items():
            value = value.replace(f"<{word}>", str(text))
        return value
    if isinstance(value, dict):
        return {key: _filled(part, document) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, document) for part in value]
    return value


def gold(built: Built) -> dict[str, Any]:
    """The golden record of one layout, ready for JSON."""
    declared = built.declaration
    formats = {
        kind: {"file": f"{built.id}.{kind}", "origins": ORIGINS.get(kind, ["table"])} for kind in declared["formats"]
    }
    tables = [
        {
            "number": table.number,
            "title": table.title,
            "form": table.form,
            "statement": table.options.get("statement"),
            "declared_empty": bool(table.options.get("empty")),
            "graded": table.options.get("graded", True),
        }
        for table in built.tables
    ]
    return {
        "id": built.id,
        "about": declared["about"],
        "document": declared["document"],
        "formats": formats,
        "tables": tables,
        "mistakes": declared.get("mistakes", []),
        "reviewed_by": declared["reviewed"]["by"],
        "reviewed_at": str(declared["reviewed"]["at"]),
        "facts": [_fact(built.id, number, fact) for number, fact in enumerate(built.facts, start=1)],
    }


def _fact(layout: str, number: int, fact: GoldFact) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"{number:04}",
        "statement": fact.key.statement,
        "item": fact.key.item,
        "measure": fact.key.measure,
    }
    if fact.key.code:
        found["code"] = fact.key.code
    if fact.amount is not None:
        found["amount"] = yuan_text(fact.amount)
    if fact.value is not None:
        found["value"] = f"{fact.value:f}"
    if fact.text is not None:
        found["text"] = fact.text
    found["printed"] = fact.printed
    if fact.unit:
        found["unit"] = fact.unit
    if fact.state != "value":
        found["cell_state"] = fact.state
    found["origin"] = fact.origin
    found["where"] = fact.where
    if fact.also:
        found["also"] = list(fact.also)
    if not fact.graded:
        found["graded"] = False
    return found


def gold_text(record: dict[str, Any]) -> str:
    """JSON with one fact per line, so that a change shows as a line in a comparison."""
    head = {name: value for name, value in record.items() if name != "facts"}
    lines = ",\n".join(json.dumps(fact, ensure_ascii=False, separators=(",", ":")) for fact in record["facts"])
    opened = json.dumps(head, ensure_ascii=False, indent=1, default=str)[:-2]
    return f'{opened},\n "facts": [\n{lines}\n]}}\n'


def render(built: Built, kind: str) -> bytes:
    """The file of one format."""
    from tests.layouts.render import docx, html, pdf, xls, xlsx

    renderers = {"pdf": pdf.render, "xlsx": xlsx.render, "xls": xls.render, "docx": docx.render, "html": html.render}
    return renderers[kind](built)
