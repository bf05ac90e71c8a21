"""Names of statements and measures, from ``words.yaml``."""

from __future__ import annotations

from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml
from domain.records import Measure, Statement


class Words(BaseModel):
    """The declarations; every statement and measure has a name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statements: dict[Statement, tuple[str, str]]
    measures: dict[Measure, tuple[str, str]]
    lists: frozenset[Statement]


@cache
def words() -> Words:
    text = resources.files("flows.parsed").joinpath("words.yaml").read_text(encoding="utf-8")
    return Words.model_validate(from_yaml(text))
