"""Lists of whole posts, as blogs print them: a heading that links to the post, its day, its text, its files.

A post has more links than a row (title, day, author, files, comments), and other days than its own may stand in its
text: its day is what stands beside its heading, where the post says when it was put up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bs4 import Tag

from scrapers.adapters.dates import date_of_value, find_date
from scrapers.adapters.row_files import is_document
from scrapers.adapters.row_titles import ABOUT, HEADS, NAMED_TITLE, is_titled
from scrapers.html import attribute, text_of

_HOLDERS = ("article", "div", "section", "li", "td", "dd", "main")
#: How a post that stands alone on its page is called.
_POST = re.compile(
    r"(?:^|[\s_-])(?:h?entry|post|article|blog|loop|item)(?:[_-]?\d+|[_-](?:item|box|wrap))?(?:$|\s)", re.IGNORECASE
)
#: What tells a reader when and by whom a post was put up.
_META = re.compile(
    r"(?:^|[\s_-])\w*(?:meta|date|time|posted|publish\w*|byline|info|rq|riqi|shijian)(?:$|[\s_-])", re.IGNORECASE
)
#: … and what holds its text, where other days may stand.
_TEXT = re.compile(
    r"(?:^|[\s_-])(?:content|excerpt|summary|body|text|desc\w*|intro\w*|zhaiyao)(?:$|[\s_-])", re.IGNORECASE
)
#: When it was last touched.
_CHANGED = re.compile(r"(?:^|[\s_-])(?:updated|modified|last[_-]?mod\w*)(?:$|[\s_-])(?!.*published)", re.IGNORECASE)
#: Such a line is no longer.
_LINE = 80
#: Links of a row.
_FEW = 3


def post_around(link: Tag) -> Tag | None:
    """The post that ``link`` is the heading of; ``None`` for a link that heads none or one without a day of its own."""
    head = head_of(link)
    if head is None or not is_titled(text_of(link)):
        return None
    post: Tag | None = None
    for holder in head.parents:
        if holder.name in ("body", "html", "[document]"):
            post = post if post is not None and _is_called_post(post) else None
            break
        if len(_alike(holder, head)) > 1:
            break
        post = holder if holder.name in _HOLDERS else post
    return post if post is not None and date_of_post(post, link) is not None else None


def headed_by(node: Tag) -> Tag | None:
    """The link that heads ``node``, where this is a post and holds other links than a row has: files, or many."""
    links = node.find_all("a", href=True)
    files = [link for link in links if is_document(attribute(link, "href"))]
    if len(links) <= _FEW and not files:
        return None
    head = next((link for link in links if head_of(link) is not None and post_around(link) is node), None)
    if head is None or ABOUT.search(text_of(head)):
        return head
    # The heading may be the department's, and its reports the files below it.
    return None if any(ABOUT.search(text_of(link)) for link in files) else head


def head_of(link: Tag) -> Tag | None:
    """The heading that ``link`` stands in."""
    return next((one for one in [*link.parents][:2] if _may_head(one)), None)


def date_of_post(post: Tag, link: Tag) -> date | None:
    """The day beside the heading; ``None`` where only the text of the post prints days, or two that differ."""
    days = [day for line in _lines(post, link) if (day := _day_of(line)) is not None]
    return days[0] if len(set(days)) == 1 else None


def _lines(post: Tag, link: Tag) -> Iterator[Tag]:
    """What may say when the post was put up, outside of its text and of its heading."""
    head = head_of(link)
    beside = [one for one in (_beside(head, -1), _beside(head, 1)) if one is not None] if head is not None else []
    near = {id(one) for one in beside}
    for node in post.find_all(True):
        around = [node, *node.parents]
        inside = around[: next((place for place, one in enumerate(around) if one is post), 0)]
        if link in inside or any(_TEXT.search(attribute(one, "class")) for one in inside):
            continue
        if _CHANGED.search(attribute(node, "class")):
            continue
        if (
            node.name == "time"
            or id(node) in near
            or _META.search(f"{attribute(node, 'class')} {attribute(node, 'id')}")
        ):
            yield node


def _day_of(line: Tag) -> date | None:
    stated = date_of_value(attribute(line, "datetime")) if attribute(line, "datetime") else None
    shown = text_of(line)
    return stated or (find_date(shown) if len(shown) <= _LINE else None)


def _beside(head: Tag, way: int) -> Tag | None:
    found = head.find_previous_sibling(True) if way < 0 else head.find_next_sibling(True)
    return found if isinstance(found, Tag) else None


def _alike(holder: Tag, head: Tag) -> list[Tag]:
    """Headings in ``holder`` like ``head`` that link to something."""
    kind = attribute(head, "class")
    return [
        one
        for one in holder.find_all(head.name)
        if attribute(one, "class") == kind and one.find("a", href=True) is not None
    ]


def _may_head(node: Tag) -> bool:
    return node.name in HEADS or (
        node.name in ("div", "p", "span") and bool(NAMED_TITLE.search(attribute(node, "class")))
    )


def _is_called_post(node: Tag) -> bool:
    return node.name == "article" or _POST.search(f"{attribute(node, 'class')} {attribute(node, 'id')}") is not None
