"""Raised marks of footnotes and words that are crossed out: on the page, but no part of a figure.

A mark (¹, ①, *, [1], 注1) that stands raised behind anything but a Latin letter refers to a note; a raised digit behind
a letter is a power (m², km²) and stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"[\[(（【〔]?(?:注\s?)?\d{1,2}(?:[,，、]\d{1,2})*[\])）】〕]?|[\[(（【〔]?注[\])）】〕]?|[①-⑳❶-❿]{1,3}|[*＊※†‡#＃△▲☆★]{1,3}"
)
_LETTER = re.compile(r"[A-Za-zａ-ｚＡ-Ｚ\u3380-\u33df]\s*$")


def is_mark(before: str, raised: str) -> bool:
    """True if ``raised``, set higher than the text ``before`` it, is the mark of a note."""
    return bool(before.strip()) and not _LETTER.search(before) and _MARK.fullmatch(raised.strip()) is not None


@dataclass(slots=True)
class LeftOut:
    """How often something that a person sees was not taken as text."""

    marks: int = 0
    struck: int = 0
    white: int = 0
    placeholders: int = 0

    def notes(self, where: str = "") -> list[str]:
        """Sentences for the notes of the document; ``where`` begins them (``sheet 'x': ``)."""
        said = (
            (self.marks, "raised marks of notes were left out"),
            (self.struck, "crossed-out texts were not read"),
            (self.white, "texts in the colour of the page were not read"),
            (self.placeholders, "figures of the form in fields that nobody filled in were not read"),
        )
        return [f"{where}{count} {what}" for count, what in said if count]
