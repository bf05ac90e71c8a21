"""How a pager's own script writes the addresses of pages: ``"index_" + n + ".htm"``. Nothing is executed."""

from __future__ import annotations

import re
from functools import cached_property

from scrapers.adapters.script_values import Values
from scrapers.adapters.scripted import inline_scripts

#: Literals and variables around the page's number: ``"list_" + (n - 1) + ".html"``, ``name + "_" + n + ext``.
_PUT_TOGETHER = re.compile(
    r"""(?:(?<![\w.$])(?P<held>[A-Za-z_$]\w*)\s*\+\s*)?["'](?P<before>[\w./-]*_)["']\s*\+\s*"""
    r"""\(?\s*[a-zA-Z][\w.]*\s*(?P<minus>-\s*1)?\s*\)?\s*\+\s*(?:["'](?P<after>\.[a-z]{3,5})["']|(?P<ext>[A-Za-z_$]\w*)\b(?![.(\[]))"""
)
#: … or only append it: ``"/list.do?columnId=77&pageNo=" + p``.
_APPENDED = re.compile(
    r"""["']([^"'\s{}]*[?&](?i:(?:cur(?:rent)?_?)?page_?(?:no|num|number|index|id)?|p|pn)=)["']\s*\+\s*[a-zA-Z][\w.]*\s*[;)}\n]"""
)
_NAME = re.compile(r"[\w./-]*[\w-]_")
_EXTENSION = re.compile(r"\.[a-z]{3,5}")


def page_template(source: str) -> str | None:
    """The address of page ``{p}`` (``{p0}``: counted from 0); ``None`` where no script says it in values it states."""
    script = _Held(source)
    for found in _PUT_TOGETHER.finditer(source):
        # A folder that is not stated (dir + "index_" + n) is the list's own.
        name = (script.text(found["held"]) or "") + found["before"]
        ext = found["after"] or script.text(found["ext"])
        if ext is not None and _NAME.fullmatch(name) and _EXTENSION.fullmatch(ext):
            return f"{name}{'{p0}' if found['minus'] else '{p}'}{ext}"
    appended = _APPENDED.search(source)
    return f"{appended.group(1)}{{p}}" if appended else None


class _Held:
    """What the variables of the page's own scripts hold."""

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _values(self) -> Values:
        return Values("\n".join(inline_scripts(self._source)))

    def text(self, variable: str | None) -> str | None:
        """The one text that ``variable`` ever holds; ``""`` for no variable."""
        return "" if variable is None else self._values.held(variable)
