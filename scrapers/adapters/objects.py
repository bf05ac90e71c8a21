"""Objects that a script sends: put together of others, or filled member by member, perhaps under a condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from scrapers.adapters.script_text import code_of, expression_at, literal_of, members_of, parts_of
from scrapers.adapters.script_variables import MOST, OWN

_MERGES = re.compile(r"^(?:Object\([\w$.\[\]\"']+\)|\(0,\s*[\w$.]+\)|[\w$.]+)\s*\(")
_GUARD = re.compile(r"\bif\s*\(")
_ELSE = re.compile(r"\s*else\s*\{")
#: How far before a statement its condition may stand.
_BEFORE = 300


def merged_of(expression: str) -> list[str] | None:
    """The objects that ``Object.assign({}, a, b)``, ``$.extend({}, a)`` and what compilers make of ``{...a}`` merge."""
    text = expression.strip()
    found = _MERGES.match(text)
    if found is None or not text.endswith(")"):
        return None
    inside = text[found.end() : -1]
    parts = [one.strip() for one in parts_of(inside)]
    first = parts[1:] if parts and parts[0] == "true" else parts
    if len(",".join(parts_of(inside))) != len(inside) or not first:
        return None
    nested = merged_of(first[0])
    return None if first[0] != "{}" and nested is None else [*(nested or []), *first[1:]]


def object_parts(literal: str) -> list[tuple[str, str]]:
    """Names and expressions of an object literal; without a name for an object that is put in whole (``...base``)."""
    if not literal.lstrip().startswith("{"):
        return [("", literal)]
    return [("", name[3:]) if name.startswith("...") else (name, one) for name, one in members_of(literal).items()]


def settings_of(script: str, variable: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Names and expressions of members that ``variable`` is given later, with the conditions around each."""
    own = rf"(?<![\w.$]){OWN}{re.escape(variable)}"
    setting = rf"{own}(?:\.(\w+)|\[\s*[\"']\s*[\"']\s*\])\s*=(?!=)\s*"
    code = code_of(script)
    for found in islice(re.finditer(setting, code), MOST):
        name = found.group(1) or _bracketed(script, found)
        if name:
            yield name, expression_at(script, found.end()), guards_of(script, found.start())
    for found in islice(re.finditer(rf"{own}\.(?:append|set)\(", code), MOST):
        name, *value = parts_of(script[found.end() : found.end() + _BEFORE]) or [""]
        if (told := literal_of(name)) and len(value) == 1:
            yield told, value[0].strip(), guards_of(script, found.start())


def assignments_of(script: str, variable: str) -> list[tuple[str, tuple[str, ...]]]:
    """All that ``variable`` is set to, with the conditions around each; not members of objects that are called so."""
    setting = rf"(?<![\w$.]){OWN}{re.escape(variable)}\s*=(?![=>])\s*"
    found = islice(re.finditer(setting, code_of(script)), MOST)
    return [(expression_at(script, one.end()), guards_of(script, one.start())) for one in found]


def _bracketed(script: str, found: re.Match[str]) -> str:
    named = re.search(r"""\[\s*["'](\w+)["']\s*\]""", script[found.start() : found.end()])
    return named[1] if named else ""


def guards_of(script: str, place: int) -> tuple[str, ...]:
    """What must hold for the statement at ``place``: conditions of the ``if`` around it; ``!(…)`` behind ``else``."""
    begin = max(0, place - _BEFORE)
    code = code_of(script)[begin:place]
    found: list[str] = []
    for one in _GUARD.finditer(code):
        condition = "".join(parts_of(script[begin + one.end() : place], at="\0"))
        behind = code[one.end() + len(condition) + 1 :].lstrip()
        if not behind.startswith("{"):
            found += [] if re.search(r"[;}]", behind) else [condition]
            continue
        end = _closes(behind)
        if end is None:
            found.append(condition)
        elif (other := _ELSE.match(behind, end + 1)) is not None and _closes(behind[other.end() - 1 :]) is None:
            found.append(f"!({condition})")
    return tuple(found)


def _closes(code: str) -> int | None:
    """Where the brace closes that ``code`` begins with."""
    depth = 0
    for place, sign in enumerate(code):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return place
    return None
