"""Sentences to facts: the grammar of 情况说明 and the prose around it.

A passage is read by the section it stands in (``sections``): budget sections clause by clause (``grammar``), so that every
figure has a subject or is reported as unread; prose on staff, performance and work by the words around a figure
(``prose``). All words are declared in ``parsers/statements/patterns``.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.records import Fact
from parsers.model import DocumentModel, ReportContext
from parsers.statements.narrative.document import read_document

__all__ = ["NarrativeReading", "UnreadFigure", "read_narrative"]


@dataclass(frozen=True, slots=True)
class UnreadFigure:
    """A figure of a budget section that no pattern claimed. ``quote`` is redacted; ``why`` is for the operator."""

    paragraph: int
    quote: str
    page: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class NarrativeReading:
    """Facts of all sentences in reading order (without ids), and the figures nobody claimed."""

    facts: tuple[Fact, ...]
    unread: tuple[UnreadFigure, ...]


def read_narrative(model: DocumentModel, context: ReportContext) -> NarrativeReading:
    """Read every paragraph of ``model``, and the long texts in its tables for workload. Never raises for odd text."""
    read = read_document(model, context)
    return NarrativeReading(
        facts=read.facts,
        unread=tuple(UnreadFigure(place.paragraph, place.quote, place.page, place.why) for place in read.unread),
    )
