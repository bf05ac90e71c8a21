"""What a person gave in place of a list: a file, or an article."""

from __future__ import annotations

from scrapers.adapters.model import Source
from scrapers.addresses import is_front_page
from scrapers.declaration import Portal
from scrapers.detail import read_detail

A_FILE = (
    "这是一份文件，不是网页；请给出列出它的栏目的地址 / "
    "this is a file and no page: give the address of the column that lists it"
)
_HEAD = 2000


def is_file(page: Source) -> bool:
    """True for an answer that is a document and no page."""
    return page.text.startswith(("%PDF", "PK\x03\x04")) or "\x00" in page.text[:_HEAD]


def article_words(page: Source, portal: Portal) -> str | None:
    """What the page is and what to give instead, where it is an article; ``None`` where it is none."""
    detail = read_detail(page, portal)
    if not detail.is_article or detail.published_on is None or is_front_page(page.url):
        return None
    title = detail.title or "-"
    return (
        f"这是一篇文章（{title}），不是列表；请给出列出它的栏目的地址 / "
        "this is an article and no list: give the address of the column that lists it"
    )
