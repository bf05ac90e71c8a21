"""What a person decided about an item that the rules could not: kept with it, valid while its title is the same."""

from __future__ import annotations

from domain.agencies import find_agency
from domain.divisions import Divisions
from domain.records import ReportType, Scope
from domain.redaction import redact_title
from scrapers.classify import decide
from scrapers.decision import Candidate, Decision
from scrapers.declaration import Portal
from scrapers.names import named_body
from scrapers.state import ItemDecision, ItemState, ItemVerdict, Review
from scrapers.titles import read_title
from scrapers.yearly import declared_entry

#: The reason that reviewed items carry.
REVIEWED = "reviewed"


class ReviewIncomplete(ValueError):
    """An accepted item needs a whole identity; ``missing`` names the parts that only a person can give."""

    def __init__(self, title: str, missing: list[str]) -> None:
        options = " ".join(f"--{name}" for name in missing)
        super().__init__(f"「{title}」缺少信息，请补充 the item does not say enough, add: {options}")
        self.missing = tuple(missing)


def reviewed(decision: Decision, item: ItemState) -> Decision:
    """The person's decision where there is one for the item as it is titled now, else ``decision``.

    A decision that was taken back (:func:`undone`) stays on record and decides nothing.
    """
    review = item.review
    if (
        review is None
        or redact_title(review.title) != redact_title(item.title)
        or review.verdict is ItemVerdict.AMBIGUOUS
    ):
        return decision
    if review.verdict is ItemVerdict.LEAVE:
        return Decision(ItemVerdict.LEAVE, REVIEWED)
    return Decision(
        verdict=ItemVerdict.TAKE,
        reason=REVIEWED,
        division_code=review.division_code,
        agency=review.agency,
        agency_kind=review.agency_kind,
        fiscal_year=review.fiscal_year,
        report_type=review.report_type,
        scope=review.scope,
        evidence=(f"reviewed {review.reviewed_at:%Y-%m-%d}: {review.note}".rstrip(": "),),
    )


def with_review(item: ItemState, review: Review) -> ItemState:
    """The item under a person's decision; an accepted one is fetched at the next visit."""
    item = item.model_copy(update={"review": review})
    decision = reviewed(Decision(item.decision.verdict, item.decision.reason), item)
    settled = item.decision.model_copy(update={"verdict": decision.verdict, "reason": decision.reason, "look": False})
    changes: dict[str, object] = {"decision": settled, "fetched_at": None}
    if decision.verdict is ItemVerdict.LEAVE:
        changes |= {"disclosure": None, "report": None, "problems": ()}
    return item.model_copy(update=changes)


def undone(item: ItemState, review: Review, portal: Portal, divisions: Divisions) -> ItemState:
    """The item as the rules decide its row, a person's earlier decision taken back by ``review``.

    What was published of it only because of that decision goes with it.
    """
    row = Candidate(
        title=item.title,
        url=item.url,
        listed_on=item.listed_on,
        publisher=item.publisher,
        column=item.column,
        site=item.site,
    )
    decision = decide(row, portal, declared_entry(portal, item.entry), divisions)
    settled = ItemDecision(verdict=decision.verdict, reason=decision.reason, look=decision.look)
    changes: dict[str, object] = {"review": review, "decision": settled, "fetched_at": None}
    if not decision.taken:
        changes |= {"disclosure": None, "report": None, "problems": ()}
    return item.model_copy(update=changes)


def complete(review: Review, item: ItemState, portal: Portal | None, divisions: Divisions) -> Review:
    """``review`` with what its title and portal say where the person said nothing.

    Raises :class:`ReviewIncomplete` naming what neither says; an agency that is no petition body counts as missing.
    """
    if review.verdict is ItemVerdict.LEAVE:
        return review
    reading = read_title(item.title)
    publisher = portal.publisher[0].name if portal and portal.publisher else None
    printed = named_body(item.title)
    body = find_agency(review.agency or (printed.name if printed else None) or publisher or "")
    year = review.fiscal_year or reading.fiscal_year
    report_type: ReportType | None = review.report_type or reading.report_type
    code = review.division_code or (portal.division if portal else None)
    if code is not None and divisions.get(code) is None:
        code = None
    wanted = {"year": year, "type": report_type, "agency": body, "division": code}
    missing = [name for name, value in wanted.items() if value is None]
    if missing:
        raise ReviewIncomplete(item.title or item.url, missing)
    assert body is not None
    scope = review.scope if review.scope is not Scope.UNKNOWN else reading.scope
    return review.model_copy(
        update={
            "agency": " ".join(body.name.split()),
            "agency_kind": body.kind,
            "fiscal_year": year,
            "report_type": report_type,
            "division_code": code,
            "scope": scope,
        }
    )
