"""Programs inside documents: macros, scripts, actions and embedded files are never run and never written to a disk."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import olefile
import pytest

from parsers.readers import media, members, read, sniff
from tests.parsers.hostile.conftest import Listener
from tests.parsers.hostile.originals import pdf_of
from tests.parsers.hostile.packages import WORDS, excel, with_parts, word
from tests.parsers.hostile.watched import Watching
from tests.parsers.readers.shapes import texts

FIXTURES = Path(__file__).parents[2] / "fixtures"
#: What the start of a macro project says; nothing in it can run.
MACRO = b'Attribute VB_Name = "ThisDocument"\r\nSub AutoOpen()\r\nShell "touch ran"\r\nEnd Sub\r\n'
_PROGRAM = b"MZ\x90\x00" + MACRO


def renamed(data: bytes, stream: str, name: str) -> bytes:
    """An OLE file with one stream under the name of another and the text of a macro in it."""
    old = stream.encode("utf-16-le")
    at = data.index(old + b"\0\0")
    entry = bytearray(data[at : at + 128])
    new = name.encode("utf-16-le")
    entry[: len(old)] = b"\0" * len(old)
    entry[: len(new)] = new
    entry[64:66] = (len(new) + 2).to_bytes(2, "little")
    target = io.BytesIO(data[:at] + bytes(entry) + data[at + 128 :])
    with olefile.OleFileIO(target, write_mode=True) as ole:
        size = ole.get_size(name)
        ole.write_stream(name, MACRO[:size].ljust(size, b"\0"))
    return target.getvalue()


@pytest.mark.parametrize("name", ["_VBA_PROJECT", "VBA", "Macros"])
def test_a_word_file_with_macros_reads_as_the_same_file_without(name: str, watching: Watching) -> None:
    plain = (FIXTURES / "readers" / "features.doc").read_bytes()
    hostile = renamed(plain, "\x05DocumentSummaryInformation", name)
    with olefile.OleFileIO(io.BytesIO(hostile)) as ole:
        assert MACRO[:40] in ole.openstream(name).read()
    assert read(hostile).blocks == read(plain).blocks
    assert watching.outside == []


@pytest.mark.parametrize(
    ("sound", "part", "media_type"),
    [(word, "word/vbaProject.bin", media.DOCX), (excel, "xl/vbaProject.bin", media.XLSX)],
)
def test_a_package_with_macros_and_embedded_programs_reads_as_the_same_package_without(
    sound: Callable[[], bytes], part: str, media_type: str, watching: Watching
) -> None:
    plain = sound()
    folder = part.partition("/")[0]
    hostile = with_parts(
        plain,
        {part: MACRO, f"{folder}/embeddings/oleObject1.bin": _PROGRAM, f"{folder}/activeX/activeX1.bin": _PROGRAM},
    )
    assert sniff(hostile) == media_type
    assert read(hostile).blocks == read(plain).blocks
    assert watching.outside == []


def active_pdf(address: str) -> bytes:
    """A page with text and everything by which a PDF can start, send, open or carry something."""
    script = f"app.alert(1); this.submitForm('{address}/script'); app.launchURL('{address}/launch', true);".encode()
    page = b"BT /F 12 Tf 40 700 Td (Total 233.67) Tj ET"
    actions = [
        b"<</S/JavaScript/JS(" + script.replace(b"(", b"\\(").replace(b")", b"\\)") + b")>>",
        b"<</S/Launch/F(/bin/sh)/Unix<</F(/bin/sh)/P(-c 'touch ran')>>>>",
        b"<</S/Launch/Win<</F(cmd.exe)/P(/c calc)>>>>",
        f"<</S/URI/URI({address}/uri)>>".encode(),
        f"<</S/SubmitForm/F<</FS/URL/F({address}/form)>>>>".encode(),
        f"<</S/GoToR/F({address}/remote.pdf)/D[0/Fit]>>".encode(),
        b"<</S/ImportData/F(/etc/passwd)>>",
    ]
    first = 8
    chain = b"".join(b" %d 0 R" % (first + number) for number in range(len(actions)))
    embedded = first + len(actions)
    catalogue = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 8 0 R/AA<</WC 9 0 R/DP 11 0 R>>/AcroForm<</XFA 6 0 R/Fields[]>>"
        b"/Names<</JavaScript<</Names[(a) 8 0 R]>>/EmbeddedFiles<</Names[(../../ran.exe) %d 0 R]>>>>>>" % embedded
    )
    page_object = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>"
        b"/AA<</O 8 0 R/C 9 0 R>>/Annots[7 0 R]>>"
    )
    return pdf_of([
        catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page_object,
        b"<</Length %d>>stream\n" % len(page) + page + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length 80>>stream\n" + f"<x href='{address}/xfa'/>".encode().ljust(80) + b"\nendstream",
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/Rect[0 0 595 842]/A 8 0 R/AA<</PO 9 0 R/PV 8 0 R>>>>",
        actions[0][:-2] + b"/Next[" + chain + b"]>>",
        *actions[1:],
        b"<</Type/Filespec/F(../../ran.exe)/EF<</F %d 0 R>>>>" % (embedded + 1),
        b"<</Type/EmbeddedFile/Length %d>>stream\n" % len(_PROGRAM) + _PROGRAM + b"\nendstream",
    ])  # fmt: skip


def test_a_pdf_with_scripts_actions_and_embedded_files_is_read_and_does_nothing(
    listener: Listener, watching: Watching, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    model = read(active_pdf(listener.address))
    assert texts(model) == ["Total 233.67"]
    assert sorted(tmp_path.rglob("*")) == before
    assert watching.outside == []
    assert listener.heard == []


def test_a_page_with_scripts_is_text(watching: Watching, listener: Listener) -> None:
    page = (
        f"<html><body onload=\"fetch('{listener.address}/onload')\"><script>document.write('9.99')</script>"
        f"<p>{WORDS}</p><a href=\"javascript:fetch('{listener.address}/a')\">附件</a></body></html>"
    )
    assert texts(read(page.encode()))[0] == WORDS
    assert "9.99" not in "".join(texts(read(page.encode())))
    assert watching.outside == []
    assert listener.heard == []


def test_links_out_of_an_archive_lead_nowhere(watching: Watching, tmp_path: Path) -> None:
    watching.on = False
    (tmp_path / "secret").write_text("机密内容", "utf-8")
    (tmp_path / "target").mkdir()
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name, link in (("a.txt", str(tmp_path / "secret")), ("out", str(tmp_path / "target")), ("up", "../../..")):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, link
            archive.addfile(member)
        for name in ("out/ran.xls", "up/ran.xls", "../ran.xls", "/tmp/ran.xls", "good.xls"):
            member = tarfile.TarInfo(name)
            member.size = 1
            archive.addfile(member, io.BytesIO(b"1"))
    (tmp_path / "files.tar").write_bytes(plain.getvalue())
    made = tmp_path / "made.7z"
    subprocess.run(["bsdtar", "-c", "-P", "--format=7zip", "-f", str(made), f"@{tmp_path}/files.tar"], check=True)
    watching.on = True
    found = members(made.read_bytes())
    watching.on = False
    assert ("good.xls", b"1") in [(member.name, member.data) for member in found]
    assert all("机密".encode() not in member.data for member in found)
    assert list((tmp_path / "target").iterdir()) == []
    assert (tmp_path / "secret").exists()
    assert watching.outside == []
    assert not Path("/tmp/ran.xls").exists()
