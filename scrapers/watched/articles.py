"""What the page of an item asks for: its article, and the list of its files, as calls that hold for every item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import unquote, urlsplit

from domain.answered import article_page, file_records
from domain.text import squeeze
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.routes import said_by
from scrapers.addresses import is_route
from scrapers.html import parse, text_of
from scrapers.rules import ItemCall
from scrapers.watched.derived import is_of_now
from scrapers.watched.parts import Parts, Place
from scrapers.watched.port import Seen, WatchedCall

_NAME = re.compile(r"[A-Za-z_]\w*")
_SEGMENT = re.compile(r"[^/.]+")
#: What tells an item apart: the parts of a path that are only words do not.
_TELLS = re.compile(r"\d|^[\w-]{8,}$")


def article_call(seen: Seen, url: str, title: str) -> ItemCall | None:
    """The call of the item's page whose answer is the article of that title."""
    wanted = squeeze(title)
    for call in seen.calls:
        drawn = article_page(call.answer.text)
        if drawn is None or call.answer.text.lstrip().startswith("<"):
            continue
        head = squeeze(text_of(parse(drawn).h1 or parse(drawn)))
        if head and (head in wanted or wanted in head):
            made = _declared(call, url, seen.at)
            if made is not None:
                return made
    return None


def files_call(seen: Seen, url: str, article: ItemCall | None) -> ItemCall | None:
    """The call that lists the files of an item, where its article does not hold them."""
    for call in seen.calls:
        if file_records(call.answer.text) and article_page(call.answer.text) is None:
            made = _declared(call, url, seen.at)
            if made is not None and made != article:
                return made
    return None


def _declared(call: WatchedCall, url: str, now: datetime) -> ItemCall | None:
    """``call`` with places for what the item's address says; ``None`` where it says nothing of it.

    A time of ``now`` and a random number are left out: whether it is answered without them is for two items to prove.
    """
    parts = Parts(call)
    values = parts.segments | {place: value for place, value in parts.values.items() if place[0] != "path"}
    said = said_by(url)
    change: dict[Place, str | None] = {}
    path: str | None = None
    for place, value in values.items():
        name = _said_by_name(str(value), place, said)
        if name is not None:
            change[place] = f"{{{name}}}"
    if not change:
        path, change = _by_path(parts.values | values, url)
    if change:
        change |= {place: None for place, value in parts.values.items() if place not in change and _is_new(value, now)}
    made = parts.declared(url, change) if change else None
    return _as_item_call(made, path) if made is not None and made.posted is None else _posted(call, change, path)


def _is_new(value: object, now: datetime) -> bool:
    """True for a time of now, and for what ``Math.random()`` gives."""
    return is_of_now(value, now) or re.fullmatch(r"0\.\d{8,}", str(value)) is not None


def _as_item_call(made: PageCall, path: str | None) -> ItemCall:
    if made.fields is None:
        return ItemCall(url=made.url, path=path)
    body = "json" if made.as_json else "form"
    return ItemCall.model_validate(
        {"url": made.url, "method": "POST", "body": body, "fields": made.fields, "path": path}
    )


def _posted(call: WatchedCall, change: Mapping[Place, str | None], path: str | None) -> ItemCall | None:
    """A flat JSON object whose numbers are sent as texts, which is proved with the rest."""
    sent = call.fields or {}
    if not change or any(isinstance(value, (dict, list)) or value is None for value in sent.values()):
        return None
    fields = {name: change.get(("body", name)) or _text(value) for name, value in sent.items()}
    made = Parts(call).declared(call.url, {})
    address = made.url if made is not None else urlsplit(call.url).path
    told = {"url": address, "method": "POST", "body": "json", "fields": fields, "path": path}
    return ItemCall.model_validate(told)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _said_by_name(value: str, place: Place, said: Mapping[str, str]) -> str | None:
    """The parameter of the item's address that holds ``value``, one of the same name first."""
    fitting = [name for name, one in said.items() if one == value and _NAME.fullmatch(name) and value]
    own = place[1] if place[0] != "path" else ""
    return own if own in fitting else next(iter(fitting), None)


def _by_path(values: Mapping[Place, object], url: str) -> tuple[str | None, dict[Place, str | None]]:
    """The path (or route) of the item's address with a place for what the call sends of it."""
    parts = urlsplit(url)
    routed = is_route(parts.fragment)
    shown = parts.fragment.lstrip("!").split("?", 1)[0] if routed else parts.path
    sent = {str(value): place for place, value in values.items()}
    tokens = [one for one in _SEGMENT.findall(shown) if _TELLS.search(one) and unquote(one) in sent]
    change: dict[Place, str | None] = {}
    path = shown
    for number, token in enumerate(tokens):
        name = f"id{number or ''}"
        path = re.sub(rf"(?<![^/.]){re.escape(token)}(?![^/.])", f"{{{name}}}", path, count=1)
        change[sent[unquote(token)]] = f"{{{name}}}"
    return (("#" if routed else "") + path, change) if change else (None, {})


def sent_by(calls: Sequence[WatchedCall], title: str) -> WatchedCall | None:
    """The GET whose answer is the article of that title: its own address may stand for the item."""
    wanted = squeeze(title)
    for call in calls:
        drawn = article_page(call.answer.text) if call.method == "GET" else None
        head = squeeze(text_of(parse(drawn).h1 or parse(drawn))) if drawn is not None else ""
        if head and (head in wanted or wanted in head):
            return call
    return None
