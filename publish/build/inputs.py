"""What a version is made from: the current reports by division, what people said of them, and what was looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.records import Correction, CoverageCell, ParsedReport
from publish.schemas import Row

#: Adds the checks between reports to all current reports of one division. Sent to other processes: a plain function.
Across = Callable[[Sequence[ParsedReport]], Sequence[ParsedReport]]


def no_checks_across(reports: Sequence[ParsedReport]) -> Sequence[ParsedReport]:
    return reports


@dataclass(frozen=True, slots=True, order=True)
class ReportRef:
    """A current report: its id and the key of its record, ``reports/{report_id}/{sha256}.json``."""

    report_id: str
    key: str

    @property
    def division(self) -> str:
        return self.report_id[:6]

    @property
    def sha256(self) -> str:
        """The hash in the name of the record."""
        return self.key.rpartition("/")[2].removesuffix(".json")


class Inputs(Protocol):
    """The state of a store that a version is built from; two that are equal make the same bytes."""

    @property
    def code_version(self) -> str:
        """Hash over all code that has a say in the rows; another one makes every row anew."""

    @property
    def across(self) -> Across: ...

    @property
    def corrections(self) -> Sequence[Correction]: ...

    @property
    def reference(self) -> Mapping[str, Sequence[Row]]:
        """The reference tables by resource."""

    def divisions(self) -> Mapping[str, Sequence[ReportRef]]:
        """Every division of a report or of a coverage cell, with its reports, each once."""

    def record(self, ref: ReportRef) -> bytes | None:
        """The record of a report; ``None`` if it is missing."""

    def coverage_basis(self, code: str) -> str:
        """Changes whenever the coverage of the division could, while its reports are the same."""

    def coverage(self, code: str, reports: Sequence[Row], withheld: Mapping[str, str]) -> Sequence[CoverageCell]:
        """The cells of a division. ``reports``: its published rows; ``withheld``: reasons by report id."""
