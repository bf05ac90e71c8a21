"""Settled drafts to facts with their evidence."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.money import to_yuan
from domain.records import CellState, Fact, Measure, Origin
from domain.redaction import redact
from parsers.statements.labels import chinese
from parsers.statements.narrative.declarations import compared
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.figures import MONEY
from parsers.statements.narrative.passages import Passage

_LONGEST_QUOTE = 120
#: How much of a clause is printed and redacted for its quote.
_SEEN = 400
_SIGNED = frozenset({Measure.CHANGE, Measure.CHANGE_PCT, Measure.DEVIATION, Measure.DEVIATION_PCT})


def to_fact(draft: Draft, passage: Passage) -> Fact:
    """The fact of a settled draft; raises ``ValueError`` when statement or item are missing."""
    if draft.statement is None or draft.item is None:
        raise ValueError("the draft is not settled")
    paragraph = passage.paragraph_at(draft.position)
    amount, value, text, state = _number(draft)
    printed, unit = _printed(draft, passage)
    return Fact(
        statement=draft.statement,
        item=redact(draft.item),
        item_printed=redact(_label(draft, passage)),
        code=draft.code,
        measure=draft.measure,
        amount=amount,
        value=value,
        text=text,
        printed=printed,
        printed_unit=unit,
        cell_state=state,
        origin=Origin.NARRATIVE,
        page=paragraph.page,
        paragraph=paragraph.number,
        bbox=paragraph.bbox,
        quote=quote(passage, _quoted_from(draft), draft.end),
        method=paragraph.method,
        confidence=(draft.confidence * Decimal(str(paragraph.confidence))).quantize(Decimal("0.01")),
        project=redact(draft.project) if draft.project else None,
    )


def _number(draft: Draft) -> tuple[Decimal | None, Decimal | None, str | None, CellState]:
    figure = draft.figure
    if figure is None:
        if draft.state is CellState.DECLARED_EMPTY:
            return None, None, None, CellState.DECLARED_EMPTY
        return None, None, redact(draft.text or ""), CellState.VALUE
    signed = figure.value
    if draft.measure in _SIGNED and draft.sign < 0:
        signed = -signed
    state = CellState.VALUE if figure.value else CellState.ZERO
    if figure.kind == MONEY:
        return to_yuan(signed, compared(figure.unit or "元")), None, None, state
    if draft.measure.is_money and figure.unit is None:
        # A zero without a unit (年初预算为0) is a zero in every unit.
        return signed, None, None, state
    return None, signed, None, state


def _printed(draft: Draft, passage: Passage) -> tuple[str, str | None]:
    figure = draft.figure
    if figure is None:
        return redact(draft.text or ""), None
    printed = re.sub(r"\s", "", passage.printed(*figure.number))
    return printed, chinese(figure.unit) if figure.unit else None


def _label(draft: Draft, passage: Passage) -> str:
    if draft.label is not None:
        return chinese(passage.printed(*draft.label)) or (draft.item or "")
    return draft.item or ""


def _quoted_from(draft: Draft) -> int:
    """The clause of the figure, or the one that names its subject when that is near before it."""
    if draft.label is not None and draft.end - _LONGEST_QUOTE < draft.label[0] < draft.start:
        return draft.label[0]
    return draft.start


def quote(passage: Passage, start: int, end: int) -> str:
    """The clause as printed, redacted, at most 120 characters; its end, with the figure, is kept."""
    text = redact(passage.printed(max(start, end - _SEEN), end))
    return text if len(text) <= _LONGEST_QUOTE else "…" + text[-(_LONGEST_QUOTE - 1) :]
