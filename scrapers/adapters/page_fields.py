"""What the fields of a page hold as it is shown: inputs, areas, and the shown option of a select."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.options import shown_option
from scrapers.adapters.page_attributes import stated_attributes
from scrapers.html import attribute, text_of


def shown_fields(soup: BeautifulSoup) -> dict[str, str]:
    """Values by the id and by the name of their field; a name that several fields bear is none."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for field in soup.find_all(["input", "select", "textarea"]):
        if not isinstance(field, Tag) or attribute(field, "type").lower() in ("radio", "checkbox", "button", "submit"):
            continue
        if field.name == "select":
            chosen = shown_option([one for one in field.find_all("option") if isinstance(one, Tag)])
            told = "" if chosen is None else attribute(chosen, "value") if chosen.has_attr("value") else text_of(chosen)
        else:
            told = attribute(field, "value") if field.name == "input" else text_of(field)
        for name in {attribute(field, "id"), attribute(field, "name")} - {""}:
            several |= {name} if found.get(name, told) != told else set()
            found[name] = told.strip()
    return {name: told for name, told in found.items() if name not in several}


def shown_values(soup: BeautifulSoup) -> dict[str, str]:
    """What fields hold, and what other elements say of themselves, by id or class and attribute: ``#list@data-id``."""
    return stated_attributes(soup) | shown_fields(soup)
