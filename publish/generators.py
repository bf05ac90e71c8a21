"""What whoever makes files with a version, beside its tables, is given; ``additions`` lists the makers.

Small files lie under ``versions/{n}/`` and are made anew for each version (:data:`Generator`). Big ones are shared
between versions like table parts, named by their content under ``data/``, and made again only for a province whose rows
changed (:data:`SharedGenerator`); the index of the province lists them, ``SHA256SUMS`` too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from publish.build.index import ProvinceIndex
from publish.build.provinces import Lines, Parts, Standing
from publish.build.staging import Staging
from publish.build.statistics import Statistics
from publish.package import Part, read_csv
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


@dataclass(frozen=True)
class ProvinceContext:
    """A province whose rows changed, for whoever makes shared files of it."""

    index: ProvinceIndex
    parts: Parts
    staging: Staging

    @cached_property
    def _lines(self) -> Lines:
        return Lines(Standing(self.index, self.parts), self.staging)

    def division_rows(self, code: str, resource: str) -> list[Row]:
        """The rows of one division. Ask resource by resource in the order of the codes: so each part is read once."""
        return self._lines.rows(resource, code)

    def rows(self, resource: str) -> Iterator[Row]:
        """All rows of the province in a resource, part by part."""
        for part in self.parts.get(resource, ()):
            yield from read_csv(self.staging.read(part.key))

    def read(self, part: Part) -> bytes:
        return self.staging.read(part.key)


@dataclass(frozen=True)
class SharedUnit:
    """One shared file that could be made: ``name`` in the index, a hash of its sources, and how to make it."""

    #: Unique among all shared files, with the ending of the file: ``xlsx/140423.xlsx``.
    name: str
    #: Keys of parts, or whatever else decides the bytes, and the version of the generator: unchanged = not made again.
    made_of: str
    make: Callable[[], bytes]


#: What shared files a province has.
SharedGenerator = Callable[[ProvinceContext], Iterable[SharedUnit]]
