"""Readers: bytes of one file to the common document model of ``parsers.model``. The type is found from the bytes."""
