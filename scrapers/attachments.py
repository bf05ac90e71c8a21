"""Files of a detail page wherever they hide: links, onclick, frames, viewers, script calls, escaped JSON."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.scripted import unescape
from scrapers.addresses import extension, identity, resolve
from scrapers.filenames import DOCUMENT_EXTENSIONS, name_extension, readable
from scrapers.html import attribute, parse, text_of
from scrapers.rules import AttachmentRule

_DOWNLOAD = re.compile(
    r"downfile\.jsp|/download\.jsp|downloadfile\.jsp|DownloadAttach|downloadztbattach|attachGuid=|wbfileid=|/downfile\b|"
    r"/group\d+/M\d{2}/|[?&](?:file_?id|attach_?id|attachment_?id)=|/attach(?:ment)?s?/-?\d|/file/download|/download/\d|"
    r"[?&](?:enews=DownFile|(?:c|a|do|op|act|action|m)=down(?:load|file)?)(?:&|$)|/DownSys/|"
    r"/down(?:load|file)?\.(?:php|asp|aspx|jsp|do|action|ashx)\?",
    re.IGNORECASE,
)
_EXT = "|".join(sorted(DOCUMENT_EXTENSIONS))
_IN_QUERY = re.compile(rf"[?&][^=&]+=[^&]*\.(?:{_EXT})(?:&|$)", re.IGNORECASE)
_QUOTED_FILE = re.compile(rf"""["']([^"'\s<>]+?\.(?:{_EXT})(?:\?[^"'\s<>]*)?)["']""", re.IGNORECASE)
_FILE_ADDRESS = re.compile(rf"^[^\s<>]+\.(?:{_EXT})(?:\?\S*)?$", re.IGNORECASE)
_QUOTED = re.compile(r"""["']([^"'\s<>]+)["']""")
_SCRIPT_CALL = re.compile(
    r"""(?:showVsbpdfIframe|showPdf|pdfPreview|viewPdf|openPdf|previewFile)\s*\(\s*["']([^"']+)["']""", re.IGNORECASE
)
_OBJECT = re.compile(r"\{[^{}]{10,1000}\}")
_VALUE = re.compile(r"""[:=]\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')""")
#: JSON that a script keeps as a string: ``"[{\"fileName\": \"决算.pdf\", \"filePath\": \"\\/upload\\/1.pdf\"}]"``.
_QUOTED_JSON = re.compile(r'"((?:\\.|[^"\\])*?\{\s*\\"(?:\\.|[^"\\])*)"')
_ESCAPED_LINK = re.compile(r'"((?:\\.|[^"\\])*\\u003[cC][aA]\s(?:\\.|[^"\\])*)"')
#: A link that says no more than that it is a download.
_SAYS_DOWNLOAD = re.compile(r"^[\[【(]?(?:点击|附件|立即|文件|本地)?下载(?:附件|文件|查看)?[\])】]?$")
_SPOKEN = re.compile(r"^\s*(?:附件|附表|附\s*[:：\d])")
_OUTSIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|foot|footer|head|header|sidebar|side|aside|related|xg|hot|recommend|friend|links?|bread|crumb)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
#: Help files and readers that portals offer on every page.
_NEVER = re.compile(
    r"(?:阅读器|浏览器|客户端|插件|使用(?:说明|指南|手册)|操作(?:指南|手册)|reader|setup)", re.IGNORECASE
)


#: What tells a viewer which file to show, and what is a viewer by its extension.
_VIEWED = frozenset({"file", "src", "url", "furl", "fileurl", "pdf", "pdfurl"})
#: … or by its name. Another program may answer the file itself (``job.php?job=download&url=…``): asked as it stands.
_VIEWS = re.compile(r"officeapps\.live|ow365|/[^/?]*(?:view|embed)[^/?]*(?:\?|/)", re.IGNORECASE)
_VIEWERS = frozenset({"html", "htm", "shtml", "jsp", ""})
#: What hands the file over itself, whatever it is told: ``/file-download?fileUrl=/attach/x.pdf``, ``/down.jsp?file=``.
_HANDS_OVER = re.compile(r"down(?!town)[^/]*$|/down(?:load)?s?/[^/.]*$", re.IGNORECASE)
_ASKED_TO = re.compile(r"(?:^|&)\w+=down(?:load|file)?(?:&|$)", re.IGNORECASE)
_SHOWS = re.compile(r"view|pdfjs|reader", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileLink:
    """One file a page offers. ``name`` is what a person reads, ``None`` where only the download can tell."""

    url: str
    name: str | None
    #: link | onclick | frame | viewer | script | json
    via: str

    @property
    def key(self) -> str:
        return identity(self.url)


def find_files(
    soup: BeautifulSoup, base: str, rule: AttachmentRule, *, encoding: str = "utf-8"
) -> tuple[FileLink, ...]:
    """All files of the page, each address once, links in reading order before what scripts hold."""
    found: dict[str, FileLink] = {}
    for link in _candidates(soup, base, rule, encoding):
        if any(re.search(pattern, link.url) for pattern in rule.ignore) or _NEVER.search(link.name or ""):
            continue
        known = found.get(link.key)
        if known is None or (known.name is None and link.name is not None):
            found[link.key] = link
    return tuple(found.values())


def is_file_address(url: str, rule: AttachmentRule | None = None) -> bool:
    """True for addresses that lead to a file rather than to a page."""
    return (
        extension(url) in DOCUMENT_EXTENSIONS
        or bool(_DOWNLOAD.search(url) or _IN_QUERY.search(url))
        or any(re.search(pattern, url) for pattern in (rule.extra_patterns if rule else ()))
    )


def _candidates(soup: BeautifulSoup, base: str, rule: AttachmentRule, encoding: str) -> Iterator[FileLink]:
    for link in soup.find_all("a"):
        if isinstance(link, Tag) and not _is_outside(link):
            yield from _from_link(link, base, rule, encoding)
    for node in soup.find_all(["iframe", "embed", "object", "frame"]):
        if isinstance(node, Tag):
            yield from _from_frame(node, base, encoding)
    for node in soup.find_all(onclick=True):
        if isinstance(node, Tag) and node.name != "a":
            yield from _from_onclick(node, base, rule, encoding)
    for node in soup.find_all(_states_file):
        if isinstance(node, Tag) and not _is_outside(node):
            yield from _from_data(node, base, encoding)
    for script in soup.find_all("script", src=False):
        yield from _from_script(str(script.string or ""), base, rule, encoding)


def _from_link(link: Tag, base: str, rule: AttachmentRule, encoding: str) -> Iterator[FileLink]:
    url = resolve(attribute(link, "href"), base, encoding=encoding)
    shown = text_of(link, without=link.find_all("a"))  # an unclosed link swallows the next one
    by_place = {"title": attribute(link, "title"), "text": shown}
    names = (*(by_place.get(place) for place in rule.names_from), attribute(link, "download"), attribute(link, "alt"))
    if url is not None:
        viewed = _viewed(url, encoding)
        if viewed is not None:
            yield FileLink(viewed, readable(names), "viewer")
            return
        marked = attribute(link, "appendix") == "true" or "nfw-cms-attachment" in attribute(link, "class")
        marked = marked or bool(attribute(link, "download")) or attribute(link, "needdownload") == "true"
        spoken = name_extension(shown) in DOCUMENT_EXTENSIONS or (
            bool(_SPOKEN.match(shown)) and extension(url) not in ("html", "htm", "shtml", "jhtml", "jsp", "aspx", "php")
        )
        spoken = spoken or (bool(_SAYS_DOWNLOAD.match(shown)) and bool(urlsplit(url).query))
        if marked or spoken or is_file_address(url, rule):
            yield FileLink(url, readable(names), "link")
            return
    yield from _from_onclick(link, base, rule, encoding)


def _from_onclick(node: Tag, base: str, rule: AttachmentRule, encoding: str) -> Iterator[FileLink]:
    action = attribute(node, "onclick") or attribute(node, "href")
    if "(" not in action and "location" not in action:
        return
    for quoted in _QUOTED.findall(action):
        # A bare name in Chinese is what the file is called, not where it is.
        url = resolve(quoted, base, encoding=encoding) if "/" in quoted or quoted.isascii() else None
        if url is not None and is_file_address(url, rule):
            yield FileLink(url, readable((attribute(node, "title"), text_of(node))), "onclick")


def _states_file(node: Tag) -> bool:
    return any(name.startswith("data-") and _FILE_ADDRESS.match(str(value)) for name, value in node.attrs.items())


def _from_data(node: Tag, base: str, encoding: str) -> Iterator[FileLink]:
    """The file whose address stands in an attribute for the page's script: ``data-url="/upload/1.pdf"``."""
    for name in node.attrs:
        stated = attribute(node, name) if name.startswith("data-") else ""
        # A bare name in Chinese is what the file is called, not where it is.
        if _FILE_ADDRESS.match(stated) and ("/" in stated or stated.isascii()):
            url = resolve(stated, base, encoding=encoding)
            if url is not None:
                yield FileLink(url, readable((attribute(node, "title"), text_of(node))), "link")


def _from_frame(node: Tag, base: str, encoding: str) -> Iterator[FileLink]:
    for name in ("src", "data"):
        url = resolve(attribute(node, name), base, encoding=encoding) if attribute(node, name) else None
        if url is None:
            continue
        viewed = _viewed(url, encoding)
        if viewed is not None:
            yield FileLink(viewed, None, "viewer")
        elif extension(url) in DOCUMENT_EXTENSIONS or (_hands_over(url) and _IN_QUERY.search(url)):
            yield FileLink(url, None, "frame")


def _viewed(url: str, encoding: str) -> str | None:
    """The file behind a viewer's address (``viewer.html?file=/x.pdf``), relative to the viewer.

    A viewer of another host is told the whole address, some in Base64 (kkFileView). What hands the file over itself is
    no viewer: what it is told may be no address of the site's at all.
    """
    if _hands_over(url):
        return None
    for name, value in parse_qsl(urlsplit(url).query):
        stated = _whole_address(value) if _VIEWS.search(url) else None
        if name.lower() in _VIEWED and (stated is not None or extension(url) in _VIEWERS):
            target = resolve(stated or value, url, encoding=encoding)
            if target is not None and extension(target) in DOCUMENT_EXTENSIONS:
                return target
    return None


def _hands_over(url: str) -> bool:
    parts = urlsplit(url)
    hands = _HANDS_OVER.search(parts.path) or _ASKED_TO.search(parts.query)
    return hands is not None and _SHOWS.search(parts.path) is None


def _whole_address(value: str) -> str | None:
    """``value`` where it is the address of a file with its host, as it stands or in Base64."""
    if value.startswith(("aHR0cDov", "aHR0cHM6")):
        with contextlib.suppress(ValueError):  # no Base64, or no text
            value = base64.b64decode(f"{value.replace(' ', '+')}===", altchars=None).decode()
    return value if value.startswith(("http://", "https://")) else None


def _from_script(script: str, base: str, rule: AttachmentRule, encoding: str) -> Iterator[FileLink]:
    plain = script.replace("\\/", "/")
    kept = (unescape(literal) for literal in _QUOTED_JSON.findall(script))
    for literal in _OBJECT.findall("\n".join((plain, *kept))):
        yield from _from_object(literal, base, encoding)
    for quoted in [*_SCRIPT_CALL.findall(script), *_QUOTED_FILE.findall(plain)]:
        # A bare name in Chinese is what the file is called, not where it is.
        url = resolve(quoted, base, encoding=encoding) if "/" in quoted or quoted.isascii() else None
        if url is not None:
            yield FileLink(url, None, "script")
    for literal in _ESCAPED_LINK.findall(script):
        for link in parse(unescape(literal)).find_all("a", href=True):
            if isinstance(link, Tag):
                for file in _from_link(link, base, rule, encoding):
                    yield FileLink(file.url, file.name, "json")


def _from_object(literal: str, base: str, encoding: str) -> Iterator[FileLink]:
    """The file of an object that holds its address and its name: ``{"name": "决算.pdf", "url": "/upload/1.pdf"}``."""
    values = [unescape(double or single) for double, single in _VALUE.findall(literal)]
    addresses = [one for one in values if "/" in one and extension(one) in DOCUMENT_EXTENSIONS and "<" not in one]
    names = [one for one in values if one not in addresses and re.search(r"[\u4e00-\u9fff]", one)]
    url = resolve(addresses[0], base, encoding=encoding) if len(addresses) == 1 else None
    if url is not None:
        yield FileLink(url, readable(names), "script")


def _is_outside(link: Tag) -> bool:
    for parent in link.parents:
        if parent.name in ("nav", "header", "footer", "aside"):
            return True
        if parent.name in ("body", "html"):
            return False
        if _OUTSIDE.search(f"{attribute(parent, 'class')} {attribute(parent, 'id')}"):
            return True
    return False
