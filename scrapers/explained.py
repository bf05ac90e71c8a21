"""Mistakes of declarations in words: file, line, field, what is wrong and what to write, in Chinese and English."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from domain.declared import from_yaml
from domain.divisions import DivisionError, load_divisions

#: Characters of a found value that are shown.
_SHOWN = 80


class AtField(ValueError):
    """A mistake that a check of several fields found in one of them: ``entry.0.url``."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.field = field


def explain(error: ErrorDetails, path: Path, lines: Mapping[str, int], model: type[BaseModel]) -> str:
    """One of pydantic's errors as a line for a person; ``lines`` are those of :func:`field_lines`."""
    where = [str(part) for part in error["loc"] if not str(part).startswith(("function-", "literal", "Verified"))]
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, AtField):
        where += raised.field.split(".")
    return problem_at(where, _words(error, where, model), path, lines)


def problem_at(where: Sequence[str], words: str, path: Path, lines: Mapping[str, int]) -> str:
    """``file:line: field: words``."""
    line = next((lines[name] for end in range(len(where), 0, -1) if (name := ".".join(where[:end])) in lines), 1)
    return f"{path}:{line}: {'.'.join(where) or 'portal'}: {words}"


def _words(error: ErrorDetails, where: list[str], model: type[BaseModel]) -> str:
    kind, field = error["type"], where[-1] if where else ""
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return _unknown_field(where, model)
    if kind == "string_pattern_mismatch" and field == "division":
        return division_words(str(error["input"]))
    words = _data()["fields"].get(field) if kind == "string_pattern_mismatch" else None
    words = words or _data()["types"].get(kind) or _data()["other"]
    found = _shown(error.get("input"))
    context = {name: str(value).replace(" or ", ", ") for name, value in error.get("ctx", {}).items()}
    known = context | {"found": found, "quoted": f'"{found}"', "msg": error["msg"]}
    return " / ".join(words[language].format_map(known) for language in ("zh", "en"))


def division_words(stated: str) -> str:
    """What to write for a division that is a name, or a code that no table has; near ones where there are any."""
    wanted = _data()["fields"]["division"]
    try:
        division = load_divisions().resolve(stated)
    except DivisionError as problem:
        return f"{problem.message_zh}；请写六位代码 / {problem.message_en}; write the six-digit code"
    if division.code == stated:
        return " / ".join(wanted[language].format(found=stated) for language in ("zh", "en"))
    return f'{stated} 的代码是 "{division.code}"，请写代码 / the code of {stated} is "{division.code}": write the code'


def _unknown_field(where: list[str], model: type[BaseModel]) -> str:
    allowed = _fields_at(where[:-1], model)
    near = difflib.get_close_matches(where[-1], allowed, n=1)
    meant = (f"，是否指 {near[0]}？", f", did you mean {near[0]}?") if near else ("；", ";")
    return f"没有这个字段{meant[0]}可用 / unknown field{meant[1]} allowed: {', '.join(allowed)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


@cache
def _data() -> dict[str, dict[str, Any]]:
    path = Path(__file__).parent / "data" / "misdeclared.yaml"
    words: dict[str, dict[str, Any]] = from_yaml(path.read_text(encoding="utf-8"))
    return words


def field_lines(node: yaml.Node | None, prefix: str = "") -> dict[str, int]:
    """Line of every field, by its dotted path (``entry.0.url``)."""
    found: dict[str, int] = {}
    for name, line, value in _inside(node):
        path = f"{prefix}{name}"
        found[path] = line
        found |= field_lines(value, f"{path}.")
    return found


def twice_written(node: yaml.Node | None, prefix: str = "") -> Iterator[tuple[str, int, int]]:
    """Fields that one mapping names twice, of which YAML takes the last: dotted path, both lines."""
    seen: dict[str, int] = {}
    for name, line, value in _inside(node):
        if name in seen:
            yield f"{prefix}{name}", seen[name], line
        seen[name] = line
        yield from twice_written(value, f"{prefix}{name}.")


def _inside(node: yaml.Node | None) -> list[tuple[str, int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), key.start_mark.line + 1, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(str(index), value.start_mark.line + 1, value) for index, value in enumerate(node.value)]
    return []


def _fields_at(where: list[str], model: type[BaseModel]) -> list[str]:
    """Field names of the model that ``where`` leads to."""
    for part in where:
        if part.isdigit():
            continue
        field = model.model_fields.get(part)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType, Annotated, Literal):
        return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
    return None
