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
from scrapers.review import complete, with_review
from scrapers.state import ItemState, ItemVerdict, Review, load_state, save_state
from scrapers.titles import title_words


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


class NoSuchItem(LookupError):
    """No item has this id or address."""


def item_id(portal_id: str, key: str) -> str:
    return sha256_hex(f"{portal_id}\n{key}".encode())[:8]


def open_items(store: Store, only: Sequence[str] = ()) -> tuple[OpenItem, ...]:
    """All ambiguous items, of the portals ``only`` where given, by portal and address."""
    found = []
    for portal_id in portal_ids(store):
        if only and portal_id not in only:
            continue
        state, _ = load_state(store, portal_id)
        for key, item in sorted(state.items.items()):
            if item.decision.verdict is ItemVerdict.AMBIGUOUS:
                found.append(OpenItem(item_id(portal_id, key), portal_id, key, item))
    return tuple(found)


def record_review(
    store: Store, wanted: str, review: Review, *, portals: Sequence[Portal], divisions: Divisions
) -> OpenItem:
    """Write ``review`` into the state of the item with this id or address (any item, so that a decision can be undone).

    Returns the item as it is now. Raises :class:`NoSuchItem` or :class:`~scrapers.review.ReviewIncomplete`.
    """
    declared = {portal.id: portal for portal in portals}
    address = identity(wanted) if wanted.startswith(("http://", "https://")) else None
    for portal_id in portal_ids(store):
        state, tag = load_state(store, portal_id)
        for key, item in state.items.items():
            if address != key and wanted != item_id(portal_id, key):
                continue
            titled = review.model_copy(update={"title": item.title})
            settled = with_review(item, complete(titled, item, declared.get(portal_id), divisions))
            save_state(store, state.with_item(key, settled), tag)
            return OpenItem(item_id(portal_id, key), portal_id, key, settled)
    message = f"没有这条信息 no such item: {wanted}。 `xinfang review` lists what is open"
    raise NoSuchItem(message)
