"""Lists of hashes in the form of ``sha256sum``: one with each version, and one of each province beside its files.

The list of a version names its own files, the tables and files of the whole country, the indexes and the lists of the
provinces; the list of a province names all parts of tables, renditions and files of the catalogue that are of it. So
one report that changes makes one province's list anew and not the nation's.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The list of a version, below ``versions/{n}/``.
SUMS_NAME = "SHA256SUMS"
_OF_PROVINCE = "sums/"


def sums_file(sums: Mapping[str, str]) -> bytes:
    """The list of ``sums`` (key to SHA-256 in hex): a line for each key, in order, as ``sha256sum -c`` reads it."""
    return "".join(f"{digest}  {key}\n" for key, digest in sorted(sums.items())).encode()


def read_sums(data: bytes) -> dict[str, str]:
    """Key to SHA-256 of a list. Raises ``ValueError`` for a line of another form."""
    sums = {}
    for line in data.decode().splitlines():
        digest, separator, key = line.partition("  ")
        if not separator or len(digest) != 64:
            raise ValueError(f"not a line of {SUMS_NAME}: {line!r}")
        sums[key] = digest
    return sums


def sums_of_province(province: str) -> str:
    """The name of a province's list among its shared files; ``province``: two digits."""
    return f"{_OF_PROVINCE}{province}0000.txt"


def is_list(name: str) -> bool:
    """Whether a shared file of this name is a province's list."""
    return name.startswith(_OF_PROVINCE)


def lists_files(key: str) -> bool:
    """Whether the object under a key is a province's list."""
    return key.startswith("data/") and "/sums-" in key
