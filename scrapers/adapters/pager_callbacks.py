"""Where the numbers begin that a pager hands back: ``Ls.pagination("#p", function (i) {load(i)}, {currPage: (0+1)})``.

The function that it is given takes the number of a page. What its call says of the page that is shown tells whether it
counts from 0 or from 1. Nothing is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from domain.declared import from_yaml
from scrapers.adapters.functions import function_of
from scrapers.adapters.script_text import block_at, code_of, literal_of, members_of, parts_of

_DATA = Path(__file__).parent.parent / "data" / "pager_options.yaml"
_CALL = re.compile(r"(?i)(?<![\w$])[\w$.]*(?:pagin|paging|pager|laypage|createpage|turnpage)[\w$.]*\s*\(")
_FUNCTION = re.compile(
    r"^\s*(?:async\s+)?(?:function\s*[\w$]*\s*\((?P<several>[^()]{0,200})\)|\((?P<arrow>[\w\s,$]{0,200})\)\s*=>|"
    r"(?P<one>[A-Za-z_$][\w$]*)\s*=>)\s*(?P<body>.*)$",
    re.DOTALL,
)
_NAME = re.compile(r"^\s*([A-Za-z_$][\w$]*)\s*$")
_SUM = re.compile(r"^\s*\(?\s*(\d)\s*\+\s*(\d)\s*\)?\s*$")
_HANDS = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*\(")
_LONGEST, _MOST = 3000, 10


@dataclass(frozen=True, slots=True)
class Handed:
    """Variables that hold a pager's number, and the functions that are handed it at a place of their arguments."""

    variables: frozenset[str]
    functions: frozenset[tuple[str, int]]
    #: The number of the page that is shown, as the pager's call states it: 0 or 1.
    begins: int


@cache
def _options() -> frozenset[str]:
    return frozenset(from_yaml(_DATA.read_text(encoding="utf-8"))["number"])


@lru_cache(maxsize=16)
def handed_by_pagers(script: str) -> tuple[Handed, ...]:
    """What the calls of pagers hand back, of those that state the number of the page that is shown."""
    return tuple(_handed(script))


def _handed(script: str) -> Iterator[Handed]:
    for found in islice(_CALL.finditer(code_of(script)), _MOST):
        arguments = parts_of(script[found.end() : found.end() + _LONGEST])
        options = [member for one in arguments for member in members_of(one).items()]
        stated = {_number(one) for name, one in options if name.lower().replace("_", "") in _options()}
        begins = stated.pop() if len(stated) == 1 else None
        if begins is None:
            continue
        variables, functions = set[str](), set[tuple[str, int]]()
        for given in (*arguments, *(one for _, one in options)):
            named = _NAME.match(given)
            if named is not None and function_of(named[1], script) is not None:
                functions.add((named[1], 0))
            elif (function := _FUNCTION.match(given)) is not None:
                taken = _names(function)
                variables |= taken
                functions |= _called_with(taken, _body(function))
        if variables or functions:
            yield Handed(frozenset(variables), frozenset(functions), begins)


def _number(expression: str) -> int | None:
    """0 or 1, also as templates write it: ``(0+1)``."""
    added, told = _SUM.match(expression), literal_of(expression)
    number = int(added[1]) + int(added[2]) if added else int(told) if told in ("0", "1") else None
    return number if number in (0, 1) else None


def _names(function: re.Match[str]) -> set[str]:
    taken = function["several"] or function["arrow"] or function["one"] or ""
    return {name.strip() for name in taken.split(",") if name.strip()}


def _body(function: re.Match[str]) -> str:
    text = function["body"]
    return block_at(text, 0) if text.startswith("{") else text


def _called_with(taken: set[str], body: str) -> set[tuple[str, int]]:
    """The functions that ``body`` calls with one of ``taken``, and at which place."""
    return {
        (call[1], place)
        for call in islice(_HANDS.finditer(code_of(body)), _MOST)
        for place, one in enumerate(parts_of(body[call.end() :]))
        if one.strip() in taken
    }
