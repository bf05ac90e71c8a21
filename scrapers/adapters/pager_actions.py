"""Where the links of a pager lead that only call a function: ``onclick="topage(2)"``, ``javascript:goPage(2)``.

Nothing is executed. The function is read as far as it goes to one address, which literals, the number it is handed and
variables that hold such put together; of ``n == 1 ? a : b`` that side counts which the number chooses.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.functions import Function, function_of
from scrapers.adapters.handlers import GOES, HANDS, called_by
from scrapers.adapters.joined_terms import joined
from scrapers.adapters.page_links import NUMBERED, is_next, is_sibling
from scrapers.adapters.script_text import code_of, expression_at, literal_of, parts_of
from scrapers.adapters.script_values import Values
from scrapers.adapters.script_variables import stated
from scrapers.addresses import resolve
from scrapers.html import attribute, text_of

_NUMBER = re.compile(r"""^\s*["']?(\d{1,4})["']?\s*$""")
_INSIDE = re.compile(r"^\s*\((.*)\)\s*$", re.DOTALL)
_CAST = r"(?:parseInt|Number|String|Math\.floor)"
#: The number itself, or its neighbour: ``n``, ``parseInt(n)``, ``(n - 1)``, ``Number(n) + 1``.
_OF_NUMBER = re.compile(
    rf"^\s*\(?\s*(?:{_CAST}\(\s*)?([A-Za-z_$][\w$]*)\s*(?:,\s*10\s*)?\)?\s*(?:([-+])\s*1\s*\)?)?\s*$"
)
_COMPARED = re.compile(r"^\s*(.+?)\s*([=!]==?|[<>]=?)\s*(.+?)\s*$", re.DOTALL)
_SIGNS: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "===": operator.eq,
    "!=": operator.ne,
    "!==": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NAME = re.compile(r"^\s*([A-Za-z_$][\w$]*)\s*$")
#: A number is handed on from function to function, and kept in variables, no further.
_DEEPEST = 3
_MOST_NODES = 200
_MOST_PLACES = 30
_OFF = re.compile(r"(?i)\b(?:disabled?|off|no_?next|gray|grey)\b")


@dataclass(frozen=True, slots=True)
class PagerCalls:
    """``targets``: where they lead, by ``id`` of the element. ``unread``: the next one's number, where it is not."""

    targets: dict[int, str]
    unread: int | None = None


def pager_calls(soup: BeautifulSoup, scripts: str, url: str, base: str) -> PagerCalls:
    """The elements of the page at ``url`` that call for the next page, or for one by its number."""
    targets: dict[int, str] = {}
    unread: int | None = None
    for node in islice(_clicked(soup), _MOST_NODES):
        call = _call_of(node)
        follows = is_next(node)
        if call is None or not (follows or NUMBERED.match("".join(text_of(node).split()))):
            continue
        target = resolve(made, base) if (made := call.address(scripts)) is not None else None
        if target is not None and is_sibling(target, url, call.number):
            targets[id(node)] = target
        elif follows and not _OFF.search(attribute(node, "class")):
            unread = call.number
    return PagerCalls(targets, unread)


def _clicked(soup: BeautifulSoup) -> Iterator[Tag]:
    for node in soup.find_all(["a", "span", "li", "button", "input", "div", "em", "i"]):
        if node.has_attr("onclick") or attribute(node, "href").lstrip().lower().startswith("javascript:"):
            yield node


@dataclass(frozen=True, slots=True)
class _Call:
    """A function that is called with one number among its arguments."""

    function: str
    arguments: tuple[str, ...]
    place: int
    number: int

    def address(self, scripts: str) -> str | None:
        """The one address that the function goes to with this number."""
        function = function_of(self.function, scripts)
        if function is None or len(function.arguments) <= self.place:
            return None
        reader = _Reader(scripts)
        found = reader.addresses(function, self.place, self.number)
        return found.pop() if len(found) == 1 else None


def _call_of(node: Tag) -> _Call | None:
    for action in (attribute(node, "onclick"), attribute(node, "href")):
        call = called_by(action)
        if call is None:
            continue
        numbers = [(place, found.group(1)) for place, one in enumerate(call[1]) if (found := _NUMBER.match(one))]
        if len(numbers) == 1:
            return _Call(call[0], tuple(call[1]), numbers[0][0], int(numbers[0][1]))
    return None


@dataclass(slots=True)
class _Reader:
    """Reads what functions of ``scripts`` do with a number."""

    scripts: str
    #: The number was met in the expression that is being read.
    met: bool = False

    def addresses(self, function: Function, place: int, number: int, depth: int = 0) -> set[str | None]:
        """What the function goes to because of the number; ``None`` among them for what is not read."""
        handed = {function.arguments[place]: number}
        body, code = function.body, code_of(function.body)
        found: set[str | None] = set()
        for one in islice(GOES.finditer(code), _MOST_PLACES):
            self.met = False
            address = self._said(expression_at(body, one.end()), handed, body)
            if self.met:
                found.add(address)
        for one in islice(HANDS.finditer(code), _MOST_PLACES if depth < _DEEPEST else 0):
            called = function_of(one.group(1), self.scripts)
            for at, argument in enumerate(parts_of(body[one.end() :]) if called is not None else ()):
                told = self._number(argument, handed)
                if called is not None and told is not None and self._names(argument, handed):
                    found |= self.addresses(called, at, told, depth + 1) if at < len(called.arguments) else set()
        return found

    def _said(self, expression: str, handed: dict[str, int], body: str, depth: int = 0) -> str | None:
        """The text that an expression is; ``None`` where a part is not read."""
        sides = _sides(expression)
        if sides is not None:
            chosen = self._chosen(sides[0], handed)
            return None if chosen is None else self._said(sides[1] if chosen else sides[2], handed, body, depth)

        def told(term: str, _name: str) -> str | None:
            number, inside = self._number(term, handed), _INSIDE.match(term)
            if number is not None:
                return str(number)
            if inside is not None and depth < _DEEPEST:
                return self._said(inside.group(1), handed, body, depth + 1)
            name = _NAME.match(term)
            held = stated(body, name.group(1)) if name else frozenset()
            if len(held) == 1 and depth < _DEEPEST:
                return self._said(next(iter(held)), handed, body, depth + 1)
            return Values(self.scripts).value(term, "")

        return joined(expression, told)

    def _chosen(self, condition: str, handed: dict[str, int]) -> bool | None:
        found = _COMPARED.match(_bare(condition))
        if found is None:
            return None
        left, right = (self._number(one, handed) for one in (found.group(1), found.group(3)))
        return None if left is None or right is None else _SIGNS[found.group(2)](left, right)

    def _number(self, term: str, handed: dict[str, int]) -> int | None:
        """A literal number, or what the handed one, or its neighbour, is."""
        literal, found = literal_of(term), _OF_NUMBER.match(term)
        if found is not None and found.group(1) in handed:
            self.met = True
            shift = {"+": 1, "-": -1}.get(found.group(2) or "", 0)
            return handed[found.group(1)] + shift
        return int(literal) if literal is not None and literal.isdecimal() and found is None else None

    @staticmethod
    def _names(term: str, handed: dict[str, int]) -> bool:
        found = _OF_NUMBER.match(term)
        return found is not None and found.group(1) in handed


def _bare(condition: str) -> str:
    inside = _INSIDE.match(condition)
    return inside.group(1) if inside is not None else condition


def _sides(expression: str) -> tuple[str, str, str] | None:
    """Condition and both sides of ``a ? b : c``."""
    asked = parts_of(expression, at="?")
    sides = parts_of(asked[1], at=":") if len(asked) == 2 else []
    return (asked[0], sides[0], sides[1]) if len(sides) == 2 else None
