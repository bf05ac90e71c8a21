"""Whose report is it? Every division under the names its bureau goes by, on every portal that may list it.

A title that is taken with another division's code is wrong; one that is handed to a person although it names its
division is unsettled. The names are made from the table, not from titles somebody met: official, short and bare, with
the city, the province or both before it, as two bodies of party and government, as office and as centre; or a title
without a name in a row, a column or a site that says whose it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from domain.division_names import Form, name_forms
from domain.divisions import Division, Divisions, load_divisions
from domain.records import Level
from scrapers.classify import decide
from scrapers.decision import Candidate, Decision
from scrapers.declaration import Portal, portal_from

#: As long as no more than these of a thousand are left to a person on their own portal.
UNSETTLED_GOAL = 0.01


@dataclass(slots=True)
class Sweep:
    """Counts by where a title stood; ``wrong`` and ``unsettled`` hold titles, the place and what came of them."""

    divisions: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    left_to_a_person: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    unsettled: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def met(self) -> bool:
        own = self.taken["own"] + self.left_to_a_person["own"]
        return not self.wrong and self.left_to_a_person["own"] <= UNSETTLED_GOAL * own

    def as_dict(self) -> dict[str, Any]:
        return {
            "divisions": self.divisions,
            "taken": dict(self.taken),
            "left_to_a_person": dict(self.left_to_a_person),
            "wrong": self.wrong[:200],
            "unsettled": self.unsettled[:200],
            "met": self.met,
        }


def run(year: int = 2024, *, every: int = 1, start: int = 0) -> Sweep:
    """Every ``every``-th division valid in ``year``."""
    divisions, sweep = load_divisions(), Sweep()
    for division in [one for one in divisions.rows if one.valid_in(year)][start::every]:
        sweep.divisions += 1
        for where, portal, candidate in _shown(division, divisions, year):
            _count(sweep, where, candidate, division, decide(candidate, portal, portal.entry[0], divisions))
    return sweep


def _count(sweep: Sweep, where: str, candidate: Candidate, division: Division, decision: Decision) -> None:
    shown = candidate.title if candidate.publisher is None else f"{candidate.title} [{candidate.publisher}]"
    if where == "elsewhere":
        if decision.taken:
            sweep.wrong.append((shown, where, f"{decision.division_code} instead of {division.code}"))
    elif not decision.taken:
        sweep.left_to_a_person[where] += 1
        sweep.unsettled.append((shown, where, f"{decision.reason} {' '.join(decision.evidence)}"))
    elif decision.division_code == division.code:
        sweep.taken[where] += 1
    else:
        sweep.wrong.append((shown, where, f"{decision.division_code} instead of {division.code}"))


def _shown(division: Division, divisions: Divisions, year: int) -> Iterator[tuple[str, Portal, Candidate]]:
    own = divisions.present_day(division.code)
    parents = [one for one in divisions.rows if one.current and one != own and _is_parent(one, own)]
    certain, lone = tuple(_certain_names(division)), tuple(_lone_names(division))
    for number, name in enumerate((*certain, *lone)):
        title = f"{name}{year}年度部门决算公开" if number % 2 else f"{year}年{name}部门预算"
        yield "own", _portal(own.code), Candidate(title)
        if name in certain:
            for parent in parents:
                yield parent.level.value, _portal(parent.code), Candidate(title)
            for other in _others(division, own, divisions):
                if other.name == division.name and not (division.city and _bare(division.city) in name):
                    continue  # 河北省桥西区 on the portal of either 桥西区 of the province is its own
                yield "elsewhere", _portal(other.code), Candidate(title)
    plain, bureau = f"{year}年部门预算", f"{division.name}信访局"
    yield "own", _portal(own.code), Candidate(plain, publisher=bureau)
    yield "own", _portal(own.code), Candidate(plain, column=f"{bureau}部门预算")
    for parent in parents:
        yield parent.level.value, _portal(parent.code), Candidate(plain, publisher=f"{division.full_name}信访局")


def _is_parent(one: Division, own: Division) -> bool:
    if one.level is Level.PROVINCE:
        return one.name == own.province
    return one.level is Level.PREFECTURE and one.name == own.city and one.province == own.province


def _certain_names(division: Division) -> Iterator[str]:
    """Names with the places before them: nobody who reads one of them doubts whose body it is."""
    names = [form for form, kind in name_forms(division.name) if kind in (Form.FULL, Form.SHORT)]
    city = division.city if division.city and division.city != division.name else None
    province = division.province if division.province not in (division.name, city) else None
    for name in names:
        for parents in dict.fromkeys((city, province, f"{province or ''}{city or ''}")):
            if parents:
                yield f"{parents}{name}信访局"
    if city:
        yield f"{_bare(city)}{names[0]}信访局"
        yield f"中共{city}{names[0]}委员会{city}{names[0]}人民政府信访局"


def _bare(city: str) -> str:
    return [form for form, _ in name_forms(city)][-1]


def _lone_names(division: Division) -> Iterator[str]:
    """Names that are the portal's own on its own portal, and could be several places elsewhere."""
    names = [form for form, kind in name_forms(division.name) if kind in (Form.FULL, Form.SHORT)]
    for name in names:
        yield f"{name}信访局"
        yield f"中共{name}委{name}人民政府信访局"
    yield f"{names[0]}人民政府信访办公室"
    yield f"中共{names[0]}委员会、{names[0]}人民政府信访局"
    yield f"{names[0]}人民来访接待中心"
    if names[0][-1] in "县区市旗":
        yield f"{names[0]}{names[0][-1]}委{names[0][-1]}政府信访局"
        yield f"中共{names[0]}{names[0][-1]}委{names[0]}人民政府信访局"


def _others(division: Division, own: Division, divisions: Divisions) -> Iterator[Division]:
    """A namesake elsewhere and a neighbour: the portals that are most easily taken for the division's own."""
    mine = {own.code, *(one.code for one in divisions.predecessors(own))}
    namesakes = [one for one in divisions.rows if one.current and one.name == division.name and one.code not in mine]
    near = [
        one
        for one in divisions.rows
        if one.current and one.city == own.city and one.level is own.level is Level.COUNTY and one.code not in mine
    ]
    place = int(division.code)
    for found in (namesakes, near):
        if found:
            yield found[place % len(found)]


@cache
def _portal(code: str) -> Portal:
    entry = {"url": "http://www.bench.test/x/index.html", "name": "部门预决算", "role": "county_column", "mixed": True}
    return portal_from(
        {"id": "bench", "division": code, "family": "static", "entry": [entry], "hosts": ["www.bench.test"]}
    )


def shown(sweep: Sweep) -> str:
    taken, undecided = sum(sweep.taken.values()), sum(sweep.left_to_a_person.values())
    lines = [
        f"names of {sweep.divisions} divisions on their own, their city's and province's portals and elsewhere",
        f"  {taken} taken for the right division, {len(sweep.wrong)} for another (goal 0), {undecided} left to people",
        f"  right: {dict(sweep.taken)}; left to a person: {dict(sweep.left_to_a_person)}",
    ]
    return "\n".join(lines + [f"  ! {one}" for one in (*sweep.wrong[:60], *sweep.unsettled[:60])])
