"""The dated list of known faults that are tolerated (``allowed.yaml``)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

FILE = Path(__file__).with_name("allowed.yaml")


class Allowed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^(GHSA|PYSEC|CVE|OSV|MAL)-[\w-]+$")
    part: str
    reason: str = Field(min_length=10)
    until: date


class AllowListError(ValueError):
    """The list cannot be read; the message names the field."""


def load_allowed(file: Path = FILE) -> list[Allowed]:
    try:
        return TypeAdapter(list[Allowed]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")) or [])
    except (ValidationError, yaml.YAMLError) as problem:
        raise AllowListError(f"{file.name}: {problem}") from problem
