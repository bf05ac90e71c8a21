"""Articles that a portal answers as JSON, written out as the page that its script would draw.

The harvest reads such a page for its title, day and files, the readers of documents for its figures: both the same one.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from domain.agencies import find_agency

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
_CONTENT_NAMES = (
    "content",
    "doccontent",
    "articlecontent",
    "infocontent",
    "newscontent",
    "contenthtml",
    "htmlcontent",
    "contents",
    "contenttext",
    "contenttxt",
    "txt",
    "body",
    "articlebody",
    "newsbody",
    "doctext",
    "docbody",
    "dochtmlcon",
    "infotext",
    "newstext",
    "articletext",
    "maintext",
    "html",
    "bodyhtml",
    "richtext",
    "detailcontent",
)
FILE_NAMES = ("fileurl", "filepath", "attachurl", "attachpath", "attachmenturl", "downloadurl", "downurl", *URL_NAMES)
NAME_NAMES = ("filename", "originalname", "attachname", "attachmentname", "showname", "oldname", "name", "title")
#: Who publishes, best first; what is not said in words is no name.
_PUBLISHER_NAMES = (
    "publisher",
    "publishername",
    "pubunit",
    "publishunit",
    "publishunitname",
    "publishorg",
    "publishorgname",
    "publishdept",
    "publishdeptname",
    "pubdept",
    "puborg",
    "issueorg",
    "issuedept",
    "issuer",
    "fbjg",
    "fbdw",
    "gkdw",
    "source",
    "docsourcename",
    "organname",
    "orgname",
    "organizationname",
    "deptname",
    "departname",
    "departmentname",
    "department",
    "dept",
    "unitname",
    "infosource",
    "newssource",
    "sourcename",
)
_IN_WORDS = re.compile(r"[\u4e00-\u9fff]")
#: A list beside an article may as well be of other articles.
_HOLDS_FILES = re.compile(r"file|attach|append|annex|fujian|^fj", re.IGNORECASE)
#: ``fillList({…});``
_CALLED = re.compile(r"^\s*(?:/\*.{0,20}\*/)?[\w$.]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
_PLACE = re.compile(r"\{(\w+)\}")
#: What a file without an address is asked for by.
_ID_NAMES = ("id", "fileid", "attachid", "attachmentid", "uuid", "guid", "fileguid", "attachguid")
_WHOLE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
#: How deep in an answer its article may be.
_DEEPEST = 4


def article_page(answer: str, file_base: str = "") -> str | None:
    """The article of a JSON answer, written as the page that its script would draw; ``None`` where there is none.

    ``file_base``: what the script puts before the addresses of files, or makes of their records (``file_address``).
    """
    record, around = next(_articles(_json(answer)), (None, ()))
    if record is None:
        return None
    metas = (
        ("ArticleTitle", named(record, TITLE_NAMES)),
        ("PubDate", named(record, DATE_NAMES)),
        ("ContentSource", publisher_of(record)),
    )
    tags = "".join(
        f'<meta name="{tag}" content="{html.escape(str(value))}">' for tag, value in metas if value is not None
    )
    title = html.escape(str(named(record, TITLE_NAMES)))
    files = "".join(
        f'<p><a href="{html.escape(address)}">{html.escape(name)}</a></p>'
        for one in _files(record, around)
        if (address := file_address(one, file_base)) and (name := str(named(one, NAME_NAMES) or ""))
    )
    content = named(record, _CONTENT_NAMES) or ""
    return (
        f"<html><head>{tags}<title>{title}</title></head>"
        f'<body><h1>{title}</h1><div class="content">{content}{files}</div></body></html>'
    )


def article_files(answer: str) -> tuple[_Record, ...]:
    """The records of the files of an article, as its JSON answer holds them: with a name, and an address or an id."""
    record, around = next(_articles(_json(answer)), (None, ()))
    found = _files(record, around) if record is not None else ()
    return tuple(one for one in found if named(one, NAME_NAMES) and (named(one, FILE_NAMES) or named(one, _ID_NAMES)))


def file_address(record: _Record, before: str) -> str:
    """The address of a file: what its record holds with what stands before it, or what a template makes of its fields.

    ``before``: ``/app/static``, or ``/file/download?id={id}`` for records without an address. ``""`` for none.
    """
    held = str(named(record, FILE_NAMES) or "")
    if "{" not in before:
        return based(held, before) if held else ""
    filled = _PLACE.sub(lambda one: quote(str(record.get(one[1]) or ""), safe=""), before)
    whole = all(record.get(name) not in (None, "") for name in _PLACE.findall(before))
    return held or (filled if whole else "")


def _files(record: _Record, around: tuple[_Record, ...]) -> Iterator[_Record]:
    """The records of files that an article lists, or that the records which hold it list beside it.

    One without an address is a file only in a list that says so: others may be of articles, or of words.
    """
    told = [(name, value) for holder in around for name, value in holder.items() if _HOLDS_FILES.search(name)]
    for name, value in (*record.items(), *told):
        for entry in _listed(value):
            if isinstance(entry, Mapping) and (named(entry, FILE_NAMES) or _HOLDS_FILES.search(str(name))):
                yield entry


def publisher_of(record: _Record) -> str | None:
    """Who publishes what ``record`` stands for; of several fields the one that names a petition body.

    The body may be a record of its own (``{"publisher": {"id": "p07", "name": "县信访局"}}``).
    """
    plainly = {str(key).lower().replace("_", ""): value for key, value in record.items()}
    held = (plainly.get(name) for name in _PUBLISHER_NAMES)
    told = [named(one, NAME_NAMES + _PUBLISHER_NAMES) if isinstance(one, Mapping) else one for one in held]
    names = [one for one in told if isinstance(one, str) and _IN_WORDS.search(one)]
    return next((one for one in names if find_agency(one) is not None), names[0] if names else None)


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
        if named(answer, TITLE_NAMES) and (isinstance(named(answer, _CONTENT_NAMES), str) or _is_only_files(answer)):
            yield answer, around
        elif len(around) < _DEEPEST:
            for value in answer.values():
                yield from _articles(value, (*around, answer))


def _is_only_files(record: _Record) -> bool:
    """True for an article without a word: its field for the text is empty, and it has files."""
    empty = any(str(key).lower().replace("_", "") in _CONTENT_NAMES for key, value in record.items() if not value)
    return empty and any(
        isinstance(one, Mapping) and named(one, FILE_NAMES) and named(one, NAME_NAMES)
        for name, value in record.items()
        if _HOLDS_FILES.search(str(name))
        for one in _listed(value)
    )


def _listed(value: object) -> list[object]:
    """A list, also one that is written as text."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = _json(value)
    return value if isinstance(value, list) else []


def _json(text: str) -> object:
    """The value of a JSON or JSONP answer, also of one that a service of .NET wraps: ``{"d": "{…}"}``."""
    called = _CALLED.match(text)
    try:
        value: object = json.loads(called[1] if called is not None else text)
        return opened(value)
    except (ValueError, RecursionError):
        return None


def opened(answer: object) -> object:
    """``answer`` with what its fields hold as the text of JSON, one by one: ``{"d": "{…}"}``, ``{"data": "[…]"}``."""
    if not isinstance(answer, Mapping):
        return answer
    return {name: _of_text(value) if isinstance(value, str) else value for name, value in answer.items()}


def _of_text(text: str) -> object:
    """The object or list that ``text`` is, else ``text`` itself."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    try:
        held: object = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return held if isinstance(held, (Mapping, list)) else text


def named(record: Mapping[str, object], names: Sequence[str]) -> object:
    """The value of the first of ``names`` that the record has, matched without case and underscores."""
    plainly = {str(key).lower().replace("_", ""): value for key, value in record.items()}
    return next((plainly[name] for name in names if plainly.get(name) not in (None, "")), None)
