"""The text of a script, cut into what stands in it. Nothing is executed."""

from __future__ import annotations

import re
from functools import lru_cache

from scrapers.adapters.scripted import unescape

_LITERAL = re.compile(r"""^\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\d+)|`((?:\\.|[^`\\$])*)`)\s*$""")
#: Comments, literals and patterns: what stands in them is said, not done. A quote that its line does not close is none.
_NO_CODE = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|"""
    r"""(?<=[(,=:\[!&|?])[ \t]*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/""",
    re.DOTALL,
)
#: ``"/a/".concat(id, ".html")``, as compilers write a template literal.
_CONCAT = re.compile(r"""^("[^"]*"|'[^']*')(?=\s*\.\s*concat\()""")
_CHAINS = re.compile(r"\s*\.\s*concat\(")
_OPEN, _CLOSE = "([{", ")]}"
#: An expression whose line ends with one of these goes on.
_GOES_ON = "+=(,:?|&"
#: No expression is longer, and no more blanks stand inside of one.
_LONGEST = 4000
_AHEAD = 200


@lru_cache(maxsize=8)
def code_of(script: str) -> str:
    """``script`` with comments and the insides of literals blank, every sign in its place."""
    return _NO_CODE.sub(_blank, script)


def _blank(found: re.Match[str]) -> str:
    text = found.group()
    spaces = re.sub(r"[^\n]", " ", text)
    return text[0] + spaces[1:-1] + text[-1] if text[0] in "\"'`" else spaces


def literal_of(expression: str) -> str | None:
    """What a literal says; ``None`` for any other expression."""
    found = _LITERAL.match(expression)
    if found is None:
        return None
    double, single, digits, template = found.groups()
    return digits or unescape(double or single or template or "")


def expression_at(script: str, place: int) -> str:
    """The expression that begins at ``place``, up to what ends it."""
    code = code_of(script)[place : place + _LONGEST]
    depth, end, last = 0, 0, ""
    while end < len(code):
        sign = code[end]
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if depth < 0 or (depth == 0 and sign in ",;"):
            break
        if depth == 0 and sign == "\n" and last and last not in _GOES_ON:
            ahead = code[end : end + _AHEAD].lstrip()
            if not ahead.startswith(("+", ".", "?", ":")):
                break
        last = sign if not sign.isspace() else last
        end += 1
    return script[place : place + end].strip()


def block_at(script: str, place: int) -> str:
    """What the braces hold that open at ``place``; ``""`` where none open there."""
    code = code_of(script)[place : place + _LONGEST]
    depth = 0
    for end, sign in enumerate(code):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return script[place + 1 : place + end]
    return ""


def parts_of(text: str, at: str = ",") -> list[str]:
    """``text`` cut at every outer ``at``, up to the bracket that closes what it begins in."""
    parts, depth, quote, begin, place = [], 0, "", 0, 0
    while place < len(text):
        sign = text[place]
        if quote:
            place += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and text.startswith(at, place):
            parts.append(text[begin:place])
            begin = place + len(at)
            place = begin - 1
        place += 1
    last = text[begin:place]
    return [*parts, last] if last.strip() else parts


def members_of(literal: str) -> dict[str, str]:
    """Names and expressions of an object literal; ``{pageNo}`` is short for ``{pageNo: pageNo}``."""
    text = literal.strip()
    if not text.startswith("{"):
        return {}
    members = {}
    for part in parts_of(text[1:]):
        named = re.match(r"""\s*["']?([\w.\[\]-]+)["']?\s*(?::(.*))?$""", part, re.DOTALL)
        if named:
            members[named.group(1)] = named.group(2) if named.group(2) is not None else named.group(1)
    return members


def terms_of(expression: str) -> list[str]:
    """What an expression joins with ``+`` or inside of a template literal, each as an expression."""
    terms: list[str] = []
    for term in parts_of(expression, at="+"):
        text = term.strip()
        if len(text) > 1 and text[0] == text[-1] == "`" and "${" in text:
            terms += _terms_of_template(text[1:-1])
        elif (chained := _chained(text)) is not None:
            terms += chained
        else:
            terms.append(term)
    return terms


def _chained(text: str) -> list[str] | None:
    """The terms of ``"/a/".concat(r).concat(id)``; ``None`` for what is no such chain."""
    begins = _CONCAT.match(text)
    if begins is None:
        return None
    terms, place = [begins[1]], begins.end(1)
    while (one := _CHAINS.match(text, place)) is not None:
        inside = parts_of(text[one.end() :])
        terms += inside
        place = one.end() + len(",".join(inside)) + 1
    return terms if not text[place:].strip() else None


def _terms_of_template(text: str) -> list[str]:
    """Literals and expressions of a template literal, as they follow each other."""
    terms: list[str] = []
    while text:
        fixed, opened, behind = text.partition("${")
        if fixed:
            terms.append('"' + fixed.replace('"', '\\"') + '"')
        inner = parts_of(behind, at="\0")[0] if opened and parts_of(behind, at="\0") else ""
        if opened:
            terms.append(inner)
        text = behind[len(inner) + 1 :]
    return terms
