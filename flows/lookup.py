"""Find a fact of the store by its id or by the first characters of it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.ports import Store
from domain.records import Document, Fact, ParsedReport
from flows.pipeline import portal_ids
from scrapers.state import load_state

_SHOWN = 5


class FactNotFound(LookupError):
    """No fact, or more than one, answers to the id; the message says which."""


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact with the report and the document it was read from."""

    parsed: ParsedReport
    document: Document
    fact: Fact


def find_fact(store: Store, fact_id: str) -> FoundFact:
    """The fact of a current report whose id begins with ``fact_id``. Raises :class:`FactNotFound`."""
    found: dict[str, FoundFact] = {}
    wanted = f'"fact_id":"{fact_id}'.encode()
    for key in _report_keys(store):
        stored = store.get(key)
        if stored is None or wanted not in stored.data:  # most reports need not be parsed for that
            continue
        parsed = ParsedReport.model_validate_json(stored.data)
        documents = {document.document_id: document for document in parsed.documents}
        for fact in parsed.facts:
            if not fact.fact_id.startswith(fact_id):
                continue
            known = found.get(fact.fact_id)
            if known is None or parsed.report.revision > known.parsed.report.revision:
                found[fact.fact_id] = FoundFact(parsed, documents[fact.document_id], fact)
    if not found:
        raise FactNotFound(f"库中没有这条数据 no such fact in {store.location}: {fact_id}")
    if len(found) > 1:
        some = ", ".join(sorted(found)[:_SHOWN])
        raise FactNotFound(f"有 {len(found)} 条数据以此开头 several facts begin so: {some} …")
    return next(iter(found.values()))


def _report_keys(store: Store) -> list[str]:
    keys = []
    for portal_id in portal_ids(store):
        state, _ = load_state(store, portal_id)
        keys += [item.report.report_key for item in state.items.values() if item.report is not None]
    return list(dict.fromkeys(keys))
