"""Schemas → SQL: for every constraint of a column the condition under which a cell breaks it.

A cell is a ``VARCHAR``, an empty one ``NULL``. The conditions are written so that a missing cell breaks nothing but
``required``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publish.schemas import Field
from publish.schemas.model import DECIMAL_PLACES

_DECIMAL = f"DECIMAL(38, {DECIMAL_PLACES})"
#: Numbers that fit this type are compared ten times as fast.
_SMALL = f"DECIMAL(18, {DECIMAL_PLACES})"
_SMALL_BOUND = 10**7
_BOUNDS = ("minimum", "maximum")
_WHOLE = "-?(0|[1-9][0-9]*)"
#: How a value of each type is written, and the cast that tells whether such a value exists.
_FORMS = {
    "integer": (_WHOLE, None),
    "number": (rf"{_WHOLE}(\.[0-9]+)?", None),
    "date": ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "DATE"),
    "datetime": ("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z", "TIMESTAMP"),
}
_TYPE_WORDS = {
    "integer": ("不是数字（整数）", "is not a plain whole number (integer)"),
    "number": ("不是数字", "is not a plain number"),
    "date": ("不是日期 YYYY-MM-DD", "is not a date YYYY-MM-DD"),
    "datetime": ("不是时间 YYYY-MM-DDThh:mm:ssZ", "is not a moment YYYY-MM-DDThh:mm:ssZ (datetime)"),
    "boolean": ("不是 true 或 false", "is neither true nor false (boolean)"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """``broken`` is an SQL condition on one row; ``zh`` and ``en`` say what is wrong with the cell ``column``."""

    column: str
    name: str
    broken: str
    zh: str
    en: str


def suspicious(field: Field) -> str:
    """SQL: a cell that may break a rule of its column, told in one quick look; none that breaks one is missed.

    A statement that counts every rule of every column takes the database longer to plan than a small table to read.
    """
    cell = name(field.name)
    plain = _plain(field)
    if plain:
        missing = f"{cell} IS NULL OR " if field.required else ""
        return f"{missing}NOT regexp_full_match({cell}, {text(plain)})"
    return " OR ".join(f"({rule.broken})" for rule in rules_of(field)) or "false"


def _plain(field: Field) -> str | None:
    """A form of numbers that break no rule, whatever their value: few enough digits to lie within the bounds."""
    least, most = (field.constraints.get(bound) for bound in _BOUNDS)
    if not field.is_number or most is None or least is None or most < 10 or least > 1:
        return None
    digits = f"[1-9][0-9]{{0,{len(str(int(min(most, -least) if least < 0 else most))) - 2}}}"
    if least < 0:
        digits = f"-?{digits}"
    whole = digits if least == 1 else f"(0|{digits})"
    return whole if field.type == "integer" else rf"{whole}(\.[0-9]{{1,{DECIMAL_PLACES}}})?"


def name(column: str) -> str:
    """A column's name in SQL."""
    return '"' + column.replace('"', '""') + '"'


def text(value: object) -> str:
    """A text literal in SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def rules_of(field: Field) -> Iterator[Rule]:
    """All rules about the cells of one column."""
    cell = name(field.name)
    if field.required:
        yield Rule(field.name, "required", f"{cell} IS NULL", "为空", "is empty (required)")
    fits = _fits(field, cell)
    if fits:
        zh, en = _TYPE_WORDS[field.type]
        yield Rule(field.name, "type", f"{cell} IS NOT NULL AND NOT ({fits})", zh, en)
    if field.is_number:
        yield from _number_rules(field, cell, fits)
    if allowed := field.constraints.get("enum"):
        listed = ", ".join(text(one) for one in allowed)
        yield Rule(field.name, "enum", f"{cell} NOT IN ({listed})", "不在取值表中", "is not in the enum")
    if pattern := field.constraints.get("pattern"):
        broken = f"NOT regexp_full_match({cell}, {text(_unanchored(pattern))})"
        yield Rule(field.name, "pattern", broken, "不合格式", f"does not match the pattern {pattern}")


def _fits(field: Field, cell: str) -> str:
    if field.type == "boolean":
        words = [*field.extra["trueValues"], *field.extra["falseValues"]]
        return f"{cell} IN ({', '.join(text(word) for word in words)})"
    if field.type not in _FORMS:
        return ""
    form, cast = _FORMS[field.type]
    fits = f"regexp_full_match({cell}, {text(form)})"
    if cast:
        # The year 0 is a date for the database and none for anybody else.
        fits += f" AND {cell} >= '0001' AND try_cast({cell} AS {cast}) IS NOT NULL"
    return fits


def _number_rules(field: Field, cell: str, fits: str) -> Iterator[Rule]:
    if field.type == "number":
        broken = f"regexp_full_match({cell}, {text(rf'-?[0-9]+[.][0-9]{{{DECIMAL_PLACES + 1},}}')})"
        en = f"has more than {DECIMAL_PLACES} decimals"
        yield Rule(field.name, "decimals", broken, f"小数超过 {DECIMAL_PLACES} 位", en)
    yield Rule(field.name, "zero", f"regexp_full_match({cell}, '-0([.]0*)?')", "是负零", "is a negative zero")
    for bound, sign in (("minimum", "<"), ("maximum", ">")):
        limit = field.constraints.get(bound)
        if limit is not None:
            zh = f"小于下限 {limit}" if bound == "minimum" else f"大于上限 {limit}"
            yield Rule(field.name, bound, _beyond(field, cell, fits, sign, limit), zh, f"is beyond the {bound} {limit}")


def _beyond(field: Field, cell: str, fits: str, sign: str, limit: float) -> str:
    """Whether a number is less (``<``) or more (``>``) than its bound, exactly.

    Exact decimals of this size are slow, so that only what comes near the bound is compared as one. What is too long
    for the type is beyond every bound, on the side its sign says.
    """
    too_long = f"{cell} {'LIKE' if sign == '<' else 'NOT LIKE'} '-%'"
    if field.type == "integer":
        value = f"try_cast({cell} AS BIGINT)"
        return f"CASE WHEN {value} IS NULL THEN ({fits}) AND {too_long} ELSE {value} {sign} {limit} END"
    exact = _SMALL if all(abs(field.constraints.get(one, limit)) < _SMALL_BOUND for one in _BOUNDS) else _DECIMAL
    value, near = f"try_cast({cell} AS {exact})", abs(limit) * 1e-6 + 1e-6
    inside = f"> {limit + near}" if sign == "<" else f"< {limit - near}"
    compared = f"({fits}) AND coalesce({value} {sign} CAST({text(limit)} AS {exact}), {too_long})"
    return f"CASE WHEN try_cast({cell} AS DOUBLE) {inside} THEN false ELSE {compared} END"


def _unanchored(pattern: str) -> str:
    """The pattern without its anchors: a full match needs none, and ``$`` also matches before a last line break."""
    if not (pattern.startswith("^") and pattern.endswith("$")):
        raise ValueError(f"a pattern of a schema is anchored: {pattern}")
    body = pattern[1:-1]
    re.compile(body)
    return body
