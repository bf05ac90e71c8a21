"""Binary Word files: the same cells, merges and paragraphs as the DOCX they were made from."""

from pathlib import Path

import pytest

from domain.records import DocumentState
from parsers.model import DEFAULT_LIMITS, DocumentModel, Table, UnreadableDocument
from parsers.readers import office_suite, read
from parsers.readers.doc.document import read_doc
from tests.parsers.readers.shapes import as_set, rows_of, texts

FIXTURES = Path(__file__).parents[2] / "fixtures" / "readers"
SAMPLES = Path(__file__).parents[3] / "infra" / "samples" / "files"


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def content(model: DocumentModel) -> list[object]:
    """Blocks in order, as plain values."""
    return [
        as_set(block) if isinstance(block, Table) else (getattr(block, "text", None), getattr(block, "level", None))
        for block in model.blocks
    ]


@pytest.mark.parametrize("name", ["tables", "features", "lists"])
def test_a_doc_gives_the_same_blocks_as_the_docx_it_was_made_from(name: str) -> None:
    model = read(fixture(f"{name}.doc"))
    assert content(model) == content(read(fixture(f"{name}.docx")))
    assert (model.media_type, model.reader) == ("application/msword", "doc")


def test_deleted_hidden_and_field_code_text_is_not_shown_and_the_text_box_stands_at_its_anchor() -> None:
    assert texts(read(fixture("features.doc")))[:5] == [
        "第一部分 概况",
        "预算233.67万元",
        "字段印出",
        "支出决算表",
        "金额单位：万元",
    ]


@pytest.mark.parametrize(
    ("look", "printed", "seen", "notes"),
    [
        (b"\x48\x2a\x01", "7注1", "预算233.67万元", ("1 raised marks of notes were left out",)),
        (b"\x48\x2a\x01", "7② ", "预算233.67万元", ("1 raised marks of notes were left out",)),
        (b"\x48\x2a\x01", "m2,", "预算233.6m2,万元", ()),
        (b"\x48\x2a\x01", "m2 ", "预算233.6m2 万元", ()),
        (b"\x48\x2a\x02", "7注1", "预算233.67注1万元", ()),
        (b"\x37\x08\x01", "712", "预算233.67万元", ("1 crossed-out texts were not read",)),
        (b"\x53\x2a\x01", "712", "预算233.67万元", ("1 crossed-out texts were not read",)),
        (b"\x42\x2a\x08", "712", "预算233.67万元", ("1 texts in the colour of the page were not read",)),
        (b"\x42\x2a\x06", "712", "预算233.6712万元", ()),
    ],
)
def test_raised_marks_and_crossed_out_runs_are_left_out(
    look: bytes, printed: str, seen: str, notes: tuple[str, ...]
) -> None:
    """The hidden run of the fixture with other properties and other characters."""
    data = fixture("features.doc").replace(b"\x3c\x08\x01", look)
    model = read(data.replace("7隐藏".encode("utf-16-le"), printed.encode("utf-16-le")))
    assert texts(model)[1] == seen
    assert model.notes == notes


def test_a_table_inside_a_cell_follows_the_outer_one() -> None:
    outer, inner = read(fixture("features.doc")).tables
    assert rows_of(outer) == [["外一", "外二\n外三"], ["3.00", "4.00"]]
    assert rows_of(inner) == [["内一", "内二"], ["1.00", "2.00"]]


def test_the_wide_procurement_table_of_the_quyang_budget_is_exact() -> None:
    model = read((SAMPLES / "001_quyang_2020_budget.doc").read_bytes())
    table = next(table for table in model.tables if table.columns == 13)
    assert table.rows == 14
    merged = {
        (c.row, c.column, c.row_span, c.column_span) for c in table.cells if (c.row_span, c.column_span) != (1, 1)
    }
    assert merged == {
        (0, 0, 1, 7), (0, 7, 1, 6), (1, 0, 1, 2), *((1, column, 2, 1) for column in range(2, 7)), (1, 7, 1, 6),
    }  # fmt: skip
    assert rows_of(table)[6][:10] == [
        "群众工作中心日常经费", "30.00", "办公设备维修和保养服务", "C0502", "次", "11.00", "0.06", "0.66", "0.66", "",
    ]  # fmt: skip


def test_an_encrypted_doc_is_named() -> None:
    data = bytearray(fixture("features.doc"))
    at = data.index(b"\xec\xa5")  # the first bytes of the Word stream
    data[at + 0x0B] |= 0x01
    with pytest.raises(UnreadableDocument) as caught:
        read(bytes(data))
    assert caught.value.state is DocumentState.ENCRYPTED


def test_a_doc_our_reader_cannot_open_is_given_to_the_office_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(fixture("features.doc"))
    at = data.index(b"\xec\xa5")
    data[at + 0x1A2 : at + 0x1AA] = b"\xff" * 8  # the piece table points nowhere
    with pytest.raises(UnreadableDocument):
        read_doc(bytes(data), DEFAULT_LIMITS)
    monkeypatch.setattr(office_suite, "suite_program", lambda: None)
    with pytest.raises(UnreadableDocument) as caught:
        read(bytes(data))
    assert caught.value.state is DocumentState.DAMAGED
    monkeypatch.setattr(office_suite, "suite_program", lambda: "soffice")
    monkeypatch.setattr(office_suite, "convert", lambda *_: fixture("features.docx"))
    model = read(bytes(data))
    assert (model.reader, model.media_type) == ("suite+docx", "application/msword")


@pytest.mark.skipif(office_suite.suite_program() is None, reason="LibreOffice is not installed")
def test_the_office_suite_reads_the_same_tables_as_our_reader() -> None:
    data = fixture("features.doc")
    ours, theirs = read(data), office_suite.read_by_suite(data, "application/msword", DEFAULT_LIMITS)
    assert [as_set(table) for table in theirs.tables] == [as_set(table) for table in ours.tables]


@pytest.mark.parametrize("name", ["features", "lists"])
def test_a_summary_that_promises_endless_items_costs_no_time_and_not_the_document(name: str) -> None:
    """Noise over the types and counts of its properties, as a fuzzer found it: a library counted on for hours."""
    data = bytearray(fixture(f"{name}.doc"))
    summary = data.index(bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"))
    noise = bytes.fromhex("c677a67499bca5a61449f86b9cf14725")
    data[summary + 101 : summary + 101 + len(noise)] = noise
    assert texts(read(bytes(data))) == texts(read(fixture(f"{name}.doc")))


def test_the_title_of_the_summary_is_read_in_its_code_page() -> None:
    assert (
        read((SAMPLES / "001_quyang_2020_budget.doc").read_bytes()).title
        == "曲阳县信访局2020年部门预算信息公开情况说明"
    )
