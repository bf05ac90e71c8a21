"""The shared files of a province: made again only if what they are made of changed, in several processes.

Lists of these files come after them, and of the lists the one with the hashes of all the others (``publish.sums``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from domain.identifiers import sha256_hex
from publish.build.index import ProvinceIndex, SharedFile
from publish.build.provinces import Lines, Standing
from publish.build.staging import Staging
from publish.build.workers import Crew
from publish.generators import (
    ListGenerator,
    Made,
    PlaceTables,
    ProvinceContext,
    SharedGenerator,
    SharedUnit,
    Sources,
)
from publish.package import hash_in, header_of, join_parts
from publish.schemas import load_schemas
from publish.sums import sums_file, sums_of_province

#: To be raised with every change of the bytes of a list of the same files.
LISTS_FORMAT = "1"
#: What one process is asked to make in one go: all files of a place.
Errand = tuple[PlaceTables, tuple[SharedUnit, ...]]


@dataclass(frozen=True, slots=True)
class Makers:
    """What is made of a province beside its tables: files of its rows, and lists of those files."""

    shared: Sequence[SharedGenerator] = ()
    lists: Sequence[ListGenerator] = ()


def with_shared_files(
    context: ProvinceContext,
    standing: Standing | None,
    staging: Staging,
    makers: Makers,
    crew: Crew,
) -> ProvinceIndex:
    """The index with all shared files of the province; new ones are staged."""
    before = standing.index.files if standing else {}
    files: dict[str, SharedFile] = {}
    missing: dict[Sources, list[SharedUnit]] = {}
    for generate in makers.shared:
        for unit in generate(context):
            held = before.get(unit.name)
            if held is not None and held.made_of == unit.made_of:
                files[unit.name] = held
            else:
                missing.setdefault(unit.sources, []).append(unit)
    lines = Lines(Standing(context.index, context.parts), staging)
    errands = (
        (_tables(sources, lines, staging), tuple(units)) for sources, units in sorted(missing.items(), key=_place)
    )
    made = crew.each(run_errand, errands, len(missing))
    for (_, units), several in zip(sorted(missing.items(), key=_place), made, strict=True):
        for unit, one in zip(units, several, strict=True):
            files[unit.name] = _staged(unit.name, unit.made_of, one, staging)
    if context.index.divisions:
        whole = replace(context, index=replace(context.index, files=dict(files)))
        files |= _lists(whole, before, staging, makers.lists)
    return replace(context.index, files=files)


def _lists(
    context: ProvinceContext, before: Mapping[str, SharedFile], staging: Staging, makers: Sequence[ListGenerator]
) -> dict[str, SharedFile]:
    """The lists of a province; those of the version before where nothing that they list is new."""
    index = context.index
    sums = {one.key: hash_in(one.key) for one in index.files.values()}
    sums |= {part.key: part.sha256 for parts in context.parts.values() for part in parts}
    made_of = sha256_hex(" ".join((LISTS_FORMAT, index.code_version, *sorted(sums))).encode())[:32]
    held = {name: one for name, one in before.items() if one.made_of == made_of}
    if held:
        return held
    files = {
        name: _staged(name, made_of, Made(data), staging) for generate in makers for name, data in generate(context)
    }
    sums |= {one.key: hash_in(one.key) for one in files.values()}
    name = sums_of_province(index.province)
    return files | {name: _staged(name, made_of, Made(sums_file(sums)), staging)}


def run_errand(errand: Errand) -> list[Made]:
    """All files of one place; runs in any process."""
    tables, units = errand
    return [unit.make(tables) for unit in units]


def _place(missing: tuple[Sources, Iterable[SharedUnit]]) -> tuple[str, tuple[str, ...]]:
    """Parts first, then divisions in the order of their codes: so each part is read once."""
    return missing[0].code, tuple(part.key for part in missing[0].parts)


def _tables(sources: Sources, lines: Lines, staging: Staging) -> PlaceTables:
    return PlaceTables(dict(_of_division(sources.code, lines) if sources.code else _of_parts(sources, staging)))


def _of_division(code: str, lines: Lines) -> Iterator[tuple[str, bytes]]:
    for name, schema in load_schemas().items():
        if schema.by_province:
            own = lines.slice(name, code)
            if own.rows:
                yield name, header_of(schema) + own.data


def _of_parts(sources: Sources, staging: Staging) -> Iterator[tuple[str, bytes]]:
    for resource in dict.fromkeys(part.resource for part in sources.parts):
        yield resource, join_parts([staging.read(part.key) for part in sources.parts if part.resource == resource])


def _staged(unit: str, made_of: str, made: Made, staging: Staging) -> SharedFile:
    for key, data in made.beside.items():
        staging.put(key, data)
    digest = sha256_hex(made.data)
    name = PurePosixPath(unit)
    key = f"data/{digest[:2]}/{'-'.join(name.with_suffix('').parts)}-{digest}{name.suffix}"
    staging.put(key, made.data)
    return SharedFile(key, len(made.data), made_of)
