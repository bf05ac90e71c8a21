"""What tests of hostile files share: a watch over this process, a server that must hear of nobody, text without OCR."""

from __future__ import annotations

import http.server
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from parsers.readers.ocr.availability import SWITCH
from tests.parsers.hostile.watched import Watching


@pytest.fixture
def watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    """A watch over this process, whose folder is ``tmp_path/own``."""
    (tmp_path / "own").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "own"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "own"))
    watched = Watching()
    sys.addaudithook(watched.heard)
    watched.on = True
    yield watched
    watched.on = False  # the hook itself stays as long as the process


@pytest.fixture
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra ``[ocr]`` is not installed."""
    monkeypatch.setenv(SWITCH, "off")


@dataclass
class Listener:
    """A server on this machine; ``heard`` are the paths it was asked for."""

    address: str
    heard: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """A server that answers everything with an entity and writes down who asked."""
    told = Listener("")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.heard.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<!ENTITY stolen 'stolen'>")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
