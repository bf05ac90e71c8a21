"""Tabs of years that a click opens: by a function that is handed the year, or by one that is bound to the tabs.

Nothing is executed. A tab leads where its script joins one address with the year; what it is handed otherwise may be
sent by a call (see ``calls.py``). Tabs that only show what the page holds are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from scrapers.adapters.functions import Function, function_of
from scrapers.adapters.handlers import CHOSEN, Handler, called_by, names_of, reaches_out, template_of
from scrapers.adapters.options import ALL, ITSELF, Option
from scrapers.adapters.script_text import code_of, expression_at, literal_of
from scrapers.adapters.scripted import inline_scripts
from scrapers.addresses import resolve
from scrapers.html import attribute, text_of

YEAR_LABEL = re.compile(r"20\d{2}年?度?")
_YEAR = re.compile(r"20\d{2}")
#: What the shown tab is called.
SHOWN = re.compile(r"(?:^|[\s_-])(?:on|cur|curr|current|active|select|selected|this|hover|checked)(?:$|[\s_-])", re.I)
_BOUND = re.compile(
    r"""\$\(\s*(?:document|(["'])(?P<outer>[^"']+)\1)\s*\)\s*\.\s*"""
    r"""(?:click\s*\(|(?:on|bind|live|delegate)\(\s*["']click["']\s*,\s*(?:(["'])(?P<inner>[^"']+)\3\s*,\s*)?)"""
)
#: No page binds more.
_MOST_BOUND = 50
_UNNAMED = re.compile(r"^\s*(?:async\s+)?(?:function\b|\()")


@dataclass(frozen=True, slots=True)
class _Bound:
    """A script that is bound to some elements of the page."""

    nodes: frozenset[int]
    script: str


def tabs_of(source: str, soup: BeautifulSoup, base: str, encoding: str = "utf-8") -> Iterator[Option]:
    """The tabs of years that are not the shown one of their strip, in reading order."""
    chains = [chain for text in soup.find_all(string=_YEAR) if (chain := _chain(text.parent)) is not None]
    scripts = "\n".join(inline_scripts(source)) if chains else ""
    bound = list(_bindings(scripts, soup)) if chains else []
    strips: dict[int, list[list[Tag]]] = {}
    for chain in chains:
        strips.setdefault(id(chain[-1].parent), []).append(chain)
    for strip in strips.values():
        shown = next((chain for chain in strip if _is_shown(chain)), strip[0])
        narrows = _holds_all(strip, shown)
        for chain in strip:
            if chain is shown and not narrows:
                continue
            value, handler = _handled(chain, scripts, bound)
            if handler is None and not (value or (len(strip) > 1 and _shows_too_little(strip))):
                continue
            template = template_of(handler, scripts) if handler is not None and value else None
            url = resolve(template.replace(CHOSEN, value), base, encoding=encoding) if template else None
            if handler is None or url is not None or reaches_out(handler, scripts):
                names = handler.names if handler is not None else None
                yield Option(chain[0], _label(chain[0]), url, value, handler, names, narrows)


def _label(node: Tag) -> str:
    return "".join(text_of(node).split())


def _chain(node: Tag | None) -> list[Tag] | None:
    """``node`` and the elements around it that hold nothing else than its year; ``None`` for a link or an option."""
    if node is None or not YEAR_LABEL.fullmatch(_label(node)):
        return None
    chain = [node]
    while isinstance(node.parent, Tag) and _label(node.parent) == _label(node):
        node = node.parent
        chain.append(node)
    leads = any(one.name in ("option", "script", "title", "h1", "h2", "h3", "h4", "caption") for one in chain)
    leads = leads or any(one.name == "a" and _is_address(attribute(one, "href")) for one in chain)
    return None if leads else chain


def _is_address(href: str) -> bool:
    return bool(href) and not href.lower().startswith(("javascript:", "#"))


def _is_shown(chain: Sequence[Tag]) -> bool:
    return any(SHOWN.search(attribute(one, "class")) for one in chain)


def _holds_all(strip: Sequence[Sequence[Tag]], shown: Sequence[Tag]) -> bool:
    """The strip has a tab 全部, and that is the shown one."""
    parent = strip[0][-1].parent
    others = parent.find_all(True) if isinstance(parent, Tag) else []
    return not _is_shown(shown) and any(ALL.match(text_of(one)) and len(text_of(one)) <= 6 for one in others)


def _shows_too_little(strip: Sequence[Sequence[Tag]]) -> bool:
    """A strip of bare years with fewer lists behind it than tabs: something brings the others."""
    parent = strip[0][-1].parent
    if not isinstance(parent, Tag) or parent.name in ("tr", "p") or parent.find_parent("table") is not None:
        return False
    alone = {id(chain[-1]) for chain in strip}
    if any(isinstance(one, Tag) and id(one) not in alone and not ALL.match(text_of(one)) for one in parent.children):
        return False
    holder = parent if parent.parent is None else parent.parent
    blocks = [one for one in holder.find_all(["ul", "ol", "table", "dl"]) if one is not parent and one.find("a")]
    return len(blocks) < len(strip)


def _handled(chain: Sequence[Tag], scripts: str, bound: Sequence[_Bound]) -> tuple[str, Handler | None]:
    """What a click on a tab hands to which script; a year that only an attribute states is handed to no known one."""
    for node in chain:
        action = attribute(node, "onclick") or (
            attribute(node, "href") if attribute(node, "href").lower().startswith("javascript:") else ""
        )
        call = called_by(action)
        if call is not None:
            return _called(node, call[0], call[1], scripts)
        for one in bound:
            if id(node) in one.nodes:
                return _read_from(node, one.script, ITSELF)
    stated = (str(value) for node in chain for name, value in node.attrs.items() if name.startswith("data-"))
    return next((value for value in stated if YEAR_LABEL.fullmatch(value)), ""), None


def _called(node: Tag, name: str, arguments: Sequence[str], scripts: str) -> tuple[str, Handler | None]:
    function: Function | None = function_of(name, scripts)
    for place, argument in enumerate(arguments):
        literal = literal_of(argument)
        if literal is not None and (_YEAR.search(literal) or len(arguments) == 1):
            if function is None or place >= len(function.arguments):
                return literal, None
            return literal, Handler(function.body, names_of(function.arguments[place]))
    for place, argument in enumerate(arguments):
        if argument == "this" and function is not None and place < len(function.arguments):
            own = re.escape(function.arguments[place])
            return _read_from(node, function.body, rf"{own}|\$\(\s*{own}\s*\)|{ITSELF}")
    return "", Handler(function.body, names_of()) if function is not None else None


def _read_from(node: Tag, script: str, itself: str) -> tuple[str, Handler]:
    """What the script reads from the tab itself: an attribute, or its text."""
    quoted = r"""\(\s*["']([\w-]+)["']\s*\)"""
    reading = re.compile(
        rf"(?:{itself})\.(?:attr{quoted}|getAttribute{quoted}|data{quoted}|dataset\.(\w+)|"
        r"(text\(\s*\)|html\(\s*\)|innerText|innerHTML|textContent))(?!\s*[.\[])"
    )
    found = next((one for one in reading.finditer(script) if _value(node, one)), None)
    if found is None:
        return "", Handler(script, names_of())
    return _value(node, found), Handler(script, names_of(found.group()))


def _value(node: Tag, reading: re.Match[str]) -> str:
    plain, got, data, dataset, text = reading.groups()
    if text:
        return _label(node)
    return attribute(node, plain or got or f"data-{data or dataset}").strip()


def _bindings(scripts: str, soup: BeautifulSoup) -> Iterator[_Bound]:
    """``$(".years li").click(function () { … })``, ``$(document).on("click", ".years li", …)``."""
    code = code_of(scripts)
    for count, found in enumerate(_BOUND.finditer(scripts)):
        if count >= _MOST_BOUND:
            return
        selector = found["inner"] or found["outer"]
        if not selector or code[found.start()].strip() != "$":  # in a comment
            continue
        if found["inner"] and found["outer"]:
            selector = f"{found['outer']} {found['inner']}"
        try:
            nodes = soup.select(selector)
        except (SelectorSyntaxError, NotImplementedError):  # jQuery's own (:first, :eq)
            continue
        script = expression_at(scripts, found.end())
        function = None if _UNNAMED.match(script) else function_of(script.strip(), scripts)
        yield _Bound(frozenset(map(id, nodes)), function.body if function is not None else script)
