"""What a function of the page's own is handed, where it only passes it on to a call. Nothing is executed.

``function articlePage(data) { return service({url: …, data: data}) } … articlePage(that.query)``
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from scrapers.adapters.functions import functions_of
from scrapers.adapters.script_text import block_at, code_of, members_of, parts_of, terms_of

#: A function that only passes on is no longer, and nobody calls it more often.
_NEAR = 1000
_MOST = 8
#: A function that hands on what it is handed itself is looked into, and no further one.
_DEEPEST = 1
_FUNCTION, _IN_NAME = "function ", re.compile(r"[\w$]$")
#: Numbers of pages are told from where they begin, not from what one call hands over.
_FIRST_PAGE = re.compile(r"""^["']?[01]["']?$""")


def handed_at(script: str, place: int, depth: int = 0) -> dict[str, str]:
    """What the function around ``place`` is handed, by the names of its arguments: where all that call it agree."""
    around = function_around(script, place)
    if around is None:
        return {}
    name, arguments, begin, end = around
    code = code_of(script)
    named = re.finditer(rf"{re.escape(name)}\s*\(", code)
    calls = list(islice((one.end() for one in named if not _defines(code, one)), _MOST + 1))
    if len(calls) > _MOST:
        return {}
    found: dict[str, str] = {}
    for number, argument in enumerate(arguments):
        told = {_handed(script, one, number, depth) for one in calls if not begin <= one <= end}
        expression = told.pop() if len(told) == 1 else ""
        if argument and expression and not _FIRST_PAGE.match(expression):
            found[argument] = expression
    return found


def with_handed(expression: str, handed: Mapping[str, str]) -> str:
    """``expression`` with what is handed in place of arguments: by itself, as members of an object, joined by ``+``."""
    text = expression.strip()
    if not handed or text in handed:
        return handed.get(text, expression)
    if text.startswith("{"):
        members = members_of(text)
        if any(one.strip() in handed for one in members.values()):
            told = (f"{name!r}: {handed.get(one.strip(), one)}" for name, one in members.items())
            return "{" + ", ".join(told) + "}"
        return expression
    terms = terms_of(expression)
    return (
        " + ".join(handed.get(one.strip(), one) for one in terms)
        if any(one.strip() in handed for one in terms)
        else expression
    )


def _defines(code: str, named: re.Match[str]) -> bool:
    """True where this is the head of the function, ``function load(page)`` or ``load(page) {``, or a longer name."""
    before = code[max(0, named.start() - len(_FUNCTION)) : named.start()]
    behind = code[named.end() : named.end() + _NEAR].partition(")")[2].lstrip()
    return before == _FUNCTION or bool(_IN_NAME.search(before)) or behind.startswith("{")


def _handed(script: str, place: int, number: int, depth: int) -> str:
    """The argument of this ``number`` of the call that opens at ``place``."""
    given = parts_of(script[place : place + _NEAR])
    expression = given[number].strip() if number < len(given) else ""
    further = handed_at(script, place, depth + 1) if depth < _DEEPEST and expression.isidentifier() else {}
    return further.get(expression, expression)


def function_around(script: str, place: int) -> tuple[str, tuple[str, ...], int, int] | None:
    """Name, arguments, begin and end of the smallest function with a name that holds ``place``."""
    before = [(begin, name, arguments) for name, (arguments, begin) in functions_of(script).items()]
    for begin, name, arguments in sorted(one for one in before if place - _NEAR < one[0] < place)[::-1]:
        end = begin + len(block_at(script, begin)) + 1
        if end >= place:
            return name, arguments, begin, end
    return None
