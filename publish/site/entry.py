"""``index.html`` at the root of the store: a hint to the newest catalogue that can always be rolled forward."""

from __future__ import annotations

from domain.ports import Store, StoreError, SwapConflict
from publish.log import Version
from publish.site.pages import ENTRY, entry_number, entry_page

_PATIENCE = 100


def roll_entry(store: Store, head: Version) -> None:
    """Let the entry lead to ``head``, unless it leads there or to a newer version, or ``head`` has no catalogue."""
    for _ in range(_PATIENCE):
        present = store.get(ENTRY)
        if present is not None and (entry_number(present.data) or 0) >= head.number:
            return
        if store.get(f"versions/{head.number}/site/index.html") is None:
            return
        try:
            store.swap(ENTRY, entry_page(head.number, head.name), tag=present.tag if present else None)
        except SwapConflict:
            continue
        return
    raise StoreError(f"多次尝试后仍无法更新 / could not update {ENTRY} in {store.location} after many tries")
