"""Row-level difference of two states of a table, and its application: previous + changes = new.

A whole row that came or went is one line with field ``*`` and the row's non-empty cells as JSON; a row that changed is
one line for each field.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from publish.schemas import Row, TableSchema, load_schemas

WHOLE_ROW = "*"


class ChangesDoNotFit(ValueError):
    """Changes that were made for another state of the table."""


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many rows of one resource came, went or changed."""

    add: int = 0
    remove: int = 0
    change: int = 0

    @property
    def rows(self) -> int:
        return self.add + self.remove + self.change


def row_key(key: Sequence[str]) -> str:
    """The values of a primary key as one text: joined by ``|``, with ``%`` and ``|`` inside a value escaped."""
    return "|".join(value.replace("%", "%25").replace("|", "%7C") for value in key)


def diff_rows(schema: TableSchema, old: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """Rows of ``changes`` that lead from ``old`` to ``new``. A column only one side has is empty on the other."""
    before = {schema.key_of(row): row for row in old}
    after = {schema.key_of(row): row for row in new}
    changes = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was is None and now is not None:
            changes.append(_line(schema, key, "add", WHOLE_ROW, new=_as_json(now)))
        elif now is None and was is not None:
            changes.append(_line(schema, key, "remove", WHOLE_ROW, old=_as_json(was)))
        elif was is not None and now is not None and was != now:
            changes += _changed_fields(schema, key, was, now)
    return changes


def apply_changes(schema: TableSchema, old: Iterable[Row], changes: Iterable[Row]) -> list[Row]:
    """The new state: ``old`` with the lines of ``changes`` that name this resource, sorted by primary key.

    Raises :class:`ChangesDoNotFit` when a line speaks of a row or an old value that is not there.
    """
    rows = {row_key(schema.key_of(row)): dict(row) for row in old}
    for line in changes:
        if line["resource"] != schema.name:
            continue
        key, op = line["row_key"], line["op"]
        present = rows.get(key)
        if op == "add" and present is None:
            rows[key] = json.loads(line["new"])
        elif op == "remove" and present is not None and _as_json(present) == line["old"]:
            del rows[key]
        elif op == "change" and present is not None and present.get(line["field"], "") == line["old"]:
            present[line["field"]] = line["new"]
        else:
            raise ChangesDoNotFit(f"{schema.name} {key}: {op} {line['field']}")
    whole = ({name: row.get(name, "") for name in schema.columns} for row in rows.values())
    return sorted(whole, key=schema.sort_key)


def sort_changes(changes: Iterable[Row]) -> list[Row]:
    return sorted(changes, key=load_schemas()["changes"].sort_key)


def count_changes(changes: Iterable[Row]) -> dict[str, ChangeCount]:
    """Rows that changed by resource: a row counts once, however many fields changed; volatile columns do not count."""
    rows = {(line["resource"], line["row_key"], line["op"]) for line in changes if not is_volatile(line)}
    counted = Counter((resource, op) for resource, _, op in rows)
    return {
        resource: ChangeCount(**{op: counted[resource, op] for op in ("add", "remove", "change")})
        for resource in sorted({resource for resource, _, _ in rows})
    }


def matters(changes: Iterable[Row]) -> bool:
    """False if nothing but volatile columns (time of the last visit) changed."""
    return any(not is_volatile(line) for line in changes)


def is_volatile(line: Row) -> bool:
    """True for a line about a column whose change alone is no reason for a version."""
    return line["field"] in load_schemas()[line["resource"]].volatile


def _changed_fields(schema: TableSchema, key: tuple[str, ...], was: Row, now: Row) -> list[Row]:
    return [
        _line(schema, key, "change", name, old=was.get(name, ""), new=now.get(name, ""))
        for name in dict.fromkeys((*now, *was))
        if was.get(name, "") != now.get(name, "")
    ]


def _line(schema: TableSchema, key: tuple[str, ...], op: str, field: str, *, old: str = "", new: str = "") -> Row:
    return {"resource": schema.name, "row_key": row_key(key), "op": op, "field": field, "old": old, "new": new}


def _as_json(row: Mapping[str, str]) -> str:
    return json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=False, separators=(",", ":"))
