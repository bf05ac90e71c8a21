"""What whoever makes files with a version, beside its tables, is given; ``additions`` lists the makers.

Small files lie under ``versions/{n}/`` and are made anew for each version (:data:`Generator`). Big ones are shared
between versions like table parts, named by their content under ``data/``, and made again only for a place whose rows
changed (:data:`SharedGenerator`); the index of the province lists them, ``SHA256SUMS`` too. They are made in several
processes at once: what they are made of is named first, read by the publisher, and handed over as bytes. Lists of the
files of a province (:data:`ListGenerator`) come last and are shared like these, so that one report that changes makes
one province's lists anew and not the nation's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from publish.build.index import ProvinceIndex
from publish.build.provinces import Lines, Parts, Standing
from publish.build.staging import Staging
from publish.build.statistics import Statistics
from publish.package import Columns, Part, columns_of, read_cells, read_csv, rows_of
from publish.schemas import Row


@dataclass(frozen=True)
class VersionContext:
    """A version that is about to be committed, for whoever makes files of it. Nothing here holds the whole dataset."""

    number: int
    #: The bytes of its descriptor.
    descriptor: bytes
    parts: Mapping[str, Sequence[Part]]
    #: By the two digits of the province: its divisions and its shared files.
    indexes: Mapping[str, ProvinceIndex]
    statistics: Statistics
    #: Codes of the divisions with rows that came, went or changed; in a first version all.
    changed: frozenset[str]
    staging: Staging
    #: Number of the version before.
    previous: int | None = None
    #: Content-addressed files that generators name beside those of the indexes; they are listed in ``SHA256SUMS``.
    also: dict[str, str] = field(default_factory=dict)

    @cached_property
    def described(self) -> dict[str, Any]:
        """The descriptor."""
        return dict(json.loads(self.descriptor))

    def read(self, key: str) -> bytes:
        """Any file of the version, or of the versions before, under its key."""
        return self.staging.read(key)

    def rows(self, resource: str) -> Iterator[Row]:
        """All rows of a resource in order, part by part."""
        for part in self.parts[resource]:
            yield from read_csv(self.read(part.key))

    def division_rows(self, code: str, resource: str) -> list[Row]:
        """The rows of one division in a resource that is cut by division."""
        index = self.indexes[code[:2]]
        parts = {resource: tuple(part for part in self.parts[resource] if part.name[:2] == code[:2])}
        return Lines(Standing(index, parts), self.staging).rows(resource, code)


#: Yields names below ``versions/{n}/`` and their bytes.
Generator = Callable[[VersionContext], Iterable[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class ProvinceContext:
    """A province whose rows changed, for whoever says what shared files are to be made of it."""

    index: ProvinceIndex
    parts: Parts


@dataclass(frozen=True, slots=True)
class Sources:
    """What a shared file is made of: some tables of one division, or some parts. Units with equal ones share a reading.

    ``code`` is the division, or "" for ``parts``.
    """

    code: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class PlaceTables:
    """Tables of one place as bytes, each CSV with its header; read once, however many files are made of them."""

    csv: Mapping[str, bytes]
    _cells: dict[str, tuple[list[str], list[list[str]]]] = field(default_factory=dict)
    _rows: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, resource: str) -> list[Row]:
        """The rows of a table; none if it has none here. Not to be changed: others are given the same."""
        if resource not in self._rows:
            self._rows[resource] = rows_of(*self._read(resource))
        return self._rows[resource]

    def columns(self, resource: str) -> Columns:
        """The same by column; of a table without rows here none."""
        return columns_of(*self._read(resource))

    def _read(self, resource: str) -> tuple[list[str], list[list[str]]]:
        if resource not in self._cells:
            data = self.csv.get(resource)
            self._cells[resource] = read_cells(data) if data else ([], [])
        return self._cells[resource]


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a shared file, and of files that it names: key to content, stored beside it."""

    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SharedUnit:
    """One shared file that could be made: ``name`` in the index, a hash of its sources, and how to make it."""

    #: Unique among all shared files, with the ending of the file: ``xlsx/140423.xlsx``.
    name: str
    #: Keys of parts, or whatever else decides the bytes, and the version of the generator: unchanged = not made again.
    made_of: str
    sources: Sources
    #: A function of the tables alone that can be sent to another process.
    make: Callable[[PlaceTables], Made]


#: What shared files a province has.
SharedGenerator = Callable[[ProvinceContext], Iterable[SharedUnit]]

#: Lists of what a province has: names in the index, and bytes. They are given the index with all other files.
ListGenerator = Callable[[ProvinceContext], Iterable[tuple[str, bytes]]]
