"""The parts of a request: what its path, query and body say, one value at a time, and a request made of them anew.

JSON that travels as the text of a field is taken apart, too (``?param={"page":1}``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

from scrapers.adapters.page_call import PageCall
from scrapers.addresses import host_of
from scrapers.watched.port import WatchedCall

#: Where a value stands: ``("query", "page", "0")``, ``("body", "page", "no")``, ``("path", "2", "1")``.
Place = tuple[str, ...]
#: What stands in its place in a declaration; ``None``: nothing, it is left out.
Change = Mapping[Place, str | None]
_DIGITS = re.compile(r"(\d+)")
#: What a declaration would take for a place of its own.
_LIKE_PLACE = re.compile(r"\{\w+(?:\*\d+)?\}")


@dataclass(frozen=True, slots=True)
class Parts:
    """One watched request, taken apart."""

    call: WatchedCall

    @property
    def skeleton(self) -> str:
        """What two pages of one list have alike: method, host, and the path without its numbers."""
        parts = urlsplit(self.call.url)
        return f"{self.call.method} {host_of(self.call.url)} {_DIGITS.sub('#', parts.path)}"

    @property
    def values(self) -> dict[Place, object]:
        """Every value of the request by its place: texts, numbers, truth values and ``None``."""
        found: dict[Place, object] = {}
        for number, segment in enumerate(self._path):
            found |= {
                ("path", str(number), str(count)): token
                for count, token in enumerate(_DIGITS.split(segment))
                if count % 2
            }
        for place, text in self._query():
            found |= dict(_leaves(text, place))
        for name, value in (self.call.fields or {}).items():
            found |= dict(_leaves(value, ("body", name)))
        return found

    @property
    def segments(self) -> dict[Place, str]:
        """The parts of the path, without their extensions."""
        return {("path", str(number)): one.split(".")[0] for number, one in enumerate(self._path) if one}

    @property
    def _path(self) -> list[str]:
        return urlsplit(self.call.url).path.split("/")

    def _query(self) -> Iterator[tuple[Place, str]]:
        counts: dict[str, int] = {}
        for name, value in parse_qsl(urlsplit(self.call.url).query, keep_blank_values=True):
            yield ("query", name, str(counts.get(name, 0))), value
            counts[name] = counts.get(name, 0) + 1

    def declared(self, page: str, change: Change) -> PageCall | None:
        """The request as a declaration writes it for the page at ``page``; ``None`` where it cannot."""
        url = self._url(page, change)
        if self.call.fields is None:
            return PageCall(url, None, as_json=False, parameters={})
        sent = dict(self.call.fields)
        for place in change:
            if place[0] == "body" and len(place) == 2:
                sent.setdefault(place[1], 0)
        posted = _json_text(sent, ("body",), change)
        if _LIKE_PLACE.search(_without(posted, change)):
            return None
        if self.call.as_json and not all(isinstance(value, str) for value in sent.values()):
            return PageCall(url, None, as_json=True, parameters={}, posted=posted)
        fields = {
            name: _field_text(value, ("body", name), change)
            for name, value in sent.items()
            if change.get(("body", name), "") is not None
        }
        return PageCall(url, fields, as_json=self.call.as_json, parameters={})

    def _url(self, page: str, change: Change) -> str:
        parts = urlsplit(self.call.url)
        segments = []
        for number, segment in enumerate(self._path):
            whole = change.get(("path", str(number)))
            if whole is not None:
                segments.append(whole + segment[len(segment.split(".")[0]) :])
                continue
            tokens = _DIGITS.split(segment)
            told = [change.get(("path", str(number), str(place)), token) or "" for place, token in enumerate(tokens)]
            segments.append("".join(told))
        pairs = [
            f"{quote(place[1], safe='[]')}={_escaped(_field_text(value, place, change), change)}"
            for place, value in self._query()
            if change.get(place, "") is not None
        ]
        added = [
            f"{quote(place[1], safe='[]')}={value}"
            for place, value in change.items()
            if place[0] == "query" and value is not None and place not in dict(self._query()) and len(place) == 3
        ]
        query = "&".join([*pairs, *added])
        host = "" if host_of(self.call.url) == host_of(page) else f"{parts.scheme}://{parts.netloc}"
        return f"{host}{'/'.join(segments)}" + (f"?{query}" if query else "")


def _leaves(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    nested = _nested(value)
    if nested is not None:
        yield from _leaves(nested, (*place, "json"))
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves(one, (*place, str(name)))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, (*place, str(number)))
    else:
        yield place, value


def _nested(value: object) -> object:
    """The object or list that a text holds as JSON."""
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        try:
            held: object = json.loads(value)
        except ValueError:
            return None
        return held if isinstance(held, (dict, list)) else None
    return None


def _json_text(value: object, place: Place, change: Change) -> str:
    nested = _nested(value)
    if nested is not None:
        return json.dumps(_json_text(nested, (*place, "json"), change), ensure_ascii=False)
    if isinstance(value, Mapping):
        told = [
            f"{json.dumps(str(name), ensure_ascii=False)}:{_json_text(one, (*place, str(name)), change)}"
            for name, one in value.items()
            if change.get((*place, str(name)), "") is not None
        ]
        return "{" + ",".join(told) + "}"
    if isinstance(value, list):
        kept = [(one, (*place, str(n))) for n, one in enumerate(value) if change.get((*place, str(n)), "") is not None]
        return "[" + ",".join(_json_text(one, where, change) for one, where in kept) + "]"
    put = change.get(place)
    if put is not None:
        return f'"{put}"' if isinstance(value, str) else put
    return json.dumps(value, ensure_ascii=False)


def _field_text(value: object, place: Place, change: Change) -> str:
    """The text of one field of a form or query."""
    nested = _nested(value)
    if nested is not None:
        return _json_text(nested, (*place, "json"), change)
    return change.get(place) or ("" if value is None else str(value))


def _escaped(text: str, change: Change) -> str:
    """``text`` as a query writes it; the places of ``change`` stay."""
    puts = sorted({one for one in change.values() if one}, key=len, reverse=True)
    if not puts:
        return quote(text, safe="")
    split = re.split("(" + "|".join(map(re.escape, puts)) + ")", text)
    return "".join(one if one in puts else quote(one, safe="") for one in split)


def _without(text: str, change: Change) -> str:
    for put in change.values():
        text = text.replace(put, "") if put else text
    return text
