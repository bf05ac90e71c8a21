"""A published store for the tests that only read, and the catalogue's program, which `make test` puts together."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.site import catalogue
from publish.site.bundle import Bundle, build_bundle, load_bundle
from publish.store import LocalStore
from tests.publish.site.store import publish_catalogue, reports
from tests.shared import made_once


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

    return made_once(tmp_path_factory, "catalogue", make)
