"""Options of a select that lead elsewhere: by their value, by the script of the select, or by its form.

Nothing is executed: an address is the option's own, or what one expression of the select's script joins with the chosen
value, or what its form would ask for. Where the script does anything else, the option leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.functions import function_of
from scrapers.adapters.handlers import CHOSEN, Handler, called_by, template_of
from scrapers.adapters.page_links import with_query
from scrapers.adapters.script_text import code_of, expression_at
from scrapers.adapters.scripted import inline_scripts
from scrapers.addresses import resolve
from scrapers.html import attribute, text_of

#: A value that can only be an address, whatever is done with it.
_ADDRESS = re.compile(r"^(?:https?://\S+|(?:\.{0,2}/)?[\w%./-]*(?:/|\.\w{2,5})(?:\?\S*)?|\?\S+=\S*)$")
_SUBMITS = re.compile(r"\bsubmit\s*\(")
#: What the chosen element is called in its own script.
ITSELF = r"this|\$\(\s*this\s*\)|(?:event|evt|ev|e)\.(?:target|currentTarget|srcElement)"
#: … and its value in an attribute.
_INLINE = (r"value", r"options\[[^\]]*selectedIndex\]\.value")
_BOUND = r"""\s*\.\s*(?:change\s*\(|onchange\s*=|(?:on|bind|addEventListener)\(\s*["']change["']\s*,)\s*"""
#: The shown option says that the list holds all: the others only narrow it down.
ALL = re.compile(r"^[\W_]*(?:全部|所有|(?:时间|年份|年度|日期)?不限)")


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``url`` is ``None`` where nothing says where it leads."""

    node: Tag
    label: str
    url: str | None
    value: str = ""
    handler: Handler | None = None
    #: Expressions for the chosen value, also where nothing is done when another one is chosen.
    names: re.Pattern[str] | None = None
    #: The list as it is shown holds what this option would leave of it.
    narrows: bool = False


class _Form(NamedTuple):
    """A form that is asked by address: where it goes, the fields it sends, and the one for the chosen value."""

    target: str
    fields: dict[str, str]
    name: str


@dataclass(frozen=True, slots=True)
class _Chooser:
    """One select: what its handler goes to, with a place for the chosen value, else the form that it is sent by."""

    template: str | None
    form: _Form | None
    base: str
    encoding: str

    def address(self, value: str) -> str | None:
        if not value:
            return None
        if self.template is not None:
            return resolve(self.template.replace(CHOSEN, value), self.base, encoding=self.encoding)
        if _ADDRESS.match(value):
            return resolve(value, self.base, encoding=self.encoding)
        # What letters beyond ASCII are sent as depends on the form's charset.
        if self.form is None or not value.isascii():
            return None
        target = self.form.target
        for name, told in (self.form.fields | {self.form.name: value}).items():
            target = with_query(target, name, told)
        return target


def options_of(source: str, soup: BeautifulSoup, base: str, encoding: str = "utf-8") -> Iterator[Option]:
    """All options of the page that are not the shown one of their select, in reading order."""
    selects = [select for select in soup.find_all("select") if isinstance(select, Tag)]
    scripts = "\n".join(inline_scripts(source)) if selects else ""
    for select in selects:
        nodes = [node for node in select.find_all("option") if isinstance(node, Tag)]
        shown = shown_option(nodes)
        handler = _handler(select, scripts)
        template = template_of(handler, scripts) if handler else None
        named = _named(select)
        names = handler.names if handler else _chosen_value(named) if named else None
        chooser = _Chooser(template, None if template else _form(select, handler, base), base, encoding)
        for node in nodes:
            if shown is not None and node is not shown:
                value = attribute(node, "value") if node.has_attr("value") else text_of(node)
                label = "".join(text_of(node).split())
                narrows = ALL.match(text_of(shown)) is not None
                yield Option(node, label, chooser.address(value.strip()), value.strip(), handler, names, narrows)


def _form(select: Tag, handler: Handler | None, base: str) -> _Form | None:
    form, name = form_of(select, handler), attribute(select, "name")
    if form is None:
        return None
    fields = {one: told for one, told in sent_fields(form).items() if one and told}
    target = resolve(attribute(form, "action") or base, base)
    # Two underscores begin the fields of a page that posts itself.
    if target is None or any(one.startswith("__") or not told.isascii() for one, told in fields.items()):
        return None
    return _Form(target, fields, name)


def form_of(select: Tag, handler: Handler | None, *, method: str = "get") -> Tag | None:
    """The form that choosing another option, or its button, sends by ``method``."""
    form = select.find_parent("form")
    if form is None or not attribute(select, "name") or (attribute(form, "method").lower() or "get") != method:
        return None
    button = form.find("button") or form.find("input", attrs={"type": ["submit", "image"]})
    return form if (_SUBMITS.search(handler.script) if handler else button) else None


def shown_option(nodes: Sequence[Tag]) -> Tag | None:
    return next((node for node in nodes if node.has_attr("selected")), nodes[0] if nodes else None)


def sent_fields(form: Tag) -> dict[str, str]:
    """What a form sends as it stands: its fields and the shown options of its selects."""
    fields = {}
    for field in form.find_all(["input", "select"]):
        if field.name == "select":
            chosen = shown_option([one for one in field.find_all("option") if isinstance(one, Tag)])
            fields[attribute(field, "name")] = attribute(chosen, "value") if chosen is not None else ""
        elif attribute(field, "type").lower() in ("hidden", "text", "search", ""):
            fields[attribute(field, "name")] = attribute(field, "value")
    return fields


def _handler(select: Tag, scripts: str) -> Handler | None:
    """The script of ``onchange``, of the function that it calls, or the one that the page binds to the select."""
    named = _named(select)
    itself = f"{ITSELF}|{named}" if named else ITSELF
    action = attribute(select, "onchange")
    if not action:
        return _bound(named, itself, scripts) if named else None
    inline = _chosen_value(itself, *_INLINE)
    call = called_by(action)
    function = function_of(call[0], scripts) if call else None
    if call is None or function is None:
        return Handler(action, inline)
    taken, handed = function.arguments[0], call[1][0] if call[1] else ""
    if handed == "this" and taken:
        return Handler(function.body, _chosen_value(f"{itself}|{re.escape(taken)}"))
    names = [re.escape(taken)] if taken and inline.match(handed) else []
    return Handler(function.body, _chosen_value(itself, *names))


def _bound(named: str, itself: str, scripts: str) -> Handler | None:
    """``$("#year").change(function () { … })``."""
    code = code_of(scripts)
    for found in re.finditer(rf"(?:{named}){_BOUND}", scripts):
        if code[found.start()].strip():  # no comment
            return Handler(expression_at(scripts, found.end()), _chosen_value(itself))
    return None


def _named(select: Tag) -> str:
    """How a script finds the select by its id or name, as a pattern; ``""`` where it has neither."""
    own = {attribute(select, name) for name in ("id", "name")} - {""}
    names = "|".join(re.escape(one) for one in sorted(own))
    by_jquery = (
        rf"""\$\(\s*["'](?:select)?(?:#(?:{names})|\[name=["']?(?:{names})["']?\])(?:[\s>]+option:selected)?["']\s*\)"""
    )
    return rf"""{by_jquery}|document\.getElementById\(\s*["'](?:{names})["']\s*\)""" if names else ""


def _chosen_value(itself: str, *others: str) -> re.Pattern[str]:
    """Expressions that are the value of the option chosen in ``itself``."""
    of_it = (
        rf"(?:{itself})(?:\.(?:value|val\(\s*\))|(?:\.options)?\[[^\]]*selectedIndex\]\.value|"
        r"""\.find\(\s*["'](?:option)?:selected["']\s*\)\.val\(\s*\))"""
    )
    return re.compile(rf"^\s*(?:{'|'.join((of_it, *others))})\s*$")
