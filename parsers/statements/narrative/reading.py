"""What the narrative reader returns."""

from __future__ import annotations

from dataclasses import dataclass

from domain.records import Fact


@dataclass(frozen=True, slots=True)
class UnreadFigure:
    """A figure of a budget section that no pattern claimed. ``quote`` is redacted; ``why`` is for the operator."""

    paragraph: int
    quote: str
    page: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class NarrativeReading:
    """Facts of all sentences in reading order (without ids), and the figures nobody claimed."""

    facts: tuple[Fact, ...]
    unread: tuple[UnreadFigure, ...]
