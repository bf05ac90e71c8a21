"""Days beside a title that are not the one of publication: what a label calls otherwise, and what is not shown.

Catalogues keep a card of each document beside its row, with 成文日期, 生成日期 or 有效期 among its lines.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bs4 import Tag

from domain.declared import from_yaml
from domain.text import normalise
from scrapers.adapters.dates import ANY_DAY
from scrapers.html import attribute, text_of

_DATA = Path(__file__).parent.parent / "data" / "labels.yaml"
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OF_A_DAY = re.compile(r"(?:日期|时间|有效期)$")


def shown_beside(holder: Tag, link: Tag) -> str:
    """The text of ``holder`` without ``link``, without what is hidden and without days that are labelled otherwise."""
    return without_other_days(text_of(holder, without=[link, *hidden_beside(holder, link)]))


def hidden_beside(holder: Tag, link: Tag) -> list[Tag]:
    """The parts of ``holder`` that are not shown, but for those that ``link`` stands in."""
    around = {id(one) for one in link.parents}
    hidden = (one for one in holder.find_all(True) if one.has_attr("hidden") or _HIDDEN.search(attribute(one, "style")))
    return [one for one in hidden if id(one) not in around]


def without_other_days(text: str) -> str:
    """``text`` without days that a label calls other than that of publication: ``生成日期：2026-09-18``."""
    return _labelled().sub(" ", normalise(text))


@cache
def _labelled() -> re.Pattern[str]:
    said = from_yaml(_DATA.read_text(encoding="utf-8"))
    names = [*said["written"], *(one for one in said["other"] if _OF_A_DAY.search(one))]
    spelled = "|".join(r"\s*".join(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:{spelled})[\s\])】:至]*{ANY_DAY}")
