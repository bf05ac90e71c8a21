"""Declarations to built documents, golden facts and files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from domain.declared import from_yaml
from tests.layouts.figures import Figures
from tests.layouts.model import Block, Built, DeclarationError, PageBreak, Paragraph
from tests.layouts.narrative import Narrative
from tests.layouts.tables import Maker
from tests.layouts.writer import Mistake, Style, Writer

HERE = Path(__file__).parent
DECLARATIONS = HERE / "declarations"
FIXTURES = HERE.parent / "fixtures" / "layouts"
FORMS = "_forms.yaml"


def names() -> list[str]:
    """Ids of all declared layouts."""
    return sorted(path.stem for path in DECLARATIONS.glob("*.yaml") if not path.name.startswith("_"))


@cache
def _yaml(name: str) -> dict[str, Any]:
    found: dict[str, Any] = from_yaml((DECLARATIONS / name).read_text(encoding="utf-8"))
    return found


def load(name: str) -> dict[str, Any]:
    """One declaration as it is written; not to be changed."""
    return _yaml(f"{name}.yaml")


@cache
def build(name: str) -> Built:
    """Blocks and golden facts of one layout. Raises :class:`DeclarationError` when it contradicts itself."""
    declared = load(name)
    document = declared["document"]
    forms = _yaml(FORMS)
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
            raise DeclarationError(
                f"{maker.document['agency']} table {table.get('title', base.get('title'))}: {problem}"
            ) from problem
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


def render(built: Built, kind: str) -> bytes:
    """The file of one format."""
    from tests.layouts.render import docx, html, pdf, xls, xlsx

    renderers = {"pdf": pdf.render, "xlsx": xlsx.render, "xls": xls.render, "docx": docx.render, "html": html.render}
    return renderers[kind](built)
