"""A document as numbered passages: its paragraphs and its cells, in one form of characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from domain.records import Fact
from domain.redaction import redact
from domain.text import normalise, squeeze
from parsers.model import DocumentModel, Paragraph, ReportContext, Table

#: Characters of a quotation on either side of what was found, where no clause ends earlier.
_AROUND = 14
_CLAUSE_ENDS = ",;:。!?"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph or one cell. ``number`` is that of the paragraph or of the table."""

    kind: Literal["paragraph", "cell"]
    number: int
    text: str
    row: int | None = None

    def quote(self, start: int, end: int) -> str:
        """The place within its clause (cut where that is long), redacted."""
        before, after = self.text[max(0, start - _AROUND) : start], self.text[end : end + _AROUND]
        before = before[max(before.rfind(mark) for mark in _CLAUSE_ENDS) + 1 :]
        ends = [after.find(mark) for mark in _CLAUSE_ENDS if mark in after]
        return squeeze_quote(redact(before + self.text[start:end] + after[: min(ends, default=len(after))]))


def squeeze_quote(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;:。")


@dataclass(frozen=True)
class Passages:
    """All passages of one document, with the facts that were read from it."""

    model: DocumentModel
    facts: tuple[Fact, ...]
    context: ReportContext

    @classmethod
    def of(cls, model: DocumentModel, facts: Sequence[Fact], context: ReportContext) -> Passages:
        return cls(model, tuple(facts), context)

    @cached_property
    def all(self) -> tuple[Passage, ...]:
        return tuple(self._passages())

    @property
    def paragraphs(self) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.all if passage.kind == "paragraph")

    @property
    def cells(self) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.all if passage.kind == "cell")

    def _passages(self) -> Iterable[Passage]:
        for block in self.model.blocks:
            if isinstance(block, Paragraph):
                yield Passage("paragraph", block.number, normalise(block.text))
            elif isinstance(block, Table):
                for cell in block.cells:
                    if cell.text.strip():
                        yield Passage("cell", block.number, normalise(cell.text), cell.row)

    def facts_at(self, passage: Passage, found: str) -> tuple[Fact, ...]:
        """Facts of the passage whose quotation holds what was found."""
        wanted = squeeze(found)
        return tuple(fact for fact in self._facts_of(passage) if wanted in squeeze(fact.quote))

    def _facts_of(self, passage: Passage) -> Iterable[Fact]:
        for fact in self.facts:
            place = fact.table_no if passage.kind == "cell" else fact.paragraph if fact.table_no is None else None
            if place == passage.number:
                yield fact
