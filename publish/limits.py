"""Limits that stop a publish which would drop much of what was there: usually a fault of ours, not of the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest share of the previous version's rows that may go, in per cent, by resource.

    The rows of a report that is withheld by name do not count, and of one that a new revision of itself supersedes only
    those that the new one has fewer; ``withheld_pct`` is the largest share of the reports that may be withheld. A
    single one never stops the others.
    """

    dropped_pct: Mapping[str, float]
    withheld_pct: float


DEFAULT_LIMITS = Limits({"reports": 5.0, "facts": 10.0}, withheld_pct=5.0)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a version would lose: rows by resource (see :class:`Limits`), and how many reports are withheld."""

    dropped: Mapping[str, int]
    withheld: int


def passed_limits(limits: Limits, before: Mapping[str, int], loss: Loss) -> list[str]:
    """A sentence for every limit that ``loss`` would pass; empty if the publish is within all of them."""
    sentences = []
    for resource, allowed in limits.dropped_pct.items():
        had = before.get(resource, 0)
        dropped = loss.dropped.get(resource, 0)
        if had and 100 * dropped > allowed * had:
            share = 100 * dropped / had
            sentences.append(
                f"{resource}: 将删除 {had} 行中的 {dropped} 行（{share:.1f}%，上限 {allowed:g}%） / "
                f"{dropped} of {had} rows would go ({share:.1f} %, the limit is {allowed:g} %)"
            )
    had = before.get("reports", 0)
    if loss.withheld > 1 and 100 * loss.withheld > limits.withheld_pct * had:
        sentences.append(
            f"有 {loss.withheld} 份报告不能发布（上一版 {had} 份，上限 {limits.withheld_pct:g}%） / {loss.withheld} "
            f"reports are withheld ({had} were published before, the limit is {limits.withheld_pct:g} %)"
        )
    return sentences
