"""Articles that a portal answers as JSON, written out as the page that its script would draw.

The harvest reads such a page for its title, day and files, the readers of documents for its figures: both the same one.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence

_Record = Mapping[str, object]

#: Names of fields, without case and underscores; the first that a record has counts.
URL_NAMES = (
    "docpuburl",
    "selfurl",
    "infourl",
    "posturl",
    "puburl",
    "linkurl",
    "docurl",
    "articleurl",
    "newsurl",
    "contenturl",
    "pageurl",
    "urlcommp",
    "url",
    "href",
    "link",
    "path",
)
TITLE_NAMES = ("realtitle", "doctitle", "infotitle", "articletitle", "newstitle", "title", "tit", "subject", "name")
DATE_NAMES = (
    "publishedtimestr",
    "publishedtimeformat",
    "docreltime",
    "docpubtime",
    "pubdate",
    "infodate",
    "publishtime",
    "publishedtime",
    "publishdate",
    "publishat",
    "publishedat",
    "publisheddate",
    "publishdatetime",
    "pubtime",
    "daytime",
    "doctime",
    "docdate",
    "releasetime",
    "releasedate",
    "issuetime",
    "issuedate",
    "postdate",
    "posttime",
    "createtime",
    "createdate",
    "createdat",
    "createat",
    "addtime",
    "inputtime",
    "date",
    "time",
)
_CONTENT_NAMES = ("content", "doccontent", "articlecontent", "infocontent", "newscontent", "contenthtml", "txt", "body")
FILE_NAMES = ("fileurl", "filepath", "attachurl", "attachpath", "attachmenturl", "downloadurl", "downurl", *URL_NAMES)
NAME_NAMES = ("filename", "originalname", "attachname", "attachmentname", "showname", "oldname", "name", "title")
_SOURCE_NAMES = ("publisher", "source", "docsourcename", "organname", "deptname")
#: A list beside an article may as well be of other articles.
_HOLDS_FILES = re.compile(r"file|attach|append|annex|fujian|^fj", re.IGNORECASE)
_WHOLE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
#: How deep in an answer its article may be.
_DEEPEST = 4


def article_page(answer: str, file_base: str = "") -> str | None:
    """The article of a JSON answer, written as the page that its script would draw; ``None`` where there is none.

    ``file_base``: what the script puts before the addresses of files.
    """
    record, around = next(_articles(_json(answer)), (None, ()))
    if record is None:
        return None
    metas = (("ArticleTitle", TITLE_NAMES), ("PubDate", DATE_NAMES), ("ContentSource", _SOURCE_NAMES))
    tags = "".join(
        f'<meta name="{tag}" content="{html.escape(str(value))}">'
        for tag, names in metas
        if (value := named(record, names)) is not None
    )
    title = html.escape(str(named(record, TITLE_NAMES)))
    told = [(name, value) for holder in around for name, value in holder.items()]
    beside = [*record.values(), *(value for name, value in told if _HOLDS_FILES.search(name))]
    files = "".join(
        f'<p><a href="{html.escape(based(address, file_base))}">{html.escape(name)}</a></p>'
        for one in (entry for value in beside for entry in _listed(value) if isinstance(entry, Mapping))
        if (address := str(named(one, FILE_NAMES) or "")) and (name := str(named(one, NAME_NAMES) or ""))
    )
    content = named(record, _CONTENT_NAMES)
    return (
        f"<html><head>{tags}<title>{title}</title></head>"
        f'<body><h1>{title}</h1><div class="content">{content}{files}</div></body></html>'
    )


def based(address: str, before: str) -> str:
    """``address`` with what the script puts ``before`` it, but for one that is whole."""
    return address if _WHOLE.match(address) else before + address


def file_records(answer: str) -> tuple[Mapping[str, object], ...] | None:
    """The records of the list of files that a JSON answer holds, ``()`` for an empty one; ``None`` for none."""
    lists = list(_lists(_json(answer)))
    found = [
        one for one in lists if one and all(isinstance(entry, Mapping) and named(entry, NAME_NAMES) for entry in one)
    ]
    if len(found) == 1:
        return tuple(entry for entry in found[0] if isinstance(entry, Mapping))
    return () if lists and not any(lists) else None


def _lists(answer: object, depth: int = 0) -> Iterator[list[object]]:
    if isinstance(answer, list):
        yield answer
    elif isinstance(answer, Mapping) and depth < _DEEPEST:
        for value in answer.values():
            yield from _lists(value, depth + 1)


def _articles(answer: object, around: tuple[_Record, ...] = ()) -> Iterator[tuple[_Record, tuple[_Record, ...]]]:
    """Records that are articles, with the records that hold them: their files may be listed beside them."""
    if isinstance(answer, Mapping):
        if named(answer, TITLE_NAMES) and isinstance(named(answer, _CONTENT_NAMES), str):
            yield answer, around
        elif len(around) < _DEEPEST:
            for value in answer.values():
                yield from _articles(value, (*around, answer))


def _listed(value: object) -> list[object]:
    """A list, also one that is written as text."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = _json(value)
    return value if isinstance(value, list) else []


def _json(text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def named(record: Mapping[str, object], names: Sequence[str]) -> object:
    """The value of the first of ``names`` that the record has, matched without case and underscores."""
    plainly = {str(key).lower().replace("_", ""): value for key, value in record.items()}
    return next((plainly[name] for name in names if plainly.get(name) not in (None, "")), None)
