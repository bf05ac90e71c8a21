"""``xinfang review``: what the rules could not decide is listed, and a person's decision is kept and honoured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from domain.divisions import load_divisions
from flows.cli import app
from publish.store import LocalStore
from scrapers.archive import Archive
from scrapers.declaration import load_portals
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.state import ItemVerdict, load_state, merge_states, save_state
from tests.scrapers.fakes import FakeClock, Web, file, open_client, page

RUN = CliRunner()
SITE = "http://www.a.test/czxx"
YEARLESS = "襄垣县信访局部门决算公开"
OTHER = "襄垣县信访局2022年项目预算"


def listing(title: str = YEARLESS) -> str:
    rows = "".join(
        f'<li><a href="{place}.html">{row}</a><span>2024-09-1{place}</span></li>'
        for place, row in enumerate((title, OTHER, "襄垣县教育局2023年度部门决算"), start=1)
    )
    return f"<ul>{rows}</ul>"


class Visits:
    """One portal on one local store, visited as often as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "store"
        self.store = LocalStore(self.folder)
        self.declarations = folder / "portals"
        self.declarations.mkdir()
        declared = {
            "id": "test-portal",
            "division": "140423",
            "family": "static",
            "publisher": ["襄垣县信访局"],
            "entry": [{"url": f"{SITE}/index.html"}],
            "hosts": ["www.a.test"],
            "pace": {"gap_s": 0},
        }
        (self.declarations / "test-portal.yaml").write_text(yaml.safe_dump(declared, allow_unicode=True))
        link = '<div class="content">附件：<a href="1.pdf">襄垣县信访局决算.pdf</a></div>'
        article = f"<html><body><h1>{{}}</h1>{link}</body></html>"
        self.web = Web(
            {
                f"{SITE}/index.html": page(listing()),
                f"{SITE}/1.html": page(article.format(YEARLESS)),
                f"{SITE}/2.html": page(article.format(OTHER)),
                f"{SITE}/1.pdf": file(b"%PDF-1.4 made up"),
            }
        )
        self.clock = FakeClock()

    def visit(self) -> PortalHarvest:
        (portal,) = load_portals(self.declarations)
        state, tag = load_state(self.store, portal.id)
        with open_client(portal, self.web, self.clock) as client:
            harvest = harvest_portal(
                portal,
                client=client,
                archive=Archive(self.store, self.clock),
                state=state,
                divisions=load_divisions(),
                clock=self.clock,
            )
        save_state(self.store, harvest.state, tag)
        return harvest

    def run(self, *arguments: str) -> Result:
        options = ["--store", str(self.folder), *(["--declarations", str(self.declarations)] if arguments else [])]
        return RUN.invoke(app, ["review", *arguments, *options])

    def open(self) -> dict[str, dict[str, str]]:
        result = RUN.invoke(app, ["review", "--store", str(self.folder), "--json"])
        assert result.exit_code == 0, result.output
        return {row["title"]: row for row in json.loads(result.stdout)}


@pytest.fixture
def visits(tmp_path: Path) -> Visits:
    visits = Visits(tmp_path)
    visits.visit()
    return visits


def test_undecided_items_are_listed_with_their_reason(visits: Visits) -> None:
    assert {title: row["reason"] for title, row in visits.open().items()} == {
        YEARLESS: "no_year",
        OTHER: "part_of_report",
    }
    shown = visits.run()
    assert shown.exit_code == 0
    for words in (YEARLESS, "未写明年度 no fiscal year", "只是预决算的一部分"):
        assert words in shown.stdout


def test_an_accepted_item_is_fetched_at_the_next_visit_under_the_stated_identity(visits: Visits) -> None:
    item = visits.open()[YEARLESS]["id"]
    recorded = visits.run("take", item, "--year", "2023", "--note", "页面表头写明2023年度")
    assert recorded.exit_code == 0, recorded.output
    (disclosure,) = visits.visit().disclosures
    assert (disclosure.fiscal_year, disclosure.report_type.value, disclosure.agency, disclosure.division_code) == (
        2023,
        "final_accounts",
        "襄垣县信访局",
        "140423",
    )
    assert [one.url for one in disclosure.documents] == [f"{SITE}/1.pdf"]
    assert any(note.startswith("reviewed 20") and "页面表头写明2023年度" in note for note in disclosure.notes)
    assert set(visits.open()) == {OTHER}


def test_an_item_that_is_left_stays_left_and_is_never_asked_for(visits: Visits) -> None:
    assert visits.run("leave", f"{SITE}/2.html").exit_code == 0
    asked = len(visits.web.requests)
    visits.visit()
    visits.visit()
    assert not any(str(one.url).endswith("/2.html") for one in visits.web.requests[asked:])
    assert set(visits.open()) == {YEARLESS}


def test_an_accepted_item_needs_what_neither_title_nor_portal_says(visits: Visits) -> None:
    item = visits.open()[YEARLESS]["id"]
    refused = visits.run("take", item)
    assert (refused.exit_code, "--year" in refused.stderr, "--type" in refused.stderr) == (2, True, False)
    assert visits.run("take", item, "--year", "2023", "--agency", "襄垣县教育局").exit_code == 2
    assert set(visits.open()) == {YEARLESS, OTHER}


def test_an_unknown_item_is_wrong_use(visits: Visits) -> None:
    assert visits.run("leave", "00000000").exit_code == 2


def test_a_decision_can_be_taken_back(visits: Visits) -> None:
    item = visits.open()[YEARLESS]["id"]
    visits.run("leave", item)
    visits.run("take", item, "--year", "2023")
    assert len(visits.visit().disclosures) == 1


def test_an_item_is_shown_with_what_its_title_says_and_what_was_decided(visits: Visits) -> None:
    item = visits.open()[YEARLESS]["id"]
    shown = RUN.invoke(app, ["review", "show", item, "--store", str(visits.folder)], env={"COLUMNS": "200"})
    for words in (YEARLESS, f"{SITE}/1.html", "? final", "ambiguous: 未写明年度 no fiscal year"):
        assert words in shown.stdout
    visits.run("take", item, "--year", "2023", "--note", "页面表头写明")
    told = json.loads(RUN.invoke(app, ["review", "show", item, "--store", str(visits.folder), "--json"]).stdout)
    decided = told["reviewed"]
    assert (told["verdict"], decided["verdict"], decided["fiscal_year"]) == ("take", "take", 2023)
    assert decided["note"] == "页面表头写明"


def test_a_decision_that_is_undone_leaves_the_item_to_the_rules(visits: Visits) -> None:
    item = visits.open()[YEARLESS]["id"]
    visits.run("take", item, "--year", "2023")
    visits.visit()
    before, _ = load_state(visits.store, "test-portal")
    assert before.items[f"{SITE}/1.html"].disclosure is not None
    listed = RUN.invoke(app, ["review", "--decided", "--json", "--store", str(visits.folder)])
    assert [row["title"] for row in json.loads(listed.stdout)] == [YEARLESS]
    assert visits.run("undo", item, "--note", "误判").exit_code == 0
    assert set(visits.open()) == {YEARLESS, OTHER}
    visits.visit()
    after, _ = load_state(visits.store, "test-portal")
    assert after.items[f"{SITE}/1.html"].disclosure is None
    # A visit that ran beside it knew the old decision: the later word of the person holds.
    merged = merge_states(before, after).items[f"{SITE}/1.html"]
    assert merged.review is not None
    assert (merged.review.verdict, merged.decision.verdict) == (ItemVerdict.AMBIGUOUS, ItemVerdict.AMBIGUOUS)


def test_only_a_decision_can_be_undone(visits: Visits) -> None:
    refused = visits.run("undo", visits.open()[OTHER]["id"])
    assert (refused.exit_code, "nobody decided" in refused.stderr) == (2, True)


def test_a_decision_does_not_hold_for_another_title(visits: Visits) -> None:
    visits.run("leave", f"{SITE}/1.html")
    visits.web.replies[f"{SITE}/index.html"] = page(listing("襄垣县信访局2023年度部门决算公开"))
    (disclosure,) = visits.visit().disclosures
    assert disclosure.fiscal_year == 2023


def test_a_visit_that_ran_beside_the_person_does_not_lose_the_decision(visits: Visits) -> None:
    before, _ = load_state(visits.store, "test-portal")
    visits.run("leave", f"{SITE}/2.html")
    after, _ = load_state(visits.store, "test-portal")
    merged = merge_states(before, after)
    assert merged.items == merge_states(after, before).items
    _, tag = load_state(visits.store, "test-portal")
    save_state(visits.store, merged, tag)
    visits.visit()
    kept, _ = load_state(visits.store, "test-portal")
    assert kept.items[f"{SITE}/2.html"].decision.verdict is ItemVerdict.LEAVE
    assert set(visits.open()) == {YEARLESS}


def test_rows_of_a_mixed_column_that_name_no_body_are_one_question(visits: Visits) -> None:
    nameless = "".join(
        f'<li><a href="n{place}.html">{2015 + place}年部门预算</a><span>{2015 + place}-02-11</span></li>'
        for place in range(9)
    )
    visits.web.replies[f"{SITE}/index.html"] = page(listing().replace("</ul>", f"{nameless}</ul>"))
    visits.visit()
    shown = visits.run()
    assert "待判断 Undecided (2)" in shown.stdout
    assert "9 rows name no body" in shown.stderr
    assert "Undecided (11)" in RUN.invoke(app, ["review", "--all", "--store", str(visits.folder)]).stdout
    assert len(visits.open()) == 11
