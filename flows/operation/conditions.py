"""The conditions that ``alarms.yaml`` names: each looks at the status and says what it is about, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.declared import from_yaml
from flows.operation.status import RunStatus, Status
from flows.summary import PublishOutcome

_MOST_NAMES = 8
_GIGABYTE = 1024**3


@dataclass(frozen=True, slots=True)
class Situation:
    """What the conditions look at."""

    status: Status
    now: datetime
    #: Rows of the coverage table whose report is missing.
    coverage: Sequence[Mapping[str, str]] = ()
    #: Free and whole bytes of the disks in use, by place.
    disks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    quota_gb: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """``about`` is what an alarm is new for; ``value`` and ``limit`` fill its sentence."""

    about: tuple[str, ...]
    value: str = ""
    limit: str = ""


class Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z_]+$")
    zh: str
    en: str

    def look(self, situation: Situation) -> Found | None:
        raise NotImplementedError

    def sentences(self, found: Found) -> tuple[str, str]:
        """The alarm in Chinese and English."""
        names = ", ".join(found.about[:_MOST_NAMES]) + (" …" if len(found.about) > _MOST_NAMES else "")
        words = {"count": len(found.about), "names": names, "value": found.value, "limit": found.limit}
        return self.zh.format(**words), self.en.format(**words)


class CoverageCondition(Condition):
    when: Literal["coverage"]
    states: tuple[str, ...]

    def look(self, situation: Situation) -> Found | None:
        about = tuple(
            f"{row['division_code']}-{row['fiscal_year']}-{row['report_type']}"
            for row in situation.coverage
            if row["state"] in self.states
        )
        return Found(about) if about else None


class PortalCondition(Condition):
    when: Literal["portals"]
    outcomes: tuple[str, ...]
    visits: int = 1

    def look(self, situation: Situation) -> Found | None:
        about = tuple(
            portal_id
            for portal_id, portal in situation.status.portals.items()
            if portal.outcome in self.outcomes and portal.failures >= self.visits
        )
        return Found(about, limit=str(self.visits)) if about else None


class ParseFailedCondition(Condition):
    when: Literal["parse_failed"]
    reports: int = 1

    def look(self, situation: Situation) -> Found | None:
        run = _last_visiting(situation.status)
        if run is None or run.parse_failed < self.reports:
            return None
        return Found((run.run_id,), value=str(run.parse_failed))


class FactsFellCondition(Condition):
    when: Literal["facts_fell"]
    pct: float
    #: Fewer reports say nothing about reading as a whole.
    least_reports: int

    def look(self, situation: Situation) -> Found | None:
        run, version = _last_visiting(situation.status), situation.status.version
        if run is None or version is None or run.reports < self.least_reports or not version.reports:
            return None
        usual, now = version.facts / version.reports, run.facts / run.reports
        if now >= usual * (1 - self.pct / 100):
            return None
        return Found((run.run_id,), value=f"{now:.0f}", limit=f"{usual:.0f}")


class PublishRefusedCondition(Condition):
    when: Literal["publish_refused"]

    def look(self, situation: Situation) -> Found | None:
        last = max(
            (run for run in situation.status.runs.values() if run.publish is not PublishOutcome.SKIPPED),
            key=lambda run: run.ended_at,
            default=None,
        )
        if last is None or last.publish is not PublishOutcome.REFUSED:
            return None
        return Found((last.run_id,), value=(last.message or "").split("\n")[0])


class RunMissingCondition(Condition):
    when: Literal["run_missing"]
    flows: tuple[str, ...]
    hours: float

    def look(self, situation: Situation) -> Found | None:
        status = situation.status
        ended = [run.ended_at for name, run in status.runs.items() if name in self.flows]
        if status.scheduled_since is not None:
            ended.append(status.scheduled_since)  # one that never ended is missing too
        if not ended:
            return None  # nothing is scheduled here
        hours = (situation.now - max(ended)).total_seconds() / 3600
        return Found(self.flows[:1], value=f"{hours:.0f}", limit=f"{self.hours:g}") if hours > self.hours else None


class AuditCondition(Condition):
    when: Literal["audit_problems"]

    def look(self, situation: Situation) -> Found | None:
        run = situation.status.runs.get("verify")
        return Found(run.problems) if run is not None and run.problems else None


class DiskCondition(Condition):
    when: Literal["disk"]
    free_gb: float
    free_pct: float

    def look(self, situation: Situation) -> Found | None:
        full = {
            place: free
            for place, (free, whole) in situation.disks.items()
            if free < self.free_gb * _GIGABYTE or free < whole * self.free_pct / 100
        }
        return Found(tuple(full), value=f"{min(full.values()) / _GIGABYTE:.1f}") if full else None


class BucketCondition(Condition):
    when: Literal["bucket"]
    pct: float

    def look(self, situation: Situation) -> Found | None:
        run = situation.status.runs.get("verify")
        if situation.quota_gb is None or run is None or run.archive_bytes is None:
            return None
        held = run.archive_bytes / _GIGABYTE
        if held < situation.quota_gb * self.pct / 100:
            return None
        return Found(("archive",), value=f"{held:.0f}", limit=f"{situation.quota_gb:g}")


AnyCondition = Annotated[
    CoverageCondition
    | PortalCondition
    | ParseFailedCondition
    | FactsFellCondition
    | PublishRefusedCondition
    | RunMissingCondition
    | AuditCondition
    | DiskCondition
    | BucketCondition,
    Field(discriminator="when"),
]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    alarms: tuple[AnyCondition, ...]


@cache
def declared_conditions() -> tuple[AnyCondition, ...]:
    """The conditions of ``alarms.yaml``."""
    text = resources.files("flows.operation").joinpath("alarms.yaml").read_text(encoding="utf-8")
    return _Declared.model_validate(from_yaml(text)).alarms


def _last_visiting(status: Status) -> RunStatus | None:
    visits = [run for name, run in status.runs.items() if name in {"harvest", "dispatch", "backfill"}]
    return max(visits, key=lambda run: run.ended_at, default=None)
