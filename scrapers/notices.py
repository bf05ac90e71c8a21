"""Pages that say, or show, that what was asked for is elsewhere now. Nobody follows them: a person decides."""

from __future__ import annotations

import re
from collections.abc import Collection

from domain.redaction import redact_title
from scrapers.adapters.model import ListPage, Source
from scrapers.addresses import host_of, resolve
from scrapers.html import base_of, parse, text_of
from scrapers.outcomes import Outcome
from scrapers.refusals import MovedNotice
from scrapers.stub import leading, stub_target
from scrapers.walls import removal_of

#: Characters of a page's title in a sentence for people.
_SHOWN = 40
#: Characters of an address there.
_LONGEST = 300
#: A page that draws itself by script often sends telephones elsewhere first.
_ONLY_FOR_PHONES = re.compile(r"userAgent|Android|iPhone", re.IGNORECASE)


def moved_to(source: Source, hosts: Collection[str]) -> str | None:
    """The address on another host that a page gives as its new one, in words; ``None`` where it says no such thing."""
    removal = removal_of(source.text)
    if removal is None:
        return None
    soup = parse(source.text)
    base = base_of(soup, source.url)
    named = [one if "//" in one else f"http://{one}" for one in removal.addresses]
    targets = [*leading(soup, source.text, base), *(one for one in (resolve(one, base) for one in named) if one)]
    return next((one for one in targets if host_of(one) not in hosts), None)


def is_no_list(source: Source, page: ListPage | None, hosts: Collection[str]) -> tuple[Outcome, str, str] | None:
    """How a column ends whose first page was read as ``page`` (``None``: not at all) and is a notice; else ``None``.

    A notice has links, too, which look like rows; none of them has a date.
    """
    if page is not None and any(row.date is not None for row in page.rows):
        return None
    target = moved_to(source, hosts)
    if target is not None:
        notice = MovedNotice(source.url, target)
        return Outcome.MOVED, notice.message_zh, notice.message_en
    if page is None or page.rows or page.declared_empty or page.recognised:
        return None
    return _instead(source, hosts)


def _instead(source: Source, hosts: Collection[str]) -> tuple[Outcome, str, str]:
    """What stands where no list was found: the address that the page leads to, else the title that it has."""
    soup = parse(source.text)
    target = stub_target(soup, source, base_of(soup, source.url))
    zh, en = "没有找到列表，模板可能已改变", "no list found; the template may have changed"
    if target is not None and host_of(target) not in hosts and not _ONLY_FOR_PHONES.search(source.text):
        notice = MovedNotice(source.url, target)
        return Outcome.MOVED, notice.message_zh, notice.message_en
    if target is not None:
        shown = target[:_LONGEST]
        return Outcome.DRIFT, f"{zh}；页面跳转到 {shown}", f"{en}; the page leads to {shown}"
    if removal_of(source.text) is not None:
        return Outcome.DRIFT, f"{zh}；页面称内容已迁移", f"{en}; the page says that it moved"
    title = redact_title(text_of(soup.title))[:_SHOWN] if soup.title else ""
    if title:
        return Outcome.DRIFT, f"{zh}（页面标题：{title}）", f"{en} (its title: {title})"
    return Outcome.DRIFT, zh, en
