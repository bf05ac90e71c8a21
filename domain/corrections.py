"""Human corrections mark the fact they are about; the printed figure stays (dataset contract, corrections)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.records import Correction, CorrectionStatus, Fact, ParsedReport
from domain.text import squeeze


class CorrectionState(StrEnum):
    """What became of one correction on the reports as they are now."""

    APPLIED = "applied"  # its fact carries it
    CLOSED = "closed"  # resolved or rejected: listed only
    SOURCE_CHANGED = "source_changed"  # the source does not print ``expect`` any more
    NO_FACT = "no_fact"  # the report has no such figure
    NO_REPORT = "no_report"
    CONFLICT = "conflict"  # another correction is about the same fact

    @property
    def failed(self) -> bool:
        """True for the states in which nothing may be published before a person has looked."""
        return self not in (CorrectionState.APPLIED, CorrectionState.CLOSED)


@dataclass(frozen=True, slots=True)
class CorrectionOutcome:
    """One correction, its state, the facts it marks and the sentence for a person."""

    correction: Correction
    state: CorrectionState
    fact_ids: tuple[str, ...] = ()
    message_zh: str = ""
    message_en: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The reports with their marks and one outcome for each correction, in the order given."""

    reports: tuple[ParsedReport, ...]
    outcomes: tuple[CorrectionOutcome, ...]

    @property
    def failed(self) -> tuple[CorrectionOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.state.failed)


def published_item(fact: Fact) -> str:
    """The item as the published table names it: the project of a performance fact stands in front."""
    return f"{fact.project}/{fact.item}" if fact.project else fact.item


def apply_corrections(reports: Iterable[ParsedReport], corrections: Sequence[Correction]) -> Corrected:
    """``reports`` in their order, each fact that a correction in force selects carrying its ``correction_id``.

    Printed figures and amounts stay as they are. A correction that fits nothing is an outcome, never an exception: the
    caller decides what must not happen then.
    """
    known = {parsed.report.report_id: parsed for parsed in reports}
    outcomes = []
    marks: dict[str, dict[str, str]] = {}
    for correction in corrections:
        outcome = judge(correction, known.get(correction.report_id), marks.get(correction.report_id, {}))
        if outcome.state is CorrectionState.APPLIED:
            taken = marks.setdefault(correction.report_id, {})
            taken.update(dict.fromkeys(outcome.fact_ids, correction.correction_id))
        outcomes.append(outcome)
    marked = tuple(_marked(parsed, marks.get(report_id, {})) for report_id, parsed in known.items())
    return Corrected(marked, tuple(outcomes))


def judge(correction: Correction, parsed: ParsedReport | None, taken: Mapping[str, str] = {}) -> CorrectionOutcome:
    """What becomes of ``correction`` on its report. ``taken``: correction ids by the fact ids already corrected."""
    name, expect = correction.correction_id, correction.expect
    if correction.status is not CorrectionStatus.OPEN:
        return CorrectionOutcome(correction, CorrectionState.CLOSED)
    if parsed is None:
        return CorrectionOutcome(
            correction,
            CorrectionState.NO_REPORT,
            message_zh=f"更正 {name} 所指的报告 {correction.report_id} 不在库中",
            message_en=f"the report of correction {name} is not in the store: {correction.report_id}",
        )
    named = [fact for fact in parsed.facts if _selects(correction, fact)]
    chosen = tuple(fact.fact_id for fact in named if squeeze(fact.printed) == squeeze(expect))
    if not named:
        return CorrectionOutcome(
            correction,
            CorrectionState.NO_FACT,
            message_zh=f"更正 {name} 所指的数据 {_selector(correction)} 已不在报告中，请核实",
            message_en=f"the report has no figure {_selector(correction)}, which correction {name} is about",
        )
    if not chosen:
        printed = "、".join(dict.fromkeys(fact.printed for fact in named))
        return CorrectionOutcome(
            correction,
            CorrectionState.SOURCE_CHANGED,
            message_zh=f"更正 {name} 所期望的“{expect}”已不在原文中，原文现为“{printed}”，请核实",
            message_en=f"correction {name} expects {expect!r}, the source now prints {printed!r}: look at it again",
        )
    others = sorted({taken[fact_id] for fact_id in chosen if fact_id in taken})
    if others:
        return CorrectionOutcome(
            correction,
            CorrectionState.CONFLICT,
            message_zh=f"更正 {name} 与 {'、'.join(others)} 针对同一数据",
            message_en=f"correction {name} is about the same fact as {', '.join(others)}",
        )
    return CorrectionOutcome(correction, CorrectionState.APPLIED, chosen)


def _selector(correction: Correction) -> str:
    parts = (correction.statement.value, correction.item, correction.measure.value, correction.fact_id or "")
    return " / ".join(part for part in parts if part)


def _selects(correction: Correction, fact: Fact) -> bool:
    return (
        correction.statement is fact.statement
        and correction.measure is fact.measure
        and correction.item == published_item(fact)
        and correction.fact_id in (None, fact.fact_id)
    )


def _marked(parsed: ParsedReport, marks: Mapping[str, str]) -> ParsedReport:
    if not marks:
        return parsed
    facts = tuple(
        fact.model_copy(update={"correction_id": marks[fact.fact_id]}) if fact.fact_id in marks else fact
        for fact in parsed.facts
    )
    return parsed.model_copy(update={"facts": facts})
