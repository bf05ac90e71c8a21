"""The data dictionary for the browser, from the schemas."""

from __future__ import annotations

from publish.schemas import load_schemas
from publish.site.rows import Json


def dictionary_file() -> Json:
    """Every resource with its columns, in Chinese and English."""
    return [
        {
            "name": schema.name,
            "title": [schema.title.zh, schema.title.en],
            "description": [schema.description.zh, schema.description.en],
            "primary_key": list(schema.primary_key),
            "foreign_keys": [
                {"fields": list(key.fields), "resource": key.resource, "reference": list(key.reference)}
                for key in schema.foreign_keys
            ],
            "fields": [
                {
                    "name": field.name,
                    "type": field.type,
                    **({"unit": field.unit} if field.unit else {}),
                    "title": [field.title.zh, field.title.en],
                    "description": [field.description.zh, field.description.en],
                    "required": field.required,
                    **({"values": field.constraints["enum"]} if "enum" in field.constraints else {}),
                }
                for field in schema.fields
            ],
        }
        for schema in load_schemas().values()
    ]
