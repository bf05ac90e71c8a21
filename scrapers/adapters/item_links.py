"""Which fields of a record the page's template writes its link of: ``<a href="{{d.filePath}}">{{d.reportTitle}}</a>``.

Nothing is executed. A link is read where its whole address is one field, and only where all such links are alike.
"""

from __future__ import annotations

import re

#: A field of a record of the list: ``d.filePath``, ``scope.row.url``, ``data.rows[i].url``.
_FIELD = r"(?:[A-Za-z_$][\w$]*(?:\[\w+\])?\.){1,4}(\w+)"
#: The ways in which scripts and templates write a field into a text, all read as ``{{d.filePath}}``.
_WRITTEN = (
    re.compile(rf"""(['"])\s*\+\s*(?P<field>{_FIELD})\s*\+\s*\1"""),
    re.compile(rf"\$\{{\s*(?P<field>{_FIELD})\s*\}}"),
    re.compile(rf"<%[=-]\s*(?P<field>{_FIELD})\s*%>"),
    re.compile(rf"\{{\{{[\s#=-]*(?P<field>{_FIELD})\s*\}}\}}"),
)
_BOUND = re.compile(rf"""\s(?:v-bind)?:href=\\?(["'])\s*(?P<field>{_FIELD})\s*\\?\1""")
_LINK = re.compile(
    rf"""<(?:a|el-link)\b(?:[^<>]*\s)?href=\\?["']?\{{\{{{_FIELD}\}}\}}(?=[\\"'\s>])[^<>]*>\s*(?:<\w[^<>]*>\s*)?(?:\{{\{{{_FIELD}\}}\}})?"""
)


def link_fields(source: str) -> tuple[str, str | None] | None:
    """The field of the address and that of the title (``None``: the link says something else); ``None`` for none."""
    text = source
    for written in _WRITTEN:
        text = written.sub(lambda found: "{{" + found["field"] + "}}", text)
    text = _BOUND.sub(lambda found: ' href="{{' + found["field"] + '}}"', text)
    found = {(one.group(1), one.group(2)) for one in _LINK.finditer(text)}
    return found.pop() if len(found) == 1 else None
