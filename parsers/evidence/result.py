"""What showing a fact gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["png", "html"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A picture (``image/png``) or a page (``text/html``) and what it shows.

    ``page`` is the page that is shown, ``covered`` the number of places of personal data that were painted over,
    ``notes`` are sentences for a person.
    """

    media_type: str
    data: bytes
    page: int | None
    covered: int
    notes: tuple[str, ...] = ()
