"""What crosses between the pipeline and its worker processes, as JSON: data only, so that a hijacked worker sends no
code. The document model has a codec of its own (``parsers.readers.codec``), made for its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from domain.records import Fact
from parsers.evidence.result import Evidence
from parsers.examine import ReadDocument, Reconciled
from parsers.model import ReportContext
from parsers.readers.codec import dump_model, load_model

_CONTEXT = TypeAdapter(ReportContext)
_FACTS = TypeAdapter(tuple[Fact, ...])
_RECONCILED = TypeAdapter(Reconciled)
_DOCUMENT = TypeAdapter(ReadDocument)
_EVIDENCE = TypeAdapter(Evidence)


def dump_context(context: ReportContext) -> str:
    return _CONTEXT.dump_json(context).decode()


def load_context(raw: str) -> ReportContext:
    return _CONTEXT.validate_json(raw)


def dump_facts(facts: Sequence[Fact]) -> bytes:
    return _FACTS.dump_json(tuple(facts))


def load_facts(raw: bytes) -> tuple[Fact, ...]:
    return _FACTS.validate_json(raw)


def dump_reconciled(reconciled: Reconciled) -> bytes:
    return _RECONCILED.dump_json(reconciled)


def load_reconciled(raw: bytes) -> Reconciled:
    return _RECONCILED.validate_json(raw)


def dump_evidence(evidence: Evidence) -> bytes:
    """``evidence`` as a length and JSON, then its bytes."""
    record = _EVIDENCE.dump_json(replace(evidence, data=b""))
    return b"".join([len(record).to_bytes(8, "big"), record, evidence.data])


def load_evidence(raw: bytes) -> Evidence:
    end = 8 + int.from_bytes(raw[:8], "big")
    return replace(_EVIDENCE.validate_json(raw[8:end]), data=raw[end:])


def join(parts: Sequence[bytes]) -> bytes:
    """Several files or records one after the other, each with its length before it; :func:`split` undoes it."""
    return b"".join(piece for part in parts for piece in (len(part).to_bytes(8, "big"), part))


def split(raw: bytes) -> list[bytes]:
    """Raises ``ValueError`` on anything that :func:`join` did not make."""
    parts: list[bytes] = []
    place = 0
    while place < len(raw):
        begin = place + 8
        place = begin + int.from_bytes(raw[place:begin], "big")
        parts.append(raw[begin:place])
    if place != len(raw):
        raise ValueError("the last part is cut off")
    return parts


def dump_documents(documents: Sequence[ReadDocument]) -> bytes:
    return join([dump_document(document) for document in documents])


def load_documents(raw: bytes) -> list[ReadDocument]:
    """Raises as :func:`load_document`."""
    return [load_document(part) for part in split(raw)]


def dump_document(document: ReadDocument) -> bytes:
    """``document`` as a length and JSON, then its model where it has one; :func:`load_document` gives an equal one."""
    record = _DOCUMENT.dump_json(replace(document, model=None))
    model = dump_model(document.model) if document.model is not None else b""
    return b"".join([len(record).to_bytes(8, "big"), record, model])


def load_document(raw: bytes) -> ReadDocument:
    """Raises ``ValueError``, ``KeyError`` or ``TypeError`` on anything that :func:`dump_document` did not make."""
    end = 8 + int.from_bytes(raw[:8], "big")
    document = _DOCUMENT.validate_json(raw[8:end])
    return replace(document, model=load_model(raw[end:])) if len(raw) > end else document
