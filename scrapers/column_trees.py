"""Columns that only a tree of the page names, whose nodes a call lists: a few requests, the likeliest branch first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scrapers.adapters.api import json_or_none
from scrapers.adapters.bureau_choice import bureau_choices
from scrapers.adapters.model import PageRequest, Source
from scrapers.adapters.scripted import scripted_links
from scrapers.adapters.trees import Node, TreeCall, has_tree, nodes_of, tree_calls
from scrapers.addresses import host_of, resolve
from scrapers.client import PoliteClient
from scrapers.columns import ColumnLink, column_links, weight_of
from scrapers.html import parse
from scrapers.look import fetch
from scrapers.refusals import FetchError

#: Requests for the trees of one search.
_MAX_ASKED = 4
#: Branches that hold departments.
_BRANCH = re.compile(r"部门|单位|机构|县直|市直|区直|州直|旗直|政府组成|办事|目录")


@dataclass(slots=True)
class Trees:
    """Asks for the trees of the pages of one search; ``told`` are those that could not be read."""

    client: PoliteClient
    asked: int = 0
    told: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    #: Nodes by the page of their tree.
    _read: dict[str, list[Node]] = field(default_factory=dict)

    def records(self, source: Source) -> tuple[Mapping[str, object], ...]:
        """The nodes of the page's trees as their call told them."""
        return tuple(node.record for node in self._all(source, ()) if not node.address)

    def links(self, source: Source, scripts: tuple[str, ...] = ()) -> tuple[ColumnLink, ...]:
        """Columns that the trees of ``source`` lead to, best first."""
        nodes = self._all(source, scripts)
        named = [(node.name, node.address) for node in nodes if node.address]
        links = column_links(source, self.client.portal.hosts, more=named) if named else ()
        lost = [one.name for one in nodes if not one.address and not one.has_children and weight_of(one.name) > 1]
        if lost and not bureau_choices(source.text, parse(source.text), source.url, [one.record for one in nodes]):
            self._tell(f"目录树中没有地址的节点 nodes of a tree without an address: {', '.join(lost)} ({source.url})")
        elif has_tree(source.text, scripts) and not nodes and not scripted_links(source.text):
            self._tell(f"目录树的请求没有写明 a tree whose call the page does not state whole: {source.url}")
        return tuple(one for one in links if one.label in {"".join(name.split()) for name, _ in named})

    def _all(self, source: Source, scripts: tuple[str, ...]) -> list[Node]:
        if source.url not in self._read:
            calls = tree_calls(source.text, scripts)
            self._read[source.url] = [node for call in calls for node in self._nodes(call, source)]
        return self._read[source.url]

    def _nodes(self, call: TreeCall, source: Source) -> list[Node]:
        """The nodes of one tree: its roots, then the children of what may hold the bureau."""
        found = self._ask(call, source)
        queue = [node for node in found if self._leads_on(node)]
        while queue and call.child is not None:
            queue.sort(key=lambda node: -weight_of(node.name))
            following = call.of(queue.pop(0))
            children = self._ask(following, source) if following is not None else []
            found += children
            queue += [node for node in children if self._leads_on(node)]
        return found

    @staticmethod
    def _leads_on(node: Node) -> bool:
        return node.has_children and (weight_of(node.name) > 0 or _BRANCH.search(node.name) is not None)

    def _ask(self, call: TreeCall, source: Source) -> list[Node]:
        address = resolve(call.url, source.url)
        key = f"{address} {call.fields}"
        if address is None or host_of(address) not in self.client.portal.hosts or key in self._seen:
            return []
        if self.asked >= _MAX_ASKED:
            self._tell(f"目录树没有读完 a tree was not read to its end: {source.url}")
            return []
        self._seen.add(key)
        self.asked += 1
        try:
            answer = fetch(
                self.client,
                self.client.portal,
                PageRequest(address, form=call.fields, as_json=call.as_json, referer=source.url),
            )
        except FetchError as error:
            if error.ends_run:
                raise
            self._tell(f"目录树读取失败 a tree could not be had: {address} {error.message}")
            return []
        return list(nodes_of(json_or_none(answer.text), source.text))

    def _tell(self, line: str) -> None:
        if line not in self.told:
            self.told.append(line)
