"""Archives of a report: every member is a document, members of other bodies are named and left out."""

from __future__ import annotations

import pytest

from domain.records import DocumentState
from parsers.model import ReportContext
from parsers.parse import Source, parse_report
from parsers.unpacking import is_of_another_body
from tests.parsers.readers.archive_maker import plain_zip
from tests.parsers.test_disputes import report

CONTEXT = ReportContext(2023, "final_accounts", "示例县信访局")


def test_members_of_an_archive_are_read_as_documents_of_the_report() -> None:
    archive = Source(plain_zip({"决算/附表.pdf": report(), "决算/说明.txt": "没有数字的说明。".encode()}), "附件.zip")
    result = parse_report([archive], CONTEXT, report_id="r")
    outer, table, text = result.documents
    assert (outer.media_type, outer.state, outer.message) == (
        "application/zip",
        DocumentState.NO_FIGURES,
        "压缩包，含 2 个文件 / an archive of 2 files",
    )
    assert (table.source.file_name, table.source.archive, table.state) == (
        "决算/附表.pdf",
        archive.document_id,
        DocumentState.READ,
    )
    assert (text.source.size, text.state) == (24, DocumentState.NO_FIGURES)
    alone = parse_report([Source(report(), "附表.pdf")], CONTEXT, report_id="r")
    assert result.facts == alone.facts


def test_a_file_that_stands_alone_and_in_an_archive_counts_once() -> None:
    alone = Source(report(), "附表.pdf")
    both = parse_report([alone, Source(plain_zip({"附表.pdf": report()}), "a.zip")], CONTEXT, report_id="r")
    assert len(both.documents) == 2
    assert both.facts == parse_report([alone], CONTEXT, report_id="r").facts


def test_files_named_after_other_bodies_are_left_out_where_one_is_named_after_ours() -> None:
    data = plain_zip(
        {"示例县财政局2023年部门决算.pdf": report(r1c2="9.99"), "示例县信访局2023年部门决算.pdf": report()}
    )
    result = parse_report([Source(data, "全县决算.zip")], CONTEXT, report_id="r")
    assert [(one.source.file_name, one.state, one.message) for one in result.documents[1:]] == [
        (
            "示例县财政局2023年部门决算.pdf",
            DocumentState.NO_FIGURES,
            "文件名属于另一单位，未读取 / named after another body, not read",
        ),
        ("示例县信访局2023年部门决算.pdf", DocumentState.READ, None),
    ]
    assert "9.99" not in {fact.printed for fact in result.facts}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("某县财政局2023年部门决算.pdf", True),
        ("2023/城关镇2023年度决算.xls", True),
        ("某县人民医院预算.docx", True),
        ("某县信访局2023年部门决算.pdf", False),
        ("中共某县委某县人民政府信访局决算.pdf", False),
        ("附件2：部门决算公开表.xls", False),
        ("政府采购预算表.xls", False),
        ("三公经费决算表.pdf", False),
        ("GK01收入支出决算总表.xls", False),
    ],
)
def test_a_file_name_tells_whether_it_is_another_bodys(name: str, other: bool) -> None:
    assert is_of_another_body(name) is other


def test_an_archive_that_does_not_open_and_members_that_are_locked_have_named_states() -> None:
    broken = parse_report([Source(b"PK\x03\x04 broken", "a.zip")], CONTEXT, report_id="r")
    assert [document.state for document in broken.documents] == [DocumentState.DAMAGED]
    locked = bytearray(plain_zip({"甲.pdf": report(), "乙.txt": b"x"}))
    for offset in (6, locked.find(b"PK\x01\x02") + 8):
        locked[offset] |= 1
    result = parse_report([Source(bytes(locked), "a.zip")], CONTEXT, report_id="r")
    assert [document.state for document in result.documents] == [
        DocumentState.NO_FIGURES,
        DocumentState.ENCRYPTED,
        DocumentState.NO_FIGURES,
    ]
