"""Which fields of a record the page's template writes its link of: ``<a href="{{d.filePath}}">{{d.reportTitle}}</a>``.

Nothing is executed. A link is read where its whole address is one field, or a fixed folder before one, and only where
all such links are alike.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from domain.answered import DATE_NAMES, TITLE_NAMES

#: A field of a record of the list: ``d.filePath``, ``scope.row.url``, ``data.rows[i].url``.
_FIELD = r"(?:[A-Za-z_$][\w$]*(?:\[\w+\])?\.){1,4}(\w+)"
#: The ways in which scripts and templates write a field into a text, all read as ``{{d.filePath}}``.
_WRITTEN = (
    re.compile(rf"""(['"])\s*\+\s*(?P<field>{_FIELD})\s*\+\s*\1"""),
    re.compile(rf"\$\{{\s*(?P<field>{_FIELD})\s*\}}"),
    re.compile(rf"<%[=-]\s*(?P<field>{_FIELD})\s*%>"),
    re.compile(rf"\{{\{{[\s#=-]*(?P<field>{_FIELD})\s*\}}\}}"),
    re.compile(r"\{\{[:>]\s*(?P<field>(?:#?\w+\.)*(\w+))\s*\}\}"),
)
#: What stands before the field: ``/app``, ``http://files.x.gov.cn/``.
_BASE = r"(?:https?:/)?/[\w./:-]*"
_BOUND = re.compile(
    rf"""\s(?:v-bind)?:href=\\?(["'])\s*(?:\\?(?P<quote>["'])(?P<base>{_BASE})\\?(?P=quote)\s*\+\s*)?(?P<field>{_FIELD})\s*\\?\1"""
)
_LINK = re.compile(
    rf"""<(?:a|el-link)\b(?:[^<>]*\s)?href=\\?["']?(?P<base>{_BASE})?\{{\{{{_FIELD}\}}\}}(?=[\\"'\s>])[^<>]*>\s*(?:<\w[^<>]*>\s*)?(?:\{{\{{{_FIELD}\}}\}})?"""
)
#: A link of any kind, with what is written in it; its address, and its title.
_ANCHOR = re.compile(
    r"""<(?:a|el-link|router-link)\b(?P<says>[^<>]{1,600})>\s*(?:<\w[^<>]*>\s*)?(?:\{\{[\w$.\[\]]*?(?P<text>\w+)\}\})?"""
)
_MADE = re.compile(
    r"""(?:^|\s)(?:v-bind)?:?(?:href|to)=\\?["'](?:\\?['"`])?(?P<made>(?:https?:/|\.{0,2}/|[\w-]+[./?])[^"'`<>\s\\]*\{\{[^"'`<>\s\\]*)"""
)
_TITLE = re.compile(
    r"""(?:^|\s):?title=\\?["']\{\{[\w$.\[\]]*?(\w+)\}\}|\s:title=["'](?:[A-Za-z_$][\w$]*\.){1,4}(\w+)["']"""
)
_PLACE = re.compile(r"\{\{[\w$.\[\]]*?(\w+)\}\}")
#: A field that names a list, and no item of it.
OF_LIST = re.compile(
    r"(?i)^(?:cat|col|c|p)_?id$|channel|catalog|column|cate|class|node|dept|org|site|type|menu|url|path|href|link|src"
)
#: A field that holds an address: what stands behind a folder may as well be the number of a channel.
_ADDRESS = re.compile(r"\w*(?:url|path|href|link|file\w*|src)", re.IGNORECASE)
#: A column of a table with its heading: ``{field: 'fbsj', title: '发布时间'}``, ``prop="fbsj" label="发布时间"``.
_COLUMN = re.compile(r"(?:\{|<[\w-]+)[^{}<>]{1,300}")
_NAME = re.compile(r"""\b(?:field|prop|dataIndex)\s*[:=]\s*(["'])(?P<field>\w+)\1""")
_HEAD = re.compile(r"""\b(?:title|label)\s*[:=]\s*(["'])(?:信息)?(?:发布|公开|公布|发文)(?:时间|日期)\1""")
#: A day of two fields: ``{{ item.year }}-{{ item.day }}``, ``item.year + '-' + item.monthDay``.
_DAY_OF_TWO = re.compile(
    r"\{\{[\w$.\[\]]*?(\w*(?i:year)\w*|nian|yyyy)\}\}\s*[-/.年]\s*\{\{[\w$.\[\]]*?(\w+)\}\}(?!\s*[-/.月])"
)
_DAY_JOINED = re.compile(
    rf"""(?:[A-Za-z_$][\w$]*(?:\[\w+\])?\.){{1,4}}(\w*(?i:year)\w*|nian|yyyy)\s*\+\s*(["'])[-/.年]\2\s*\+\s*(?P<field>{_FIELD})"""
    r"""(?!\s*\+\s*["'][-/.月])"""
)


class LinkFields(NamedTuple):
    """Names of fields (``title``: ``None`` where the link says something else); ``base`` stands before the address."""

    url: str
    title: str | None
    base: str = ""


def link_fields(source: str) -> LinkFields | None:
    """The fields of the page's links; ``None`` for none, or several. One with a base only where none is without."""
    text = _with_places(source)
    text = _BOUND.sub(lambda found: f' href="{found["base"] or ""}{{{{{found["field"]}}}}}"', text)
    found = {LinkFields(one.group(2), one.group(3), one["base"] or "") for one in _LINK.finditer(text)}
    plain = {one for one in found if not one.base}
    chosen = plain or {one for one in found if _ADDRESS.fullmatch(one.url)}
    return chosen.pop() if len(chosen) == 1 else None


def address_of_fields(source: str) -> str | None:
    """``/gk/{catalogCode}/{infoUid}.html``: the one address that links put together of fields; ``None`` for others.

    One of them names an item and no list. Those of one id ``item_address`` reads.
    """
    found = {
        _PLACE.sub(r"{\1}", made["made"])
        for one in _ANCHOR.finditer(_with_places(source))
        if (made := _MADE.search(one["says"])) is not None
        and not all(OF_LIST.search(place) for place in _PLACE.findall(made["made"]))
    }
    told = found.pop() if len(found) == 1 else None
    return told if told is not None and "#" not in told and "{{" not in told else None


def title_field(source: str) -> str | None:
    """The field that the page's links show, where its name by itself does not say that it is a title."""
    found: set[str] = set()
    for one in _ANCHOR.finditer(_with_places(source)):
        title = _TITLE.search(one["says"])
        name = (title[1] or title[2]) if title is not None else one["text"]
        if name and (_PLACE.search(one["says"]) or _BOUND.search(f" {one['says']}")):
            found.add(name)
    name = found.pop() if len(found) == 1 else ""
    return name if name and name.lower().replace("_", "") not in TITLE_NAMES else None


def date_field(source: str) -> str | None:
    """The field under the heading 发布时间 of the page's table, where its name by itself does not say so.

    ``{year}-{day}`` where the page's rows put a day together of a year and the rest.
    """
    shown = {f"{{{one[1]}}}-{{{one[2]}}}" for one in _DAY_OF_TWO.finditer(_with_places(source))}
    shown |= {f"{{{one[1]}}}-{{{one[4]}}}" for one in _DAY_JOINED.finditer(source)}
    if len(shown) == 1:
        return shown.pop()
    columns = (one.group() for one in _COLUMN.finditer(source) if _HEAD.search(one.group()))
    found = {one["field"] for column in columns if (one := _NAME.search(column)) is not None}
    name = found.pop() if len(found) == 1 else ""
    return name if name and name.lower().replace("_", "") not in DATE_NAMES else None


def _with_places(source: str) -> str:
    """``source`` with every field that is written into a text as ``{{field}}``."""
    for written in _WRITTEN:
        source = written.sub(lambda found: "{{" + found["field"] + "}}", source)
    return source
