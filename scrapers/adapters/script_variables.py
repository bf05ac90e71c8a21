"""What a script's variables are ever set to, and where the number of a page begins. Nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from scrapers.adapters.choosing import either_of, is_left_out, unwrapped, without_itself
from scrapers.adapters.pager_callbacks import handed_by_pagers
from scrapers.adapters.script_text import code_of, expression_at, literal_of, members_of, parts_of

#: What stands before a variable that belongs to the page's own object.
OWN = r"(?:(?:this|that|self|_this|_self|vm|me|window)\.)?"
_NAME = re.compile(rf"^\s*{OWN}([A-Za-z_$]\w*)\s*$")
_FUNCTION = re.compile(
    r"\bfunction\s+(\w+)\s*\(([^()]*)\)|\b(\w+)\s*[:=]\s*function\s*\(([^()]*)\)|\b(\w+)\s*\(([\w\s,]*)\)\s*\{"
)
_NO_FUNCTION = ("function", "if", "for", "while", "switch", "catch")
#: A member of an object that a variable holds: ``cfg.siteId``.
_MEMBER = re.compile(r"^\s*([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)+)\s*$")
#: The page's own object, also as functions call it that are handed it: ``(function (win) {…})(window)``.
_WINDOW = re.compile(r"^\s*(?:window|win|w|globalThis|global|root)\.(?=[A-Za-z_$][\w$]*\s*$)")
#: What a component holds: returned by a function, or among the options of the one application.
_DATA = re.compile(
    r"(?<![\w.$])data\s*(?:\(\s*\)|:\s*function\s*\(\s*\)|:\s*\(\s*\)\s*=>)\s*(?:\{[^{}]{0,200}?\breturn\s*|\(\s*)(?=\{)"
)
_OPTIONS = re.compile(r"(?:\bnew\s+Vue|\bcreateApp|(?<![\w.$])(?:Page|Component))\s*\(\s*(?=\{)")
_REFERRED = re.compile(r"^\s*([A-Za-z_$][\w$]*)\.value\s*$")
#: What is taken apart: ``const { site, channel: cid, size = 10 } = list.dataset``.
_TAKEN_APART = re.compile(r"(?<![\w$.])(?:const|let|var)\s*\{(?P<names>[^{}]{1,400})\}\s*=(?![=>])\s*")
_DECLARED = re.compile(r"(?<![\w$.])(?:var|let|const)\s+(?=[A-Za-z_$])")
_PART = re.compile(
    r"\s*(?P<key>[A-Za-z_$][\w$]*)\s*(?::\s*(?P<name>[A-Za-z_$][\w$]*)\s*)?(?:=(?P<default>.*))?$", re.DOTALL
)
#: What only comes with an answer is nothing that a call sends.
_ANSWERED = re.compile(r"\(?\s*(?:await|yield)\b")
#: An element of the page, or what a function reads of the address, which has a member of the variable's own name.
_READ_ELSEWHERE = re.compile(r"\.dataset\.\w+$|^[\w$]+\(\s*\)\.\w+$")
_MOST_COMPONENTS, _LONGEST = 20, 8000
#: Variables that hold variables are followed no further.
DEEPEST = 4
#: A variable is used so near behind the place that counts it up.
_NEAR = 400
#: No page of a list sets a variable, or hands one over, more often.
MOST = 200


def stated_value(script: str, term: str, depth: int = 0) -> str | None:
    """A literal, or the one that a member of an object holds (``cfg.siteId``) where nothing sets this to another."""
    if (literal := literal_of(term)) is not None:
        return literal
    found = _MEMBER.match(re.sub(rf"^\s*{OWN}", "", term))
    if found is None or depth > DEEPEST:
        return None
    expression, names = found[1], found[2].strip(".").split(".")
    for name in names:
        told = _object_of(script, expression)
        if told is None or re.search(rf"\.{re.escape(name)}\s*=(?!=)", code_of(script)):
            return None
        expression = members_of(told).get(name, "")
    return stated_value(script, expression, depth + 1)


def _object_of(script: str, expression: str) -> str | None:
    """The object literal that an expression is or names."""
    for _ in range(DEEPEST):
        variable = _NAME.match(_WINDOW.sub("", expression))
        if variable is None:
            break
        told = {one for one in stated(script, variable[1]) if not sets_nothing(one, variable[1])}
        expression = told.pop() if len(told) == 1 else ""
    return expression if expression.lstrip().startswith("{") else None


@lru_cache(maxsize=64)
def stated(script: str, variable: str) -> frozenset[str]:
    """All expressions that the page's own ``variable`` is ever set to; none where they are too many to look at.

    Where it is declared (``var cid = '31'``), or a component holds it among its data, members of other objects that are
    called so (``{act: 'top', cid: '12'}``) are none of it.
    """
    setting = rf"(?<![\w.$]){OWN}{re.escape(variable)}\s*([:=])(?![=>])\s*"
    code = code_of(script)
    apart, spans = _taken_apart(script)
    found = [
        one
        for one in islice(re.finditer(setting, code), MOST + 1)
        if (one[1] == "=" or _is_member(code, one.start())) and not any(a <= one.start() < b for a, b in spans)
    ]
    if len(found) > MOST:
        return frozenset()
    told = {(one[1], expression_at(script, one.end())) for one in found}
    told |= {("=", one) for one in apart.get(variable, ())}
    several = {one for _, one in told if not sets_nothing(one, variable)}
    declared = [one[variable] for one in _component_data(script) if variable in one] if len(several) > 1 else []
    if len(several) > 1 and not declared and _is_declared(code, variable):
        return frozenset(one for sign, one in told if sign == "=")
    if len(declared) == 1:
        return frozenset({declared[0].strip(), *(one for sign, one in told if sign == "=")})
    return frozenset(one for _, one in told)


def _is_declared(code: str, variable: str) -> bool:
    """True for a variable that is declared with what it holds, by itself or among others: ``var a = 1, cid = '31'``."""
    own = re.compile(rf"(?<![\w$.]){re.escape(variable)}\s*=(?![=>])")
    declared = islice(_DECLARED.finditer(code), MOST)
    return any(
        own.match(part.lstrip()) for one in declared for part in parts_of(code[one.end() :][:_NEAR].partition(";")[0])
    )


@lru_cache(maxsize=8)
def _taken_apart(script: str) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[int, int], ...]]:
    """Variables that are members of an object which is taken apart, as ``list.dataset.site``, and where this stands."""
    told: dict[str, tuple[str, ...]] = {}
    spans: list[tuple[int, int]] = []
    for one in islice(_TAKEN_APART.finditer(code_of(script)), MOST):
        spans.append((one.start("names"), one.end("names")))
        whole = expression_at(script, one.end())
        if not whole or _ANSWERED.match(whole):
            continue
        for text in parts_of(script[one.start("names") : one.end("names")]):
            if (part := _PART.match(text)) is not None:
                member = f"{whole}.{part['key']}" + (f" || {part['default'].strip()}" if part["default"] else "")
                name = part["name"] or part["key"]
                told[name] = (*told.get(name, ()), member)
    return told, tuple(spans)


def _is_member(code: str, place: int) -> bool:
    """True for a name in an object, and not in ``kw ? kw : null``."""
    return code[max(0, place - _NEAR) : place].rstrip()[-1:] in ("{", ",", "")


@lru_cache(maxsize=8)
def _component_data(script: str) -> tuple[dict[str, str], ...]:
    """The data of the components of Vue, by name: ``data() { return {…} }``, ``new Vue({data: {…}})``."""
    code = code_of(script)
    by_function = [expression_at(script, one.end()) for one in islice(_DATA.finditer(code), _MOST_COMPONENTS)]
    options = (script[one.end() : one.end() + _LONGEST] for one in islice(_OPTIONS.finditer(code), _MOST_COMPONENTS))
    plain = [members_of(one).get("data", "").strip() for one in options]
    return tuple(members_of(one) for one in (*by_function, *plain) if one.startswith("{"))


def without_ref(script: str, term: str) -> str:
    """``page`` for ``page.value``, where Vue 3 keeps it: ``const page = ref(1)``."""
    found = _REFERRED.match(term)
    if found is None or not any(re.match(r"(?:shallowR|r)ef\(", one) for one in stated(script, found[1])):
        return term
    return found[1]


def sets_nothing(expression: str, variable: str) -> bool:
    """True for what only hands ``variable`` on under its own name: ``{cid: this.cid}``, ``{kw: kw.value || null}``."""
    first, *others = either_of(expression) or [expression]
    while (inner := unwrapped(first)) is not None:
        first = inner
    if _READ_ELSEWHERE.search(first.strip()):
        return False
    parts = re.split(r"[.\s]", first.strip())
    itself = parts[-1] == variable or (len(parts) > 1 and parts[-2:] == [variable, "value"])
    return itself and all(is_left_out(one) for one in others)


@lru_cache(maxsize=64)
def begins_at(script: str, variable: str) -> int | None:
    """Where the number begins that ``variable`` holds: as it is set or handed over, else as a pager hands it back."""
    literals = {_literal_of(one, variable) for one in stated(script, variable)}
    for function, place in islice(_takers(script, variable), MOST):
        given = rf"\b{re.escape(function)}\(\s*(?:[^,()]*,){{{place}}}\s*[\"']?(\d+)[\"']?\s*[,)]"
        literals |= set(re.findall(given, script))
    known = literals & {"0", "1"}
    if not known:
        return _handed_back(script, variable)
    if len(known) != 1:
        return None
    return 1 if known == {"0"} and is_counted(script, variable, before_use=True) else int(known.pop() or 0)


def _handed_back(script: str, variable: str) -> int | None:
    """Where the numbers begin that the page's pagers hand back by ``variable``; ``None`` where they do not agree."""
    takers = set(islice(_takers(script, variable), MOST))
    told = {
        one.begins
        for one in handed_by_pagers(script)
        if variable in one.variables or not takers.isdisjoint(one.functions)
    }
    return told.pop() if len(told) == 1 else None


def _literal_of(expression: str, variable: str) -> str | None:
    """A literal, also one that stands in for what is missing: ``parseInt(getQueryString('page')) || 1``."""
    told = without_itself(expression, variable)
    for _ in range(DEEPEST):
        further = (either_of(told) or [unwrapped(told) or told])[-1]
        if further == told:
            break
        told = further
    return literal_of(told)


def is_counted(script: str, variable: str, *, before_use: bool = False) -> bool:
    """True where ``script`` counts ``variable`` up; ``before_use``: in the same block, before it is used again."""
    own = rf"(?<![\w.$]){OWN}{re.escape(variable)}\b"
    code = code_of(script)
    for found in islice(re.finditer(rf"\+\+\s*{own}|{own}\s*(?:\+\+|\+=\s*1\b)", code), MOST):
        block = code[found.end() : found.end() + _NEAR].partition("}")[0]
        if not before_use or re.search(own, block):
            return True
    return False


def _takers(script: str, variable: str) -> Iterator[tuple[str, int]]:
    """Functions that are handed ``variable``, and at which place."""
    for groups in _FUNCTION.findall(code_of(script)):
        name, arguments = next(((groups[i], groups[i + 1]) for i in (0, 2, 4) if groups[i]), ("", ""))
        taken = [one.strip() for one in arguments.split(",")]
        if variable in taken and name not in _NO_FUNCTION:
            yield name, taken.index(variable)
