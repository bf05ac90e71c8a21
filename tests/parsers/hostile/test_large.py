"""Documents of ten thousand pages and a hundred thousand cells: read, or in a named state, inside the limits."""

from __future__ import annotations

import pytest

from domain.records import DocumentState
from parsers.model import Limits, UnreadableDocument
from parsers.readers import read
from tests.parsers.hostile.large import COLUMNS, MADE, ROWS, pages


@pytest.mark.parametrize("kind", ["html", "docx", "ods"])
def test_a_table_of_a_hundred_thousand_cells_is_too_large_where_less_is_allowed(kind: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(MADE[kind](), limits=Limits(cells=20_000))
    assert caught.value.state is DocumentState.TOO_LARGE


def test_a_table_of_a_hundred_thousand_cells_is_read_to_the_last() -> None:
    data = MADE["xlsx"]()
    (table,) = read(data).tables
    assert len(table.cells) == ROWS * COLUMNS
    assert table.cells[-1].text == "99999.5"
    with pytest.raises(UnreadableDocument) as caught:
        read(data, limits=Limits(cells=20_000))
    assert caught.value.state is DocumentState.TOO_LARGE


def test_a_pdf_of_ten_thousand_pages_is_too_large_before_one_is_read() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(pages(10_000))
    assert caught.value.state is DocumentState.TOO_LARGE
    assert "10000" in caught.value.message
