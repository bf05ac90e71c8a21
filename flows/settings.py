"""What an operator decides once per run: where the store is, who we say we are, how hard we work.

Every setting has a flag, an environment variable and a default; nothing secret is kept here (S3 credentials come from
the usual AWS chain).
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from flows.defaults import DEFAULT_STORE, PORTAL_WORKERS

#: The registry of real portals that comes with the project.
REGISTRY = Path(__file__).resolve().parent.parent / "scrapers" / "portals"


_OFF = frozenset({"0", "off", "no", "false"})


class Settings(BaseModel):
    """JSON-serialisable, so that a Prefect deployment can carry it as parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: str = Field(default_factory=lambda: os.environ.get("XINFANG_STORE", DEFAULT_STORE))
    endpoint_url: str | None = Field(default_factory=lambda: os.environ.get("XINFANG_ENDPOINT_URL"))
    #: Folders or files of portal declarations.
    declarations: tuple[str, ...] = (str(REGISTRY),)
    #: Proxy that every portal is reached through, over what the declarations say.
    egress: str | None = Field(default_factory=lambda: os.environ.get("XINFANG_EGRESS"))
    #: Contact address in the User-Agent.
    contact: str = Field(default_factory=lambda: os.environ.get("XINFANG_CONTACT", "xinfang-budgets@example.org"))
    #: Portals watched at a time on one machine; whatever it is, one host is asked by one connection with its gap.
    portal_workers: int = Field(
        default_factory=lambda: int(os.environ.get("XINFANG_PORTAL_WORKERS", PORTAL_WORKERS)), ge=1, le=64
    )
    reader_workers: int = Field(default_factory=lambda: max(1, min(4, os.cpu_count() or 1)))
    #: Visit only portals that are due (``flows.schedule``); portals that are named are visited anyway.
    due_only: bool = False
    #: Ask for every known page and file again, not only where a list row changed.
    full: bool = False
    #: Whether a run that harvests also publishes; off where another identity does, by ``xinfang publish``.
    publish: bool = Field(default_factory=lambda: os.environ.get("XINFANG_PUBLISH", "on").lower() not in _OFF)
