"""Where a script calls a library that asks for something, and what it asks for. Nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from scrapers.adapters.bundles import base_of, bases_of, instances_of
from scrapers.adapters.functions import function_of
from scrapers.adapters.handed import handed_at, with_handed
from scrapers.adapters.script_text import code_of, literal_of, members_of, parts_of, terms_of
from scrapers.adapters.script_variables import OWN

#: The calls that are read: library and verb. Compilers call imports ``a.a.post``, and keep ``this`` in a letter.
_LIBRARIES = ("$", "jQuery", "axios", "$http", "$axios", "fetch", "request")
_CALL = (
    rf"(?<![\w.$])(?:(?:\$|jQuery)\([^()]{{{{1,80}}}}\)\s*\.\s*load\s*\(|(?:{OWN}({{names}})|[a-z]\.(\$http|\$axios)|"
    r"([\w$]+\.(?:a|default))(?=\s*\.\s*(?:get|post|request)\b))\s*(?:\.\s*(ajax|get|getJSON|post|request))?\s*\()"
)
#: … or a piece of HTML is put into an element: ``$("#list").load("/list.html?page=" + n)``.
LOADS = re.compile(r"\.\s*load\s*\($")
CALLBACK = re.compile(r"^\s*(?:async\s+)?(?:function\b|\(?[\w\s,]*\)?\s*=>)")
_NAME = re.compile(r"^\s*([A-Za-z_$][\w$]*)\s*$")
#: An object that travels as JSON, or as a form.
_WRAPPED = re.compile(
    r"^\s*(JSON\.stringify|new\s+URLSearchParams|(?:Qs|qs|\$)\.(?:stringify|param))\(\s*(.*?)\s*\)\s*$", re.DOTALL
)
#: A call is no longer.
LONGEST = 4000
#: No page of a list asks more often.
_MOST_TRIED = 100


def calls_in(script: str, whole: str = "") -> Iterator[re.Match[str]]:
    """Where ``script`` calls, comments and what literals say left out.

    ``whole``: all scripts of the page, where ``script`` is a part of them.
    """
    return islice(_calls_of(instances_of(whole or script)).finditer(code_of(script)), _MOST_TRIED)


@lru_cache(maxsize=8)
def _calls_of(instances: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, [*_LIBRARIES, *sorted(instances - {*_LIBRARIES})]))
    return re.compile(_CALL.format(names=names))


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a call, as expressions of its script."""

    address: str
    #: An object, or the text of a form; ``""`` for none.
    data: str
    posts: bool
    as_json: bool


def asked_by(found: re.Match[str], script: str, whole: str = "") -> Asked | None:
    """What the call of jQuery, axios, ``fetch`` or ``request`` at ``found`` of ``script`` asks for.

    ``whole``: all scripts of the page, where ``script`` is a part of them.
    """
    is_load = LOADS.search(found.group()) is not None
    library, verb = found.group(1) or found.group(2) or found.group(3) or "$", found.group(4)
    arguments = parts_of(script[found.end() : found.end() + LONGEST])
    is_axios = "axios" in library or library in ("$http", "request") or library not in _LIBRARIES
    first = arguments[0] if arguments else ""
    if library == "fetch":
        options = members_of(arguments[1]) if len(arguments) > 1 else {}
        address, data, as_json = first, options.get("body", ""), False
        posts = (literal_of(options.get("method", "")) or "").upper() == "POST"
    elif is_load:
        address, data, as_json = first, "".join(arguments[1:2]), False
        posts = data.lstrip().startswith("{")
    elif verb in ("get", "getJSON", "post"):
        options = members_of(arguments[1]) if is_axios and verb == "get" and len(arguments) > 1 else {}
        address, posts, as_json = first, verb == "post", is_axios
        data = options.get("params", "") if is_axios and verb == "get" else "".join(arguments[1:2])
    elif first.lstrip().startswith("{") and (verb in ("ajax", "request") or is_axios):
        options = members_of(first)
        address = options.get("url", "")
        posts = (literal_of(options.get("type") or options.get("method") or "") or "").upper() == "POST"
        data = options.get("data") or options.get("params") or ""
        as_json = "json" in options.get("contentType", "") or (is_axios and "data" in options)
    else:
        return None
    handed = handed_at(script, found.start())
    called = _NAME.match(data) if not is_axios and library != "fetch" and verb != "ajax" else None
    calls_back = called is not None and called[1] not in handed and function_of(called[1], whole or script) is not None
    data = "" if calls_back or CALLBACK.match(data) else data
    address, data = with_handed(address, handed), with_handed(data, handed)
    wrapped = _WRAPPED.match(data)
    if wrapped:
        as_json, data = wrapped.group(1) == "JSON.stringify", wrapped.group(2)
    based = _based(address, library, whole or script) if is_axios else address
    return Asked(based, data, posts, as_json) if based is not None and address.strip() else None


def _based(address: str, library: str, scripts: str) -> str | None:
    """``address`` with what axios puts before it; ``None`` where that is not stated."""
    begins = literal_of(terms_of(address)[0]) or "" if address.strip() else ""
    if begins.startswith(("http:", "https:", "//")):
        return address
    default, created = bases_of(scripts)
    base = default if library == "axios" or default != "" else created
    if library in instances_of(scripts):
        base = base_of(scripts, library)
    if not base:
        return address if base == "" else None
    joint = "" if begins.startswith("/") else "/"
    return f'"{base.rstrip("/")}{joint}" + {address}'
