"""What was decided about one item, with the reason a person can check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.identifiers import report_id
from domain.records import ReportType, Scope
from scrapers.state import ItemVerdict
from scrapers.titles import title_words

#: The reason for which a page that gathers many departments is looked at, and left once its links were decided.
GATHERED = "gathered"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of an item when it is decided: from its row, and after a look at its page from the page as well."""

    title: str
    url: str = ""
    listed_on: date | None = None
    publisher: str | None = None
    column: str | None = None
    #: What the site calls itself.
    site: str | None = None
    #: From the page; ``None`` while it was not read.
    page_title: str | None = None
    body: str | None = None
    file_names: tuple[str, ...] = ()

    @property
    def page_read(self) -> bool:
        return self.body is not None


@dataclass(frozen=True, slots=True)
class Decision:
    """``take`` carries a full identity. ``look``: the page may settle what the row leaves open, or hold ours."""

    verdict: ItemVerdict
    reason: str
    division_code: str | None = None
    agency: str | None = None
    agency_kind: str | None = None
    fiscal_year: int | None = None
    report_type: ReportType | None = None
    scope: Scope = Scope.UNKNOWN
    #: Short sentences: where each part of the identity was read.
    evidence: tuple[str, ...] = ()
    look: bool = False

    @property
    def taken(self) -> bool:
        return self.verdict is ItemVerdict.TAKE

    @property
    def report_id(self) -> str:
        """The report that a taken item is; empty for all others."""
        if not self.taken or self.fiscal_year is None or self.report_type is None:
            return ""
        return report_id(self.division_code or "", self.fiscal_year, self.report_type, self.agency or "", self.scope)

    @property
    def message_zh(self) -> str:
        return title_words().reasons[self.reason].zh

    @property
    def message_en(self) -> str:
        return title_words().reasons[self.reason].en
