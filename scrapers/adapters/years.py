"""The year that a page lets a person choose and that its own calls send: which variables hold it, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup

from scrapers.adapters.handlers import receivers_of
from scrapers.adapters.options import Option, options_of
from scrapers.adapters.script_values import Chosen
from scrapers.adapters.scripted import inline_scripts
from scrapers.adapters.tabs import YEAR_LABEL, tabs_of
from scrapers.adapters.template_years import template_years

#: The place for the year in a declaration.
YEAR_PLACE = "{yyyy}"
#: Fields that a year is sent by.
_FIELD = re.compile(r"(?i:\w*year\w*|nd|nf|nian|niandu|nianfen)")
_OWN = re.compile(r"^\s*(?:[A-Za-z_$]\w*\.)*([A-Za-z_$]\w*)\s*$")
_WRAPPED = re.compile(r"^\s*(?:encodeURI(?:Component)?|escape)\((.*)\)\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chooses: the variables that receive it, expressions for it, and the fields that send it.

    ``template`` is how it is sent (``{yyyy}``, ``{yyyy}年``, a department's code); ``None`` where the page shows all
    before anything is chosen: as it is then. ``since``: the oldest year that the page offers.
    """

    names: frozenset[str]
    expressions: tuple[re.Pattern[str], ...]
    template: str | None
    since: int | None = None
    fields: re.Pattern[str] = _FIELD

    def is_sent(self, term: str, field: str) -> bool:
        """True where ``term``, sent by ``field``, is the chosen year."""
        if not self.fields.fullmatch(field):
            return False
        wrapped = _WRAPPED.match(term)
        inner = wrapped.group(1) if wrapped else term
        own = _OWN.match(inner)
        return (own is not None and own.group(1) in self.names) or any(one.match(inner) for one in self.expressions)


def since_of(choices: Sequence[Chosen], parameters: Mapping[str, str]) -> int | None:
    """The oldest year that the page offers, where ``parameters`` send the chosen one."""
    return next((one.since for one in choices if one.since is not None and one.template in parameters.values()), None)


def year_options(source: str, soup: BeautifulSoup, base: str, encoding: str = "utf-8") -> Iterator[Option]:
    """Options and tabs that name a year and nothing else, but for the shown one."""
    for option in options_of(source, soup, base, encoding):
        if YEAR_LABEL.fullmatch(option.label):
            yield option
    yield from tabs_of(source, soup, base, encoding)
    yield from template_years(soup, "\n".join(inline_scripts(source)))


def chosen_year(source: str, soup: BeautifulSoup, base: str) -> Choice | None:
    """The year that a handler of the page receives; ``None`` where years have addresses, or are told by other codes."""
    scripts = "\n".join(inline_scripts(source))
    names: set[str] = set()
    expressions: dict[str, re.Pattern[str]] = {}
    templates: set[str | None] = set()
    years: list[int] = []
    for option in year_options(source, soup, base):
        if option.url is not None or option.names is None:
            continue
        year = option.label[:4]
        templates.add(None if option.narrows else option.value.replace(year, YEAR_PLACE))
        years.append(int(year))
        names |= receivers_of(option.handler, scripts) if option.handler is not None else frozenset()
        expressions[option.names.pattern] = option.names
    template = templates.pop() if len(templates) == 1 else ""
    if not years or (template is not None and YEAR_PLACE not in template):
        return None
    since = None if template is None else min(years)
    return Choice(frozenset(names), tuple(expressions.values()), template, since)
