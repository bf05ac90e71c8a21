"""The parts of one province: lines of unchanged divisions are taken from the last version, others are made anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.build.blocks import EMPTY, Slice
from publish.build.cutting import cut
from publish.build.index import Extent, ProvinceIndex, cut_slice
from publish.build.staging import Staging
from publish.package import Part, header_of, part_of, read_csv
from publish.schemas import Row, TableSchema, load_schemas

#: A part of more rows than this is cut (see ``cutting``): some 3 MB of facts.
ROWS_IN_A_PART = 8_000

#: Parts of a province by resource.
Parts = Mapping[str, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the last version holds of a province."""

    index: ProvinceIndex
    parts: Parts


class Lines:
    """Lines of single divisions out of the parts of a province.

    The last part of each table is held, so that each is read once while divisions are asked for in order.
    """

    def __init__(self, standing: Standing | None, staging: Staging) -> None:
        self._standing = standing
        self._staging = staging
        self._places: dict[str, dict[str, tuple[Part, dict[str, Extent]]]] = {}
        self._held: dict[str, tuple[str, bytes]] = {}

    def slice(self, resource: str, code: str) -> Slice:
        """The lines of a division; empty if there are none."""
        place = self._placed(resource).get(code)
        return cut_slice(self._read(place[0]), place[1], code) if place else EMPTY

    def rows(self, resource: str, code: str) -> list[Row]:
        """The rows of a division, with the columns the table had then."""
        place = self._placed(resource).get(code)
        if place is None:
            return []
        part = self._read(place[0])
        return read_csv(part[: part.index(b"\n") + 1] + cut_slice(part, place[1], code).data)

    def _read(self, part: Part) -> bytes:
        key, data = self._held.get(part.resource, ("", b""))
        if key != part.key:
            data = self._staging.read(part.key)
            self._held[part.resource] = (part.key, data)
        return data

    def _placed(self, resource: str) -> dict[str, tuple[Part, dict[str, Extent]]]:
        if resource not in self._places:
            placed: dict[str, tuple[Part, dict[str, Extent]]] = {}
            if self._standing is not None:
                index = self._standing.index
                parts = {part.name: part for part in self._standing.parts.get(resource, ())}
                for name, codes in cut(index.rows(resource), index.bound).items():
                    members = {code: index.divisions[code].extents[resource] for code in codes}
                    placed |= dict.fromkeys(codes, (parts[name], members))
            self._places[resource] = placed
        return self._places[resource]


@dataclass(frozen=True, slots=True)
class _Assembly:
    index: ProvinceIndex
    standing: Standing | None
    before: Lines
    staging: Staging

    def parts(self, schema: TableSchema, made: Mapping[str, Slice]) -> Iterator[Part]:
        standing = self.standing
        old_parts = {part.name: part for part in standing.parts.get(schema.name, ())} if standing else {}
        old_cut = cut(standing.index.rows(schema.name), standing.index.bound) if standing else {}
        for name, codes in cut(self.index.rows(schema.name), self.index.bound).items():
            if old_cut.get(name) == codes and not any(code in made for code in codes):
                yield old_parts[name]
                continue
            lines = [made[code] if code in made else self.before.slice(schema.name, code) for code in codes]
            data = header_of(schema) + b"".join(one.data for one in lines)
            part = part_of(schema.name, name, sum(one.rows for one in lines), data)
            self.staging.put(part.key, data)
            yield part


def assemble(
    index: ProvinceIndex, standing: Standing | None, made: Mapping[str, Mapping[str, Slice]], staging: Staging
) -> Parts:
    """Stage the parts of a province that are new. ``made``: by resource, the lines of divisions that changed in it."""
    assembly = _Assembly(index, standing, Lines(standing, staging), staging)
    return {
        name: tuple(assembly.parts(schema, made.get(name, {})))
        for name, schema in load_schemas().items()
        if schema.by_province
    }


def province_of(part: Part) -> str:
    """The two digits of the province whose rows a part holds."""
    return part.name[:2]


def by_province(parts: Mapping[str, Sequence[Part]]) -> dict[str, dict[str, tuple[Part, ...]]]:
    """Province to resource to parts, of the resources that are cut by division."""
    found: dict[str, dict[str, tuple[Part, ...]]] = {}
    for name, schema in load_schemas().items():
        if schema.by_province:
            for part in parts.get(name, ()):
                if part.rows:
                    of_province = found.setdefault(province_of(part), {})
                    of_province[name] = (*of_province.get(name, ()), part)
    return found
