"""Pagers that a function draws: ``turnPage("turn", {total: 3, current: 1, name: "list", ext: ".shtml"})``.

The function stands in a script file that the page loads, or in the page. It is read for the addresses that it links to,
as far as what the call hands over, literals and a number put them together. Nothing is executed; what is read is a
guess until page 2 was asked for by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from scrapers.adapters.functions import Function, function_of
from scrapers.adapters.handlers import GOES, HANDS
from scrapers.adapters.paging_totals import PagingCall, paging_calls, scripted_total
from scrapers.adapters.script_text import code_of, expression_at, literal_of, members_of, parts_of, terms_of
from scrapers.adapters.script_values import Values
from scrapers.adapters.script_variables import stated
from scrapers.adapters.scripted import inline_scripts

#: Stands for a number of which only a look at the page tells where it begins.
_NUMBER = "\0"
#: A link that a script writes, up to its address: ``'<a href="' + …``; or an address that it goes to.
_LINKS = re.compile(
    r"""(["'])(?:\\.|(?!\1).)*\bhref\s*=\s*\\?["']?(?P<begins>(?:(?!\1)[^"'\\<>])*)\1\s*\+|"""
    r"""\.href\s*=(?!=)|\.attr\(\s*["']href["']\s*,"""
)
_NAME = re.compile(r"^[A-Za-z_$][\w$]*$")
_MEMBER = re.compile(r"^([A-Za-z_$][\w$]*)\.([A-Za-z_$][\w$]*)$")
_CALL = re.compile(r"^([A-Za-z_$][\w$]*)\s*\((.*)\)$", re.DOTALL)
_WRAPPED = re.compile(r"^(?:encodeURI(?:Component)?|String|parseInt|Number)\((.*?)(?:,\s*10\s*)?\)$", re.DOTALL)
_SHIFTED = re.compile(r"^(.+?)\s*[-+]\s*1$", re.DOTALL)
_RETURNS = re.compile(r"\breturn\b\s*")
_IS_CURRENT = re.compile(r"(?i)^(?:cur\w*|now\w*|page_?(?:no|num|number|index)?|p|pn|index)$")
#: An address of a page ends here, where a script writes the rest of its link.
_BEHIND = re.compile(r"""[\\"'> ]""")
_ADDRESS = re.compile(rf"^[\w./?=&%:+~-]*{_NUMBER}[\w./?=&%:+~-]*$")
_DEEPEST = 3
_DEEPEST_TERM = 8
_MOST = 20
_MOST_TEXTS = 8

_Value = str | Mapping[str, str]


def linked_rules(source: str, scripts: Sequence[str], *, rows: int) -> Iterator[dict[str, str]]:
    """Page rules that a drawing function of the page's own suggests, the likeliest first; ``scripts``: files it loads.

    ``rows``: how many the page has.
    """
    inline = "\n".join(inline_scripts(source))
    reader = _Reader("\n".join([inline, *scripts]))
    total = scripted_total(source, number=1, rows=rows)
    pattern = {"total": total.pattern} if total is not None and total.pattern is not None else {}
    seen: set[str] = set()
    for call in paging_calls(inline):
        for address in reader.drawn_by(call):
            # Page 1 again by the wrong one is seen; by the other way round page 2 would be passed over.
            for place in ("{p0}", "{p}"):
                template = address.replace(_NUMBER, place)
                if template not in seen and len(seen) < _MOST_TEXTS:
                    seen.add(template)
                    yield {"rule": "template", "template": template, **pattern}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what functions of ``scripts`` link to."""

    scripts: str

    def drawn_by(self, call: PagingCall) -> list[str]:
        """The addresses with a number in them that the called function links to."""
        function = function_of(call.function, self.scripts)
        if function is None:
            return []
        handed = dict(zip(function.arguments, map(_handed, call.arguments), strict=False))
        return list(dict.fromkeys(islice(self._links(function, handed, 0), _MOST)))

    def _links(self, function: Function, handed: Mapping[str, _Value], depth: int) -> Iterator[str]:
        body = function.body
        places = [(one.end(), one["begins"] or "") for one in islice(_LINKS.finditer(body), _MOST)]
        places += [(one.end(), "") for one in islice(GOES.finditer(code_of(body)), _MOST)]
        for place, begins in places:
            for said in self._texts(_address_in(expression_at(body, place)), body, handed, 0):
                text = begins + said
                if _ADDRESS.match(text) and text.count(_NUMBER) == 1:
                    yield text
        for one in islice(HANDS.finditer(code_of(body)), _MOST if depth < _DEEPEST else 0):
            called = function_of(one.group(1), self.scripts)
            if called is not None and called.body != body:
                yield from self._links(
                    called, self._given(called, parts_of(body[one.end() :]), body, handed), depth + 1
                )

    def _given(
        self, called: Function, arguments: Sequence[str], body: str, handed: Mapping[str, _Value]
    ) -> dict[str, _Value]:
        """What ``called`` is handed by a function that was handed ``handed`` itself."""
        given: dict[str, _Value] = {}
        for name, one in zip(called.arguments, arguments, strict=False):
            known = handed.get(one.strip())
            if known is not None:
                given[name] = known
                continue
            told = self._texts(one, body, handed, 1)
            if len(told) == 1:
                given[name] = told[0]
        return given

    def _texts(self, expression: str, body: str, handed: Mapping[str, _Value], depth: int) -> list[str]:
        """All that an expression may say; nothing where a part of it is not read."""
        text = expression.strip()
        if depth > _DEEPEST_TERM or not text:
            return []
        asked = parts_of(text, at="?")
        sides = parts_of(asked[1], at=":") if len(asked) == 2 else []
        if len(sides) == 2:
            return [said for side in sides for said in self._texts(side, body, handed, depth + 1)]
        shifted = _SHIFTED.match(text)
        if shifted and self._texts(shifted[1], body, handed, depth + 1) == [_NUMBER]:
            return [_NUMBER]
        terms = terms_of(text)
        if len(terms) == 1:
            return self._term(terms[0].strip(), body, handed, depth)
        said = [self._texts(one, body, handed, depth + 1)[:_MOST_TEXTS] for one in terms]
        return ["".join(one) for one in islice(product(*said), _MOST_TEXTS)]

    def _term(self, term: str, body: str, handed: Mapping[str, _Value], depth: int) -> list[str]:
        literal = literal_of(term)
        if literal is not None:
            return [literal]
        if term.startswith("(") and term.endswith(")"):
            return self._texts(term[1:-1], body, handed, depth + 1)
        if (wrapped := _WRAPPED.match(term)) is not None:
            return self._texts(wrapped[1], body, handed, depth + 1)
        if (member := _MEMBER.match(term)) is not None:
            holder = handed.get(member[1])
            told = holder.get(member[2]) if isinstance(holder, Mapping) else None
            return [told] if told is not None else []
        if (call := _CALL.match(term)) is not None:
            return self._returned(call[1], call[2], body, handed, depth)
        return self._variable(term, body, handed, depth) if _NAME.match(term) else []

    def _returned(self, name: str, arguments: str, body: str, handed: Mapping[str, _Value], depth: int) -> list[str]:
        called = function_of(name, self.scripts)
        if called is None:
            return []
        given = self._given(called, parts_of(arguments), body, handed)
        code = code_of(called.body)
        returned = (expression_at(called.body, one.end()) for one in islice(_RETURNS.finditer(code), _MOST))
        return [said for one in returned for said in self._texts(one, called.body, given, depth + 1)]

    def _variable(self, name: str, body: str, handed: Mapping[str, _Value], depth: int) -> list[str]:
        """What is handed over, else what the function or the scripts set it to; a number where neither says so."""
        known = handed.get(name)
        if known is not None:
            return [known] if isinstance(known, str) else []
        counted = re.search(rf"(?<![\w.$]){re.escape(name)}\s*(?:\+\+|--|\+=)|(?:\+\+|--)\s*{re.escape(name)}\b", body)
        if counted is None:
            told = stated(body, name)
            if len(told) == 1:
                return self._texts(next(iter(told)), body, handed, depth + 1)
            held = Values(self.scripts).held(name) if not told else None
            if held is not None:
                return [held]
        return [_NUMBER]


def _handed(argument: str) -> _Value:
    """An argument of the call: the members of an object, or what it says; the page's own number as one."""
    members = members_of(argument)
    if members:
        return {name: _said(name, one) for name, one in members.items()}
    return _said("", argument)


def _said(name: str, expression: str) -> str:
    literal = literal_of(expression)
    if literal is None or (literal in ("0", "1") and (not name or _IS_CURRENT.match(name))):
        return _NUMBER
    return literal


def _address_in(expression: str) -> str:
    """The terms up to the one that closes the link which a script writes."""
    terms: list[str] = []
    for term in terms_of(expression):
        literal = literal_of(term) or ""
        closed = _BEHIND.search(literal)
        if closed is not None:
            terms.append(f'"{literal[: closed.start()]}"')
            break
        terms.append(term)
    return " + ".join(one.strip() for one in terms)
