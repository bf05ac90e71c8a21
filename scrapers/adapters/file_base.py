"""What the page of an item puts before the addresses of its files: ``:href="staticUrl + f.filePath"``.

Nothing is executed. It is read where all links to files begin so, with a literal or a variable that holds one text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.answered import FILE_NAMES
from scrapers.adapters.script_text import literal_of
from scrapers.adapters.script_values import Values
from scrapers.adapters.scripted import inline_scripts

_FIELD = r"(?P<field>(?:[A-Za-z_$][\w$]*(?:\[\w+\])?\.){1,4}\w+)"
#: What is joined: a literal, a variable (compilers keep ``this`` in a letter), several of them.
_TERM = r"""(?:"[^"<>]*"|'[^'<>]*'|(?:[A-Za-z_$][\w$]*\.){0,2}[A-Za-z_$][\w$]*)"""
_JOINED = rf"(?P<before>{_TERM}(?:\s*\+\s*{_TERM}){{0,3}}?)\s*\+\s*"
_FIXED = r"""[^"'<>\s\\{}$]+"""
#: Where an address of a file is put together.
_PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        # :href="staticUrl + f.filePath"
        rf"""\s(?:v-bind)?:(?:href|src)=(["'])\s*{_JOINED}{_FIELD}\s*\1""",
        # attrs:{href:t.baseUrl+n.url,target:"_blank"}
        rf"""(?<![\w$.-])["']?href["']?\s*:\s*{_JOINED}{_FIELD}\s*(?=[,}}])""",
        # '<a href="' + base + f.url + '">'
        rf"""href=\\?(?P<inner>["'])(?P<outer>["'])\s*\+\s*{_JOINED}{_FIELD}\s*\+\s*(?P=outer)\\?(?P=inner)""",
        # '<a href="/files/' + f.url + '">'
        rf"""href=\\?(?P<inner>["'])(?P<fixed>{_FIXED})(?P<outer>["'])\s*\+\s*{_FIELD}\s*\+\s*(?P=outer)\\?(?P=inner)""",
        # `<a href="${base}${f.url}">`
        rf"""href=\\?(?P<inner>["'])(?P<put>\$\{{\s*[\w$.]+\s*\}}|{_FIXED})\$\{{\s*{_FIELD}\s*\}}\\?(?P=inner)""",
        # window.open(this.fileUrl + file.path)
        rf"""\b(?:window\.open\(|location\.href\s*=)\s*{_JOINED}{_FIELD}\s*(?=[,);])""",
    )
)
#: A link that is one field alone: nothing is put before those of this record.
_PLAIN = re.compile(
    rf"""(?:\s(?:v-bind)?:href=(["'])\s*{_FIELD}\s*\1|href=\\?["']\$?\{{\{{?\s*(?P<filled>[\w$.]+)\s*\}}\}}?\\?["'])"""
)
_VARIABLE = re.compile(r"^(?:[A-Za-z_$][\w$]*\.){0,2}([A-Za-z_$][\w$]*)$")
_PUT_IN = re.compile(r"^\$\{\s*([\w$.]+)\s*\}$")
_ADDRESS = re.compile(r"(?:https?:/)?[\w./:?=&%-]*")


def file_base(sources: Sequence[str]) -> str:
    """What stands before the addresses of files; ``""`` for nothing, several, or what is not stated.

    ``sources``: the page, and the texts or modules of the scripts that it loads.
    """
    found: set[str | None] = set()
    based, plain = set[str](), set[str]()
    for source in sources:
        values = Values("\n".join(inline_scripts(source)) if "<script" in source.lower() else source)
        for one in (match for pattern in _PLACES for match in pattern.finditer(source)):
            if _is_of_file(one["field"]):
                found.add(_before(one, values))
                based.add(_record(one["field"]))
        links = (one["field"] or one["filled"] for one in _PLAIN.finditer(source))
        plain |= {_record(one) for one in links if _is_of_file(one)}
    told = found.pop() if len(found) == 1 and based.isdisjoint(plain) else None
    return told if told and _ADDRESS.fullmatch(told) else ""


def _is_of_file(field: str) -> bool:
    return field.rpartition(".")[2].lower().replace("_", "") in FILE_NAMES


def _record(field: str) -> str:
    return field.rpartition(".")[0]


def _before(found: re.Match[str], values: Values) -> str | None:
    parts = found.groupdict()
    if parts.get("fixed"):
        return str(parts["fixed"])
    if put := parts.get("put"):
        variable = _PUT_IN.match(put)
        return put if variable is None else _held(variable[1], values)
    told = [_held(one.strip(), values) for one in str(parts["before"]).split("+")]
    return "".join(one for one in told if one) if None not in told else None


def _held(term: str, values: Values) -> str | None:
    literal, variable = literal_of(term), _VARIABLE.match(term)
    return literal if literal is not None else values.held(variable[1]) if variable is not None else None
