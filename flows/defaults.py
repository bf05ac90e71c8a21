"""What holds when an operator says nothing; read by the commands before anything heavy is imported."""

from __future__ import annotations

DEFAULT_STORE = "./data/store"
#: Requests a day to one host in a backfill, all other runs included.
REQUESTS_PER_HOST = 1500
#: A backfill begins nothing more after so many hours.
MAX_HOURS = 20.0
#: Portals watched at a time by one process. A visit is nearly all waiting (6 s between two requests to a host): four
#: of them cost little memory and leave the cores to the readers. docs/scale.md says when to raise it.
PORTAL_WORKERS = 4
