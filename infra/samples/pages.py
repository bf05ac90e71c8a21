"""Turns the portals' manifests into pages and files, as three content management systems print them.

A manifest (``portals/<name>/manifest.yaml``) lists what a column shows; the templates of its family
(``portals/templates``) give the markup. Everything is rendered once, when the portals start.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from domain.declared import from_yaml
from infra.samples.families import HANWEB_PROXY, detail_markup, list_markup, relative

HERE = Path(__file__).resolve().parent
PORTALS = HERE / "portals"
FILES = HERE / "files"

#: Pages of items that must not be fetched carry figures that would do harm in the data.
POISON = "<p>本部门收入总计999.99万元，支出总计888.88万元，其中：基本支出111.11万元，项目支出777.77万元。</p>"


@dataclass(frozen=True)
class Resource:
    """One address: the answer to GET, and what a list shows when it is made to look empty."""

    body: bytes
    content_type: str
    modified: datetime
    kind: str  # "list" | "detail" | "file" | "other"
    label: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    empty: bytes | None = None
    requires_referer: bool = False
    #: What HEAD claims, where a server tells HEAD something else than GET.
    head_type: str | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass
class Site:
    """One host: its addresses (path and query, unquoted) and the rows of its paged column."""

    host: str
    family: str
    manifest: dict[str, Any]
    resources: dict[str, Resource] = field(default_factory=dict)
    records: list[str] = field(default_factory=list)

    @property
    def entry_url(self) -> str:
        return f"http://{self.host}{self.manifest['column']['path']}"

    def get(self, target: str) -> Resource | None:
        return self.resources.get(unquote(target))

    def replace(self, target: str, body: bytes) -> None:
        """Other bytes at an address that is served already, one day younger. Raises ``KeyError`` for an unknown one."""
        key = unquote(target)
        old = self.resources[key]
        self.resources[key] = replace(old, body=body, modified=old.modified + timedelta(days=1))

    def post(self, target: str, form: dict[str, list[str]], referer: str) -> bytes | None:
        """The answer of ``dataproxy.jsp``; ``None`` where nothing takes a POST."""
        address = urlsplit(target)
        if self.family != "hanweb" or address.path != HANWEB_PROXY:
            return None
        column = self.manifest["column"]
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        asked = (form.get("columnid", [""])[0], form.get("unitid", [""])[0])
        if asked != (column["column_id"], column["unit_id"]) or not referer:
            return b"<datastore><recordset></recordset></datastore>"
        first, last = int(query.get("startrecord", 1)), int(query.get("endrecord", 0))
        per_page = int(query.get("perpage", column["per_page"]))
        rows = "\n".join(self.records[first - 1 : last])
        total = len(self.records)
        return (
            f"<?xml version='1.0' encoding='UTF-8'?><datastore>\n<totalrecord>{total}</totalrecord>"
            f"<totalpage>{-(-total // per_page)}</totalpage>\n<nextgroup><![CDATA[]]></nextgroup>\n"
            f"<recordset>\n{rows}\n</recordset></datastore>"
        ).encode()


def load_sites() -> dict[str, Site]:
    """All portals with a manifest, by host."""
    sites = {}
    for path in sorted(PORTALS.glob("*/manifest.yaml")):
        manifest = from_yaml(path.read_text(encoding="utf-8"))
        site = Site(manifest["host"], manifest["family"], manifest)
        _Renderer(site).render()
        sites[site.host] = site
    return sites


def template(name: str) -> Template:
    return Template((PORTALS / "templates" / f"{name}.html").read_text(encoding="utf-8"))


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)


class _Renderer:
    def __init__(self, site: Site) -> None:
        self.site, self.manifest = site, site.manifest
        self.charset = self.manifest.get("charset", "utf-8")
        self.column = self.manifest["column"]
        self.items: list[dict[str, Any]] = self.manifest["items"]
        newest = max((item["date"] for item in self.items), default=date(2024, 1, 2))
        self.modified = _moment(newest, 8)
        # A host that declares its charset in the page only sends none in the header.
        self.html = "text/html" if self.charset != "utf-8" else "text/html; charset=utf-8"

    def render(self) -> None:
        for item in self.items:
            if not item.get("missing"):
                self._item(item)
        self._lists()
        home = self._fill("home", "/index.html", {})
        self._add("/index.html", Resource(home, self.html, self.modified, "other"))
        self._add("/", Resource(home, self.html, self.modified, "other"))
        self._add("/images/style2021.css", Resource(b"body{margin:0}\n", "text/css", self.modified, "other"))
        self._add("/images/page.js", Resource(b"// pager\n", "application/javascript", self.modified, "other"))
        if "robots" in self.manifest:
            robots = self.manifest["robots"].encode()
            self._add("/robots.txt", Resource(robots, "text/plain", self.modified, "other"))

    def _add(self, target: str, resource: Resource) -> None:
        self.site.resources[unquote(target)] = resource

    def _encode(self, text: str) -> bytes:
        codec = "gbk" if self.charset == "gb2312" else self.charset
        return text.encode(codec, errors="xmlcharrefreplace")

    def _common(self, page: str) -> dict[str, Any]:
        return {
            "charset": self.charset,
            "site_name": self.manifest.get("meta_site_name", self.manifest["site_name"]),
            "host": self.manifest["host"],
            "site_id": self.manifest["site_id"],
            "column": self.column["name"],
            "column_href": relative(self.column["path"], page) if self.site.family != "hanweb" else self.column["path"],
            "column_id": self.column.get("column_id", ""),
            "up": "../" * (page.count("/") - 1),
        }

    def _fill(self, name: str, page: str, values: dict[str, Any]) -> bytes:
        return self._encode(template(name).substitute(self._common(page) | values))

    def _lists(self) -> None:
        pages = list_markup(self.site.family, self.manifest, self.items)
        blank = list_markup(self.site.family, self.manifest, [])[0]
        self.site.records = pages[0].records
        for page in pages:
            body = self._fill(f"{self.site.family}_list", page.path, page.values)
            empty = self._fill(f"{self.site.family}_list", page.path, blank.values)
            resource = Resource(body, self.html, self.modified, "list", empty=empty)
            self._add(page.path, resource)
            if page.path.endswith("/index.html"):
                self._add(page.path.removesuffix("index.html"), resource)
        if self.site.family == "hanweb":
            # The GET form of the proxy answers nothing here: "not supported", not "end of list".
            nothing = b"<datastore><recordset></recordset></datastore>"
            quoted = quote(self.manifest["site_name"])
            target = (
                f"{HANWEB_PROXY}?page=1&appid=1&appid=1&webid=60&path=/&columnid={self.column['column_id']}"
                f"&sourceContentType=1&unitid={self.column['unit_id']}&webname={quoted}&permissiontype=0"
            )
            self._add(target, Resource(nothing, "text/xml; charset=utf-8", self.modified, "other"))

    def _item(self, item: dict[str, Any]) -> None:
        modified = _moment(item["date"], 9)
        if "file" in item:
            self._file(item, item, modified)
            return
        if "body_file" in item:
            body = (FILES / item["body_file"]).read_text(encoding="utf-8")
        else:
            body = item.get("body") or (POISON if item["label"] != "target" else "<p>详见附件。</p>")
        attachments = [entry | {"file": entry["file"]} for entry in item.get("attachments", [])]
        values = {
            "title": escape(item["title"]),
            "date": item["date"].isoformat(),
            "written": item.get("written", item["date"]).isoformat(),
            "publisher": escape(item.get("publisher", "政府办公室")),
            "index_no": item.get(
                "index_no", f"000000000/{item['date'].year}-{int(_digits(item['path'])) % 100000:05d}"
            ),
            "doc_id": _digits(item["path"]),
            "article_meta": self._article_meta(item),
            "body": body,
            "attachments": detail_markup(attachments, item["path"], self.site.family),
        }
        page = self._fill(f"{self.site.family}_detail", item["path"].split("?")[0], values)
        self._add(item["path"], Resource(page, self.html, modified, "detail", item["label"]))
        for entry in attachments:
            if entry["file"] is not None:
                self._file(entry, item, modified)

    def _file(self, entry: dict[str, Any], item: dict[str, Any], modified: datetime) -> None:
        headers: list[tuple[str, str]] = []
        name, form = entry.get("name", ""), entry.get("disposition")
        if form == "rfc5987":
            headers.append(("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}"))
        elif form == "percent":
            headers.append(("Content-Disposition", f"attachment; filename={quote(name)}"))
        elif form == "gbk":
            # Raw GBK bytes; the header writer encodes Latin-1, which gives back exactly these bytes.
            raw = name.encode("gbk").decode("latin-1")
            headers.append(("Content-Disposition", f'attachment; filename="{raw}"'))
        head_type = "text/html" if "download.jsp" in entry["path"] else None
        resource = Resource(
            (FILES / entry["file"]).read_bytes(),
            entry["type"],
            modified,
            "file",
            item["label"],
            tuple(headers),
            requires_referer=bool(entry.get("referer")),
            head_type=head_type,
        )
        self._add(entry["path"], resource)

    def _article_meta(self, item: dict[str, Any]) -> str:
        source = item.get("source_prefix", "") + item.get("publisher", "政府办公室")
        tags = [("ArticleTitle", item["title"])]
        if item.get("meta_pub_date", True):
            tags.append(("PubDate", f"{item['date'].isoformat()} 16:05"))
        tags += [
            ("ContentSource", source),
            ("Keywords", "预算,决算"),
            ("Author", ""),
            ("Description", ""),
            ("Image", ""),
        ]
        tags.append(("Url", f"http://{self.manifest['host']}{item['path']}"))
        lower = item.get("meta_lower", False)
        return "\n".join(
            f'<meta name="{name.lower() if lower else name}" content="{escape(value)}" />' for name, value in tags
        )


def _digits(path: str) -> str:
    """The last number in an address."""
    groups = "".join(char if char.isdigit() else " " for char in path).split()
    return groups[-1] if groups else "0"
