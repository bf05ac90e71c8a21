"""How many pages there are, as the function says that refuses to go beyond: ``else if (num > 3) { alert(…) }``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from scrapers.adapters.functions import Function, function_of, functions_of
from scrapers.adapters.handlers import GOES, HANDS, NOTHING, Handler, reaches_out
from scrapers.adapters.script_text import block_at, code_of, expression_at, parts_of
from scrapers.adapters.script_values import Values

_IF = re.compile(r"\bif\s*\(")
_COMPARED = re.compile(
    r"^\s*\(?\s*(?:(?:parseInt|Number)\(\s*)?([A-Za-z_$][\w$]*)\s*(?:,\s*10\s*)?\)?\s*([<>]=?)\s*"
    r"(?:(?:parseInt|Number)\(\s*)?[\"']?([\w$]+)[\"']?\s*\)*\s*$"
)
#: What a page says, or does, to a number that is too large.
_REFUSES = r"\b(?:alert|confirm|msg|toast|return|layer|tips?)\b|\b{name}\s*=(?!=)"
#: What every such function has, cheap to look for.
_BOUND = re.compile(r"\bif\s*\([^{};]*[<>]=?")
_MOST_FUNCTIONS = 200
_MOST = 20
_DIGITS = 4


def guarded_pages(scripts: str) -> int | None:
    """The one number of pages beyond which functions that go to a page refuse to go."""
    bodies = ((names, block_at(scripts, place)) for names, place in functions_of(scripts).values())
    likely = (Function(names, body) for names, body in bodies if _BOUND.search(body))
    found = {told for function in islice(likely, _MOST_FUNCTIONS) for told in _bounds(function, scripts)}
    return found.pop() if len(found) == 1 else None


def _bounds(function: Function, scripts: str) -> Iterator[int]:
    body, code = function.body, code_of(function.body)
    for one in islice(_IF.finditer(code), _MOST):
        closed = _closed(code, one.end())
        condition = body[one.end() : closed]
        end = _end_of(code, closed + 1)
        for part in re.split(r"\|\||&&", condition):
            compared = _COMPARED.match(part)
            most = _most(compared, scripts) if compared is not None else None
            if compared is None or most is None:
                continue
            name = compared.group(1)
            if not _counts_from_1(body, name):
                continue
            goes = list(_goings(function, name, scripts))
            inside = [place for place in goes if closed < place < end]
            if compared.group(2).startswith(">"):
                refuses = re.search(_REFUSES.format(name=re.escape(name)), code[closed + 1 : end]) is not None
                told = (
                    most > 0 and "&&" not in condition and refuses and not inside and any(place > end for place in goes)
                )
            else:
                told = most > 1 and "||" not in condition and bool(goes) and inside == goes
            if told:
                yield most


def _most(compared: re.Match[str], scripts: str) -> int | None:
    """The largest number that is let through."""
    _, sign, bound = compared.groups()
    told = bound if bound.isdecimal() else Values(scripts).held(bound)
    if told is None or not told.isdecimal() or len(told) > _DIGITS:
        return None
    return int(told) - (1 if sign in (">=", "<") else 0)


def _counts_from_1(body: str, name: str) -> bool:
    """True for a number as people count pages, that goes out as it came in.

    One that the function counts up, or that begins at 0, says something else about the last page.
    """
    code, own = code_of(body), rf"(?<![\w.$]){re.escape(name)}\s*"
    if re.search(rf"{own}(?:\+\+|\+=|\+\s*1\b|(?:<|>=|[=!]==?)\s*0\b)|\+\+\s*{re.escape(name)}\b", code):
        return False
    typed = rf"{own}=(?!=)[^;\n]*(?:\.val\(|\.value\b)"
    return re.search(rf"{own}(?:<\s*1\b|<=\s*[01]\b|[=!]==?\s*1\b|>\s*0\b|>=\s*1\b)|{typed}", code) is not None


def _goings(function: Function, name: str, scripts: str) -> Iterator[int]:
    """Where the function goes to an address that ``name`` is part of, or hands ``name`` to one that reaches out."""
    own = re.compile(rf"(?<![\w.$]){re.escape(name)}\b")
    body, code = function.body, code_of(function.body)
    for one in islice(GOES.finditer(code), _MOST):
        if own.search(code_of(expression_at(body, one.end()))):
            yield one.start()
    for one in islice(HANDS.finditer(code), _MOST):
        called = function_of(one.group(1), scripts)
        handed = any(own.search(code_of(part)) for part in parts_of(body[one.end() :]))
        if called is not None and handed and reaches_out(Handler(called.body, NOTHING), scripts):
            yield one.start()


def _end_of(code: str, place: int) -> int:
    """The end of the block, or of the one statement, that begins at ``place``."""
    begins = len(code) - len(code[place:].lstrip())
    if code.startswith("{", begins):
        return _closed(code, begins + 1, "{}")
    ends = code.find(";", begins)
    return ends if ends >= 0 else len(code)


def _closed(code: str, place: int, pair: str = "()") -> int:
    """Where the bracket closes that opened before ``place``; the end of the code where it does not."""
    depth = 1
    for end in range(place, len(code)):
        depth += (code[end] == pair[0]) - (code[end] == pair[1])
        if depth == 0:
            return end
    return len(code)
