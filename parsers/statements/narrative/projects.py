"""Which project the figures of prose are said of: the one that a heading, a passage or their own label names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.statements.labels import chinese
from parsers.statements.narrative.declarations import prose
from parsers.statements.narrative.spots import compiled
from parsers.statements.project_lines import project_of_line, without_number

_LEAD = re.compile(r"^(?:其中|[一二三四五六七八九十]{1,2}是)?[:,]?")
_TAIL = re.compile(r"(?:项目)?的?(?:绩效)?(?:自评价?|评价)?(?:综合|平均)?$")


@dataclass(slots=True)
class ProseState:
    """What prose carries from passage to passage: the project spoken of, and whether a line of its own named it."""

    project: str | None = None
    labelled: bool = False
    #: The fiscal year, where it is known.
    year: int | None = None


def name_project(text: str, state: ProseState, *, labels_only: bool = False) -> None:
    """Remember the project that a heading or passage names; ``labels_only``: that a line of its own labels."""
    body = without_number(text)
    if (alone := project_of_line(body)) is not None:
        state.project, state.labelled = alone, True
        return
    if labels_only:
        return
    for pattern in (*prose().project_names, *_labels()):
        found = compiled(pattern).search(body)
        if found and not is_general(found["name"]):
            state.project, state.labelled = chinese(found["name"]), False
            return
    if compiled(prose().project_unnamed).search(body):
        state.project, state.labelled = None, False


def is_general(words: str) -> bool:
    """True for words that name no project (部门整体支出, 项目资金执行情况)."""
    return compiled(prose().project_general).search(words) is not None


def belongs_to_project(label: str, state: ProseState) -> bool:
    """Whether a figure is the project's that is spoken of, by the words of its clause before its measure.

    Another name there (信访专项得分97分，接访专项得分95分) is the project from here on; words that may be something
    else's make the figure nobody's.
    """
    name = _TAIL.sub("", _LEAD.sub("", without_number(label.lstrip(",:、"))))
    if is_general(name) or (state.project is not None and chinese(name) == state.project):
        return True
    if compiled(prose().project_noun).search(name) is None:
        return False
    state.project, state.labelled = chinese(name), False
    return True


@cache
def _labels() -> tuple[str, ...]:
    parts = re.compile("|".join(prose().label_parts))
    return tuple(parts.sub(lambda part: prose().label_parts[part[0]], label) for label in prose().project_labels)
