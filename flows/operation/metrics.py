"""Counts for Prometheus, made from ``status.json``: as a text file for the node exporter, or at ``/metrics``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, write_to_textfile
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from flows.operation.status import RunStatus, Status

_P = "xinfang_"


class StatusCollector(Collector):
    """Reads the status anew for every scrape."""

    def __init__(self, read: Callable[[], Status | None]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        status = self._read()
        if status is None:
            return
        yield _one("status_updated_timestamp_seconds", "When status.json was written.", status.updated_at.timestamp())
        if status.version is not None:
            version = status.version
            yield _one("version_number", "Number of the newest version.", version.number)
            yield _one(
                "version_created_timestamp_seconds", "When the newest version was made.", version.created.timestamp()
            )
            yield _one("reports", "Reports in the newest version.", version.reports)
            yield _one("facts", "Facts in the newest version.", version.facts)
        yield _by("portals", "Portals by outcome of their last visit.", "outcome", status.outcomes)
        yield _by("coverage_cells", "Cells of the coverage table by state.", "state", status.coverage)
        yield _by("alarm", "Alarms that stand.", "alarm", dict.fromkeys(status.alarms, 1))
        yield from _of_runs(status.runs)


def _of_runs(runs: dict[str, RunStatus]) -> Iterator[Metric]:
    values: dict[tuple[str, str], dict[str, float]] = {
        ("run_ended_timestamp_seconds", "End of the last run."): {
            name: run.ended_at.timestamp() for name, run in runs.items()
        },
        ("run_seconds", "Duration of the last run."): {
            name: (run.ended_at - run.started_at).total_seconds() for name, run in runs.items()
        },
        ("run_portals", "Portals of the last run."): {name: run.portals for name, run in runs.items()},
        ("run_failed_portals", "Portals that the last run could not watch."): {
            name: run.failed_portals for name, run in runs.items()
        },
        ("run_reports", "Reports that the last run read."): {name: run.reports for name, run in runs.items()},
        ("run_facts", "Facts that the last run read."): {name: run.facts for name, run in runs.items()},
        ("run_parse_failed", "Reports that our code failed on."): {
            name: run.parse_failed for name, run in runs.items()
        },
    }
    for (name, words), by_flow in values.items():
        yield _by(name, words, "flow", by_flow)


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(_P + name, words, value=value)


def _by(name: str, words: str, label: str, values: dict[str, float] | dict[str, int]) -> Metric:
    family = GaugeMetricFamily(_P + name, words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def registry_of(read: Callable[[], Status | None]) -> CollectorRegistry:
    """A registry that holds nothing but our own counts."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(StatusCollector(read))
    return registry


def write_metrics(path: Path, status: Status) -> None:
    """Write the text file of the node exporter's textfile collector; its reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_to_textfile(str(path), registry_of(lambda: status))
