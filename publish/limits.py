"""Limits that stop a publish which would drop much of what was there: usually a fault of ours, not of the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.changes import ChangeCount


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest share of the previous version's rows that may go, in per cent, by resource."""

    dropped_pct: Mapping[str, float]


DEFAULT_LIMITS = Limits({"reports": 5.0, "facts": 10.0})


def passed_limits(limits: Limits, before: Mapping[str, int], changes: Mapping[str, ChangeCount]) -> list[str]:
    """A sentence for every limit that ``changes`` would pass; empty if the publish is within all of them."""
    sentences = []
    for resource, allowed in limits.dropped_pct.items():
        had = before.get(resource, 0)
        dropped = changes[resource].remove if resource in changes else 0
        if had and 100 * dropped > allowed * had:
            share = 100 * dropped / had
            sentences.append(
                f"{resource}: 将删除 {had} 行中的 {dropped} 行（{share:.1f}%，上限 {allowed:g}%） / "
                f"{dropped} of {had} rows would go ({share:.1f} %, the limit is {allowed:g} %)"
            )
    return sentences
