"""Expressions that choose between others, or only change how one is written: ``kw || undefined``, ``String(id)``.

Nothing is executed: what is chosen follows from what the terms hold as the page is opened.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scrapers.adapters.script_text import parts_of

#: Functions and methods that leave what they are handed as it is, or write it for an address.
_WRITES = re.compile(
    r"^(?:(?:window\.)?(?:encodeURI(?:Component)?|decodeURI(?:Component)?|escape|unescape)|String|Number|parseInt|"
    r"(?:\$|jQuery)\.trim|unref|toRaw|ref|shallowRef|reactive|Object)?\s*\("
)
_METHOD = re.compile(r"\s*\.\s*(?:trim|toString|valueOf)\(\s*(?:10)?\s*\)$")
_COMPARED = re.compile(r"""^(?P<term>[^=!<>&|?]+?)\s*(?P<not>!|=)==?\s*(?:""|''|null|undefined|void 0)$""")
_LENGTH = re.compile(r"^(?P<term>[^=!<>&|?]+)\.length(?:\s*>\s*0)?$")
#: Sent so that no cache answers: any value would do, and none does as well.
_AGAINST_CACHES = re.compile(
    r"^\s*\(?\s*(?:\+?\s*\(?\s*new\s+Date(?:\(\s*\))?\s*\)?(?:\.(?:getTime|valueOf)\(\s*\))?|Date\.now\(\s*\)|"
    r"Math\.random\(\s*\))\s*\)?\s*$"
)
_ABSENT = re.compile(r"^\s*(?:undefined|null|void 0)\s*$")
#: No expression that chooses is longer.
_LONGEST = 1200


class Ternary(NamedTuple):
    """``condition ? chosen : other``."""

    condition: str
    chosen: str
    other: str


def unwrapped(term: str) -> str | None:
    """What stands inside of brackets, ``String(…)`` and its kind; ``None`` for a term that is nothing of these."""
    text = term.strip()
    if (shorter := _METHOD.sub("", text)) != text:
        return shorter
    found = _WRITES.match(text)
    if found is None or len(text) > _LONGEST or not text.endswith(")"):
        return None
    inside = text[found.end() : -1]
    parts = parts_of(inside)
    if not parts or len(",".join(parts)) != len(inside) or (text.startswith("(") and len(parts) > 1):
        return None
    return parts[0]


def either_of(term: str) -> list[str]:
    """The terms of ``a || b`` or ``a ?? b``; none for any other."""
    if len(term) > _LONGEST:
        return []
    for sign in ("||", "??"):
        parts = parts_of(term, at=sign)
        if len(parts) > 1:
            return parts
    return []


def ternary_of(term: str) -> Ternary | None:
    """The three parts of ``a ? b : c``."""
    if len(term) > _LONGEST or "?" not in term:
        return None
    condition, *rest = parts_of(term.replace("?.", "."), at="?")
    behind = "?".join(rest)
    chosen, *other = parts_of(behind, at=":") or [""]
    if not condition.strip() or not other or len(parts_of(chosen, at="?")) > 1:
        return None
    return Ternary(condition, chosen, ":".join(other))


def conditions_of(condition: str) -> list[tuple[str, bool]] | None:
    """Terms that must hold something (``True``), or nothing; ``None`` where the condition says something else.

    ``typeof x`` and the like beside other terms say no more than these do.
    """
    found: list[tuple[str, bool]] = []
    for part in parts_of(condition, at="&&"):
        text = part.strip()
        text = (unwrapped(text) or text).strip() if text.startswith("(") else text
        compared, counted = _COMPARED.match(text), _LENGTH.match(text)
        if text.startswith("typeof "):
            continue
        if compared is not None:
            found.append((compared["term"], compared["not"] == "!"))
        elif counted is not None:
            found.append((counted["term"], True))
        elif re.search(r"[=<>]|\|\||\?", text):
            return None
        elif text.startswith("!"):
            found.append((text.lstrip("!"), text.startswith("!!")))
        else:
            found.append((text, True))
    return found or None


def without_itself(expression: str, variable: str) -> str:
    """``1`` for ``page || 1``, to which the variable ``page`` is set."""
    first, *others = either_of(expression) or [""]
    return others[0].strip() if len(others) == 1 and first.strip() == variable else expression


def is_left_out(term: str) -> bool:
    """True for a value that is none, or of which any would do."""
    return _AGAINST_CACHES.match(term) is not None or _ABSENT.match(term) is not None
