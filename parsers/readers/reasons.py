"""Whatever goes wrong while a stranger's bytes are read, as a named state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from domain.records import DocumentState
from parsers.model import UnreadableDocument


@contextmanager
def named_states() -> Iterator[None]:
    """Raises :class:`UnreadableDocument` with the named state for every error within; nothing else."""
    try:
        yield
    except UnreadableDocument:
        raise
    except MemoryError as error:
        raise UnreadableDocument(
            DocumentState.TOO_LARGE, "读取文件所需内存超过限额 / the file needs more memory than allowed"
        ) from error
    except Exception as error:
        raise UnreadableDocument(
            DocumentState.DAMAGED,
            f"文件已损坏，无法读取 / the file is damaged and cannot be read ({type(error).__name__})",
        ) from error
