"""Which county a person means on the command line or in a deployment's parameters."""

from __future__ import annotations

from domain.divisions import Division, load_divisions


def county_of(county: str, year: int) -> Division:
    """The division a person means by ``county`` in ``year``.

    A name that several divisions bear or bore is ambiguous even if only one bears it in ``year``: a rerun must not read
    another county than the one in the person's mind. Raises ``AmbiguousDivision`` or ``UnknownDivision``.
    """
    divisions = load_divisions()
    return divisions.resolve(divisions.resolve(county).code, year=year)
