"""``url.replace(/pageIndex=\\d+/, "pageIndex=" + n)``: where a script puts something else into a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.adapters.script_text import code_of, literal_of, parts_of

_CALL = re.compile(r"\s*\.\s*replace(All)?\s*\(")
#: A pattern of letters, digits, classes and repetitions, as addresses need it; without groups and alternatives.
_PATTERN = re.compile(
    r"^\s*/((?:\\[\w./?&={}$#*\[\]-]|\[\^?(?:\\[\w./?&-]|[\w&=/?#-]){1,20}\]|[\w=&%#@:,<> -]|[*+?]){1,80})/([gi]*)\s*$"
)
_REPEATS = re.compile(r"(?<!\\)[*+?]")
#: More of them, and a text that is made for it would be looked through for seconds.
_MOST_REPEATS = 1
_ESCAPES = re.compile(r"\\([A-Za-z])")
_KNOWN_ESCAPES = frozenset("dws")


@dataclass(frozen=True, slots=True)
class Replacement:
    """``text`` is the expression that is changed, ``by`` the one that is put where ``pattern`` first is found."""

    text: str
    pattern: re.Pattern[str]
    by: str
    #: Every place is changed, not the first only.
    everywhere: bool

    def places(self, text: str) -> list[tuple[int, int]]:
        """Beginnings and ends of what is replaced in ``text``; patterns that match nothing at all find no place."""
        found = [one.span() for one in self.pattern.finditer(text) if one.end() > one.start()]
        return found if self.everywhere else found[:1]


def replacement_of(expression: str) -> Replacement | None:
    """The last ``replace`` of an expression that is nothing else; ``None`` for any other."""
    text = expression.strip()
    for found in reversed(list(_CALL.finditer(code_of(text)))):
        inside = text[found.end() : -1]
        arguments = parts_of(inside)
        if not text.endswith(")") or len(arguments) != 2 or len(",".join(arguments)) != len(inside):
            continue
        told = _pattern(arguments[0])
        if told is None or not text[: found.start()].strip():
            return None
        return Replacement(text[: found.start()], told[0], arguments[1], told[1] or found.group(1) is not None)
    return None


def _pattern(argument: str) -> tuple[re.Pattern[str], bool] | None:
    literal = literal_of(argument)
    if literal is not None:
        return (re.compile(re.escape(literal)), False) if literal else None
    found = _PATTERN.match(argument)
    if found is None or len(_REPEATS.findall(found.group(1))) > _MOST_REPEATS:
        return None
    if not set(_ESCAPES.findall(found.group(1))) <= _KNOWN_ESCAPES:
        return None
    try:
        pattern = re.compile(found.group(1), re.ASCII | (re.IGNORECASE if "i" in found.group(2) else re.NOFLAG))
    except re.error:
        return None
    return pattern, "g" in found.group(2)
