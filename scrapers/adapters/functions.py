"""The functions that a page's scripts define, by name. Nothing is executed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from scrapers.adapters.script_text import block_at, code_of, expression_at, parts_of

#: Words before a bracket that call no function.
NO_FUNCTION = frozenset({"if", "for", "while", "switch", "catch", "function", "return"})
_DEFINED = re.compile(
    r"\bfunction\s+(?P<named>[\w$]+)\s*\((?P<a>[^()]{0,300})\)\s*(?=\{)|"
    r"(?<![\w$])(?P<held>[A-Za-z_$][\w$]*)\s*[:=]\s*(?:async\s+)?"
    r"(?:function\s*\((?P<b>[^()]{0,300})\)|\(?(?P<c>[\w\s,=]{0,200})\)?\s*=>)\s*(?=\{)|"
    r"(?<![\w$.])(?P<method>[A-Za-z_$][\w$]*)\s*\((?P<d>[\w\s,=]{0,200})\)\s*(?=\{)"
)
#: Any function with a name, also one whose arguments are taken apart or whose body is one expression.
_ARGUMENTS = r"\((?P<{0}>[^()]{{0,300}})\)"
_SHORT = re.compile(
    rf"\bfunction\s+(?P<named>[\w$]+)\s*{_ARGUMENTS.format('a')}\s*(?=\{{)|"
    r"(?<![\w$.])(?P<held>[A-Za-z_$][\w$]*)\s*[:=]\s*(?:async\s+)?"
    rf"(?:function\s*{_ARGUMENTS.format('b')}\s*(?=\{{)|(?:{_ARGUMENTS.format('c')}|(?P<d>[\w$]+))\s*=>\s*)|"
    rf"(?<![\w$.])(?P<method>[A-Za-z_$][\w$]*)\s*{_ARGUMENTS.format('e')}\s*(?=\{{)"
)
_NO_NAME = frozenset({*NO_FUNCTION, "then", "constructor"})
#: Such a function is no longer, and no script has more of them.
_LONGEST, _MOST = 1500, 300


class Function(NamedTuple):
    """A function of the page's own."""

    arguments: tuple[str, ...]
    body: str


def function_of(name: str, scripts: str) -> Function | None:
    """``function go(y) {…}``, ``go = function (y) {…}`` or ``go: (y) => {…}``: the first one that is called so."""
    found = functions_of(scripts).get(name)
    return Function(found[0], block_at(scripts, found[1])) if found is not None else None


@lru_cache(maxsize=8)
def functions_of(scripts: str) -> dict[str, tuple[tuple[str, ...], int]]:
    """Arguments and place of the body of every function, by name."""
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    for one in _DEFINED.finditer(code_of(scripts)):
        name = one["named"] or one["held"] or one["method"]
        arguments = next((told for told in (one["a"], one["b"], one["c"], one["d"]) if told is not None), "")
        if name not in NO_FUNCTION:
            found.setdefault(name, (tuple(told.partition("=")[0].strip() for told in arguments.split(",")), one.end()))
    return found


@lru_cache(maxsize=8)
def short_functions(text: str) -> tuple[tuple[str, tuple[str, ...], int, int], ...]:
    """Name, arguments, begin and end of every short function."""
    code = code_of(text)
    found = []
    for one in islice(_SHORT.finditer(code), _MOST):
        name = one["named"] or one["held"] or one["method"]
        key = next((key for key in "abcde" if one[key] is not None), None)
        if name in _NO_NAME or key is None:
            continue
        begin = one.end()
        length = len(block_at(text, begin)) + 1 if code.startswith("{", begin) else len(expression_at(text, begin))
        if 1 < length <= _LONGEST:
            written = parts_of(text[one.start(key) : one.end(key)])
            found.append((name, tuple(part.strip() for part in written), begin, begin + length))
    return tuple(found)


def name_around(text: str, place: int) -> str:
    """The name of the smallest short function around ``place``, ``""`` for none."""
    return _around(text, place)[0]


def arguments_around(text: str, place: int) -> frozenset[str]:
    """The names of what this function is handed."""
    told = _around(text, place)[1]
    return frozenset(one.partition("=")[0].strip() for one in told if not one.startswith("{"))


def _around(text: str, place: int) -> tuple[str, tuple[str, ...]]:
    around = [one for one in short_functions(text) if one[2] <= place < one[3]]
    smallest = min(around, key=lambda one: one[3] - one[2], default=None)
    return (smallest[0], smallest[1]) if smallest is not None else ("", ())
