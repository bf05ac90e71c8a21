"""What the elements of a page say of themselves to its scripts: ``$('#list').data('channel')``, a ``<meta>``.

Nothing is executed: a value is read where the page states it in one way only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bs4 import BeautifulSoup, Tag

from scrapers.html import attribute

#: Elements that say something, and the letters of what one says.
_MOST = 400
_LONGEST = 200
_SELECTED = (
    r"""^\s*(?:\$|jQuery|document\.querySelector)\(\s*["'](?P<by>[#.][\w-]+|meta\[name=["']?[\w-]+["']?\])["']\s*\)"""
)
_BY_ID = r"""^\s*document\.getElementById\(\s*["'](?P<by>[\w-]+)["']\s*\)"""
_SAYS = (
    r"""\s*(?:\[0\]\s*|\.get\(0\)\s*)?\.\s*(?:data\(\s*["'](?P<data>[\w-]+)["']\s*\)|(?:attr|prop|getAttribute)\(\s*["'](?P<name>[\w-]+)["']\s*\)|"""
    r"""dataset\.(?P<set>\w+)|(?P<content>content))\s*$"""
)
_SELECTOR, _ELEMENT = re.compile(_SELECTED + _SAYS), re.compile(_BY_ID + _SAYS)
#: … and a field by the name of all that are called so.
_FIELD = re.compile(
    r"""^\s*document\.(?:getElementsByName\(\s*["']([\w-]+)["']\s*\)\[0\]|querySelector\(\s*["'](?:#|\w*\[name=["']?)([\w-]+)["']?\]?["']\s*\))"""
    r"""\.value\s*$"""
)
#: … an element that a variable holds: ``box.data('cid')``, ``list.dataset.site``.
_OF_VARIABLE = re.compile(
    r"^\s*([A-Za-z_$][\w$]*)(\s*(?:\[0\]\s*|\.get\(0\)\s*)?\.\s*(?:data|attr|prop|getAttribute|dataset|content|value|val)\b.*)$"
)
_IS_ELEMENT = re.compile(r"^\s*(?:(?:\$|jQuery)\(|document\.(?:getElementById|querySelector)\()[^()]*\)\s*$")
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")


def stated_attributes(soup: BeautifulSoup) -> dict[str, str]:
    """Values by the element's id or class and the attribute: ``#list@data-channel``; those that differ are none."""
    found: dict[str, str] = {}
    several: set[str] = set()

    def add(key: str, value: str) -> None:
        several.update({key} if found.get(key, value) != value else ())
        found[key] = value

    for element in soup.find_all(_says_something, limit=_MOST):
        if not isinstance(element, Tag):
            continue
        if element.name == "meta":
            add(f"meta[{attribute(element, 'name')}]@content", attribute(element, "content").strip())
            continue
        classes = [f".{one}" for one in attribute(element, "class").split()]
        ids = [f"#{one}" for one in (attribute(element, "id"),) if one]
        for name in element.attrs:
            value = attribute(element, name).strip()
            if (name.startswith("data-") or name in ("value", "name")) and len(value) <= _LONGEST:
                for by in (*ids, *classes):
                    add(f"{by}@{name}", value)
    return {key: value for key, value in found.items() if key not in several}


def attribute_of(
    term: str, shown: Mapping[str, str], expression_of: Callable[[str], str | None] | None = None
) -> str | None:
    """What ``term`` reads of an element of the page; ``None`` for any other term, or where the page does not say it.

    ``expression_of``: the one expression that a variable is ever set to, which may hold the element.
    """
    of_variable = _OF_VARIABLE.match(term) if expression_of is not None else None
    if of_variable is not None and expression_of is not None:
        element = expression_of(of_variable[1]) or ""
        term = element + of_variable[2] if _IS_ELEMENT.match(element) else term
    field = _FIELD.match(term)
    if field is not None:
        return shown.get(field[1] or field[2])
    found = _SELECTOR.match(term) or _ELEMENT.match(term)
    if found is None:
        return None
    told = found["data"] or found["set"]
    name = "data-" + _CAPITAL.sub(r"-\1", told).lower() if told else found["name"] or "content"
    by = found["by"]
    if by.startswith("meta"):
        by = "meta[" + by.partition("=")[2].strip("\"']") + "]"
    elif found.re is _ELEMENT:
        by = f"#{by}"
    return shown.get(f"{by}@{name}")


def _says_something(element: Tag) -> bool:
    if element.name == "meta":
        return bool(element.get("name"))
    named = element.get("id") or element.get("class")
    return bool(named) and any(one.startswith("data-") or one == "value" for one in element.attrs)
