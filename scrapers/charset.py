"""Bytes of a page → text. Order: BOM, meta in the first 4 KB, header, then strict UTF-8, then GB18030.

``gb2312`` and ``gbk`` are always read as GB18030, their superset. A declared charset that does not decode strictly is
replaced by one that does, and the replacement is noted. Nothing is guessed from letter frequencies.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from domain.charsets import page_charset

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_.:-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?([a-zA-Z0-9_.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_GB = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312", "euc-cn", "euc_cn"})
#: What servers write when they mean "I do not know".
_NO_CLAIM = frozenset(
    {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "binary", "none", "null"}
)
_UTF8_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a page, the codec it was read with, and a note where the declaration was wrong."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes, content_type: str | None = None, declared: str = "auto") -> Decoded:
    """Read ``data`` with the charset it claims; ``declared`` is the portal's own statement and beats all but a BOM."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(codec, errors="replace"), codec)
    claimed = _known(declared) if declared != "auto" else None
    claimed = claimed or _claimed_in(data) or _claimed_by(content_type)
    for codec in dict.fromkeys([claimed or "utf-8", "utf-8", "gb18030"]):
        text = _strictly(data, codec)
        if text is None or (codec == "gb18030" and claimed == codec and _is_really_utf8(data)):
            continue
        return Decoded(text, codec, None if codec == claimed or claimed is None else _wrong(claimed, codec))
    fallback = claimed or "gb18030"
    return Decoded(
        data.decode(fallback, errors="replace"), fallback, f"字符集有误 bytes that no charset explains ({fallback})"
    )


def _wrong(claimed: str, codec: str) -> str:
    return f"声明字符集与内容不符 the page claims {claimed} and is {codec}"


def _claimed_in(data: bytes) -> str | None:
    found = _META.search(data[:_HEAD_BYTES])
    return _known(found.group(1).decode("ascii")) if found else None


def _claimed_by(content_type: str | None) -> str | None:
    found = _HEADER.search(content_type or "")
    return _known(found.group(1)) if found else None


def _known(name: str) -> str | None:
    name = name.strip().lower()
    if name in _NO_CLAIM:
        return None
    if name in _GB:
        return "gb18030"
    return page_charset(name)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _is_really_utf8(data: bytes) -> bool:
    """UTF-8 Chinese often decodes as GB18030 into nonsense; GB text is next to never valid UTF-8 for long."""
    return len(_UTF8_MULTIBYTE.findall(data)) >= 3 and _strictly(data, "utf-8") is not None
