"""Reads evidence back: where the outline is, and what is inside it."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from domain.records import Fact, Measure, Origin, Statement
from parsers.evidence.picture import COVER, MARK
from parsers.model import Cell, Paragraph


def pixels(png: bytes):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def box_of(found) -> tuple[int, int, int, int]:
    """(x0, y0, x1, y1) of the pixels that are true."""
    rows, columns = np.where(found)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def is_colour(image, colour):
    return (image == np.array(colour)).all(axis=2)


def outline_of(image) -> tuple[int, int, int, int]:
    return box_of(is_colour(image, MARK))


def ink(image):
    """What is printed: darker than paper, outline, marker pen and covers."""
    marks = is_colour(image, MARK) | is_colour(image, COVER)
    return (image.max(axis=2) < 150) & ~marks


def fact_at(place: Cell | Paragraph, printed: str, quote: str, *, table_no: int | None = None) -> Fact:
    """A fact that stands at a place of a document model."""
    cell = place if isinstance(place, Cell) else None
    return Fact(
        fact_id="f-0000000000000001",
        statement=Statement.SUMMARY,
        item="收入总计",
        item_printed="收入总计",
        measure=Measure.AMOUNT,
        printed=printed,
        origin=Origin.TABLE if cell else Origin.NARRATIVE,
        page=place.page,
        table_no=table_no,
        row_no=cell.row + 1 if cell else None,
        column_no=cell.column + 1 if cell else None,
        paragraph=place.number if isinstance(place, Paragraph) else None,
        bbox=place.bbox,
        quote=quote,
    )
