"""The one document model that every reader produces: blocks in reading order, each with its place.

Coordinates are points from the top left corner of the unrotated page as a person sees it (a ``/Rotate 90`` page is
turned first). Formats without pages or boxes (DOCX, HTML, spreadsheets) leave them ``None``; a spreadsheet's sheets
count as pages. Text is as printed: readers repair nothing but the encoding of glyphs; comparing forms are made by
``domain.text``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.records import BBox, DocumentState, Method


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or text line group. ``number`` counts paragraphs of the document from 1."""

    number: int
    text: str
    page: int | None = None
    bbox: BBox | None = None
    #: Heading level where the format states one (Word outline level, h1-h6).
    level: int | None = None
    method: Method = Method.TEXT
    #: How sure its figures are where text recognition read them.
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``row`` and ``column`` count from 0 in the table's full grid; spans are at least 1.

    A merged cell appears once, at its top left position.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    bbox: BBox | None = None
    confidence: float = 1.0


class Ruling(StrEnum):
    """How the table's structure is known; a structure that was inferred gives facts of low confidence."""

    STATED = "stated"  # by the format: Word, HTML, spreadsheet
    RULED = "ruled"  # from drawn lines
    INFERRED = "inferred"  # from white space and known column heads
    UNCERTAIN = "uncertain"  # lines of text whose columns cannot be told: reported, never read


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the full grid ``rows`` x ``columns``. ``number`` counts tables of the document from 1.

    A table that a page break cuts is one table (its cells carry their own pages).
    """

    number: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    page: int | None = None
    bbox: BBox | None = None
    ruling: Ruling = Ruling.STATED
    #: Sheet name, where there is one.
    name: str | None = None
    method: Method = Method.TEXT


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its cached values: ``series`` maps (series name, category) in order to the printed number."""

    number: int
    title: str | None
    points: tuple[tuple[str, str, str], ...]  # (series, category, printed value)
    page: int | None = None


Block = Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class DocumentModel:
    """What a reader returns: blocks in reading order and how they were read."""

    media_type: str
    reader: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    method: Method = Method.TEXT
    #: Things a person should know, e.g. "page 3 holds only an image".
    notes: tuple[str, ...] = ()
    #: Pages that only text recognition can read, where it is not installed.
    unread: tuple[int, ...] = ()
    #: Title the file itself states (HTML title, Word core properties).
    title: str | None = None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Chart))


class UnreadableDocument(Exception):
    """A document that cannot be read, with the named state it ends in and a sentence for a person."""

    def __init__(self, state: DocumentState, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds inside which one document is read (in a child process, see ``parsers.isolation``)."""

    seconds: float = 120.0
    memory_mb: int = 1024
    pages: int = 2000
    cells: int = 400_000
    bytes: int = 100 * 1024 * 1024
    unpacked_bytes: int = 500 * 1024 * 1024
    #: Where pages must be recognised: seconds for each, and for the whole document; memory of the process.
    page_seconds: float = 60.0
    scanned_seconds: float = 1800.0
    scanned_memory_mb: int = 1600


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What is known about a report before its documents are read; never used to invent a figure."""

    fiscal_year: int | None = None
    report_type: str | None = None  # "budget" | "final_accounts"
    agency: str | None = None
    province: str | None = None
    default_unit: str | None = field(default=None)
    #: Code of the division, where the source of the report is known.
    division: str | None = None


#: The context of a file that comes without anybody's word.
NOTHING_KNOWN = ReportContext()
