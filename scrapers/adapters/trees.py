"""Trees of departments and folders that a call of the page lists: ``async: {url: …}`` of zTree and its kind.

Nothing is executed: a tree is read where its call is stated whole. What each library sends is declared in
``data/tree_calls.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from domain.answered import URL_NAMES, named
from domain.declared import from_yaml
from scrapers.adapters.asked import asked_by, calls_in
from scrapers.adapters.item_address import item_address
from scrapers.adapters.item_calls import filled
from scrapers.adapters.page_call import with_fields
from scrapers.adapters.script_text import code_of, literal_of, members_of, parts_of
from scrapers.adapters.script_values import Values
from scrapers.adapters.scripted import inline_scripts, plain

_DATA = Path(__file__).parents[1] / "data" / "tree_calls.yaml"
#: What a call hands its answer to, where it is a tree.
_DRAWS = re.compile(r"zTree\s*\.\s*init\s*\(|\btree\s*\.\s*render\s*\(|\.\s*(?:tree|jstree|treeview)\s*\(")
_INIT = re.compile(r"zTree\s*\.\s*init\s*\(|\.\s*jstree\s*\(")
_AUTO = re.compile(r"""["'](\w+)(?:\s*=\s*(\w+))?["']""")
_NAMES = (
    "name",
    "text",
    "title",
    "label",
    "nodename",
    "deptname",
    "orgname",
    "departname",
    "channelname",
    "catalogname",
)
_MOST = 5
_LONGEST = 3000
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class TreeCall:
    """``fields`` are posted; ``None`` for a GET. ``child``: the field that asks for children, and its name in nodes."""

    url: str
    fields: dict[str, str] | None
    as_json: bool = False
    child: tuple[str, str] | None = None

    def of(self, node: Node) -> TreeCall | None:
        """The call for the children of ``node``."""
        value = named(node.record, (self.child[1].lower(),)) if self.child is not None else None
        if self.child is None or value in (None, ""):
            return None
        asked = {self.child[0]: str(value)}
        if self.fields is None:
            return TreeCall(with_fields(self.url, asked), None, child=self.child)
        return TreeCall(self.url, self.fields | asked, self.as_json, self.child)


@dataclass(frozen=True, slots=True)
class Node:
    """One node. ``address`` is empty where neither the node nor the page's script says where it leads."""

    name: str
    address: str
    has_children: bool
    record: Mapping[str, object]


def tree_calls(source: str, scripts: Sequence[str] = ()) -> tuple[TreeCall, ...]:
    """The calls of the page's trees that are stated whole, each once."""
    script = "\n".join([*inline_scripts(source), *scripts])
    return tuple({repr(one): one for one in (*_by_library(script), *_by_call(script))}.values())


def has_tree(source: str, scripts: Sequence[str] = ()) -> bool:
    """True for a page that draws a tree, whatever its nodes come from."""
    return _INIT.search("\n".join([*inline_scripts(source), *scripts])) is not None


def nodes_of(answer: object, source: str) -> tuple[Node, ...]:
    """The nodes of an answer, outermost first; one that has only an id leads where the page's script says."""
    made = item_address(source)
    return tuple(_nodes(answer, made, 0))


def _nodes(answer: object, made: str | None, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(answer, Mapping):
        name = named(answer, _NAMES)
        if isinstance(name, str) and name.strip():
            held = named(answer, URL_NAMES)
            inner = named(answer, ("attributes",))
            held = held or (named(inner, URL_NAMES) if isinstance(inner, Mapping) else None)
            address = held if isinstance(held, str) else (filled(made, answer) if made else None) or ""
            parent = named(answer, ("isparent", "haschildren", "haschild", "state"))
            yield Node(plain(name), address, str(parent).lower() in ("true", "1", "closed"), answer)
    for child in answer.values() if isinstance(answer, Mapping) else answer if isinstance(answer, list) else ():
        if isinstance(child, (Mapping, list)):
            yield from _nodes(child, made, depth + 1)


def _by_library(script: str) -> Iterator[TreeCall]:
    code = code_of(script)
    for library in _libraries():
        for found in islice(re.finditer(library["call"], code), _MOST):
            options = members_of(script[found.end() : found.end() + _LONGEST])
            if "url" not in options or options.get(library.get("enabled_by", ""), "true").strip() == "false":
                continue
            values = Values(script)
            url, told = values.url(options["url"]), options.get(library["fields"], "").strip()
            fields = values.fields(told) if told and told not in ("[]", "null") else {}
            if not url or fields is None:
                continue
            url, fields = _stated(url, fields, values.parameters)
            method = library["method"]
            verb = literal_of(options[method["option"]]) if method["option"] in options else method["default"]
            auto = _AUTO.search(options.get(library.get("children", ""), ""))
            child = (auto.group(2) or auto.group(1), auto.group(1)) if auto else None
            child = child or ((library["child"], library["child"]) if "child" in library else None)
            posts = (verb or "").upper() == "POST"
            as_json = posts and "json" in options.get("contentType", "")
            yield TreeCall(url if posts else with_fields(url, fields), fields if posts else None, as_json, child)


def _by_call(script: str) -> Iterator[TreeCall]:
    """``$.getJSON('/tree', function (data) { $.fn.zTree.init($("#tree"), setting, data); })``."""
    for found in calls_in(script):
        if not _DRAWS.search(",".join(parts_of(script[found.end() : found.end() + _LONGEST]))):
            continue
        asked, values = asked_by(found, script), Values(script)
        url = values.url(asked.address) if asked is not None else None
        fields = values.fields(asked.data) if asked is not None and asked.data.strip() else {}
        if asked is not None and url and fields is not None:
            posts = asked.posts
            url, fields = _stated(url, fields, values.parameters)
            yield TreeCall(url if posts else with_fields(url, fields), fields if posts else None, asked.as_json)


def _stated(url: str, fields: Mapping[str, str], parameters: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The call with the one value that each of its variables holds."""

    def told(text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: parameters.get(found.group(1), found.group()), text)

    return told(url), {name: told(value) for name, value in fields.items()}


@cache
def _libraries() -> tuple[Mapping[str, Any], ...]:
    raw: Mapping[str, Mapping[str, Any]] = from_yaml(_DATA.read_text(encoding="utf-8"))
    return tuple(raw.values())
