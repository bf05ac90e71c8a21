"""Later pages that a form of the page asks for: ASP.NET postbacks, scripts that set a field and submit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.model import Source
from scrapers.adapters.options import sent_fields
from scrapers.adapters.page_links import is_next, with_query
from scrapers.adapters.pager_texts import said_by
from scrapers.addresses import resolve
from scrapers.html import attribute

_POSTBACK = re.compile(r"""__doPostBack\(\s*["']([^"']+)["']\s*,\s*["']([^"']*)["']\s*\)""")
_CALL = re.compile(r"^\s*(?:javascript:)?\s*(?:return\s+)?(\w+)\(\s*[\"']?(\d+)[\"']?\s*\)", re.IGNORECASE)
#: What a function does with its argument before it submits: ``document.pageForm.pageNo.value = p``.
_SET_FIELD = (
    r"(?:\.|\[\s*[\"'])([\w-]+)(?:[\"']\s*\])?\.value\s*=\s*([\w$.]+)",
    r"getElementById\(\s*[\"']([\w-]+)[\"']\s*\)\.value\s*=\s*([\w$.]+)",
    r"getElementsByName\(\s*[\"']([\w-]+)[\"']\s*\)\[0\]\.value\s*=\s*([\w$.]+)",
    r"""\$\(\s*["'](?:#|\w*\[name=["']?)([\w-]+)["']?\]?["']\s*\)\.val\(\s*([\w$.]+)\s*\)""",
)
_SUBMITS = re.compile(r"\bsubmit\s*\(")
#: A pager's function is no longer.
_LONGEST_FUNCTION = 800


@dataclass(frozen=True, slots=True)
class PageForm:
    """How a form asks for a page: ``fields`` are posted to ``url``, or stand in its query where they are ``None``."""

    url: str
    fields: dict[str, str] | None


def page_form(source: Source, soup: BeautifulSoup, base: str, number: int) -> PageForm | None:
    """The form for page ``number + 1``; ``None`` where no link of the page asks for it."""
    for follows in (True, False):
        for link in soup.find_all(["a", "input", "button"]):
            if is_next(link) if follows else "".join(said_by(link).split()) == str(number + 1):
                found = _posted_back(soup, link, source.url) or _submitted(source, soup, link, base, number)
                if found is not None:
                    return found
    return None


def _posted_back(soup: BeautifulSoup, link: Tag, url: str) -> PageForm | None:
    """An ASP.NET page posts its form to itself."""
    call = _POSTBACK.search(attribute(link, "href") or attribute(link, "onclick"))
    if call is None:
        return None
    form = link.find_parent("form") or soup
    return PageForm(url, _hidden(form) | {"__EVENTTARGET": call.group(1), "__EVENTARGUMENT": call.group(2)})


def _submitted(source: Source, soup: BeautifulSoup, link: Tag, base: str, number: int) -> PageForm | None:
    """``gotoPage(2)``, a function that writes its argument into one field of a form and submits it."""
    call = _CALL.match(attribute(link, "onclick")) or _CALL.match(attribute(link, "href"))
    if call is None or int(call.group(2)) != number + 1:
        return None
    function = re.search(rf"\bfunction\s+{call.group(1)}\s*\(\s*(\w+)\s*\)\s*\{{", source.text)
    if function is None:
        return None
    body = _block(source.text[function.end() : function.end() + _LONGEST_FUNCTION])
    found = set_field(body, re.compile(rf"^{re.escape(function.group(1))}$"), soup)
    if found is None:
        return None
    form, name = found
    fields = {one: told for one, told in sent_fields(form).items() if one} | {name: call.group(2)}
    target = resolve(attribute(form, "action"), base) or source.url
    if attribute(form, "method").lower() == "post":
        return PageForm(target, fields)
    for name, value in fields.items():
        target = with_query(target, name, value)
    return PageForm(target, None)


def set_field(body: str, value: re.Pattern[str], soup: BeautifulSoup) -> tuple[Tag, str] | None:
    """The form that ``body`` submits, and the name of the field that it sets to an expression like ``value``."""
    if not _SUBMITS.search(body):
        return None
    for pattern in _SET_FIELD:
        for found in re.finditer(pattern, body):
            name = found.group(1) if value.match(found.group(2)) else None
            field = soup.find("input", attrs={"name": name}) or soup.find("input", id=name) if name else None
            form = field.find_parent("form") if isinstance(field, Tag) else None
            if isinstance(field, Tag) and form is not None:
                return form, attribute(field, "name") or attribute(field, "id")
    return None


def _block(text: str) -> str:
    """``text`` up to the brace that closes the block it begins in."""
    depth = 1
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return text[:place]
    return text


def _hidden(form: Tag) -> dict[str, str]:
    return {
        attribute(one, "name"): attribute(one, "value")
        for one in form.find_all("input", attrs={"type": "hidden"})
        if isinstance(one, Tag) and attribute(one, "name")
    }
