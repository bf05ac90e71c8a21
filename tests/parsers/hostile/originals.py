"""Small real-looking files of every format the readers know, which the other modules break."""

from __future__ import annotations

import email.charset
import email.mime.multipart
import email.mime.nonmultipart
import email.mime.text
import io
import struct
import time
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from unittest import mock

import docx
import pypdfium2
from PIL import Image

from tests.parsers.readers import archive_maker
from tests.parsers.readers.test_ods import ods, ods_row
from tests.parsers.readers.test_ofd import line, ofd, text

_ROOT = Path(__file__).parents[3]
_SAMPLES = _ROOT / "infra" / "samples" / "files"
_FIXTURES = _ROOT / "tests" / "fixtures"
_READERS = _FIXTURES / "readers"
_LAYOUTS = _FIXTURES / "layouts"
_UNSEEN = _FIXTURES / "unseen"
#: Dots per inch of the small scans; their page is just large enough to be taken at its word.
_DPI = 150


def _page() -> str:
    return (_LAYOUTS / "budget_2025_guangxi.html").read_text("utf-8")


def _mht() -> bytes:
    """A page saved as one file, and a second one as Excel adds for each sheet."""
    message = email.mime.multipart.MIMEMultipart("related", boundary="=_NextPart")
    packed = email.charset.Charset("utf-8")
    packed.body_encoding = email.charset.BASE64  # a library that sends mail makes another the default of its process
    page = email.mime.nonmultipart.MIMENonMultipart("text", "html", charset="utf-8")
    page.set_payload(_page(), packed)
    message.attach(page)
    message.attach(email.mime.text.MIMEText("<html><body><p>收入总计233.67万元</p></body></html>", "html", "gb2312"))
    return message.as_bytes()


def _wps() -> bytes:
    """As WPS writes it: the piece table in the stream ``0Table``, and a head that says so."""
    data = bytearray((_READERS / "features.doc").read_bytes())
    name, other = "1Table".encode("utf-16-le"), "0Table".encode("utf-16-le")
    data[data.index(name) : data.index(name) + len(name)] = other
    head = data.index(b"\xec\xa5")
    (flags,) = struct.unpack_from("<H", data, head + 10)
    struct.pack_into("<H", data, head + 10, flags & ~0x0200)
    return bytes(data)


def _ods() -> bytes:
    rows = ods_row("科目编码", "科目名称", "本年支出合计") + "".join(
        ods_row(f"20{number:03d}", f"项目{number}", f'office:value-type="float" office:value="{number}.5"|{number}.50')
        for number in range(1, 9)
    )
    return ods("".join(f'<table:table table:name="表{name}">{rows}</table:table>' for name in "一二"))


def _ofd() -> bytes:
    objects = [text(20, 12, "收入支出决算总表")]
    for row in range(6):
        for column in range(3):
            x, y = 15 + 32 * column, 20 + 8 * row
            objects += [line(x, y, x + 32, y), line(x, y + 8, x + 32, y + 8), line(x, y, x, y + 8)]
            objects += [line(x + 32, y, x + 32, y + 8), text(x + 1, y + 2, f"{row}{column}.50")]
    return ofd("".join(objects), text(20, 20, "收入总计233.67万元"))


def _members() -> dict[str, bytes]:
    return {
        "决算/说明.docx": (_READERS / "lists.docx").read_bytes(),
        "决算/说明.doc": (_READERS / "lists.doc").read_bytes(),
        "决算/表.html": (_LAYOUTS / "final_2020_neimenggu.html").read_bytes(),
    }


def _nested() -> bytes:
    return archive_maker.plain_zip({"外.zip": archive_maker.plain_zip(_members()), "说明.txt": "收入1.00万元".encode()})


def _rar() -> bytes:
    return archive_maker.stored_rar(*((name.encode("gbk"), data) for name, data in _members().items()))


def _word_xml() -> bytes:
    return (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w='
        '"http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>收入总计233.67万元</w:t></w:r>'
        "</w:p></w:body></w:wordDocument>"
    ).encode()


#: Files that are read without text recognition; where a broken one needs it, it ends as ``scanned``.
TEXT: dict[str, Callable[[], bytes]] = {
    "page.html": (_LAYOUTS / "budget_2025_guangxi.html").read_bytes,
    "gbk.html": (_LAYOUTS / "final_2020_neimenggu.html").read_bytes,
    "article.html": (_UNSEEN / "budget_2022_guangdong" / "content.html").read_bytes,
    "saved.mht": _mht,
    "features.doc": (_READERS / "features.doc").read_bytes,
    "lists.doc": (_READERS / "lists.doc").read_bytes,
    "budget.doc": (_SAMPLES / "001_quyang_2020_budget.doc").read_bytes,
    "kingsoft.wps": _wps,
    "features.docx": (_READERS / "features.docx").read_bytes,
    "lists.docx": (_READERS / "lists.docx").read_bytes,
    "final.docx": (_LAYOUTS / "final_2020_neimenggu.docx").read_bytes,
    "final.xls": (_LAYOUTS / "final_2014_jiangxi.xls").read_bytes,
    "sheets.et": (_LAYOUTS / "budget_2025_province.xls").read_bytes,
    "budget.xlsx": (_LAYOUTS / "budget_2019_jilin.xlsx").read_bytes,
    "final.xlsx": (_LAYOUTS / "final_2016_guangdong.xlsx").read_bytes,
    "sheets.ods": _ods,
    "final.pdf": (_LAYOUTS / "final_2020_neimenggu.pdf").read_bytes,
    "budget.pdf": (_LAYOUTS / "budget_2019_jilin.pdf").read_bytes,
    "tables.pdf": (_READERS / "tables.pdf").read_bytes,
    "pages.ofd": _ofd,
    "files.zip": lambda: archive_maker.plain_zip(_members()),
    "nested.zip": _nested,
    "windows.zip": lambda: archive_maker.windows_zip(_members()),
    "files.rar": _rar,
    "files.7z": lambda: archive_maker.seven_zip(_members()),
    "answer.json": lambda: b'{"code": 200, "rows": [{"title": "2023", "url": "/a.pdf"}], "total": 1}',
    "answer.xml": lambda: b'<?xml version="1.0"?><data><record><![CDATA[<a href="/a">1</a>]]></record></data>',
    "word.xml": _word_xml,
    "memo.rtf": lambda: b"{\\rtf1\\ansi\\ansicpg936 \\'ca\\'d5\\'c8\\'eb 233.67\\par}",
}  # fmt: skip


@cache
def _slip() -> Image.Image:
    """A corner of a page of a real table, as a scanner sees it: two inches and a half wide."""
    with pypdfium2.PdfDocument(_READERS / "tables.pdf") as document:
        page = document[0].render(scale=_DPI / 72, grayscale=True).to_pil()
    slip: Image.Image = page.crop((60, 60, 480, 480))
    return slip


def _picture(kind: str, **settings: object) -> Callable[[], bytes]:
    def made() -> bytes:
        target = io.BytesIO()
        _slip().save(target, format=kind, dpi=(_DPI, _DPI), **settings)
        return target.getvalue()

    return made


def _scan() -> bytes:
    """A PDF of two pages that are images, one packed as JPEG, one as Flate."""
    side = _slip().width
    jpeg, flat = _picture("JPEG", quality=70)(), zlib.compress(_slip().tobytes())
    points = side * 72 // _DPI
    drawn = f"q {points} 0 0 {points} 0 0 cm /I Do Q".encode()
    image = f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray/BitsPerComponent 8"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        *(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {points} {points}]/Contents 5 0 R"
            f"/Resources<</XObject<</I {number} 0 R>>>>>>".encode()
            for number in (6, 7)
        ),
        f"<</Length {len(drawn)}>>stream\n".encode() + drawn + b"\nendstream",
        f"<<{image}/Filter/DCTDecode/Length {len(jpeg)}>>stream\n".encode() + jpeg + b"\nendstream",
        f"<<{image}/Filter/FlateDecode/Length {len(flat)}>>stream\n".encode() + flat + b"\nendstream",
    ]
    return pdf_of(objects)


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of numbered objects, the first of which is its catalogue."""
    target, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(target))
        target += f"{number} 0 obj".encode() + content + b"\nendobj\n"
    start = len(target)
    target += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    target += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    target += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(target)


def _pictured() -> bytes:
    """A Word file whose table is a picture."""
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph("收入支出决算总表")
    document.add_picture(io.BytesIO(_picture("PNG")()))
    document.save(target)
    return target.getvalue()


#: Files that are read with text recognition, small so that a page takes a fraction of a second.
SCANS: dict[str, Callable[[], bytes]] = {
    "scan.pdf": _scan,
    "slip.png": _picture("PNG"),
    "slip.jpg": _picture("JPEG", quality=70),
    "fax.tif": _picture("TIFF", compression="tiff_lzw"),
    "slip.tif": _picture("TIFF"),
    "slip.bmp": _picture("BMP"),
    "slip.gif": _picture("GIF"),
    "slip.webp": _picture("WEBP"),
    "slip.jp2": _picture("JPEG2000"),
    "pictured.docx": _pictured,
    "final.pdf": (_LAYOUTS / "final_2020_neimenggu.pdf").read_bytes,
}


@cache
def original(name: str) -> bytes:
    """Bytes of one of :data:`TEXT` or :data:`SCANS`, the same at any time of day."""
    with mock.patch("time.localtime", return_value=time.struct_time((2020, 1, 1, 0, 0, 0, 2, 1, 0))):
        return (TEXT.get(name) or SCANS[name])()
