"""Which subject the words before a figure name, and which one they mean without naming it."""

from __future__ import annotations

from parsers.statements.narrative.carrying import other_side, section_total, side_of_base, verb_may_be_subject
from parsers.statements.narrative.leads import Lead
from parsers.statements.narrative.several import Named
from parsers.statements.narrative.state import State
from parsers.statements.narrative.subjects import (
    Context,
    Place,
    choose_subject,
    fund_of_projects,
    is_part_of,
    item_behind_group,
    open_subject,
)
from parsers.statements.narrative.tokens import Token


def named_in(lead: Lead, text: str, place: Place, context: Context) -> Named | str | None:
    """The subject that the lead names; ``None`` when it names none; in words why it cannot be told."""
    if (fund := fund_of_projects(lead, text, place)) is not None:
        return (*fund, None)
    if not lead.unknown and (item := item_behind_group(lead.names)) is not None:
        return item, (lead.names[1].start, lead.names[1].end), lead.code
    names = _narrow(lead.names, place)
    if len(names) == 1 and not lead.unknown:
        subject = choose_subject(names[0], place)
        if subject is not None:
            return subject, (names[0].start, names[0].end), lead.code
    if not lead.unknown and not lead.names:
        return None
    found = open_subject(lead, text, place, context)
    if found is None:
        return "unknown words before the figure" if lead.unknown else "more than one subject"
    return (*found, lead.code)


def _narrow(names: list[Token], place: Place) -> list[Token]:
    """三公经费中，因公出国（境）费: of a whole and its part, the part."""
    if len(names) != 2:
        return names
    whole, part = (choose_subject(name, place) for name in names)
    return names[1:] if whole is not None and whole != part and is_part_of(part, whole) else names


def meant_by(named: Named | None, lead: Lead, state: State, section: str, *, heading: str, own: str) -> Named | None:
    """``named``, unless it is only a verb, or the total that section and comparison mean without a name.

    ``heading`` is the nearest one, ``own`` the section's own where it stands right before the passage.
    """
    only_verb = named is not None and named[0].kind == "declared" and lead.verb_is_subject
    if only_verb and not verb_may_be_subject(lead, state, section, heading):
        named = None
    return (
        named
        or section_total(lead, state, section, own)
        or side_of_base(lead, state, section)
        or other_side(lead, state)
    )
