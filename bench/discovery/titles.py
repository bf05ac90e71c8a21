"""How well titles are decided.

Over the labelled sets ``tests/scrapers/titles/*.yaml`` (what each gave at first sight stands in its head) and the
recorded pages of ``known_pages.csv``, by title alone:

- precision: of the items taken, how many are a petition body's report and carry the right year, type and division;
- recall: of those reports, how many are taken so;
- undecided: items handed to a person although the label says take or leave, and the other way round.

An item that is taken with a wrong identity counts against both.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from domain.declared import from_yaml
from domain.divisions import Divisions, load_divisions
from domain.records import ReportType
from scrapers.classify import decide
from scrapers.decision import Candidate, Decision
from scrapers.declaration import Portal, portal_from
from scrapers.rules import EntryRole

ROOT = Path(__file__).parents[2]
TITLES = tuple(sorted((ROOT / "tests" / "scrapers" / "titles").glob("*.yaml")))
KNOWN = ROOT / "tests" / "fixtures" / "portals" / "known_pages.csv"
PRECISION_GOAL, RECALL_GOAL = 0.995, 0.99

Label = Literal["take", "leave", "unsure"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the portal shows around a title: without anything, a row in a mixed column 部门预决算 of a county portal."""

    column: str = "部门预决算"
    role: EntryRole = EntryRole.COUNTY_COLUMN
    #: Publisher printed in the row.
    publisher: str | None = None
    #: Names declared as the portal's own bureau.
    declared: tuple[str, ...] = ()
    #: Day printed in the row.
    listed_on: date | None = None
    #: Title of the item's page, where the row alone does not settle it.
    page_title: str | None = None
    #: Text of the item's page.
    body: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled title. ``year`` and ``report_type`` are given where the label is ``take``."""

    title: str
    division: str
    label: Label
    year: int | None = None
    report_type: ReportType | None = None
    #: Code of the report's division in its year, where it is not the portal's present one.
    code: str | None = None
    shown: Shown = Shown()


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one set; ``wrong`` holds every title that was not decided as labelled, with what became of it."""

    titles: int
    reports: int
    taken: int
    right: int
    undecided: int
    wrong: tuple[tuple[str, str, str], ...]
    titles_per_s: float

    @property
    def precision(self) -> float:
        return self.right / self.taken if self.taken else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.reports if self.reports else 1.0

    @property
    def met(self) -> bool:
        return self.precision >= PRECISION_GOAL and self.recall >= RECALL_GOAL


def labelled(path: Path) -> list[Case]:
    """Cases of a file written as ``tests/scrapers/titles/tuned.yaml``."""
    divisions = load_divisions()
    cases = []
    for row in from_yaml(path.read_text(encoding="utf-8")):
        code = divisions.resolve(row["in"]).code
        if "take" in row:
            year, slug, *_ = row["take"]
            report_type = next(one for one in ReportType if one.slug == slug)
            cases.append(Case(row["t"], code, "take", year, report_type, row.get("at", code), _shown(row)))
        else:
            cases.append(Case(row["t"], code, "leave" if "leave" in row else "unsure", shown=_shown(row)))
    return cases


def _shown(row: dict[str, Any]) -> Shown:
    return Shown(
        column=row.get("col", Shown().column),
        role=EntryRole(row.get("role", Shown().role)),
        publisher=row.get("pub"),
        declared=(row["names"],) if "names" in row else (),
        listed_on=row.get("day"),
        page_title=row.get("page"),
        body=row.get("body", ""),
    )


def recorded(path: Path, divisions: Divisions) -> list[Case]:
    """Titles of recorded pages: all of them are reports of petition bodies."""
    with path.open(encoding="utf-8") as rows:
        return [
            Case(
                row["title"],
                divisions.resolve(row["division"]).code,
                "take",
                int(row["fiscal_year"]),
                ReportType(row["report_type"]),
            )
            for row in csv.DictReader(rows)
            if row["title"] and row["fiscal_year"]
        ]


def measure(cases: Sequence[Case], divisions: Divisions) -> Score:
    """Decide every title as the row that its case shows."""
    for case in cases:
        _portal(case.division, case.shown)
    started = time.perf_counter()
    decided = [(case, as_shown(case, divisions)) for case in cases]
    seconds = time.perf_counter() - started
    taken = [(case, decision) for case, decision in decided if decision.taken]
    return Score(
        titles=len(cases),
        reports=sum(case.label == "take" for case in cases),
        taken=len(taken),
        right=sum(_is_right(case, decision) for case, decision in taken),
        undecided=sum(
            (decision.verdict.value == "ambiguous") != (case.label == "unsure") for case, decision in decided
        ),
        wrong=tuple(_mistakes(decided)),
        titles_per_s=round(len(cases) / seconds, 1),
    )


def _mistakes(decided: Iterable[tuple[Case, Decision]]) -> Iterable[tuple[str, str, str]]:
    names = {"take": "take", "leave": "leave", "unsure": "ambiguous"}
    for case, decision in decided:
        found = decision.verdict.value
        if found != names[case.label] or (decision.taken and not _is_right(case, decision)):
            identity = (
                f" {decision.division_code} {decision.fiscal_year} {decision.report_type}" if decision.taken else ""
            )
            yield case.title, case.label, f"{found}: {decision.reason}{identity}"


def _is_right(case: Case, decision: Decision) -> bool:
    identity = (decision.fiscal_year, decision.report_type, decision.division_code)
    return case.label == "take" and identity == (case.year, case.report_type, case.code or case.division)


def as_shown(case: Case, divisions: Divisions) -> Decision:
    """As the harvest decides: by the row, and by the page where the row alone does not settle it."""
    shown, portal = case.shown, _portal(case.division, case.shown)
    row = Candidate(case.title, publisher=shown.publisher, column=shown.column, listed_on=shown.listed_on)
    decision = decide(row, portal, portal.entry[0], divisions)
    told = shown.page_title or shown.listed_on or shown.body or re.search(r"20\d\d", shown.column)
    if decision.look and told:  # a page that says no more lets the column of one year speak
        page = replace(row, page_title=shown.page_title, body=shown.body)
        decision = decide(page, portal, portal.entry[0], divisions)
    return decision


@cache
def _portal(code: str, shown: Shown) -> Portal:
    entry = {
        "url": "http://www.bench.test/czxx/index.html",
        "name": shown.column,
        "role": shown.role,
        "mixed": shown.role is not EntryRole.BUREAU,
    }
    declared = {"id": "bench", "division": code, "family": "static", "entry": [entry], "hosts": ["www.bench.test"]}
    return portal_from({**declared, "publisher": list(shown.declared)})


def shown(name: str, score: Score) -> str:
    precision = f"precision {score.precision:.2%} (goal {PRECISION_GOAL:.1%})"
    goals = f"{precision}, recall {score.recall:.2%} (goal {RECALL_GOAL:.0%})"
    lines = [
        f"{name}: {score.titles} titles, {score.reports} reports, {score.taken} taken, {score.right} of them right",
        f"  {goals}, decided otherwise {score.undecided}, {score.titles_per_s} titles/s",
    ]
    return "\n".join([*lines, *(f"  ! {title}: labelled {label}, {found}" for title, label, found in score.wrong)])


def as_dict(score: Score) -> dict[str, Any]:
    """Plain values for JSON."""
    return {
        "titles": score.titles,
        "reports": score.reports,
        "taken": score.taken,
        "right": score.right,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "undecided": score.undecided,
        "wrong": [list(one) for one in score.wrong],
        "titles_per_s": score.titles_per_s,
    }


def scores(files: Sequence[Path] = TITLES, *, pages: bool = True) -> dict[str, Score]:
    """The score of every file by its name, and of the recorded pages."""
    divisions = load_divisions()
    found = {path.stem: measure(labelled(path), divisions) for path in files}
    return found | ({"recorded pages": measure(recorded(KNOWN, divisions), divisions)} if pages else {})
