"""Rows that inline scripts would write. Nothing is executed: only literal strings and literal objects are read."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from domain.answered import DATE_NAMES, TITLE_NAMES, URL_NAMES
from scrapers.adapters.dates import date_of_value
from scrapers.adapters.model import Row
from scrapers.adapters.rows import rows_of_fragment
from scrapers.addresses import resolve
from scrapers.rules import ListRule

_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_ASSIGNMENT = re.compile(r"""\b(?:var|let|const)\s+(\w+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')""")
_WRITE = re.compile(r"""document\.write(?:ln)?\(\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')\s*\)""")
_OBJECTS = re.compile(r"\{[^{}]{10,2000}\}")
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\d+))""")
_MAX_TITLE = 300
_NODE_NAMES = ("name", "text", "title", "label")


def scripted_rows(source: str, rule: ListRule, base: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    """Rows written by ``var url=…; var title=…``, by ``document.write('<li>…')``, or held in literal objects."""
    rows: dict[str, Row] = {}
    for script in inline_scripts(source):
        for row in _rows_in(script, rule, base, encoding):
            rows.setdefault(row.key, row)
    return tuple(rows.values())


def scripted_nodes(source: str) -> tuple[dict[str, str], ...]:
    """Literal objects that have a name and no address: nodes of a tree that a script does something with."""
    found = []
    for script in inline_scripts(source):
        for literal in _OBJECTS.findall(script):
            pairs = {
                name: unescape(double or single) or digits for name, double, single, digits in _PAIR.findall(literal)
            }
            plainly = {_plainly(name): value for name, value in pairs.items()}
            if any(plainly.get(one) for one in _NODE_NAMES) and not any(plainly.get(one) for one in URL_NAMES):
                found.append(pairs)
    return tuple(found)


def scripted_links(source: str) -> tuple[tuple[str, str], ...]:
    """Names and addresses of literal objects without a day: the nodes of a tree (zTree)."""
    found: dict[tuple[str, str], None] = {}
    for script in inline_scripts(source):
        for literal in _OBJECTS.findall(script):
            pairs = {_plainly(name): unescape(double or single) for name, double, single, _ in _PAIR.findall(literal)}
            name = next((plain(pairs[one]) for one in _NODE_NAMES if pairs.get(one)), "")
            address = next((pairs[one] for one in URL_NAMES if pairs.get(one)), "")
            if name and address and not any(pairs.get(one) for one in DATE_NAMES):
                found[name, address] = None
    return tuple(found)


def inline_scripts(source: str) -> list[str]:
    """The texts of the page's own scripts."""
    return _SCRIPT.findall(source)


def without_scripts(source: str) -> str:
    """The page without these."""
    return _SCRIPT.sub("", source)


def _rows_in(script: str, rule: ListRule, base: str, encoding: str) -> Iterator[Row]:
    fields = {_plainly(name): unescape(double or single) for name, double, single in _ASSIGNMENT.findall(script)}
    row = _row(fields, base, encoding)
    if row is not None:
        yield row
    for double, single in _WRITE.findall(script):
        written = unescape(double or single)
        if "<a" in written:
            yield from rows_of_fragment(written, rule, base, encoding)
    for literal in _OBJECTS.findall(script):
        pairs = {
            _plainly(name): unescape(double or single) or digits
            for name, double, single, digits in _PAIR.findall(literal)
        }
        row = _row(pairs, base, encoding)
        if row is not None:
            yield row


def _plainly(name: str) -> str:
    return name.lower().replace("_", "")


def _row(fields: dict[str, str], base: str, encoding: str) -> Row | None:
    url = next((fields[name] for name in URL_NAMES if fields.get(name)), "")
    title = next((fields[name] for name in TITLE_NAMES if fields.get(name)), "")
    resolved = resolve(url, base, encoding=encoding) if url and title else None
    if resolved is None or not re.search(r"[\u4e00-\u9fff]", title):
        return None
    printed = next((fields[name] for name in DATE_NAMES if fields.get(name)), None)
    return Row(url=resolved, title=plain(title), date=date_of_value(printed))


def unescape(literal: str) -> str:
    r"""A string literal of a script as text: ``\u0022``, ``\/``, ``\"``."""
    if "\\" not in literal:
        return literal
    quoted = literal.replace('\\"', '"').replace("\\'", "'").replace('"', '\\"')
    try:
        return str(json.loads(f'"{quoted}"', strict=False))
    except ValueError:
        return re.sub(r"\\(.)", r"\1", literal)


def plain(title: str) -> str:
    """A title without highlight tags and entities."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", title)).split())[:_MAX_TITLE]
