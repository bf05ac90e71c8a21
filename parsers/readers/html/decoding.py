"""Bytes of a web page to text. Declared encodings are hints: gb2312 and gbk always mean gb18030."""

from __future__ import annotations

import re

from domain.charsets import page_charset

_META = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb_2312-80", "hz-gb-2312", "euc-cn", "chinese"})
#: What servers say when nobody told them: every byte is a character in these, so they always fit.
_WESTERN = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"})
#: Characters that every page of ours has, in both scripts.
_COMMON = "的一年度人不在有中信局支出收入金元算表合位部预預门門单單万萬"
_DECLARED_WITHIN = 4096


def decode(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """(text, encoding used).

    A byte order mark decides; then valid UTF-8, which no page in another encoding is by accident; then, of the
    encodings of Chinese that decode without a fault (``charset`` of the HTTP header, the page's own declaration,
    gb18030, Big5), the one that gives the most of the commonest characters, the first of equals. When none does, the
    one with the fewest faults is used and every fault becomes U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    candidates = ["utf-8", *_hints(data, charset), "gb18030"]
    whole: list[tuple[str, str]] = []
    for encoding in [*candidates, "big5"]:
        try:
            whole.append((data.decode(encoding), encoding))
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding == "utf-8":
            break
    if whole:
        return max(whole, key=lambda pair: sum(map(pair[0].count, _COMMON)))
    decoded = [(text, name) for name in candidates if (text := _lenient(data, name)) is not None]
    return min(decoded, key=lambda pair: pair[0].count("\ufffd"))


def _hints(data: bytes, charset: str | None) -> list[str]:
    declared = _META.search(data[:_DECLARED_WITHIN])
    names = [charset or "", declared.group(1).decode("ascii") if declared else ""]
    hints = ["gb18030" if name.lower() in _CHINESE else name for name in names if name and name.lower() not in _WESTERN]
    return [name for name in hints if page_charset(name) is not None]


def _lenient(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return None
