"""What each published table is: the executable form of the dataset contract, one YAML file per resource."""

from __future__ import annotations

from publish.schemas.errors import SchemaError
from publish.schemas.loading import load_schemas
from publish.schemas.model import DECIMAL_PLACES, Field, ForeignKey, Row, TableSchema, TwoTongues

__all__ = ["DECIMAL_PLACES", "Field", "ForeignKey", "Row", "SchemaError", "TableSchema", "TwoTongues", "load_schemas"]
