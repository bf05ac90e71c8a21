"""Years that a template of Vue writes from an array which the page's script states: ``v-for="y in years"``.

A click hands the year on (``@click="change(y)"``), or the model of a select holds it (``v-model="query.year"``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.handlers import Handler, names_of
from scrapers.adapters.options import Option
from scrapers.adapters.script_text import literal_of, members_of, parts_of
from scrapers.adapters.script_variables import stated
from scrapers.html import attribute

_EACH = re.compile(r"^\s*\(?\s*(\w+)\s*(?:,[^()]*)?\)?\s+(?:in|of)\s+(?:this\.)?(\w+)\s*$")
_YEAR = re.compile(r"(20\d{2})年?度?")
_CLICKS = ("@click", "v-on:click", "@click.native")
_KEYS = ("value", "year", "id", "code", "name", "label")
#: Stands for what a select's model receives.
_CHOSEN = "chosen_option"


def template_years(soup: BeautifulSoup, scripts: str) -> Iterator[Option]:
    """The years of such arrays, but for the newest one, which is shown."""
    for node in soup.find_all(attrs={"v-for": True}):
        each = _EACH.match(attribute(node, "v-for"))
        told = dict(_years(stated(scripts, each.group(2)))) if each is not None else {}
        handler = _handler(node, each.group(1), next(iter(told.values()), "")) if each is not None and told else None
        for value in sorted(told, reverse=True)[1:] if handler is not None else ():
            yield Option(node, f"{value[:4]}年", None, value, handler, handler.names if handler is not None else None)


def _years(expressions: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Values that are years, each with the key by which its object holds it (``""`` for a bare one)."""
    for array in expressions if len(expressions) == 1 else ():
        parts = parts_of(array[1:]) if array.startswith("[") else []
        found = []
        for part in parts:
            members = members_of(part)
            keys = [key for key in _KEYS if _YEAR.fullmatch(literal_of(members.get(key, "")) or "")]
            literal = literal_of(members[keys[0]]) if keys else literal_of(part)
            if literal and _YEAR.fullmatch(literal):
                found.append((literal, keys[0] if keys else ""))
        if len(found) == len(parts):  # an array that has 全部, too, only narrows the list down
            yield from found


def _handler(node: Tag, item: str, key: str) -> Handler | None:
    chosen = f"{item}.{key}" if key else item
    for holder in (node, *node.find_all(True)):
        for name in _CLICKS:
            if holder.has_attr(name):
                return Handler(attribute(holder, name), names_of(item, chosen))
    select = node.find_parent(["el-select", "select", "a-select", "van-dropdown-item"])
    model = attribute(select, "v-model") if select is not None else ""
    return Handler(f"{model} = {_CHOSEN}", names_of(_CHOSEN)) if model else None
