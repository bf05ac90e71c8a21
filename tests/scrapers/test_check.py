"""``portals check``: what a look at pages 1 and 2 says of a portal that works, broke, moved or changed its template."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.divisions import load_divisions
from infra.samples.server import SamplePortals
from scrapers.check import PortalCheck, check_portal
from scrapers.client import PoliteClient
from scrapers.declaration import Portal, load_portals
from scrapers.limiter import HostLimiter
from scrapers.look import look_at
from scrapers.sample import ColumnSample, PortalSample, read_sample, take_sample
from tests.scrapers.fakes import FakeClock, Reply, Web, declare, open_client, page

SAMPLES = Path(__file__).resolve().parents[2] / "infra" / "samples"
PORTALS = {portal.id: portal for portal in load_portals(SAMPLES / "declarations", SAMPLES / "faults")}


@pytest.fixture
def portals() -> Iterator[SamplePortals]:
    with SamplePortals() as running:
        yield running


def checked(portals: SamplePortals, portal: Portal, sample: PortalSample | None = None) -> PortalCheck:
    clock = FakeClock()
    with PoliteClient(portal, clock=clock, egress=portals.proxy_url, limiter=HostLimiter()) as client:
        return check_portal(portal, client=client, divisions=load_divisions(), clock=clock, sample=sample)


def sampled(portals: SamplePortals, portal: Portal) -> PortalSample:
    clock = FakeClock()
    with PoliteClient(portal, clock=clock, egress=portals.proxy_url, limiter=HostLimiter()) as client:
        columns = tuple(take_sample(look_at(client, portal, entry, clock=clock)) for entry in portal.entry)
    return PortalSample(portal_id=portal.id, taken_on=date(2026, 11, 20), columns=columns)


@pytest.mark.parametrize(
    ("portal_id", "rows", "newest"),
    [
        ("sample-xiangyuan", (7, 5), "2024-09-24"),
        ("sample-etuokeqianqi", (6, 4), "2021-10-18"),
        ("sample-maoxian", (5, 4), "2020-10-29"),
        ("sample-quyang", (6, 3), "2020-02-19"),
        ("sample-urumqi-xinshi", (6, 4), "2022-10-11"),
    ],
)
def test_a_working_portal_shows_its_rows_and_newest_item(
    portals: SamplePortals, portal_id: str, rows: tuple[int, int], newest: str
) -> None:
    check = checked(portals, PORTALS[portal_id])
    (column,) = check.columns
    assert (check.ok, check.reachable, check.wall, check.outcome.value) == (True, True, None, "ok")
    assert (column.page1, column.page2) == rows
    assert str(column.newest_on) == newest
    assert column.taken == 1
    assert not column.compared


def test_a_check_asks_for_robots_and_two_pages_and_for_no_item(portals: SamplePortals) -> None:
    check = checked(portals, PORTALS["sample-xiangyuan"])
    assert [one.path for one in portals.requests] == [
        "/robots.txt",
        "/zwgk/fdzdgknr/czxx/bmyjs/index.html",
        "/zwgk/fdzdgknr/czxx/bmyjs/index_1.html",
    ]
    assert check.requests == 3
    assert check.robots == {"www.xiangyuan.test": "rules"}


@pytest.mark.parametrize(
    ("kind", "outcome", "reachable"),
    [
        ("404", "gone", True),
        ("429", "rate_limited", True),
        ("redirect", "moved", True),
        ("empty_list", "empty_list", True),
        ("down", "unreachable", False),
    ],
)
def test_a_broken_portal_is_named(portals: SamplePortals, kind: str, outcome: str, *, reachable: bool) -> None:
    portal = PORTALS["sample-xiangyuan"]
    portals.set_fault(portal.entry[0].url, kind)  # type: ignore[arg-type]  # one of the server's fault kinds
    check = checked(portals, portal)
    assert (check.outcome.value, check.reachable, check.ok) == (outcome, reachable, False)
    assert check.columns[0].note_zh
    assert check.columns[0].note_en


def test_a_portal_as_recorded_has_no_drift(portals: SamplePortals) -> None:
    portal = PORTALS["sample-xiangyuan"]
    (column,) = checked(portals, portal, sampled(portals, portal)).columns
    assert (column.compared, column.drift) == (True, ())


def test_a_new_template_is_drift_though_rows_are_still_read(portals: SamplePortals) -> None:
    portal = PORTALS["sample-xiangyuan"]
    before = sampled(portals, portal)
    rows = "".join(f'<li><a href="/new/{n}.html">襄垣县教育局2024年度部门决算公开{n}</a></li>' for n in (1, 2))
    portals.replace(portal.entry[0].url, f"<html><body><ul>{rows}</ul></body></html>".encode())
    check = checked(portals, portal, before)
    assert (check.outcome.value, check.drifted, check.ok) == ("ok", True, False)
    assert [en for _, en in check.columns[0].drift] == [
        f"page 1 had {before.columns[0].page1} rows and has 2",
        "page 2 could be read and cannot now",
        "100% of rows had a date, now 0%",
        "no row's address is written as before",
    ]


def test_the_counts_of_a_declaration_serve_as_a_sample() -> None:
    portal = declare(verified={"page1": 15, "page2": 15, "on": "2026-11-01"})
    rows = "".join(
        f'<li><a href="/a/t2024010{n}_{n}.html">某局2024年度部门预算公开</a> 2024-01-0{n}</li>' for n in (1, 2, 3)
    )
    web = Web({"http://www.a.test/czxx/index.html": page(f"<ul>{rows}</ul>")})
    with open_client(portal, web) as client:
        check = check_portal(portal, client=client, divisions=load_divisions(), clock=FakeClock())
    assert [en for _, en in check.columns[0].drift] == [
        "page 1 had 15 rows and has 3",
        "page 2 could be read and cannot now",
    ]


def test_a_wall_is_named_and_ends_the_check() -> None:
    portal = declare(entry=[{"url": "http://www.a.test/czxx/index.html"}, {"url": "http://www.a.test/b/index.html"}])
    web = Web({"http://www.a.test/czxx/index.html": page("", status=412)})
    with open_client(portal, web) as client:
        check = check_portal(portal, client=client, divisions=load_divisions(), clock=FakeClock())
    assert (check.outcome.value, check.wall, check.ok) == ("wall", "412", False)
    assert web.asked == ["GET http://www.a.test/czxx/index.html"]


@pytest.mark.parametrize(
    ("answer", "outcome", "told"),
    [
        (page("", status=304), "unreachable", "a 304"),
        (page("<html><body>本站已迁移至 http://www.newhome.test/xfj/ ，请更新收藏</body></html>"), "moved", "newhome"),
        (page("<script>top.location='http://www.newhome.test/'</script>"), "moved", "newhome"),
        (page("<html><head><title>Apache Tomcat/8.5.5</title></head></html>"), "drift", "default page"),
        (page("<html><body>本网站已关停</body></html>"), "gone", "shut down"),
    ],
)
def test_what_stands_in_the_place_of_a_column_is_told(answer: Reply, outcome: str, told: str) -> None:
    portal = declare()
    with open_client(portal, Web({portal.entry[0].url: answer})) as client:
        check = check_portal(portal, client=client, divisions=load_divisions(), clock=FakeClock())
    assert check.outcome.value == outcome
    assert told in check.columns[0].note_en


def test_robots_that_forbid_the_column_are_told() -> None:
    web = Web({"http://www.a.test/robots.txt": page("User-agent: *\nDisallow: /czxx/")})
    portal = declare()
    with open_client(portal, web) as client:
        check = check_portal(portal, client=client, divisions=load_divisions(), clock=FakeClock())
    assert (check.outcome.value, check.robots, web.asked) == ("robots_denied", {"www.a.test": "rules"}, [])


def test_a_page_that_breaks_the_reader_is_drift_of_that_column(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrapers.adapters.static_list import StaticList

    def broken(*_arguments: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr(StaticList, "read", broken)
    portal = declare()
    with open_client(portal, Web({"http://www.a.test/czxx/index.html": page("<p>x</p>")})) as client:
        check = check_portal(portal, client=client, divisions=load_divisions(), clock=FakeClock())
    assert (check.outcome.value, check.drifted) == ("drift", True)


def test_a_damaged_sample_is_named_with_its_file(tmp_path: Path) -> None:
    assert read_sample(tmp_path) is None
    (tmp_path / "sample.json").write_text('{"portal_id": "x"}')
    with pytest.raises(ValueError, match=r"sample\.json: 样本无法读取"):
        read_sample(tmp_path)


def test_a_sample_survives_its_file(tmp_path: Path) -> None:
    column = ColumnSample(url="http://www.a.test/", page1=3, dated=1.0, shapes=("www.a.test/#",))
    sample = PortalSample(portal_id="a", taken_on=date(2026, 11, 20), columns=(column,))
    (tmp_path / "sample.json").write_text(sample.model_dump_json())
    assert read_sample(tmp_path) == sample
