"""Read tables of versions, and compare two versions."""

from __future__ import annotations

from collections.abc import Iterator

from domain.ports import Store, StoreError
from publish.build.provinces import province_of
from publish.changes import diff_rows, sort_changes
from publish.log import Version, read_version
from publish.package import read_csv
from publish.schemas import Row, TableSchema, load_schemas


def iter_table(store: Store, version: Version, resource: str) -> Iterator[Row]:
    """All rows of one resource of a version in order, part by part; none if the version has no such resource."""
    for part in version.parts(resource):
        yield from rows_of(store, part.key)


def read_table(store: Store, version: Version, resource: str) -> list[Row]:
    """As :func:`iter_table`, all at once."""
    return list(iter_table(store, version, resource))


def iter_diff(store: Store, older: int, newer: int) -> Iterator[Row]:
    """Rows of ``changes`` that lead from version ``older`` to version ``newer`` (either may be the greater number).

    In the order of ``changes``; only parts that differ are read, and one province of one table is held at a time.
    Raises :class:`StoreError` if one of the versions does not exist.
    """
    before, after = must_read(store, older), must_read(store, newer)
    for name, schema in sorted(load_schemas().items()):
        if name != "changes":
            yield from _diff_resource(store, schema, before, after)


def diff_versions(store: Store, older: int, newer: int) -> list[Row]:
    """As :func:`iter_diff`, all at once."""
    return list(iter_diff(store, older, newer))


def _diff_resource(store: Store, schema: TableSchema, before: Version, after: Version) -> Iterator[Row]:
    old, new = _by_province(schema, before), _by_province(schema, after)
    for province in sorted(old.keys() | new.keys()):
        shared = old.get(province, {}).keys() & new.get(province, {}).keys()
        went = [row for key in old.get(province, {}) if key not in shared for row in rows_of(store, key)]
        came = [row for key in new.get(province, {}) if key not in shared for row in rows_of(store, key)]
        yield from sort_changes(diff_rows(schema, went, came))


def _by_province(schema: TableSchema, version: Version) -> dict[str, dict[str, None]]:
    """Keys of the parts with rows, in order, by the two digits of the province; by "" for a table that is not cut."""
    found: dict[str, dict[str, None]] = {}
    for part in version.parts(schema.name):
        if part.rows:
            found.setdefault(province_of(part) if schema.by_province else "", {})[part.key] = None
    return found


def must_read(store: Store, number: int) -> Version:
    """Version ``number``; raises :class:`StoreError` if there is none."""
    version = read_version(store, number)
    if version is None:
        raise StoreError(f"没有第 {number} 版 / there is no version {number} in {store.location}")
    return version


def rows_of(store: Store, key: str) -> list[Row]:
    """The rows of one part. Raises :class:`StoreError` if it is missing."""
    stored = store.get(key)
    if stored is None:
        raise StoreError(f"缺少对象，数据目录可能已损坏 / an object is missing, the store may be damaged: {key}")
    return read_csv(stored.data)
