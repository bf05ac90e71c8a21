"""Scripts of a page as texts whose names are their own: modules of a bundle use the same names for other things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from scrapers.adapters.linked import linked
from scrapers.adapters.script_text import code_of, expression_at, literal_of, members_of
from scrapers.adapters.script_variables import sets_nothing, stated, stated_value
from scrapers.adapters.scripted import inline_scripts

#: Where a module of webpack begins.
_MODULE = re.compile(r"""function\s*\([\w,\s$]*\)\s*\{\s*(?=["']use strict["'])""")
_SEVERAL = 2
_MOST_MODULES = 400
_DEFAULT = re.compile(r"\.\s*defaults\s*\.\s*baseURL\s*=(?!=)\s*")
_CREATED = re.compile(r"\.\s*create\s*\(\s*(?=\{)")
#: Letters are names of many things in a bundle.
_INSTANCE = re.compile(
    r"(?<![\w.$])(?P<name>[A-Za-z_$][\w$]{2,})\s*=\s*(?:(?P<axios>axios|[\w$]+\.(?:a|default))|[\w$]+(?:\.[\w$]+)?(?:\(\))?)"
    r"\s*\.\s*create\s*\("
)
#: What is created with one of these is an instance of axios, whatever a compiler calls this.
_OPTIONS = frozenset({"baseURL", "timeout", "withCredentials", "headers"})
_BASE = re.compile(r"\bbaseURL\b")
_LONGEST = 2000


def scopes_of(source: str, scripts: Sequence[str] = ()) -> tuple[str, ...]:
    """The page's inline scripts with the plain ones that it loads, then every module of a bundle by itself.

    Modules of one page call what they give each other by the same names.
    """
    together, modules = inline_scripts(source), list[str]()
    for script, parts in zip(scripts, linked(scripts), strict=True):
        begins = [] if parts else [found.start() for found in _MODULE.finditer(script)]
        if parts:
            modules += parts
        elif len(begins) < _SEVERAL:
            together.append(script)
        else:
            modules += [script[begin:end] for begin, end in pairwise([*begins, len(script)])]
    return ("\n".join(together), *modules[:_MOST_MODULES])


@lru_cache(maxsize=8)
def bases_of(scripts: str) -> tuple[str | None, str | None]:
    """What axios puts before the addresses of all its calls, and an instance of it before its own.

    ``""`` where that is not set, ``None`` where it is not stated as one literal.
    """
    if not _BASE.search(scripts):
        return "", ""
    code = code_of(scripts)
    defaults = {_base_of(scripts, expression_at(scripts, found.end())) for found in _DEFAULT.finditer(code)}
    created = {
        _base_of(scripts, members_of(scripts[found.end() : found.end() + _LONGEST]).get("baseURL", '""'))
        for found in _CREATED.finditer(code)
    }
    return _one(defaults), _one(created - {""})


def instances_of(scripts: str) -> frozenset[str]:
    """Names of the page's own for instances of axios: ``var service = axios.create({…})``."""
    return frozenset(_instances(scripts))


def base_of(scripts: str, instance: str) -> str | None:
    """What this instance of axios puts before its addresses; ``None`` where that is not stated as one literal."""
    return _instances(scripts).get(instance)


@lru_cache(maxsize=8)
def _instances(scripts: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for one in _INSTANCE.finditer(code_of(scripts)):
        options = members_of(scripts[one.end() : one.end() + _LONGEST])
        if one["axios"] or not _OPTIONS.isdisjoint(options):
            base = _base_of(scripts, options["baseURL"]) if "baseURL" in options else ""
            found[one["name"]] = base if found.get(one["name"], base) == base else None
    return found


def _base_of(scripts: str, expression: str) -> str | None:
    """A literal, or what the one variable that is called so ever holds: ``baseURL: apiRoot``."""
    told = stated_value(scripts, expression)
    if told is not None or not expression.strip().isidentifier():
        return told
    name = expression.strip()
    held = {literal_of(one) for one in stated(scripts, name) if not sets_nothing(one, name)}
    return held.pop() if len(held) == 1 else None


def _one(told: set[str | None]) -> str | None:
    return told.pop() if len(told) == 1 else "" if not told else None
