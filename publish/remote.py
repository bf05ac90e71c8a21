"""Published files as any consumer gets them: by plain HTTP(S), without credentials, or out of a folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from domain.ports import StoreError
from publish.store.keys import checked
from publish.verify import Read

_TRIES = 4
_ABSENT = (404, 410)
#: A bucket that may not be listed says this of an object that is not there.
_HIDDEN = 403


@contextmanager
def open_published(location: str) -> Iterator[Read]:
    """Reads below ``http(s)://…/`` or a folder. Raises :class:`StoreError` for an answer that tells neither way."""
    if location.startswith(("http://", "https://")):
        with httpx.Client(base_url=location.rstrip("/") + "/", timeout=60, follow_redirects=False) as client:
            yield lambda key: _fetched(client, key)
    elif "://" in location:
        raise StoreError(f"请用 http(s):// 地址或文件夹 / use an http(s) address or a folder: {location}")
    else:
        root = Path(location)
        yield lambda key: _from_folder(root, key)


def _fetched(client: httpx.Client, key: str) -> bytes | None:
    said = ""
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(0.5 * 2**attempt)
        try:
            answer = client.get(checked(key))
        except httpx.TransportError as problem:
            said = f"{type(problem).__name__}: {problem}"
            continue
        if answer.status_code == 200:
            return answer.content
        if answer.status_code in _ABSENT or (answer.status_code == _HIDDEN and "AccessDenied" in answer.text):
            return None
        said = f"HTTP {answer.status_code}"
        if answer.status_code < 500 and answer.status_code != 429:
            break
    raise StoreError(f"无法读取 / cannot read {client.base_url}{key}: {said}")


def _from_folder(root: Path, key: str) -> bytes | None:
    try:
        return root.joinpath(*checked(key).split("/")).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as problem:
        raise StoreError(f"无法读取 / cannot read {root}/{key}: {problem.strerror}") from problem
