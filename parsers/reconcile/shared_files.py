"""One file under two reports: its figures are those of one of them at most, unless it holds both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from domain.records import Fact, ParsedReport, Report, Verdict
from parsers.reconcile.cases import SharedDocumentCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.wording import Words

#: The rule by which a document's own titles are compared with its report.
_IDENTITY = "W-identity"
_KINDS = {"budget": Words("预算", "budget"), "final_accounts": Words("决算", "final accounts")}


def shared_documents(case: SharedDocumentCase, reports: Sequence[ParsedReport]) -> Iterator[tuple[str, Finding]]:
    """A finding for each of two reports that take figures from the same bytes; it names the other one."""
    using: dict[str, list[ParsedReport]] = defaultdict(list)
    for parsed in reports:
        for document_id in dict.fromkeys(fact.document_id for fact in parsed.facts):
            using[document_id].append(parsed)
    pairs: dict[tuple[str, str], tuple[ParsedReport, ParsedReport, list[str]]] = {}
    for document_id, several in using.items():
        for one, other in permutations(several, 2):
            key = (one.report.report_id, other.report.report_id)
            pairs.setdefault(key, (one, other, []))[2].append(document_id)
    for one, other, documents in pairs.values():
        facts = _first_of_tables(one, documents)
        verdict, outcome = _judged(case, one, other, documents)
        message = sentence(
            case,
            "identity",
            outcome,
            file=_name_of(one, documents[0]),
            own=_named(one.report),
            other=_named(other.report),
            report_id=other.report.report_id,
        )
        yield one.report.report_id, Finding(verdict, message, facts=facts)


def _judged(
    case: SharedDocumentCase, one: ParsedReport, other: ParsedReport, documents: Sequence[str]
) -> tuple[Verdict, str]:
    if _year_and_kind(one.report) == _year_and_kind(other.report):
        return case.same, "shared_same"
    if all(_says_both(parsed, document_id) for parsed in (one, other) for document_id in documents):
        return case.both, "shared_both"
    return case.severity, "shared"


def _says_both(parsed: ParsedReport, document_id: str) -> bool:
    """Whether the titles of the document name this report and another (2023年决算和2024年预算)."""
    cited = {
        name
        for check in parsed.checks
        if check.rule == _IDENTITY and check.verdict is Verdict.INFO
        for name in check.fact_ids
    }
    return any(fact.document_id == document_id and fact.fact_id in cited for fact in parsed.facts)


def _year_and_kind(report: Report) -> tuple[int, str]:
    return report.fiscal_year, report.report_type.value


def _named(report: Report) -> Words:
    kind = _KINDS[report.report_type.value]
    return Words(f"{report.fiscal_year}年{kind.zh}", f"the {kind.en} of {report.fiscal_year}")


def _name_of(parsed: ParsedReport, document_id: str) -> str:
    found = next((one for one in parsed.documents if one.document_id == document_id), None)
    return (found.file_name if found else None) or document_id[:8]


def _first_of_tables(parsed: ParsedReport, documents: Sequence[str]) -> tuple[Fact, ...]:
    first: dict[tuple[str, int | None], Fact] = {}
    for fact in parsed.facts:
        if fact.document_id in documents:
            first.setdefault((fact.document_id, fact.table_no), fact)
    return tuple(first.values())
