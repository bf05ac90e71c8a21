"""The sample portals end to end: exactly these requests, exactly these disclosures, and a quiet second visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.divisions import load_divisions
from infra.samples.server import SamplePortals
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import Portal, load_portals
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.state import load_state, save_state
from tests.scrapers.fakes import FakeClock, MemoryStore

SAMPLES = Path(__file__).resolve().parents[2] / "infra" / "samples"
PORTALS = {portal.id: portal for portal in load_portals(SAMPLES / "declarations", SAMPLES / "faults")}
GOOD = ("sample-etuokeqianqi", "sample-maoxian", "sample-quyang", "sample-urumqi-xinshi", "sample-xiangyuan")


@dataclass
class World:
    portals: SamplePortals
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: FakeClock = field(default_factory=FakeClock)

    def visit(self, portal_id: str, *, full: bool = False) -> PortalHarvest:
        """One visit with the state loaded before and saved after it."""
        portal: Portal = PORTALS[portal_id]
        state, tag = load_state(self.store, portal.id)
        with PoliteClient(portal, clock=self.clock, egress=self.portals.proxy_url, limiter=HostLimiter()) as client:
            harvest = harvest_portal(
                portal,
                client=client,
                archive=Archive(self.store, self.clock),
                state=state,
                divisions=load_divisions(),
                clock=self.clock,
                full=full,
            )
        save_state(self.store, harvest.state, tag)
        return harvest

    def asked_since(self, count: int) -> list[str]:
        return [f"{one.method} {one.path} {one.status}" for one in self.portals.requests[count:]]


@pytest.fixture
def world() -> Iterator[World]:
    with SamplePortals() as portals:
        yield World(portals)


REQUESTS = {
    "sample-xiangyuan": [
        "GET /robots.txt 200",
        "GET /zwgk/fdzdgknr/czxx/bmyjs/index.html 200",
        "GET /zwgk/fdzdgknr/czxx/bmyjs/index_1.html 200",
        "GET /zwgk/fdzdgknr/czxx/bmyjs/202409/t20240924_3271865.html 200",
        "GET /zwgk/fdzdgknr/czxx/bmyjs/202409/P020240924365512407788.pdf 200",
        "GET /zwgk/fdzdgknr/czxx/bmyjs/202409/P020240924365512639120.xlsx 200",
        "GET /zwgk/fdzdgknr/czxx/bmyjs/202409/P020240924365512805341.XLS 200",
    ],
    "sample-etuokeqianqi": [
        "GET /robots.txt 404",
        "GET /zfxxgk/fdzdgknr/czyjs/bmjs/index.html 200",
        "GET /zfxxgk/fdzdgknr/czyjs/bmjs/index_1.html 200",
        "GET /zfxxgk/fdzdgknr/czyjs/bmjs/202110/t20211012_2984903.html 200",
        "GET /zfxxgk/fdzdgknr/czyjs/bmjs/202110/P020211012604417802213.docx 200",
    ],
    "sample-urumqi-xinshi": [
        "GET /robots.txt 200",
        "GET /col/col8812/index.html 200",
        "POST /module/web/jpage/dataproxy.jsp?startrecord=7&endrecord=12&perpage=3 200",
        "GET /art/2022/9/16/art_8812_549655.html 200",
        "GET /module/download/downfile.jsp?classid=0&filename=0c6b3d7fa2914be8a1d59c7702f4e6b1 200",
    ],
    "sample-quyang": [
        "GET /robots.txt 200",
        "GET /col/col1573/index.html 200",
        "POST /module/web/jpage/dataproxy.jsp?startrecord=7&endrecord=12&perpage=3 200",
        "GET /art/2020/2/14/art_1573_401203.html 200",
        "GET /attach/0/2002141031220748813.doc 200",
    ],
    "sample-maoxian": [
        "GET /robots.txt 200",
        "GET /zfxxgk/fdzdgknr/bmyjs.htm 200",
        "GET /zfxxgk/fdzdgknr/bmyjs/1.htm 200",
        "GET /info/1271/43022.htm 200",
        "GET /system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1744984858&wbfileid=16738452 200",
    ],
}
#: (division, agency, scope, year, type, published, [(role, file name)])
DISCLOSURES = {
    "sample-xiangyuan": (
        ("140423", "襄垣县信访局", "unit", 2023, "final_accounts", "2024-09-24"),
        [
            ("attachment", "襄垣县信访局2023年度单位决算公开.pdf"),
            ("attachment", "2023年度决算公开表.xlsx"),
            ("attachment", "2023年度决算公开表（97-2003版）.xls"),
        ],
    ),
    "sample-etuokeqianqi": (
        ("150623", "鄂托克前旗信访局", "department", 2020, "final_accounts", "2021-09-28"),
        [("page", None), ("attachment", "鄂托克前旗信访局2020年度部门决算公开报告.docx")],
    ),
    "sample-urumqi-xinshi": (
        ("650104", "乌鲁木齐高新区（新市区）信访局", "department", 2021, "final_accounts", "2022-09-16"),
        [("attachment", "部门决算公开说明.docx")],
    ),
    "sample-quyang": (
        ("130634", "曲阳县信访局", "department", 2020, "budget", "2020-02-14"),
        [("attachment", "曲阳县信访局2020年部门预算信息公开情况说明.doc")],
    ),
    "sample-maoxian": (
        ("513223", "茂县信访局", "department", 2019, "final_accounts", "2020-10-15"),
        [("attachment", "茂县信访局2019年度部门决算编制说明.docx")],
    ),
}


@pytest.mark.parametrize("portal_id", GOOD)
def test_a_first_visit_asks_for_exactly_what_it_needs(world: World, portal_id: str) -> None:
    harvest = world.visit(portal_id)
    assert world.asked_since(0) == REQUESTS[portal_id]
    assert world.portals.unwanted() == []
    assert (harvest.outcome.value, harvest.taken, harvest.ambiguous, harvest.problems) == ("ok", 1, (), ())
    assert harvest.requests == len(REQUESTS[portal_id])


@pytest.mark.parametrize("portal_id", GOOD)
def test_a_first_visit_finds_exactly_the_bureaus_report(world: World, portal_id: str) -> None:
    (disclosure,) = world.visit(portal_id).disclosures
    identity, documents = DISCLOSURES[portal_id]
    assert (
        disclosure.division_code,
        disclosure.agency,
        disclosure.scope,
        disclosure.fiscal_year,
        disclosure.report_type,
        str(disclosure.published_on),
    ) == identity
    assert [(one.role.value, one.file_name) for one in disclosure.documents] == documents
    for document in disclosure.documents:
        stored = world.store.get(document.archive_key)
        assert stored is not None
        assert len(stored.data) == document.bytes
        assert document.transport == "http"


@pytest.mark.parametrize("portal_id", GOOD)
def test_a_second_visit_asks_one_question_and_finds_nothing_new(world: World, portal_id: str) -> None:
    first = world.visit(portal_id)
    count = len(world.portals.requests)
    second = world.visit(portal_id)
    assert world.asked_since(count) == [REQUESTS[portal_id][1].replace(" 200", " 304")]
    assert (second.outcome.value, second.disclosures, second.not_modified) == ("not_modified", (), 1)
    assert second.state.items == first.state.items


def test_every_request_of_a_visit_is_recorded_in_the_archive(world: World) -> None:
    world.visit("sample-xiangyuan")
    records = list(world.store.list("raw/requests/2026/11/20/"))
    assert len(records) == len(REQUESTS["sample-xiangyuan"])


def test_a_full_visit_reads_everything_conditionally_and_changes_nothing(world: World) -> None:
    world.visit("sample-xiangyuan")
    count = len(world.portals.requests)
    again = world.visit("sample-xiangyuan", full=True)
    assert world.asked_since(count) == [one.replace(" 200", " 304") for one in REQUESTS["sample-xiangyuan"][1:]]
    assert (again.disclosures, again.not_modified, again.files_fetched, again.pages_fetched) == ((), 6, 0, 0)


def test_a_corrected_file_is_a_changed_disclosure(world: World) -> None:
    (before,) = world.visit("sample-xiangyuan").disclosures
    pdf = before.documents[0]
    world.portals.replace(pdf.url, b"%PDF-1.4 corrected")
    again = world.visit("sample-xiangyuan", full=True)
    (after,) = again.disclosures
    assert after.report_id == before.report_id
    assert [one.url for one in after.documents] == [one.url for one in before.documents]
    assert after.documents[0].sha256 != pdf.sha256
    assert after.documents[1:] == before.documents[1:]
    assert world.store.get(pdf.archive_key) is not None  # the first posting stays archived
    assert again.files_fetched == 1


def test_known_items_and_later_pages_are_checked_again_after_the_declared_days(world: World) -> None:
    world.visit("sample-maoxian")
    count = len(world.portals.requests)
    world.clock.sleep(31 * 86400)
    world.visit("sample-maoxian")
    asked = world.asked_since(count)
    assert asked[0].startswith("GET /robots.txt")
    # Both pages of the list, the item and its file: pages of lists are read again as items are.
    assert asked[1:] == [REQUESTS["sample-maoxian"][index].replace(" 200", " 304") for index in (1, 2, 3, 4)]


def test_validators_are_proved_by_a_full_answer_now_and_then(world: World) -> None:
    world.visit("sample-maoxian")
    for _ in range(2):
        world.clock.sleep(20 * 86400)
        world.visit("sample-maoxian")
    count = len(world.portals.requests)
    world.clock.sleep(6 * 86400)
    proved = world.visit("sample-maoxian")
    assert world.asked_since(count)[1] == REQUESTS["sample-maoxian"][1]  # 200, not 304
    assert proved.disclosures == ()
    world.clock.sleep(86400)
    count = len(world.portals.requests)
    world.visit("sample-maoxian")
    assert world.asked_since(count)[1] == REQUESTS["sample-maoxian"][1].replace(" 200", " 304")


def test_each_broken_report_ends_as_its_own_named_state(world: World) -> None:
    harvest = world.visit("sample-faults")
    by_year = {problem.report_id.split("-")[1]: problem.state for problem in harvest.problems}
    assert by_year == {
        "2023": "no_document",
        "2020": "wrong_type",
        "2019": "empty",
        "2016": "not_found",
        "2015": "robots_denied",
        "2014": "not_found",
    }
    # Damaged, encrypted, scanned and mislabelled files are files: what they are is the readers' business.
    assert sorted(one.fiscal_year for one in harvest.disclosures) == [2017, 2018, 2021, 2022]
    assert harvest.outcome.value == "ok"
    assert not any("/nbzl/" in one for one in world.portals.requested())


def test_standing_problems_are_told_again_but_not_asked_again_the_same_day(world: World) -> None:
    first = world.visit("sample-faults")
    count = len(world.portals.requests)
    second = world.visit("sample-faults")
    assert world.asked_since(count) == ["GET /zwgk/czxx/bmyjs/index.html 304"]
    assert second.problems == first.problems
    world.clock.sleep(26 * 3600)
    world.visit("sample-faults")
    assert len(world.portals.requests) > count + 2


def test_an_empty_list_is_no_success(world: World) -> None:
    harvest = world.visit("sample-empty")
    assert (harvest.outcome.value, harvest.outcome.is_success) == ("empty_list", False)
    assert (harvest.message_zh, harvest.message_en) == ("列表没有任何条目", "the list has no row and does not say why")
    again = world.visit("sample-empty")
    assert (again.outcome.value, again.state.failure_streak) == ("empty_list", 2)


def test_a_portal_that_is_down_is_unreachable_after_three_tries(world: World) -> None:
    harvest = world.visit("sample-down")
    assert (harvest.outcome.value, harvest.requests, harvest.state.failure_streak) == ("unreachable", 3, 1)
    assert world.asked_since(0) == ["GET /robots.txt 0"] * 3


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("500", "unreachable"),
        ("404", "gone"),
        ("429", "rate_limited"),
        ("redirect", "moved"),
        ("soft_404", "gone"),
        ("empty_list", "empty_list"),
        ("down", "unreachable"),
        ("reset", "unreachable"),
        ("truncated", "unreachable"),
    ],
)
def test_a_list_that_breaks_is_named_and_keeps_the_last_good_state(world: World, kind: str, outcome: str) -> None:
    good = world.visit("sample-xiangyuan")
    entry = PORTALS["sample-xiangyuan"].entry[0].url
    world.portals.set_fault(entry, kind)  # type: ignore[arg-type]  # one of the server's fault kinds
    broken = world.visit("sample-xiangyuan")
    assert broken.outcome.value == outcome
    assert world.visit("sample-xiangyuan").outcome.value == outcome  # a failure never becomes "nothing changed"
    assert broken.message_zh
    assert broken.message_en
    kept = {key: item.disclosure for key, item in broken.state.items.items()}
    assert kept == {key: item.disclosure for key, item in good.state.items.items()}
    world.portals.clear_faults()
    assert world.visit("sample-xiangyuan").outcome.value == "not_modified"


def test_a_file_that_turns_into_an_error_page_keeps_the_archived_one(world: World) -> None:
    (before,) = world.visit("sample-quyang").disclosures
    world.portals.set_fault(before.documents[0].url, "html_for_file")
    again = world.visit("sample-quyang", full=True)
    assert [(one.state, one.url) for one in again.problems] == [("wrong_type", before.documents[0].url)]
    assert again.disclosures == ()
    (item,) = [one for one in again.state.items.values() if one.disclosure]
    assert item.disclosure == before
