"""The style sheets that stand in a page, as rules of selectors and declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

#: A selector that names one class or one id: ``.old``, ``#old``, ``tr.old``.
SIMPLE = re.compile(r"([a-z][a-z0-9]*)?([.#])([\w-]+)", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_NAMES = re.compile(r"[.#]?[\w-]+|\*")


@dataclass(frozen=True, slots=True)
class Rule:
    """Selectors and declarations; of rules that hold at times only (``@media``) both are the whole text."""

    selectors: tuple[str, ...]
    said: str
    at_times: bool = False

    def names(self) -> Iterator[str]:
        return (name for selector in self.selectors for name in _NAMES.findall(selector))


def sheet_of(root: etree._Element) -> str:
    """What the page's own style sheets for screens say."""
    return "\n".join("".join(map(str, style.itertext())) for style in root.iter("style") if _is_for_screens(style))


def _is_for_screens(style: etree._Element) -> bool:
    media = (style.get("media") or "all").lower()
    return "all" in media or "screen" in media


def rules_of(sheet: str) -> Iterator[Rule]:
    """The rules of a style sheet, comments left out."""
    first, *others = sheet.replace("<!--", "").replace("-->", "").split("/*")
    sheet = first + "".join(other.partition("*/")[2] for other in others)
    depth = start = 0
    selectors = ""
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            depth += 1
            if depth == 1:
                selectors, start = sheet[start : brace.start()].rpartition(";")[2], brace.end()
            continue
        if depth == 1:
            said = sheet[start : brace.start()]
            if "{" in said or "@" in selectors:
                yield Rule((said,), said, at_times=True)
            else:
                yield Rule(tuple(one.strip() for one in selectors.split(",")), said.strip())
        depth = max(depth - 1, 0)
        start = start if depth else brace.end()
