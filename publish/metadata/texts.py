"""Texts in two languages, and where a version's files lie as seen from its own folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from publish.package import WHOLE

#: From ``versions/{n}/`` to the root of the store.
ROOT = "../../"

Described = Mapping[str, Any]


def both(zh: str, en: str) -> list[dict[str, str]]:
    """A text as JSON-LD says it in two languages."""
    return [{"@language": "zh-Hans", "@value": zh}, {"@language": "en", "@value": en}]


def titles(described: Described, name: str = "title") -> list[dict[str, str]]:
    """``title`` (or ``description``) of a package or resource."""
    return both(described[name], described[f"{name}@en"])


def files_of(resource: Described) -> Iterator[tuple[str, str, int, str]]:
    """Name, key, size and SHA-256 of every file of a resource, in order."""
    paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
    for key, part in zip(paths, resource["parts"], strict=True):
        yield part["name"], key, part["bytes"], key.rpartition("-")[2].partition(".")[0]


def is_whole(resource: Described) -> bool:
    """Whether a table is one file of the whole country: one of no province, or one without any row."""
    return [part["name"] for part in resource["parts"]] == [WHOLE]
