"""Everything a store holds outside ``raw/`` as plain text: packages, workbooks, Parquet, compressed files, escapes."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as parquet

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def published_texts(store: Path) -> Iterator[tuple[str, str]]:
    """Each file outside ``raw/`` by its key, with all text that can be got out of it."""
    for path in sorted(store.rglob("*")):
        key = path.relative_to(store).as_posix()
        if path.is_file() and not key.startswith("raw/"):
            yield key, f"{unquote(key)}\n" + "\n".join(texts(path.read_bytes()))


def texts(data: bytes) -> Iterator[str]:
    """What ``data`` says to anybody who opens it with the usual programs."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name
                yield from texts(package.read(name))
        return
    if data.startswith(b"\x1f\x8b"):
        yield from texts(gzip.decompress(data))
        return
    if data.startswith(b"PAR1"):
        table = parquet.read_table(io.BytesIO(data))
        yield json.dumps(table.to_pylist(), ensure_ascii=False, default=str)
        yield str(table.schema.metadata)
        return
    text = data.decode("utf-8", errors="replace")
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    yield text
    if "&" in text:
        yield html.unescape(text)
    if "%E" in text or "%e" in text:
        yield unquote(text)
