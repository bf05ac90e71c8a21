"""Read tables of versions, and compare two versions."""

from __future__ import annotations

from collections.abc import Iterator

from domain.ports import Store, StoreError
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


def diff_versions(store: Store, older: int, newer: int) -> list[Row]:
    """Rows of ``changes`` that lead from version ``older`` to version ``newer`` (either may be the greater number).

    Raises :class:`StoreError` if one of them does not exist.
    """
    before, after = must_read(store, older), must_read(store, newer)
    changes: list[Row] = []
    for name, schema in load_schemas().items():
        if name != "changes":
            changes += _diff_resource(store, schema, before, after)
    return sort_changes(changes)


def _diff_resource(store: Store, schema: TableSchema, before: Version, after: Version) -> list[Row]:
    old = [part.key for part in before.parts(schema.name)]
    new = [part.key for part in after.parts(schema.name)]
    went = [row for key in old if key not in set(new) for row in rows_of(store, key)]
    came = [row for key in new if key not in set(old) for row in rows_of(store, key)]
    return diff_rows(schema, went, came)


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
