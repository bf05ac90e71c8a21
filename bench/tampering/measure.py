"""What the chain says of a document before and after a change: readings, facts, checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.tampering.changes import changes
from domain.identifiers import number_facts, sha256_hex
from domain.records import Fact, Verdict
from parsers.examine import Source, evaluate, examine
from parsers.model import NOTHING_KNOWN, DocumentModel, ReportContext
from parsers.reconcile import inspect_text
from parsers.statements import read_statements

_REPORT = "tampered"


@dataclass(frozen=True)
class Said:
    """Everything a person would be told about a document that is not as it should be, and what is only noted."""

    alarms: frozenset[tuple[str, str]]
    notes: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Result:
    """One change: whether something new was said about the document."""

    document: str
    kind: str
    how: str
    statement: str
    place: str
    noticed: bool
    #: Not an alarm, but a check turned from pass to a note.
    noted: bool
    #: What was said, for a person.
    by: tuple[str, ...]


@dataclass(frozen=True)
class Original:
    """A document as it is published."""

    name: str
    model: DocumentModel
    context: ReportContext

    @classmethod
    def of(cls, path: Path, name: str | None = None) -> Original:
        source = Source(path.read_bytes(), path.name)
        document = examine(source, NOTHING_KNOWN, identified=False, keep_model=True)
        if document.model is None:
            raise ValueError(f"{path.name}: {document.message}")
        return cls(name or path.stem, document.model, document.context)

    @property
    def document_id(self) -> str:
        return sha256_hex(self.name.encode())

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return read_statements(self.model, self.context).facts

    @cached_property
    def said(self) -> Said:
        return self.said_of(self.model)

    def said_of(self, model: DocumentModel) -> Said:
        reading = read_statements(model, self.context)
        own = (fact.model_copy(update={"document_id": self.document_id}) for fact in reading.facts)
        reconciled = evaluate(number_facts(_REPORT, own), self.context)
        checks = (*reconciled.checks, *inspect_text(model, reconciled.facts, self.context))
        alarms = {(check.rule, check.message_zh) for check in checks if check.verdict.failed}
        alarms |= {("unused row", row) for row in reading.unused_rows}
        alarms |= {("unrecognised table", f"{table.table_no}") for table in reading.unrecognised}
        noted = (Verdict.INFO, Verdict.ROUNDING)
        notes = {(check.rule, check.message_zh) for check in checks if check.verdict in noted}
        return Said(frozenset(alarms), frozenset(notes))

    def results(self, sizes: dict[str, int]) -> Iterator[Result]:
        for change in changes(self.model, self.facts, sizes, self.name):
            after = self.said_of(change.model)
            alarms, notes = after.alarms - self.said.alarms, after.notes - self.said.notes
            by = tuple(f"{rule}: {words}" for rule, words in sorted(alarms))
            yield Result(
                self.name, change.kind, change.how, change.statement, change.place, bool(alarms), bool(notes), by
            )
