"""Figures and findings in words: one sentence in Chinese and one in English, with the figures as they are printed.

``万元`` is rendered as "wan yuan" (ten thousand yuan) in English, so that a quoted sentence shows the printed number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.records import Measure, Origin, Statement
from parsers.reconcile.declarations import NAMES, WORDS
from parsers.reconcile.figures import Figure, printed_number

#: Leading parts of an item that say only where it stands.
_PREFIXES = frozenset({"收入", "支出", "车辆", "年初结转", "公务用车", "支出性质", "支出经济分类"})
#: Columns that hold a comparison: what is compared is the row.
_COMPARISONS = frozenset({"增减", "上年数"})
_NAMED_UP_TO = 3
#: A computed figure with more decimals (units were mixed) is rounded to those of its figures.
_MOST_DECIMALS = 4


class _Value(str):
    """A value of a sentence; ``format(value, "one|many")`` is the form of a word beside it."""

    __slots__ = ()

    def __format__(self, forms: str) -> str:
        return _form(forms, self) if "|" in forms else super().__format__(forms)


def _form(forms: str, number: str) -> str:
    """``vehicle|vehicles`` beside 1 is vehicle; a word with one form stays."""
    one, _, many = forms.partition("|")
    return one if number in ("1", "-1") or not many else many


@dataclass(frozen=True, slots=True)
class Words:
    """One wording in both languages."""

    zh: str
    en: str

    def format(self, **values: Words | str) -> Words:
        """The sentence with its values; ``{number:place|places}`` picks the form that fits the number."""
        zh = {name: _Value(value.zh if isinstance(value, Words) else value) for name, value in values.items()}
        en = {name: _Value(value.en if isinstance(value, Words) else value) for name, value in values.items()}
        return Words(self.zh.format(**zh), _capital(self.en.format(**en)))


def _capital(sentence: str) -> str:
    first = 1 if sentence.startswith("“") else 0
    return sentence[:first] + sentence[first : first + 1].upper() + sentence[first + 1 :]


def _parts(item: str) -> list[str]:
    """The parts of an item that a reader needs: ``支出/住房保障支出`` → 住房保障支出, ``合计/小计`` → 合计."""
    parts = [part for part in item.split("/") if part]
    if len(parts) > 1 and parts[0] in _PREFIXES:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] in ("合计", "小计"):
        parts = parts[:-1]
    return parts


def name(item: str) -> Words:
    """The label of an item: ``住房保障支出/基本支出`` → 住房保障支出的基本支出."""
    parts = _parts(item)
    if len(parts) > 1 and parts[0].isdigit():
        rest = name("/".join(parts[1:]))
        return Words(f"第{parts[0]}项{rest.zh}", f"{rest.en} (line {parts[0]})")
    if len(parts) > 1 and parts[0] == "合计":
        parts = parts[1:]
        return Words("的".join(parts) + ("" if parts[-1].endswith("合计") else "合计"), "total " + _joined(parts))
    return Words("的".join(parts), _joined(parts))


def compared(item: str) -> Words:
    """The label of what a comparison is about: ``住房保障支出/增减`` → 住房保障支出."""
    row, _, column = item.rpartition("/")
    return name(row if row and column in _COMPARISONS else item)


def _joined(parts: Sequence[str]) -> str:
    return " of ".join(english(part) for part in reversed(parts))


def english(item: str) -> str:
    """The English name of an item, or its Chinese name in quotation marks when none is declared."""
    item = item.replace("(", "（").replace(")", "）")
    known = NAMES.get(item) or NAMES.get(item.removesuffix("支出")) or NAMES.get(item + "支出")
    return known or f"“{item}”"


def label(figure: Figure) -> Words:
    """An item with its measure: 住房保障支出年初预算 / the initial budget of housing security."""
    words, measure = name(figure.fact.item), measure_words(figure)
    if not measure.zh:
        return words
    return Words(f"{words.zh}{measure.zh}", f"{measure.en} of {words.en}")


def measure_words(figure: Figure) -> Words:
    measure, quote = figure.fact.measure, figure.fact.quote
    if figure.fact.statement is Statement.PERF_PROJECT:  # the columns of a form say what their figures are
        return Words("", "")
    if measure is Measure.BUDGET and "年初预算" not in quote:
        return Words("预算", "the budget")
    words = WORDS.measures.get(measure)
    return Words(words.zh, words.en) if words else Words("", "")


def labels(figures: Sequence[Figure]) -> Words:
    """``办公费、印刷费`` up to three, then 办公费等11项; what all have in common is said once."""
    if not figures:
        return Words("各项", "the items")
    measure = measure_words(figures[0])
    rows, columns = zip(*(_row_and_column(figure) for figure in figures), strict=True)
    if columns[0] and len(set(columns)) == 1:
        column = columns[0].removesuffix("合计") or columns[0]
        words = _listed(rows)
        words = Words(f"{words.zh}的{column}", f"{english(columns[0])} of {words.en}")
    elif rows[0] and len(set(rows)) == 1 and all(columns):
        words = _listed(columns)
        words = Words(f"{rows[0]}的{words.zh}", f"{words.en} of {english(rows[0])}")
    else:
        words = _listed([figure.fact.item for figure in figures])
    return Words(f"{words.zh}{measure.zh}", f"{measure.en} of {words.en}" if measure.zh else words.en)


def _row_and_column(figure: Figure) -> tuple[str, str]:
    parts = _parts(figure.fact.item)
    if len(parts) > 1 and not parts[0].isdigit():
        return "的".join(parts[:-1]), parts[-1]
    return figure.fact.item, ""


def _listed(items: Sequence[str]) -> Words:
    names = [name(item) for item in items]
    if len(names) > _NAMED_UP_TO:
        return Words(f"{names[0].zh}等{len(names)}项", f"{names[0].en} and {len(names) - 1} other items")
    first = ", ".join(words.en for words in names[:-1])
    return Words("、".join(words.zh for words in names), " and ".join(filter(None, [first, names[-1].en])))


def place(statement: Statement, origin: Origin) -> Words:
    """The table or the part of the text a figure stands in."""
    words = WORDS.statements[statement]
    if origin is Origin.TABLE and words.table:
        return Words(words.table, f"the table of {words.en}")
    if origin is Origin.NARRATIVE:
        return Words(f"{words.zh}说明", f"the text on {words.en}")
    return Words(f"{words.zh}{'图' if origin is Origin.CHART else '表'}", f"the {origin.value} of {words.en}")


def printed(figure: Figure) -> Words:
    """The figure as printed, with its unit: 245.62万元 / 245.62 wan yuan. A decrease keeps its word."""
    number = figure.fact.printed.strip()
    unit = figure.fact.printed_unit or ""
    if printed_number(figure.fact) is not None and unit and number.endswith(unit):
        number = number.removesuffix(unit).strip()
    words = Words(f"{number}{unit}", f"{number}{_english_unit(unit, number)}")
    if figure.fact.measure in (Measure.CHANGE, Measure.DEVIATION) and figure.number < 0 and not number.startswith("-"):
        return Words(f"-{words.zh}", f"-{words.en}")
    return words


def amount(value: Decimal, like: Sequence[Figure]) -> Words:
    """A computed number in the printed unit of ``like`` (the coarsest unit, the finest decimals)."""
    model = max(like, key=lambda figure: (figure.scale, figure.fine))
    unit = model.fact.printed_unit or ""
    scaled = value / model.scale
    decimals = max((figure.fine for figure in like if figure.scale == model.scale), default=0)
    exact = max(decimals, -_exponent(scaled))
    digits = str(scaled.quantize(Decimal(1).scaleb(-exact if exact <= _MOST_DECIMALS else -decimals), ROUND_HALF_UP))
    return Words(f"{digits}{unit}", f"{digits}{_english_unit(unit, digits)}")


def percent(value: Decimal, decimals: int) -> Words:
    digits = f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%"
    return Words(digits, digits)


def percent_beside(value: Decimal, beside: Figure) -> Words:
    """A computed rate with at least two decimals, and with as many as show that it does not round to ``beside``."""
    unit = Decimal(1).scaleb(-beside.decimals)
    for decimals in range(max(beside.decimals, 2), beside.decimals + 4):
        shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if shown.quantize(unit, ROUND_HALF_UP) != abs(beside.number):
            break
    else:
        decimals = max(beside.decimals, 2)
    return percent(value, decimals)


def points(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def unit_words(unit: str) -> Words:
    """A unit by itself: 万元 / wan yuan."""
    return Words(unit, WORDS.units.get(unit, unit))


def _english_unit(unit: str, number: str) -> str:
    if unit in ("", "%"):
        return unit
    word = _form(WORDS.units.get(unit, unit), number)
    return f" {word}" if word else ""
