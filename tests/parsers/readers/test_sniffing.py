"""The type of a file from its bytes."""

import io
import zipfile
from pathlib import Path

import pytest

from parsers.readers import media, sniff

FIXTURES = Path(__file__).parents[2] / "fixtures" / "readers"
SAMPLES = Path(__file__).parents[3] / "infra" / "samples" / "files"


def package(*names: str, mimetype: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.4", media.PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.7", media.PDF),
        (package("[Content_Types].xml", "word/document.xml"), media.DOCX),
        (package("xl/workbook.xml"), media.XLSX),
        (package("xl/workbook.bin"), media.XLSB),
        (package("ppt/presentation.xml"), media.PPTX),
        (package("OFD.xml", "Doc_0/Document.xml"), media.OFD),
        (package("content.xml", mimetype=media.ODS), media.ODS),
        (package("a.pdf", "b.doc"), media.ZIP),
        (package(*["word/document.xml", "x"])[:60], media.DOCX),
        (b"Rar!\x1a\x07\x01\x00", media.RAR),
        (b"7z\xbc\xaf\x27\x1c", media.SEVEN_ZIP),
        (b"\xff\xd8\xff\xe0", media.JPEG),
        (b"\x89PNG\r\n\x1a\n", media.PNG),
        (b"GIF89a", media.GIF),
        (b"BM\x00\x10\x00\x00\x00\x00\x00\x00", media.BMP),
        (b"RIFF\x00\x00\x00\x00WEBP", media.WEBP),
        (b"II*\x00", media.TIFF),
        (b"{\\rtf1\\ansi", media.RTF),
        (b"  <!DOCTYPE html><html>", media.HTML),
        ("\ufeff<html>".encode("utf-16"), media.HTML),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", media.HTML),
        (b"<?xml version='1.0'?><Error/>", media.XML),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', media.WORD_XML),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/></Workbook>',
            media.EXCEL_XML,
        ),
        (b"<table><tr><td>1</td></tr></table>", media.HTML),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", media.MHTML),
        (b'{"code":404}', media.JSON),
        ("公开说明".encode(), media.TEXT),
        ("公开说明".encode("gb18030"), media.TEXT),
        (b"", media.UNKNOWN),
        (b"\x00\x01\x02\x03" * 100, media.UNKNOWN),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[:4]!r}",
)
def test_types_are_known_by_their_bytes(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        (FIXTURES / "tables.doc", media.DOC),
        (FIXTURES / "tables.html", media.HTML),
        (SAMPLES / "004_xiangyuan_2023_final.xls", media.XLS),
        (SAMPLES / "004_xiangyuan_2023_final.xlsx", media.XLSX),
    ],
)
def test_real_files_are_known_whatever_they_are_called(path: Path, media_type: str) -> None:
    for name in ("a.pdf", "a.wps", "a.et", None):
        assert sniff(path.read_bytes(), name) == media_type
