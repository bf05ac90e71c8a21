"""Forms that a page posts for the year that a person chooses: all fields but that one as the page states them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.forms import set_field
from scrapers.adapters.options import Option, form_of, sent_fields
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.years import YEAR_PLACE, year_options
from scrapers.addresses import resolve
from scrapers.html import attribute

_NAME = re.compile(r"[A-Za-z_]\w*")


def year_form(source: str, soup: BeautifulSoup, base: str) -> PageCall | None:
    """The one posted form that years of a select or of tabs are sent by; ``None`` where the page has no such form."""
    calls: dict[str, tuple[str, dict[str, str], str, list[int]]] = {}
    for option in year_options(source, soup, base):
        year = option.label[:4]
        if option.url is not None or option.narrows or year not in option.value:
            continue
        for target, fields, name in _forms(option, soup, base):
            template = option.value.replace(year, YEAR_PLACE)
            sent = calls.setdefault(f"{target} {name} {template}", (target, fields | {name: template}, name, []))
            sent[3].append(int(year))
    if len(calls) != 1:
        return None
    target, fields, name, years = calls.popitem()[1]
    fixed = all(value.isascii() for value in fields.values()) and not any(one.startswith("__") for one in fields)
    if not fixed or not _NAME.fullmatch(name):
        return None
    return PageCall(target, fields | {name: f"{{{name}}}"}, False, {name: fields[name]}, min(years))


def _forms(option: Option, soup: BeautifulSoup, base: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Where the option's form is posted to, what it sends, and by which field the option's value goes."""
    select = option.node.find_parent("select")
    if select is not None:
        form, name = form_of(select, option.handler, method="post"), attribute(select, "name")
    else:
        found = set_field(option.handler.script, option.handler.names, soup) if option.handler is not None else None
        form, name = found or (None, "")
        form = form if form is not None and attribute(form, "method").lower() == "post" else None
    target = resolve(attribute(form, "action") or base, base) if isinstance(form, Tag) else None
    if isinstance(form, Tag) and target is not None and name:
        yield target, {one: told for one, told in sent_fields(form).items() if one}, name
