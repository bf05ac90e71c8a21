"""What a row prints beside its links: the department, in a cell of its own or before them, and the head of a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import NavigableString, Tag

from domain.agencies import find_agency
from scrapers.html import text_of

_LABEL = re.compile(r"^(?:信息来源|来源|发布机构|发布单位|公开主体|单位|部门)\s*[:：]\s*")
_EDGES = " \t\r\n\u3000\u00a0:：|·•[]【】()（）-—"
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十百]{1,4}|\d{1,3})\s*[)）、.．]\s*")
_BODY = re.compile(
    r"^[\u4e00-\u9fff]{1,18}(?:局|委|办|部|院|会|厅|站|所|馆|镇|乡|中心|政府|办公室|委员会|街道|法院|检察院|党校)$"
)
#: What ends like a body and is none.
_NO_BODY = re.compile(r"^(?:全部|内部|全会|社会|机会|单位|部门|大会|下载|查看)$")


#: A head over a list of departments: 2026年部门预算公开.
_REPORT_HEAD = re.compile(r"^[^,，。;；]{0,8}20\d{2}年?度?[^,，。;；]{0,10}(?:预算|决算)[^,，。;；]{0,8}$")
#: How far above its list a head may stand.
_LEVELS = 2


def department_beside(node: Tag, links: Sequence[Tag]) -> str | None:
    """The one body that stands in ``node`` outside of ``links``; ``None`` for none or several."""
    inside = {id(link) for link in links}
    found: dict[str, None] = {}
    for text in node.find_all(string=True):
        if type(text) is not NavigableString or any(id(parent) in inside for parent in text.parents):
            continue
        name = name_in(str(text))
        if is_body(name):
            found[name] = None
    return next(iter(found)) if len(found) == 1 else None


def department_of(link: Tag) -> str | None:
    """The body that is all that ``link`` says, where a head over its list says what the report is."""
    return text_of(link) if report_over(link) else None


def report_over(link: Tag) -> str:
    """What heads the list of departments that ``link``, a bare name, stands in; ``""`` where that is not said.

    One head over the whole page names its column: only where several stand over a list each does one title its rows.
    """
    if not is_body(text_of(link)):
        return ""
    holder = link.find_parent(["table", "ul", "ol"])
    for level in [holder, *holder.parents][:_LEVELS] if holder is not None else ():
        for before in level.previous_siblings:
            if isinstance(before, Tag) and _REPORT_HEAD.match(text_of(before)):
                alike = before.parent.find_all(before.name, recursive=False) if before.parent is not None else []
                heads = {text_of(one) for one in alike if _REPORT_HEAD.match(text_of(one))}
                return text_of(before) if len(heads) > 1 else ""
            if isinstance(before, Tag) and before.find("a", href=True) is not None:
                break  # another list stands between
    return ""


def name_in(text: str) -> str:
    """``text`` without a label, a number or signs around it: ``（三）县信访局``, ``【县信访局】``."""
    name = _NUMBER.sub("", _LABEL.sub("", text.strip(_EDGES)).strip(_EDGES))
    return name + next((close for open_, close in ("（）", "()") if open_ in name and close not in name), "")


def is_body(name: str) -> bool:
    """True for the name of a body and nothing else, as lists of departments print it."""
    return (
        2 < len(name) <= 20 and not _NO_BODY.match(name) and (_BODY.match(name) is not None or _is_petition_body(name))
    )


def _is_petition_body(name: str) -> bool:
    match = find_agency(name)
    return match is not None and match.start == 0 and match.end == len(name)


def title_of_column(link: Tag) -> str:
    """What heads the column that ``link`` stands in (2026年部门预算 over 查看); ``""`` where spans blur it."""
    cell = link.find_parent("td")
    row = cell.find_parent("tr") if cell is not None else None
    table = row.find_parent("table") if row is not None else None
    head = table.find("tr") if table is not None else None
    if not isinstance(head, Tag) or row is None or head is row:
        return ""
    cells = row.find_all(["td", "th"], recursive=False)
    heads = head.find_all(["td", "th"], recursive=False)
    spanned = any(one.get("colspan") or one.get("rowspan") for one in (*cells, *heads))
    if spanned or len(cells) != len(heads):
        return ""
    place = next((place for place, one in enumerate(cells) if one is cell), None)
    return text_of(heads[place]) if place is not None else ""
