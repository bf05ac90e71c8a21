"""From facts to rows: the tables people download, made by declarations, every figure one that was printed."""

from __future__ import annotations

from publish.tables.build import Tables, build_tables, report_tables

__all__ = ["Tables", "build_tables", "report_tables"]
