"""The deployments as declared in ``deployments.yaml``: one list for ``xinfang serve`` and for ``prefect.yaml``."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module, resources
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml


class Deployment(BaseModel):
    """One deployment; see the head of ``deployments.yaml`` for the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    entrypoint: str
    pool: Literal["harvest", "publish"]
    cron: str | None = None
    slug: str | None = None
    one_at_a_time: bool = False
    due_only: bool = False
    tags: tuple[str, ...]
    description: str
    workers_only: bool = False
    #: ``workers``: where workers are, another deployment does its work; it is there, and not scheduled.
    unless: Literal["workers"] | None = None

    def load_flow(self) -> Any:  # noqa: ANN401 - Prefect's Flow is generic in what it does not tell us
        """The flow object behind the entry point."""
        path, _, name = self.entrypoint.partition(":")
        return getattr(import_module(path.removesuffix(".py").replace("/", ".")), name)


class Deployments(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    timezone: str
    pools: dict[Literal["harvest", "publish"], str]
    deployments: tuple[Deployment, ...]

    @property
    def on_one_machine(self) -> tuple[Deployment, ...]:
        return tuple(one for one in self.deployments if not one.workers_only)


@cache
def declared() -> Deployments:
    text = resources.files("flows.operation").joinpath("deployments.yaml").read_text(encoding="utf-8")
    return Deployments.model_validate(from_yaml(text))


def for_workers() -> dict[str, Any]:
    """The content of ``prefect.yaml``: the same deployments for a Prefect server with workers."""
    known = declared()
    return {"name": "xinfang", "deployments": [_for_workers(one, known) for one in known.deployments]}


def _for_workers(one: Deployment, known: Deployments) -> dict[str, Any]:
    written: dict[str, Any] = {
        "name": one.name,
        "description": one.description,
        "tags": list(one.tags),
        "entrypoint": one.entrypoint,
        # The process of a worker that died goes on; its console would be a broken pipe and end it at its first line.
        "work_pool": {"name": known.pools[one.pool], "job_variables": {"stream_output": False}},
        "enforce_parameter_schema": True,
    }
    if one.cron:
        active = one.unless != "workers"
        written["schedules"] = [{"cron": one.cron, "timezone": known.timezone, "slug": one.slug, "active": active}]
    if one.one_at_a_time:
        written["concurrency_limit"] = {"limit": 1, "collision_strategy": "ENQUEUE"}
    if one.due_only:
        written["parameters"] = {"settings": {"due_only": True}}
    return written


_HEAD = """\
# Deployments for a Prefect server with workers, made from flows/operation/deployments.yaml:
#   python -m flows.operation.deployments > prefect.yaml
# Then: `prefect --no-prompt deploy --all`. One machine needs none of this: `xinfang serve` registers them by itself.
"""


def prefect_yaml() -> str:
    """``prefect.yaml`` as text."""
    return _HEAD + yaml.safe_dump(for_workers(), allow_unicode=True, sort_keys=False, width=120)


if __name__ == "__main__":
    sys.stdout.write(prefect_yaml())
