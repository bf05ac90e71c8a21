"""Calls by which a page's own script fetches its list: ``$.ajax({url: …, data: {…}})`` and its kind.

Nothing is executed. A call is read where all it sends are literals, variables that hold one literal, and the page's
number, of which the script says whether it counts from 0 or 1; any other call is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bs4 import BeautifulSoup

from scrapers.adapters.scripted import inline_scripts, unescape
from scrapers.addresses import resolve
from scrapers.html import attribute

_CALL = re.compile(
    r"(?<![\w.])(?:this\.)?(\$|jQuery|axios|\$http|\$axios)\s*(?:\.\s*(ajax|get|getJSON|post|request))?\s*\("
)
_FUNCTION = re.compile(
    r"\bfunction\s+(\w+)\s*\(([^()]*)\)|\b(\w+)\s*[:=]\s*function\s*\(([^()]*)\)|\b(\w+)\s*\(([\w\s,]*)\)\s*\{"
)
_LITERAL = re.compile(r"""^\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\d+))\s*$""")
_NAME = re.compile(r"^\s*(?:(?:this|that|self|_this|vm)\.)?([A-Za-z_]\w*)\s*$")
_CALLBACK = re.compile(r"^\s*(?:async\s+)?(?:function\b|\(?[\w\s,]*\)?\s*=>)")
_PAGE = re.compile(r"(?i:(?:cur(?:rent)?_?)?page_?(?:no|num|number|index|id)?|p|pn|current)")
_QUERY_NAME = re.compile(r"[?&]([^=&?]+)=$")
_PAGE_IN_QUERY = re.compile(rf"([?&]{_PAGE.pattern}=)([01])(?=&|$)")
_STRINGIFIED = re.compile(r"^\s*JSON\.stringify\(\s*(\{.*\})\s*\)\s*$", re.DOTALL)
_OPEN, _CLOSE = "([{", ")]}"
#: A call is no longer.
_LONGEST = 4000
_MAX_CALLS = 3
_MAX_SCRIPTS = 3
_LIBRARY = re.compile(
    r"jquery|vue|axios|bootstrap|swiper|lay(?:ui|er)|element|echarts|polyfill|pagination|analytics|count|share|"
    r"[.-]min\.js|/(?:lib|libs|plugins?|vendor|third)/",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageCall:
    """``url`` and ``fields`` as a declaration writes them, with ``{p}`` or ``{p0}`` for the page."""

    url: str
    #: What is posted; ``None`` for a GET.
    fields: dict[str, str] | None
    as_json: bool
    #: Values that the page states in variables, by the name under which the call sends them.
    parameters: dict[str, str]

    @property
    def api(self) -> dict[str, object]:
        """The rule of a declaration that asks so."""
        if self.fields is None:
            return {"url": self.url}
        return {"method": "POST", "url": self.url, "body": "json" if self.as_json else "form", "fields": self.fields}


def page_calls(source: str, scripts: Sequence[str] = ()) -> tuple[PageCall, ...]:
    """The readable calls for a numbered page, each once, of the page's inline scripts and of ``scripts`` it loads."""
    found: dict[str, PageCall] = {}
    script = "\n".join([*inline_scripts(source), *scripts])
    for match in _CALL.finditer(script):
        arguments = parts_of(script[match.end() : match.end() + _LONGEST])
        call = _call(match.group(1), match.group(2), arguments, script)
        if call is not None and re.search(r"\{p0?\}", call.url + " ".join((call.fields or {}).values())):
            found.setdefault(repr(call), call)
    return tuple(found.values())[:_MAX_CALLS]


def own_scripts(soup: BeautifulSoup, base: str) -> tuple[str, ...]:
    """Addresses of scripts that the page loads and that are no library: the last few, where a page's own stand."""
    found = (resolve(attribute(one, "src"), base) for one in soup.find_all("script", src=True))
    own = [url for url in found if url is not None and not _LIBRARY.search(url)]
    return tuple(dict.fromkeys(own))[-_MAX_SCRIPTS:]


@dataclass(slots=True)
class _Reader:
    """Reads expressions of one script; ``parameters`` are the variables met."""

    script: str
    parameters: dict[str, str] = field(default_factory=dict)

    def url(self, expression: str) -> str | None:
        """An address put together with ``+``."""
        text = ""
        for term in parts_of(expression, at="+"):
            named = _QUERY_NAME.search(text)
            value = self.value(term, named.group(1) if named else "")
            if value is None:
                return None
            text += value
        return _PAGE_IN_QUERY.sub(lambda found: found.group(1) + ("{p}" if found.group(2) == "1" else "{p0}"), text)

    def fields(self, literal: str) -> dict[str, str] | None:
        """The members of an object, ``None`` where one is not read."""
        values = {}
        for name, expression in members_of(literal).items():
            value = self.value(expression, name)
            if value is None:
                return None
            values[name] = value
        return values

    def value(self, term: str, name: str) -> str | None:
        """What one term sends under ``name``: itself, the page's place, or the place of a parameter."""
        literal = _LITERAL.match(term)
        variable = _NAME.match(term)
        if _PAGE.fullmatch(name):
            stated = _text(literal) if literal else None
            begins = self._begins(variable.group(1)) if variable else int(stated) if stated in ("0", "1") else None
            return None if begins is None else "{p}" if begins == 1 else "{p0}"
        if literal:
            return _text(literal)
        held = self._held(variable.group(1)) if variable else None
        if held is None or not re.fullmatch(r"\w+", name):
            return held
        self.parameters[name] = held
        return f"{{{name}}}"

    def _held(self, variable: str) -> str | None:
        """The one literal that a variable ever holds."""
        stated = re.findall(
            rf"""(?<![\w.])(?:this\.)?{re.escape(variable)}\s*[:=](?!=)\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s,;}}]+)""",
            self.script,
        )
        others = [one for one in stated if one.rsplit(".", 1)[-1] != variable]  # {cid: this.cid} sets nothing
        held = {_text(found) if (found := _LITERAL.match(one)) else None for one in others}
        return held.pop() if len(held) == 1 else None

    def _begins(self, variable: str) -> int | None:
        """0 or 1, as the script first sets the page's number or calls the function that takes it."""
        name = re.escape(variable)
        begins = set(re.findall(rf"(?<![\w.]){name}\s*[:=](?!=)\s*[\"']?(\d+)\b", self.script))
        for function, place in self._takers(variable):
            given = rf"\b{re.escape(function)}\(\s*(?:[^,()]*,){{{place}}}\s*[\"']?(\d+)[\"']?\s*[,)]"
            begins |= set(re.findall(given, self.script))
        known = begins & {"0", "1"}
        return int(known.pop()) if len(known) == 1 else None

    def _takers(self, variable: str) -> Iterator[tuple[str, int]]:
        for groups in _FUNCTION.findall(self.script):
            name, arguments = next(((groups[i], groups[i + 1]) for i in (0, 2, 4) if groups[i]), ("", ""))
            taken = [one.strip() for one in arguments.split(",")]
            if variable in taken and name not in ("function", "if", "for", "while", "switch", "catch"):
                yield name, taken.index(variable)


def _call(library: str, verb: str | None, arguments: list[str], script: str) -> PageCall | None:
    """One call of jQuery (``$.get(url, data)``) or axios (``axios.post(url, data)``, ``axios({…})``)."""
    reader = _Reader(script)
    is_axios = "axios" in library or library == "$http"
    first = arguments[0] if arguments else ""
    if verb in ("get", "getJSON", "post"):
        options = members_of(arguments[1]) if is_axios and verb == "get" and len(arguments) > 1 else {}
        address, posts, as_json = first, verb == "post", is_axios
        data = options.get("params", "") if is_axios and verb == "get" else "".join(arguments[1:2])
        data = "" if _CALLBACK.match(data) else data
    elif first.lstrip().startswith("{") and (verb in ("ajax", "request") or is_axios):
        options = members_of(first)
        address = options.get("url", "")
        posts = _plain(options.get("type") or options.get("method") or "").upper() == "POST"
        data = options.get("data") or options.get("params") or ""
        as_json = "json" in options.get("contentType", "") or (is_axios and "data" in options)
    else:
        return None
    stringified = _STRINGIFIED.match(data)
    as_json, data = (True, stringified.group(1)) if stringified else (as_json, data)
    url = reader.url(address) if address else None
    fields = reader.fields(data) if data.lstrip().startswith("{") else {} if not data.strip() else None
    if not url or fields is None:
        return None
    if posts:
        return PageCall(url, fields, as_json, reader.parameters)
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    joined = f"{url}{'&' if '?' in url else '?'}{query}" if query else url
    return PageCall(joined, None, False, reader.parameters)


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
        elif sign == at and depth == 0:
            parts.append(text[begin:place])
            begin = place + 1
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


def _text(literal: re.Match[str]) -> str:
    double, single, digits = literal.groups()
    return digits or unescape(double or single or "")


def _plain(expression: str) -> str:
    literal = _LITERAL.match(expression)
    return _text(literal) if literal else ""
