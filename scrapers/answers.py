"""What the client asks with and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import httpx

from scrapers.charset import Decoded, decode


class Kind(StrEnum):
    """What an answer is for; it decides caps and which pages count as walls."""

    LIST = "list"
    DETAIL = "detail"
    FILE = "file"
    ROBOTS = "robots"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "changed since?" with."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        pairs = {"If-None-Match": usable(self.etag), "If-Modified-Since": usable(self.last_modified)}
        return {name: value for name, value in pairs.items() if value}


#: Real ones are shorter by far; a longer one would only be carried along and be refused by its own server.
_LONGEST_VALIDATOR = 500


def usable(validator: str | None) -> str | None:
    """``validator`` if it can be sent back as a header, else ``None``."""
    if validator is None or len(validator) > _LONGEST_VALIDATOR:
        return None
    return validator if validator.isascii() and validator.isprintable() else None


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable answer: 200 with its bytes (decompressed, otherwise as received), or 304 without any."""

    url: str
    final_url: str
    status: int
    headers: httpx.Headers
    body: bytes
    sha256: str
    fetched_at: datetime
    #: ``http``, ``https`` or ``https tls=p256``: how far the bytes can be trusted.
    transport: str

    @property
    def not_modified(self) -> bool:
        return self.status == 304

    @property
    def content_type(self) -> str | None:
        value: str | None = self.headers.get("content-type")
        return value

    @property
    def validators(self) -> Validators:
        return Validators(usable(self.headers.get("etag")), usable(self.headers.get("last-modified")))

    @property
    def disposition(self) -> bytes | None:
        """The raw bytes of Content-Disposition: servers put GBK there."""
        return next((value for name, value in self.headers.raw if name.lower() == b"content-disposition"), None)

    def text(self, charset: str = "auto") -> Decoded:
        return decode(self.body, self.content_type, charset)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and how it ended, as the archive records it."""

    portal_id: str
    method: str
    url: str
    requested_at: datetime
    seconds: float
    transport: str
    status: int | None
    request_headers: dict[str, str]
    response_headers: dict[str, str]
    sha256: str | None
    bytes: int
    error: str | None


class Recorder(Protocol):
    def record(self, exchange: Exchange) -> None:
        """Keep the record of one request."""
