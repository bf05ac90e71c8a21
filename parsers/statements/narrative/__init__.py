"""Sentences to facts: the grammar of 情况说明 and the prose around it.

A passage is read by the section it stands in (``sections``): budget sections clause by clause (``grammar``), so that
every figure has a subject or is reported as unread; prose on staff, performance and work by the words around a figure
(``prose``). All words are declared in ``parsers/statements/patterns``.
"""

from __future__ import annotations

from parsers.model import DocumentModel, ReportContext
from parsers.statements.narrative.document import DocumentReader
from parsers.statements.narrative.reading import NarrativeReading, UnreadFigure

__all__ = ["NarrativeReading", "UnreadFigure", "read_narrative"]


def read_narrative(model: DocumentModel, context: ReportContext) -> NarrativeReading:
    """Read every paragraph of ``model``, and the long texts in its tables for workload. Never raises for odd text."""
    return DocumentReader(model, context).read()
