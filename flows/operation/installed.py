"""What is installed, against what was locked, and Prefect's database against the Prefect that would open it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

_ROOT = Path(__file__).resolve().parents[2]


def lock_differences(lock: Path = _ROOT / "requirements" / "run.lock") -> list[str] | None:
    """``name installed (locked)`` for every library that is not as locked; ``None`` where there is no lock."""
    if not lock.is_file():
        return None
    differing = []
    for name, locked in locked_versions(lock).items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            differing.append(f"{name} - ({locked})")
            continue
        if installed != locked:
            differing.append(f"{name} {installed} ({locked})")
    return sorted(differing)


def locked_versions(lock: Path) -> dict[str, str]:
    """Name to version of everything the lock demands on this machine."""
    found = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not line or line[0] in " #-":
            continue
        try:
            wanted = Requirement(line.rstrip("\\ "))
        except InvalidRequirement:
            continue
        pinned = [one.version for one in wanted.specifier if one.operator == "=="]
        if pinned and (wanted.marker is None or wanted.marker.evaluate()):
            found[wanted.name] = pinned[0]
    return found


def database_problem(home: Path) -> str | None:
    """The revision of ``prefect.db`` in ``home`` if the installed Prefect does not know it; else ``None``."""
    database = home / "prefect.db"
    if not database.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as problem:
        return str(problem)
    if row is None or row[0] in _known_revisions():
        return None
    return str(row[0])


def _known_revisions() -> set[str]:
    """Revisions of Prefect's migrations for SQLite, by the names of their files; Prefect itself is not imported."""
    spec = find_spec("prefect")
    if spec is None or spec.origin is None:
        return set()
    folder = Path(spec.origin).parent / "server" / "database" / "_migrations" / "versions" / "sqlite"
    return {match.group(1) for path in folder.glob("*.py") if (match := re.search(r"\d_([0-9a-f]{12})_", path.name))}
