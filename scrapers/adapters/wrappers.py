"""Functions that only hand on what they are handed to a call, written out where they are called. Nothing is executed.

``function getList(t) { return service({url: '/list', method: 'post', data: t}) }`` and, perhaps in another module,
``getList(this.query)``: there the call is read as ``service({url: '/list', method: 'post', data: this.query})``, with
the variables of the module that calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from scrapers.adapters.asked import LONGEST, calls_in
from scrapers.adapters.functions import functions_of, name_around, short_functions
from scrapers.adapters.script_text import code_of, expression_at, literal_of, members_of, parts_of
from scrapers.adapters.script_values import Values

#: A function that only hands on is no longer; who has such functions has no more of them, and calls them no more often.
_MOST, _MOST_CALLS = 300, 40
_LONGEST_LOCAL = 300
#: What such a function makes by calling others is not read.
_PUT_IN = re.compile(r"\$\{([^{}]+)\}")
_WRITES = re.compile(r"(?:new\s+URLSearchParams|(?:\$|jQuery)\.param|[Qq]s\.stringify|JSON\.stringify)\(")
_COMPUTED = re.compile(r"\b(?:function|await|new)\b|=>|[\w$]\s*\(")
#: Such functions call each other no deeper.
_DEEPEST = 3
#: Letters are names of many things, unless a bundle's modules give them (``m2217_Xq``).
_SHORTEST = 3
_NUMBER = re.compile(r"""^\s*["']?\d*["']?\s*$""")
_PAGES = re.compile(
    r"(?i:(?:cur(?:rent)?_?)?page_?(?:no|num|number|index|id)?|p|pn|n|no|num|number|index|i|curr(?:ent)?)"
)
_LIBRARY = re.compile(r"(?:^|\.)(?:\$|jQuery|axios|\$http|\$axios|uni|wx)\.$")
_PLAIN_NAME = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)(?![\w$]*\s*[:(.\[])")


@dataclass(frozen=True, slots=True)
class _Wrapper:
    """One that makes one call, of which some is what it is handed."""

    name: str
    arguments: tuple[str, ...]
    call: str
    scope: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """Scripts with their calls of such functions written out; ``names`` are those of the functions."""

    scripts: tuple[str, ...]
    names: frozenset[str]

    def calls_in(self, script: str, whole: str) -> Iterator[re.Match[str]]:
        """The calls of one of these scripts, but for those of the functions: these are read where they are called."""
        return (one for one in calls_in(script, whole) if name_around(script, one.start()) not in self.names)


def written_out(scripts: Sequence[str]) -> WrittenOut:
    """Every script of a page with the calls of functions that only hand on written out."""
    texts, names = list(scripts), set[str]()
    for _ in range(_DEEPEST):
        whole = "\n".join(texts)
        wrappers = _wrappers(texts, whole)
        changed = [_with_calls(text, place, wrappers, texts) for place, text in enumerate(texts)]
        if [text for text, _ in changed] == texts:
            break
        texts = [text for text, _ in changed]
        names.update(*(used for _, used in changed))
    return WrittenOut(tuple(texts), frozenset(names))


def _wrappers(texts: Sequence[str], whole: str) -> dict[str, _Wrapper]:
    """Functions by name, where only one is called so."""
    found: dict[str, list[_Wrapper]] = {}
    for place, text in enumerate(texts):
        calls = [one.start() for one in calls_in(text, whole)]
        ends = {one.start(): one.end() for one in calls_in(text, whole)}
        if not calls:
            continue
        for name, arguments, begin, end in short_functions(text):
            inside = [one for one in calls if begin <= one < end]
            if len(inside) != 1 or not (len(name) >= _SHORTEST or "_" in name):
                continue
            call = _closed(text, inside[0], ends[inside[0]])
            call = _with_locals(call, text[begin : inside[0]], arguments) if call else call
            wrapper = _Wrapper(name, arguments, call, place, begin, end)
            if call and _hands_on(wrapper):
                found.setdefault(name, []).append(wrapper)
    return {name: several[0] for name, several in found.items() if len(several) == 1}


def _closed(text: str, begin: int, opened: int) -> str:
    """The whole call that begins at ``begin``, up to the bracket that closes it."""
    inside = ",".join(parts_of(text[opened : opened + LONGEST]))
    behind = text[opened + len(inside) :].lstrip(", \n\t")
    return f"{text[begin:opened]}{inside})" if behind.startswith(")") else ""


def _with_locals(call: str, before: str, arguments: Sequence[str]) -> str:
    """``call`` with what the function makes of its arguments before it: ``var url = base + path;``."""
    handed = {one for argument in arguments for one in _names_of(argument)}
    code = code_of(before)
    for name in dict.fromkeys(one[1] for one in _PLAIN_NAME.finditer(code_of(call))):
        if name in handed:
            continue
        settings = list(re.finditer(rf"(?<![\w$.]){re.escape(name)}\s*=(?![=>])\s*", code))
        declared = re.search(rf"(?<![\w$.])(?:var|let|const)\s+{re.escape(name)}\s*=(?![=>])\s*", code)
        made = expression_at(before, declared.end()) if declared is not None and len(settings) == 1 else ""
        plain = _WRITES.sub("(", " ".join([code_of(made), *_PUT_IN.findall(made)]))
        used = {one[1] for one in _PLAIN_NAME.finditer(plain)}
        if len(made) <= _LONGEST_LOCAL and not used.isdisjoint(handed) and not _COMPUTED.search(plain):
            call = _put(call, name, made)
    return call


def _hands_on(wrapper: _Wrapper) -> bool:
    """True where more of what it is handed than a page's number is part of its call."""
    names = {one for argument in wrapper.arguments for one in _names_of(argument)}
    code = code_of(wrapper.call)
    used = {one for one in names if re.search(rf"(?:(?<![\w$.])|\.\.\.){re.escape(one)}(?![\w$])", code)}
    used |= {one for one in names if f"${{{one}" in wrapper.call}
    return any(not _PAGES.fullmatch(one) for one in used)


def _names_of(argument: str) -> list[str]:
    """``data = {}`` → data; ``{url, method = 'get'}`` → url, method."""
    if argument.startswith("{"):
        return [
            one.partition("=")[0].partition(":")[2].strip() or one.partition("=")[0].strip()
            for one in parts_of(argument[1:])
        ]
    return [argument.partition("=")[0].strip()] if argument else []


def _is_plain(wrapper: _Wrapper, text: str) -> bool:
    """True where what the function is handed is read in the function itself (see ``handed.py``)."""
    written = "..." in wrapper.call or any(argument.startswith("{") for argument in wrapper.arguments)
    return wrapper.name in functions_of(text) and not written


def _taken_apart(part: str) -> tuple[str, str, str]:
    """Key, name and default of ``method: verb = 'get'``, a part of an argument that is taken apart."""
    told, _, default = part.partition("=")
    key, _, renamed = told.partition(":")
    return key.strip(), (renamed or key).strip(), default.strip()


def _with_calls(text: str, place: int, wrappers: dict[str, _Wrapper], texts: Sequence[str]) -> tuple[str, set[str]]:
    """``text`` with what ``wrappers`` do in place of their calls, and which of them it called."""
    if not wrappers:
        return text, set()
    code = code_of(text)
    named = re.compile(
        rf"(?<![\w$])(?P<before>(?:[\w$]+\.)*)(?P<name>{'|'.join(map(re.escape, sorted(wrappers)))})\s*\("
    )
    sites: list[tuple[int, int, _Wrapper, list[str]]] = []
    for one in islice(named.finditer(code), _MOST):
        wrapper = wrappers[one["name"]]
        given = [part.strip() for part in parts_of(text[one.end() : one.end() + LONGEST])]
        whole = _closed(text, one.start(), one.end())
        itself = wrapper.scope == place and wrapper.begin <= one.start() < wrapper.end
        if (
            not whole
            or itself
            or _defines(code, one.start(), one.start() + len(whole))
            or _LIBRARY.search(one["before"])
        ):
            continue
        if all(_NUMBER.match(part) for part in given):
            continue  # the first page, as the function itself says
        sites.append((one.start(), one.start() + len(whole), wrapper, given))
    made, end, used = "", 0, set[str]()
    for begin, ends, wrapper, given in sites[:_MOST_CALLS]:
        alone = sum(one[2] is wrapper for one in sites) == 1 and wrapper.scope == place
        if begin < end or (alone and _is_plain(wrapper, text)):  # alone: what it is handed is read there
            continue
        made, end = made + text[end:begin] + _filled(wrapper, given, texts[wrapper.scope], wrapper.scope == place), ends
        used.add(wrapper.name)
    return made + text[end:], used


def _defines(code: str, begin: int, length: int) -> bool:
    """True for the head of a function: ``function post(url) {``, ``post(url) {``."""
    return code[max(0, begin - 10) : begin].rstrip().endswith("function") or code[begin + length :].lstrip()[:1] == "{"


def _filled(wrapper: _Wrapper, given: Sequence[str], script: str, at_home: bool) -> str:
    """The call of ``wrapper`` with what it is handed in place of its arguments."""
    call = wrapper.call
    handed: dict[str, str] = {}
    for number, argument in enumerate(wrapper.arguments):
        told = given[number] if number < len(given) else ""
        if argument.startswith("{"):
            members = members_of(told)
            for part in parts_of(argument[1:]):
                key, name, default = _taken_apart(part)
                value = members.get(key, "").strip() if members else f"{told}.{key}"
                handed[name] = value or default or "undefined"
        else:
            name, _, default = argument.partition("=")
            handed[name.strip()] = told or default.strip() or "undefined"
    if not at_home:
        handed = _constants(call, script, handed) | handed
    for name, told in handed.items():
        call = _put(call, name, told)
    return call


def _constants(call: str, script: str, handed: dict[str, str]) -> dict[str, str]:
    """What the call joins of its own module's: variables that hold one text."""
    values, found = Values(script), dict[str, str]()
    for one in _PLAIN_NAME.finditer(code_of(call)):
        if one[1] not in handed and one[1] not in found and (held := values.held(one[1])) is not None:
            found[one[1]] = '"' + held.replace('"', '\\"') + '"'
    return found


def _put(call: str, name: str, told: str) -> str:
    """``call`` with ``told`` in place of the argument ``name``, its members and where it is put in whole."""
    members = members_of(told)
    inside = literal_of(told)
    call = re.sub(rf"\$\{{\s*{re.escape(name)}\s*\}}", lambda _: inside if inside is not None else f"${{{told}}}", call)
    code = code_of(call)
    pattern = re.compile(
        rf"(?P<spread>\.\.\.)?(?<![\w$])(?<!(?<!\.\.)\.){re.escape(name)}(?![\w$])(?:\.(?P<member>[A-Za-z_$][\w$]*))?"
    )
    made, end = "", 0
    for one in pattern.finditer(code):
        before, behind = code[: one.start()].rstrip()[-1:], code[one.end() :].lstrip()[:1]
        if behind == ":" and before in "{,":
            continue  # a member that is called so
        if one["member"] and members:
            put = members.get(one["member"], "undefined").strip()
        elif one["member"]:
            put = f"{told}.{one['member']}" if re.fullmatch(r"[\w.$]+", told) and told != "undefined" else "undefined"
        elif one["spread"]:
            put = told.strip()[1:-1] if members else "..." + told
        elif before in "{," and behind in ",}" and _in_object(code, one.start()):
            put = f"{name}: {told}"
        else:
            put = told
        made, end = made + call[end : one.start()] + put, one.end()
    return made + call[end:]


def _in_object(code: str, place: int) -> bool:
    """True where the innermost bracket that is open at ``place`` is a brace."""
    depth = 0
    for sign in reversed(code[:place]):
        depth += (sign in ")]}") - (sign in "([{")
        if depth < 0:
            return sign == "{"
    return False
