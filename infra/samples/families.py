"""How three content management systems print lists and attachments (TRS WCM, Hanweb jcms, Boda VSB)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html import escape
from string import Template
from typing import Any
from urllib.parse import quote

HANWEB_PROXY = "/module/web/jpage/dataproxy.jsp"

ROWS = {
    "trs": '    <li><a href="$href" target="_blank" title="$title">$shown</a><b>$date</b></li>',
    "hanweb": '<li><a href="$href" target="_blank" title="$title">$shown</a><span>$date</span></li>',
    "vsb": (
        '<li id="line_u5_$index"><a href="$href" target="_blank" title="$title"><em>·</em>$shown</a>'
        "<span>$date</span></li>"
    ),
}

ATTACHMENTS = {
    "appendix": (
        '<p>附件：<a appendix="true" data-appendix="true" needdownload="true" href="$href"'
        ' title="$name" download="$name">$shown</a></p>'
    ),
    "plain": '<p><a href="$href" oldsrc="$oldsrc">$shown</a></p>',
    "bare": '<p>附件：<a href="$href">$shown</a></p>',
    "vsb": (
        '<p>附件【<a href="$href" target="_blank">$shown</a>】已下载<span id="nattach16738452"><script>'
        'getClickTimes(16738452,1744984858,"wbnewsfile","attach")</script></span>次</p>'
    ),
}


@dataclass
class ListPage:
    """One list page: its address, the values of its template, and all records of the column (Hanweb)."""

    path: str
    values: dict[str, Any]
    records: list[str] = field(default_factory=list)


def relative(path: str, page: str) -> str:
    """``path`` as a link on ``page``, relative as TRS and VSB print it."""
    target, _, query = path.partition("?")
    link = posixpath.relpath(target, posixpath.dirname(page))
    if not link.startswith("."):
        link = f"./{link}"
    return f"{link}?{query}" if query else link


def link_on(page: str, item: dict[str, Any], manifest: dict[str, Any]) -> str:
    """The ``href`` of an item in the style its manifest asks for."""
    style = item.get("link", manifest.get("link", "absolute" if manifest["family"] == "hanweb" else "relative"))
    path: str = item["path"]
    if style == "full":
        return f"http://{manifest['host']}{path}"
    if style == "scheme_relative":
        return f"//{manifest['host']}{path}"
    if style == "absolute":
        return path
    if style == "up_two":  # out of the folder and in again: ../../bmjs/202109/…
        folder = posixpath.dirname(page)
        base = posixpath.dirname(posixpath.dirname(folder))
        if path.startswith(f"{base}/"):
            return f"../../{posixpath.relpath(path, base)}"
    return relative(path, page)


def _row(page: str, item: dict[str, Any], manifest: dict[str, Any], index: int) -> str:
    row = manifest.get("row", ROWS[manifest["family"]])
    if item.get("unclosed"):
        row = row.replace("</a>", "", 1)
    return Template(row).substitute(
        href=escape(link_on(page, item, manifest)),
        title=escape(item["title"]),
        shown=escape(item.get("shown", item["title"])),
        date=item["date"].isoformat(),
        slashed=item["date"].strftime("%Y/%m/%d"),
        index=index,
    )


def list_markup(family: str, manifest: dict[str, Any], items: list[dict[str, Any]]) -> list[ListPage]:
    """The list pages of a column, the first one first."""
    return {"trs": _trs, "hanweb": _hanweb, "vsb": _vsb}[family](manifest, items)


def _chunks(items: list[dict[str, Any]], size: int) -> list[list[dict[str, Any]]]:
    return [items[i : i + size] for i in range(0, len(items), size)] or [[]]


def _trs(manifest: dict[str, Any], items: list[dict[str, Any]]) -> list[ListPage]:
    column = manifest["column"]
    chunks = _chunks(items, column["per_page"])
    pages = []
    for index, chunk in enumerate(chunks):
        path = column["path"] if index == 0 else column["path"].replace("index.html", f"index_{index}.html")
        rows = [_row(path, item, manifest, number) for number, item in enumerate(chunk)]
        values = {
            "rows": "\n".join(rows),
            "total_pages": len(chunks),
            "page_index": index,
            "list_class": column.get("list_class", "zfxxgk_zdgkc"),
        }
        pages.append(ListPage(path, values))
    return pages


def _hanweb(manifest: dict[str, Any], items: list[dict[str, Any]]) -> list[ListPage]:
    column = manifest["column"]
    records = [
        f"<record><![CDATA[\n{_row(column['path'], item, manifest, index)}]]></record>"
        for index, item in enumerate(items)
    ]
    shown = column["per_page"] * column["group_size"]
    values = {
        "rows": "\n".join(records[:shown]),
        "unit_id": column["unit_id"],
        "proxy": HANWEB_PROXY,
        "total_rows": len(records),
        "group_size": column["group_size"],
        "per_page": column["per_page"],
        "webname": manifest["site_name"],
        "webname_quoted": quote(manifest["site_name"]),
    }
    return [ListPage(column["path"], values, records)]


def _vsb(manifest: dict[str, Any], items: list[dict[str, Any]]) -> list[ListPage]:
    column = manifest["column"]
    chunks = _chunks(items, column["per_page"])
    total = len(chunks)
    stem = column["path"].removesuffix(".htm")
    paths = [column["path"], *(f"{stem}/{total - index}.htm" for index in range(1, total))]
    pages = []
    for index, chunk in enumerate(chunks):
        path = paths[index]
        rows = [_row(path, item, manifest, number) for number, item in enumerate(chunk)]
        values = {
            "rows": "\n".join(rows),
            "pager": _vsb_pager(paths, index),
            "total_rows": len(items),
            "page_number": index + 1,
            "total_pages": total,
        }
        pages.append(ListPage(path, values))
    return pages


def _vsb_pager(paths: list[str], current: int) -> str:
    """Numbers and 下页; links are relative to the page that shows them."""
    here = posixpath.dirname(paths[current])

    def link(index: int) -> str:
        return posixpath.relpath(paths[index], here)

    parts = []
    if current:
        parts.append(f'<span class="p_first p_fun"><a href="{link(0)}">首页</a></span>')
        parts.append(f'<span class="p_prev p_fun"><a href="{link(current - 1)}">上页</a></span>')
    else:
        parts.append('<span class="p_first_d p_fun_d">首页</span><span class="p_prev_d p_fun_d">上页</span>')
    for index in range(len(paths)):
        if index == current:
            parts.append(f'<span class="p_no_d">{index + 1}</span>')
        else:
            parts.append(f'<span class="p_no"><a href="{link(index)}">{index + 1}</a></span>')
    if current + 1 < len(paths):
        parts.append(f'<span class="p_next p_fun"><a href="{link(current + 1)}">下页</a></span>')
        parts.append(f'<span class="p_last p_fun"><a href="{link(len(paths) - 1)}">尾页</a></span>')
    else:
        parts.append('<span class="p_next_d p_fun_d">下页</span><span class="p_last_d p_fun_d">尾页</span>')
    return "".join(parts)


def detail_markup(attachments: list[dict[str, Any]], page: str, family: str) -> str:
    """The paragraphs that link a page's attachments."""
    out = []
    for entry in attachments:
        path = entry["path"]
        href = relative(path, page.partition("?")[0]) if family == "trs" else path
        out.append(
            Template(ATTACHMENTS[entry["markup"]]).substitute(
                href=escape(href),
                name=escape(entry["name"]),
                shown=escape(entry.get("shown", entry["name"])),
                oldsrc=escape(posixpath.basename(path)),
            )
        )
    return "\n".join(out)
