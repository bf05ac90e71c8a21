"""Items that a function opens which is handed their id: ``onclick="view(9001)"``, ``function view(id) {…}``.

Nothing is executed. Such an address is read where one function opens it and what it is handed is a field of a record.
"""

from __future__ import annotations

import re

from scrapers.adapters.functions import short_functions
from scrapers.adapters.script_text import expression_at, literal_of, terms_of

_OPENS = re.compile(
    r"\b(?:window\.open|location\.(?:assign|replace)|\$?router\.push)\(\s*|\blocation(?:\.href)?\s*=(?!=)\s*"
)
_FIELD = r"(?:[A-Za-z_$][\w$]*(?:\[\w+\])?\.){1,4}(\w+)"
#: What may stand before the field where a text is put together: ``view(" + d.id``, ``view('{{d.id}}``.
_BEFORE = r"""\\?["'`]?\s*(?:\\?["']\s*\+\s*(?:\\?["']\s*\+\s*)?|\$\{\s*|\{\{[\s#=-]*|<%[=-]\s*)?"""
_ADDRESS = re.compile(r"(?:https?:/)?\.{0,2}/[^{}\s]*\{\w+\}[^{}\s]*|[\w-]+[./?][^{}\s]*\{\w+\}[^{}\s]*")


def opened_address(source: str) -> str | None:
    """``/view/{infoid}.html``: the one address that a function opens which a record's field is handed to."""
    found = {
        made
        for name, arguments, begin, end in short_functions(source)
        for made in _made(source, name, arguments, source[begin:end])
    }
    return found.pop() if len(found) == 1 else None


def _made(source: str, name: str, arguments: tuple[str, ...], body: str) -> set[str]:
    """The addresses that the function's body opens, with the names of the fields that it is handed."""
    made: set[str] = set()
    for opens in _OPENS.finditer(body):
        text, place = "", -1
        for term in terms_of(expression_at(body, opens.end())):
            literal = literal_of(term)
            is_handed = term.strip() in arguments and place < 0
            if literal is None and not is_handed:
                break
            place = arguments.index(term.strip()) if is_handed else place
            text += literal if literal is not None else "{}"
        else:
            fields = {one[1] for one in _calls(name).finditer(source)} if place == 0 else set()
            told = text.replace("{}", "{" + fields.pop() + "}") if len(fields) == 1 else ""
            made |= {told} if _ADDRESS.fullmatch(told) and "#" not in told else set()
    return made


def _calls(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$]){re.escape(name)}\(\s*{_BEFORE}{_FIELD}")
