"""One figure at several places: which facts print it, by declared places with variables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.classification import economic_by_name
from domain.records import Origin, Statement
from parsers.reconcile.cases import Place, SameCase
from parsers.reconcile.classification import code_of_path, codes_of, read_code, spelling
from parsers.reconcile.figures import Figure
from parsers.reconcile.sections import Facts, Section, key_of, pattern_of

#: Variable of a place whose value is compared by code, where both sides print one.
_CODED = frozenset({"function", "class"})
_ECONOMIC = "economic"


@dataclass(frozen=True, slots=True)
class Mention:
    figure: Figure
    section: Section

    @property
    def is_text(self) -> bool:
        return self.section.origin is not Origin.TABLE


def mentions_of(case: SameCase, facts: Facts) -> dict[tuple[str, ...], tuple[Mention, ...]]:
    """Mentions of each figure of a case, by the values of its variables and the measure."""
    found: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for place in case.places:
        for section in facts.of_statement(place.statement):
            if place.origin in (None, section.origin):
                for key, figure in _at(case, place, section):
                    found[key].append(Mention(figure, section))
    return {key: _without_repeats(mentions) for key, mentions in found.items()}


def _at(case: SameCase, place: Place, section: Section) -> Iterator[tuple[tuple[str, ...], Figure]]:
    pattern = pattern_of(place.item)
    found: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in section.figures:
        if figure.fact.measure not in case.measures:
            continue
        match = pattern.fullmatch(key_of(figure.fact.item))
        if not match:
            continue
        values = _values(case, match, figure)
        if values is None:
            continue
        found[*values, figure.fact.measure.value].append(figure)
    for key, figures in found.items():
        # A table that prints different figures under one name lists several units: the name means none of them.
        if not section.is_table or len({figure.number for figure in figures}) == 1:
            yield from ((key, figure) for figure in figures)


def _values(case: SameCase, match: re.Match[str], figure: Figure) -> tuple[str, ...] | None:
    values = []
    for variable, printed in match.groupdict().items():
        allowed = case.variables.get(variable)
        if allowed is not None and printed not in _compared(allowed):
            return None
        value = _compared_value(variable, printed, figure)
        if value is None:
            return None
        values.append(f"{variable}={value}")
    return tuple(sorted(values))


def _compared_value(variable: str, printed: str, figure: Figure) -> str | None:
    if variable in _CODED:
        return _function_code(printed, figure, variable)
    if variable == _ECONOMIC:
        # 其他支出 and the like stand in several classes: such a name is no figure's own.
        shared = len(codes_of(printed, "economic")) > 1 and economic_by_name(printed, None) is None
        return None if shared else spelling(printed)
    return printed


@lru_cache(maxsize=256)
def _compared(allowed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(key_of, allowed))


def _function_code(name: str, figure: Figure, variable: str) -> str | None:
    """The code of a function row or name; a name that several codes share stays a name."""
    if variable == "class":
        classes = [code for code in codes_of(name) if len(code) == 3]
        return classes[0] if classes else None
    if key_of(name) == "合计":
        return None
    if figure.fact.code:
        return read_code(figure.fact.code, name) or figure.fact.code
    codes = codes_of(name)
    if len(codes) > 1:
        # 行政运行 and the like exist under every office: only their path says which one is meant.
        return code_of_path(figure.fact.item_printed)
    return codes[0] if codes else spelling(name)


def _without_repeats(mentions: list[Mention]) -> tuple[Mention, ...]:
    seen: set[int] = set()
    kept = []
    for mention in mentions:
        if mention.figure.order not in seen:
            seen.add(mention.figure.order)
            kept.append(mention)
    return tuple(kept)


def figure_at(facts: Facts, place: Place, document_id: str) -> Figure | None:
    return facts.first_near(((place.statement, place.item),), place.measure, document_id)


def as_places(places: tuple[Place, ...]) -> tuple[tuple[Statement, str], ...]:
    return tuple((place.statement, place.item) for place in places)
