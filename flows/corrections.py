"""Corrections as an operator keeps them: one YAML record each, in the store under ``corrections/{id}.yaml``.

They lie in the store because every publisher of it must see the same ones; in a folder they can be edited by hand.
"""

from __future__ import annotations

import difflib
from pathlib import PurePosixPath
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.ports import ObjectExists, Store
from domain.records import Correction

PREFIX = "corrections/"
_SUFFIX = ".yaml"


class InvalidCorrection(ValueError):
    """A record that breaks the schema; the message names file, field and what is allowed."""


def load_corrections(store: Store) -> tuple[Correction, ...]:
    """All records of the store by id. Raises :class:`InvalidCorrection` for the first that cannot be used."""
    found = []
    for key in store.list(PREFIX):
        if PurePosixPath(key).name.startswith("."):  # what editors and file managers leave
            continue
        if not key.endswith(_SUFFIX):
            raise InvalidCorrection(f"{key}: 文件名应以 {_SUFFIX} 结尾 / the name must end with {_SUFFIX}")
        stored = store.get(key)
        if stored is not None:
            found.append(read_correction(stored.data, key))
    return tuple(sorted(found, key=lambda correction: correction.correction_id))


def read_correction(data: bytes, name: str) -> Correction:
    """One record. Its id is the name of its file; scalars are taken as written, so ``12.30`` stays ``12.30``.

    Raises :class:`InvalidCorrection`.
    """
    try:
        # Every scalar a string: a printed figure must not pass through a float.
        record = yaml.load(data, Loader=yaml.BaseLoader)  # noqa: S506 - makes strings, lists and mappings only
    except yaml.YAMLError as problem:
        raise InvalidCorrection(f"{name}: 不是有效的 YAML / not valid YAML: {problem}") from problem
    if not isinstance(record, dict):
        raise InvalidCorrection(f"{name}: 应为字段和值 / expected fields and values, see docs/corrections.md")
    stem = PurePosixPath(name).stem
    given = record.setdefault("correction_id", stem)
    if given != stem:
        raise InvalidCorrection(f"{name}: correction_id {given!r} 与文件名不符 / is not the name of the file")
    try:
        return Correction.model_validate({field: value for field, value in record.items() if value != ""})
    except ValidationError as problem:
        details = "\n".join(f"  {_in_words(detail)}" for detail in problem.errors())
        raise InvalidCorrection(f"{name}: 记录不合格 / the record is not valid:\n{details}") from problem


def _in_words(detail: ErrorDetails) -> str:
    field = ".".join(map(str, detail["loc"]))
    if detail["type"] == "missing":
        return f"{field}: 缺少该字段 / the field is missing"
    if detail["type"] == "extra_forbidden":
        near = difflib.get_close_matches(field, Correction.model_fields, n=1)
        hint = f"，是否指 {near[0]} / did you mean {near[0]}" if near else ""
        return f"{field}: 没有这个字段 / no such field{hint}"
    if detail["type"] == "enum":
        return f"{field}: {detail['input']!r} 不在 / is none of: {detail.get('ctx', {}).get('expected', '')}"
    return f"{field}: {detail['input']!r} 不合格 / is not valid ({detail['msg']})"


def dump_correction(correction: Correction) -> bytes:
    """The record as an operator would write it; :func:`read_correction` gives an equal one back."""
    record: dict[str, Any] = correction.model_dump(mode="json", exclude_none=True, exclude={"correction_id"})
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=100).encode()


def save_correction(store: Store, correction: Correction, *, replace: bool = False) -> str:
    """Write the record and return its key. Raises :class:`~domain.ports.ObjectExists` unless ``replace``."""
    key = f"{PREFIX}{correction.correction_id}{_SUFFIX}"
    present = store.get(key)
    if present is not None and not replace:
        raise ObjectExists(f"已有此更正，--replace 可替换 / the correction exists, use --replace: {key}")
    store.swap(key, dump_correction(correction), tag=present.tag if present else None, content_type="application/yaml")
    return key
