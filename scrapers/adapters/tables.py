"""Tables that a library fills by its own call: ``table.render({url: …, where: {…}, page: true})`` and its kind.

What each library sends by itself is declared in ``data/table_calls.yaml``. Nothing is executed: a table is read where
its options are stated whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

from domain.declared import from_yaml
from scrapers.adapters.choosing import is_left_out
from scrapers.adapters.functions import Function, function_of
from scrapers.adapters.page_call import PageCall, with_fields
from scrapers.adapters.script_text import block_at, code_of, expression_at, literal_of, members_of
from scrapers.adapters.script_values import Values
from scrapers.adapters.years import Choice, since_of

_DATA = Path(__file__).parents[1] / "data" / "table_calls.yaml"
#: No page has more tables, and no call for one is longer.
_MOST = 10
_LONGEST = 8000
_FUNCTION = re.compile(r"^\s*(?:async\s+)?(?:function\s*\w*\s*\(\s*(\w*)[^()]*\)|\(?\s*(\w+)\s*\)?\s*=>)\s*")
_NAMED = re.compile(r"^\s*[A-Za-z_$]\w*\s*$")
_RETURNED = re.compile(r"\breturn\s+(?=[\w{(])")
_DIGITS = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class _Library:
    """One library, as the data describe it."""

    call: re.Pattern[str]
    again: re.Pattern[str]
    again_fields: str | None
    method: Mapping[str, str]
    body: str
    fields: str
    paged_by: str
    page: Mapping[str, str]
    size: Mapping[str, str]
    argument: Mapping[str, str]


@dataclass(slots=True)
class _Sent(Values):
    """Values of a function that is handed the page: ``params.limit``, ``params.offset / params.limit + 1``."""

    argument: str = ""
    size: int = 0
    holds: Mapping[str, str] = field(default_factory=dict)

    def value(self, term: str, name: str) -> str | None:
        told = self._of_page("".join(term.split())) if self.argument else None
        return told if told is not None else Values.value(self, term, name)

    def _of_page(self, term: str) -> str | None:
        meant = {f"{self.argument}.{one}": what for one, what in self.holds.items()}
        meant |= {f"this.{one}": what for one, what in self.holds.items()}
        parts = re.fullmatch(r"\(?\(?([\w.$]+)/([\w.$]+)\)?(\+1)?\)?", term)
        if parts is not None and (meant.get(parts[1]), meant.get(parts[2])) == ("first_row", "size"):
            return "{p}" if parts[3] else "{p0}"
        return {"size": str(self.size), "first_row": f"{{p0*{self.size}}}", "page": "{p}"}.get(meant.get(term, ""))


def has_tables(script: str) -> bool:
    """True where ``script`` calls one of the libraries."""
    return any(one.call.search(script) for one in _libraries())


def table_calls(script: str, choices: tuple[Choice, ...], shown: Mapping[str, str]) -> Iterator[PageCall]:
    """The calls of all tables that are stated whole."""
    code = code_of(script)
    for library in _libraries():
        for found in islice(library.call.finditer(script), _MOST):
            if code[found.start() : found.end()].strip():  # no comment
                options = members_of(script[found.end() : found.end() + _LONGEST])
                call = _call(library, options, _Sent(script, choices, shown, holds=library.argument))
                if call is not None:
                    yield call


def _call(library: _Library, options: Mapping[str, str], sent: _Sent) -> PageCall | None:
    script, size = sent.script, _number(library.size, options, sent.script)
    sent.size = size or 0
    url = sent.url(options["url"]) if "url" in options else None
    fields = _fields(library, options, sent)
    paged = options.get(library.paged_by, "false").strip()
    if not url or fields is None or (paged != "false" and size is None):
        return None
    if paged == "false" and library.argument:
        return None  # what its function is handed is nothing then
    if paged != "false" and library.page:
        fields |= {_name(library.page, options): "{p}", _name(library.size, options): str(size)}
    fields |= _chosen(library, sent, script)
    method = library.method["option"]
    posts = (literal_of(options[method]) or "" if method in options else library.method["default"]).upper() == "POST"
    since = since_of(sent.chosen, sent.parameters)
    if not posts:
        return PageCall(with_fields(url, fields), None, False, sent.parameters, since)
    body = options.get("contentType", library.body)
    return PageCall(url, fields, "json" in body, sent.parameters, since)


def _fields(library: _Library, options: Mapping[str, str], sent: _Sent) -> dict[str, str] | None:
    """What the table sends beside its page: an object, or what a function returns that is handed the page."""
    told = options.get(library.fields, "").strip()
    if not library.argument:
        return sent.fields(told) if told else {}
    function = _function(told, sent.script)
    if function is None:
        return None
    sent.argument = function.arguments[0]
    sent.script = f"{function.body}\n{sent.script}"
    returned = [expression_at(function.body, one.end()) for one in _RETURNED.finditer(code_of(function.body))]
    return sent.fields(returned[0]) if len(returned) == 1 else None


def _function(told: str, script: str) -> Function | None:
    if _NAMED.match(told):
        return function_of(told.strip(), script)
    head = _FUNCTION.match(told)
    if head is None:
        return None
    body = (
        block_at(told, head.end()) if told[head.end() :].startswith("{") else f"return {told[head.end() :].strip('()')}"
    )
    return Function((head.group(1) or head.group(2) or "",), body)


def _chosen(library: _Library, sent: _Sent, script: str) -> dict[str, str]:
    """The chosen year, where the table asks again with it; what else a search would send is left out."""
    fields = {}
    code = code_of(script)
    for found in islice(library.again.finditer(script), _MOST) if sent.chosen else ():
        if not code[found.start() : found.end()].strip():
            continue
        members = members_of(script[found.end() : found.end() + _LONGEST])
        asked = members_of(members.get(library.again_fields, "")) if library.again_fields else members
        for name, term in asked.items():
            choice = next((one for one in sent.chosen if one.is_sent(term, name)), None)
            if choice is not None and choice.template is not None and not is_left_out(term):
                fields[name] = sent.value(term, name) or ""
    return fields


def _number(size: Mapping[str, str], options: Mapping[str, str], script: str) -> int | None:
    """How many rows a page has: as the options say, a variable of one value included, else by default."""
    paged = members_of(options.get("page", ""))
    told = options.get(size["option"]) or paged.get(size["option"])
    if told is None:
        return int(size["default"])
    value = literal_of(told) or Values(script).held(told)
    return int(value) if value and _DIGITS.fullmatch(value) else None


def _name(one: Mapping[str, str], options: Mapping[str, str]) -> str:
    """The field's own name, or the one that an option gives it."""
    within = options
    *path, last = one.get("renamed", "-").split(".")
    for part in path:
        within = members_of(within.get(part, ""))
    return literal_of(within.get(last, "")) or one["field"]


@cache
def _libraries() -> tuple[_Library, ...]:
    raw = from_yaml(_DATA.read_text(encoding="utf-8"))
    return tuple(
        _Library(
            call=re.compile(one["call"]),
            again=re.compile(one["again"]),
            again_fields=one.get("again_fields"),
            method=one["method"],
            body=one["body"],
            fields=one["fields"],
            paged_by=one["paged_by"],
            page=one.get("page", {}),
            size={name: str(value) for name, value in one["size"].items()},
            argument=one.get("argument", {}),
        )
        for one in raw.values()
    )
