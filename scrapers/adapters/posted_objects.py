"""Objects in objects that a call posts as JSON: ``{page: {current: 1, size: 15}, query: {channelId: this.cid}}``.

Nothing is executed. Each member is read as those of a flat object are; what is set later counts, too
(``params.page.current = val``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from scrapers.adapters.choosing import unwrapped
from scrapers.adapters.objects import settings_of
from scrapers.adapters.script_text import literal_of, members_of, parts_of
from scrapers.adapters.script_variables import OWN
from scrapers.adapters.worked_out import Reader, is_nothing

_VARIABLE = re.compile(rf"^\s*{OWN}([A-Za-z_$]\w*)\s*$")
_NUMBER = re.compile(r"\s*\d+\s*$")
_PAGES = re.compile(r"\{p0?(?:\*\d+)?\}")
#: An object that tells the page, and its members that number it: ``{pager: {no: 1, size: 15}}``.
_PAGER = re.compile(r"(?i:page|pager|paging|pagination|pageinfo|pageparam|pagevo)")
_NUMBERS = re.compile(r"(?i:no|num|number|index|n|curr|currentpage|currpage|curpage)")
#: No object that is posted is deeper.
_DEEPEST = 4


class Members(Reader, Protocol):
    """Reads the terms of one script (``script_values.Values``)."""

    def members(self, expression: str) -> dict[str, list[str]] | None:
        """All that each member of an object, or of the variable that holds one, is ever said to be."""

    def evaluated(self, members: Mapping[str, list[str]]) -> dict[str, str] | None:
        """What members say."""


def posted_object(values: Members, expression: str) -> str | None:
    """The JSON that is posted, with places; ``None`` where a member is not read, and for objects without others."""
    members = values.members(expression)
    if members is None or not any(_is_object(one) for told in members.values() for one in told):
        return None
    variable = _VARIABLE.match(expression)
    return _object(values, members, variable[1] if variable else "")


def _object(
    values: Members, members: Mapping[str, Sequence[str]], path: str, depth: int = 0, around: str = ""
) -> str | None:
    """``path``: the variable, and the members of it, that hold the object: ``params.query``; ``around``: its name."""
    told: list[str] = []
    for name, expressions in members.items():
        said = [one for one in expressions if not is_nothing(values, one)]
        if not said:
            continue
        made = _member(values, (around, name), said, f"{path}.{name}" if path else "", depth)
        if made is None:
            return None
        told.append(f"{json.dumps(name)}:{made}")
    return "{" + ",".join(told) + "}"


def _member(values: Members, names: tuple[str, str], said: list[str], path: str, depth: int) -> str | None:
    """``names``: that of the object around the member, and its own."""
    around, name = names
    inner = (unwrapped(said[0]) or said[0]).strip()
    if _is_object(inner) and len(said) == 1:
        if depth >= _DEEPEST:
            return None
        nested = {key: [one] for key, one in members_of(inner).items()}
        for key, value, _ in settings_of(values.script, path) if path else ():
            kept = nested.setdefault(key, [])
            if all(literal_of(one) == "" for one in kept):
                kept.clear()  # {channelId: ''} waits for what is set
            kept.append(value)
        return _object(values, nested, path, depth + 1, name)
    if inner.startswith("[") and len(said) == 1:
        return _list(inner)
    read_as = "page" if _PAGER.fullmatch(around) and _NUMBERS.fullmatch(name) else name
    sent = values.evaluated({read_as: said})
    return _written(sent[read_as], said) if sent is not None and read_as in sent else None


def _list(text: str) -> str | None:
    """A list of literals."""
    parts = [one.strip() for one in parts_of(text[1:]) if one.strip()]
    told = [one if _NUMBER.match(one) else json.dumps(literal_of(one), ensure_ascii=False) for one in parts]
    return "[" + ",".join(told) + "]" if "null" not in told else None


def _written(value: str, said: Sequence[str]) -> str:
    """A number of a page, and what the script writes as a number or a truth value, as such; else a text."""
    bare = _PAGES.fullmatch(value) or value in ("true", "false") or all(_NUMBER.match(one) for one in said)
    return value if bare else json.dumps(value, ensure_ascii=False)


def _is_object(expression: str) -> bool:
    return (unwrapped(expression) or expression).strip().startswith("{")
