"""Files under a password, of every format: all end as ``encrypted``, and nobody is asked for the password."""

from __future__ import annotations

import io
import struct
import subprocess
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers import members, read
from tests.parsers.hostile.packages import with_parts, word
from tests.parsers.hostile.test_programs import renamed
from tests.parsers.readers.archive_maker import rar_block, rar_of
from tests.parsers.readers.test_ods import ods
from tests.parsers.readers.test_sheets import xls

FIXTURES = Path(__file__).parents[2] / "fixtures" / "readers"


def pdf(strength: int) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption("secret", ownerPassword="owner", strength=strength))
    canvas.drawString(50, 700, "233.67")
    canvas.save()
    return target.getvalue()


def doc() -> bytes:
    """A Word file whose head says that the rest is enciphered."""
    data = bytearray((FIXTURES / "features.doc").read_bytes())
    head = data.index(b"\xec\xa5")
    (flags,) = struct.unpack_from("<H", data, head + 10)
    struct.pack_into("<H", data, head + 10, flags | 0x0100)
    return bytes(data)


def workbook() -> bytes:
    """A workbook whose second record says how the rest is enciphered (FILEPASS), in place of one of the same length."""
    data = xls([["收入", 1.0]])
    at = data.index(struct.pack("<HHH", 0x0809, 16, 0x0600))
    following = at + 20
    (size,) = struct.unpack_from("<H", data, following + 2)
    return (
        data[:following]
        + struct.pack("<H", 0x002F)
        + data[following + 2 : following + 4]
        + (b"\1\0\1\0" + b"\x5a" * 48)[:size].ljust(size, b"\0")
        + data[following + 4 + size :]
    )


def office_package() -> bytes:
    """DOCX and XLSX under a password: an OLE file that holds the enciphered package."""
    return renamed((FIXTURES / "lists.doc").read_bytes(), "WordDocument", "EncryptedPackage")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pdf(40), id="pdf, rc4 40"),
        pytest.param(pdf(128), id="pdf, rc4 128"),
        pytest.param(doc(), id="doc"),
        pytest.param(workbook(), id="xls"),
        pytest.param(ods("", manifest="<encryption-data/>"), id="ods"),
    ],
)
def test_a_document_under_a_password_is_encrypted(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(data)
    assert caught.value.state is DocumentState.ENCRYPTED


def test_a_package_under_a_password_is_encrypted() -> None:
    raw = bytearray(with_parts(word(), {}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(mark, at + 4)
    with pytest.raises(UnreadableDocument) as caught:
        read(bytes(raw))
    assert caught.value.state is DocumentState.ENCRYPTED


@pytest.mark.parametrize("method", ["zipcrypt", "aes256"])
def test_a_zip_under_a_password_is_encrypted(method: str, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"1" * 50)
    made = tmp_path / "made.zip"
    command = ["bsdtar", "-c", "--format=zip", "--options", f"zip:encryption={method}", "--passphrase", "secret"]
    subprocess.run([*command, "-f", str(made), "-C", str(tmp_path), "a.xls"], check=True)
    with pytest.raises(UnreadableDocument) as caught:
        members(made.read_bytes())
    assert caught.value.state is DocumentState.ENCRYPTED


def test_a_rar_with_enciphered_names_is_encrypted() -> None:
    data = b"Rar!\x1a\x07\x00" + rar_block(0x73, 0x0080, b"\0" * 6) + b"\x5a" * 200
    with pytest.raises(UnreadableDocument) as caught:
        members(data)
    assert caught.value.state is DocumentState.ENCRYPTED


def test_nothing_of_a_rar_member_under_a_password_is_handed_out() -> None:
    fields = struct.pack("<IIBIIBBHI", 16, 9, 3, 1, 0, 29, 0x30, 5, 0o100644)
    enciphered = rar_block(0x74, 0x8004, fields + b"a.xls") + b"\x5a" * 16
    assert [(member.state, member.data) for member in members(rar_of(enciphered))][:1] == [(DocumentState.DAMAGED, b"")]


def test_an_office_package_under_a_password_is_encrypted() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(office_package())
    assert caught.value.state is DocumentState.ENCRYPTED
