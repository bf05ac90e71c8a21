"""Checks that fail for a figure nobody read: the document is not to blame for a row that no declaration knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from domain.records import Check, Fact, Verdict

#: (document, number of the table) → the amounts in 元 that stand in it and were not read.
LeftOver = Mapping[tuple[str, int], Sequence[Decimal]]

_NOTE_ZH = "（差额恰为未能读出的数，故不作结论）"
_NOTE_EN = " (The difference is just what was printed there and not read, so that nothing follows from it.)"
#: With more figures left over than this two of them add up to nearly anything.
_MOST_PAIRED = 8


def without_own_gaps(checks: Iterable[Check], facts: Sequence[Fact], left_over: LeftOver) -> tuple[Check, ...]:
    """The checks; one whose difference is a figure left over in a table of its facts, or two of them, says so and
    accuses nobody.
    """
    if not left_over:
        return tuple(checks)
    tables = {fact.fact_id: (fact.document_id, fact.table_no) for fact in facts if fact.table_no is not None}
    unknown = frozenset(left_over) - frozenset(tables.values())
    return tuple(_settled(check, tables, left_over, unknown) for check in checks)


def _settled(
    check: Check,
    tables: Mapping[str, tuple[str, int]],
    left_over: LeftOver,
    unknown: frozenset[tuple[str, int]],
) -> Check:
    """``unknown`` are the tables from which nothing was read: perhaps the rest of one that was."""
    if not check.verdict.failed or not check.difference:
        return check
    places = {tables[name] for name in check.fact_ids if name in tables}
    documents = {document for document, _ in places}
    places |= {place for place in unknown if place[0] in documents}
    amounts = [amount for place in places for amount in left_over.get(place, ())]
    pairs = (sum(pair, Decimal(0)) for pair in combinations(amounts, 2)) if len(amounts) <= _MOST_PAIRED else ()
    if abs(check.difference) not in {abs(amount) for amount in (*amounts, *pairs)}:
        return check
    return check.model_copy(
        update={
            "verdict": Verdict.INFO,
            "message_zh": check.message_zh.removesuffix("。") + _NOTE_ZH + "。",
            "message_en": check.message_en + _NOTE_EN,
        }
    )
