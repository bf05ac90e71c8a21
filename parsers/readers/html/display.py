"""Tables that a page builds of other elements, by ``display: table`` (of the element itself or of a simple rule of the
page's style sheets) or by ARIA roles."""

from __future__ import annotations

import re

from lxml import etree

from parsers.readers.html.style_sheets import SIMPLE, rules_of, sheet_of

_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*(?:inline-)?(table(?:-[a-z]+)*)\b", re.IGNORECASE)
_TAGS = {
    "table": "table", "table-row": "tr", "table-cell": "td", "table-row-group": "tbody", "table-header-group": "thead",
    "table-footer-group": "tfoot", "table-caption": "caption",
}  # fmt: skip
_ROLES = {"table": "table", "grid": "table", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th",
          "rowheader": "th", "rowgroup": "tbody"}  # fmt: skip
#: Elements whose own meaning stays.
_TABLE_TAGS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "col", "colgroup"})


def name_shown_tables(root: etree._Element, page: etree._Element) -> None:
    """Renames what the ``page`` shows below ``root`` as a table of rows and cells to ``table``, ``tr`` and ``td``."""
    rules = _displays(page)
    shown = {element: tag for element in root.iter(etree.Element) if (tag := _shown(element, rules)) is not None}
    for element, tag in shown.items():
        if tag == "table" and _is_complete(element, shown):
            for part in element.iter(etree.Element):
                if part in shown and (part is element or _owner(part, shown) is element):
                    part.tag = shown[part]


def _displays(page: etree._Element) -> dict[str, str]:
    """Selector (``.cell``, ``#table``) → the part of a table as which the page's style sheets display what it names."""
    return {
        match[2] + match[3]: display[1].lower()
        for rule in rules_of(sheet_of(page))
        if not rule.at_times and (display := _DISPLAY.search(rule.said))
        for selector in rule.selectors
        if (match := SIMPLE.fullmatch(selector))
    }


def _shown(element: etree._Element, rules: dict[str, str]) -> str | None:
    if element.tag in _TABLE_TAGS:
        return None
    display = _DISPLAY.search(element.get("style") or "")
    if display is not None:
        return _TAGS.get(display.group(1).lower())
    if rules:
        names = (*(f".{name}" for name in (element.get("class") or "").split()), f"#{element.get('id') or ''}")
        named = next((rules[name] for name in names if name in rules), None)
        if named is not None:
            return _TAGS.get(named)
    return _ROLES.get((element.get("role") or "").lower())


def _is_complete(table: etree._Element, shown: dict[etree._Element, str]) -> bool:
    """True if every cell of ``table`` stands in a row of it, and there is one."""
    cells = [part for part in table.iter(etree.Element) if shown.get(part) in ("td", "th")]
    own = [cell for cell in cells if _owner(cell, shown) is table]
    return bool(own) and all(shown.get(next(cell.iterancestors())) == "tr" for cell in own)


def _owner(part: etree._Element, shown: dict[etree._Element, str]) -> etree._Element | None:
    """The nearest table around ``part``."""
    return next((outer for outer in part.iterancestors() if outer.tag == "table" or shown.get(outer) == "table"), None)
