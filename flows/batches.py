"""Portals in batches of one host: what one task works through in turn, while other hosts are asked at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.divisions import Divisions
from flows.provinces import check_province
from scrapers.declaration import Portal


def host_batches(portals: Iterable[Portal]) -> tuple[tuple[Portal, ...], ...]:
    """Portals that share a host stand together; the batches are in order of their first portal's id.

    Hosts are asked one at a time anyway: two tasks on one host would only wait for each other.
    """
    batches: list[tuple[set[str], list[Portal]]] = []
    for portal in sorted(portals, key=lambda one: one.id):
        hosts, members = set(portal.hosts), [portal]
        apart = []
        for known, others in batches:
            if known & hosts:
                hosts |= known
                members = [*others, *members]
            else:
                apart.append((known, others))
        batches = [*apart, (hosts, members)]
    ordered = sorted((sorted(members, key=lambda one: one.id) for _, members in batches), key=lambda one: one[0].id)
    return tuple(tuple(members) for members in ordered)


def shares(portals: Iterable[Portal], *, size: int) -> tuple[tuple[str, ...], ...]:
    """Ids of portals in shares of about ``size`` for workers on several machines; a host is never in two shares."""
    filled: list[list[str]] = [[]]
    for batch in host_batches(portals):
        if filled[-1] and len(filled[-1]) + len(batch) > size:
            filled.append([])
        filled[-1].extend(portal.id for portal in batch)
    return tuple(tuple(share) for share in filled if share)


def of_province(portals: Sequence[Portal], province: str | None, divisions: Divisions) -> tuple[Portal, ...]:
    """The portals of one province, named as a person names it (山西, 山西省); all when ``province`` is absent.

    Raises ``LookupError`` when there is no such province, or no declared portal lies there.
    """
    if province is None:
        return tuple(portals)
    lies_in = {one.id: _province(one, divisions) for one in portals}
    check_province(province, divisions, {one for one in lies_in.values() if one})
    found = tuple(portal for portal in portals if lies_in[portal.id].startswith(province))
    if not found:
        raise LookupError(f"没有该省份的门户 no declared portal lies in: {province}")
    return found


def _province(portal: Portal, divisions: Divisions) -> str:
    division = divisions.get(portal.division)
    return division.province if division else ""
