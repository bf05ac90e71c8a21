"""Addresses that a script or template puts together of what its variables hold: ``ctxPath + "/view/" + d.id``.

Nothing is executed: a variable is written out where it only ever holds one text, or what the page's own address says.
"""

from __future__ import annotations

import re

from scrapers.adapters.script_values import Values
from scrapers.adapters.script_variables import OWN

#: A variable among literals and fields of a record. Compilers call many things by one letter or two.
_JOINED = re.compile(
    rf"""(?:(?P<before>\\?['"])\s*\+\s*)?(?<![\w.$]){OWN}(?P<name>[A-Za-z_$][\w$]{{2,}})\s*\+\s*"""
    r"""(?:(?P<after>\\?['"])(?=[/?&._-])|(?=[A-Za-z_$][\w$]*[.\[]))"""
)
#: … and inside of a template literal: ``${ctx}/view/${d.id}``.
_PUT_IN = re.compile(rf"\$\{{\s*{OWN}(?P<name>[A-Za-z_$][\w$]{{2,}})\s*\}}")
#: What may stand in an address without changing what is written around it.
_PLAIN = re.compile(r"[\w./:?=&%-]*")
#: No page that links to items joins more variables.
_MOST = 24


def with_held(source: str, values: Values) -> str:
    """``source`` with the variables of its addresses written out: ``'/app/view/' + d.id``; others stay as they are."""
    held: dict[str, str | None] = {}

    def told(name: str) -> str | None:
        if name not in held and len(held) < _MOST:
            text = values.held(name)
            held[name] = text if text is not None and _PLAIN.fullmatch(text) else None
        return held.get(name)

    def written(found: re.Match[str]) -> str:
        text, before, after = told(found["name"]), found["before"], found["after"]
        if text is None or (before and after and before != after):
            return found.group()
        if before:
            return text if after else f"{text}{before} + "
        return f"{after}{text}" if after else f"'{text}' + "

    def put_in(found: re.Match[str]) -> str:
        text = told(found["name"])
        return found.group() if text is None else text

    return _PUT_IN.sub(put_in, _JOINED.sub(written, source))
