"""Tables without column rules: three-line tables, tables with rules between rows only, tables without any rule.

Columns are told by the white space between the texts of the body and by the heads above them, rows by the figures and
the distance from line to line. What comes out is marked as inferred; its facts are of low confidence.
"""

from parsers.readers.pages.inferred.carried import head_at_foot
from parsers.readers.pages.inferred.pieces import TextLine
from parsers.readers.pages.inferred.tables import InferredTable, infer_tables

__all__ = ["InferredTable", "TextLine", "head_at_foot", "infer_tables"]
