"""The table of anomalies (``anomalies.yaml``): what is wrong in the samples, and which check sees it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.declared import from_yaml
from domain.records import Check, Verdict

_TABLE = Path(__file__).parent / "anomalies.yaml"


class Seen(NamedTuple):
    """A check named by its rule, its verdict and its Chinese sentence, or words of it."""

    rule: str
    verdict: Verdict
    words: str

    def is_of(self, check: Check) -> bool:
        whole = self.words.endswith("。")
        said = self.words == check.message_zh if whole else self.words in check.message_zh
        return said and (check.rule, check.verdict) == (self.rule, self.verdict)


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reason(_Declared):
    zh: str
    en: str


class Anomaly(_Declared):
    id: str
    severity: str
    certain: bool = True
    what: str
    checks: tuple[Seen, ...] = ()
    unseen: Reason | None = None
    because: str | None = None

    @property
    def seed(self) -> str:
        return self.id.partition("-")[0]


class Beyond(_Declared):
    seed: str
    check: Seen
    reason: str


class Table(_Declared):
    anomalies: tuple[Anomaly, ...]
    beyond: tuple[Beyond, ...]

    def of_seed(self, seed: str) -> list[Seen]:
        """Everything a seed's checks may say besides pass."""
        found = [seen for anomaly in self.anomalies if anomaly.seed == seed for seen in anomaly.checks]
        return found + [other.check for other in self.beyond if other.seed == seed]


@cache
def table() -> Table:
    return Table.model_validate(from_yaml(_TABLE.read_text(encoding="utf-8")))
