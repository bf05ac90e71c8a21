"""Texts that a form prints in several cells of one row (≥ | 90 | %), put together as they are read: ≥90%."""

from __future__ import annotations

from collections.abc import Sequence

from domain.records import Fact
from publish.tables.declarations import Composed

_SIGNS = frozenset("≥≤≧≦＞＜＝><=")
_HAN = ("\u3400", "\u9fff")

#: The row of a document that a fact stands in, its project and the item that the row is about.
_Row = tuple[str, int | None, int | None, str | None, str]


def compose(declared: Composed, facts: Sequence[Fact]) -> list[Fact]:
    """``facts`` with the texts of the declared measure between the word and the unit that their rows print beside them.

    Nothing is added that a text itself prints already, and nothing is repaired: words stay words (大于等于90%).
    """
    before: dict[_Row, str] = {}
    for fact in facts:
        item, _, column = fact.item.rpartition("/")
        if column == declared.before and fact.text and fact.row_no is not None:
            before[_row(fact, item)] = fact.text
    return [_composed(declared, fact, before) if fact.measure is declared.measure else fact for fact in facts]


def _composed(declared: Composed, fact: Fact, before: dict[_Row, str]) -> Fact:
    if not fact.text:
        return fact
    word = next((before[row] for row in _rows(fact) if row in before), "")
    unit = fact.printed_unit or "" if declared.unit else ""
    text = fact.text
    if not text.startswith(word) and not (text[0] in _SIGNS and word[0] in _SIGNS):
        text = _joined(word, text)
    if not text.endswith(unit):
        text = _joined(text, unit)
    return fact if text == fact.text else fact.model_copy(update={"text": text})


def _rows(fact: Fact) -> tuple[_Row, _Row]:
    """The row of an item, and that of an item which names its column too (…/调整后指标值)."""
    return _row(fact, fact.item), _row(fact, fact.item.rpartition("/")[0])


def _row(fact: Fact, item: str) -> _Row:
    return fact.document_id, fact.table_no, fact.row_no, fact.project, item


def _joined(left: str, right: str) -> str:
    """Side by side; with a space where two words would become one (定性 持续好转)."""
    return f"{left} {right}" if _is_han(left[-1]) and _is_han(right[0]) else left + right


def _is_han(mark: str) -> bool:
    return _HAN[0] <= mark <= _HAN[1]
