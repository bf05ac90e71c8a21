"""Table schemas in memory, and as Frictionless Table Schema descriptors (Data Package v2, the subset that works)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Strings of a cell, by column name; "" is missing. The canonical text form of a row of a published table.
Row = dict[str, str]

#: Decimals that every published number has at most, so that typed renditions hold it exactly (``DECIMAL(38, 10)``).
DECIMAL_PLACES = 10

_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


@dataclass(frozen=True, slots=True)
class TwoTongues:
    """A text for people in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``type`` is a Table Schema type; ``unit`` is ``CNY`` for money, ``%`` for per cent figures."""

    name: str
    type: str
    title: TwoTongues
    description: TwoTongues
    constraints: dict[str, Any] = field(default_factory=dict)
    unit: str | None = None
    #: A change of this column alone is no reason for a new version.
    volatile: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    #: What the column is in the vocabulary of the Fiscal Data Package, if it has a name there.
    column_type: str | None = None
    #: Of one amount among several in a row: what it says when the table is read long.
    normalize: Mapping[str, str] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        return bool(self.constraints.get("required"))

    @property
    def is_number(self) -> bool:
        return self.type in ("number", "integer")

    def descriptor(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "title": self.title.zh,
            "title@en": self.title.en,
            "description": self.description.zh,
            "description@en": self.description.en,
            **self.extra,
        }
        if self.unit:
            made["unit"] = self.unit
        if self.column_type:
            made["columnType"] = self.column_type
        if self.normalize:
            made["normalize"] = dict(self.normalize)
        if self.constraints:
            made["constraints"] = self.constraints
        return made


@dataclass(frozen=True, slots=True)
class ForeignKey:
    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]

    def descriptor(self) -> dict[str, Any]:
        return {"fields": list(self.fields), "reference": {"resource": self.resource, "fields": list(self.reference)}}


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One resource: its columns in order, keys, and whether its rows are kept in parts by province."""

    name: str
    title: TwoTongues
    description: TwoTongues
    by_province: bool
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    fields: tuple[Field, ...]
    #: A reference table without which the checks of keys would check nothing.
    never_empty: bool = False
    #: Columns of the Fiscal Data Package that are not in the file: constants, and those of the table read long.
    extra_fields: tuple[Mapping[str, Any], ...] = ()

    #: Names of the columns in order; this and what follows is told by ``fields``, once: rows ask for it by the million.
    columns: tuple[str, ...] = dataclasses.field(init=False, compare=False)
    _by_name: Mapping[str, Field] = dataclasses.field(init=False, compare=False, repr=False)
    _order: tuple[tuple[str, bool], ...] = dataclasses.field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        by_name = {one.name: one for one in self.fields}
        whole = {name for name, one in by_name.items() if one.type == "integer"}
        order = tuple((name, name in whole) for name in self.primary_key)
        for name, value in (("columns", tuple(by_name)), ("_by_name", by_name), ("_order", order)):
            object.__setattr__(self, name, value)

    def field(self, name: str) -> Field:
        """The column ``name``; raises ``KeyError`` if the table has none of that name."""
        try:
            return self._by_name[name]
        except KeyError:
            raise KeyError(f"{self.name}.{name}") from None

    @property
    def volatile(self) -> frozenset[str]:
        return frozenset(one.name for one in self.fields if one.volatile)

    def key_of(self, row: Row) -> tuple[str, ...]:
        """The values of the primary key, as text."""
        return tuple(row[name] for name in self.primary_key)

    def sort_key(self, row: Row) -> tuple[int | str, ...]:
        """Order of the published rows: by primary key, whole numbers by value, text by code point."""
        return tuple([int(row[name]) if whole and row[name] else row[name] for name, whole in self._order])

    def descriptor(self) -> dict[str, Any]:
        """The Table Schema; foreign keys name the other resource of the same package."""
        made: dict[str, Any] = {
            "$schema": _PROFILE,
            "fields": [one.descriptor() for one in self.fields],
            "missingValues": [""],
            "primaryKey": list(self.primary_key),
        }
        if self.foreign_keys:
            made["foreignKeys"] = [key.descriptor() for key in self.foreign_keys]
        if self.extra_fields:
            made["extraFields"] = [dict(one) for one in self.extra_fields]
        return made
