"""How a page of a list makes the addresses of its items, where its records hold none: of literals and one id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scrapers.adapters.item_links import OF_LIST
from scrapers.adapters.routes import REAL, is_behind_hash

#: A record of the list, as scripts call it: ``item.``, ``data.rows[i].``
_OF = r"(?:[A-Za-z_$][\w$]*(?:\[\w+\])?\.){1,4}"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("{_OF}", _OF))


_PUT_TOGETHER = _compiled(
    r"""(\\?['"])(?P<before>(?:https?:/|\.{0,2}/|[\w-]+[./?])[^'"<>\s\\]*(?<=[/=_-]))\1\s*\+\s*{_OF}(?P<name>\w*(?i:id))\b"""
    r"""(?:\s*\+\s*(\\?['"])(?P<after>[^'"<>\s\\]*)\4)?(?!\s*[+.(\w])"""
)
#: The same inside of a link that the script writes: ``'<a href="/a/' + item.id + '.html">'``.
_IN_LINK = _compiled(
    r"""href=(?P<escape>\\?)(?P<inner>['"])(?P<before>[^'"<>\s\\]*[/=_-])(?P<outer>['"])\s*\+\s*{_OF}(?P<name>\w*(?i:id))"""
    r"""\s*\+\s*(?P=outer)(?P<after>[^'"<>\s\\]*)(?P=escape)(?P=inner)"""
)
_TEMPLATE = _compiled(r"`(?P<before>[^`$<>\s]*[/=_-])\$\{{_OF}(?P<name>\w*(?i:id))\}(?P<after>[^`$<>\s]*)`")
#: … and what a template writes: ``<a href="/a/{{d.id}}.html">``, ``<%= item.id %>``.
_FILLED = _compiled(
    r"""href=\\?(['"])(?P<before>[^'"<>\s\\{}]*[/=_-])(?:\{\{[\s#=-]*{_OF}(?P<name>\w*(?i:id))\s*\}\}|"""
    r"""<%=\s*{_OF}(?P<other>\w*(?i:id))\s*%>)(?P<after>[^'"<>\s\\{}]*)\\?\1"""
)
#: A route of a page that is one application: ``$router.push({path: "/detail", query: {id: row.id}})``. Behind a # only
#: on pages that are there themselves: no server is asked for it.
_PUSHED = _compiled(
    r"""\bpath:\s*(["'])(?P<before>/[^"'#?{}]*)\1\s*,\s*query:\s*\{\s*(?P<param>\w+)\s*:\s*{_OF}(?P<name>\w*(?i:id))\s*\}"""
)
#: An address of several fields, put together alone or written into a text: ``'/a/' + r.cid + '/' + r.id + '.html'``.
_LITERAL = r"""(?:'[^'"<>\s\\]*'|"[^'"<>\s\\]*")"""
_OF_SEVERAL = _compiled(
    r"""(?P<first>(['"])(?:https?:/|\.{0,2}/|[\w-]+[./?])[^'"<>\s\\]*\2)"""
    rf"""(?P<rest>(?:\s*\+\s*(?:{_LITERAL}|{{_OF}}\w+)){{2,8}})(?!\s*[+.(\[\w])"""
)
_SEVERAL_PUT_IN = _compiled(
    r"""`(?P<text>(?:https?:/|\.{0,2}/|[\w-]+[./?])[^`$<>\s]*\$\{{_OF}\w+\}(?:[^`$<>\s]*\$\{{_OF}\w+\}){1,4}[^`$<>\s]*)`"""
)
_TERM = re.compile(r"""\s*\+\s*(?:(['"])(?P<text>[^'"]*)\1|(?P<field>[\w$.\[\]]+))""")
_PUT_IN = re.compile(r"\$\{([\w$.\[\]]+)\}")
#: What stands before an address that is asked by a script rather than opened.
_ASKS = re.compile(r"(?:(?:get|getJSON|post|ajax|request|axios)\(\s*|\burl\s*:\s*)$")


def item_address(source: str, around: str = "", url: str = "") -> str | None:
    """``'/detail.html?id=' + item.id`` → ``/detail.html?id={id}``; ``None`` for no such address, or several.

    ``around``: all scripts of the page, where ``source`` is a part of them. What makes an address such as ``url``, the
    page's own, leads to another list and to no item.
    """
    several = [*_OF_SEVERAL.finditer(source), *_SEVERAL_PUT_IN.finditer(source)]
    found = {
        f"{one['before']}{{{one['name'] or one.groupdict().get('other')}}}{one['after'] or ''}"
        for pattern in (_PUT_TOGETHER, _IN_LINK, _TEMPLATE, _FILLED)
        for one in pattern.finditer(source)
        if not _is_asked(source, one) and not any(whole.start() < one.start() < whole.end() for whole in several)
    }
    found |= set(_of_several(source))
    behind = is_behind_hash(url, around or source)
    if behind or REAL.search(around or source):
        sign = "#" if behind else ""
        found |= {f"{sign}{one['before']}?{one['param']}={{{one['name']}}}" for one in _PUSHED.finditer(source)}
    found = {one for one in found if not _is_own(one, url)}
    made = found.pop() if len(found) == 1 else None
    return None if made is not None and not behind and "#" in made.split("{", 1)[0] else made


def _of_several(source: str) -> Iterator[str]:
    """Addresses of several fields of one record, one of which names an item and no list."""
    for one in _OF_SEVERAL.finditer(source):
        if not _is_asked(source, one):
            terms = [(told["text"], told["field"]) for told in _TERM.finditer(one["rest"])]
            text = "".join(_place(field) if field else text for text, field in terms)
            yield from _of_one_record(one["first"][1:-1] + text, [field for _, field in terms if field])
    for one in _SEVERAL_PUT_IN.finditer(source):
        if not _is_asked(source, one):
            text = _PUT_IN.sub(lambda found: _place(found[1]), one["text"])
            yield from _of_one_record(text, _PUT_IN.findall(one["text"]))


def _is_asked(source: str, made: re.Match[str]) -> bool:
    return _ASKS.search(source[max(0, made.start() - 20) : made.start()]) is not None


def _place(field: str) -> str:
    return "{" + field.rpartition(".")[2] + "}"


def _of_one_record(made: str, fields: list[str]) -> Iterator[str]:
    records = {one.rpartition(".")[0] for one in fields}
    names = {one.rpartition(".")[2] for one in fields}
    if len(records) == 1 and len(names) > 1 and not all(OF_LIST.search(one) for one in names):
        yield made


def _is_own(made: str, url: str) -> bool:
    before, _, after = made.partition("{")
    after = after.partition("}")[2]
    parts = urlsplit(url)
    own = re.compile(rf"{re.escape(before)}[^/?&]+{re.escape(after)}$")
    return bool(before.strip("/")) and any(own.search(one) for one in (parts.path, f"{parts.path}?{parts.query}"))
