"""JSON that a portal answered in place of a page: an article in it is read, anything else is named."""

from __future__ import annotations

import json

import pytest

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers import media
from parsers.readers.reading import read

ROWS = [["项目", "预算数"], ["收入总计", "312.64"], ["支出总计", "312.64"]]


def answer(**fields: str) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    article = {"title": "襄垣县信访局2026年部门预算公开", "content": f"<p>单位：万元</p><table>{cells}</table>"}
    return json.dumps({"code": 200, "data": {"article": article | fields}}, ensure_ascii=False).encode()


def test_the_tables_of_an_answered_article_are_read_as_those_of_a_page() -> None:
    model = read(answer())
    assert (model.media_type, model.title) == (media.JSON, "襄垣县信访局2026年部门预算公开")
    assert [[cell.text for cell in table.cells] for table in model.tables] == [[cell for row in ROWS for cell in row]]
    assert "单位：万元" in [paragraph.text for paragraph in model.paragraphs]


@pytest.mark.parametrize("data", [b'{"code": 404}', b'{"rows": [{"title": "a"}]}', b'{"title": ', b"[" * 9000])
def test_json_without_an_article_is_named_unsupported(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as told:
        read(data)
    assert told.value.state is DocumentState.UNSUPPORTED


def test_an_answer_under_the_name_of_a_document_is_no_document_unless_it_discloses() -> None:
    with pytest.raises(UnreadableDocument) as told:
        read(answer(content="<p>文件不存在</p>"), file_name="部门预算.pdf")
    assert told.value.state is DocumentState.WRONG_TYPE
