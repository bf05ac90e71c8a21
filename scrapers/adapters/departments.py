"""The department that a row prints beside its link: in a cell of its own, or before the links of its reports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import NavigableString, Tag

from domain.agencies import find_agency

_LABEL = re.compile(r"^(?:信息来源|来源|发布机构|发布单位|公开主体|单位|部门)\s*[:：]\s*")
_EDGES = " \t\r\n\u3000\u00a0:：|·•[]【】()（）-—"
_BODY = re.compile(
    r"^[\u4e00-\u9fff]{1,18}(?:局|委|办|部|院|会|厅|站|所|馆|镇|乡|中心|政府|办公室|委员会|街道|法院|检察院|党校)$"
)
#: What ends like a body and is none.
_NO_BODY = re.compile(r"^(?:全部|内部|全会|社会|机会|单位|部门|大会|下载|查看)$")


def department_beside(node: Tag, links: Sequence[Tag]) -> str | None:
    """The one body that stands in ``node`` outside of ``links``; ``None`` for none or several."""
    inside = {id(link) for link in links}
    found: dict[str, None] = {}
    for text in node.find_all(string=True):
        if type(text) is not NavigableString or any(id(parent) in inside for parent in text.parents):
            continue
        name = _LABEL.sub("", str(text).strip(_EDGES)).strip(_EDGES)
        if 2 < len(name) <= 20 and not _NO_BODY.match(name) and (_BODY.match(name) or _is_petition_body(name)):
            found[name] = None
    return next(iter(found)) if len(found) == 1 else None


def _is_petition_body(name: str) -> bool:
    match = find_agency(name)
    return match is not None and match.start == 0 and match.end == len(name)
