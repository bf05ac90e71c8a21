"""The document model as JSON: what a reader process sends back. Data only, so that a hijacked reader sends no code."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from domain.records import BBox, DocumentState, Method
from parsers.model import (
    Block,
    Cell,
    Chart,
    DocumentModel,
    Limits,
    Paragraph,
    Ruling,
    Table,
    UnreadableDocument,
)
from parsers.readers.archives import Member
from parsers.readers.second_opinion import SeenCell

_LIMITS = tuple(one.name for one in fields(Limits))


def dump_model(model: DocumentModel) -> bytes:
    """``model`` as JSON; :func:`load_model` gives an equal one back."""
    return json.dumps(
        {
            "media_type": model.media_type,
            "reader": model.reader,
            "pages": model.pages,
            "method": model.method,
            "notes": model.notes,
            "unread": model.unread,
            "title": model.title,
            "blocks": [_dump_block(block) for block in model.blocks],
        },
        separators=(",", ":"),
    ).encode("ascii")


def load_model(raw: bytes) -> DocumentModel:
    """The model of :func:`dump_model`. Raises ``ValueError``, ``KeyError`` or ``TypeError`` on anything else."""
    data = json.loads(raw)
    return DocumentModel(
        media_type=data["media_type"],
        reader=data["reader"],
        blocks=tuple(_load_block(block) for block in data["blocks"]),
        pages=data["pages"],
        method=Method(data["method"]),
        notes=tuple(data["notes"]),
        unread=tuple(data["unread"]),
        title=data["title"],
    )


def dump_members(found: tuple[Member, ...]) -> bytes:
    """Members of an archive as a length, a JSON list and their bytes one after the other."""
    listed = json.dumps([[m.name, len(m.data), m.state, m.message] for m in found]).encode("ascii")
    return b"".join([len(listed).to_bytes(8, "big"), listed, *(member.data for member in found)])


def load_members(raw: bytes) -> tuple[Member, ...]:
    place = 8 + int.from_bytes(raw[:8], "big")
    found: list[Member] = []
    for name, length, state, message in json.loads(raw[8:place]):
        found.append(Member(name, raw[place : place + length], DocumentState(state), message))
        place += length
    return tuple(found)


def dump_seen(seen: tuple[SeenCell, ...]) -> bytes:
    return json.dumps([[cell.page, cell.bbox, cell.text] for cell in seen]).encode("ascii")


def load_seen(raw: bytes) -> tuple[SeenCell, ...]:
    return tuple(
        SeenCell(int(page), (float(x0), float(top), float(x1), float(bottom)), str(text))
        for page, (x0, top, x1, bottom), text in json.loads(raw)
    )


def dump_error(error: UnreadableDocument) -> bytes:
    return json.dumps({"state": error.state, "message": error.message}).encode("ascii")


def load_error(raw: bytes) -> UnreadableDocument:
    data = json.loads(raw)
    return UnreadableDocument(DocumentState(data["state"]), str(data["message"]))


def dump_limits(limits: Limits) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in _LIMITS}


def load_limits(data: dict[str, Any]) -> Limits:
    return Limits(**{name: data[name] for name in _LIMITS})


def _dump_block(block: Block) -> list[Any]:
    if isinstance(block, Paragraph):
        return ["p", block.number, block.text, block.page, block.bbox, block.level, block.method, block.confidence]
    if isinstance(block, Chart):
        return ["c", block.number, block.title, block.points, block.page]
    cells = [(c.row, c.column, c.text, c.row_span, c.column_span, c.page, c.bbox, c.confidence) for c in block.cells]
    return [
        "t", block.number, block.rows, block.columns, cells, block.page, block.bbox, block.ruling, block.name,
        block.method,
    ]  # fmt: skip


def _load_block(data: list[Any]) -> Block:
    kind, *rest = data
    if kind == "p":
        number, text, page, bbox, level, method, confidence = rest
        return Paragraph(number, text, page, _box(bbox), level, Method(method), confidence)
    if kind == "c":
        number, title, points, page = rest
        return Chart(number, title, tuple((series, category, value) for series, category, value in points), page)
    number, rows, columns, cells, page, bbox, ruling, name, method = rest
    return Table(
        number=number,
        rows=rows,
        columns=columns,
        cells=tuple(
            Cell(row, column, text, row_span, column_span, place, _box(box), confidence)
            for row, column, text, row_span, column_span, place, box, confidence in cells
        ),
        page=page,
        bbox=_box(bbox),
        ruling=Ruling(ruling),
        name=name,
        method=Method(method),
    )


def _box(value: list[float] | None) -> BBox | None:
    if value is None:
        return None
    x0, top, x1, bottom = value
    return x0, top, x1, bottom
