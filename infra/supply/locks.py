"""The parts that the lock files name: Python's by ``requirements/*.lock``, the catalogue's by ``package-lock.json``."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "requirements"
CATALOGUE = ROOT / "publish" / "site" / "frontend"

_PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+))?")
_SHA256 = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class LockError(ValueError):
    """A lock that does not pin what it lists."""


@dataclass(frozen=True, slots=True, order=True)
class Locked:
    """One part as locked. ``kind``: ``pypi`` or ``npm``; ``hashes``: (algorithm, hexadecimal) of its files."""

    kind: str
    name: str
    version: str
    hashes: tuple[tuple[str, str], ...] = ()
    #: Only for building or testing.
    development: bool = False


def python_parts(lock: Path) -> Iterator[Locked]:
    """What a lock of ``requirements/`` lists. Raises :class:`LockError` for a line without version or hash."""
    for line in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        pinned = _PINNED.match(text)
        hashes = sorted(_SHA256.findall(text))
        if pinned is None or not hashes:
            raise LockError(f"{lock.name}: 未锁定版本或哈希 / neither pinned nor hashed: {text[:60]}")
        yield Locked("pypi", pinned["name"].lower(), pinned["version"], tuple(("SHA-256", one) for one in hashes))


def catalogue_parts(folder: Path = CATALOGUE) -> Iterator[Locked]:
    """What the catalogue's ``package-lock.json`` lists, the project itself left out."""
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    for place, one in lock["packages"].items():
        if not place:
            continue
        algorithm, _, digest = one.get("integrity", "").partition("-")
        if algorithm != "sha512":
            raise LockError(f"package-lock.json: 没有 sha512 / no sha512: {place}")
        name = one.get("name") or place.rpartition("node_modules/")[2]
        hashes = (("SHA-512", base64.b64decode(digest).hex()),)
        yield Locked("npm", name, one["version"], hashes, bool(one.get("dev")))
