"""Read the schema files of this folder. A misspelt property is an error, never ignored."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from domain.declared import from_yaml
from publish.schemas.errors import SchemaError
from publish.schemas.fiscal import FiscalTable, fiscal_table
from publish.schemas.model import Field, ForeignKey, TableSchema, TwoTongues

# ``unique`` is not among them: Frictionless does not enforce it. What must occur once is the primary key.
_CONSTRAINTS = ("required", "enum", "pattern", "minimum", "maximum")
_PASSED_ON = ("trueValues", "falseValues", "format")
_FIELD_KEYS = {"name", "kind", "title", "description", "unit", "volatile", *_CONSTRAINTS}
_KIND_KEYS = {"type", "title", "description", "unit", "constraints", *_PASSED_ON}
_TABLE_KEYS = {"name", "title", "description", "part", "primary_key", "foreign_keys", "fields", "never_empty"}


@cache
def load_schemas() -> dict[str, TableSchema]:
    """All resources by name, in the order of the package. Raises :class:`SchemaError` for a file that is not right."""
    kinds = _read("kinds.yaml")
    schemas = {name: _table(name, _read(f"{name}.yaml"), kinds) for name in _read("order.yaml")}
    for schema in schemas.values():
        _check_keys(schema, schemas)
    return schemas


def _read(name: str) -> Any:  # noqa: ANN401  # YAML: checked by its readers
    return from_yaml(resources.files("publish.schemas").joinpath(name).read_text(encoding="utf-8"))


def _table(name: str, declared: dict[str, Any], kinds: dict[str, dict[str, Any]]) -> TableSchema:
    _only(declared, _TABLE_KEYS, name)
    if declared["name"] != name:
        raise SchemaError(f"{name}.yaml: name is {declared['name']!r}")
    if declared["part"] not in ("province", "whole"):
        raise SchemaError(f"{name}.yaml: part is province or whole")
    fiscal = fiscal_table(name, {one["name"]: one["kind"] for one in declared["fields"]})
    return TableSchema(
        name=name,
        title=_two(declared["title"], name),
        description=_two(declared["description"], name),
        by_province=declared["part"] == "province",
        primary_key=tuple(declared["primary_key"]),
        foreign_keys=tuple(
            ForeignKey(_names(own), resource, _names(there))
            for own, resource, there in declared.get("foreign_keys", [])
        ),
        fields=tuple(_field(name, one, kinds, fiscal) for one in declared["fields"]),
        never_empty=bool(declared.get("never_empty", False)),
        extra_fields=tuple(fiscal.extra),
    )


def _field(table: str, declared: dict[str, Any], kinds: dict[str, dict[str, Any]], fiscal: FiscalTable) -> Field:
    where = f"{table}.{declared.get('name')}"
    _only(declared, _FIELD_KEYS, where)
    kind = kinds[declared["kind"]]
    _only(kind, _KIND_KEYS, f"kind {declared['kind']}")
    constraints = dict(kind.get("constraints", {}))
    constraints |= {key: declared[key] for key in _CONSTRAINTS if key in declared}
    if constraints.get("required") is False:
        del constraints["required"]
    return Field(
        name=declared["name"],
        type=kind["type"],
        title=_two(declared.get("title", kind.get("title")), where),
        description=_two(declared.get("description", kind.get("description")), where),
        constraints=constraints,
        unit=declared.get("unit", kind.get("unit")),
        volatile=bool(declared.get("volatile", False)),
        extra={key: kind[key] for key in _PASSED_ON if key in kind},
        column_type=fiscal.types.get(declared["name"]),
        normalize=fiscal.normalize.get(declared["name"], {}),
    )


def _check_keys(schema: TableSchema, schemas: dict[str, TableSchema]) -> None:
    """Keys name columns that exist, here and there."""
    for name in schema.primary_key:
        if not schema.field(name).required:
            raise SchemaError(f"{schema.name}.{name}: a column of the primary key must be required")
    for key in schema.foreign_keys:
        for name in key.fields:
            schema.field(name)
        for name in key.reference:
            schemas[key.resource].field(name)


def _only(declared: dict[str, Any], known: set[str], where: str) -> None:
    unknown = set(declared) - known
    if unknown:
        raise SchemaError(f"{where}: unknown property {', '.join(sorted(unknown))}")


def _two(pair: object, where: str) -> TwoTongues:
    if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) and one for one in pair)):
        raise SchemaError(f"{where}: title and description are [Chinese, English], not {pair!r}")
    return TwoTongues(*pair)


def _names(one_or_more: str | list[str]) -> tuple[str, ...]:
    return (one_or_more,) if isinstance(one_or_more, str) else tuple(one_or_more)
