"""What a check of this machine found, and how it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    OK = "ok"
    NOTE = "note"  # works, something optional is missing
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; ``mend`` says what to do where there is something to do."""

    check: str
    health: Health
    zh: str
    en: str
    mend_zh: str = ""
    mend_en: str = ""

    def as_dict(self) -> dict[str, str]:
        return {
            "check": self.check,
            "health": self.health.value,
            "message_zh": self.zh,
            "message_en": self.en,
            "mend_zh": self.mend_zh,
            "mend_en": self.mend_en,
        }
