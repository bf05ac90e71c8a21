"""How many pages a pager's own call states: ``laypage.render({count: 36, limit: 15, curr: 1, …})`` and its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from scrapers.adapters.script_text import code_of, literal_of, members_of, parts_of
from scrapers.adapters.scripted import inline_scripts

_CALL = re.compile(
    r"(?:\blaypage(?:\.render)?|\.(?:[pP]aging|[pP]agination|[pP]aginator|createPage|\w+Paging|\w+Paginator))\s*\("
)
#: A call is no longer, and no page has more pagers.
_LONGEST = 2000
_MOST = 5
_PAGES = ("pages", "totalpages", "totalpage", "pagecount", "pagetotal")
_ROWS = ("count", "total", "totalcount", "totaldata", "totalrecord", "totalrecords", "totalnum", "items", "datacount")
_SIZE = ("limit", "pagesize", "itemsperpage", "itemsonpage", "showdata", "perpage", "size", "rows")
_NUMBER = ("curr", "current", "currentpage", "currpage", "pageno", "pageindex")


def stated_pages(source: str) -> tuple[int | None, int | None]:
    """The total and the number of this page, as far as a pager's call states them in digits."""
    script = "\n".join(inline_scripts(source))
    for found in islice(_CALL.finditer(code_of(script)), _MOST):
        arguments = parts_of(script[found.end() : found.end() + _LONGEST])
        literal = next((one for one in arguments if one.lstrip().startswith("{")), "")
        options = {name.lower().replace("_", ""): one for name, one in members_of(literal).items()}
        first = literal_of(arguments[0]) if arguments else None
        rows = _stated(options, _ROWS) or (int(first) if first and first.isdecimal() else None)
        size = _stated(options, _SIZE)
        pages = _stated(options, _PAGES) or (-(-rows // size) if rows and size else None)
        if pages:
            return pages, _stated(options, _NUMBER)
    return None, None


def _stated(options: Mapping[str, str], names: tuple[str, ...]) -> int | None:
    """The first of ``names`` that is set to digits other than 0."""
    told = (literal_of(options[name]) for name in names if name in options)
    return next((int(one) for one in told if one and one.isdecimal() and int(one)), None)
