"""How derived tables are made from facts: the YAML files of ``derived/``, read strictly.

``totals.yaml`` lists for each column the places to look, in order. Every other file declares one table of lines: which
facts make a row, and which column each of them fills.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from domain.declared import from_yaml
from domain.records import Measure, Statement
from publish.schemas import SchemaError, TableSchema, load_schemas


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Selector(_Declared):
    """One place to look for a total."""

    statement: Statement
    item: str
    measure: Measure = Measure.AMOUNT


class Target(_Declared):
    """The column a fact fills, and key columns it settles (``phase: own`` is that of the report itself)."""

    column: str
    set: dict[str, str] = Field(default_factory=dict)
    #: Add the name of the item's last part to a list in the column, instead of the value.
    collect: bool = False


Targets = dict[Measure | Literal["any"], Target]


class Rule(_Declared):
    """Which facts of some statements make rows, tried in the order ``items``, ``columns``, ``measures``."""

    statements: tuple[Statement, ...]
    #: Whole items with a meaning of their own.
    items: dict[str, Targets] = Field(default_factory=dict)
    #: Last parts of an item: ``<row>/<column>``.
    columns: dict[str, Targets] = Field(default_factory=dict)
    #: Any other item of the statements, by measure.
    measures: Targets = Field(default_factory=dict)
    #: The project a fact belongs to is the row, or part of its key.
    by_project: bool = False

    @field_validator("items", "columns", "measures", mode="before")
    @classmethod
    def _short_forms(cls, declared: dict[str, object] | None, info: ValidationInfo) -> dict[str, object]:
        if info.field_name == "measures":
            return _targets(declared)
        return {name: _targets(targets) for name, targets in (declared or {}).items()}


class Classify(_Declared):
    """The value of a ``kind`` column by the row's name: whole names first, then the first part found in it."""

    column: str
    exact: dict[str, str] = Field(default_factory=dict)
    containing: tuple[tuple[str, str], ...] = ()
    default: str

    def value_for(self, name: str) -> str:
        if name in self.exact:
            return self.exact[name]
        return next((value for part, value in self.containing if part in name), self.default)


class Composed(_Declared):
    """Texts of a measure that forms print in several cells of a row, see :mod:`publish.tables.pieces`."""

    measure: Measure
    #: The column (last part of an item) whose word stands before them: 指标性质 (≥, 大于等于, 定性).
    before: str
    #: Whether the unit printed beside them stands behind them.
    unit: bool = False


class LineTable(_Declared):
    """One table of lines. ``row_column`` holds the row's name; ``numbered`` rows get ``line_no`` in reading order."""

    resource: str
    row_column: str
    numbered: bool = False
    code_column: str | None = None
    #: Columns that copy the printed unit of another column's fact: ``{count: unit}``.
    units: dict[str, str] = Field(default_factory=dict)
    classify: Classify | None = None
    composed: Composed | None = None
    rules: tuple[Rule, ...]


@cache
def totals_declaration() -> dict[str, tuple[Selector, ...]]:
    """Column of ``totals`` to its selectors in order of preference."""
    declared = _read("totals.yaml")
    schema = load_schemas()["totals"]
    _check_columns(schema, declared)
    return {column: tuple(_selector(one) for one in selectors) for column, selectors in declared.items()}


@cache
def line_tables() -> tuple[LineTable, ...]:
    """All other derived tables; raises :class:`SchemaError` when one names a column its schema lacks."""
    folder = resources.files("publish.tables.derived")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    tables = tuple(LineTable.model_validate(_read(name)) for name in names if name != "totals.yaml")
    for table in tables:
        _check_table(table)
    return tables


def _read(name: str) -> Any:  # noqa: ANN401  # YAML: checked by the models
    return from_yaml(resources.files("publish.tables.derived").joinpath(name).read_text(encoding="utf-8"))


def _selector(declared: list[str]) -> Selector:
    statement, item, *measure = declared
    return Selector.model_validate(
        {"statement": statement, "item": item, **({"measure": measure[0]} if measure else {})}
    )


def _targets(declared: object) -> dict[str, object]:
    """``basic`` is short for ``{amount: {column: basic}}``, ``{change: x}`` for ``{change: {column: x}}``."""
    if isinstance(declared, str):
        declared = {"amount": declared}
    if not isinstance(declared, dict):
        raise SchemaError(f"not a column and not a mapping of measures to columns: {declared!r}")
    return {measure: {"column": target} if isinstance(target, str) else target for measure, target in declared.items()}


def _check_table(table: LineTable) -> None:
    schema = load_schemas()[table.resource]
    named = [table.row_column, *table.units, *table.units.values()]
    named += [table.code_column] if table.code_column else []
    named += [table.classify.column] if table.classify else []
    for rule in table.rules:
        for targets in (*rule.items.values(), *rule.columns.values(), rule.measures):
            for target in targets.values():
                named += [target.column, *target.set]
    _check_columns(schema, named)


def _check_columns(schema: TableSchema, names: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(schema.columns))
    if unknown:
        raise SchemaError(f"derived/{schema.name}.yaml: no such column: {', '.join(unknown)}")
