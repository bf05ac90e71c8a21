"""Renditions that lie with a version: the tables that belong to no province, and the lists of all downloads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from publish.build.index import ProvinceIndex, SharedFile
from publish.descriptor import to_compact_json
from publish.generators import ProvinceContext, VersionContext
from publish.renditions.parquet import parquet_file
from publish.schemas import load_schemas
from publish.tables.reference import name_of

DOWNLOADS_NAME = "downloads.json"
#: The files of a place: their kinds in the index, and their endings.
_OF_A_PLACE = (("xlsx", "xlsx"), ("csv", "zip"))


def reference_parquet(context: VersionContext) -> Iterator[tuple[str, bytes]]:
    """Tables that are not cut by province. The changes have texts only and are read from their CSV."""
    for name, schema in load_schemas().items():
        if not schema.by_province and name != "changes":
            parts = [context.read(part.key) for part in context.parts[name]]
            yield f"parquet/{name}.parquet", parquet_file(schema, parts)


def downloads_file(context: VersionContext) -> Iterator[tuple[str, bytes]]:
    """Where the Parquet files of each table lie, the workbook of each province, and the list of its places.

    Paths are seen from the root. The CSV files are those of the descriptor.
    """
    parquet: dict[str, list[str]] = defaultdict(list)
    for name, schema in load_schemas().items():
        if not schema.by_province and name != "changes":
            parquet[name].append(f"versions/{context.number}/parquet/{name}.parquet")
    for _, index in sorted(context.indexes.items()):
        for name, one in sorted(index.files.items()):
            kind, _, rest = name.partition("/")
            if kind == "parquet":
                parquet[rest.rpartition("-")[0]].append(one.key)
    content = {
        "version": context.number,
        "parquet": dict(sorted(parquet.items())),
        "provinces": {
            f"{province}0000": _province(index) for province, index in sorted(context.indexes.items()) if index.files
        },
    }
    yield DOWNLOADS_NAME, to_compact_json(content)


def downloads_of_province(context: ProvinceContext) -> Iterator[tuple[str, bytes]]:
    """The workbook and the archive of each place of a province."""
    places: dict[str, Any] = {}
    for code in context.index.divisions:
        of_place = {ending: _file(context.index.files.get(f"{kind}/{code}.{ending}")) for kind, ending in _OF_A_PLACE}
        places[code] = {"name": name_of(code)} | {ending: file for ending, file in of_place.items() if file}
    content = {"province": f"{context.index.province}0000", "divisions": places}
    yield _list_of(context.index), to_compact_json(content)


def _province(index: ProvinceIndex) -> dict[str, Any]:
    files = {
        "xlsx": _file(index.files.get(f"xlsx/province-{index.province}0000.xlsx")),
        "places": _file(index.files.get(_list_of(index))),
    }
    named = {"name": name_of(f"{index.province}0000")}
    return named | {name: file for name, file in files.items() if file}


def _list_of(index: ProvinceIndex) -> str:
    """The name of the list of its places in the index of a province."""
    return f"downloads/{index.province}0000.json"


def _file(one: SharedFile | None) -> dict[str, Any] | None:
    return {"path": one.key, "bytes": one.bytes} if one else None
