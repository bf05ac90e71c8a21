"""The words of docs/facts.md as patterns, and where that page leaves two words open (``vocabulary.yaml``)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from domain.declared import from_yaml
from tests.layouts.model import Key

FILE = Path(__file__).with_name("vocabulary.yaml")


@cache
def _declared() -> dict[str, Any]:
    found: dict[str, Any] = from_yaml(FILE.read_text(encoding="utf-8"))
    return found


def allowed(key: Key) -> bool:
    """True when item and measure are words of the statement."""
    entry = _declared()["statements"].get(key.statement)
    if entry is None or key.measure not in entry["measures"]:
        return False
    return any(re.fullmatch(pattern, key.item) for pattern in entry["items"])


def alternatives(key: Key, state: str, origin: str) -> tuple[tuple[str, str], ...]:
    """Other statements and items under which a reader may file the same figure without being wrong."""
    found = []
    for rule in _declared()["alternatives"]:
        if rule["statement"] != key.statement or rule.get("state", state) != state:
            continue
        match = re.fullmatch(rule["item"], key.item) if rule.get("origin", origin) == origin else None
        for form in rule["also"] if match else ():
            statement, _, item = form.rpartition(":")
            found.append((statement or key.statement, match.expand(item) if match else item))
    return tuple(dict.fromkeys(found))
