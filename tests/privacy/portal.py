"""Counties whose portals post the labelled documents, one county for each format, on loopback."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from domain.divisions import Division
from infra.routes.manifest import Reply, Route, target_of
from tests.operation.simulated import counties, declare_portals, host_of
from tests.privacy.documents import FORMATS, chart, file_bytes
from tests.privacy.planted import Line

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "doc": "application/msword",
    "pdf": "application/pdf",
    "ofd": "application/octet-stream",
}
#: The agency's name as the lines for titles and files print it.
_AGENCY = "虚构县信访局"


def divisions(formats: Sequence[str] = FORMATS) -> list[Division]:
    """The county of each format."""
    return counties(len(FORMATS))[: len(formats)]


def declare(folder: Path, formats: Sequence[str] = FORMATS) -> None:
    declare_portals(folder, divisions(formats))


def routes(given: Sequence[Line], formats: Sequence[str] = FORMATS) -> list[Route]:
    """A list, a page and the files of each county; a scan shows every eighth line only, on few pages."""
    found: list[Route] = []
    for number, (kind, division) in enumerate(zip(formats, divisions(formats), strict=True)):
        agency = f"{division.name}信访局"
        shown = given[::8] if kind == "scan" else given
        found += _county(number, kind, agency, shown)
    return found


def _county(number: int, kind: str, agency: str, given: Sequence[Line]) -> list[Route]:
    host = host_of(number)
    at = {place: [line.text.replace(_AGENCY, agency) for line in given if line.place == place] for place in _HEADS}
    titles = at["titles"] or [f"{agency}2024年度部门决算"]
    title = titles[number % len(titles)]
    files = at["files"] or [f"{agency}2024年度部门决算"]
    meta = "".join(f'<meta name="description" content="{escape(text)}">' for text in at["meta"])
    row = f"<li><a href='/d/1.html' title='{escape(title)}'>{escape(title)}</a><b>2025-09-18</b></li>"
    pager = '<script>createPageHTML(1, 0, "index", "html")</script>'
    found = [
        _route(host, "/robots.txt", "User-agent: *\nAllow: /\n"),
        _route(host, "/czyjs/index.html", f"<html><body><ul>{row}</ul>{pager}</body></html>"),
    ]
    body, made = "", file_bytes(kind, agency, given)
    if kind == "html":
        body = made.decode()
    else:
        ending = "pdf" if kind == "scan" else kind
        found.append(_file(host, f"/f/1.{ending}", made, _TYPES[ending], f"{files[number % len(files)]}.{ending}"))
        body = f"<a href='/f/1.{ending}' title='{escape(files[number % len(files)])}'>{escape(files[0])}.{ending}</a>"
    drawn = chart(given) if kind == "docx" else None
    if drawn:
        found.append(_file(host, "/f/2.docx", drawn, _TYPES["docx"], "附图.docx"))
        body += "<a href='/f/2.docx'>附图.docx</a>"
    head = (
        f'<title>{escape(title)}</title><meta name="ArticleTitle" content="{escape(title)}">'
        f'<meta name="keywords" content="{escape(title)}">{meta}'
    )
    about = "".join(f"<span>{escape(text)}</span>" for text in at["meta"])
    article = f"<h1>{escape(title)}</h1><div>{about}</div><div id='zoom'><p>{escape(title)}</p>{body}</div>"
    found.append(_route(host, "/d/1.html", f"<html><head>{head}</head><body>{article}</body></html>"))
    return found


_HEADS = ("titles", "files", "meta")


def _route(host: str, path: str, text: str) -> Route:
    return _any(host, path, text.encode(), ((b"Content-Type", b"text/html; charset=utf-8"),))


def _file(host: str, path: str, data: bytes, kind: str, name: str) -> Route:
    named = f"attachment; filename*=UTF-8''{quote(name)}".encode()
    return _any(host, path, data, ((b"Content-Type", kind.encode()), (b"Content-Disposition", named)))


def _any(host: str, path: str, body: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> Route:
    host, target = target_of(f"http://{host}{path}")
    reply = Reply(200, headers, body, validators=True)
    return Route("GET", host, target, None, requires_referer=False, replies=[reply])
