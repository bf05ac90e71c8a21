"""Check a version as its consumer would: every hash, size and row count, from the published files alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.identifiers import sha256_hex
from domain.ports import Store
from publish.descriptor import descriptor_key, parts_of
from publish.log import POINTER, number_in
from publish.package import Part, UnreadableTable, hash_in, read_csv
from publish.site.tree import named_in
from publish.sums import SUMS_NAME, lists_files, read_sums

#: Bytes of the object under a key, or ``None``: a store, a folder, or a web server.
Read = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was checked of version ``number`` and what is wrong with it, in words."""

    number: int
    files: int
    rows: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "ok": self.ok,
            "files": self.files,
            "rows": self.rows,
            "problems": list(self.problems),
        }


#: Called with (files checked, files in all).
Progress = Callable[[int, int], None]


def _nobody(_done: int, _of: int) -> None:
    pass


def verify_version(store: Store, number: int | None = None, progress: Progress = _nobody) -> VerifyReport:
    """Check version ``number`` (default: the newest) of a store. A missing version is a problem, not an error."""

    read = reader_of(store)
    if number is None:
        number = newest_number(read)
        if number is None:
            return VerifyReport(0, 0, 0, (f"还没有版本 / there is no version yet in {store.location}",))
    return verify_files(read, number, progress)


def reader_of(store: Store) -> Read:
    """Reads the objects of a store."""

    def read(key: str) -> bytes | None:
        stored = store.get(key)
        return stored.data if stored else None

    return read


def newest_number(read: Read) -> int | None:
    """The newest version that a reader can find: from the pointer on, as long as there is a next descriptor."""
    pointer = read(POINTER)
    number = (number_in(pointer) if pointer else None) or 1
    if read(descriptor_key(number)) is None:
        number = 1
    if read(descriptor_key(number)) is None:
        return None
    while read(descriptor_key(number + 1)) is not None:
        number += 1
    return number


def verify_files(read: Read, number: int, progress: Progress = _nobody) -> VerifyReport:
    """As :func:`verify_version`, through any ``read``; one file is held at a time."""
    descriptor = read(descriptor_key(number))
    if descriptor is None:
        return VerifyReport(number, 0, 0, (f"没有第 {number} 版 / there is no version {number}",))
    try:
        described = json.loads(descriptor)
        parts = {part.key: part for resource in described["resources"] for part in parts_of(resource)}
        previous, previous_sha256 = described["release"]["previous"], described["release"]["previous_sha256"]
    except (ValueError, LookupError, TypeError) as error:
        return VerifyReport(number, 1, 0, (f"{descriptor_key(number)}: 无法读取 / cannot be read: {error}",))
    problems: list[str] = []
    sums = _sums(read, number, problems)
    if previous is not None:
        sums.setdefault(descriptor_key(previous), previous_sha256)
    rows = 0
    # The list names the lists of the provinces, these the files of the divisions, and these the files of the reports.
    known, waiting = set(sums), sums
    while waiting:
        named: dict[str, str] = {}
        for done, (key, digest) in enumerate(sorted(waiting.items()), start=len(known) - len(waiting)):
            progress(done, len(known))
            data = _checked(read, key, digest, problems)
            if data is not None and key in parts:
                rows += _check_part(key, data, parts[key], problems)
            elif data is not None:
                named |= _named(key, data, problems)
        waiting = {key: digest for key, digest in named.items() if key not in known}
        known |= waiting.keys()
    problems += [f"{SUMS_NAME}: 未列出 / does not list {path}" for path in sorted(parts.keys() - known)]
    progress(len(known), len(known))
    return VerifyReport(number, len(known), rows, tuple(problems))


def _checked(read: Read, key: str, digest: str, problems: list[str]) -> bytes | None:
    """The bytes of a file if they are what they should be."""
    data = read(key)
    if data is None:
        problems.append(f"{key}: 缺失 / missing")
    elif sha256_hex(data) != digest:
        problems.append(f"{key}: 哈希不符 / the hash differs")
        data = None
    return data


def _named(key: str, data: bytes, problems: list[str]) -> dict[str, str]:
    """The files that a file names, with the hashes it states or that are in their names."""
    try:
        if lists_files(key):
            return read_sums(data)
        return {one: hash_in(one) for one in named_in(key, data)}
    except ValueError as error:
        problems.append(f"{key}: 无法读取 / cannot be read: {error}")
        return {}


def _sums(read: Read, number: int, problems: list[str]) -> dict[str, str]:
    key = f"versions/{number}/{SUMS_NAME}"
    data = read(key)
    if data is None:
        problems.append(f"{key}: 缺失 / missing")
        return {}
    try:
        return read_sums(data)
    except (ValueError, UnicodeDecodeError) as error:
        problems.append(f"{key}: {error}")
        return {}


def _check_part(key: str, data: bytes, part: Part, problems: list[str]) -> int:
    """Size, stated hash and number of rows of one table part."""
    if len(data) != part.bytes:
        problems.append(f"{key}: 字节数不符 / {len(data)} bytes, the descriptor says {part.bytes}")
    if sha256_hex(data) != part.sha256:
        problems.append(f"{key}: 与描述中的哈希不符 / the descriptor states another hash")
    try:
        rows = len(read_csv(data))
    except UnreadableTable as error:
        problems.append(f"{key}: 无法读取 / cannot be read: {error}")
        return 0
    if rows != part.rows:
        problems.append(f"{key}: 行数不符 / {rows} rows, the descriptor says {part.rows}")
    return rows
