"""Lists read as the harvest reads them: a portal of a family, the pages of five recorded ones, and what they give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scrapers.adapters.model import ListPage, PageRequest, Source
from scrapers.adapters.registry import engine_of
from scrapers.addresses import host_of
from scrapers.declaration import Portal, portal_from

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "portals"
MANIFESTS = {
    name: json.loads((FIXTURES / name / "manifest.json").read_text())
    for name in ("trs", "hanweb", "vsb", "ucap", "gkmlpt")
}


def portal_of(family: str, url: str, **fields: Any) -> Portal:
    base = {"id": "x", "division": "140423", "family": family, "entry": [{"url": url}], "hosts": [host_of(url)]}
    return portal_from(base | fields)


def text_at(folder: str, url: str) -> str:
    route = next(route for route in MANIFESTS[folder]["routes"] if route["url"] == url)
    return (FIXTURES / str(route["file"])).read_text(encoding=str(route["encoding"]))


def read(portal: Portal, text: str, request: PageRequest | None = None) -> ListPage:
    engine = engine_of(portal.adapter)
    request = request or engine.first(portal, portal.entry[0])
    return engine.read(Source(text, request.url), request, portal, portal.entry[0])


def items(page: ListPage) -> list[dict[str, str | None]]:
    return [
        {"url": row.url, "title": row.title, "date": row.date.isoformat() if row.date else None} for row in page.rows
    ]


def expected(folder: str, name: str) -> list[dict[str, str | None]]:
    return [{key: item[key] for key in ("url", "title", "date")} for item in MANIFESTS[folder]["expect"][name]["items"]]


def following(page: ListPage) -> str | None:
    return page.next.url if page.next else None
