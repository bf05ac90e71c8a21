"""What a script's call sends: literals, variables that hold one value, and the page's number, counted from 0 or 1."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from scrapers.adapters.choosing import conditions_of, either_of, unwrapped, without_itself
from scrapers.adapters.joined_terms import joined, terms_at_home
from scrapers.adapters.objects import assignments_of, merged_of, object_parts, settings_of
from scrapers.adapters.page_attributes import attribute_of
from scrapers.adapters.query_objects import (
    address_of,
    address_variable,
    is_own_query,
    made_with,
    query_text,
    query_variable,
)
from scrapers.adapters.replaced import Replacement, replacement_of
from scrapers.adapters.script_text import literal_of, members_of
from scrapers.adapters.script_variables import (
    DEEPEST,
    OWN,
    begins_at,
    is_counted,
    sets_nothing,
    stated,
    stated_value,
    without_ref,
)
from scrapers.adapters.worked_out import is_nothing, is_true, own_of, worked_out

_NAME = re.compile(rf"^\s*{OWN}([A-Za-z_$]\w*)\s*$")
_SHIFTED = re.compile(rf"^\s*\(?\s*({OWN}[A-Za-z_$]\w*)\s*([-+])\s*1\s*\)?\s*$")
#: (pageNo - 1) * pageSize, the number of the first row; or of the last.
_TIMES = re.compile(r"^\s*\(?\s*(?P<page>\(?[^()*]+\)?)\s*\*\s*(?P<size>[^()*]+?)\s*\)?\s*$")
_PAGE = re.compile(r"(?i:(?:cur(?:rent)?_?)?page_?(?:no|num|number|index|id)?|p|pn|current)")
_PAGE_IN_QUERY = re.compile(rf"((?:[?&]|^){_PAGE.pattern}=)([01])(?=&|$)")
#: A part of the page's own address: ``this.$route.params.channelId``, ``to.params.id``, ``this.$route.query.cid``.
_ROUTED = re.compile(r"^\s*(?:\w+\.)?(?:\$?route|to)\.((?:params|query)\.\w+)\s*$")
#: What a field of the page holds: ``$('#articleId').val()``, ``$.trim($('#kw').val())``.
FIELD = re.compile(
    r"""^\s*(?:(?:\$|jQuery)\.trim\(\s*)?(?:\$\(\s*["'](?:#|(?:input|select)\[name=["']?)([\w-]+)["']?\]?["']\s*\)\.val\(\s*\)|"""
    r"""document\.getElementById\(\s*["']([\w-]+)["']\s*\)\.value)\s*(?:\.trim\(\s*\)\s*)?\)?\s*(?:\|\|\s*(?:""|'')\s*)?$"""
)
#: What laypage hands to its ``jump``: pages count from 1.
_OF_LAYPAGE = re.compile(r"^\s*[A-Za-z_$][\w$]*\.curr\s*$")
_FIXED = re.compile(r"^\s*(true|false|![01])\s*$")
_BOOLEANS = {"!0": "true", "!1": "false"}
_LONGEST_TERM = 120
#: No address in which something is replaced is longer.
_LONGEST_TEXT = 2000
#: Rows of a page.
_SIZE = re.compile(r"[0-9]{1,4}")


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
    #: How deep in terms that are worked out of others.
    depth: int = 0

    def url(self, expression: str, depth: int = 0) -> str | None:
        """An address, or the text of a form, that is put together; ``None`` where a part is not read."""
        if (address := address_variable(self, expression)) is not None:
            sent = self._evaluated(self._with_settings({}, f"{address}.searchParams"), held=True)
            return address_of(self, address, sent) if sent is not None else None
        held = self.expression(expression) if depth < DEEPEST else None
        if held is not None and literal_of(held) is None and query_variable(self, expression) is None:
            return self.url(held, depth + 1)
        text = joined(expression, self.value)
        if text is None:
            return None
        return _PAGE_IN_QUERY.sub(lambda found: found.group(1) + ("{p}" if found.group(2) == "1" else "{p0}"), text)

    def fields(self, expression: str) -> dict[str, str] | None:
        """The members of an object, or of the variable that holds one; ``None`` where one is not read."""
        members = self._members(expression)
        return self._evaluated(members, held=_NAME.match(expression) is not None) if members is not None else None

    def members(self, expression: str) -> dict[str, list[str]] | None:
        """All that each member of an object, or of the variable that holds one, is ever said to be."""
        return self._members(expression)

    def evaluated(self, members: Mapping[str, list[str]]) -> dict[str, str] | None:
        """What ``members`` say; ``None`` where one is not read."""
        return self._evaluated(members, held=True)

    def _evaluated(self, members: Mapping[str, list[str]], *, held: bool) -> dict[str, str] | None:
        """What ``members`` say; ``held``: of an object that a variable holds."""
        sent: dict[str, str] = {}
        for name, expressions in members.items():
            told = [one for one in expressions if not is_nothing(self, one)]
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
        return sent

    def value(self, term: str, name: str) -> str | None:
        """What one term sends under ``name``: itself, the page's place, or the place of a parameter."""
        choice = next((one for one in self.chosen if one.is_sent(term, name)), None)
        if choice is not None and literal_of(term) is None:
            return self._sent(choice, term, name)
        if _PAGE.fullmatch(name):
            begins = self._begins_at(term)
            return None if begins is None else "{p}" if begins == 1 else "{p0}"
        if query_variable(self, term) is not None:
            return query_text(self, term)
        plain = self._plain(term := without_ref(self.script, term))
        told = plain if plain is not None else self._variable(term, name)
        return told if told is not None else worked_out(self, term, name)

    def joined(self, expression: str) -> str | None:
        """What several terms say together."""
        return joined(expression, self.value)

    def apart(self) -> Values:
        """The same, that meets no parameters."""
        return replace(self, parameters={}, chosen=())

    def _variable(self, term: str, name: str) -> str | None:
        """What a variable holds, or is changed to: the page's place, a text, or the place of a parameter."""
        if (changed := self._changing(term)) is not None:
            return self._changed(changed)
        variable = _NAME.match(term)
        if variable and not name and _PAGE.fullmatch(variable.group(1)) and is_counted(self.script, variable.group(1)):
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
        if (stated := attribute_of(term, self.shown, self.expression)) is not None:
            return stated
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

    def _members(self, expression: str, depth: int = 0) -> dict[str, list[str]] | None:
        """All that each member of the object is ever said to be."""
        text, variable = without_ref(self.script, expression).strip(), _NAME.match(expression)
        text = unwrapped(text) or text
        if text.startswith("{") or (merged := merged_of(text)) is not None:
            parts = [text] if text.startswith("{") else merged or []
            return self._merged(parts, depth)
        held = self.expression(expression) or self._paged(expression)
        if variable is None or held is None or depth > DEEPEST:
            return None
        try:
            made = made_with(self, held)
        except ValueError:
            return None
        if not isinstance(made, dict):
            held = made or unwrapped(held) or held
            is_object = made is not None or held.startswith("{") or merged_of(held) is not None
            made = self._members(held, depth + 1) if is_object else None
        return self._with_settings(made, variable.group(1), anew=is_own_query(held)) if made is not None else None

    def _with_settings(
        self, members: dict[str, list[str]], variable: str, *, anew: bool = False
    ) -> dict[str, list[str]]:
        """``members`` with all that ``variable`` is given later; ``anew``: in place of what they say."""
        for name, value, guards in settings_of(self.script, variable):
            chosen = any(one.template is not None and one.is_sent(value, name) for one in self.chosen)
            if not chosen and any(is_true(self, guard) is False for guard in guards):
                continue  # if (keyword) param.title = keyword
            values = members.setdefault(name, [])
            if anew or all(literal_of(one) == "" for one in values):
                values.clear()  # {channelId: ''} waits for what is set
            values.append(value)
        return {name: values for name, values in members.items() if values}

    def _merged(self, parts: list[str], depth: int) -> dict[str, list[str]] | None:
        """Members of several objects, later ones in place of earlier ones; ``None`` where one is not read."""
        members: dict[str, list[str]] = {}
        for name, one in ((name, one) for part in parts for name, one in object_parts(part)):
            further = {name: [one]} if name else self._members(one, depth + 1) if depth < DEEPEST else None
            if further is None:
                return None
            members |= further
        return members

    def expression(self, term: str) -> str | None:
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
        if len(held) > 1 and held >= {""}:  # var id = ''; id = getQueryString('id')
            read = {own for one in told if (own := own_of(self, one)) and literal_of(one) is None}
            return read.pop() if held - {""} == read and len(read) == 1 else None
        return held.pop() if len(held) == 1 else self._first_held(variable, told, depth) if len(held) > 1 else None

    def _first_held(self, variable: str, told: Collection[str], depth: int) -> str | None:
        """What the page's own address says of ``variable``, or is put in its place: ``if (!cid) { cid = '31' }``."""
        read = {own for one in told if (own := own_of(self, one)) is not None}
        if len(read) != 1:
            return None
        is_told = bool(*read)
        stands_in = {one for one, guards in assignments_of(self.script, variable) if _asks_for(guards, variable)}
        if {one for one in told if own_of(self, one) is None and not sets_nothing(one, variable)} != stands_in:
            return None
        held = read if is_told else {self._text(one, depth + 1) for one in stands_in}
        return held.pop() if len(held) == 1 else None

    def _text(self, expression: str, depth: int) -> str | None:
        """What an expression of literals and such variables says."""
        texts: list[str | None] = []
        for term in terms_at_home(expression):
            variable = _NAME.match(term) if depth < DEEPEST else None
            told = literal_of(term) if variable is None else self._held(variable.group(1), depth + 1)
            texts.append(self._read(term) if told is None and variable is None else told)
        return "".join(one for one in texts if one) if texts and None not in texts else None

    def _read(self, term: str) -> str | None:
        """What a term without variables says of the page or its address; no place of a page or parameter."""
        field = FIELD.match(term)
        told = (
            self.shown.get(field.group(1) or field.group(2))
            if field
            else attribute_of(term, self.shown, self.expression)
        )
        told = worked_out(self.apart(), term, "") if told is None and field is None else told
        return None if told is None or "{" in told else told

    def _stated(self, variable: str) -> set[str]:
        told = {one for one in stated(self.script, variable) if not sets_nothing(one, variable)}
        return {without_itself(one, variable) for one in told}

    def _literal(self, term: str) -> str | None:
        """A literal, or what a field of the page holds as it is shown: ``pageNo: $('#pageNo').val()``."""
        field = FIELD.match(term)
        return self.shown.get(field.group(1) or field.group(2)) if field is not None else literal_of(term)

    def _begins_at(self, term: str) -> int | None:
        """Where the number of the page begins: as stated, or as the script first sets or hands over its variable."""
        term = without_ref(self.script, term)
        literal, variable, shifted = self._literal(term), _NAME.match(term), _SHIFTED.match(term)
        if literal is not None:
            return int(literal) if literal in ("0", "1") else None
        if _OF_LAYPAGE.match(term) and "laypage" in self.script:
            return 1
        if shifted is not None:
            begins = self._begins_at(shifted.group(1))
            moved = None if begins is None else begins + (1 if shifted.group(2) == "+" else -1)
            return moved if moved in (0, 1) else None
        if variable is None:
            inner = unwrapped(term)
            told = {self._begins_at(one) for one in (either_of(term) or ([inner] if inner else []))} - {None}
            return told.pop() if len(told) == 1 else None
        return begins_at(self.script, variable.group(1))


def _asks_for(guards: Collection[str], variable: str) -> bool:
    """True where a statement is only reached while ``variable`` holds nothing."""
    terms = [term for guard in guards for term in conditions_of(guard) or ()]
    return any(term.strip() == variable and not wanted for term, wanted in terms)


def _of_itself(expression: str, variable: str) -> bool:
    """True for ``url.replace(…)`` of the variable ``url`` itself."""
    change = replacement_of(expression)
    held = _NAME.match(change.text) if change is not None else None
    return held is not None and held.group(1) == variable
