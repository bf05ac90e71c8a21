"""Modules of a bundle with the names that they give each other written out. Nothing is executed.

What webpack makes of ``import { getList } from '@/api'`` is ``(0, i.Xq)(query)`` in one module and ``Xq: function () {
return o }`` beside ``function o(t) {…}`` in another. Both are written with one name (``m2217_Xq``), so that what one
module calls can be read in the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scrapers.adapters.script_text import code_of, members_of

#: Where a module begins: ``6124:function(t,e,n){``, ``"56d7":(t,e,n)=>{``, ``b2:function(e,t,n){"use strict";``.
_HEAD = re.compile(
    r"""(?:(?<![\w$.])(?P<number>\d+(?:e\d+)?)|(?P<quote>["'])(?P<text>[\w+/]{4}|\.{0,2}/[^"'\s]+)(?P=quote)|(?<![\w$.])(?P<word>\w{1,6}))\s*:\s*"""
    r"""(?:function\s*\((?P<a>[\w$,\s]*)\)|\((?P<b>[\w$,\s]*)\)\s*=>|(?P<c>[\w$]+)\s*=>)\s*\{"""
)
#: A part of a bundle that is loaded later may hold one module only.
_CHUNK = re.compile(r"\bwebpack(?:Jsonp|Chunk)")
_STRICT = re.compile(r"""\s*["']use strict["']""")
_SEVERAL = 2
_MOST = 2000
_RETURNED = re.compile(r"(?:\breturn\b|=>)\s*([\w$]+(?:\.[\w$]+)?)\s*;?\s*\}?\s*\)?\s*$")
_GETTER = re.compile(
    r"""["']([\w$]+)["']\s*,\s*\(?\s*(?:function\s*\(\)\s*\{\s*return|\(\)\s*=>)\s*([\w$]+(?:\.[\w$]+)?)\b"""
)
_IDENTIFIER = r"(?<![\w$.]){}(?![\w$])"


@dataclass(slots=True)
class _Module:
    name: str
    body: str
    exports: str
    require: str
    #: What others call what it exports, and what it calls this itself.
    given: dict[str, str] = field(default_factory=dict)
    #: The modules that it requires, by its own names for them.
    taken: dict[str, str] = field(default_factory=dict)


def linked(scripts: Sequence[str]) -> list[tuple[str, ...]]:
    """The modules of every script, linked with those of all; none for a script that is no bundle of such modules."""
    found = [_modules_of(script) for script in scripts]
    modules = {one.name: one for several in found for one in several}
    return [tuple(_written(one, modules) for one in several) for several in found]


def _modules_of(script: str) -> list[_Module]:
    code = code_of(script)
    closes = _closing(code)
    modules: list[_Module] = []
    end = 0
    for one in _HEAD.finditer(script):
        opens = one.end() - 1
        if one.start() < end or code[opens] != "{" or opens not in closes:
            continue
        arguments = [told.strip() for told in (one["a"] or one["b"] or one["c"] or "").split(",")]
        if one["word"] and len(arguments) < 3 and not _STRICT.match(script, one.end()):
            continue
        end = closes[opens]
        _, exports, require = [*arguments, "", "", ""][:3]
        name = one["number"] or one["text"] or one["word"]
        modules.append(_Module(re.sub(r"\W", "_", name), script[one.end() : end], exports, require))
        if len(modules) == _MOST:
            break
    if len(modules) < _SEVERAL and not (modules and _CHUNK.search(script)):
        return []
    for module in modules:
        module.given, module.taken = _given(module), _taken(module)
    return modules


def _closing(code: str) -> dict[int, int]:
    """Where every brace that opens closes."""
    closes: dict[int, int] = {}
    opened: list[int] = []
    for one in re.finditer(r"[{}]", code):
        if one.group() == "{":
            opened.append(one.start())
        elif opened:
            closes[opened.pop()] = one.start()
    return closes


def _given(module: _Module) -> dict[str, str]:
    """What the module exports: ``n.d(e, {Xq: function () { return i }})``, ``e.default = s``."""
    found: dict[str, str] = {}
    if module.require:
        defines = re.compile(rf"(?<![\w$.]){re.escape(module.require)}\.d\(\s*{re.escape(module.exports)}\s*,\s*")
        for one in defines.finditer(module.body):
            behind = module.body[one.end() : one.end() + 4000]
            if behind.startswith("{"):
                found |= {
                    name: told[1] for name, value in members_of(behind).items() if (told := _RETURNED.search(value))
                }
            else:
                single = re.match(
                    r"""["']([\w$]+)["']\s*,\s*\(?\s*(?:function\s*\(\)\s*\{\s*return|\(\)\s*=>)\s*([\w$]+(?:\.[\w$]+)?)\b""",
                    behind,
                )
                found |= {single[1]: single[2]} if single else {}
    if module.exports:
        sets = re.compile(
            rf"""(?<![\w$.]){re.escape(module.exports)}(?:\.([\w$]+)|\[["']([\w$]+)["']\])\s*=\s*([A-Za-z_$][\w$]*)\s*(?=[;,}}\n]|$)"""
        )
        found |= {one[1] or one[2]: one[3] for one in sets.finditer(module.body)}
    return found


def _taken(module: _Module) -> dict[str, str]:
    """``i = n(2217)``, ``a = n("0a1b")``: the names of the modules that it requires."""
    if not module.require:
        return {}
    taken = re.compile(rf"""(?<![\w$.])([\w$]+)\s*=\s*{re.escape(module.require)}\(\s*["']?([^"'()]+)["']?\s*\)""")
    return {one[1]: re.sub(r"\W", "_", one[2]) for one in taken.finditer(module.body)}


def _written(module: _Module, modules: Mapping[str, _Module]) -> str:
    """The text of the module with the names that others know."""
    code = code_of(module.body)
    changes: dict[tuple[int, int], str] = {}
    for local, name in _own_names(module, code).items():
        for one in re.finditer(_IDENTIFIER.format(re.escape(local)), code):
            before, behind = code[: one.start()].rstrip()[-1:], code[one.end() :].lstrip()[:1]
            if behind != ":" or before in "?(=":
                changes[one.span()] = name
    for local, other in module.taken.items():
        if other in modules:
            changes |= _uses(module, code, local, modules[other], modules)
    text, place = "", 0
    for (begin, end), name in sorted(changes.items()):
        if begin >= place:
            text, place = text + module.body[place:begin] + name, end
    return text + module.body[place:]


def _own_names(module: _Module, code: str) -> dict[str, str]:
    """The names that others know what the module exports by, under its own; also where ``s = i`` and ``s`` is given."""
    names: dict[str, str] = {}
    for given, local in module.given.items():
        if "." in local:
            continue
        names.setdefault(local, f"m{module.name}_{given}")
        same = {
            one[1]
            for one in re.finditer(rf"(?<![\w$.]){re.escape(local)}\s*=\s*([A-Za-z_$][\w$]*)\s*(?=[,;}}\n]|$)", code)
        }
        if len(same) == 1:
            names.setdefault(same.pop(), names[local])
    return names


def _uses(
    module: _Module, code: str, local: str, other: _Module, modules: Mapping[str, _Module]
) -> dict[tuple[int, int], str]:
    """Where the module uses what ``other``, which it calls ``local``, exports."""
    named = rf"""{re.escape(local)}(?:\.([\w$]+)|\[["']([\w$]+)["']\])"""
    used = re.compile(rf"(?:\(0,\s*{named}\)|(?<![\w$.])Object\(\s*{named}\s*\)|(?<![\w$.]){named}(?!\s*=[^=]))")
    changes: dict[tuple[int, int], str] = {}
    for one in used.finditer(module.body):
        name = next(told for told in one.groups() if told)
        known = _global_name(other, name, modules)
        if known is not None and code[one.start()] == module.body[one.start()] and code[one.start()].strip():
            joint = " " if re.match(r"[\w$]", code[one.start() - 1 : one.start()]) else ""  # return(0,i.Xq)(…)
            changes[one.span()] = joint + known
    return changes


def _global_name(module: _Module, given: str, modules: Mapping[str, _Module], depth: int = 0) -> str | None:
    """The name of what ``module`` exports as ``given``, also where it only hands on what another exports."""
    local = module.given.get(given)
    if local is None:
        return None
    if "." not in local:
        return f"m{module.name}_{next(name for name, one in module.given.items() if one == local)}"
    holder, _, further = local.partition(".")
    other = modules.get(module.taken.get(holder, ""))
    return _global_name(other, further, modules, depth + 1) if other is not None and depth < _SEVERAL else None
