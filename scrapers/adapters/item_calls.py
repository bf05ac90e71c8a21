"""Items of pages that are drawn by script: how a list makes their addresses, and what an item's page asks for.

Nothing is executed. An address or call is read where the page puts it together of literals and one name, and only
where there is one such; the article that answers is written out as a page, for the one reader of detail pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlsplit

from scrapers.adapters.api import json_or_none
from scrapers.adapters.calls import asked_by, calls_in
from scrapers.adapters.script_text import literal_of, members_of, terms_of
from scrapers.adapters.script_values import OWN, sets_nothing, stated
from scrapers.adapters.scripted import DATE_NAMES, TITLE_NAMES, URL_NAMES, inline_scripts

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
_CONTENT_NAMES = ("content", "doccontent", "articlecontent", "infocontent", "newscontent", "contenthtml", "txt", "body")
_FILE_NAMES = ("fileurl", "filepath", "attachurl", "attachpath", "attachmenturl", "downloadurl", "downurl", *URL_NAMES)
_NAME_NAMES = ("filename", "originalname", "attachname", "attachmentname", "showname", "oldname", "name", "title")
_SOURCE_NAMES = ("publisher", "source", "docsourcename", "organname", "deptname")
_DEEPEST = 4


def item_address(source: str) -> str | None:
    """``'/detail.html?id=' + item.id`` → ``/detail.html?id={id}``; ``None`` for no such address, or several."""
    found = {
        f"{one['before']}{{{one['name']}}}{one['after'] or ''}"
        for pattern in (_PUT_TOGETHER, _IN_LINK, _TEMPLATE)
        for one in pattern.finditer(source)
        if not _ASKS.search(source[max(0, one.start() - 20) : one.start()])
    }
    return found.pop() if len(found) == 1 else None


def article_call(source: str, url: str, scripts: Sequence[str] = ()) -> str | None:
    """``'/api/article/' + getParam('id')`` → ``/api/article/{id}``, where ``id`` is a parameter of ``url``."""
    asked = dict(parse_qsl(urlsplit(url).query))
    script = "\n".join([*inline_scripts(source), *scripts])
    found: set[str] = set()
    for match in calls_in(script):
        call = asked_by(match, script)
        address = _joined(call.address, asked, script) if call is not None and not call.posts else None
        if call is None or address is None:
            continue
        sent = {name: _value(expression, asked, script) for name, expression in members_of(call.data).items()}
        if any(value is None for value in sent.values()) or (call.data.strip() and not sent):
            continue
        query = "&".join(f"{name}={value}" for name, value in sent.items())
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


def article_page(answer: str) -> str | None:
    """The article of a JSON answer, written as the page that its script would draw; ``None`` where there is none."""
    record, around = next(_articles(json_or_none(answer)), (None, ()))
    if record is None:
        return None
    metas = (("ArticleTitle", TITLE_NAMES), ("PubDate", DATE_NAMES), ("ContentSource", _SOURCE_NAMES))
    tags = "".join(
        f'<meta name="{tag}" content="{html.escape(str(value))}">'
        for tag, names in metas
        if (value := _named(record, names)) is not None
    )
    title = html.escape(str(_named(record, TITLE_NAMES)))
    beside = [value for holder in (record, *around) for value in holder.values()]
    files = "".join(
        f'<p><a href="{html.escape(address)}">{html.escape(name)}</a></p>'
        for one in (entry for value in beside for entry in _listed(value) if isinstance(entry, Mapping))
        if (address := str(_named(one, _FILE_NAMES) or "")) and (name := str(_named(one, _NAME_NAMES) or ""))
    )
    content = _named(record, _CONTENT_NAMES)
    return (
        f"<html><head>{tags}<title>{title}</title></head>"
        f'<body><h1>{title}</h1><div class="content">{content}{files}</div></body></html>'
    )


_Record = Mapping[str, object]


def _articles(answer: object, around: tuple[_Record, ...] = ()) -> Iterator[tuple[_Record, tuple[_Record, ...]]]:
    """Records that are articles, with the records that hold them: their files may be listed beside them."""
    if isinstance(answer, Mapping):
        if _named(answer, TITLE_NAMES) and isinstance(_named(answer, _CONTENT_NAMES), str):
            yield answer, around
        elif len(around) < _DEEPEST:
            for value in answer.values():
                yield from _articles(value, (*around, answer))


def _listed(value: object) -> list[object]:
    """A list, also one that is written as text."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = json_or_none(value)
    return value if isinstance(value, list) else []


def _joined(expression: str, asked: Mapping[str, str], script: str) -> str | None:
    values = [_value(term, asked, script) for term in terms_of(expression)]
    return "".join(one for one in values if one) if values and None not in values else None


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


def _named(record: Mapping[str, object], names: Sequence[str]) -> object:
    plainly = {str(key).lower().replace("_", ""): value for key, value in record.items()}
    return next((plainly[name] for name in names if plainly.get(name) not in (None, "")), None)
