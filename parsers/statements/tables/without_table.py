"""Titles below which no table is drawn, only the sentence that there is nothing to print.

``政府性基金预算支出表`` and, a line or two below, ``注：本部门没有使用政府性基金预算拨款安排的支出，故本表无数据。``
Between the two may stand the head of the form: three-line forms without a figure are no table to a reader of pages.
That such lines are a head is inferred, as are tables without rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.records import CellState, Fact, Measure, Method, Origin, Statement
from domain.redaction import redact
from parsers.model import DocumentModel, Paragraph, Table
from parsers.statements.labels import label_key
from parsers.statements.tables.captions import Line, TitleReader, is_contents_line, lines_of
from parsers.statements.tables.declarations import Declaration, Layout, Library
from parsers.statements.tables.facts import INFERRED, LONGEST_QUOTE
from parsers.statements.tables.pieces import begins_with_title
from parsers.statements.tables.vocabulary import Vocabulary

#: Column numbers below a head.
_NUMBER = re.compile(r"\d{1,2}")
_CERTAIN = Decimal("1.00")
#: What ``table_titles.csv`` calls all tables it has no name for.
_OTHER = "other"


def empty_titles(model: DocumentModel, titles: TitleReader, library: Library, item: str) -> Iterator[Fact]:
    """A fact of state ``declared_empty`` for every known title that a sentence and no table follows."""
    title: tuple[Statement, Line, list[Declaration]] | None = None
    held: Fact | None = None
    confidence = _CERTAIN
    for block in model.blocks:
        if isinstance(block, Table):
            # Without a title of its own it is the table below the sentence, and says the same.
            yield from [held] if held is not None and begins_with_title(block, titles) else []
            title = held = None
        if not isinstance(block, Paragraph):
            continue
        for line in lines_of(block.text, block.page, block.number):
            if is_contents_line(line) or titles.is_caption_line(line):
                continue
            titled = _declarations(line, titles, library)
            statement = next((one.statement for one in titled), None)
            if statement is not None:
                if held is not None:
                    yield held
                title, held, confidence = (statement, line, titled), None, _CERTAIN
            elif title is not None and held is None and any(p.search(line.key) for p in library.common.empty):
                held = _fact((title[0], title[1]), line, _prefix(title[2]) + item, confidence)
            elif title is not None and held is None and _is_of_head(line, title[2], library):
                confidence = INFERRED
            else:  # anything else between title and sentence: a list of contents, or text
                if held is not None:
                    yield held
                title = held = None
    if held is not None:
        yield held


def _declarations(line: Line, titles: TitleReader, library: Library) -> list[Declaration]:
    """What a line is the title of, of the tables the dataset reads."""
    title = titles.read(line)
    if title is None or not title.known or title.weak:
        return []
    read = [one for one in library.declarations if one.layout is not Layout.UNREAD]
    first = [one for one in read if one.title_first and one.id in title.declarations]
    listed = title.tables - {_OTHER}
    return first or [one for one in read if one.id in title.declarations or one.table in listed]


def _prefix(titled: list[Declaration]) -> str:
    """What stands before the items of the table; nothing where the title may be that of several."""
    prefixes = {one.prefix for one in titled}
    return prefixes.pop() if len(prefixes) == 1 else ""


def _is_of_head(line: Line, titled: list[Declaration], library: Library) -> bool:
    """科目编码　科目名称　年初结转和结余: nothing but headings of the form, numbers of columns and 合计."""
    common = library.common
    vocabularies = [Vocabulary(one, common, None) for one in titled]

    def known(word: str) -> bool:
        named = any(one.knows(word) for one in vocabularies)
        return bool(
            named or label_key(word) in common.totals or label_key(word) in common.lines or _NUMBER.fullmatch(word)
        )

    # 合　计 is one word.
    return all(known(text) or all(known(word) for word in text.split()) for text in line.text.split("\t"))


def _fact(named: tuple[Statement, Line], line: Line, item: str, confidence: Decimal) -> Fact:
    statement, title = named
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
        confidence=confidence,
    )
