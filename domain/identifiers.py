"""Stable identifiers of reports, facts and checks (contract section 3)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from domain.records import Check, Fact, ReportType, Scope
from domain.text import squeeze


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def report_id(division_code: str, fiscal_year: int, report_type: ReportType, agency: str, scope: Scope) -> str:
    """``{division}-{year}-{budget|final}-{8 hex of the normalised agency and scope}``.

    The agency is compared without spaces and in one form of brackets, so that re-posting or re-typing a title
    does not make a new report.
    """
    key = f"{squeeze(agency)}|{scope.value}".encode()
    return f"{division_code}-{fiscal_year}-{report_type.slug}-{sha256_hex(key)[:8]}"


def number_facts(report: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Give each fact its ``report_id`` and ``fact_id``.

    The id hashes statement, project, item, code, measure and origin plus an ordinal among equals in reading order:
    it does not depend on page, box or file bytes, so a better reader or a re-posted file keeps the ids.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    numbered = []
    for fact in facts:
        key = (
            fact.statement.value,
            fact.project or "",
            fact.item,
            fact.code or "",
            fact.measure.value,
            fact.origin.value,
        )
        seen[key] += 1
        digest = sha256_hex("|".join((report, *key, str(seen[key]))).encode())[:16]
        numbered.append(fact.model_copy(update={"report_id": report, "fact_id": f"f-{digest}"}))
    return tuple(numbered)


def number_checks(report: str, checks: Iterable[Check]) -> tuple[Check, ...]:
    """Give each check its ``report_id`` and ``check_id`` (rule, facts and an ordinal among equals)."""
    seen: Counter[tuple[str, ...]] = Counter()
    numbered = []
    for check in checks:
        key = (check.rule, *check.fact_ids)
        seen[key] += 1
        digest = sha256_hex("|".join((report, *key, str(seen[key]))).encode())[:16]
        numbered.append(check.model_copy(update={"report_id": report, "check_id": f"c-{digest}"}))
    return tuple(numbered)
