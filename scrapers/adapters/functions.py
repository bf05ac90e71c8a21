"""The functions that a page's scripts define, by name. Nothing is executed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from scrapers.adapters.script_text import block_at, code_of

#: Words before a bracket that call no function.
NO_FUNCTION = frozenset({"if", "for", "while", "switch", "catch", "function", "return"})
_DEFINED = re.compile(
    r"\bfunction\s+(?P<named>[\w$]+)\s*\((?P<a>[^()]{0,300})\)\s*(?=\{)|"
    r"(?<![\w$])(?P<held>[A-Za-z_$][\w$]*)\s*[:=]\s*(?:async\s+)?"
    r"(?:function\s*\((?P<b>[^()]{0,300})\)|\(?(?P<c>[\w\s,=]{0,200})\)?\s*=>)\s*(?=\{)|"
    r"(?<![\w$.])(?P<method>[A-Za-z_$][\w$]*)\s*\((?P<d>[\w\s,=]{0,200})\)\s*(?=\{)"
)


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
