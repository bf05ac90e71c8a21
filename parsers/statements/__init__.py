"""Statements: tables and sentences of a document model to facts, by declarations of titles, headers and patterns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from domain.records import Fact, UnrecognisedTable
from parsers.model import DocumentModel, ReportContext
from parsers.statements.charts import read_charts
from parsers.statements.narrative import UnreadFigure, read_narrative
from parsers.statements.project_names import named_as_in_forms
from parsers.statements.tables import read_tables

__all__ = ["Reading", "UnreadFigure", "named_as_in_forms", "read_statements"]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document states, and all that was seen in it and not understood.

    ``facts`` stand in reading order: tables, sentences, charts; they carry no ids yet.
    """

    facts: tuple[Fact, ...]
    unrecognised: tuple[UnrecognisedTable, ...]
    unused_rows: tuple[str, ...]
    unread_figures: tuple[UnreadFigure, ...]
    tables_found: int
    tables_declared_empty: int
    template: str | None
    printed_unit: str | None
    #: Number of a table and an amount in 元 that stands in it and was not read.
    left_over: tuple[tuple[int, Decimal], ...] = ()
    #: Tables whose head names another year than the report's, with that year.
    dated: tuple[tuple[int, int], ...] = ()


def read_statements(model: DocumentModel, context: ReportContext) -> Reading:
    """Tables first, then sentences (which may rely on the unit the tables state), then charts."""
    tables = read_tables(model, context)
    if context.default_unit is None and tables.printed_unit is not None:
        context = replace(context, default_unit=tables.printed_unit)
    narrative = read_narrative(model, context)
    return Reading(
        facts=named_as_in_forms((*tables.facts, *narrative.facts, *read_charts(model, context))),
        unrecognised=tables.unrecognised,
        unused_rows=tables.unused_rows,
        unread_figures=narrative.unread,
        tables_found=tables.tables_found,
        tables_declared_empty=tables.tables_declared_empty,
        template=tables.template,
        printed_unit=tables.printed_unit,
        left_over=tables.left_over,
        dated=tables.dated,
    )
