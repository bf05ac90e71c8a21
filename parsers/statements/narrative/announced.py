"""Titles and lines that only name what the paragraph below them is about.

2.公务接待费。 or 1.一般公共服务支出（类）…（款）信访事务（项）。, and below: 年初预算为…，支出决算为…
"""

from __future__ import annotations

import re

from parsers.statements.narrative.grammar import Walk
from parsers.statements.narrative.lexicon import Subject
from parsers.statements.narrative.subjects import Context

#: The subject and the code printed with it.
Announced = tuple[Subject, str | None]

_LONGEST_ANNOUNCEMENT = 90
#: Families whose sections have one subject each: （四）机关运行经费情况.
_OF_ONE_SUBJECT = ("three_public", "operating")
_ACCOUNT = re.compile(r"(?:情况|说明)$")


def announced_by(line: str, section: str, context: Context) -> Announced | None:
    """The subject that a line names for the paragraph below it: 2.公务接待费。 or 1.…（类）…（款）信访事务（项）。"""
    words_of_line = line.rstrip("。:")
    if len(words_of_line) > _LONGEST_ANNOUNCEMENT or re.search("[,;。:!?]", words_of_line):
        return None
    walk = Walk(words_of_line, section, context)
    walk.run()
    found = walk.announced
    if found is not None and _ACCOUNT.search(words_of_line) and found[0].family not in _OF_ONE_SUBJECT:
        return None
    return found
