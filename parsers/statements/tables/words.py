"""Synonyms as declarations write them: plain words and patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from parsers.statements.labels import label_key


class Declared(BaseModel):
    """Base of all declarations: frozen, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


#: Texts whose answer one set of synonyms remembers; the heads and labels of a report repeat themselves.
_REMEMBERED = 1024


class Words:
    """A set of synonyms: plain words and patterns."""

    def __init__(self, words: Iterable[str]) -> None:
        plain: set[str] = set()
        patterns: list[re.Pattern[str]] = []
        for word in words:
            if word.startswith("~"):
                patterns.append(re.compile(word[1:]))
            else:
                plain.add(label_key(word))
        self._plain = frozenset(plain)
        self._patterns = tuple(patterns)
        self._answers: dict[str, bool] = {}

    def __contains__(self, key: str) -> bool:
        if key in self._plain:
            return True
        if not self._patterns:
            return False
        known = self._answers.get(key)
        if known is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            known = self._answers[key] = any(pattern.fullmatch(key) for pattern in self._patterns)
        return known

    def match(self, key: str) -> re.Match[str] | None:
        """The match of the first pattern that fits; a plain word has none."""
        return next((found for pattern in self._patterns if (found := pattern.fullmatch(key))), None)
