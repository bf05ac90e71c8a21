"""What a script reads of the page's own address: ``getQueryString('id')``, ``location.search.split('=')[1]``.

Nothing is executed. A function counts as one that reads the address where its own text does, or, where the page does
not define it, by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from scrapers.adapters.functions import function_of
from scrapers.adapters.script_text import literal_of

#: The page's whole address among what it says, beside ``query.id`` and ``params.id``.
HREF = "href"
_MEMBER = r"""(?:\.([A-Za-z_$][\w$]*)|\[\s*["']([\w-]+)["']\s*\])"""
_CALL = re.compile(rf"""^\s*(?:[\w$]+\.)*([\w$]+)\(\s*(?:["']([\w-]+)["']\s*)?\)\s*{_MEMBER}?\s*$""")
_LOCATION = r"(?:(?:window|self|document|top|parent)\.)*location"
_GOT = re.compile(
    rf"""^\s*\(?\s*new\s+(?:URLSearchParams|URL)\(\s*(?:{_LOCATION}|document\.URL)[\w.\s()]*\)\s*\)?"""
    r"""(?:\.searchParams)?\.get\(\s*["']([\w-]+)["']\s*\)\s*$"""
)
_HELD = re.compile(rf"""^\s*([A-Za-z_$][\w$]*)(?:(?:\.searchParams)?\.get\(\s*["']([\w-]+)["']\s*\)|{_MEMBER})\s*$""")
_PARSED = re.compile(rf"^\s*new\s+(?:URLSearchParams|URL)\(\s*(?:{_LOCATION}|document\.URL)\b")
_READS = re.compile(r"\blocation\b|\bdocument\.URL\b|\bURLSearchParams\b")
_NAMED_SO = re.compile(
    r"(?i)(?:get|parse|read)?_?(?:query|url|request|req|href|search|location)_?(?:string|str|param|params|parameter|parameters|args?|values?|var|vars|variables?|query|search)?"
)
_PART = re.compile(rf"^\s*(?:{_LOCATION}\.(search|href|pathname)|(document\.URL))\s*(?=[.\[]|$)")
_STEP = re.compile(
    r"""\s*(?:\.\s*(?P<cut>split)\(\s*(?P<at>"[^"]*"|'[^']*')\s*\)|\.\s*(?P<sub>substr|substring|slice)\(\s*(?P<from>\d+)\s*\)|"""
    r"""\[\s*(?P<place>\d+)\s*\]|\.\s*(?P<last>pop)\(\s*\)|\.\s*replace\(\s*(?P<old>"[^"]*"|'[^']*')\s*,\s*(?P<new>"[^"]*"|'[^']*')\s*\))"""
)
_MOST_STEPS = 8


def asked(term: str, script: str, address: Mapping[str, str], expression_of: Callable[[str], str | None]) -> str | None:
    """What ``term`` reads of the page's own address, ``""`` where this lacks it; ``None`` for any other term.

    ``expression_of``: the one expression that a variable of the script is ever set to.
    """
    got = _GOT.match(term)
    if got is not None:
        return address.get(f"query.{got[1]}", "")
    called, held = _CALL.match(term), _HELD.match(term)
    name = (called[2] or called[3] or called[4]) if called is not None else None
    if called is not None and name and _reads(called[1], script):
        return address.get(f"query.{name}", "")
    if held is not None:
        name = held[2] or held[3] or held[4]
        expression = expression_of(held[1]) or ""
        made = _CALL.match(expression)
        if _PARSED.match(expression) or (made is not None and made.lastindex == 1 and _reads(made[1], script)):
            return address.get(f"query.{name}", "")
    return _cut(term, address.get(HREF, ""))


def _reads(function: str, script: str) -> bool:
    defined = function_of(function, script)
    return _NAMED_SO.fullmatch(function) is not None if defined is None else _READS.search(defined.body) is not None


def _cut(term: str, url: str) -> str | None:
    """``location.pathname.split('/')[2]``: a part of the address that is cut out of it."""
    part = _PART.match(term)
    if part is None or not url:
        return None
    parts = urlsplit(url)
    whole = {"search": f"?{parts.query}" if parts.query else "", "pathname": parts.path}.get(part[1] or "", url)
    value: str | list[str] = whole
    place = part.end()
    for _ in range(_MOST_STEPS):
        step = _STEP.match(term, place)
        if step is None:
            break
        place = step.end()
        if isinstance(value, list):
            number = int(step["place"]) if step["place"] else len(value) - 1 if step["last"] else len(value)
            if number >= len(value):
                return None
            value = value[number]
        elif step["cut"]:
            at = literal_of(step["at"])
            value = value.split(at) if at else [*value]
        elif step["sub"]:
            value = value[int(step["from"]) :]
        elif step["old"]:
            value = value.replace(literal_of(step["old"]) or "", literal_of(step["new"]) or "", 1)
        else:
            return None
    return unquote(value) if isinstance(value, str) and not term[place:].strip() and value != whole else None
