"""Readers: bytes of one file to the common document model of ``parsers.model``. The type is found from the bytes.

``read`` reads one file, ``sniff`` names its type, ``members`` opens an archive of several files.
"""

from parsers.readers.archives import Member, members
from parsers.readers.reading import read
from parsers.readers.sniffing import sniff

__all__ = ["Member", "members", "read", "sniff"]
