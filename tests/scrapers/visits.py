"""Visits to one portal that is played from a few replies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from domain.divisions import load_divisions
from scrapers.archive import Archive
from scrapers.declaration import Portal
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.state import PortalState
from tests.scrapers.fakes import FakeClock, MemoryStore, Web, declare, file, open_client, page

BASE = "http://www.a.test/czxx/"
ENTRY = BASE + "index.html"
TITLE = "襄垣县信访局2023年度部门决算公开"
PDF = b"%PDF-1.7 numbers"


def row(name: str, title: str, date: str = "2024-09-24") -> str:
    return f"<li><a href='{name}' title='{title}'>{title}</a><b>{date}</b></li>"


def listing(*rows: str, pager: str = "") -> str:
    head = "<title>部门预决算_襄垣县人民政府</title>"
    return f"<html><head>{head}</head><body><ul>{''.join(rows)}</ul>{pager}</body></html>"


def article(title: str = TITLE, body: str = "详见附件。<a href='P0.pdf'>决算公开表.pdf</a>", head: str = "") -> str:
    return (
        f"<html><head><meta name='ArticleTitle' content='{title}'>{head}<title>{title}</title></head>"
        f"<body><h1>{title}</h1><div id='zoom'>{body}</div></body></html>"
    )


def pages_of(total: int, current: int) -> str:
    return f"<script>createPageHTML({total}, {current}, 'index', 'html')</script>"


@dataclass
class World:
    web: Web
    portal: Portal
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: FakeClock = field(default_factory=FakeClock)
    state: PortalState | None = None

    def visit(self, *, full: bool = False, **options: Any) -> PortalHarvest:
        self.web.requests.clear()
        state = self.state or PortalState(portal_id=self.portal.id)
        with open_client(self.portal, self.web, self.clock) as client:
            harvest = harvest_portal(
                self.portal,
                client=client,
                archive=Archive(self.store, self.clock),
                state=state,
                divisions=load_divisions(),
                clock=self.clock,
                full=full,
                **options,
            )
        self.state = PortalState.model_validate_json(harvest.state.model_dump_json())  # as saved and loaded again
        return harvest

    @property
    def asked(self) -> list[str]:
        return [one.removeprefix("GET ").removeprefix(BASE) for one in self.web.asked]


def world(replies: dict[str, Any], **fields: Any) -> World:
    web = Web({url if url.startswith("http") else BASE + url: reply for url, reply in replies.items()})
    return World(web, declare(**fields))


REPORT: dict[str, Any] = {"1.html": page(article(), etag='"1"'), "P0.pdf": file(PDF, etag='"p"')}
