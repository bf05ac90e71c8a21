"""robots.txt by RFC 9309: read once a day per host; 404 and its like allow, 403 and server errors deny."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from protego import Protego
from pydantic import AwareDatetime, BaseModel, ConfigDict

#: How long an answer is used (RFC 9309, 2.4: at most a day).
LIFETIME = timedelta(days=1)
#: More than this is cut off (RFC 9309, 2.5 asks for at least 500 KiB).
MAX_BYTES = 512 * 1024

Verdict = Literal["rules", "allow_all", "deny_all"]


class RobotsRecord(BaseModel):
    """What a host answered, kept in the portal's state."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fetched_at: AwareDatetime
    verdict: Verdict
    #: Status code, or 0 when the host could not be reached.
    status: int
    text: str = ""

    def is_fresh(self, now: datetime) -> bool:
        # An outage is asked about again sooner: it says nothing about the rules.
        settled = 0 < self.status < 500 and self.status != 429
        lifetime = LIFETIME if settled else timedelta(hours=1)
        return timedelta(0) <= now - self.fetched_at < lifetime

    def allows(self, url: str, user_agent: str) -> bool:
        if self.verdict != "rules":
            return self.verdict == "allow_all"
        return _parsed(self.text).can_fetch(url, user_agent)

    def crawl_delay(self, user_agent: str) -> float:
        """Seconds the host asks for between requests, 0 where it asks for none."""
        if self.verdict != "rules":
            return 0.0
        delay = float(_parsed(self.text).crawl_delay(user_agent) or 0.0)
        return delay if delay > 0 else 0.0  # no number is none, too


def judge(status: int, text: str, *, fetched_at: datetime) -> RobotsRecord:
    """The record of one answer. ``status`` 0 means that the host could not be reached."""
    if status in (200, 206):
        looks_like_rules = not text.lstrip().startswith("<")  # a home page served for every address has no rules
        verdict: Verdict = "rules" if looks_like_rules else "allow_all"
        return RobotsRecord(
            fetched_at=fetched_at, verdict=verdict, status=status, text=text if looks_like_rules else ""
        )
    if 400 <= status < 500 and status not in (401, 403, 429):
        return RobotsRecord(fetched_at=fetched_at, verdict="allow_all", status=status)
    return RobotsRecord(fetched_at=fetched_at, verdict="deny_all", status=status)


def whole_lines(data: bytes) -> bytes:
    """``data`` without the line that the limit cut: half a path would forbid more than the host does."""
    return data if len(data) < MAX_BYTES else data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1]


@lru_cache(maxsize=256)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)
