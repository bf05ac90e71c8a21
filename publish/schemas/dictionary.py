"""The data dictionary, made from the schemas: ``python -m publish.schemas.dictionary docs/data-dictionary.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from publish.schemas.loading import load_schemas
from publish.schemas.model import Field, TableSchema

_HEAD = """# 数据字典 · Data dictionary

由 `publish/schemas/` 生成，请勿手改（`python -m publish.schemas.dictionary docs/data-dictionary.md`）。
Made from `publish/schemas/`; do not edit by hand.

金额以元计，为精确小数；空单元格表示缺失。 Money is exact decimal in 元 (CNY); an empty cell is missing.
主键列以 🔑 标记，必填列以 * 标记。 🔑 marks the primary key, * a required column.
"""


def dictionary() -> str:
    """The whole page, ending in one line break."""
    schemas = load_schemas()
    contents = "\n".join(f"- [`{name}`](#{name}) {one.title.zh} · {one.title.en}" for name, one in schemas.items())
    return "\n".join((_HEAD, contents, *("\n".join(_table(schema)) for schema in schemas.values()))) + "\n"


def _table(schema: TableSchema) -> Iterator[str]:
    yield f"\n## {schema.name}\n"
    yield f"**{schema.title.zh} · {schema.title.en}**\n"
    yield f"{schema.description.zh}。 {_sentence(schema.description.en)}\n"
    yield "| 列 column | 类型 type | 名称 title | 说明 description |"
    yield "|---|---|---|---|"
    for field in schema.fields:
        mark = " 🔑" if field.name in schema.primary_key else ""
        star = "*" if field.required else ""
        title = f"{field.title.zh} · {field.title.en}"
        about = f"{field.description.zh}。 {_sentence(field.description.en)}{_allowed(field)}"
        yield f"| `{field.name}`{star}{mark} | {_type(field)} | {title} | {about.replace('|', chr(92) + '|')} |"
    for key in schema.foreign_keys:
        yield f"\n`{', '.join(key.fields)}` → `{key.resource}`.`{', '.join(key.reference)}`"


def _type(field: Field) -> str:
    return f"{field.type} ({'元' if field.unit == 'CNY' else field.unit})" if field.unit else field.type


def _allowed(field: Field) -> str:
    values = field.constraints.get("enum")
    return f" 取值 values: {', '.join(f'`{value}`' for value in values)}." if values else ""


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary(), encoding="utf-8")
