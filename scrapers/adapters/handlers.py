"""What a page's own script does when a person chooses something: which address it goes to. Nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scrapers.adapters.functions import NO_FUNCTION, function_of
from scrapers.adapters.joined_terms import joined
from scrapers.adapters.script_text import code_of, expression_at, parts_of
from scrapers.adapters.script_values import Values

#: Stands for the chosen value in a template.
CHOSEN = "\0"
#: What goes to an address, up to the expression that says which.
GOES = re.compile(r"\blocation(?:\.href)?\s*=(?!=)\s*|\b(?:open|location\.(?:assign|replace))\(\s*")
_CALL = re.compile(
    r"^\s*(?:javascript:)?\s*(?:return\s+)?([A-Za-z_$]\w*)\(\s*(.*?)\s*\)\s*;?\s*(?:return\s+false;?\s*)?$", re.DOTALL
)
_WRAPPED = re.compile(r"^\s*(?:encodeURI(?:Component)?|escape)\((.*)\)\s*$", re.DOTALL)
_HELD = re.compile(r"\b(?:var|let|const)\s+([A-Za-z_$]\w*)\s*=(?!=)\s*")
_SET = re.compile(r"(?<![\w.$])((?:[A-Za-z_$]\w*\.)*[A-Za-z_$]\w*)\s*=(?![=>])\s*")
#: A function is called, up to what it is handed.
HANDS = re.compile(r"(?<![\w.$])(?:(?:this|that|self|_this|vm)\.)?([A-Za-z_$]\w*)\s*\(")
_ASKS = re.compile(
    r"(?:\b(?:ajax|getJSON|post|load|reload|render|fetch|axios|request|submit|__doPostBack|datagrid|bootstrapTable)|(?:\$|jQuery|axios|http)\.get)\s*\("
)
NOTHING = re.compile(r"(?!)")
#: Functions that one step looks into.
_MOST_CALLED = 30
#: A value is handed on from function to function no further.
_DEEPEST = 3


class Handler(NamedTuple):
    """What is done when another value is chosen; ``names`` are expressions for the chosen value."""

    script: str
    names: re.Pattern[str]


def called_by(action: str) -> tuple[str, list[str]] | None:
    """Name and arguments of the one function that an ``onclick`` or ``onchange`` calls."""
    call = _CALL.match(action)
    if call is None or call.group(1) == "void":
        return None
    return call.group(1), [one.strip() for one in parts_of(call.group(2))]


def template_of(handler: Handler, scripts: str) -> str | None:
    """The one address that the handler goes to, with a place for the chosen value."""
    code, values = code_of(handler.script), Values(f"{handler.script}\n{scripts}")
    held = _held(handler)

    def told(term: str, _name: str) -> str | None:
        wrapped = _WRAPPED.match(term)
        inner = wrapped.group(1) if wrapped else term
        return CHOSEN if handler.names.match(inner) or inner.strip() in held else values.value(term, "")

    made = {joined(expression_at(handler.script, found.end()), told) for found in GOES.finditer(code)}
    known = {one for one in made if one and CHOSEN in one}
    return known.pop() if len(known) == 1 else None


def receivers_of(handler: Handler, scripts: str, depth: int = 0) -> frozenset[str]:
    """Variables and arguments of the page's own that receive the chosen value, by their own names."""
    code, held = code_of(handler.script), _held(handler)

    def is_it(expression: str) -> bool:
        return handler.names.match(expression) is not None or expression.strip() in held

    found = set(held)
    for one in _SET.finditer(code):
        if is_it(expression_at(handler.script, one.end())):
            found.add(one.group(1).rsplit(".", 1)[-1])
    if depth < _DEEPEST:
        for name, inner in _handed_to(handler, is_it, scripts):
            found |= {name, *receivers_of(inner, scripts, depth + 1)}
    return frozenset(found)


def reaches_out(handler: Handler, scripts: str) -> bool:
    """True where the handler, or a function that it calls, goes to an address, asks for something or submits a form.

    Any other only shows what the page holds.
    """
    seen: set[str] = set()
    bodies = [handler.script]
    for _ in range(_DEEPEST + 1):
        codes = [code_of(one) for one in bodies]
        if any(GOES.search(code) or _ASKS.search(code) for code in codes):
            return True
        called = {one.group(1) for code in codes for one in HANDS.finditer(code)} - NO_FUNCTION - seen
        seen |= called
        functions = (function_of(name, scripts) for name in sorted(called)[:_MOST_CALLED])
        bodies = [one.body for one in functions if one is not None]
    return False


def _handed_to(handler: Handler, is_it: Callable[[str], bool], scripts: str) -> Iterator[tuple[str, Handler]]:
    """Arguments that functions of the page's own receive the chosen value by, with what they do with it."""
    for one in HANDS.finditer(code_of(handler.script)):
        handed = [place for place, part in enumerate(parts_of(handler.script[one.end() :])) if is_it(part)]
        function = function_of(one.group(1), scripts) if handed and one.group(1) not in NO_FUNCTION else None
        if function is not None:
            for place in handed:
                name = function.arguments[place] if place < len(function.arguments) else ""
                if name:
                    yield name, Handler(function.body, names_of(name))


def names_of(*variables: str) -> re.Pattern[str]:
    """Expressions that are one of ``variables``."""
    return re.compile(rf"^\s*(?:{'|'.join(map(re.escape, variables))})\s*$") if variables else NOTHING


def _held(handler: Handler) -> set[str]:
    """Variables of the handler's own that hold the chosen value."""
    code = code_of(handler.script)
    return {
        found.group(1)
        for found in _HELD.finditer(code)
        if handler.names.match(expression_at(handler.script, found.end()))
    }
