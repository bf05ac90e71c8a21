"""Titles below which no table is drawn, only the sentence that there is nothing to print.

``政府性基金预算支出表`` and, a line or two below, ``注：本部门没有使用政府性基金预算拨款安排的支出，故本表无数据。``
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.records import CellState, Fact, Measure, Method, Origin, Statement
from domain.redaction import redact
from parsers.model import DocumentModel, Paragraph, Table
from parsers.statements.tables.captions import Line, TitleReader, is_contents_line, lines_of
from parsers.statements.tables.declarations import Layout, Library
from parsers.statements.tables.facts import LONGEST_QUOTE


def empty_titles(model: DocumentModel, titles: TitleReader, library: Library, item: str) -> Iterator[Fact]:
    """A fact of state ``declared_empty`` for every known title that a sentence and no table follows."""
    title: tuple[Statement, Line] | None = None
    held: Fact | None = None
    for block in model.blocks:
        if isinstance(block, Table):
            title = held = None  # the sentence stood above its table, which says the same
            continue
        if not isinstance(block, Paragraph):
            continue
        for line in lines_of(block.text, block.page, block.number):
            if is_contents_line(line) or titles.is_caption_line(line):
                continue
            statement = _statement(line, titles, library)
            if statement is not None:
                if held is not None:
                    yield held
                title, held = (statement, line), None
            elif title is not None and held is None and any(p.search(line.key) for p in library.common.empty):
                held = _fact(title[0], title[1], line, item)
            else:  # anything but captions between title and sentence: a list of contents, or text
                if held is not None:
                    yield held
                title = held = None
    if held is not None:
        yield held


def _statement(line: Line, titles: TitleReader, library: Library) -> Statement | None:
    """The statement of a line that is the title of a table the dataset reads."""
    title = titles.read(line)
    if title is None or not title.known or title.weak:
        return None
    fitting = (
        one
        for one in library.declarations
        if one.layout is not Layout.UNREAD and (one.id in title.declarations or one.table in title.tables)
    )
    return next((one.statement for one in fitting), None)


def _fact(statement: Statement, title: Line, line: Line, item: str) -> Fact:
    words = redact(line.text)[:LONGEST_QUOTE]
    return Fact(
        statement=statement,
        item=item,
        item_printed=redact(title.text),
        measure=Measure.TEXT,
        printed=words,
        cell_state=CellState.DECLARED_EMPTY,
        origin=Origin.TABLE,
        page=line.page,
        paragraph=line.paragraph,
        quote=words,
        method=Method.TEXT,
        confidence=Decimal("1.00"),
    )
