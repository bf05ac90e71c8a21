"""Files that cannot be read, each in its own way."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from infra.samples.build import fonts
from infra.samples.build.package import zip_bytes

#: What the pretended documents say; all made up.
LINES = [
    "怀柔区信访办公室",
    "2018年度部门决算公开",
    "收入支出决算总表　　单位：万元",
    "本年收入合计　　412.37　　本年支出合计　　409.85",
    "其中：基本支出　　318.02　　项目支出　　91.83",
]

ERROR_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>系统提示</title></head>
<body><div class="error"><h2>您访问的文件不存在或已被删除</h2><p>错误代码：404-17　请求编号：0000000000</p>
<p><a href="/">返回首页</a></p></div></body></html>
"""


def truncated(whole: bytes) -> bytes:
    """A transfer that broke off: the beginning of a PDF, before its page tree and its end mark."""
    cut = whole[:24_000]
    if b"/Catalog" in cut or b"%%EOF" in cut:
        raise ValueError("the cut must lie before the catalogue")
    return cut


def protected(font: str | None = None) -> bytes:
    """A PDF that asks for a user password."""
    fonts.register(font)
    buffer = io.BytesIO()
    encryption = StandardEncryption("huairou2020", ownerPassword="huairou-owner", strength=128)
    canvas = Canvas(buffer, invariant=1, pageCompression=1, encrypt=encryption)
    canvas.setFont(fonts.NAME, 16)
    for index, line in enumerate(LINES):
        canvas.drawString(72, 760 - 30 * index, line)
    canvas.save()
    return buffer.getvalue()


def scanned(font: str | None = None) -> bytes:
    """A PDF whose only page is a picture of text."""
    path = fonts.register(font)
    picture = Image.new("L", (1240, 1754), 250)
    pen = ImageDraw.Draw(picture)
    letters = ImageFont.truetype(path, 36, index=0)
    for index, line in enumerate(LINES):
        pen.text((130, 160 + 90 * index), line, fill=40, font=letters)
    pen.rectangle((110, 330, 1130, 620), outline=60, width=3)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595.28, 841.89), invariant=1, pageCompression=1)
    canvas.drawImage(
        ImageReader(picture.point(lambda value: 255 if value > 128 else 0).convert("1")), 0, 0, 595.28, 841.89
    )
    canvas.save()
    return buffer.getvalue()


def other_department(font: str | None = None) -> bytes:
    """A sound PDF of another department, which must never be fetched."""
    fonts.register(font)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    canvas.setFont(fonts.NAME, 14)
    canvas.drawString(72, 760, "其他部门决算公开　收入总计999.99万元，支出总计888.88万元")
    canvas.save()
    return buffer.getvalue()


def no_word_file() -> bytes:
    """A ZIP archive that is no Word file, to be named ``.docx``."""
    return zip_bytes({"readme.txt": "请使用附件查看器打开。\n".encode(), "data/1.bin": bytes(range(256))})


def build(whole_pdf: bytes, font: str | None = None) -> dict[str, bytes]:
    """File names below ``files/bad`` and their bytes."""
    return {
        "truncated.pdf": truncated(whole_pdf),
        "password.pdf": protected(font),
        "error_page.pdf": ERROR_PAGE.encode(),
        "empty.pdf": b"",
        "scanned.pdf": scanned(font),
        "no_word_file.docx": no_word_file(),
    }
