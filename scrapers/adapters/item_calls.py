"""Items of pages that are drawn by script: how a list makes their addresses, and what an item's page asks for.

Nothing is executed. An address or call is read where the page puts it together of literals and one name, and only
where there is one such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlsplit

from scrapers.adapters.calls import asked_by, calls_in
from scrapers.adapters.script_text import literal_of, members_of
from scrapers.adapters.script_values import OWN, is_left_out, joined, sets_nothing, stated
from scrapers.adapters.scripted import inline_scripts

_PUT_TOGETHER = re.compile(
    r"""(['"])(?P<before>(?:https?:/|\.{0,2}/|[\w-]+[./?])[^'"<>\s\\]*(?<=[/=_-]))\1\s*\+\s*\w+\.(?P<name>\w*(?i:id))\b"""
    r"""(?:\s*\+\s*(['"])(?P<after>[^'"<>\s\\]*)\4)?(?!\s*[+.(\w])"""
)
#: The same inside of a link that the script writes: ``'<a href="/a/' + item.id + '.html">'``.
_IN_LINK = re.compile(
    r"""href=(?P<escape>\\?)(?P<inner>['"])(?P<before>[^'"<>\s\\]*[/=_-])(?P<outer>['"])\s*\+\s*\w+\.(?P<name>\w*(?i:id))"""
    r"""\s*\+\s*(?P=outer)(?P<after>[^'"<>\s\\]*)(?P=escape)(?P=inner)"""
)
_TEMPLATE = re.compile(r"`(?P<before>[^`$<>\s]*[/=_-])\$\{\w+\.(?P<name>\w*(?i:id))\}(?P<after>[^`$<>\s]*)`")
#: … and what a template writes: ``<a href="/a/{{d.id}}.html">``, ``<%= item.id %>``.
_FILLED = re.compile(
    r"""href=\\?(['"])(?P<before>[^'"<>\s\\{}]*[/=_-])(?:\{\{[\s#=-]*\w+\.(?P<name>\w*(?i:id))\s*\}\}|"""
    r"""<%=\s*\w+\.(?P<other>\w*(?i:id))\s*%>)(?P<after>[^'"<>\s\\{}]*)\\?\1"""
)
#: What stands before an address that is asked by a script rather than opened.
_ASKS = re.compile(r"(?:(?:get|getJSON|post|ajax|request|axios)\(\s*|\burl\s*:\s*)$")
#: A parameter of the page's own address: ``getParam('id')``, ``new URLSearchParams(location.search).get('id')``.
_ASKED = re.compile(
    r"""^\s*(?:\w+\.)*\w+\(\s*["'](\w+)["']\s*\)\s*$|"""
    r"""^\s*\(?\s*new\s+(?:URLSearchParams|URL)\([\w.\s]*\)\s*\)?(?:\.searchParams)?\.get\(\s*["'](\w+)["']\s*\)\s*$|"""
    r"""^\s*(?:\w+\.)?\$route\.(?:query|params)\.(\w+)\s*$"""
)
_VARIABLE = re.compile(rf"^\s*{OWN}([A-Za-z_]\w*)\s*$")
_PLACE = re.compile(r"\{(\w+)\}")


def item_address(source: str) -> str | None:
    """``'/detail.html?id=' + item.id`` → ``/detail.html?id={id}``; ``None`` for no such address, or several."""
    found = {
        f"{one['before']}{{{one['name'] or one.groupdict().get('other')}}}{one['after'] or ''}"
        for pattern in (_PUT_TOGETHER, _IN_LINK, _TEMPLATE, _FILLED)
        for one in pattern.finditer(source)
        if not _ASKS.search(source[max(0, one.start() - 20) : one.start()])
    }
    return found.pop() if len(found) == 1 else None


def article_call(source: str, url: str, scripts: Sequence[str] = ()) -> str | None:
    """``'/api/article/' + getParam('id')`` → ``/api/article/{id}``, where ``id`` is a parameter of ``url``."""
    asked = dict(parse_qsl(urlsplit(url).query))
    script = "\n".join([*inline_scripts(source), *scripts])
    found: set[str] = set()

    def read(term: str, _: str) -> str | None:
        return _value(term, asked, script)

    for match in calls_in(script):
        call = asked_by(match, script)
        address = joined(call.address, read) if call is not None and not call.posts else None
        query = _query(call.data, read) if call is not None else None
        if address is None or query is None:
            continue
        told = f"{address}{'&' if '?' in address else '?'}{query}" if query else address
        if _PLACE.search(told):
            found.add(told)
    return found.pop() if len(found) == 1 else None


def filled(template: str, values: Mapping[str, object]) -> str | None:
    """``template`` with its places filled; ``None`` where a value is missing."""
    names = _PLACE.findall(template)
    if any(values.get(name) in (None, "") for name in names):
        return None
    return _PLACE.sub(lambda found: quote(str(values[found.group(1)]), safe=""), template)


def call_of_item(template: str, url: str) -> str | None:
    """The call for the article of the item at ``url``."""
    return filled(template, dict(parse_qsl(urlsplit(url).query)))


def _query(data: str, read: Callable[[str, str], str | None]) -> str | None:
    """What a call sends, an object or the text of a form, as a query; ``None`` where a part is not read."""
    if not data.lstrip().startswith("{"):
        text = joined(data, read) if data.strip() else ""
        return text if text is None or not text or "=" in text else None
    members = {name: one for name, one in members_of(data).items() if not is_left_out(one)}
    sent = {name: read(one, name) for name, one in members.items()}
    return None if None in sent.values() else "&".join(f"{name}={value}" for name, value in sent.items())


def _value(term: str, asked: Mapping[str, str], script: str) -> str | None:
    """A literal as it is, a parameter of the page's address as its place; anything else is unknown."""
    literal = literal_of(term)
    if literal is not None:
        return literal
    variable = _VARIABLE.match(term)
    if variable:
        named = variable.group(1)
        held = {one for one in stated(script, named) if _ASKED.match(one) or not sets_nothing(one, named)}
        held -= {"''", '""', "null", "undefined"}  # what waits to be set
        term = held.pop() if len(held) == 1 else ""
    found = _ASKED.match(term)
    name = next((one for one in found.groups() if one), "") if found else ""
    return f"{{{name}}}" if name in asked else None
