"""One reader of detail pages for all families: what the page says it is, its body, its files.

Meta tags are hints: their names are matched without case, a title counts when it also appears in the page. The date
of publication is the list's, else the visible 发布日期, else PubDate, else a script's unix field; never one from the
address, from the title, or today. Conflicts are noted, not resolved in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bs4 import BeautifulSoup, Tag

from domain.redaction import redact_title
from domain.text import normalise, squeeze
from scrapers.adapters.dates import date_of_value, day_of_portals, find_date
from scrapers.adapters.model import Source
from scrapers.adapters.pagers import read_pager
from scrapers.addresses import identity
from scrapers.attachments import FileLink, find_files
from scrapers.body import body_of, images_of, part_urls, states_figures
from scrapers.declaration import Portal
from scrapers.html import attribute, base_of, label_of, parse, text_of
from scrapers.labels import first_value, read_labels
from scrapers.stub import STUB, framed_target, stub_target

_CONFIG_DETAIL = re.compile(r"\bDETAIL\s*:\s*(?=\{)")
_SOURCE_LABEL = re.compile(r"^\s*(?:信息|文章)?来源\s*[:：]\s*")
_UNRENDERED = re.compile(r"<%|\$\{|\{\{")
_TITLE_NODES = (
    "ucaptitle, h1, .zwxl-title, .ar_title, .article-title, .bigtitle, .main-title, .xl-title, .tit, .title, h2, h3"
)


@dataclass(frozen=True, slots=True)
class Detail:
    """What one detail page says. Empty fields are not printed there."""

    title: str | None = None
    published_on: date | None = None
    written_on: date | None = None
    publisher: str | None = None
    index_no: str | None = None
    column: str | None = None
    #: Visible text of the body, single spaces.
    text: str = ""
    #: The body itself states figures: the page is a document.
    has_figures: bool = False
    tables: int = 0
    files: tuple[FileLink, ...] = ()
    images: tuple[str, ...] = ()
    #: Further parts of a split article.
    parts: tuple[str, ...] = ()
    #: Where a stub page leads.
    leads_to: str | None = None
    #: The page has what article pages have (tags, labels or a body).
    is_article: bool = False
    notes: tuple[str, ...] = ()


def with_beside(detail: Detail, beside: Iterable[tuple[str, str]]) -> Detail:
    """``detail`` with the files that stand beside its item in the list and that it does not name itself."""
    known = {identity(one.url) for one in detail.files}
    more = (FileLink(url, name or None, "link") for url, name in beside if identity(url) not in known)
    return replace(detail, files=(*detail.files, *more))


@dataclass(slots=True)
class _Hints:
    """Everything the page claims, before one claim is chosen."""

    metas: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_detail(source: Source, portal: Portal) -> Detail:
    """Read one page; nothing is fetched and nothing is guessed."""
    soup = parse(source.text)
    base = base_of(soup, source.url)
    hints = _Hints(
        metas=_metas(soup),
        labels=read_labels(soup, extra_published=portal.detail.date_labels),
        config=_config(source.text),
    )
    content = hints.config.get("content")
    body_soup = parse(content) if isinstance(content, str) and content.strip() else soup
    body = body_of(body_soup, portal.detail.body)
    text = text_of(body) if body is not None else ""
    files = find_files(soup, base, portal.attachments, encoding=source.encoding)
    if body_soup is not soup:
        files = _joined(find_files(body_soup, base, portal.attachments), files)
    return Detail(
        title=redact_title(_title(soup, hints, portal) or "") or None,
        published_on=_day(_declared("date", portal.detail.date, soup, hints) or "") or _published(hints),
        written_on=day_of_portals(_written(hints)),
        publisher=_declared("publisher", portal.detail.publisher, soup, hints) or _publisher(hints),
        index_no=_declared("index_no", portal.detail.index_no, soup, hints)
        or first_value(hints.labels, "index_no")
        or _text(hints.config.get("identifier")),
        column=_usable(hints.metas.get("columnname")) or _text(hints.config.get("classify_main_name")),
        text=text,
        has_figures=body is not None and states_figures(body, text),
        tables=len(body.find_all("table")) if body is not None else 0,
        files=tuple(file for file in files if identity(file.url) != identity(source.url)),
        images=images_of(body, base, source.encoding) if body is not None else (),
        parts=part_urls(read_pager(source.text, soup, source.url, base), source.url),
        leads_to=stub_target(soup, source, base) or framed_target(soup, source, base),
        is_article=bool(
            hints.metas.get("articletitle") or hints.config or (body is not None and len(text) > STUB) or files
        ),
        notes=tuple(hints.notes),
    )


#: The tag of each purpose that ``meta`` alone means.
_META = {"title": "articletitle", "date": "pubdate", "publisher": "contentsource", "index_no": "indexno"}


def _declared(purpose: str, places: tuple[str, ...], soup: BeautifulSoup, hints: _Hints) -> str | None:
    """What stands at the first declared place that has something."""
    for place in places:
        kind, _, argument = place.partition(":")
        value: str | None
        if kind == "meta" and (argument or place == "meta"):
            value = _usable(hints.metas.get((argument or _META[purpose]).lower()))
        elif kind == "label":
            wanted = label_of(argument)
            value = next((found[wanted] for found in hints.labels.values() if wanted in found), None)
        else:
            node = soup.select_one(argument if kind == "css" else place)
            value = text_of(node) if node else None
        if value:
            return value
    return None


def _metas(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        if isinstance(meta, Tag) and attribute(meta, "name") and attribute(meta, "content").strip():
            found.setdefault(attribute(meta, "name").strip().lower(), attribute(meta, "content").strip())
    return found


def _config(source: str) -> dict[str, Any]:
    """The article of a page that is drawn by script (``window._CONFIG = {DETAIL: {…}}``)."""
    start = _CONFIG_DETAIL.search(source)
    if start is None:
        return {}
    try:
        value, _ = json.JSONDecoder().raw_decode(source, start.end())
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _title(soup: BeautifulSoup, hints: _Hints, portal: Portal) -> str | None:
    declared = _declared("title", portal.detail.title, soup, hints)
    if declared and len(declared) <= 120:
        return declared
    visible = _visible_titles(soup)
    shown = text_of(soup.title) if soup.title else ""
    meta = _usable(hints.metas.get("articletitle"))
    if meta and (squeeze(meta) in squeeze(shown) or any(squeeze(meta) == squeeze(one) for one in visible)):
        return meta
    if meta and visible and squeeze(meta) in squeeze(text_of(soup)):
        return meta
    if meta and not visible:
        return meta
    if visible:
        if meta:
            hints.notes.append(f"title_conflict: ArticleTitle {meta!r}, page {visible[0]!r}")
        return visible[0]
    return _text(hints.config.get("title")) or shown or None


def _visible_titles(soup: BeautifulSoup) -> list[str]:
    titles = [text for node in soup.select(_TITLE_NODES) if 6 <= len(text := text_of(node)) <= 120]
    # Headings such as 部门概况 stand inside the body, 法定主动公开内容 over a menu: the title speaks of 预算 or 决算,
    # else of 公开, else it is the first.
    titles.sort(key=lambda title: 0 if re.search(r"预算|决算", title) else 1 if "公开" in title else 2)
    # …部门决算 - 青海省部门预决算公开平台: the banner names the site, as the end of the page's own title does.
    shown = squeeze(text_of(soup.title)) if soup.title else ""
    if any(shown.startswith(squeeze(title)) for title in titles):
        titles.sort(key=lambda title: shown.endswith(squeeze(title)) and not shown.startswith(squeeze(title)))
    return titles


def _published(hints: _Hints) -> date | None:
    labelled = _labelled_date(hints.labels.get("published", {}), hints)
    tagged = _day(hints.metas.get("pubdate", ""))
    if labelled and tagged and labelled != tagged:
        hints.notes.append(f"date_conflict: page {labelled}, PubDate {tagged}")
    scripted = date_of_value(hints.config.get("display_publish_time") or hints.config.get("create_time"))
    return labelled or tagged or day_of_portals(scripted)


def _day(text: str) -> date | None:
    return day_of_portals(find_date(text))


def _labelled_date(values: dict[str, str], hints: _Hints) -> date | None:
    """Labels that name publication beat a bare 日期 or 时间."""
    dated = {label: day for label, value in values.items() if (day := _day(value))}
    named = [day for label, day in dated.items() if label not in ("日期", "时间")]
    days = named or list(dated.values())
    if len(set(days)) > 1:
        hints.notes.append("date_conflict: " + ", ".join(f"{label} {day}" for label, day in dated.items()))
    return days[0] if days else None


def _written(hints: _Hints) -> date | None:
    values = hints.labels.get("written", {}).values()
    return next((day for value in values if (day := find_date(value))), None) or date_of_value(hints.config.get("date"))


def _publisher(hints: _Hints) -> str | None:
    for candidate in (
        first_value(hints.labels, "publisher"),
        _text(hints.config.get("publisher")),
        _usable(hints.metas.get("contentsource")),
    ):
        name = _SOURCE_LABEL.sub("", candidate or "").strip()
        if name:
            return normalise(name)
    return None


def _usable(value: str | None) -> str | None:
    """A tag's value, unless its template was never filled."""
    return value if value and not _UNRENDERED.search(value) else None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _joined(first: tuple[FileLink, ...], second: tuple[FileLink, ...]) -> tuple[FileLink, ...]:
    joined = {file.key: file for file in first}
    for file in second:
        joined.setdefault(file.key, file)
    return tuple(joined.values())
