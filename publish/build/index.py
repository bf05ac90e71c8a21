"""What went into the parts of one province: for each division its inputs, and where its lines lie in every table.

An index lies beside the parts, ``data/{aa}/index-{province}-{sha256}.json``, and the descriptor names it. The next
publish compares it with the store and makes only those divisions again whose inputs changed. It grows with the number
of divisions, not of reports or years.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from domain.identifiers import sha256_hex
from publish.build.blocks import Slice
from publish.build.statistics import Statistics
from publish.build.withheld import Withheld


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a table is one division's."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class DivisionEntry:
    """One division: hashes of what its rows were made from, its extent in every table that has rows of it."""

    inputs: str
    coverage: str
    extents: Mapping[str, Extent]
    statistics: Statistics
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A content-addressed file that is no table part: its key, size, and a hash of what it was made of."""

    key: str
    bytes: int
    made_of: str


@dataclass(frozen=True)
class ProvinceIndex:
    """All divisions of a province by code, in order, and the version of the code that made them."""

    province: str
    code_version: str
    #: Rows above which a part was cut.
    bound: int
    divisions: Mapping[str, DivisionEntry]
    #: Files made of the province beside its parts (see ``publish.generators``), by name.
    files: Mapping[str, SharedFile] = field(default_factory=dict)

    def rows(self, resource: str) -> dict[str, int]:
        """Rows by division code."""
        return {
            code: entry.extents[resource].rows for code, entry in self.divisions.items() if resource in entry.extents
        }

    @cached_property
    def data(self) -> bytes:
        """The file."""
        head = {
            "province": self.province,
            "code_version": self.code_version,
            "rows_in_a_part": self.bound,
            "files": {name: [one.key, one.bytes, one.made_of] for name, one in sorted(self.files.items())},
        }
        lines = [f"{_compact(code)}: {_compact(_entry_dict(entry))}" for code, entry in sorted(self.divisions.items())]
        return (_compact(head)[:-1] + ',"divisions":{\n' + ",\n".join(lines) + "\n}}\n").encode()

    @cached_property
    def key(self) -> str:
        digest = sha256_hex(self.data)
        return f"data/{digest[:2]}/index-{self.province}0000-{digest}.json"

    @staticmethod
    def from_bytes(data: bytes) -> ProvinceIndex:
        held = json.loads(data)
        divisions = {code: _entry(entry) for code, entry in held["divisions"].items()}
        files = {name: SharedFile(*one) for name, one in held["files"].items()}
        return ProvinceIndex(held["province"], held["code_version"], held["rows_in_a_part"], divisions, files)


def cut_slice(part: bytes, members: Mapping[str, Extent], code: str) -> Slice:
    """The lines of division ``code`` in a part; ``members``: all divisions of the part."""
    codes = sorted(members)
    start = part.index(b"\n") + 1 + sum(members[one].bytes for one in codes[: bisect_left(codes, code)])
    extent = members[code]
    return Slice(extent.rows, part[start : start + extent.bytes])


def _entry_dict(entry: DivisionEntry) -> dict[str, Any]:
    return {
        "inputs": entry.inputs,
        "coverage": entry.coverage,
        "extents": {name: [extent.rows, extent.bytes] for name, extent in sorted(entry.extents.items())},
        "statistics": entry.statistics,
        **({"withheld": [one.as_dict() for one in entry.withheld]} if entry.withheld else {}),
    }


def _entry(held: Mapping[str, Any]) -> DivisionEntry:
    return DivisionEntry(
        inputs=held["inputs"],
        coverage=held["coverage"],
        extents={name: Extent(*extent) for name, extent in held["extents"].items()},
        statistics=held["statistics"],
        withheld=tuple(Withheld.from_dict(one) for one in held.get("withheld", ())),
    )


def _compact(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
