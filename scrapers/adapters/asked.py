"""Where a script calls a library that asks for something, and what it asks for. Nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from scrapers.adapters.bundles import base_of, bases_of, instances_of
from scrapers.adapters.choosing import either_of, is_left_out, unwrapped
from scrapers.adapters.functions import arguments_around, function_of, functions_of
from scrapers.adapters.handed import handed_at, with_handed
from scrapers.adapters.script_text import code_of, literal_of, members_of, parts_of, terms_of
from scrapers.adapters.script_variables import OWN

#: The calls that are read: library and verb. Compilers call imports ``a.a.post`` or ``o().post``, and keep ``this`` in
#: a letter.
_LIBRARIES = ("$", "jQuery", "axios", "$http", "$axios", "fetch", "request", "uni", "wx", "http", "$request")
#: … of which these ask for nothing by themselves: ``$("#list")``.
_SELECTS = ("$", "jQuery")
_LIKE_AXIOS, _SMALL = ("$http", "request", "http", "$request"), ("uni", "wx")
_OPTIONS = frozenset({"method", "params", "data", "headers"})
_VERBS = ("get", "getJSON", "post")
_CALL = (
    rf"(?<![\w.$])(?:layui\.)?(?:(?:\$|jQuery)\([^()]{{{{1,80}}}}\)\s*\.\s*load\s*\(|(?P<opener>[A-Za-z_$][\w$]*)\.open\s*\(|"
    rf"(?:{OWN}(?P<name>{{names}})|[a-z]\.(?P<kept>\$http|\$axios|\$request)|"
    r"(?P<module>[\w$]+(?:\.(?:a|default)|\(\)))(?=\s*\.\s*(?:get|post|request)\b))"
    r"\s*(?:\.\s*(?P<verb>ajax|get|getJSON|post|request))?\s*\()"
)
#: How a request is opened, rather than a window.
_OPENS = re.compile(r"""\s*(["'])(?:GET|POST|get|post)\1\s*,""")
_NOTHING = re.compile(r"^\s*(?:null|undefined|\{\s*\}|\"\"|'')?\s*$")
_UPPER = re.compile(r"\.to(?:Upper|Lower)Case\(\s*\)\s*$")
#: … or a piece of HTML is put into an element: ``$("#list").load("/list.html?page=" + n)``.
LOADS = re.compile(r"\.\s*load\s*\($")
CALLBACK = re.compile(r"^\s*(?:async\s+)?(?:function\b|\(?[\w\s,]*\)?\s*=>)")
_NAME = re.compile(r"^\s*([A-Za-z_$][\w$]*)\s*$")
#: An object that travels as JSON, or as a form.
_WRAPPED = re.compile(
    r"^\s*(JSON\.stringify|new\s+URLSearchParams|(?:Qs|qs|\$)\.(?:stringify|param))\(\s*(.*?)\s*\)\s*$", re.DOTALL
)
#: JSONP is asked for so, where its options do not say how.
_CALLED_BACK = "callback"
#: A call is no longer.
LONGEST = 4000
#: No page of a list asks more often.
_MOST_TRIED = 100


def calls_in(script: str, whole: str = "") -> Iterator[re.Match[str]]:
    """Where ``script`` calls, comments and what literals say left out.

    ``whole``: all scripts of the page, where ``script`` is a part of them.
    """
    instances = instances_of(whole or script)
    own = {one for one in _LIKE_AXIOS if one not in instances and one in functions_of(whole or script)}
    found = _calls_of(instances, frozenset(own)).finditer(code_of(script))
    asking = (one for one in found if one["verb"] or one["name"] not in _SELECTS or LOADS.search(one.group()))
    return islice((one for one in asking if one["opener"] is None or _OPENS.match(script, one.end())), _MOST_TRIED)


@lru_cache(maxsize=8)
def _calls_of(instances: frozenset[str], own: frozenset[str]) -> re.Pattern[str]:
    """``own``: functions of the page's own that are called as a library is."""
    known = [one for one in _LIBRARIES if one not in own]
    names = "|".join(map(re.escape, [*known, *sorted(instances - {*_LIBRARIES})]))
    return re.compile(_CALL.format(names=names))


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a call, as expressions of its script."""

    address: str
    #: An object, or the text of a form; ``""`` for none.
    data: str
    posts: bool
    as_json: bool
    #: The function that the answer calls, and the name it is sent by, where the call is for JSONP.
    callback: tuple[str, str] | None = None


def asked_by(found: re.Match[str], script: str, whole: str = "") -> Asked | None:
    """What the call of jQuery, axios, ``fetch`` and their kind at ``found`` of ``script`` asks for.

    ``whole``: all scripts of the page, where ``script`` is a part of them.
    """
    library, verb = found["name"] or found["kept"] or found["module"] or "$", found["verb"]
    is_axios = "axios" in library or library in _LIKE_AXIOS or library not in _LIBRARIES
    if found["opener"] is not None:
        written = _opened(found, script)
    else:
        arguments = parts_of(script[found.end() : found.end() + LONGEST])
        written = _written(found, arguments, library, is_axios=is_axios)
    if written is None:
        return None
    address, data = written.address, written.data
    handed = handed_at(script, found.start())
    called = _NAME.match(data) if not is_axios and library != "fetch" and verb != "ajax" else None
    calls_back = called is not None and called[1] not in handed and function_of(called[1], whole or script) is not None
    data = "" if calls_back or CALLBACK.match(data) else data
    address, data, as_json = with_handed(address, handed), with_handed(data, handed), written.as_json
    wrapped = _WRAPPED.match(data)
    if wrapped:
        as_json, data = wrapped.group(1) == "JSON.stringify", wrapped.group(2)
    if not {data.strip(), address.strip()}.isdisjoint(arguments_around(script, found.start()) - {*handed}):
        return None  # what is handed by nobody, and no variable that is called so
    based = _based(address, library, whole or script) if is_axios else address
    if based is None or not address.strip():
        return None
    return Asked(based, data, written.posts, as_json, written.callback)


def _written(found: re.Match[str], arguments: list[str], library: str, *, is_axios: bool) -> Asked | None:
    """The parts of a call of a library, as its arguments say them."""
    verb, first, second = found["verb"], "".join(arguments[:1]), "".join(arguments[1:2])
    is_object, options = first.lstrip().startswith("{"), members_of(second)
    if library == "fetch":
        return Asked(first, options.get("body", ""), _posts(options), as_json=False)
    if LOADS.search(found.group()):
        return Asked(first, second, second.lstrip().startswith("{"), as_json=False)
    if is_object and (verb in ("ajax", "request") or is_axios or verb in _VERBS):
        return _by_options(members_of(first), library, verb, is_axios=is_axios)
    if verb in _VERBS:
        by_params = is_axios and (verb == "get" or _NOTHING.match(second) is not None)
        options = options if verb == "get" else members_of("".join(arguments[2:3]))
        data = options.get("params", "") if by_params else second
        return Asked(first, data, verb == "post", as_json=is_axios and not by_params)
    if verb == "ajax" or (is_axios and not _OPTIONS.isdisjoint(options)):  # $.ajax(url, {…}), axios(url, {…})
        return _by_options({"url": first, **options}, library, verb, is_axios=is_axios)
    return None


def _by_options(options: dict[str, str], library: str, verb: str | None, *, is_axios: bool) -> Asked:
    data = options.get("data") or options.get("params") or ""
    posts = verb == "post" or _posts(options)
    by_type = "json" in options.get("contentType", "") or "json" in options.get("header", "")
    as_json = by_type or (is_axios and "data" in options)
    if library in _SMALL:
        as_json = posts and "urlencoded" not in options.get("header", "")
    callback = None if posts and not _is_jsonp(options) else _callback(options)
    return Asked(options.get("url", ""), data, posts and callback is None, as_json and callback is None, callback)


def _is_jsonp(options: dict[str, str]) -> bool:
    return (literal_of(options.get("dataType", "")) or "").lower().startswith("jsonp")


def _callback(options: dict[str, str]) -> tuple[str, str] | None:
    """Name and value by which JSONP is asked for, as jQuery does; any function does where none is named."""
    if not _is_jsonp(options) or options.get("jsonp", "").strip() in ("false", "!1"):
        return None
    name, function = (literal_of(options.get(one, "")) for one in ("jsonp", "jsonpCallback"))
    return name or _CALLED_BACK, function or _CALLED_BACK


def _opened(found: re.Match[str], script: str) -> Asked | None:
    """A request that is opened and sent: ``xhr.open('POST', url); … xhr.send(JSON.stringify({…}))``."""
    arguments = parts_of(script[found.end() : found.end() + LONGEST])
    behind = script[found.end() : found.end() + LONGEST]
    sent = re.search(rf"(?<![\w$]){re.escape(found['opener'])}\.send\(", code_of(script)[found.end() :][:LONGEST])
    data = "".join(parts_of(behind[sent.end() :])[:1]) if sent is not None else ""
    posts = (literal_of(arguments[0]) or "").upper() == "POST"
    told = behind[: sent.start()] if sent is not None else ""
    return Asked("".join(arguments[1:2]), "" if _NOTHING.match(data) else data, posts, "application/json" in told)


def _posts(options: dict[str, str]) -> bool:
    """True where the options say POST, also as what stands in for nothing: ``undefined || 'post'``."""
    method = options.get("type") or options.get("method") or ""
    told = next((one for one in either_of(method) or [method] if not is_left_out(one)), "")
    return (literal_of(_UPPER.sub("", unwrapped(told) or told)) or "").upper() == "POST"


def _based(address: str, library: str, scripts: str) -> str | None:
    """``address`` with what axios puts before it; ``None`` where that is not stated."""
    told = (literal_of(one) for one in terms_of(address))
    begins = next((one for one in told if one != ""), None) or ""
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
