"""Items a person has to decide, over all portals of a store, and the recording of what the person decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.divisions import Divisions
from domain.identifiers import sha256_hex
from domain.ports import Store
from flows.pipeline import portal_ids
from scrapers.addresses import identity
from scrapers.declaration import Portal
from scrapers.review import complete, undone, with_review
from scrapers.state import ItemState, ItemVerdict, Review, load_state, save_state
from scrapers.titles import title_words

#: Rows without a name that are still listed one by one.
_FEW = 4


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One undecided item; ``item_id`` is short enough to type."""

    item_id: str
    portal_id: str
    key: str
    item: ItemState

    @property
    def reason(self) -> tuple[str, str]:
        """Why it is undecided, in Chinese and English."""
        words = title_words().reasons.get(self.item.decision.reason)
        return (words.zh, words.en) if words else (self.item.decision.reason, "")


@dataclass(frozen=True, slots=True)
class Nameless:
    """Rows of one column of all departments that print no body: one question (is ours among them?), not one each."""

    portal_id: str
    column: str
    items: tuple[OpenItem, ...]


def grouped(found: Sequence[OpenItem]) -> tuple[tuple[OpenItem, ...], tuple[Nameless, ...]]:
    """The items to be decided one by one, and the rows without a name by their column."""
    columns: dict[tuple[str, str], list[OpenItem]] = {}
    single: list[OpenItem] = []
    for one in found:
        if one.item.decision.reason == "no_agency":
            columns.setdefault((one.portal_id, one.item.entry), []).append(one)
        else:
            single.append(one)
    groups = []
    for (portal_id, entry), rows in columns.items():
        if len(rows) < _FEW:
            single += rows
        else:
            groups.append(Nameless(portal_id, f"{rows[0].item.column or ''} {entry}".strip(), tuple(rows)))
    return tuple(sorted(single, key=lambda one: (one.portal_id, one.key))), tuple(groups)


def is_decided(item: ItemState) -> bool:
    """True where a person's decision holds for the item as it is titled now."""
    review = item.review
    return review is not None and review.title == item.title and review.verdict is not ItemVerdict.AMBIGUOUS


class NotDecided(ValueError):
    """There is no decision of a person to take back."""


class NoSuchItem(LookupError):
    """No item has this id or address."""


def item_id(portal_id: str, key: str) -> str:
    return sha256_hex(f"{portal_id}\n{key}".encode())[:8]


def open_items(store: Store, only: Sequence[str] = (), *, decided: bool = False) -> tuple[OpenItem, ...]:
    """All ambiguous items, or (``decided``) those a person decided; of the portals ``only`` where given.

    By portal and address.
    """
    found = []
    for portal_id in portal_ids(store):
        if only and portal_id not in only:
            continue
        state, _ = load_state(store, portal_id)
        for key, item in sorted(state.items.items()):
            if is_decided(item) if decided else item.decision.verdict is ItemVerdict.AMBIGUOUS:
                found.append(OpenItem(item_id(portal_id, key), portal_id, key, item))
    return tuple(found)


def find_item(store: Store, wanted: str) -> OpenItem:
    """The item with this id or address, decided or not. Raises :class:`NoSuchItem`."""
    address = identity(wanted) if wanted.startswith(("http://", "https://")) else None
    for portal_id in portal_ids(store):
        state, _ = load_state(store, portal_id)
        for key, item in state.items.items():
            if wanted == item_id(portal_id, key) or address == key:
                return OpenItem(item_id(portal_id, key), portal_id, key, item)
    message = f"没有这条信息 no such item: {wanted}。 `xinfang review` lists what is open"
    raise NoSuchItem(message)


def record_review(
    store: Store, wanted: str, review: Review, *, portals: Sequence[Portal], divisions: Divisions
) -> OpenItem:
    """Write ``review`` into the state of the item with this id or address; ``ambiguous`` takes a decision back.

    Returns the item as it is now. Raises :class:`NoSuchItem`, :class:`NotDecided` or
    :class:`~scrapers.review.ReviewIncomplete`.
    """
    found = find_item(store, wanted)
    portal = next((portal for portal in portals if portal.id == found.portal_id), None)
    state, tag = load_state(store, found.portal_id)
    item = state.items[found.key]
    titled = review.model_copy(update={"title": item.title})
    if review.verdict is not ItemVerdict.AMBIGUOUS:
        settled = with_review(item, complete(titled, item, portal, divisions))
    elif not is_decided(item):
        message = f"这条信息没有人工决定 nobody decided this item: {item.title or item.url}"
        raise NotDecided(message)
    elif portal is None:
        message = f"门户未登记 the portal {found.portal_id} is not declared: give its folder with --declarations"
        raise NotDecided(message)
    else:
        settled = undone(item, titled, portal, divisions)
    save_state(store, state.with_item(found.key, settled), tag)
    return OpenItem(found.item_id, found.portal_id, found.key, settled)
