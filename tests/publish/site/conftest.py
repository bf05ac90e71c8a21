"""A published store for the tests that only read, and the catalogue's program, which `make test` puts together."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.operation.status import PortalStatus, RunStatus, Status, VersionStatus
from flows.summary import PublishOutcome
from publish.site import catalogue
from publish.site.bundle import Bundle, build_bundle, load_bundle
from publish.store import LocalStore
from tests.publish.site.browsing import addresses, browser, new_reader, reader
from tests.publish.site.store import publish_catalogue, reports
from tests.shared import made_once

#: The fixtures of the browser's tests, and this folder's own.
__all__ = ["addresses", "browser", "new_reader", "published", "reader", "small_program"]

_AT = datetime(2026, 11, 20, 2, 3, tzinfo=UTC)
#: How things stand in the published store, as the overseeing flow writes it.
STATUS = Status(
    updated_at=_AT,
    version=VersionStatus(number=1, name="2026.11.20", created=_AT, reports=5, facts=1200),
    runs={
        "harvest": RunStatus(
            run_id="run-1", started_at=_AT, ended_at=_AT, portals=3, failed_portals=1, publish=PublishOutcome.PUBLISHED
        )
    },
    portals={
        "shanxi-xiangyuan": PortalStatus(outcome="ok", at=_AT, last_success=_AT),
        "shanxi-changzhi": PortalStatus(outcome="not_modified", at=_AT, last_success=_AT),
        "hebei-quyang": PortalStatus(
            outcome="unreachable", at=_AT, failures=3, message_zh="连接超时", message_en="the connection timed out"
        ),
    },
    outcomes={"ok": 1, "not_modified": 1, "unreachable": 1},
    coverage={"published": 5, "overdue": 15},
    alarms=(),
)


@pytest.fixture(autouse=True)
def small_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions that tests publish themselves get a program of two small files."""
    bundle = Bundle({"main.js": b"export {};\n", "style.css": b"\n"})
    monkeypatch.setattr(catalogue, "load_bundle", lambda: bundle)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one version with the real program: only to be read. ``make site`` makes the program, or this."""

    def make(folder: Path) -> None:
        build_bundle()
        with pytest.MonkeyPatch.context() as real:
            real.setattr(catalogue, "load_bundle", load_bundle)
            assert publish_catalogue(LocalStore(folder), *reports(), whole=True).published
        (folder / "status.json").write_bytes(STATUS.model_dump_json(indent=1).encode())

    return made_once(tmp_path_factory, "catalogue", make)
