"""What a schema file can do wrong."""

from __future__ import annotations


class SchemaError(ValueError):
    """A schema file that cannot be used; the message names file and field."""
