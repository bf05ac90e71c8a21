"""What a machine can see in the words of a document: placeholders, gaps, garbled cells, text of another place or year.

Patterns and their verdicts are data (``rules/90_text.yaml``); what no pattern can say has a function of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from domain.records import Check, Fact
from domain.redaction import redact
from parsers.model import DocumentModel, ReportContext
from parsers.reconcile.cases import Case, PatternCase, ReadingCase
from parsers.reconcile.declarations import load_rules
from parsers.reconcile.engine import applicable, collapse
from parsers.reconcile.findings import Finding
from parsers.reconcile.text import headings, heads, identity, patterns, places, projects, rows
from parsers.reconcile.text.passages import Passages

#: Checks of a whole text, by name.
READINGS: dict[str, Callable[[ReadingCase, Passages], Iterator[Finding]]] = {
    "numbering": headings.numbering,
    "scope": headings.scope,
    "heading_year": headings.heading_year,
    "repeated_clause": patterns.repeated_clause,
    "repeated_end": patterns.repeated_end,
    "project_lists": projects.project_lists,
    "project_titles": projects.project_titles,
    "paths": patterns.paths,
    "other_places": places.other_places,
    "other_bureaus": places.other_bureaus,
    "other_agency": heads.other_agency,
    "unit_conflict": heads.unit_conflict,
    "shared_amounts": heads.shared_amounts,
    "row_numbers": rows.row_numbers,
    "identity": identity.identity,
}


def inspect_text(model: DocumentModel, facts: Sequence[Fact], context: ReportContext) -> tuple[Check, ...]:
    """Checks of the text of one document. ``facts`` are those read from it: a finding cites the ones it touches."""
    passages = Passages.of(model, facts, context)
    found: list[tuple[str, Finding]] = []
    for rule in load_rules():
        for case in applicable(rule, context):
            found.extend((rule.id, finding) for finding in _evaluate(case, passages))
    return tuple(
        check.model_copy(update={"message_zh": redact(check.message_zh), "message_en": redact(check.message_en)})
        for check in collapse(found)
    )


def _evaluate(case: Case, passages: Passages) -> Iterator[Finding]:
    if isinstance(case, PatternCase):
        yield from patterns.evaluate(case, passages)
    elif isinstance(case, ReadingCase):
        yield from READINGS[case.check](case, passages)
