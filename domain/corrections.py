"""Human corrections mark the fact they are about; the printed figure stays (dataset contract, corrections)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.records import Correction, Fact


class CorrectionMismatch(ValueError):
    """A correction fits no fact of its report any more: the source changed, a person must look."""


def mark_corrections(facts: Sequence[Fact], corrections: Sequence[Correction]) -> tuple[Fact, ...]:
    """``facts`` in their order, each one that a correction selects carrying its ``correction_id``.

    Raises :class:`CorrectionMismatch` when a correction selects no fact that prints its ``expect``.
    """
    marked = list(facts)
    for correction in corrections:
        chosen = [place for place, fact in enumerate(marked) if _selects(correction, fact)]
        if not chosen:
            message = (
                f"更正 {correction.correction_id} 所期望的“{correction.expect}”已不在原文中，请核实 "
                f"correction {correction.correction_id} expects {correction.expect!r}, no longer in the source"
            )
            raise CorrectionMismatch(message)
        for place in chosen:
            marked[place] = marked[place].model_copy(update={"correction_id": correction.correction_id})
    return tuple(marked)


def _selects(correction: Correction, fact: Fact) -> bool:
    return (fact.report_id, fact.statement, fact.item, fact.measure, fact.printed) == (
        correction.report_id,
        correction.statement,
        correction.item,
        correction.measure,
        correction.expect,
    )
