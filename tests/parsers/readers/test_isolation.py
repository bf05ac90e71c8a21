"""Reading in child processes: the same result, limits on time and memory, a new child after each accident."""

import io
import subprocess
import tempfile
import threading
import time
import zipfile
from pathlib import Path
from typing import IO

import pytest

from domain.records import DocumentState
from parsers import isolation, worker
from parsers.isolation import ReaderPool, WorkFailed, members_isolated, read_isolated
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import members, read
from parsers.watching import Watch
from tests.parsers.readers.pdf_maker import make_pdf, text_line

SAMPLES = Path(__file__).parents[3] / "infra" / "samples" / "files"


def small(text: str) -> bytes:
    return f"<html><body><p>{text}</p></body></html>".encode()


@pytest.mark.parametrize("name", ["004_xiangyuan_2023_final.pdf", "002_maoxian_2019_final.docx"])
def test_a_child_returns_exactly_what_the_reader_returns(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    assert read_isolated(data, file_name=name) == read(data, file_name=name)


def test_named_states_and_arguments_pass_through() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_isolated(b"<html><body><p>404</p></body></html>", file_name="a.pdf")
    assert caught.value.state is DocumentState.WRONG_TYPE
    assert "/" in caught.value.message
    with pytest.raises(UnreadableDocument) as caught:
        read_isolated(
            make_pdf(*[lambda canvas, height: text_line(canvas, height, 9, 9, "一")] * 3), limits=Limits(pages=2)
        )
    assert caught.value.state is DocumentState.TOO_LARGE


def test_a_document_that_takes_too_long_is_ended_and_the_next_is_read() -> None:
    slow = small("<b>" * 200 + "文" * 3_000_000)
    with ReaderPool() as pool:
        with pytest.raises(UnreadableDocument) as caught:
            pool.read(slow, limits=Limits(seconds=0.01))
        assert caught.value.state is DocumentState.TIMEOUT
        assert pool.read(small("甲")).paragraphs[0].text == "甲"


def test_the_time_of_a_document_begins_when_its_child_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    receive = worker.receive

    class Spy(Watch):
        def __init__(self, process: subprocess.Popen[bytes], seconds: float, memory_mb: float) -> None:
            heard.append(seconds)
            super().__init__(process, seconds, memory_mb)

    def listening(stream: IO[bytes]) -> bytes:
        message = receive(stream)
        heard.append(message[:5])
        return message

    monkeypatch.setattr(isolation, "Watch", Spy)
    monkeypatch.setattr(worker, "receive", listening)
    with ReaderPool() as pool:
        pool.read(small("甲"), limits=Limits(seconds=77))
    assert heard[1:4] == [worker.READY, 77, b"ok"]


def test_a_child_that_does_not_start_is_no_fault_of_the_document() -> None:
    with ReaderPool(module="parsers.no_such_program") as pool, pytest.raises(WorkFailed, match="did not start"):
        pool.read(small("甲"))


def test_what_a_child_unpacks_goes_with_it_also_when_it_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ReaderPool() as pool:
        pool.read(small("甲"))
        (folder,) = tmp_path.iterdir()
        (folder / "members-x").mkdir()
        (folder / "members-x" / "archive").write_bytes(b"x")
        with pytest.raises(UnreadableDocument):
            pool.read(small("<b>" * 200 + "文" * 3_000_000), limits=Limits(seconds=0.01))
        assert list(tmp_path.iterdir()) == []
        pool.read(small("乙"))
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_document_that_needs_too_much_memory_is_too_large_and_the_next_is_read() -> None:
    with ReaderPool() as pool:
        assert pool.read(small("甲")).blocks
        with pytest.raises(UnreadableDocument) as caught:
            pool.read(small("文" * 20_000_000), limits=Limits(memory_mb=40))
        assert caught.value.state is DocumentState.TOO_LARGE
        assert pool.read(small("乙")).paragraphs[0].text == "乙"


def test_a_child_that_crashes_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    with ReaderPool() as pool:
        pool.read(small("甲"))
        real = worker.send
        monkeypatch.setattr(worker, "send", lambda stream, _: real(stream, b"this is no request"))
        with pytest.raises(UnreadableDocument) as caught:
            pool.read(small("乙"))
        assert caught.value.state is DocumentState.DAMAGED
        monkeypatch.setattr(worker, "send", real)
        assert pool.read(small("丙")).paragraphs[0].text == "丙"


def test_an_answer_left_behind_is_never_given_to_the_next_document(monkeypatch: pytest.MonkeyPatch) -> None:
    with ReaderPool() as pool:
        pool.read(small("前"))
        real = worker.receive

        def interrupted(stream: object) -> bytes:
            raise KeyboardInterrupt

        monkeypatch.setattr(worker, "receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            pool.read(small("甲"))
        monkeypatch.setattr(worker, "receive", real)
        assert pool.read(small("乙")).paragraphs[0].text == "乙"


def test_a_page_with_hundreds_of_unclosed_tags_is_read() -> None:
    deep = b"<font>" * 1500 + "收入总计233.67万元".encode() + b"</body>"
    assert read_isolated(b"<html><body>" + deep).paragraphs[0].text == "收入总计233.67万元"


def test_many_threads_share_few_children_and_each_gets_its_own_document() -> None:
    results: dict[int, DocumentModel] = {}
    with ReaderPool(workers=2) as pool:

        def work(number: int) -> None:
            results[number] = pool.read(small(f"第{number}份"))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {number: model.paragraphs[0].text for number, model in results.items()} == {
        number: f"第{number}份" for number in range(12)
    }


def test_archives_are_opened_in_a_child_too() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("决算/正文.doc", b"\x00\xffD")
        archive.writestr("决算/附件.zip", b"PK\x03\x04 no archive")
    assert members_isolated(target.getvalue()) == members(target.getvalue())
    with pytest.raises(UnreadableDocument) as caught:
        members_isolated(b"{\\rtf1}")
    assert caught.value.state is DocumentState.UNSUPPORTED


def test_a_closed_pool_reads_no_more_and_leaves_no_process_behind() -> None:
    pool = ReaderPool()
    pool.read(small("甲"))
    child = pool._idle.get()
    assert child is not None
    pool._idle.put(child)
    pool.close()
    for _ in range(50):
        if child._process.poll() is not None:
            break
        time.sleep(0.05)
    assert child._process.poll() is not None
    with pytest.raises(RuntimeError):
        pool.read(small("乙"))
