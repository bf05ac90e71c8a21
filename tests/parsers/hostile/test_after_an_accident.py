"""A document that used up what it was given leaves nothing behind that the next one could stumble over."""

from __future__ import annotations

import olefile
import pytest

from domain.records import DocumentState
from parsers import isolation, worker
from parsers.examine import Source
from parsers.isolation import ReaderPool
from parsers.model import NOTHING_KNOWN, Limits, UnreadableDocument
from parsers.readers import media, read, sniff
from parsers.readers.number_formats import render
from parsers.readers.pdf import content, native
from tests.parsers.hostile.cases import made
from tests.parsers.hostile.test_encrypted import office_package
from tests.parsers.readers.pdf_maker import make_pdf, text_line
from tests.parsers.readers.shapes import texts

PAGE = make_pdf(lambda canvas, height: text_line(canvas, height, 50, 80, "收入总计233.67万元"))


def test_room_that_could_not_be_made_leaves_the_old_room_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    quads = native.Quads()
    quads.reserve(2)
    before = quads.columns
    made = 0

    def scarce(address: int) -> object:
        nonlocal made
        made += 1
        if made > 5:
            raise MemoryError
        return address

    monkeypatch.setattr(native, "Address", scarce)
    with pytest.raises(MemoryError):
        quads.reserve(1000)
    assert quads.columns is before
    assert len(quads.written(1000)) == 2 * 16


def test_a_page_of_more_characters_than_any_page_has_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MOST_GLYPHS", 5)
    with pytest.raises(UnreadableDocument) as caught:
        read(PAGE)
    assert caught.value.state is DocumentState.TOO_LARGE
    monkeypatch.undo()
    assert texts(read(PAGE)) == ["收入总计233.67万元"]


def test_a_child_whose_document_was_too_large_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[bytes] = []
    receive = worker.receive

    def listening(stream: object) -> bytes:
        message = receive(stream)  # type: ignore[arg-type]  # a stream
        kinds.append(message[:5])
        return message

    monkeypatch.setattr(worker, "receive", listening)
    with ReaderPool(limits=Limits(cells=1)) as pool:
        table = b"<html><body><table><tr><td>1</td><td>2</td></tr></table></body></html>"
        document = pool.document(Source(table), NOTHING_KNOWN)
        assert document.state is DocumentState.TOO_LARGE
        assert pool.read(b"<html><body><p>after 1.00</p></body></html>").blocks
    assert kinds.count(worker.READY) == 2
    assert worker.SPENT in kinds


def test_a_child_that_keeps_too_much_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with ReaderPool() as pool:
        pool.read(b"<html><body><p>before 1.00</p></body></html>")
        child = pool._idle.get()
        pool._idle.put(child)
        monkeypatch.setattr(isolation, "resident_mb", lambda _: 301.0)
        pool.read(b"<html><body><p>after 1.00</p></body></html>")
        other = pool._idle.get()
        pool._idle.put(other)
    assert child is not other


def test_storages_that_hold_one_another_are_never_gone_into(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone_into(_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(olefile.OleFileIO, "listdir", gone_into)
    assert sniff(office_package()) == media.ENCRYPTED_PACKAGE
    assert sniff(made("final.xls@22:2308")) == media.XLS  # one of its storages holds itself


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("1e300", "0.00", "1" + "0" * 300 + ".00"),
        ("0.5", "0." + "0" * 400, "0.5"),
        ("0.5", "0." + "0" * 90, "0.5" + "0" * 89),
    ],
)
def test_a_number_of_absurd_size_or_format_is_shown_and_harms_no_other_cell(value: str, code: str, text: str) -> None:
    assert render(value, code) == text
