"""Names of files: from Content-Disposition in its four codings, from addresses, and the best of what a page offers."""

from __future__ import annotations

import binascii
import posixpath
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from domain.charsets import page_charset
from domain.text import visible
from scrapers.addresses import extension

_EXTENDED = re.compile(rb"""filename\*\s*=\s*"?([\w-]*)'[^']*'([^;"\r\n]+)""", re.IGNORECASE)
_PLAIN = re.compile(rb"""filename\s*=\s*(?:"((?:\\.|[^"])*)"|([^;\r\n]+))""", re.IGNORECASE)
#: ``=?UTF-8?B?…?=``, as mail programs write names (RFC 2047), and several of them one after the other.
_WORD = re.compile(rb"=\?([\w-]+)(?:\*[\w-]+)?\?([BbQq])\?([^?\s]*)\?=")
_WORDS = re.compile(rb"(?:%s\s*)+" % re.sub(rb"\((?!\?)", rb"(?:", _WORD.pattern))
_PERCENT = re.compile(rb"%[0-9a-fA-F]{2}")
_NAME_PARAMETERS = ("showname", "filename", "fileName", "fname", "fText", "name", "file", "filepath", "path")
_UNSAFE = re.compile(r"[<>:\"|?*]+")
#: Link texts that say nothing about the file.
_SAYS_NOTHING = re.compile(
    r"^(?:附件|点击|下载|查看|打开|此处|这里|详见|见|全文|文件|原文|PDF|Word|Excel|表格|[\s\d.()（）:：、一二三四五六七八九十【】\[\]])*$",
    re.IGNORECASE,
)
#: Link texts that only say what to do.
_SAYS_DO = re.compile(
    r"^(?:请?点击|下载|查看|打开|浏览|此处|这里|附件|文件|[\s()（）:：【】\[\]])*(?:点击|下载|查看|打开|浏览)(?:此处|这里|附件|文件|[\s()（）:：【】\[\]]|\.\w+$)*$"
)
_CODE_NAME = re.compile(r"^(?:[PW]0\d{15,}|[0-9a-f]{16,}|[\d_-]+|[0-9a-f-]{36})(?:\.\w+)?$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,4})$")
#: Hebei's 附表.xls20260220183610173.xls
_STAMPED = re.compile(r"(\.[A-Za-z]{2,4})\d{14,17}\.[A-Za-z]{2,4}$")
_MAX_LENGTH = 150
#: What files of reports are called after.
DOCUMENT_EXTENSIONS = frozenset(
    {"pdf", "doc", "docx", "xls", "xlsx", "csv", "ofd", "wps", "et", "rtf", "ceb", "zip", "rar", "7z", "ppt", "pptx"}
)
#: Types that say the form of a file without doubt.
_TYPES = {
    "application/pdf": "pdf",
    "application/ofd": "ofd",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


def from_disposition(header: bytes | None) -> str | None:
    """The file name of a Content-Disposition header.

    RFC 5987 ``filename*``, else RFC 2047 words, else percent-encoded, else the raw bytes as UTF-8, else as GB18030.
    """
    if not header:
        return None
    extended = _EXTENDED.search(header)
    if extended:
        charset = extended.group(1).decode("ascii", "replace") or "utf-8"
        return tidy(_as(charset, unquote_to_bytes(extended.group(2).strip())))
    plain = _PLAIN.search(header)
    if not plain:
        return None
    raw = plain.group(1) if plain.group(1) is not None else plain.group(2)
    raw = re.sub(rb"\\(.)", rb"\1", raw.strip())
    raw = _WORDS.sub(_of_words, raw)
    return tidy(_decode(unquote_to_bytes(raw) if _PERCENT.search(raw) else raw))


def from_url(url: str) -> str | None:
    """A name stated in the query (``showname=``, ``filename=`` …) or the last part of the path; ``None`` if neither."""
    parts = urlsplit(url)
    stated = dict(parse_qsl(parts.query, keep_blank_values=False, encoding="latin-1"))
    for parameter in _NAME_PARAMETERS:
        value = stated.get(parameter)
        if value and "." in value:
            return tidy(_decode(value.encode("latin-1")))
    last = _STAMPED.sub(r"\1", _decode(unquote_to_bytes(posixpath.basename(parts.path))))
    return tidy(last) if "." in last else None


def readable(candidates: Iterable[str | None]) -> str | None:
    """The first candidate that tells a person something; else the first that is a name at all and no ``点击下载``."""
    names = [name for name in (tidy(candidate) for candidate in candidates if candidate) if name]
    telling = [name for name in names if not _SAYS_NOTHING.match(name) and not _CODE_NAME.match(name)]
    best = next(iter(telling or [name for name in names if not _SAYS_DO.match(name)] or names), None)
    if best is None or name_extension(best):
        return best
    # The same name with its extension says what the file claims to be, too.
    return next((name for name in names if name.rpartition(".")[0] == best and name_extension(name)), best)


def with_extension(name: str, told: Iterable[str | None], address: str, content_type: str | None) -> str:
    """``name`` with the extension that another name of the file says, else its ``address``, else its type.

    Only the extension of a document counts (``/download.jsp`` says nothing); a name that has one keeps it.
    """
    if name_extension(name):
        return name
    media_type = (content_type or "").partition(";")[0].strip().lower()
    stated = (*map(name_extension, told), extension(address), _TYPES.get(media_type, ""))
    suffix = next((one for one in stated if one in DOCUMENT_EXTENSIONS), None)
    return (tidy(f"{name}.{suffix}") if suffix else None) or name


def says_nothing(text: str) -> bool:
    """True for link texts such as ``附件1`` or ``点击下载``."""
    return bool(_SAYS_NOTHING.match(text))


def name_extension(name: str | None) -> str:
    """The extension a name prints, lower case without dot; ``""`` where ``.`` only ends a sentence."""
    found = _EXTENSION.search(name or "")
    return found.group(1).lower() if found else ""


def tidy(name: str | None) -> str | None:
    """``name`` without folders, control characters and outer spaces, shortened before its extension."""
    if name is None:
        return None
    plain = name.replace("\\", "/")
    clean = _UNSAFE.sub("", plain.rsplit("/", 1)[-1] if _is_path(plain) else plain.replace("/", "_"))
    clean = " ".join(visible(clean).split()).strip(" .")
    if len(clean) > _MAX_LENGTH:
        stem, dot, suffix = clean.rpartition(".")
        clean = (
            stem[: _MAX_LENGTH - len(suffix) - 1] + dot + suffix if dot and len(suffix) <= 5 else clean[:_MAX_LENGTH]
        )
    return clean.strip(" .") or None


def _is_path(name: str) -> bool:
    return bool(re.match(r"^(?:[A-Za-z]:)?/|^\.{1,2}/|^[\w\-./]+$", name)) and "/" in name


def _of_words(found: re.Match[bytes]) -> bytes:
    """The words as UTF-8. A character may be cut between two words: their bytes are joined before they are read."""
    words = _WORD.findall(found.group())
    data = b"".join(_of_base64(text) if kind in b"Bb" else _of_quoted(text) for _, kind, text in words)
    return _as(words[0][0].decode("ascii"), data).encode()


def _of_base64(text: bytes) -> bytes:
    """Either alphabet, with or without padding; nothing of what is damaged."""
    text = text.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return b""


def _of_quoted(text: bytes) -> bytes:
    return binascii.a2b_qp(text, header=True)


def _as(charset: str, raw: bytes) -> str:
    named = "gb18030" if charset.lower().startswith("gb") else page_charset(charset)
    try:
        return raw.decode(named) if named is not None else _decode(raw)
    except UnicodeDecodeError:
        return _decode(raw)


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
