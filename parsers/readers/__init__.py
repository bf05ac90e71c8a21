"""Readers: bytes of one file to the common document model of ``parsers.model``. The type is found from the bytes."""

from parsers.readers.reading import read
from parsers.readers.sniffing import sniff

__all__ = ["read", "sniff"]
