"""``feed.json`` and ``feed.atom``: new versions and new reports, newest first, for whoever waits for them.

Both are made of the version log alone, so that they can be made again. An item keeps its id for ever. Texts of
documents are texts here too: no markup in them is markup, and no character of them turns the line around.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from domain.ports import Store, StoreError, SwapConflict
from publish.descriptor import DESCRIPTION_EN, DESCRIPTION_ZH, PACKAGE_NAME, TITLE_EN, TITLE_ZH, to_json
from publish.metadata.version import NEW_REPORTS_NAME
from publish.version_list import VersionInfo, list_versions

JSON_KEY, ATOM_KEY = "feed.json", "feed.atom"
#: Versions told of, and how many of the newest also name their new reports.
_VERSIONS, _WITH_REPORTS = 50, 10
_PATIENCE = 100
_ATOM = "http://www.w3.org/2005/Atom"
_TYPES = {"budget": ("预算", "budget"), "final_accounts": ("决算", "final accounts")}
#: Controls of direction and of lines, which a reader's screen would obey, and what XML cannot hold.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """``key`` decides the id; ``url`` is where to read on."""

    key: str
    url: str
    title: str
    text: str
    published: str

    @property
    def id(self) -> str:
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{PACKAGE_NAME}/{self.key}").urn


def roll_feeds(store: Store) -> None:
    """Bring both feeds up to the newest version. Several may do it at once."""
    for key, make in ((JSON_KEY, json_feed), (ATOM_KEY, atom_feed)):
        for _ in range(_PATIENCE):
            present = store.get(key)
            # Read after the feed: whoever wrote it since makes the swap fail.
            data = make(items_of(store, list_versions(store)))
            if present and present.data == data:
                break
            try:
                store.swap(key, data, tag=present.tag if present else None)
            except SwapConflict:
                continue
            break
        else:
            raise StoreError(f"多次尝试后仍无法更新 / could not update {key} in {store.location} after many tries")


def items_of(store: Store, versions: Sequence[VersionInfo]) -> list[Item]:
    """Each of the newest versions, followed by the reports that came with it."""
    items = []
    for place, version in enumerate(versions[:_VERSIONS]):
        items.append(_of_version(version))
        if place < _WITH_REPORTS:
            stored = store.get(f"versions/{version.number}/{NEW_REPORTS_NAME}")
            items += [_of_report(row, version) for row in (json.loads(stored.data) if stored else ())]
    return items


def json_feed(items: Sequence[Item]) -> bytes:
    """JSON Feed 1.1."""
    content: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE_ZH,
        "description": f"{DESCRIPTION_ZH} {DESCRIPTION_EN}",
        "feed_url": JSON_KEY,
        "language": "zh-Hans",
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_text": item.text,
                "date_published": item.published,
            }
            for item in items
        ],
    }
    return to_json(content)


def atom_feed(items: Sequence[Item]) -> bytes:
    """Atom 1.0 (RFC 4287)."""
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-Hans"})
    _add(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, PACKAGE_NAME).urn)
    _add(feed, "title", f"{TITLE_ZH} {TITLE_EN}")
    _add(feed, "updated", items[0].published if items else "1970-01-01T00:00:00Z")
    ET.SubElement(feed, "link", {"rel": "self", "href": ATOM_KEY, "type": "application/atom+xml"})
    _add(ET.SubElement(feed, "author"), "name", "xinfang")
    for item in items:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", item.id)
        _add(entry, "title", item.title)
        _add(entry, "updated", item.published)
        _add(entry, "published", item.published)
        ET.SubElement(entry, "link", {"rel": "alternate", "href": item.url})
        _add(entry, "content", item.text)
    ET.indent(feed, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'.encode()


def plain(text: str) -> str:
    """A text of a document on one line, without what a screen would obey."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _of_version(version: VersionInfo) -> Item:
    changed = [
        f"{name}: +{count['add']} −{count['remove']} ~{count['change']}" for name, count in version.changes.items()
    ]
    reports, facts = version.counts.get("reports", 0), version.counts.get("facts", 0)
    text = [
        f"共 {reports} 份报告、{facts} 条数据。 {reports} reports, {facts} facts.",
        f"变化 changes: {'; '.join(changed) or '—'}",
        f"versions/{version.number}/README.md, versions/{version.number}/changes.csv",
    ]
    title = f"第 {version.number} 版 {version.name} / version {version.number}"
    return Item(
        f"version/{version.number}",
        f"versions/{version.number}/README.md",
        title,
        "\n".join(text),
        version.as_dict()["created"],
    )


def _of_report(row: dict[str, str], version: VersionInfo) -> Item:
    zh, en = _TYPES[row["report_type"]]
    agency, year = plain(row["agency"]), row["fiscal_year"]
    text = [plain(row["title"]), f"{agency}: {en} of {year}", row["report_id"], f"第 {version.number} 版 version"]
    return Item(
        f"report/{row['report_id']}",
        # The page is an address of the schema's pattern, http or https.
        row["page_url"],
        f"新报告：{agency} {year} 年{zh} / new report: {en} {year}",
        "\n".join(line for line in text if line),
        version.as_dict()["created"],
    )
