"""Packages of every kind with one part replaced, and the smallest sound one of each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

import openpyxl

from tests.parsers.readers.test_ods import ods, ods_row
from tests.parsers.readers.test_ofd import ofd, text
from tests.parsers.readers.word_maker import docx, paragraph

WORDS = "收入总计233.67万元"


def with_parts(data: bytes, parts: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """A package with parts replaced, changed by a function, or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for name in (*source.namelist(), *(name for name in parts if name not in source.namelist())):
            old = source.read(name) if name in source.namelist() else b""
            new = parts.get(name, old)
            result.writestr(name, new(old) if callable(new) else new)
    return target.getvalue()


@cache
def word() -> bytes:
    return docx(paragraph(WORDS))


@cache
def excel() -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = WORDS
    book.save(target)
    return target.getvalue()


@cache
def opendocument() -> bytes:
    return ods(f'<table:table table:name="表">{ods_row(WORDS)}</table:table>')


@cache
def fixed() -> bytes:
    return ofd(text(20, 20, WORDS))


#: Kind -> (a sound package, its parts that hold the words or lead to them).
KINDS: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "docx": (word, ("word/document.xml", "[Content_Types].xml", "_rels/.rels")),
    "xlsx": (excel, ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml")),
    "ods": (opendocument, ("content.xml", "META-INF/manifest.xml")),
    "ofd": (fixed, ("OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml")),
}
