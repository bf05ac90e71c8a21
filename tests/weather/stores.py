"""The two kinds of store that rounds are played on, and how a reader outside tells their objects apart cheaply."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

from domain.ports import Store
from publish.store import LocalStore, open_store
from publish.store.s3 import s3_client
from tests.weather.disks import BadDisk
from tests.weather.forecast import Weather
from tests.weather.lines import on_a_bad_line


class Folder:
    def __init__(self, root: Path) -> None:
        self.location = str(root)
        self._root = root
        self._known: dict[str, tuple[float, str]] = {}

    def open(self) -> Store:
        return LocalStore(self._root)

    def tags(self) -> dict[str, str]:
        """SHA-256 of every object."""
        keys = LocalStore(self._root).list()
        return {key: hashlib.sha256((self._root / key).read_bytes()).hexdigest() for key in keys}

    @contextmanager
    def weathered(self, weather: Weather | None) -> Iterator[None]:
        if weather is None or weather.kind != "disk":
            yield
            return
        with BadDisk(self._root, weather.fault, weather.first, weather.count).below():
            yield

    endpoint: str | None = None


class Bucket:
    def __init__(self, endpoint: str) -> None:
        self.endpoint: str | None = endpoint
        self._bucket = f"weather-{uuid4().hex[:12]}"
        self._client = s3_client(endpoint_url=endpoint)
        self._client.create_bucket(Bucket=self._bucket)
        self.location = f"s3://{self._bucket}/data"

    def open(self) -> Store:
        return open_store(self.location, endpoint_url=self.endpoint)

    def tags(self) -> dict[str, str]:
        """ETag of every object."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix="data/")
        return {
            entry["Key"].removeprefix("data/"): entry["ETag"] for page in pages for entry in page.get("Contents", [])
        }

    @contextmanager
    def weathered(self, weather: Weather | None) -> Iterator[None]:
        with patch("publish.store.s3._FIRST_PAUSE", 0.001), patch("publish.store.s3._LONGEST_PAUSE", 0.01):
            if weather is None or weather.kind != "line":
                yield
                return
            bad = on_a_bad_line(s3_client, weather.fault, weather.first, weather.count)
            with patch("publish.store.s3.s3_client", bad):
                yield
