"""Items of pages that are drawn by script: how a list makes their addresses, and what an item's page asks for.

Nothing is executed. An address or call is read where the page puts it together of literals and one name, and only
where there is one such.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlsplit

from scrapers.adapters.asked import Asked, asked_by
from scrapers.adapters.bundles import scopes_of
from scrapers.adapters.calls import PAGED, stands_beside, words_of
from scrapers.adapters.choosing import is_left_out, ternary_of, unwrapped
from scrapers.adapters.joined_terms import joined
from scrapers.adapters.page_attributes import attribute_of, stated_attributes
from scrapers.adapters.page_call import called_back, with_fields
from scrapers.adapters.routes import held_by, route_at, said_by
from scrapers.adapters.script_text import literal_of, members_of
from scrapers.adapters.script_values import FIELD
from scrapers.adapters.script_variables import OWN, sets_nothing, stated, stated_value
from scrapers.adapters.wrappers import written_out
from scrapers.html import parse
from scrapers.rules import ItemCall

#: A parameter of the page's own address: ``getParam('id')``, ``new URLSearchParams(location.search).get('id')``.
_ASKED = re.compile(
    r"""^\s*(?:\w+\.)*\w+\(\s*["'](\w+)["']\s*\)\s*$|"""
    r"""^\s*\(?\s*new\s+(?:URLSearchParams|URL)\([\w.\s]*\)\s*\)?(?:\.searchParams)?\.get\(\s*["'](\w+)["']\s*\)\s*$|"""
    r"""^\s*(?:\w+\.)?\$route\.(?:query|params)\.(\w+)\s*$"""
)
_VARIABLE = re.compile(rf"^\s*{OWN}([A-Za-z_]\w*)\s*$")
_PLACE = re.compile(r"\{(\w+)\}")
_EMPTY = frozenset({"''", '""'})
_INPUT = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
#: Words of an address that lists files.
_OF_FILES = re.compile(r"(?:files?|fjs?)|\w*(?:attach|annex|fujian|accessor|appendix|appendices|filelist)\w*")


@dataclass(frozen=True, slots=True)
class ItemCalls:
    """What the page of an item asks for; ``unread`` and ``files_unread``: it makes calls that are not stated whole."""

    article: ItemCall | None = None
    files: ItemCall | None = None
    unread: bool = False
    files_unread: bool = False
    #: What the page's script puts before the addresses of files, and the script files that state the calls of an item
    #: by what its page says of itself.
    file_base: str = ""
    scripts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where no call is stated."""
        return self.article is None and self.files is None

    @property
    def declared(self) -> ItemCalls:
        """Those that hold for every item: with places for the parameters of its address."""
        article, files = (one if one is not None and one.has_places else None for one in (self.article, self.files))
        return replace(self, article=article, files=files, unread=False, files_unread=False)


def calls_of_item(source: str, url: str, scripts: Sequence[str] = ()) -> ItemCalls:
    """``'/api/article/' + getParam('id')`` → ``/api/article/{id}``, where ``id`` is a parameter of ``url``.

    What the page states by itself (``var id = '3101'``, a hidden field) stands in the call as it is; one for an article
    is read so only where ``url`` names it, too. Of several calls for the same none is taken.
    """
    hidden, shown = _hidden(source), stated_attributes(parse(source))
    found: dict[bool, dict[str, ItemCall]] = {True: {}, False: {}}
    unread = {True: False, False: False}
    scopes = scopes_of(source, scripts)
    whole = "\n".join(scopes)
    route = route_at(whole, url)
    asked_for = said_by(url) | held_by(route, url)
    called = written_out(scopes)
    texts = zip(scopes, called.scripts, strict=True)
    for script, calling, match in ((one, text, at) for one, text in texts for at in called.calls_in(text, whole)):
        page, asked = _Page(asked_for, script, hidden, shown), asked_by(match, calling, whole)
        if asked is None or stands_beside(asked.address):
            continue
        of_files = lists_files(words_of(asked.address))
        call = page.call(asked)
        if call is not None and route is not None and call.has_places:
            call = call.model_copy(update={"path": route})
        if call is None:
            unread[of_files] = True
        elif of_files or _names(call, url):
            found[of_files][repr(call)] = call
    found = {of_files: _without_lists(calls) for of_files, calls in found.items()}
    article, files = (one.popitem()[1] if len(one) == 1 else None for one in (found[False], found[True]))
    return ItemCalls(
        article, files, unread[False] or len(found[False]) > 1, unread[True] or (files is None and len(found[True]) > 1)
    )


def lists_files(words: Collection[str]) -> bool:
    """True for the words of an address, or of a name, of files."""
    return any(_OF_FILES.fullmatch(one) for one in words)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page of an item: parameters of its address, its scripts, and its hidden fields by id and name."""

    asked: Mapping[str, str]
    script: str
    hidden: Mapping[str, str]
    #: What its elements say of themselves: ``#fileBox@data-content-id``.
    shown: Mapping[str, str]

    def call(self, asked: Asked) -> ItemCall | None:
        address = joined(asked.address, self.value)
        fields = self._fields(asked.data)
        if not address or fields is None:
            return None
        if asked.posts:
            return ItemCall(url=address, method="POST", body="json" if asked.as_json else "form", fields=fields)
        address = called_back(address)
        if asked.callback is not None and f"{asked.callback[0]}=" not in address:
            fields = {**fields, asked.callback[0]: asked.callback[1]}
        return ItemCall(url=with_fields(address, fields))

    def _fields(self, data: str) -> dict[str, str] | None:
        """What a call sends, an object or the text of a form; ``None`` where a part is not read."""
        if not data.strip():
            return {}
        expression, variable = data, _VARIABLE.match(data)
        if variable:
            held = stated(self.script, variable.group(1))
            expression = next(iter(held)) if len(held) == 1 else data
        if not expression.lstrip().startswith("{"):
            text = joined(data, self.value)
            return dict(parse_qsl(text, keep_blank_values=True)) if text and "=" in text else None
        members = {name: one for name, one in members_of(expression).items() if not is_left_out(one)}
        sent = {name: value for name, one in members.items() if (value := self.value(one, name)) is not None}
        return sent if len(sent) == len(members) else None

    def value(self, term: str, name: str) -> str | None:
        """A literal as it is, a parameter of the page's address as its place; anything else is unknown.

        ``name``: what it is sent by, ``""`` for a part of an address.
        """
        literal = literal_of(term)
        if literal is not None:
            return literal
        variable = _VARIABLE.match(term)
        if variable:
            named = variable.group(1)
            held = {one for one in stated(self.script, named) if _ASKED.match(one) or not sets_nothing(one, named)}
            if not name and held and held <= _EMPTY:
                return ""  # var BASE = ''
            held -= {*_EMPTY, "null", "undefined"}  # what waits to be set
            term = held.pop() if len(held) == 1 else ""
            if (told := literal_of(term)) is not None:
                return told
        if (told := self._said(term)) is not None:
            return told
        field = FIELD.match(term)
        if field:
            return self.hidden.get(field.group(1) or field.group(2))
        found = _ASKED.match(term)
        name = next((one for one in found.groups() if one), "") if found else ""
        return f"{{{name}}}" if name in self.asked else None

    def _said(self, term: str) -> str | None:
        """What an element says, or an object of the page (``{articleId: '3101'}``), or what a choice comes to."""
        told = attribute_of(term, self.shown, self._expression)
        told = stated_value(self.script, term) if told is None else told
        if told is not None or (taken := _taken(term)) is None:
            return told
        return joined(taken, self.value)

    def _expression(self, name: str) -> str | None:
        """The one expression that a variable is ever set to."""
        told = {one for one in stated(self.script, name) if not sets_nothing(one, name)}
        return told.pop() if len(told) == 1 else None


def _taken(term: str) -> str | None:
    """What is sent of ``(query ? '?' + query : '')`` where nothing was handed for ``query``, or an object."""
    ternary = ternary_of((unwrapped(term) or term).strip())
    if ternary is None:
        return None
    if is_left_out(ternary.condition):
        return ternary.other
    return ternary.chosen if ternary.condition.lstrip().startswith("{") else None


def _without_lists(calls: dict[str, ItemCall]) -> dict[str, ItemCall]:
    """Of several ``calls`` those that name no page: one script may draw the list and its items."""
    single = {key: call for key, call in calls.items() if not any(PAGED.fullmatch(one) for one in _sent_names(call))}
    return single or calls


def _sent_names(call: ItemCall) -> list[str]:
    return [*(name for name, _ in parse_qsl(urlsplit(call.url).query, keep_blank_values=True)), *call.fields]


def _names(call: ItemCall, url: str) -> bool:
    """True where the call sends a parameter of ``url``, or a value that its path holds."""
    told = " ".join([call.url, *call.fields.values()])
    tokens = {one for one in re.split(r"[/_.?=&-]", urlsplit(url).path) if len(one) > 2 and re.search(r"\d", one)}
    return _PLACE.search(told) is not None or any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", told) for one in tokens)


def _hidden(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in _INPUT.findall(source):
        told = {name.lower(): double or single for name, double, single in _ATTRIBUTE.findall(tag)}
        if "value" in told:
            found |= {told[name]: told["value"] for name in ("name", "id") if told.get(name)}
    return found


def filled(template: str, values: Mapping[str, object], *, plain: bool = False) -> str | None:
    """``template`` with its places filled; ``None`` where a value is missing. ``plain``: in no address."""
    names = _PLACE.findall(template)
    if any(values.get(name) in (None, "") for name in names):
        return None
    told = {name: str(values[name]) if plain else quote(str(values[name]), safe="") for name in names}
    return _PLACE.sub(lambda one: told[one.group(1)], template)


def call_of_item(call: ItemCall, url: str) -> ItemCall | None:
    """``call`` for the item at ``url``; ``None`` where this has not the parameters."""
    values = said_by(url) | held_by(call.path, url)
    address = filled(call.url, values)
    fields = {
        name: one for name, value in call.fields.items() if (one := filled(value, values, plain=True)) is not None
    }
    if address is None or len(fields) < len(call.fields):
        return None
    return call.model_copy(update={"url": address, "fields": fields})
