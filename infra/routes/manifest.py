"""Manifests of routes: what a web of invented portals answers, address by address.

A manifest is a ``manifest.json`` or ``*.yaml`` with ``routes``; each route has

- ``url`` (absolute) and ``method`` (GET), ``request_body`` (form or JSON fields that a POST must carry, those of
  inner objects as ``page.no``), ``ignore_query`` (parameters of the host that may be there and say anything);
- ``status`` (200), ``headers``, ``header_bytes_hex`` (raw values for names that are not ASCII);
- one body: ``file`` below the manifest's folder or beside it, ``text`` written in ``encoding``, ``base64``, or ``fill``
  (a text and how often it is repeated, for bodies that are too large); ``gzip: true`` compresses it;
- ``requires_referer``; ``validators: true`` (ETag and Last-Modified, answered with 304);
- ``drop: true`` (the connection is closed), ``reset: true`` (it is torn down), ``cut: N`` (only N bytes are sent),
  ``length: N`` (Content-Length says N whatever is sent; -1: there is none), ``delay_s``, ``drip: head`` or ``body``
  (letter by letter, with ``drip_s`` between two), ``times: N`` (the body N times over, without holding it);
- ``replies``: several answers, used one by one, of which the last stays.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from domain.declared import from_yaml

_SAFE = "!#$%&'()*+,/:;=?@[]~|"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. ``headers`` are raw bytes; ``body`` is as it goes over the wire."""

    status: int = 200
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    validators: bool = False
    drop: bool = False
    reset: bool = False
    cut: int | None = None
    #: What Content-Length says, where it is not true; -1: nothing, the end of the connection ends the body.
    length: int | None = None
    delay_s: float = 0.0
    #: ``head`` or ``body``: from there on letter by letter, with ``drip_s`` seconds between two.
    drip: str | None = None
    drip_s: float = 0.05
    #: How often the body is sent: one of 10 GB needs no memory.
    times: int = 1

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(slots=True)
class Route:
    """Answers to one request; ``form`` are the fields that it must carry."""

    method: str
    host: str
    target: str
    form: Mapping[str, str] | None
    requires_referer: bool
    replies: list[Reply]
    ignored: frozenset[str] = frozenset()
    asked: int = field(default=0)

    def next_reply(self) -> Reply:
        reply = self.replies[min(self.asked, len(self.replies) - 1)]
        self.asked += 1
        return reply

    def takes(self, form: Mapping[str, str]) -> bool:
        return self.form is None or all(form.get(name) == value for name, value in self.form.items())


def load_routes(paths: Iterable[Path]) -> list[Route]:
    """All routes of manifests (files, or folders with ``manifest.json`` or ``*.yaml``).

    Raises ``ValueError`` naming the file and route that cannot be played.
    """
    routes: list[Route] = []
    for path in paths:
        files = sorted([*path.glob("**/manifest.json"), *path.glob("**/*.yaml")]) if path.is_dir() else [path]
        for file in files:
            raw = json.loads(file.read_text("utf-8")) if file.suffix == ".json" else from_yaml(file.read_text("utf-8"))
            for number, one in enumerate(raw.get("routes", ()), start=1):
                try:
                    routes.append(route_of(one, file.parent))
                except (KeyError, TypeError, ValueError, OSError) as problem:
                    message = f"{file}: route {number} ({one.get('url')}): {problem!r}"
                    raise ValueError(message) from problem
    return routes


def target_of(url: str) -> tuple[str, str]:
    """Host (with an unusual port) and target of an address, escapes written one way."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower() + (f":{parts.port}" if parts.port not in (None, 80, 443) else "")
    path = quote(unquote(parts.path or "/", errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")
    query = quote(unquote(parts.query, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")
    return host, path + (f"?{query}" if parts.query else "")


def without(target: str, names: frozenset[str]) -> str:
    """``target`` without the parameters that are called so."""
    path, _, query = target.partition("?")
    kept = "&".join(one for one in query.split("&") if one.partition("=")[0] not in names)
    return f"{path}?{kept}" if kept else path


def route_of(raw: Mapping[str, Any], folder: Path) -> Route:
    """One route as a manifest writes it; files are looked for below ``folder`` and beside it."""
    host, target = target_of(raw["url"])
    replies = [_reply({**raw, **one}, folder) for one in raw.get("replies", ({},))]
    form = raw.get("request_body")
    return Route(
        method=raw.get("method", "GET").upper(),
        host=host,
        target=target,
        form={name: str(value) for name, value in form.items()} if form is not None else None,
        requires_referer=bool(raw.get("requires_referer")),
        replies=replies,
        ignored=frozenset(raw.get("ignore_query", ())),
    )


def _reply(raw: Mapping[str, Any], folder: Path) -> Reply:
    body = _body(raw, folder)
    headers = [(name.encode("ascii"), str(value).encode("utf-8")) for name, value in raw.get("headers", {}).items()]
    headers += [(name.encode("ascii"), bytes.fromhex(value)) for name, value in raw.get("header_bytes_hex", {}).items()]
    if raw.get("gzip"):
        body = gzip.compress(body, mtime=0)
        headers.append((b"Content-Encoding", b"gzip"))
    return Reply(
        status=int(raw.get("status", 200)),
        headers=tuple(headers),
        body=body,
        validators=bool(raw.get("validators")),
        drop=bool(raw.get("drop")),
        reset=bool(raw.get("reset")),
        cut=raw.get("cut"),
        length=raw.get("length"),
        delay_s=float(raw.get("delay_s", 0.0)),
        drip=raw.get("drip"),
        drip_s=float(raw.get("drip_s", 0.05)),
        times=int(raw.get("times", 1)),
    )


def _body(raw: Mapping[str, Any], folder: Path) -> bytes:
    if "file" in raw:
        path: Path = folder / raw["file"]
        beside: Path = folder.parent / raw["file"]
        return (path if path.is_file() else beside).read_bytes()
    if "base64" in raw:
        return base64.b64decode(raw["base64"])
    if "fill" in raw:
        text, times = raw["fill"]
        return str(text).encode() * int(times)
    return str(raw.get("text", "")).encode(str(raw.get("encoding", "utf-8")))
