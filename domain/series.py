"""Pictures of pages that were read as one document: their facts as those of the whole, and back.

Tables, rows and paragraphs are numbered through a series, so that facts of one table in two pictures belong together
as soon as they bear one ``document_id``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.records import Fact


def as_wholes(facts: Sequence[Fact], series: Mapping[str, str]) -> tuple[Fact, ...]:
    """``facts``, those of a picture of a series under the id of the series. ``series``: picture → series."""
    if not series:
        return tuple(facts)
    return tuple(
        fact.model_copy(update={"document_id": series[fact.document_id]}) if fact.document_id in series else fact
        for fact in facts
    )


def as_printed(facts: Sequence[Fact], before: Sequence[Fact]) -> tuple[Fact, ...]:
    """``facts`` under the ids of the documents that print them: those of ``before``, in the same order."""
    return tuple(
        fact if fact.document_id == own.document_id else fact.model_copy(update={"document_id": own.document_id})
        for fact, own in zip(facts, before, strict=True)
    )
