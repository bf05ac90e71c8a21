"""Reports that a version leaves out, and why: never a reason to stop the nation, never left out in silence."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why a report is in no table of a version although its source published it."""

    MISSING = "missing"  # the store lacks its record
    UNREADABLE = "unreadable"  # its record is none
    CORRECTION = "correction"  # a person's correction does not fit its source any more
    CONTRACT = "contract"  # its rows break the contract


@dataclass(frozen=True, slots=True)
class Withheld:
    """One report that was left out, with the sentence for a person."""

    report_id: str
    key: str
    reason: Reason
    message_zh: str
    message_en: str

    def as_dict(self) -> dict[str, str]:
        return {**asdict(self), "reason": self.reason.value}

    @staticmethod
    def from_dict(held: dict[str, Any]) -> Withheld:
        return Withheld(**{**held, "reason": Reason(held["reason"])})
