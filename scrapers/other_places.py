"""Whether a name speaks of the petition bureau of another place than the report's."""

from __future__ import annotations

from domain.agencies import find_agency
from domain.divisions import Divisions


def other_place(name: str, *, code: str | None, year: int | None, known: Divisions) -> str | None:
    """The full name of the other place: 武乡县信访局2025年度部门决算.pdf in a report of 襄垣县.

    ``None`` where the name prints no bureau, no place without doubt, or the place of ``code`` among others.
    """
    if code is None or find_agency(name) is None:
        return None
    places = known.find_in(name, year=year)
    if not places or any(place.code == code for place in places):
        return None
    return places[0].full_name
