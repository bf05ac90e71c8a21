"""Pictures of pages in the record of a report: documents of their own, read again from the archive alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.divisions import load_divisions
from domain.identifiers import sha256_hex
from domain.records import DocumentRole, ParsedReport
from flows.assemble import Revision, assemble, inputs_fingerprint
from flows.local_files import read_local
from flows.rebuild import disclosure_of
from parsers.isolation import ReaderPool
from publish.tables import report_tables
from scrapers.disclosure import Disclosure, FetchedDocument
from tests.flows.test_archived_members import DISCLOSURE, FETCHED
from tests.parsers.readers.archive_maker import plain_zip
from tests.parsers.readers.ocr import played

pytestmark = pytest.mark.ocr
PICTURES = [played.picture("begins"), played.picture("goes on")]
CONTENTS = {sha256_hex(data): data for data in PICTURES}


@pytest.fixture(autouse=True)
def play(monkeypatch: pytest.MonkeyPatch) -> None:
    played.play(monkeypatch.setattr)


def fetched(data: bytes, number: int, *, after_gap: bool = False) -> FetchedDocument:
    key = sha256_hex(data)
    return FETCHED.model_copy(
        update={
            "sha256": key,
            "role": DocumentRole.IMAGE,
            "url": f"http://www.example.test/W{number}.png",
            "file_name": None,
            "bytes": len(data),
            "archive_key": f"raw/sha256/{key[:2]}/{key}",
            "after_gap": after_gap,
        }
    )


def disclosure(*, after_gap: bool = False) -> Disclosure:
    documents = [fetched(data, at, after_gap=after_gap and at == 1) for at, data in enumerate(PICTURES)]
    return DISCLOSURE.model_copy(update={"documents": tuple(documents)})


def assembled(given: Disclosure) -> ParsedReport:
    return assemble(given, CONTENTS, divisions=load_divisions(), revision=Revision())


def test_facts_of_a_series_name_the_picture_that_prints_them_and_its_address() -> None:
    parsed = assembled(disclosure())
    first, second = parsed.documents
    assert [(one.url[-6:], one.role, one.series) for one in parsed.documents] == [
        ("W0.png", DocumentRole.IMAGE, first.document_id),
        ("W1.png", DocumentRole.IMAGE, first.document_id),
    ]
    assert "read as one document" in str(second.note)
    assert {fact.document_id for fact in parsed.facts} == {first.document_id, second.document_id}
    assert parsed.report.tables_found == 1


@pytest.mark.parametrize("after_gap", [False, True])
def test_a_series_that_is_read_again_from_its_record_says_the_same(after_gap: bool) -> None:
    parsed = assembled(disclosure(after_gap=after_gap))
    assert [one.after_gap for one in parsed.documents] == [None, True if after_gap else None]
    again = disclosure_of(parsed, {key: len(data) for key, data in CONTENTS.items()})
    assert assembled(again) == parsed
    assert len({one.series for one in parsed.documents}) == 1
    assert len(parsed.facts) == (12 if after_gap else 21)


def test_a_report_is_read_again_once_a_missing_page_is_no_longer_missing() -> None:
    assert inputs_fingerprint(disclosure()) != inputs_fingerprint(disclosure(after_gap=True))


def test_two_rows_of_one_name_in_one_table_over_two_pictures_are_two_lines() -> None:
    parsed = assembled(disclosure())
    row = next(fact for fact in parsed.facts if fact.code == "2010308")
    same = row.model_copy(update={"document_id": parsed.documents[1].document_id, "row_no": 9, "fact_id": "f-0"})
    published = report_tables(parsed.model_copy(update={"facts": (*parsed.facts, same)}))
    assert [line["code"] for line in published["function_lines"]].count("2010308") == 2
    apart = tuple(one.model_copy(update={"series": None}) for one in parsed.documents)
    published = report_tables(parsed.model_copy(update={"facts": (*parsed.facts, same), "documents": apart}))
    assert [line["code"] for line in published["function_lines"]].count("2010308") == 1


def test_pictures_in_an_archive_are_parsed_together_and_each_is_shown_with_its_own_figures(tmp_path: Path) -> None:
    archive = tmp_path / "决算.zip"
    archive.write_bytes(
        plain_zip({"第2页.png": PICTURES[1], "第1页.png": PICTURES[0], "说明.txt": "没有数字。".encode()})
    )
    with ReaderPool(module="tests.parsers.readers.ocr.played") as pool:
        read = {one.name: one for one in read_local(archive, pool)}
    first, second, text = (read[f"决算.zip/{name}"] for name in ("第1页.png", "第2页.png", "说明.txt"))
    assert (len(first.result.facts), len(second.result.facts), len(text.result.facts)) == (12, 9, 0)
    assert {fact.document_id for fact in second.result.facts} == {second.source.document_id}
    assert second.document.series == first.document.document_id
    assert {fact.printed_unit for fact in second.result.facts} == {"万元"}
    sums = [check for check in second.result.checks if check.rule == "I05"]
    assert sums
    assert not any(check.verdict.failed for check in sums)
