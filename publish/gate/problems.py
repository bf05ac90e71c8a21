"""What a gate says: faults as sentences in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

#: Problems that a message lists; who reads more of them learns nothing new.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault as a sentence; ``report_id`` if it is a fault of the rows of one report."""

    resource: str
    message: str
    report_id: str | None = None


class GateError(Exception):
    """The package breaks the contract; ``problems`` holds the first of them as sentences."""

    def __init__(self, problems: Iterable[str]) -> None:
        several = tuple(islice(problems, SHOWN + 1))
        if len(several) > SHOWN:
            several = (*several[:SHOWN], "……（更多从略 / and more）")
        self.problems = several
        super().__init__(
            "数据包不符合规范，未发布 / the package breaks the contract, nothing was published:\n" + "\n".join(several)
        )


def quoted(cell: object) -> str:
    """A cell as a message shows it: short, on one line, whatever it holds."""
    text = "" if cell is None else str(cell)
    return repr(text if len(text) <= 60 else text[:57] + "…")
