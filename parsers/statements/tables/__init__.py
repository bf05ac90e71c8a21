"""Tables to facts: recognised by declared titles and heading words, read by one engine of a few layouts.

Nothing is guessed: a table no declaration knows is reported with its head, a row no declaration explains is reported
as unused, a money table whose unit is nowhere stated gives no figure.
"""

from __future__ import annotations

from parsers.statements.tables.case import unused_place
from parsers.statements.tables.reading import TableReading, read_tables

__all__ = ["TableReading", "read_tables", "unused_place"]
