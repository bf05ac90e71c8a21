"""Files that a PDF carries: read as documents of the report where the PDF itself gives no figure, else named."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from domain.records import DocumentState
from flows.local_files import read_local
from parsers.isolation import ReaderPool
from parsers.model import ReportContext, UnreadableDocument
from parsers.parse import Source, parse_report
from parsers.readers import members, read
from tests.parsers.hostile.blind_faults import CID_FONT, FONT, LEAF, raw_pdf, stream
from tests.parsers.readers.archive_maker import plain_zip
from tests.parsers.readers.test_sheets import xlsx
from tests.parsers.test_disputes import report

CONTEXT = ReportContext(2023, "final_accounts", "示例县信访局")
BOOK = xlsx([["项目", "金额（万元）"], ["收入总计", 233.67], ["支出总计", 233.67]])


def carrying(files: dict[str, bytes], cover: bytes | None = None) -> bytes:
    """A PDF (by default one blank page) with files in its list."""
    if cover is None:
        blank = io.BytesIO()
        canvas = Canvas(blank)
        canvas.showPage()
        canvas.save()
        cover = blank.getvalue()
    target = io.BytesIO()
    with pypdfium2.PdfDocument(cover) as document:
        for name, data in files.items():
            document.new_attachment(name).set_data(data)
        document.save(target)
    return target.getvalue()


def pinned() -> bytes:
    """A page of words without a figure, to which a file is pinned."""
    words = "BT /F1 12 Tf 1 0 0 1 60 780 Tm <{}> Tj ET".format("决算公开表见附件".encode("utf-16-be").hex())
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        LEAF.format("/Font << /F1 5 0 R >>").replace("/Contents", "/Annots [7 0 R] /Contents"),
        stream(words.encode()),
        FONT,
        CID_FONT,
        "<< /Type /Annot /Subtype /FileAttachment /Rect [10 10 30 30] /FS 8 0 R >>",
        "<< /Type /Filespec /F (b.xlsx) /EF << /F 9 0 R >> >>",
        stream(report(), "/Type /EmbeddedFile"),
    )


@pytest.mark.parametrize(
    ("data", "name", "state"),
    [
        (carrying({"附表.pdf": report()}), "附表.pdf", DocumentState.EMPTY),
        (carrying({"附表.zip": plain_zip({"表.pdf": report()})}), "附表.zip/表.pdf", DocumentState.EMPTY),
        (pinned(), "b.xlsx", DocumentState.NO_FIGURES),
    ],
)
def test_files_of_a_pdf_without_figures_are_documents_of_the_report(
    data: bytes, name: str, state: DocumentState
) -> None:
    cover = Source(data, "公开.pdf")
    result = parse_report([cover], CONTEXT, report_id="r")
    assert [(one.source.file_name, one.source.archive, one.state) for one in result.documents] == [
        ("公开.pdf", None, state),
        (name, cover.document_id, DocumentState.READ),
    ]
    alone = parse_report([Source(report(), "附表.pdf")], CONTEXT, report_id="r")
    assert result.facts == alone.facts


def test_files_of_a_pdf_with_figures_are_named_and_not_read() -> None:
    data = carrying({"源表.xlsx": BOOK, "说明.docx": b"x"}, report())
    result = parse_report([Source(data, "公开.pdf")], CONTEXT, report_id="r")
    (document,) = result.documents
    assert document.state is DocumentState.READ
    assert document.notes == ("attached files, read only where the PDF itself gives no figure: 源表.xlsx, 说明.docx",)


def test_a_file_that_is_attached_and_also_posted_counts_once() -> None:
    posted = Source(report(), "附表.pdf")
    for sources in (
        [posted, Source(carrying({"附表.pdf": report()}))],
        [Source(carrying({"a.pdf": report()})), posted],
    ):
        result = parse_report(sources, CONTEXT, report_id="r")
        assert len(result.documents) == 2
        assert result.facts == parse_report([posted], CONTEXT, report_id="r").facts


def test_a_portfolio_in_an_archive_is_named_with_what_it_holds() -> None:
    archive = plain_zip({"公开.pdf": carrying({"表.xlsx": BOOK})})
    result = parse_report([Source(archive, "a.zip")], CONTEXT, report_id="r")
    assert [one.state for one in result.documents] == [DocumentState.NO_FIGURES, DocumentState.EMPTY]
    assert "表.xlsx" in (result.documents[1].message or "")


def test_a_pdf_that_carries_nothing_or_nothing_sound_says_so() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        members(report())
    assert caught.value.state is DocumentState.EMPTY
    (climbing,) = members(carrying({"../a.doc": b"x"}))
    assert (climbing.name, climbing.data) == ("a.doc", b"x")
    with pytest.raises(UnreadableDocument, match=r"只有附件：a\.doc"):
        read(carrying({"a.doc": b"x"}))


def test_a_local_pdf_is_given_with_the_files_it_carries(tmp_path: Path) -> None:
    path = tmp_path / "公开.pdf"
    path.write_bytes(carrying({"附表.pdf": report()}))
    with ReaderPool() as pool:
        found = list(read_local(path, pool))
    assert [(one.name, one.document.state) for one in found] == [
        ("公开.pdf", DocumentState.EMPTY),
        ("公开.pdf/附表.pdf", DocumentState.READ),
    ]
    assert found[1].source.data == report()
    assert found[1].result.facts
    assert not found[0].result.facts
