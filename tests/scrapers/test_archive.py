"""The raw archive: bytes once, one record per request, nothing overwritten."""

from __future__ import annotations

import json

import httpx

from domain.identifiers import sha256_hex
from scrapers.answers import Answer, Exchange
from scrapers.archive import Archive, archive_key
from tests.scrapers.fakes import START, FakeClock, MemoryStore


def answer(body: bytes) -> Answer:
    return Answer(
        url="http://a.test/1",
        final_url="http://a.test/1",
        status=200,
        headers=httpx.Headers({"content-type": "text/html"}),
        body=body,
        sha256=sha256_hex(body),
        fetched_at=START,
        transport="http",
    )


def exchange(url: str = "http://a.test/1", **fields: object) -> Exchange:
    base: dict[str, object] = {
        "portal_id": "p",
        "method": "GET",
        "url": url,
        "requested_at": START,
        "seconds": 0.1,
        "transport": "http",
        "status": 200,
        "request_headers": {},
        "response_headers": {"etag": '"1"'},
        "sha256": "00",
        "bytes": 3,
        "error": None,
    }
    return Exchange(**(base | fields))  # type: ignore[arg-type]  # fields of the dataclass by name


def test_bytes_are_kept_once_under_their_hash() -> None:
    store = MemoryStore()
    archive = Archive(store, FakeClock())
    keys = {archive.keep(answer(b"abc")), archive.keep(answer(b"abc"))}
    sha = sha256_hex(b"abc")
    assert keys == {f"raw/sha256/{sha[:2]}/{sha}"} == {archive_key(sha)}
    assert set(store.objects) == keys
    assert archive.read(sha) == b"abc"
    assert archive.read("00" * 32) is None


def test_every_request_has_its_own_record_on_its_day() -> None:
    store = MemoryStore()
    archive = Archive(store, FakeClock())
    archive.record(exchange("http://a.test/1"))
    archive.record(exchange("http://a.test/2", status=None, error="ReadError: reset"))
    keys = list(store.list("raw/requests/2026/11/20/"))
    assert len(keys) == 2
    records = [json.loads(store.objects[key][0]) for key in keys]
    assert sorted((record["url"], record["status"], record["error"]) for record in records) == [
        ("http://a.test/1", 200, None),
        ("http://a.test/2", None, "ReadError: reset"),
    ]
    assert all(
        record["schema_version"] == 1 and record["requested_at"].startswith("2026-11-20T02:00") for record in records
    )
