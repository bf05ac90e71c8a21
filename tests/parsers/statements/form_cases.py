"""The forms of ``forms/*.yaml`` as objects; their README explains the fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from domain.records import Fact, Measure
from parsers.model import ReportContext
from parsers.statements.tables import TableReading
from parsers.statements.tables.captions import Line, TitleReader
from parsers.statements.tables.declarations import library
from tests.parsers.statements.documents import grid, read

FOLDER = Path(__file__).parent / "forms"


@cache
def _titles() -> TitleReader:
    return TitleReader(library())


class FormCase(BaseModel):
    """One table and what must be read from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    place: str
    years: str
    kind: str
    year: int
    lines: str
    table: str
    below: str = ""
    by_heads: bool = False
    facts: dict[str, str] = {}
    unused: tuple[str, ...] = ()
    unrecognised: str | None = None

    @property
    def title(self) -> str:
        """The title above the table as the reader finds it."""
        found = [title for line in self.lines.splitlines() if (title := _titles().read(Line.of(line, None)))]
        return next((title.key for title in found if title.known), found[0].key if found else "")

    @property
    def wanted(self) -> list[str]:
        return [f"{statement}: {line}" for statement, text in self.facts.items() for line in text.splitlines()]

    def read(self) -> TableReading:
        kind = "final_accounts" if self.kind == "决算" else "budget"
        below = (self.below,) if self.below else ()
        context = ReportContext(fiscal_year=self.year, report_type=kind)
        return read(self.lines.strip(), grid(self.table), *below, context=context)


def form_cases() -> Iterator[FormCase]:
    for path in sorted(FOLDER.glob("*.yaml")):
        entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from (FormCase.model_validate(entry) for entry in entries)


def said(fact: Fact) -> str:
    """A fact as the case files write it."""
    project = f"<{fact.project}> " if fact.project else ""
    code = f"({fact.code}) " if fact.code else ""
    measure = "" if fact.measure is Measure.AMOUNT else f" [{fact.measure.value}]"
    unit = f" {fact.printed_unit}" if fact.measure is Measure.TARGET and fact.printed_unit else ""
    return f"{fact.statement.value}: {project}{code}{fact.item}{measure} = {fact.printed}{unit}"
