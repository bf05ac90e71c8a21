"""The label table of a detail page: 索引号, 发布机构, 发布日期 … in tables, lists and lines (``data/labels.yaml``)."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag

from domain.declared import from_yaml
from scrapers.html import label_of

_DATA = Path(__file__).parent / "data" / "labels.yaml"
_UNSEEN = frozenset({"script", "style", "template", "noscript", "title"})
_COLON = re.compile(r"[:：]")
#: Longer strings are running text, where a word such as 时间 is no label.
_LINE = 160
_BLANK = re.compile(r"[\s\u3000\u00a0]+")
#: A value that is itself printed as a label.
_BRACKETED = re.compile(r"^\s*[\[【].*[\]】]\s*$")


def read_labels(soup: BeautifulSoup, *, extra_published: tuple[str, ...] = ()) -> dict[str, dict[str, str]]:
    """Values by field and printed label: ``{"publisher": {"发布机构": "县信访局", "来源": "…"}}``; empty ones left out.

    Works on the strings of the page in reading order, so that it does not matter whether the labels stand in table
    cells, list items, spans or a line such as ``发布日期：2026-09-18 来源：县信访局``.
    """
    known = _field_of() | dict.fromkeys(extra_published, "published")
    found: dict[str, dict[str, str]] = {}
    strings = _strings(soup)
    for position, text in enumerate(strings):
        following = strings[position + 1] if position + 1 < len(strings) else ""
        for label, value in _labelled(text, following, known):
            field = known[label]
            if value and field != "other":
                found.setdefault(field, {}).setdefault(label, value)
    return found


def first_value(labels: dict[str, dict[str, str]], field: str) -> str | None:
    """The value of the label that comes first in the vocabulary."""
    values = labels.get(field, {})
    order = list(_field_of())
    ranked = sorted(values, key=lambda label: order.index(label) if label in order else -1)
    return values[ranked[0]] if ranked else None


def _labelled(text: str, following: str, known: dict[str, str]) -> list[tuple[str, str]]:
    whole = label_of(text)
    if whole in known:
        return [(whole, "" if _is_label(following, known) else following)]
    if len(text) > _LINE or not _COLON.search(text):
        return []
    found = []
    pieces = _COLON.split(text)
    for before, after in itertools.pairwise(pieces):
        label = _label_at_end(before, known)
        if label is not None:
            found.append((label, _until_next_label(after, known)))
    if found and not found[-1][1] and not pieces[-1].strip() and not _is_label(following, known):
        found[-1] = (found[-1][0], following)
    return found


def _label_at_end(text: str, known: dict[str, str]) -> str | None:
    """A label that ends ``text``: spaces may stand inside it, and something else before it."""
    compact = label_of(text)
    return next((label for label in sorted(known, key=len, reverse=True) if compact.endswith(label)), None)


def _until_next_label(value: str, known: dict[str, str]) -> str:
    """``value`` without the next label of the same line (``2026-09-18 10:21 来源``)."""
    clean = _BLANK.sub(" ", value).strip()
    last = clean.rsplit(" ", 1)
    if len(last) == 2 and label_of(last[1]) in known:
        return last[0].strip()
    return "" if label_of(clean) in known else clean


def _is_label(text: str, known: dict[str, str]) -> bool:
    return (
        label_of(text) in known or bool(_BRACKETED.match(text)) or bool(re.match(r"^[^:：]{2,8}[:：]$", text.strip()))
    )


def _strings(soup: BeautifulSoup) -> list[str]:
    found: list[str] = []
    for string in soup.find_all(string=True):
        if type(string) is not NavigableString:
            continue
        parent = string.parent
        if isinstance(parent, Tag) and parent.name in _UNSEEN:
            continue
        text = _BLANK.sub(" ", str(string)).strip()
        if text:
            found.append(text)
    return found


@cache
def _field_of() -> dict[str, str]:
    raw = from_yaml(_DATA.read_text(encoding="utf-8"))
    return {label: field for field, labels in raw.items() for label in labels}
