"""Totals that the page's own scripts hand to whatever draws its pager: ``turnPage("box", {total: 3, current: 1})``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml
from scrapers.adapters.script_text import code_of, literal_of, members_of, parts_of
from scrapers.adapters.scripted import inline_scripts

_CALLED = re.compile(r"(?<![\w$])(?<!function )([A-Za-z_$][\w$]*)\s*\(")
_PAGING = re.compile(r"(?i)page|pagin|paging|fenye|(?:^|_)fy(?:$|_)")
#: Functions that speak of the page as a whole, or of who looked at it.
_NO_PAGING = re.compile(
    r"(?i)page(?:s?view|visit|hit|click|count|ready|load|scroll|width|height|size|title|url|top|type|xy|show|hide|offset)|"
    r"(?:home|web|main|index|blank|print|open|close|back|this|error|login|count)s?_?page"
)
_TOTAL = "total"
_SET = re.compile(
    r"(?i)(?<![\w$.])(?:(?P<pages>(?:total|all|max|sum|count|last)_?pages?(?:_?(?:num|count))?|"
    r"page_?(?:count|total|all|sum)(?:_?num)?)|"
    r"(?P<rows>total_?(?:count|rows?|records?|num|items?)|records?_?(?:count|total|num)|(?:count|all|sum)_?records?))"
    r"\s*=(?!=)\s*[\"']?(?P<told>\d{1,6})[\"']?\s*[;,\n]"
)
#: No page calls for more pagers.
_MOST = 40
_LONGEST = 2000
_NUMBERS_OF_A_PAGER = 2


_DATA = Path(__file__).parent.parent / "data" / "paging_words.yaml"


class _PagingWords(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    pages: frozenset[str]
    rows: frozenset[str]
    size: frozenset[str]
    usual_sizes: frozenset[int]


@cache
def _words() -> _PagingWords:
    return _PagingWords.model_validate(from_yaml(_DATA.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Total:
    """Pages, or rows, in all. ``pattern`` finds the number of pages anew, by the call and its place in it."""

    pages: int | None = None
    rows: int | None = None
    pattern: str | None = None


def scripted_total(source: str, *, number: int, rows: int) -> Total | None:
    """The largest total that a call or a variable of the page's scripts states; ``rows``: how many this page has."""
    script = "\n".join(inline_scripts(source))
    found = [total for call in paging_calls(script) if (total := _total_of(call, number, rows)) is not None]
    found += [
        Total(pages=int(one["told"])) if one["pages"] else Total(rows=int(one["told"]))
        for one in islice(_SET.finditer(code_of(script)), _MOST)
    ]
    return max(found, key=lambda one: (one.pages or 0, one.rows or 0), default=None)


@dataclass(frozen=True, slots=True)
class PagingCall:
    """A call of a function that is called like a pager, with what it is handed, as expressions."""

    function: str
    arguments: tuple[str, ...]

    @property
    def members(self) -> dict[str, str]:
        """The members of the first object among the arguments, by their names as written."""
        literal = next((one for one in self.arguments if one.lstrip().startswith("{")), "")
        return members_of(literal)


def paging_calls(script: str) -> Iterator[PagingCall]:
    """The calls of ``script`` whose function is called like a pager."""
    for found in islice(_named_so(script), _MOST):
        arguments = parts_of(script[found.end() : found.end() + _LONGEST])
        yield PagingCall(found.group(1), tuple(one.strip() for one in arguments))


def _named_so(script: str) -> Iterator[re.Match[str]]:
    for found in _CALLED.finditer(code_of(script)):
        if _PAGING.search(found.group(1)) and not _NO_PAGING.search(found.group(1)):
            yield found


def _total_of(call: PagingCall, number: int, rows: int) -> Total | None:
    members = {name: told for name, one in call.members.items() if (told := _digits(one)) is not None}
    return _of_members(call, members, rows) if members else _of_numbers(call, number, rows)


def _of_members(call: PagingCall, members: dict[str, int], rows: int) -> Total | None:
    plain = {re.sub(r"[_-]", "", name).lower(): (name, told) for name, told in members.items()}
    named = next((plain[one] for one in plain if one in _words().pages), None)
    counted = next((plain[one][1] for one in plain if one in _words().rows), None)
    size = next((plain[one][1] for one in plain if one in _words().size), None)
    total = plain.get(_TOTAL)
    if named is None and total is not None and counted is not None and total[1] <= counted:
        named = total  # {total: 3, count: 17}
    if named is None and total is not None and size is None and total[1] < rows:
        named = total  # {total: 3} of a page with six rows
    if named is not None:
        return Total(pages=named[1], pattern=_pattern_of_member(call.function, named[0]))
    counted = counted if counted is not None else total[1] if total is not None else None
    if counted is None:
        return None
    return Total(pages=-(-counted // size)) if size else Total(rows=counted)


def _of_numbers(call: PagingCall, number: int, rows: int) -> Total | None:
    """``turnPage(3, 1, "list", ".shtml")``: one of several numbers is this page's, another more than one page has."""
    told = [(place, digits) for place, one in enumerate(call.arguments) if (digits := _digits(one)) is not None]
    current = [one for one in told if one[1] in (number, number - 1)]
    others = [one for one in told if one not in current]
    if len(told) < _NUMBERS_OF_A_PAGER or len(current) != 1 or not others:
        return None
    pages = [one for one in others if number < one[1] < rows]
    if pages:
        return Total(pages=pages[0][1], pattern=_pattern_of_place(call.function, pages[0][0]))
    more = [digits for _, digits in others if digits > rows]
    if not more or (len(others) == 1 and more[0] in _words().usual_sizes):
        return None
    return Total(rows=max(more))


def _digits(expression: str) -> int | None:
    literal = literal_of(expression)
    return int(literal) if literal is not None and re.fullmatch(r"[0-9]{1,6}", literal) else None


def _pattern_of_member(function: str, member: str) -> str:
    return rf"{re.escape(function)}\s*\([^;]*?[{{,\s][\"']?{re.escape(member)}[\"']?\s*:\s*[\"']?(\d+)"


def _pattern_of_place(function: str, place: int) -> str:
    before: Sequence[str] = [r"[^,()]*,"] * place
    return rf"{re.escape(function)}\s*\({''.join(before)}\s*[\"']?(\d+)"
