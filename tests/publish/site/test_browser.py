"""The catalogue in a real browser, as readers use it: by mouse, by keyboard, on a phone, in both languages."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, ViewportSize, expect, sync_playwright

from publish.store import LocalStore, open_store
from publish.store.keys import content_type_of
from publish.store.s3 import s3_client
from tests.publish.conftest import new_bucket
from tests.publish.site.store import ATTACK, BOX, HOSTILE, PAGE, PDF_ID, reports

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
IN_PAGE = Path(__file__).parent / "in_page"
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
#: Every kind of page.
PLACES = (
    "#/",
    "#/county/140423",
    "#/county/140100",
    f"#/report/{reports()[2].report.report_id}",
    "#/province/140000",
    "#/province/110000",
    "#/overview",
    "#/coverage",
    "#/checks",
    "#/downloads",
    "#/dictionary",
    "#/versions",
    "#/status",
    "#/about",
    "#/no-such-page",
)


def in_page(name: str) -> str:
    """A function that runs in the browser."""
    return (IN_PAGE / f"{name}.js").read_text(encoding="utf-8").strip().removesuffix(";")


class FolderServer(SimpleHTTPRequestHandler):
    """Any static server will do: this is Python's own, without the archive unless it is open."""

    archive = False

    def do_GET(self) -> None:
        self._unless_closed(super().do_GET)

    def do_HEAD(self) -> None:
        self._unless_closed(super().do_HEAD)

    def _unless_closed(self, answer: Callable[[], None]) -> None:
        if self.path.startswith("/raw/") and not self.archive:
            self.send_error(403)
        else:
            answer()

    def log_message(self, *_: object) -> None:
        pass


class OpenArchive(FolderServer):
    archive = True


@pytest.fixture(scope="module")
def addresses(published: Path) -> Iterator[dict[str, str]]:
    """Where the store is served: with a ``closed`` and with an ``open`` archive."""
    servers = {
        name: ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(published)))
        for name, handler in (("closed", FolderServer), ("open", OpenArchive))
    }
    for server in servers.values():
        Thread(target=server.serve_forever, daemon=True).start()
    yield {name: f"http://127.0.0.1:{server.server_address[1]}/" for name, server in servers.items()}
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def bucket(published: Path, moto_endpoint: str) -> str:
    """Address of the store in a bucket that lets anybody read what docs/site.md names, and does nothing else.

    It is reached by its path; there is no listing, no website mode, no rule for other origins.
    """
    name = new_bucket(moto_endpoint)
    there = open_store(f"s3://{name}/data", endpoint_url=moto_endpoint)
    here = LocalStore(published)
    for key in here.list():
        stored = here.get(key)
        assert stored is not None
        there.put_new(key, stored.data, content_type=content_type_of(key))
    public = ("index.html", "versions/*", "data/*", "v*.datapackage.json", "versions.json", "status.json", "feed.*")
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["s3:GetObject"],
                "Resource": [f"arn:aws:s3:::{name}/data/{one}" for one in public],
            }
        ],
    }
    s3_client(endpoint_url=moto_endpoint).put_bucket_policy(Bucket=name, Policy=json.dumps(policy))
    return f"{moto_endpoint}/{name}/data/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield running
        running.close()


#: PDF.js on a machine without the font that a PDF names and does not hold: it draws with another, which is tested.
OTHER_FONT = "Warning: Cannot load system font: "


@dataclass
class Reader:
    """A reader's page, and everything that should not have happened on it."""

    page: Page
    root: str
    complaints: list[str] = field(default_factory=list)

    def go(self, place: str = "", *, version: int = 1) -> None:
        self.page.goto(f"{self.root}versions/{version}/site/index.html{place}")
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector("main h1")
        expect(self.page.locator("main .loading")).to_have_count(0)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(OTHER_FONT):
            self.complaints.append(message.text)


@pytest.fixture
def new_reader(
    browser: Browser, addresses: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Reader]]:
    """Readers whose pages must neither complain nor ask anything of another host."""
    contexts = []
    readers: list[Reader] = []

    def make(*, viewport: ViewportSize = DESKTOP, archive: str = "closed", **options: Any) -> Reader:
        context = browser.new_context(viewport=viewport, accept_downloads=True, **options)
        contexts.append(context)
        root = request.getfixturevalue("bucket") if archive == "bucket" else addresses[archive]
        reader = Reader(context.new_page(), root)
        reader.page.on("console", reader.heard)
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        reader.page.on("request", lambda request: _own(request.url, reader))
        reader.page.set_default_timeout(15_000)
        readers.append(reader)
        return reader

    yield make
    for context in contexts:
        context.close()
    assert [reader.complaints for reader in readers] == [[] for _ in readers]


def _own(url: str, reader: Reader) -> None:
    if not url.startswith((reader.root, "data:", "blob:")):
        reader.complaints.append(f"asked outside: {url}")


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    return new_reader()


@pytest.mark.parametrize(
    "typed", ["襄垣", "襄垣县", "垣县", "xiangyuan", "xiang yuan", "xyx", "140423", "长治 襄垣", "xiangyuanx"]
)
def test_a_county_is_found_however_it_is_typed(new_reader, typed):
    reader = new_reader()
    reader.go()
    reader.page.fill("#search", typed)
    first = reader.page.locator("#found [role=option]").first
    expect(first).to_contain_text("襄垣县")
    expect(first).to_contain_text("有数据")
    first.click()
    expect(reader.page.locator("main h1")).to_contain_text("襄垣县")


def test_what_is_no_division_is_said_not_to_be_found(reader):
    reader.go()
    reader.page.fill("#search", "qqqqqq")
    expect(reader.page.locator("#found")).to_contain_text("没有查到")


def test_the_years_stand_side_by_side_with_plots_reports_and_checks(reader):
    reader.go("#/county/140423")
    heads = reader.page.locator("table.years thead th")
    expect(heads).to_have_text(["万元", "2021年决算", "2022年决算", "2023年决算", "2024年预算"])
    spending = reader.page.locator("table.years tr", has=reader.page.locator("th", has_text="本年支出合计"))
    expect(spending.locator("td")).to_have_text(["210.00", "221.53", "233.67", "240.00"])
    expect(reader.page.locator("figure svg.plot")).to_have_count(4)
    bars = reader.page.locator("figure", has_text="本年支出").first.locator("svg a")
    expect(bars).to_have_count(4)
    assert bars.nth(2).get_attribute("xlink:href") or bars.nth(2).get_attribute("href")
    expect(reader.page.locator("details.failed")).to_contain_text("2023年支出表合计与各项之和不符。")
    expect(reader.page.locator(".card")).to_have_count(4)


def test_a_number_opens_its_evidence_with_the_cell_marked(reader):
    reader.go("#/county/140423")
    number = reader.page.get_by_role("link", name="本年支出合计 2023年决算：233.67，看出处")
    number.click()
    dialog = reader.page.locator("dialog.evidence-dialog")
    expect(dialog.locator("h2")).to_have_text("233.67 万元")
    marked = dialog.locator("td.marked")
    expect(marked).to_have_text("233.67")
    expect(dialog.locator("tr:has(td.marked) td")).to_have_text(["合计", "233.67", "149.34", "84.33"])
    fact = reports()[2].facts[0]
    for told in (PDF_ID, fact.fact_id, "2,336,700 元", "第 3 页，第 1 表，第 4 行，第 2 列", "可信度 1.00", "仅印一处"):
        expect(dialog).to_contain_text(told)
    expect(dialog.locator(".against")).to_contain_text("2023年支出表合计与各项之和不符。")
    source = dialog.get_by_role("link", name="打开原文件第 3 页")
    assert source.get_attribute("href") == f"https://www.example.gov.cn/2023.pdf#page={PAGE}"
    assert source.get_attribute("rel") == "noopener noreferrer"
    reader.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(number).to_be_focused()
    assert "fact=" not in reader.page.url


def test_the_address_of_a_fact_can_be_shared(reader):
    parsed = reports()[2]
    reader.go(f"#/county/140423?fact={parsed.report.report_id}.{parsed.facts[1].fact_id}")
    expect(reader.page.locator("dialog h2")).to_have_text("149.34 万元")


def test_a_number_of_a_sentence_is_marked_in_its_quote_and_hostile_text_stays_text(reader):
    parsed = reports()[2]
    sentence = parsed.facts[-1]
    reader.go(f"#/county/140423?fact={parsed.report.report_id}.{sentence.fact_id}")
    quote = reader.page.locator("dialog blockquote")
    expect(quote).to_have_text(f"公务接待费支出0.30万元{HOSTILE}")
    expect(quote.locator("mark")).to_have_text("0.30")


def test_titles_and_addresses_from_outside_do_nothing(reader):
    reader.go("#/county/140423")
    expect(reader.page.locator(".card").first).to_contain_text(HOSTILE)
    assert reader.page.locator("main script").count() == 0
    assert "stolen" not in reader.page.title()
    unsafe = reader.page.locator(".card", has_text="2022年决算").get_by_text("公开页面")
    assert unsafe.evaluate("one => one.tagName") == "SPAN"
    reader.go(f"#/report/{reports()[1].report.report_id}")
    assert reader.page.locator("a[href^='javascript']").count() == 0


def test_a_report_that_is_all_attack_is_shown_as_text_and_does_nothing(new_reader):
    """Agency, title, file, project, items, quotes and messages of it are markup, formulas and signs nobody sees."""
    identity = reports()[-1].report.report_id
    reader = new_reader()
    asked: list[str] = []

    def heard(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    reader.page.on("dialog", heard)
    for place in ("#/county/130634", f"#/report/{identity}", "#/checks", "#/province/130000", "#/"):
        reader.go(place)
        reader.page.evaluate("() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        assert reader.page.locator("main").locator("script, img, svg[onload], iframe, object").count() == 0
        assert reader.page.locator("a[href^='javascript'], a[href^='data']").count() == 0
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", reader.page.content())
    reader.go(f"#/report/{identity}")
    expect(reader.page.locator("main")).to_contain_text("<script>alert(1)</script>")
    assert ATTACK[:20] in reader.page.locator("main").inner_text()
    assert asked == []


def test_the_policy_of_the_page_lets_no_script_of_a_document_run(new_reader):
    """Even markup that came into the page would do nothing: its policy allows no inline script and no other host."""
    reader = new_reader()
    reader.go("#/")
    failed: dict[str, str | None] = {}
    reader.page.on("requestfailed", lambda request: failed.update({request.url: request.failure}))
    ran = reader.page.evaluate(in_page("inline"))
    assert ran == {"script": False, "handler": False, "blocked": ["img-src", "script-src-attr", "script-src-elem"]}
    # The browser says so on its console, and what was asked of the other host never left it.
    outside = {told.removeprefix("asked outside: ") for told in reader.complaints if "Content Security" not in told}
    assert {url: failed.get(url) for url in outside} == dict.fromkeys(outside, "csp")
    reader.complaints.clear()


def test_the_page_itself_is_drawn_with_a_box_where_the_archive_may_be_seen(new_reader):
    reader = new_reader(archive="open")
    parsed = reports()[2]
    boxed = next(one for one in parsed.facts if one.bbox == BOX)
    reader.go(f"#/county/140423?fact={parsed.report.report_id}.{boxed.fact_id}")
    reader.page.get_by_role("button", name="查看原页").click()
    sheet = reader.page.locator(".sheet")
    expect(sheet).to_have_attribute("aria-label", "第 3 页，框出“233.67”")
    frame = sheet.locator("canvas").bounding_box()
    box = sheet.locator(".box").bounding_box()
    assert frame is not None
    assert box is not None
    scale = frame["width"] / 595
    for found, expected in zip(
        (box["x"] - frame["x"], box["y"] - frame["y"], box["width"], box["height"]),
        (BOX[0] - 2, BOX[1] - 2, BOX[2] - BOX[0] + 4, BOX[3] - BOX[1] + 4),
        strict=True,
    ):
        assert found == pytest.approx(expected * scale, abs=3)
    canvas = partial(sheet.locator("canvas").evaluate, in_page("ink"))
    assert canvas([BOX[0], BOX[1], BOX[2] - BOX[0], BOX[3] - BOX[1]]) > 50, "the figure is in the box"
    assert canvas([72, BOX[1], 60, BOX[3] - BOX[1]]) > 50, "Chinese of a font that is not embedded is drawn"
    assert canvas([BOX[0], BOX[3] + 20, 60, 16]) == 0


def test_a_closed_archive_is_said_and_the_source_is_offered(new_reader):
    reader = new_reader()
    parsed = reports()[2]
    reader.go(f"#/county/140423?fact={parsed.report.report_id}.{parsed.facts[0].fact_id}")
    assert reader.complaints == [], "the archive is not asked for before somebody wants to see a page"
    reader.page.get_by_role("button", name="查看原页").click()
    expect(reader.page.locator("dialog .page-itself")).to_contain_text("存档的原件不对外公开")
    (refused,) = reader.complaints
    assert "403" in refused
    reader.complaints.clear()


def test_everything_is_said_in_english_too(reader):
    reader.go("#/county/140423")
    reader.page.get_by_role("link", name="English").click()
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    expect(reader.page.locator("table.years thead th").nth(3)).to_have_text("2023 final accounts")
    expect(reader.page.locator("details.failed")).to_contain_text("is not the sum of its parts.")
    reader.page.get_by_role("link", name="Expenditure of the year 2023 final accounts: 233.67, show evidence").click()
    expect(reader.page.locator("dialog")).to_contain_text("Open the source at page 3")
    reader.page.keyboard.press("Escape")
    reader.go("#/overview")
    expect(reader.page.locator("h1")).to_have_text("Overview")
    for place in PLACES:
        reader.go(place)
        assert not re.search(r"\b(undefined|NaN|null)\b", reader.page.locator("main").inner_text()), place


def test_one_can_go_from_the_start_to_the_evidence_without_a_mouse(reader):
    reader.go()
    keys = reader.page.keyboard
    keys.press("Tab")
    expect(reader.page.locator(".skip")).to_be_focused()
    keys.press("Enter")
    expect(reader.page.locator("main")).to_be_focused()
    keys.press("Tab")
    expect(reader.page.locator("#search")).to_be_focused()
    keys.type("xyx")
    expect(reader.page.locator("#found [role=option][aria-selected=true]")).to_contain_text("襄垣县")
    expect(reader.page.locator("#search")).to_have_attribute("aria-activedescendant", "found-0")
    keys.press("ArrowDown")
    expect(reader.page.locator("#search")).to_have_attribute("aria-activedescendant", "found-1")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(reader.page.locator("main h1")).to_be_focused()
    for _ in range(60):
        keys.press("Tab")
        if reader.page.evaluate("document.activeElement.classList.contains('figure')"):
            break
    keys.press("Enter")
    expect(reader.page.locator("dialog h2")).to_be_focused()
    keys.press("Escape")
    assert reader.page.evaluate("document.activeElement.classList.contains('figure')")


def test_the_figures_of_a_county_can_be_saved(reader, tmp_path):
    reader.go("#/county/140423")
    with reader.page.expect_download() as started:
        reader.page.get_by_role("button", name="存为 CSV").click()
    assert started.value.suggested_filename == "xinfang-140423.csv"
    started.value.save_as(tmp_path / "saved.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "saved.csv").read_bytes().decode("utf-8-sig"))))
    spent = [
        (row["fiscal_year"], row["amount_yuan_or_count"]) for row in rows if row["column"] == "expenditure_current"
    ]
    assert spent == [("2021", "2100000.00"), ("2022", "2215300.00"), ("2023", "2336700.00"), ("2024", "2400000.00")]
    assert all(row["fact_id"].startswith("f-") for row in rows)


def test_the_tables_of_a_province_can_be_taken(reader):
    reader.go("#/downloads?province=140000")
    row = reader.page.locator("tr", has=reader.page.locator("code", has_text=re.compile(r"^totals$")))
    expect(row.locator("td").first).to_have_text("4")
    with reader.page.expect_download() as started:
        row.get_by_role("link").click()
    text = Path(started.value.path()).read_text(encoding="utf-8")
    assert text.startswith("report_id,division_code,")
    assert text.count("\n") == 5


def test_coverage_tells_state_due_date_and_evidence_of_a_cell(reader):
    reader.go("#/coverage?year=2023")
    expect(reader.page.get_by_role("link", name="山西省：应公开 1 个，已公开 1 个")).to_be_visible()
    reader.page.get_by_role("link", name="山西省：应公开 1 个，已公开 1 个").click()
    reader.page.get_by_role("button", name="襄垣县 2020年决算：逾期").click()
    told = reader.page.locator(".cell-told")
    expect(told).to_contain_text("应于 2021-10-31 前公开")
    assert told.get_by_role("link", name="依据").get_attribute("href") == "https://www.example.gov.cn/list.html"


def test_documents_whose_sums_do_not_add_up_are_found_by_province_rule_and_year(reader):
    reader.go("#/checks")
    expect(reader.page.locator(".results > li")).to_have_count(5)
    reader.page.select_option("#filter-province", "130000")
    expect(reader.page.locator(".results > li")).to_have_count(1)  # the report that is all attack
    reader.page.select_option("#filter-province", "140000")
    reader.page.select_option("#filter-rule", "I04")
    reader.page.select_option("#filter-year", "2022")
    expect(reader.page.locator(".results > li")).to_have_count(1)
    reader.page.locator(".results summary").click()
    expect(reader.page.locator(".results")).to_contain_text("2022年支出表合计与各项之和不符。")
    reader.page.get_by_role("link", name="所涉数字 1").click()
    expect(reader.page.locator("dialog h2")).to_have_text("221.53 万元")


def test_a_report_shows_its_tables_as_read_its_sentences_and_its_files(reader):
    reader.go(f"#/report/{reports()[2].report.report_id}")
    expect(reader.page.locator(".printed-table").first).to_contain_text("149.34")
    reader.page.locator("summary", has_text="“三公”经费").click()
    expect(reader.page.locator("section", has_text="文字中的数字").last).to_contain_text("公务接待费")
    expect(reader.page.locator("code.hash")).to_have_text(PDF_ID)


def test_dictionary_and_versions_are_there(reader):
    reader.go("#/dictionary")
    reader.page.locator("summary", has=reader.page.locator("code", has_text=re.compile("^facts$"))).click()
    expect(reader.page.locator(".resource[open]")).to_contain_text("cell_state")
    reader.go("#/versions")
    row = reader.page.locator("tbody tr").last
    expect(row).to_contain_text("2026.11.21")
    for name in ("README", "changes.csv", "SHA256SUMS"):
        address = row.get_by_role("link", name=name).evaluate("one => one.href")
        assert reader.page.request.get(address).ok, name


def test_the_entry_leads_to_the_catalogue(reader):
    reader.page.goto(reader.root)
    reader.page.wait_for_url("**/versions/1/site/index.html")
    reader.ready()


def test_the_status_page_tells_runs_freshness_and_portals_by_state(reader):
    reader.go("#/status")
    main = reader.page.locator("main")
    run = main.locator("tr", has=reader.page.locator("th", has_text=re.compile("^采集$")))
    expect(run.locator("td")).to_have_text([re.compile(r"2026-11-20 02:03 UTC"), "3", "1", "0", "已发布"])
    expect(main).to_contain_text("之后没有再更新过")
    lost = main.locator("tr", has=reader.page.locator("code", has_text="hebei-quyang"))
    expect(lost).to_contain_text("连接超时")
    expect(lost).to_contain_text("从未")
    expect(main.locator("tr", has_text="读成").first).to_contain_text("33%")
    expect(main.locator("code")).to_have_count(1)
    reader.go("#/status?language=en")
    expect(main).to_contain_text("the connection timed out")


def test_from_a_bucket_the_catalogue_works_as_from_a_folder(new_reader):
    """No server of ours: plain objects, each with its type, in both languages, from the entry to a download."""
    reader = new_reader(archive="bucket")
    page = reader.page
    types = {}
    page.on("response", lambda answer: types.update({answer.url.rpartition(".")[2]: answer.headers["content-type"]}))
    page.goto(f"{reader.root}index.html")
    page.wait_for_url("**/versions/1/site/index.html")
    reader.ready()
    page.locator("#search").fill("xyx")
    page.locator("#found [role=option]", has_text="襄垣县").click()
    page.get_by_role("link", name="本年支出合计 2023年决算：233.67，看出处").click()
    expect(page.locator("dialog td.marked")).to_have_text("233.67")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="English").click()
    expect(page.locator("table.years thead th").nth(3)).to_have_text("2023 final accounts")
    reader.go("#/downloads?province=140000")
    row = page.locator("tr", has=page.locator("code", has_text=re.compile(r"^totals$")))
    with page.expect_download() as started:
        row.get_by_role("link").click()
    assert Path(started.value.path()).read_bytes().startswith(b"report_id,division_code,")
    for place in PLACES:
        reader.go(place)
    plain = {ending: kind.partition(";")[0] for ending, kind in types.items()}
    assert {
        **plain,
        "html": "text/html",
        "js": "text/javascript",
        "css": "text/css",
        "json": "application/json",
    } == plain


@pytest.mark.parametrize("said", ["不能直接双击文件", "it cannot be opened as a file"])
def test_opened_as_a_file_the_page_says_what_to_do(browser, published, said):
    """Browsers let no page from a file load other files: it says so in both languages instead of staying blank."""
    context = browser.new_context()
    page = context.new_page()
    page.goto((published / "versions" / "1" / "site" / "index.html").as_uri())
    expect(page.locator("main")).to_contain_text(said)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_no_page_is_wider_than_the_screen(new_reader, scheme):
    reader = new_reader(viewport=PHONE, color_scheme=scheme, has_touch=True)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for place in PLACES:
        reader.go(place)
        assert reader.page.evaluate(wide) <= 0, place
    reader.go("#/county/140423")
    reader.page.locator("a.figure").first.tap()
    expect(reader.page.locator("dialog h2")).to_be_visible()
    assert reader.page.evaluate(wide) <= 0


def test_pages_have_landmarks_one_heading_labels_and_heads_of_tables(reader):
    """What assistive technology needs, on every kind of page."""
    faults = in_page("faults")
    for place in PLACES:
        reader.go(place)
        assert reader.page.evaluate(faults) == [], place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(new_reader, scheme):
    """Contrast of at least 4.5 for all visible text, 3 for large text (WCAG AA)."""
    reader = new_reader(color_scheme=scheme)
    weak = in_page("weak")
    for place in PLACES:
        reader.go(place)
        assert reader.page.evaluate(weak) == [], place


def test_who_wants_less_motion_gets_none(new_reader):
    reader = new_reader(reduced_motion="reduce")
    reader.go()
    assert reader.page.evaluate(in_page("moving")) == 0
