"""A ZIP among a report's attachments: its members are documents of the report, with their place in the archive."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.divisions import load_divisions
from domain.identifiers import sha256_hex
from domain.records import DocumentRole, DocumentState, ReportType, Scope
from flows.assemble import Revision, assemble
from scrapers.disclosure import Disclosure, FetchedDocument
from tests.parsers.readers.archive_maker import plain_zip
from tests.parsers.test_disputes import report

ARCHIVE = plain_zip({"决算/附表.pdf": report()})
KEY = sha256_hex(ARCHIVE)
FETCHED = FetchedDocument(
    sha256=KEY,
    role=DocumentRole.ATTACHMENT,
    url="http://www.example.test/a.zip",
    page_url="http://www.example.test/a.html",
    file_name="附件.zip",
    bytes=len(ARCHIVE),
    fetched_at=datetime(2024, 9, 1, tzinfo=UTC),
    archive_key=f"raw/sha256/{KEY[:2]}/{KEY}",
)
DISCLOSURE = Disclosure(
    division_code="140423",
    agency="襄垣县信访局",
    agency_kind="bureau",
    scope=Scope.UNKNOWN,
    fiscal_year=2023,
    report_type=ReportType.FINAL_ACCOUNTS,
    page_url=FETCHED.page_url,
    portal_id="sample",
    first_seen_on=date(2024, 9, 1),
    documents=(FETCHED,),
)


def test_a_member_has_its_own_name_and_the_address_and_key_of_its_archive() -> None:
    parsed = assemble(DISCLOSURE, {KEY: ARCHIVE}, divisions=load_divisions(), revision=Revision())
    outer, member = parsed.documents
    assert (outer.role, outer.document_id, outer.state) == (DocumentRole.ATTACHMENT, KEY, DocumentState.NO_FIGURES)
    assert (member.role, member.file_name, member.url, member.archive_key, member.bytes, member.state) == (
        DocumentRole.MEMBER,
        "决算/附表.pdf",
        FETCHED.url,
        FETCHED.archive_key,
        len(report()),
        DocumentState.READ,
    )
    assert {fact.document_id for fact in parsed.facts} == {member.document_id} == {sha256_hex(report())}
