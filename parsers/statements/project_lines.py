"""Lines that name a project and nothing else: what they name holds for the sentences and the tables below them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from domain.declared import from_yaml
from parsers.statements.labels import chinese

_NUMBER = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.])+")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    text = (files("parsers.statements.patterns") / "project_lines.yaml").read_text(encoding="utf-8")
    return tuple(re.compile(pattern) for pattern in from_yaml(text))


def without_number(text: str) -> str:
    """A heading without 一、 or （二） in front."""
    return _NUMBER.sub("", text)


def project_of_line(text: str) -> str | None:
    """The project that a line in the compared form names."""
    found = next((match for pattern in _patterns() if (match := pattern.search(without_number(text)))), None)
    return chinese(found["name"]) if found is not None else None
