"""Words that begin, continue or caption a table, from ``table_words.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from domain.declared import from_yaml
from domain.text import squeeze

_FILE = Path(__file__).with_name("table_words.yaml")


@cache
def words(kind: str) -> frozenset[str]:
    """Squeezed words of one list of the file: ``header``, ``head``, ``levels``, ``continued`` and so on."""
    return frozenset(squeeze(word) for word in from_yaml(_FILE.read_text("utf-8"))[kind])
