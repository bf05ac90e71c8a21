"""Fiscal Data Package: column types, and how tables with several amounts in a row are read long.

``fiscal.yaml`` says what each column is. Names must stand in the stored copy of the shared taxonomy or in our own
(``taxonomy.yaml``), which is published next to the data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from domain.declared import from_yaml
from publish.schemas.errors import SchemaError

TAXONOMY_NAME = "taxonomy.json"
_KIND, _DIRECTION, _PHASE = "value_kind", "direction", "phase"
#: Columns that exist only when the table is read long, and their types.
_LONG = {_KIND: "value-kind:code", _DIRECTION: "direction", _PHASE: "phase:id"}


@dataclass(frozen=True, slots=True)
class FiscalTable:
    """What the Fiscal Data Package adds to a table: types and measures by column, and columns that are not in it."""

    types: Mapping[str, str] = field(default_factory=dict)
    normalize: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    extra: Sequence[Mapping[str, Any]] = ()


def shared_taxonomy() -> list[dict[str, Any]]:
    """The stored copy of the taxonomy of the standard."""
    return list(json.loads(_text("standards/fiscal-budgets.json")))


def own_taxonomy() -> list[dict[str, Any]]:
    """Our own column types, as they are published."""
    return [
        {
            **{key: value for key, value in one.items() if key != "title"},
            "title": one["title"][0],
            "title@en": one["title"][1],
        }
        for one in from_yaml(_text("taxonomy.yaml"))
    ]


def taxonomy_file() -> bytes:
    return (json.dumps(own_taxonomy(), ensure_ascii=False, indent=1) + "\n").encode()


def taxonomy_addresses() -> list[str]:
    return list(_declared()["taxonomies"])


def fiscal_table(table: str, kinds: Mapping[str, str]) -> FiscalTable:
    """``kinds`` is the kind of every column of the table. Raises :class:`SchemaError` for a name nobody declares."""
    declared = _declared()
    types = {column: declared["kinds"][kind] for column, kind in kinds.items() if kind in declared["kinds"]}
    types |= declared["tables"].get(table, {})
    normalize = dict(_measures(declared["measures"].get(table, {}), types))
    types |= dict.fromkeys(normalize, "value")
    for column, column_type in types.items():
        if column not in kinds:
            raise SchemaError(f"fiscal.yaml: {table} has no column {column}")
        if column_type and column_type not in _known():
            raise SchemaError(f"fiscal.yaml: {table}.{column}: no taxonomy has the type {column_type}")
    types = {column: column_type for column, column_type in types.items() if column_type}
    return FiscalTable(types, normalize, tuple(_extra(types, normalize, declared["constants"])))


def _measures(declared: Mapping[str, Any], types: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    phases = declared.get("phases", {})
    for direction in ("revenue", "expenditure"):
        for column in declared.get(direction, ()):
            long = {_KIND: column, _DIRECTION: direction}
            yield column, long | ({_PHASE: phases[column]} if column in phases else {})
    if strays := set(phases) - {column for way in ("revenue", "expenditure") for column in declared.get(way, ())}:
        raise SchemaError(f"fiscal.yaml: a phase of no measure: {', '.join(sorted(strays))}")
    if declared and "value" in types.values():
        raise SchemaError("fiscal.yaml: a table with measures has its values there")


def _extra(
    types: Mapping[str, str], normalize: Mapping[str, Mapping[str, str]], constants: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    for name, column_type in _LONG.items():
        if any(name in long for long in normalize.values()):
            yield {"name": name, "type": "string", "columnType": column_type, "normalizationTarget": True}
    for one in constants:
        if one["with"] in types.values():
            zh, en = one["title"]
            yield {
                "name": one["name"],
                "type": "string",
                "title": zh,
                "title@en": en,
                "columnType": one["columnType"],
                "constant": one["constant"],
            }


@cache
def _known() -> frozenset[str]:
    return frozenset(one["name"] for one in (*shared_taxonomy(), *own_taxonomy()))


@cache
def _declared() -> dict[str, Any]:
    return dict(from_yaml(_text("fiscal.yaml")))


def _text(name: str) -> str:
    return resources.files("publish.schemas").joinpath(name).read_text(encoding="utf-8")
