"""What must be there before a version can be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publish.gate.problems import GateError
from publish.package import Part
from publish.schemas import load_schemas


def check_parts(parts: Mapping[str, Sequence[Part]]) -> None:
    """Raises :class:`GateError` if a resource is missing, or one is empty that the keys of others point to."""
    problems = [f"{name}: 缺少该资源 / the resource is missing" for name in load_schemas() if not parts.get(name)]
    problems += [
        f"{name}: 参考表为空 / the reference table is empty"
        for name, schema in load_schemas().items()
        if schema.never_empty and not any(part.rows for part in parts.get(name, ()))
    ]
    if problems:
        raise GateError(problems)
