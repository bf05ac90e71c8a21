"""Addresses as templates: which parts of one come from the fields of a record, or from the address of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote, urlsplit

from scrapers.addresses import host_of

#: A field that a place can name.
_NAME = re.compile(r"\w+")
_TOKEN = re.compile(r"[^/?&=#.]+")
#: A record may have several fields of one value; the id is the one that is meant.
IS_ID = re.compile(r"(?i)id$|^(?:key|code|uuid|guid)$")


def relative(url: str, page: str) -> str:
    """``url`` without scheme and host where these are those of ``page``."""
    parts = urlsplit(url)
    if host_of(url) != host_of(page):
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path or '/'}{query}" + (f"#{parts.fragment}" if parts.fragment else "")


def template_of(url: str, record: Mapping[str, object], records: Sequence[Mapping[str, object]]) -> str | None:
    """``/detail?cid=3&id=7`` → ``/detail?cid=3&id={id}``, where ``id`` tells ``records`` apart, or ``None``."""
    fields = {
        name: str(value)
        for name, value in record.items()
        if _NAME.fullmatch(name) and isinstance(value, (str, int)) and not isinstance(value, bool) and str(value)
    }
    varying = [name for name in fields if len({str(one.get(name)) for one in records}) == len(records)]
    if not varying:
        return None
    head, rest = _split(url)
    found: set[str] = set()

    def put(token: re.Match[str]) -> str:
        text = unquote(token.group())
        fitting = [name for name in varying if fields[name] == text]
        if not fitting:
            return token.group()
        before = rest[: token.start()]
        asked = re.search(r"(\w+)=$", before)
        best = min(fitting, key=lambda name: (asked is None or name != asked.group(1), not IS_ID.search(name)))
        found.add(best)
        return f"{{{best}}}"

    made = head + _TOKEN.sub(put, rest)
    return made if found else None


def _split(url: str) -> tuple[str, str]:
    """Scheme and host, and the rest."""
    parts = urlsplit(url)
    if not parts.netloc:
        return "", url
    head = f"{parts.scheme}://{parts.netloc}"
    return head, url[len(head) :]


def escaped(value: object) -> str:
    """A value as it stands in an address."""
    return quote(str(value), safe="")
