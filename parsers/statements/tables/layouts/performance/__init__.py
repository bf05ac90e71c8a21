"""Project forms (绩效自评表, 绩效目标表): a walk down the rows, block by block.

Blocks are told by their labels, in whatever order a form prints them: label and value pairs, the money block, goals,
indicators, total score, analysis. Rows that no block explains are reported.
"""

from __future__ import annotations

from parsers.statements.tables.layouts.performance.walk import fits_performance, read_performance

__all__ = ["fits_performance", "read_performance"]
