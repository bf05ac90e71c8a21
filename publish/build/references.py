"""The tables that others point to, cut to the rows that are pointed to: a county needs no list of all counties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from publish.package import write_csv
from publish.schemas import Row, load_schemas

_Key = tuple[str, ...]


class References:
    """Rows of the tables that are not cut by division, found by the columns that foreign keys point to."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._tables = tables
        self._places: dict[tuple[str, _Key], dict[_Key, list[int]]] = {}

    def used_by(self, tables: Iterable[Mapping[str, Sequence[Row]]]) -> dict[str, bytes]:
        """Each table as CSV with header, in order, with the rows that a row of ``tables`` points to.

        What points nowhere still does: exactly the keys that are there are kept.
        """
        wanted: dict[str, set[int]] = {name: set() for name in self._tables}
        for several in tables:
            for name, rows in several.items():
                for key in load_schemas()[name].foreign_keys:
                    if key.resource in self._tables:
                        found = self._by(key.resource, key.reference)
                        for values in {tuple(row[field] for field in key.fields) for row in rows}:
                            wanted[key.resource].update(found.get(values, ()))
        return {
            name: write_csv(load_schemas()[name].columns, [self._tables[name][place] for place in sorted(places)])
            for name, places in wanted.items()
        }

    def _by(self, resource: str, columns: _Key) -> dict[_Key, list[int]]:
        if (resource, columns) not in self._places:
            places: dict[_Key, list[int]] = defaultdict(list)
            for place, row in enumerate(self._tables[resource]):
                places[tuple(row[column] for column in columns)].append(place)
            self._places[resource, columns] = dict(places)
        return self._places[resource, columns]
