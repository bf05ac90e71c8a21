"""Broken and unusual files of one small report, each made in code, with the state that reading it must end in.

All print the same: 襄垣县信访局, 2023年度部门决算, 收入总计 233.67 万元. A case whose file can be read must state that
figure; where the notes leave it open whether a form is read, several states are allowed, but a file is never read in
silence without a fact.
"""

from __future__ import annotations

import base64
import gzip
import io
import quopri
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import docx
import openpyxl
import xlwt
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TITLE = "襄垣县信访局2023年度部门决算"
SENTENCE = "2023年度收入总计233.67万元，支出总计233.67万元。"
TOTAL = "2336700.00"
ROWS: list[list[str | float]] = [
    ["收入支出决算总表", "", "", "", "", ""],
    ["部门：襄垣县信访局", "", "", "", "", "公开01表"],
    ["2023年度", "", "", "", "", "金额单位：万元"],
    ["收入", "", "", "支出", "", ""],
    ["项目", "行次", "金额", "项目", "行次", "金额"],
    ["栏次", "", "1", "栏次", "", "2"],
    ["一、一般公共预算财政拨款收入", "1", 233.67, "一、一般公共服务支出", "32", 191.41],
    ["二、政府性基金预算财政拨款收入", "2", "", "八、社会保障和就业支出", "39", 20.26],
    ["三、国有资本经营预算财政拨款收入", "3", "", "十九、住房保障支出", "50", 22.00],
    ["本年收入合计", "27", 233.67, "本年支出合计", "58", 233.67],
    ["年初结转和结余", "29", "", "年末结转和结余", "60", ""],
    ["总计", "31", 233.67, "总计", "62", 233.67],
]
#: What a second, hidden copy of the table prints instead; nobody who looks at the file sees it.
HIDDEN = 888.88
READ, ENCRYPTED, DAMAGED, EMPTY = "read", "encrypted", "damaged", "empty"
NO_FIGURES, SCANNED, UNSUPPORTED, WRONG, LARGE = "no_figures", "scanned", "unsupported", "wrong_type", "too_large"


@dataclass(frozen=True)
class Fault:
    """``states``: those allowed (of an archive: of one member at least). ``figure``: the amount that must stand there
    where the file is read. ``never``: amounts that must not. ``told``: where it does not give the figure, a message or
    a note has to say why. ``members``: further states of members of an archive."""

    file: str
    make: Callable[[], bytes]
    states: frozenset[str]
    figure: str | None = TOTAL
    never: tuple[str, ...] = ()
    told: bool = False
    members: frozenset[str] = frozenset()
    named: str = ""

    @property
    def name(self) -> str:
        return self.file.partition(".")[0]


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf(
    pages: int = 1,
    *,
    encrypt: StandardEncryption | None = None,
    draw: Callable[[Canvas], None] | None = None,
    size: tuple[float, float] = (595, 842),
) -> bytes:
    """The report on the first page; on the others only their number."""
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, encrypt=encrypt, pageCompression=0, invariant=1)
    (draw or report)(canvas)
    canvas.showPage()
    for number in range(2, pages + 1):
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(280, 40, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def report(canvas: Canvas) -> None:
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(150, 780, TITLE)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(60, 740, SENTENCE)


def raw_pdf(*objects: str | bytes, trailer: str = "") -> bytes:
    """A PDF of these objects (the first is the catalogue) with a sound table of references."""
    data, places = b"%PDF-1.6\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + (one.encode("latin-1") if isinstance(one, str) else one) + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return data


def stream(content: bytes, more: str = "") -> bytes:
    return f"<< /Length {len(content)} {more} >>\nstream\n".encode("latin-1") + content + b"\nendstream"


CID_FONT = (
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
    " /Supplement 2 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox"
    " [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>"
)
FONT = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"


LEAF = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {} >> /Contents 4 0 R >>"


def written(code: Callable[[str], bytes] = lambda text: text.encode("utf-16-be")) -> bytes:
    lines = [(150, 780, TITLE), (60, 740, SENTENCE)]
    shown = "".join(f"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm <{code(t).hex()}> Tj ET\n" for x, y, t in lines)
    return shown.encode("latin-1")


def one_page(
    box: str = "[0 0 595 842]", kids: str = "[3 0 R]", font: str = FONT, cid: str = CID_FONT, words: bytes = b""
) -> bytes:
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids {kids} /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        stream(words or written()),
        font,
        cid,
    )


def pdf_user_password() -> bytes:
    return pdf(encrypt=StandardEncryption("xf2023", ownerPassword="owner", strength=128))


def pdf_owner_password() -> bytes:
    return pdf(encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0, canModify=0, strength=128))


def pdf_foreign_protection() -> bytes:
    data = one_page()
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /FoxitConnectedPDF /V 4 /Length 128 >>")


def pdf_wrong_startxref() -> bytes:
    data = pdf()
    return data[: data.rindex(b"startxref")] + b"startxref\n99999999\n%%EOF\n"


def pdf_without_xref() -> bytes:
    data = pdf()
    return data[: data.rindex(b"xref\n0 ")]


def pdf_after_a_head() -> bytes:
    return b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: application/pdf\r\n\r\n" + pdf()


def pdf_before_an_advert() -> bytes:
    return pdf() + b"\n<script src='//cdn.invalid/ad.js'></script>" * 400


def pdf_cut() -> bytes:
    data = pdf(12)
    return data[: len(data) * 6 // 10]


def pdf_sent_as_text() -> bytes:
    """Line ends changed by a transfer as text: every LF has become CR LF."""
    return pdf().replace(b"\n", b"\r\n")


def pdf_blank_pages() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target)
    for _ in range(5):
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def picture(size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """A page as a camera sees it: grey paper, dark lines where the text stands."""
    image = Image.new("L", size, 225)
    pen = ImageDraw.Draw(image)
    for line in range(20):
        top = size[1] * (line + 3) // 26
        for word in range(12):
            left = size[0] * (word + 1) // 14
            pen.rectangle((left, top, left + size[0] // 20, top + size[1] // 80), fill=40 + 5 * word)
    return image


def pdf_photograph() -> bytes:
    return pdf(draw=lambda canvas: canvas.drawImage(ImageReader(picture()), 0, 0, 595, 842))


def pdf_invisible_text() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture()), 0, 0, 595, 842)
        for top, words in ((780, TITLE), (740, SENTENCE)):
            text = canvas.beginText(60, top)
            text.setFont("STSong-Light", 12)
            text.setTextRenderMode(3)
            text.textLine(words)
            canvas.drawText(text)

    return pdf(draw=draw)


def pdf_rotated() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        for top, words in ((500, TITLE), (460, SENTENCE)):
            canvas.setFont("STSong-Light", 12)
            canvas.drawString(60, top, words)

    return pdf(draw=draw)


def pdf_no_characters() -> bytes:
    """Numbers of glyphs in a font that says nothing of characters (Identity-H without ToUnicode, no font embedded)."""

    def glyphs(text: str) -> bytes:
        return b"".join(struct.pack(">H", ord(one) - 29 if one.isascii() else 1000 + ord(one) % 997) for one in text)

    font = "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+SimSun /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    below = CID_FONT.replace("(GB1) /Supplement 2", "(Identity) /Supplement 0")
    return one_page(font=font, cid=below, words=written(glyphs))


def pdf_form_fields() -> bytes:
    """A form whose figure is the value of a field; the page itself prints only the labels."""
    look = stream(
        f"/Tx BMC BT /F1 12 Tf 2 4 Td <{'收入总计233.67万元'.encode('utf-16-be').hex()}> Tj ET EMC".encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 5 0 R >> >>",
    )
    words = f"BT /F1 12 Tf 1 0 0 1 150 780 Tm <{TITLE.encode('utf-16-be').hex()}> Tj ET".encode()
    value = "feff" + "收入总计233.67万元".encode("utf-16-be").hex()
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] /DR << /Font << /F1 5 0 R >> >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R"
        " /Annots [7 0 R] >>",
        stream(words),
        FONT,
        CID_FONT,
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a1) /V <{value}> /DA (/F1 12 Tf) /Rect [60 730 260 750] /F 4"
        " /P 3 0 R /AP << /N 8 0 R >> >>",
        look,
    )


def pdf_attachment() -> bytes:
    """A cover whose report is a workbook embedded in the PDF."""
    book = sheet()
    words = "BT /F1 12 Tf 1 0 0 1 60 780 Tm <{}> Tj ET".format((TITLE + "（详见附件）").encode("utf-16-be").hex())
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.xlsx) 7 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        LEAF.format("/Font << /F1 5 0 R >>"),
        stream(words.encode()),
        FONT,
        CID_FONT,
        "<< /Type /Filespec /F (a.xlsx) /UF (a.xlsx) /EF << /F 8 0 R >> >>",
        stream(book, "/Type /EmbeddedFile"),
    )


def pdf_nested_forms() -> bytes:
    """Text three form objects deep, as imposition programs leave it."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {} 0 R >> >>"
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        LEAF.format("/XObject << /X 7 0 R >>"),
        stream(b"q /X Do Q"),
        FONT,
        CID_FONT,
        stream(b"q 1 0 0 1 10 -10 cm /X Do Q", form.format(8)),
        stream(b"q 0.9 0 0 0.9 0 0 cm /X Do Q", form.format(9)),
        stream(written(), "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>"),
    )


def pdf_two_versions() -> bytes:
    """Saved once more at its end: the page's second content replaces the first, which said another figure."""
    data = one_page().replace(
        SENTENCE.encode("utf-16-be").hex().encode(),
        SENTENCE.replace("233.67", "888.88").encode("utf-16-be").hex().encode(),
    )
    first = data.rindex(b"xref\n0 ")
    at = len(data)
    new = b"4 0 obj\n" + stream(written()) + b"\nendobj\n"
    tail = f"xref\n4 1\n{at:010d} 00000 n \ntrailer\n<< /Size 7 /Root 1 0 R /Prev {first} >>\n"
    tail += f"startxref\n{at + len(new)}\n%%EOF\n"
    return data + new + tail.encode()


# --- Word -----------------------------------------------------------------------------------------------------------


def word(*, words: bool = True) -> bytes:
    document, target = docx.Document(), io.BytesIO()
    document.add_heading(TITLE, 1)
    if words:
        document.add_paragraph(SENTENCE)
    document.save(target)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 9, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def changed(data: bytes, *changes: tuple[str, bytes, bytes], add: dict[str, bytes] | None = None) -> bytes:
    parts = parts_of(data)
    for name, old, new in changes:
        assert old in parts[name], (name, old)
        parts[name] = parts[name].replace(old, new)
    return packed({**parts, **(add or {})})


REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "word/_rels/document.xml.rels"


def related(kind: str, target: str, more: str = "") -> tuple[str, bytes, bytes]:
    one = f'<Relationship Id="rId900" Type="{REL}/{kind}" Target="{target}"{more}/></Relationships>'
    return RELS, b"</Relationships>", one.encode()


def docx_external() -> bytes:
    return changed(word(), related("attachedTemplate", "http://127.0.0.1:9/t.dotm", ' TargetMode="External"'))


def docx_huge_picture() -> bytes:
    return changed(word(), add={"word/media/image1.bmp": b"\0" * 400_000_000})


def docx_without_document() -> bytes:
    parts = parts_of(word())
    del parts["word/document.xml"]
    return packed(parts)


def docx_other_name() -> bytes:
    """The main part is called document2.xml, as the web edition of Word saves it."""
    parts = parts_of(word())
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["word/_rels/document2.xml.rels"] = parts.pop(RELS)
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/document2.xml")
    return packed(parts)


def docm() -> bytes:
    old = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    new = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return changed(
        word(), ("[Content_Types].xml", old, new), add={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 600}
    )


def docx_strict() -> bytes:
    """Saved as "Strict Open XML": the same words in the namespaces of ISO 29500 strict."""
    parts = parts_of(word())
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")) and b"content-types" not in data[:300]:
            loose = data.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            parts[name] = loose.replace(REL.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
    return packed(parts)


def docx_embedded_workbook() -> bytes:
    """The only table is a workbook put in as an object; its picture is what the reader of the page sees."""
    shape = (
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed"'
        f' ProgID="Excel.Sheet.12" ShapeID="s1" DrawAspect="Content" ObjectID="_1" r:id="rId900" xmlns:r="{REL}"/>'
        "</w:object></w:r></w:p><w:sectPr"
    ).encode()
    return changed(
        word(words=False),
        related("package", "embeddings/book.xlsx"),
        ("word/document.xml", b"<w:sectPr", shape),
        add={"word/embeddings/book.xlsx": sheet()},
    )


def docx_alternative_part() -> bytes:
    """The text lies in a page (altChunk) that Word takes in when it opens the file."""
    page = f"<html><head><meta charset='utf-8'></head><body><p>{SENTENCE}</p></body></html>".encode()
    chunk = f'<w:altChunk r:id="rId900" xmlns:r="{REL}"/><w:sectPr'.encode()
    types = b'<Default Extension="htm" ContentType="text/html"/></Types>'
    return changed(
        word(words=False),
        related("aFChunk", "afchunk.htm"),
        ("word/document.xml", b"<w:sectPr", chunk),
        ("[Content_Types].xml", b"</Types>", types),
        add={"word/afchunk.htm": page},
    )


def docx_revised() -> bytes:
    parts = parts_of(word())
    name = "word/document.xml"
    new = (
        "<w:r><w:t>2023年度收入总计</w:t></w:r>"
        "<w:del w:id='1' w:author='a'><w:r><w:delText>888.88</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='a'><w:r><w:t>233.67</w:t></w:r></w:ins>"
        "<w:r><w:t>万元，支出总计233.67万元。</w:t></w:r>"
    )
    old = f"<w:r><w:t>{SENTENCE}</w:t></w:r>".encode()
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new.encode())
    return packed(parts)


def docx_wide_characters() -> bytes:
    parts = parts_of(word())
    text = parts["word/document.xml"].decode().split("?>", 1)[1]
    parts["word/document.xml"] = ("﻿<?xml version='1.0' encoding='UTF-16' standalone='yes'?>" + text).encode("utf-16-le")
    return packed(parts)


def docx_backslashes() -> bytes:
    """Packed by a program of Windows that writes folders with a backslash."""
    return packed({name.replace("/", "\\"): data for name, data in parts_of(word()).items()})


def word_flat() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    pkg = "http://schemas.microsoft.com/office/2006/xmlPackage"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (TITLE, SENTENCE))
    relation = f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="word/document.xml"/>'
    relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="{pkg}"><pkg:part pkg:name="/_rels/.rels" pkg:contentType="application/'
        f'vnd.openxmlformats-package.relationships+xml"><pkg:xmlData>{relations}</pkg:xmlData></pkg:part>'
        f'<pkg:part pkg:name="/word/document.xml" pkg:contentType="{kind}"><pkg:xmlData>'
        f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>'
    ).encode()


def rtf() -> bytes:
    def shown(text: str) -> str:
        return "".join(one if one.isascii() else "".join(f"\\'{b:02x}" for b in one.encode("gbk")) for one in text)

    body = "".join(shown(text) + "\\par\n" for text in (TITLE, SENTENCE))
    return (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\n\\f0\\fs24 " + body + "}"
    ).encode()


def page(charset: str = "gb2312", body: str = "") -> str:
    return (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
        f"<title>{TITLE}</title></head><body><p>{TITLE}</p>{body or f'<p>{SENTENCE}</p>'}</body></html>"
    )


def table_page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return page(body=f"<table border=1>{rows}</table>").encode("gb18030")


def web_archive() -> bytes:
    text = quopri.encodestring(page().encode("gbk")).replace(b"\n", b"\r\n")
    return (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_X"; type="text/html"\r\n\r\n'
        b"This is a single-file web page.\r\n\r\n------=_X\r\nContent-Location: file:///C:/A/a.htm\r\n"
        b'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n'
        + text
        + b"\r\n------=_X--\r\n"
    )


def compound(**streams: bytes) -> bytes:
    """An OLE file with these streams; all are long enough not to go into the small ones."""
    size, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    named = [(name, data.ljust(4096, b"\0")) for name, data in streams.items()]
    folder = -(-(len(named) + 1) // 4)
    counts = [folder, *(-(-len(data) // size) for _, data in named)]
    chain, starts, at = [0xFFFFFFFD], [], 1
    for count in counts:
        starts.append(at)
        chain += [*range(at + 1, at + count), end]
        at += count
    assert at <= 128

    def entry(name: str, kind: int, right: int, child: int, start: int, length: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0" if name else b""
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, right, child)
        return head + b"\0" * 36 + struct.pack("<IQ", start, length)

    entries = entry("Root Entry", 5, free, 1, end, 0)
    for number, (name, data) in enumerate(named, 1):
        entries += entry(name, 2, number + 1 if number < len(named) else free, free, starts[number], len(data))
    entries = entries.ljust(folder * size, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
        + struct.pack("<I", 0)
        + struct.pack("<I", free) * 108
    )
    fat = b"".join(struct.pack("<I", one) for one in chain).ljust(size, b"\xff")
    return head + fat + entries + b"".join(data.ljust(-(-len(data) // size) * size, b"\0") for _, data in named)


def office_password() -> bytes:
    info = b"\x04\x00\x04\x00\x40\x00\x00\x00<?xml version='1.0'?><encryption xmlns='http://schemas.microsoft.com/office/2006/encryption'/>"
    return compound(EncryptionInfo=info, EncryptedPackage=struct.pack("<Q", 6000) + bytes(range(256)) * 24)


def office_other() -> bytes:
    """An OLE file of some other program, such as an installer."""
    return compound(Tables=b"\1" * 5000, Columns=b"\2" * 5000)


# --- Workbooks ------------------------------------------------------------------------------------------------------


def book(rows: list[list[str | float]] | None = None) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in ROWS if rows is None else rows:
        made.active.append([None if cell == "" else cell for cell in row])
    for where in ("A1:F1", "A4:C4", "D4:F4"):
        made.active.merge_cells(where)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def sheet() -> bytes:
    return saved(book())


SHEET = "xl/worksheets/sheet1.xml"


def xlsx_blank_rows() -> bytes:
    """A million rows that only have a height, as a column filled down to the end leaves them."""
    parts = parts_of(sheet())
    blank = "".join(f'<row r="{number}" ht="14.25"/>' for number in range(len(ROWS) + 1, 1_048_577))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", blank.encode() + b"</sheetData>")
    return packed(parts)


def xlsx_last_cell() -> bytes:
    """One cell with a border and no value in the last row and the last column."""
    last = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    return changed(sheet(), (SHEET, b"</sheetData>", last))


def xlsx_very_hidden() -> bytes:
    made = book()
    other = made.create_sheet("旧")
    for row in ROWS:
        other.append([HIDDEN if cell == 233.67 else None if cell == "" else cell for cell in row])
    other.sheet_state = "veryHidden"
    return saved(made)


def xlsx_wrong_dimension() -> bytes:
    return changed(sheet(), (SHEET, b'ref="A1:F12"', b'ref="A1"'))


def xlsx_no_values() -> bytes:
    """Sums are formulas that no program has ever computed (written by a library)."""
    rows = [list(row) for row in ROWS]
    rows[-1][2], rows[-1][5] = "=C10+C11", "=F10+F11"
    return saved(book(rows))


def xlsx_entities() -> bytes:
    """The title is an entity of entities: ten times ten, nine floors high."""
    floors = "".join(f'<!ENTITY {chr(98 + one)} "{f"&{chr(97 + one)};" * 10}">' for one in range(9))
    bomb = f'<!DOCTYPE worksheet [<!ENTITY a "{"收" * 50}">{floors}]><worksheet'.encode()
    parts = parts_of(sheet())
    head, _, rest = parts[SHEET].partition(b"<t>")
    parts[SHEET] = head.replace(b"<worksheet", bomb, 1) + b"<t>&j;" + rest[rest.index(b"</t>") :]
    return packed(parts)


def xlsx_wide_digits() -> bytes:
    rows: list[list[str | float]] = [["２３３．６７" if cell == 233.67 else cell for cell in row] for row in ROWS]
    return saved(book(rows))


def xlsx_protected() -> bytes:
    made = book()
    made.active.protection.set_password("xf")
    made.active.protection.enable()
    made.security.lockStructure = True
    return saved(made)


def xlsx_picture() -> bytes:
    """A workbook whose only sheet holds a photograph of the table."""
    made, image = openpyxl.Workbook(), io.BytesIO()
    picture((900, 1200)).save(image, "PNG")
    image.seek(0)
    made.active.add_image(SheetImage(image), "A1")
    return saved(made)


def xls() -> bytes:
    made, target = xlwt.Workbook(), io.BytesIO()
    one = made.add_sheet("01")
    one.protect = True
    one.password = "xf"
    for y, row in enumerate(ROWS):
        for x, cell in enumerate(row):
            if cell != "":
                one.write(y, x, cell)
    made.save(target)
    return target.getvalue()


def xls_cut() -> bytes:
    data = xls()
    return data[: len(data) // 2]


def csv() -> bytes:
    return "".join(",".join(str(cell) for cell in row) + "\r\n" for row in ROWS).encode("gbk")


def spreadsheet_2003() -> bytes:
    def cell(value: str | float) -> str:
        kind = "Number" if isinstance(value, float) else "String"
        return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' if value != "" else "<Cell/>"

    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join("<Row>" + "".join(map(cell, row)) + "</Row>" for row in ROWS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="01"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


# --- Archives -------------------------------------------------------------------------------------------------------


def archive(*members: tuple[str, bytes]) -> bytes:
    return packed(dict(members))


def zip_gbk() -> bytes:
    name = "襄垣县信访局2023年度部门决算.docx".encode("gbk")
    plain = "x" * (len(name) - 5) + ".docx"
    data = archive((plain, word()))
    return data.replace(plain.encode(), name)


def zip_nested() -> bytes:
    return archive(("a.zip", archive(("b.zip", archive(("c.docx", word()))))))


def zip_climbing() -> bytes:
    return archive(("../../../tmp/faults_out.docx", word()), ("C:\\Windows\\faults_out.docx", word()))


def zip_half_locked() -> bytes:
    """Two members, of which the second is under a password."""
    data = bytearray(archive(("open.docx", word()), ("lock.xlsx", sheet())))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rfind(mark, 0, data.rfind(b"lock.xlsx") if mark == b"PK\x01\x02" else data.find(b"lock.xlsx"))
        data[at + offset] |= 1
    return bytes(data)


def zip_leavings() -> bytes:
    return archive(
        ("__MACOSX/._report.docx", b"\0\5\x16\7" + b"\0" * 100),
        (".DS_Store", b"\0\0\0\1Bud1"),
        ("Thumbs.db", compound(Catalog=b"\0" * 4096)),
        ("~$report.docx", b"\6admin" + b"\0" * 156),
        ("report.docx", word()),
    )


def zip_cut() -> bytes:
    data = archive(("report.docx", word()), ("table.xlsx", sheet()))
    return data[: len(data) * 9 // 10]


def rar_five() -> bytes:
    head = b"\x03\x01\x00\x00"  # size, kind of block (main head), flags of the block, flags of the archive
    return b"Rar!\x1a\x07\x01\x00" + struct.pack("<I", zlib.crc32(head)) + head


def tarball() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as made:
        data, info = word(), tarfile.TarInfo("report.docx")
        info.size = len(data)
        made.addfile(info, io.BytesIO(data))
    return target.getvalue()


def opendocument() -> bytes:
    spaces = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(f"<text:p>{text}</text:p>" for text in (TITLE, SENTENCE))
    content = (
        f'<office:document-content xmlns:office="{spaces}office:1.0" xmlns:text="{spaces}text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def ofd_cut() -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": "<ofd:OFD {} Version='1.0'><ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/D.xml": "<ofd:Document {}><ofd:Pages><ofd:Page ID='1' BaseLoc='P.xml'/></ofd:Pages></ofd:Document>",
        "D/P.xml": "<ofd:Page {}><ofd:Content/></ofd:Page>",
    }
    whole = packed({name: text.format(space).encode() for name, text in parts.items()})
    return whole[: len(whole) * 6 // 10]


# --- Others ---------------------------------------------------------------------------------------------------------


def tiff() -> bytes:
    target, first = io.BytesIO(), picture((620, 877))
    first.save(
        target, "TIFF", save_all=True, append_images=[picture((620, 877)) for _ in range(11)], compression="tiff_lzw"
    )
    return target.getvalue()


def dot() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (1, 1), "white").save(target, "PNG")
    return target.getvalue()


MISSING = (
    "<html><head><title>404 - 找不到文件或目录。</title></head><body><h2>404 - 找不到文件或目录。</h2></body></html>"
)
LOGIN = (
    "<html><head><meta charset='utf-8'><title>统一身份认证平台</title></head><body><form action='/cas/login'>"
    "<input name='username'><input type='password' name='password'><button>登录</button></form></body></html>"
)


def allowed(*states: str) -> frozenset[str]:
    return frozenset(states)


FAULTS: tuple[Fault, ...] = (
    Fault("pdf_user_password.pdf", pdf_user_password, allowed(ENCRYPTED)),
    Fault("pdf_owner_password.pdf", pdf_owner_password, allowed(READ)),
    Fault("pdf_foreign_protection.pdf", pdf_foreign_protection, allowed(ENCRYPTED, UNSUPPORTED)),
    Fault("pdf_wrong_startxref.pdf", pdf_wrong_startxref, allowed(READ)),
    Fault("pdf_without_xref.pdf", pdf_without_xref, allowed(READ, DAMAGED)),
    Fault("pdf_after_a_head.pdf", pdf_after_a_head, allowed(READ)),
    Fault("pdf_after_blank_lines.pdf", lambda: b"\xef\xbb\xbf\r\n\r\n" + pdf(), allowed(READ)),
    Fault("pdf_before_an_advert.pdf", pdf_before_an_advert, allowed(READ)),
    Fault("pdf_cut.pdf", pdf_cut, allowed(DAMAGED)),
    Fault("pdf_sent_as_text.pdf", pdf_sent_as_text, allowed(READ, DAMAGED)),
    Fault("pdf_blank.pdf", pdf_blank_pages, allowed(EMPTY, NO_FIGURES, SCANNED)),
    Fault("pdf_photograph.pdf", pdf_photograph, allowed(SCANNED)),
    Fault("pdf_invisible_text.pdf", pdf_invisible_text, allowed(SCANNED, READ)),
    Fault("pdf_3000_pages.pdf", lambda: pdf(3000), allowed(READ, LARGE)),
    Fault("pdf_turned_box.pdf", lambda: one_page("[595 842 0 0]"), allowed(READ)),
    Fault("pdf_absurd_box.pdf", lambda: one_page("[0 0 99999999 99999999]"), allowed(READ, LARGE, DAMAGED)),
    Fault("pdf_flat_box.pdf", lambda: one_page("[0 0 0 0]"), allowed(READ, DAMAGED)),
    Fault("pdf_no_characters.pdf", pdf_no_characters, allowed(SCANNED, NO_FIGURES)),
    Fault("pdf_rotated.pdf", pdf_rotated, allowed(READ)),
    Fault("pdf_form_fields.pdf", pdf_form_fields, allowed(READ)),
    Fault("pdf_attachment.pdf", pdf_attachment, allowed(READ), members=allowed(NO_FIGURES)),
    Fault("pdf_nested_forms.pdf", pdf_nested_forms, allowed(READ)),
    Fault("pdf_two_versions.pdf", pdf_two_versions, allowed(READ), never=("8888800.00",)),
    Fault("pdf_tree_in_a_ring.pdf", lambda: one_page(kids="[2 0 R 3 0 R]"), allowed(READ, DAMAGED)),
    Fault("docx_external.docx", docx_external, allowed(READ)),
    Fault("docx_huge_picture.docx", docx_huge_picture, allowed(READ, LARGE)),
    Fault("docx_without_document.docx", docx_without_document, allowed(DAMAGED, UNSUPPORTED)),
    Fault("docx_other_name.docx", docx_other_name, allowed(READ)),
    Fault("docx_macros.docm", docm, allowed(READ)),
    Fault("docx_strict.docx", docx_strict, allowed(READ)),
    Fault("docx_embedded_workbook.docx", docx_embedded_workbook, allowed(READ, NO_FIGURES), told=True),
    Fault("docx_alternative_part.docx", docx_alternative_part, allowed(READ)),
    Fault("docx_revised.docx", docx_revised, allowed(READ), never=("8888800.00",)),
    Fault("docx_wide_characters.docx", docx_wide_characters, allowed(READ)),
    Fault("docx_backslashes.docx", docx_backslashes, allowed(READ)),
    Fault("docx_in_ole_under_password.docx", office_password, allowed(ENCRYPTED)),
    Fault("word_flat.xml", word_flat, allowed(READ)),
    Fault("doc_is_rtf.doc", rtf, allowed(READ, UNSUPPORTED)),
    Fault("doc_is_html.doc", lambda: page().encode("gbk"), allowed(READ)),
    Fault("doc_is_mht.doc", web_archive, allowed(READ)),
    Fault("doc_is_docx.doc", word, allowed(READ)),
    Fault("doc_is_an_installer.doc", office_other, allowed(UNSUPPORTED, WRONG, DAMAGED)),
    Fault("xlsx_blank_rows.xlsx", xlsx_blank_rows, allowed(READ, LARGE)),
    Fault("xlsx_last_cell.xlsx", xlsx_last_cell, allowed(READ, LARGE)),
    Fault("xlsx_very_hidden.xlsx", xlsx_very_hidden, allowed(READ), never=("8888800.00",)),
    Fault("xlsx_wrong_dimension.xlsx", xlsx_wrong_dimension, allowed(READ)),
    Fault("xlsx_no_values.xlsx", xlsx_no_values, allowed(READ), figure="1914100.00"),
    Fault("xlsx_entities.xlsx", xlsx_entities, allowed(READ, DAMAGED, LARGE)),
    Fault("xlsx_wide_digits.xlsx", xlsx_wide_digits, allowed(READ)),
    Fault("xlsx_protected.xlsx", xlsx_protected, allowed(READ)),
    Fault("xlsx_picture.xlsx", xlsx_picture, allowed(SCANNED)),
    Fault("xlsx_is_xls_protected.xlsx", xls, allowed(READ)),
    Fault("xls_cut.xls", xls_cut, allowed(DAMAGED)),
    Fault("xls_is_html.xls", table_page, allowed(READ)),
    Fault("xls_is_csv.xls", csv, allowed(READ)),
    Fault("xls_is_xml_2003.xls", spreadsheet_2003, allowed(READ)),
    Fault("xls_is_xlsx.xls", sheet, allowed(READ)),
    Fault("zip_gbk_names.zip", zip_gbk, allowed(READ), named="襄垣县信访局2023年度部门决算"),
    Fault("zip_nested.zip", zip_nested, allowed(READ)),
    Fault("zip_climbing.zip", zip_climbing, allowed(READ)),
    Fault("zip_half_locked.zip", zip_half_locked, allowed(READ), members=allowed(ENCRYPTED)),
    Fault("zip_empty.zip", lambda: b"PK\5\6" + b"\0" * 18, allowed(EMPTY, DAMAGED)),
    Fault("zip_leavings.zip", zip_leavings, allowed(READ)),
    Fault("zip_cut.zip", zip_cut, allowed(READ), members=allowed(DAMAGED)),
    Fault("zip_first_of_several.zip", lambda: b"PK\7\x08" + zip_cut(), allowed(DAMAGED, UNSUPPORTED, READ)),
    Fault("rar_five_head_only.rar", rar_five, allowed(DAMAGED, EMPTY, UNSUPPORTED)),
    Fault("tarball.tar.gz", tarball, allowed(READ, UNSUPPORTED)),
    Fault("opendocument.odt", opendocument, allowed(READ, UNSUPPORTED)),
    Fault("ofd_cut.ofd", ofd_cut, allowed(DAMAGED)),
    Fault("text_gbk.txt", lambda: f"{TITLE}\r\n{SENTENCE}\r\n".encode("gbk"), allowed(READ, UNSUPPORTED)),
    Fault("nothing.pdf", lambda: b"", allowed(EMPTY)),
    Fault("white_space.pdf", lambda: b" \r\n\t\r\n" * 50, allowed(EMPTY, NO_FIGURES, UNSUPPORTED, WRONG)),
    Fault("missing_page.pdf", MISSING.encode, allowed(WRONG, NO_FIGURES)),
    Fault("login_page.docx", LOGIN.encode, allowed(WRONG, NO_FIGURES)),
    Fault(
        "error_json.pdf",
        '{"code":401,"msg":"令牌已过期","data":null}'.encode,
        allowed(WRONG, NO_FIGURES, UNSUPPORTED),
    ),
    Fault("base64.pdf", lambda: base64.b64encode(pdf()), allowed(READ, WRONG, UNSUPPORTED, NO_FIGURES)),
    Fault("gzip_left_on.pdf", lambda: gzip.compress(pdf(), mtime=0), allowed(READ)),
    Fault("double_name.pdf.exe", pdf, allowed(READ)),
    Fault(
        "program.pdf",
        lambda: b"MZ\x90\0\3" + b"\0" * 59 + b"\x80\0\0\0" + b"\0" * 60 + b"PE\0\0" + b"\xcc" * 4000,
        allowed(WRONG, UNSUPPORTED),
    ),
    Fault("caj.pdf", lambda: b"HN\0\0\xc8\0\0\0" + bytes(range(1, 250)) * 40, allowed(WRONG, UNSUPPORTED)),
    Fault("label_gbk_bytes_utf8.html", lambda: page("gbk").encode(), allowed(READ)),
    Fault("label_utf8_bytes_gbk.html", lambda: page("utf-8").encode("gbk"), allowed(READ)),
    Fault("wide_page.html", lambda: b"\xff\xfe" + page("utf-16").encode("utf-16-le"), allowed(READ)),
    Fault(
        "frames_only.html",
        "<html><frameset><frame src='a.htm'><frame src='b.htm'></frameset></html>".encode,
        allowed(NO_FIGURES, EMPTY),
    ),
    Fault("dot.png", dot, allowed(SCANNED, EMPTY, NO_FIGURES)),
    Fault("tiff_of_twelve_pages.tif", tiff, allowed(SCANNED)),
    Fault(
        "picture_of_a_telephone.jpg",
        lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x08mdat" + b"\x11" * 900,
        allowed(UNSUPPORTED, DAMAGED, SCANNED),
    ),
)
