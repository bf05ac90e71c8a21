"""What the checks say of each layout as its PDF is read: the declared mistakes, what is explained, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import BaseModel, ConfigDict, model_validator

from domain.declared import from_yaml
from tests.layouts import reached
from tests.layouts.build import load, names

_TABLE = Path(__file__).with_name("alarms.yaml")
NAMES = names()


class Failing(NamedTuple):
    rule: str
    verdict: str
    sentence: str


class Alarm(BaseModel):
    """A check that fails, with the declared mistake it sees or the reason why it is right to fail."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    check: Failing
    mistake: str | None = None
    because: str | None = None

    @model_validator(mode="after")
    def _is_explained_once(self) -> Alarm:
        if (self.mistake is None) is (self.because is None):
            raise ValueError(f"either a mistake or a reason: {self.check}")
        return self


@cache
def alarms() -> dict[str, tuple[Alarm, ...]]:
    listed = from_yaml(_TABLE.read_text(encoding="utf-8"))
    return {name: tuple(Alarm.model_validate(one) for one in found) for name, found in listed.items()}


@pytest.mark.parametrize("name", NAMES)
def test_exactly_the_listed_checks_of_a_file_fail(name: str) -> None:
    assert sorted(reached.reading(name, "pdf").failing) == sorted(alarm.check for alarm in alarms().get(name, ()))


@pytest.mark.parametrize("name", NAMES)
def test_every_declared_mistake_is_seen_and_no_other_is_named(name: str) -> None:
    declared = {mistake["id"] for mistake in load(name).get("mistakes", ())}
    assert {alarm.mistake for alarm in alarms().get(name, ()) if alarm.mistake} == declared


def test_only_layouts_are_listed() -> None:
    assert set(alarms()) <= set(NAMES)
