"""One report in several formats is one model: same tables, same cells, whatever the file type."""

from pathlib import Path

import pytest

from domain.text import squeeze
from parsers.model import DocumentModel
from parsers.readers import read

FIXTURES = Path(__file__).parents[2] / "fixtures" / "readers"
SAMPLES = Path(__file__).parents[3] / "infra" / "samples" / "files"


def tables(model: DocumentModel) -> list[set[tuple[int, int, int, int, str]]]:
    return [
        {(c.row, c.column, c.row_span, c.column_span, squeeze(c.text)) for c in table.cells} for table in model.tables
    ]


@pytest.mark.parametrize("kind", ["pdf", "html", "doc"])
def test_random_tables_exported_by_an_office_suite_are_read_cell_by_cell(kind: str) -> None:
    yardstick = read((FIXTURES / "tables.docx").read_bytes())
    model = read((FIXTURES / f"tables.{kind}").read_bytes())
    assert tables(model) == tables(yardstick)
    assert [p.text for p in model.paragraphs] == [p.text for p in yardstick.paragraphs]


def test_the_ten_tables_of_xiangyuan_are_the_same_in_pdf_xlsx_and_xls() -> None:
    pdf, xlsx, xls = (
        read((SAMPLES / f"004_xiangyuan_2023_final.{kind}").read_bytes()) for kind in ("pdf", "xlsx", "xls")
    )
    assert len(xlsx.tables) == 10
    assert tables(xlsx) == tables(pdf)[:10]
    assert tables(xls) == tables(xlsx)
    assert [p.text for p in xls.paragraphs] == [p.text for p in xlsx.paragraphs]
    captions = {squeeze(p.text) for p in pdf.paragraphs}
    assert {squeeze(p.text) for p in xlsx.paragraphs} <= captions


def test_every_cell_of_the_pdf_has_its_page_and_box_inside_the_table() -> None:
    model = read((SAMPLES / "004_xiangyuan_2023_final.pdf").read_bytes())
    for table in model.tables:
        for cell in table.cells:
            assert cell.page is not None
            assert cell.bbox is not None
            x0, top, x1, bottom = cell.bbox
            assert x0 < x1
            assert top < bottom
            if cell.page == table.page and table.bbox is not None:
                assert table.bbox[0] - 1 <= x0
                assert x1 <= table.bbox[2] + 1
                assert table.bbox[1] - 1 <= top


def test_the_web_page_and_the_attachment_of_etuoke_hold_the_same_text() -> None:
    page = read((SAMPLES / "000_etuokeqianqi_2020_final_body.html").read_bytes())
    attachment = read((SAMPLES / "000_etuokeqianqi_2020_final.docx").read_bytes())
    assert tables(page) == tables(attachment)
    assert [squeeze(p.text) for p in page.paragraphs] == [squeeze(p.text) for p in attachment.paragraphs]
