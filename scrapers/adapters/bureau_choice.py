"""The bureau among the departments that a page lets a person choose, where its call sends the one that is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.functions import Function, function_of
from scrapers.adapters.handlers import Handler, called_by, names_of, receivers_of
from scrapers.adapters.options import options_of
from scrapers.adapters.script_text import block_at, code_of, expression_at, literal_of
from scrapers.adapters.scripted import inline_scripts, scripted_nodes
from scrapers.adapters.years import Choice
from scrapers.html import attribute, text_of

BUREAU = re.compile(r"^[^,，。:：]{0,12}信访(?:局|办公室|办)$")
#: What is opened by a click bears no longer name.
_LONGEST_NAME = 20
_ANY_FIELD = re.compile(r"\w+")
#: What a tree does when a node is clicked: zTree hands it over third, easyui first, layui as ``obj.data``.
_CLICKED = re.compile(r"\bon(?:Click|Select|NodeClick)\s*:\s*|(?<![.\w])click\s*:\s*(?=function\b|\()")
_FUNCTION = re.compile(r"^(?:function\s*\w*\s*\(([^()]*)\)|\(?([\w\s,]*)\)?\s*=>)\s*(?=\{)")
_NAMES = ("name", "text", "title", "label")
#: What a node has beside its code.
_NO_CODES = frozenset(
    ("name", "text", "title", "label", "url", "isparent", "open", "level", "children", "checked", "tid")
)


@dataclass(frozen=True, slots=True)
class BureauChoice:
    """``label`` is the bureau's name on the page; ``other`` the same choice of another department, to compare with."""

    label: str
    choice: Choice
    other: Choice | None = None


def bureau_choices(
    source: str, soup: BeautifulSoup, base: str, nodes: Sequence[Mapping[str, object]] = ()
) -> tuple[BureauChoice, ...]:
    """Every way in which the page lets a person choose the bureau and that has no address.

    ``nodes``: those of a tree that a call listed. Where one way offers several bureaus (a city's and its counties'),
    nothing says which is the portal's: none is chosen.
    """
    scripts = "\n".join(inline_scripts(source))
    ways = (
        tuple(_of_selects(soup, base, source, scripts)),
        tuple(_of_tabs(soup, scripts)),
        tuple(_of_nodes((*scripted_nodes(source), *nodes), scripts)),
    )
    return tuple(way[0] for way in ways if len({one.choice.template for one in way}) == 1)


def _of_selects(soup: BeautifulSoup, base: str, source: str, scripts: str) -> Iterator[BureauChoice]:
    for option in options_of(source, soup, base):
        select = option.node.find_parent("select")
        if not BUREAU.match(option.label) or option.url is not None or not option.value or option.narrows:
            continue
        others = [attribute(one, "value") for one in select.find_all("option")] if select is not None else []
        if option.names is not None:
            handler = option.handler or Handler("", option.names)
            yield _compared(option.label, handler, (option.value, *others), scripts)


def _of_tabs(soup: BeautifulSoup, scripts: str) -> Iterator[BureauChoice]:
    """``<li onclick="showDept('d0212')">县信访局</li>``."""
    opened = [(node, call) for node in soup.find_all(_opens) if (call := called_by(_action(node))) is not None]
    for node, (name, handed) in opened:
        label = "".join(text_of(node).split())
        function = function_of(name, scripts) if BUREAU.match(label) else None
        if function is None:
            continue
        for place, (argument, told) in enumerate(zip(function.arguments, handed, strict=False)):
            value = literal_of(told)
            if value and value != label and argument:
                alike = (one[place : place + 1] for _, (called, one) in opened if called == name)
                others = (literal_of(one[0]) or "" for one in alike if one)
                yield _compared(label, Handler(function.body, names_of(argument)), (value, *others), scripts)
                break


def _opens(node: Tag) -> bool:
    return bool(_action(node)) and len(text_of(node)) <= _LONGEST_NAME


def _action(node: Tag) -> str:
    href = attribute(node, "href")
    return attribute(node, "onclick") or (href if href.lower().startswith("javascript:") else "")


def _of_nodes(nodes: Sequence[Mapping[str, object]], scripts: str) -> Iterator[BureauChoice]:
    clicked = _clicked(scripts)
    if clicked is None:
        return
    for node in nodes:
        label = next((str(node[one]).strip() for one in _NAMES if node.get(one)), "")
        if not BUREAU.match(label):
            continue
        for holder in (*clicked.arguments[::-1], *(f"{one}.data" for one in clicked.arguments)):
            used = re.findall(rf"(?<![\w.$]){re.escape(holder)}\.(\w+)", code_of(clicked.body)) if holder else []
            codes = [one for one in used if one.lower() not in _NO_CODES and node.get(one) not in (None, "")]
            if codes:
                handler = Handler(clicked.body, names_of(f"{holder}.{codes[0]}"))
                leaves = (str(one.get(codes[0]) or "") for one in nodes if not _is_branch(one, codes[0], nodes))
                yield _compared(label, handler, (str(node[codes[0]]), *leaves), scripts)
                break


def _is_branch(node: Mapping[str, object], code: str, nodes: Sequence[Mapping[str, object]]) -> bool:
    """True where ``node`` holds others, or these name it by its code."""
    named = (value for one in nodes for name, value in one.items() if name != code)
    return bool(node.get("children")) or node.get(code) in named


def _compared(label: str, handler: Handler, values: Sequence[str], scripts: str) -> BureauChoice:
    """The choice of the first of ``values``, and of another one to compare with."""
    received = receivers_of(handler, scripts)
    told = [one for one in dict.fromkeys(values) if one][:2]
    choices = [Choice(received, (handler.names,), one, fields=_ANY_FIELD) for one in told]
    return BureauChoice(label, choices[0], choices[1] if len(choices) > 1 else None)


def _clicked(scripts: str) -> Function | None:
    """The one function that a click on a node calls."""
    found = []
    for one in _CLICKED.finditer(code_of(scripts)):
        written = expression_at(scripts, one.end())
        head = _FUNCTION.match(written)
        if head is not None:
            arguments = tuple(part.strip() for part in (head.group(1) or head.group(2) or "").split(","))
            found.append(Function(arguments, block_at(written, head.end())))
        elif re.fullmatch(r"[A-Za-z_$]\w*", written) and (named := function_of(written, scripts)) is not None:
            found.append(named)
    return found[0] if len(found) == 1 else None
