"""Renditions that lie with a version: the tables that belong to no province, and the list of all downloads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from publish.build.index import ProvinceIndex
from publish.descriptor import to_compact_json
from publish.generators import VersionContext
from publish.renditions.parquet import parquet_file
from publish.schemas import load_schemas

DOWNLOADS_NAME = "downloads.json"


def reference_parquet(context: VersionContext) -> Iterator[tuple[str, bytes]]:
    """Tables that are not cut by province. The changes have texts only and are read from their CSV."""
    for name, schema in load_schemas().items():
        if not schema.by_province and name != "changes":
            parts = [context.read(part.key) for part in context.parts[name]]
            yield f"parquet/{name}.parquet", parquet_file(schema, parts)


def downloads_file(context: VersionContext) -> Iterator[tuple[str, bytes]]:
    """Where the files of each table lie, and the workbooks and archives of each place, as seen from the root."""
    parquet: dict[str, list[str]] = defaultdict(list)
    for name, schema in load_schemas().items():
        if not schema.by_province and name != "changes":
            parquet[name].append(f"versions/{context.number}/parquet/{name}.parquet")
    provinces: dict[str, Any] = {}
    for province, index in sorted(context.indexes.items()):
        provinces[f"{province}0000"] = _places(index, parquet)
    names = {row["code"]: row["name"] for row in context.rows("divisions")}
    for places in provinces.values():
        for code, files in places["divisions"].items():
            files["name"] = names.get(code, "")
    content = {
        "version": context.number,
        "csv": {name: [part.key for part in parts] for name, parts in sorted(context.parts.items())},
        "parquet": dict(sorted(parquet.items())),
        "provinces": provinces,
    }
    yield DOWNLOADS_NAME, to_compact_json(content)


def _places(index: ProvinceIndex, parquet: dict[str, list[str]]) -> dict[str, Any]:
    """The files of one province; its Parquet files are added to those of their tables."""
    places: dict[str, Any] = {"divisions": defaultdict(dict)}
    for name, one in sorted(index.files.items()):
        kind, _, rest = name.partition("/")
        stem, _, ending = rest.partition(".")
        if kind == "parquet":
            parquet[stem.rpartition("-")[0]].append(one.key)
        elif kind in ("xlsx", "csv"):
            file = {"path": one.key, "bytes": one.bytes}
            if stem.startswith("province-"):
                places[ending] = file
            else:
                places["divisions"][stem][ending] = file
    return places
