"""What a script's call sends: literals, variables that hold one value, and the page's number, counted from 0 or 1."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Protocol

from scrapers.adapters.replaced import Replacement, replacement_of
from scrapers.adapters.script_text import code_of, expression_at, literal_of, members_of, terms_of

#: What stands before a variable that belongs to the page's own object.
OWN = r"(?:(?:this|that|self|_this|_self|vm|me|window)\.)?"
_NAME = re.compile(rf"^\s*{OWN}([A-Za-z_$]\w*)\s*$")
_SHIFTED = re.compile(rf"^\s*\(?\s*({OWN}[A-Za-z_$]\w*)\s*([-+])\s*1\s*\)?\s*$")
#: (pageNo - 1) * pageSize, the number of the first row; or of the last.
_TIMES = re.compile(r"^\s*\(?\s*(?P<page>\(?[^()*]+\)?)\s*\*\s*(?P<size>[^()*]+?)\s*\)?\s*$")
_PAGE = re.compile(r"(?i:(?:cur(?:rent)?_?)?page_?(?:no|num|number|index|id)?|p|pn|current)")
_QUERY_NAME = re.compile(r"(?:[?&]|^)([^=&?/]+)=$")
_PAGE_IN_QUERY = re.compile(rf"((?:[?&]|^){_PAGE.pattern}=)([01])(?=&|$)")
_FUNCTION = re.compile(
    r"\bfunction\s+(\w+)\s*\(([^()]*)\)|\b(\w+)\s*[:=]\s*function\s*\(([^()]*)\)|\b(\w+)\s*\(([\w\s,]*)\)\s*\{"
)
_NO_FUNCTION = ("function", "if", "for", "while", "switch", "catch")
#: Sent so that no cache answers: any value would do, and none does as well.
_AGAINST_CACHES = re.compile(
    r"^\s*\(?\s*(?:\+?\s*\(?\s*new\s+Date(?:\(\s*\))?\s*\)?(?:\.(?:getTime|valueOf)\(\s*\))?|Date\.now\(\s*\)|"
    r"Math\.random\(\s*\))\s*\)?\s*$"
)
#: A member of an object that a variable holds: ``cfg.siteId``.
_MEMBER = re.compile(r"^\s*([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)+)\s*$")
#: A part of the page's own address: ``this.$route.params.channelId``, ``to.params.id``, ``this.$route.query.cid``.
_ROUTED = re.compile(r"^\s*(?:\w+\.)?(?:\$?route|to)\.((?:params|query)\.\w+)\s*$")
_PAGES_OWN = r"(?:(?:window|self|document)\.)?location\."
#: The page's own scheme, or scheme and host, before the rest of an address: as if they were not there.
_AT_HOME = re.compile(
    rf"""^\s*(?:{_PAGES_OWN}protocol\s*\+\s*(?=["']//\w)|"""
    rf"""(?:{_PAGES_OWN}protocol\s*\+\s*["']//["']|["'](?:https?:)?//["'])\s*\+\s*{_PAGES_OWN}host(?:name)?\s*\+)"""
)
_ORIGIN = re.compile(rf"\s*{_PAGES_OWN}origin\s*")
_ABSENT = re.compile(r"^\s*(?:undefined|null|void 0)\s*$")
#: What a field of the page holds: ``$('#articleId').val()``.
FIELD = re.compile(
    r"""^\s*(?:\$\(\s*["'](?:#|(?:input|select)\[name=["']?)([\w-]+)["']?\]?["']\s*\)\.val\(\s*\)|"""
    r"""document\.getElementById\(\s*["']([\w-]+)["']\s*\)\.value)\s*$"""
)
_FIXED = re.compile(r"^\s*(true|false|![01])\s*$")
_BOOLEANS = {"!0": "true", "!1": "false"}
_LONGEST_TERM = 120
#: No address in which something is replaced is longer.
_LONGEST_TEXT = 2000
#: Rows of a page.
_SIZE = re.compile(r"[0-9]{1,4}")
#: Variables that hold variables are followed no further.
_DEEPEST = 4
#: A variable is used so near behind the place that counts it up.
_NEAR = 400
#: No page of a list sets a variable, or hands one over, more often.
_MOST = 200


class Chosen(Protocol):
    """What a person chooses on the page and a call sends."""

    @property
    def template(self) -> str | None:
        """How it is sent; ``None``: as the script states it before anything is chosen."""

    @property
    def since(self) -> int | None:
        """The oldest year that the page offers, where a year is chosen."""

    def is_sent(self, term: str, field: str) -> bool:
        """True where ``term``, sent by ``field``, is what was chosen."""


@dataclass(slots=True)
class Values:
    """Reads expressions of one script; ``parameters`` are the variables met, by the names under which they are sent."""

    script: str
    chosen: tuple[Chosen, ...] = ()
    #: What the fields of the page hold as it is shown.
    shown: Mapping[str, str] = field(default_factory=dict)
    #: What the page's own address holds: ``query.cid``, and ``params.id`` in a place of its route.
    route: Mapping[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)

    def url(self, expression: str, depth: int = 0) -> str | None:
        """An address, or the text of a form, that is put together; ``None`` where a part is not read."""
        held = self._expression(expression) if depth < _DEEPEST else None
        if held is not None and literal_of(held) is None:
            return self.url(held, depth + 1)
        text = joined(expression, self.value)
        if text is None:
            return None
        return _PAGE_IN_QUERY.sub(lambda found: found.group(1) + ("{p}" if found.group(2) == "1" else "{p0}"), text)

    def fields(self, expression: str) -> dict[str, str] | None:
        """The members of an object, or of the variable that holds one; ``None`` where one is not read."""
        sent: dict[str, str] = {}
        members, held = self._members(expression), _NAME.match(expression) is not None
        for name, expressions in (members or {}).items():
            told = [one for one in expressions if not is_left_out(one)]
            if not told:
                continue
            model = next((one for one in self.chosen if held and one.is_sent(name, name)), None)
            if model is not None and (told_as := self._sent(model, name, name)) is not None:
                sent[name] = told_as  # the member itself is what is chosen: v-model="query.year"
                continue
            choice = next((chosen for one in told for chosen in self.chosen if chosen.is_sent(one, name)), None)
            if choice is not None:  # a literal is what is shown before one is chosen
                told = [one for one in told if (literal_of(one) is None) is (choice.template is not None)] or told
            values = {self.value(one, name) for one in told}
            if _PAGE.fullmatch(name):
                values -= {None}  # what a button sets it to later says nothing about where it begins
            value = values.pop() if len(values) == 1 else None
            if value is None:
                return None
            sent[name] = value
        return sent if members is not None else None

    def value(self, term: str, name: str) -> str | None:
        """What one term sends under ``name``: itself, the page's place, or the place of a parameter."""
        choice = next((one for one in self.chosen if one.is_sent(term, name)), None)
        if choice is not None and literal_of(term) is None:
            return self._sent(choice, term, name)
        if _PAGE.fullmatch(name):
            begins = self._begins_at(term)
            return None if begins is None else "{p}" if begins == 1 else "{p0}"
        plain = self._plain(term)
        return plain if plain is not None else self._variable(term, name)

    def _variable(self, term: str, name: str) -> str | None:
        """What a variable holds, or is changed to: the page's place, a text, or the place of a parameter."""
        if (changed := self._changing(term)) is not None:
            return self._changed(changed)
        variable = _NAME.match(term)
        if variable and not name and _PAGE.fullmatch(variable.group(1)) and _counted(self.script, variable.group(1)):
            begins = self._begins_at(term)  # '/data/list_' + page + '.json'
            return None if begins is None else "{p}" if begins == 1 else "{p0}"
        routed = _ROUTED.match(term)
        held = self.route.get(routed[1]) if routed else self._held(variable.group(1)) if variable else None
        if held is None or not re.fullmatch(r"\w+", name):
            return held
        self.parameters[name] = held
        return f"{{{name}}}"

    def _changing(self, term: str) -> Replacement | None:
        """``url.replace(…)``, also where a variable is set to what is made so of itself."""
        variable = _NAME.match(term)
        if variable is None:
            return replacement_of(term)
        told = [one for one in self._stated(variable.group(1)) if _of_itself(one, variable.group(1))]
        return replacement_of(told[0]) if len(told) == 1 else None

    def _changed(self, change: Replacement) -> str | None:
        """What is changed, with places for the page and for parameters in what is put into it."""
        inner, variable = replacement_of(change.text), _NAME.match(change.text)
        text = literal_of(change.text)
        if inner is not None:
            text = self._changed(inner)
        elif variable is not None:
            told = {one for one in self._stated(variable.group(1)) if not _of_itself(one, variable.group(1))}
            text = self._text(told.pop(), 0) if len(told) == 1 else None
        if text is None or len(text) > _LONGEST_TEXT:
            return None
        made, end = "", 0
        for begins, ends in change.places(text):
            made += text[end:begins]
            put = joined(change.by, self.value, made)
            if put is None or "$" in put:  # $1 and its kind are parts of what was found
                return None
            made, end = made + put, ends
        return made + text[end:]

    def _sent(self, choice: Chosen, term: str, name: str) -> str | None:
        if choice.template is None:
            return self._shown(term)
        self.parameters[name] = choice.template
        return f"{{{name}}}"

    def _plain(self, term: str) -> str | None:
        """What needs no variable: a literal, a field of the page, the number of a row."""
        if (in_field := FIELD.match(term)) is not None:
            return self.shown.get(in_field.group(1) or in_field.group(2))
        fixed, row = _FIXED.match(term), self._row(term)
        if row is not None or fixed is None:
            return row if row is not None else stated_value(self.script, term)
        return _BOOLEANS.get(fixed.group(1), fixed.group(1))

    def held(self, term: str) -> str | None:
        """The one text that the variable ``term`` ever holds."""
        variable = _NAME.match(term)
        return self._held(variable.group(1)) if variable else None

    def _shown(self, term: str) -> str | None:
        """The one literal that a variable holds before anything is chosen."""
        variable = _NAME.match(term)
        told = {literal_of(one) for one in self._stated(variable.group(1))} - {None} if variable else set()
        return told.pop() if len(told) == 1 else None

    def _row(self, term: str) -> str | None:
        """The place of a row's number that is told from the page's: ``{p0*15}`` for (pageNo - 1) * 15."""
        found = _TIMES.match(term) if len(term) <= _LONGEST_TERM else None
        if found is None:
            return None
        begins, size = self._begins_at(found["page"]), found["size"]
        variable = _NAME.match(size)
        told = self._held(variable.group(1)) if variable else literal_of(size)
        if begins is None or told is None or not _SIZE.fullmatch(told):
            return None
        return f"{{{'p' if begins == 1 else 'p0'}*{int(told)}}}"

    def _members(self, expression: str) -> dict[str, list[str]] | None:
        """All that each member of the object is ever said to be."""
        text, variable = expression.strip(), _NAME.match(expression)
        if text.startswith("{"):
            return {name: [one] for name, one in members_of(text).items()}
        held = self._expression(expression) or self._paged(expression)
        if variable is None or held is None or not held.startswith("{"):
            return None
        members = {name: [one] for name, one in members_of(held).items()}
        setting = rf"(?<![\w.$]){OWN}{re.escape(variable.group(1))}\.(\w+)\s*=(?!=)\s*"
        for found in islice(re.finditer(setting, code_of(self.script)), _MOST):
            told = members.setdefault(found.group(1), [])
            if all(literal_of(one) == "" for one in told):
                told.clear()  # {channelId: ''} waits for what is set
            told.append(expression_at(self.script, found.end()))
        return members

    def _expression(self, term: str) -> str | None:
        """The one expression that the variable ``term`` ever holds."""
        variable = _NAME.match(term)
        if variable is None:
            return None
        told = self._stated(variable.group(1))
        return next(iter(told)) if len(told) == 1 else None

    def _paged(self, term: str) -> str | None:
        """Of several objects that are called so, the one that names a page (others are arguments of other calls)."""
        variable = _NAME.match(term)
        told = [one for one in self._stated(variable.group(1)) if one.startswith("{")] if variable else []
        paged = [one for one in told if any(_PAGE.fullmatch(name) for name in members_of(one))]
        return paged[0] if len(paged) == 1 else None

    def _held(self, variable: str, depth: int = 0) -> str | None:
        """The one text that a variable ever holds."""
        told = stated(self.script, variable)
        routed = {found[1] for one in told if (found := _ROUTED.match(one))}
        others = [one for one in told if not _ROUTED.match(one) and not sets_nothing(one, variable)]
        if len(routed) == 1 and not any(literal_of(one) != "" for one in others):
            return self.route.get(routed.pop())  # cid: this.$route.query.cid
        held = {self._text(one, depth) for one in self._stated(variable)}
        return held.pop() if len(held) == 1 else None

    def _text(self, expression: str, depth: int) -> str | None:
        """What an expression of literals and such variables says."""
        texts: list[str | None] = []
        for term in _terms_at_home(expression):
            variable = _NAME.match(term) if depth < _DEEPEST else None
            texts.append(self._held(variable.group(1), depth + 1) if variable else literal_of(term))
        return "".join(one for one in texts if one) if texts and None not in texts else None

    def _stated(self, variable: str) -> set[str]:
        return {one for one in stated(self.script, variable) if not sets_nothing(one, variable)}

    def _begins_at(self, term: str) -> int | None:
        """Where the number of the page begins: as stated, or as the script first sets or hands over its variable."""
        literal, variable, shifted = literal_of(term), _NAME.match(term), _SHIFTED.match(term)
        if literal is not None:
            return int(literal) if literal in ("0", "1") else None
        if shifted is not None:
            begins = self._begins_at(shifted.group(1))
            moved = None if begins is None else begins + (1 if shifted.group(2) == "+" else -1)
            return moved if moved in (0, 1) else None
        return _begins(self.script, variable.group(1)) if variable else None


def stated_value(script: str, term: str, depth: int = 0) -> str | None:
    """A literal, or the one that a member of an object holds (``cfg.siteId``) where nothing sets this to another."""
    if (literal := literal_of(term)) is not None:
        return literal
    found = _MEMBER.match(re.sub(rf"^\s*{OWN}", "", term))
    if found is None or depth > _DEEPEST:
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
    for _ in range(_DEEPEST):
        variable = _NAME.match(expression)
        if variable is None:
            break
        told = {one for one in stated(script, variable[1]) if not sets_nothing(one, variable[1])}
        expression = told.pop() if len(told) == 1 else ""
    return expression if expression.lstrip().startswith("{") else None


def joined(expression: str, value: Callable[[str, str], str | None], before: str = "") -> str | None:
    """What the terms of ``expression`` say together, each as ``value`` reads it under the name it is sent by.

    ``before``: what they are put behind. What only breaks caches is left out with its name; ``None`` where another term
    is not read.
    """
    text, dropped = "", False
    for term in _terms_at_home(expression):
        named = _QUERY_NAME.search(before + text)
        if named and not before and is_left_out(term):
            text, dropped = text[: named.start()], True
            continue
        told = value(term, named.group(1) if named else "")
        if told is None:
            return None
        # /list?t=(random)&page=1: what follows begins the query, or the form, in its place
        begins = dropped and told.startswith("&") and "=" not in text
        text += (told[1:] if not text else "?" + told[1:]) if begins else told
    return text


def _terms_at_home(expression: str) -> list[str]:
    """The terms of ``expression`` but for the page's own scheme and host before them."""
    terms = terms_of(_AT_HOME.sub("", expression, count=1))
    return terms[1:] if len(terms) > 1 and _ORIGIN.fullmatch(terms[0]) else terms


def _of_itself(expression: str, variable: str) -> bool:
    """True for ``url.replace(…)`` of the variable ``url`` itself."""
    change = replacement_of(expression)
    held = _NAME.match(change.text) if change is not None else None
    return held is not None and held.group(1) == variable


def is_left_out(term: str) -> bool:
    """True for a value that is none, or of which any would do."""
    return _AGAINST_CACHES.match(term) is not None or _ABSENT.match(term) is not None


@lru_cache(maxsize=64)
def stated(script: str, variable: str) -> frozenset[str]:
    """All expressions that the page's own ``variable`` is ever set to; none where they are too many to look at."""
    setting = rf"(?<![\w.$]){OWN}{re.escape(variable)}\s*[:=](?![=>])\s*"
    found = list(islice(re.finditer(setting, code_of(script)), _MOST + 1))
    return frozenset(expression_at(script, one.end()) for one in found) if len(found) <= _MOST else frozenset()


def sets_nothing(expression: str, variable: str) -> bool:
    """True for what only hands ``variable`` on under its own name: ``{cid: this.cid}``."""
    return re.split(r"[.\s]", expression)[-1] == variable


@lru_cache(maxsize=64)
def _begins(script: str, variable: str) -> int | None:
    literals = {literal_of(one) for one in stated(script, variable)}
    for function, place in islice(_takers(script, variable), _MOST):
        given = rf"\b{re.escape(function)}\(\s*(?:[^,()]*,){{{place}}}\s*[\"']?(\d+)[\"']?\s*[,)]"
        literals |= set(re.findall(given, script))
    known = literals & {"0", "1"}
    if len(known) != 1:
        return None
    return 1 if known == {"0"} and _counted(script, variable, before_use=True) else int(known.pop() or 0)


def _counted(script: str, variable: str, *, before_use: bool = False) -> bool:
    """True where ``script`` counts ``variable`` up; ``before_use``: in the same block, before it is used again."""
    own = rf"(?<![\w.$]){OWN}{re.escape(variable)}\b"
    code = code_of(script)
    for found in islice(re.finditer(rf"\+\+\s*{own}|{own}\s*(?:\+\+|\+=\s*1\b)", code), _MOST):
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
