"""The catalogue in a real browser: from a number to its evidence, and nothing that a document says is run."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Dialog, expect

from tests.publish.site.browsing import in_page
from tests.publish.site.store import ATTACK, BOX, HOSTILE, PAGE, PDF_ID, reports


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


def test_a_report_shows_its_tables_as_read_its_sentences_and_its_files(reader):
    reader.go(f"#/report/{reports()[2].report.report_id}")
    expect(reader.page.locator(".printed-table").first).to_contain_text("149.34")
    reader.page.locator("summary", has_text="“三公”经费").click()
    expect(reader.page.locator("section", has_text="文字中的数字").last).to_contain_text("公务接待费")
    expect(reader.page.locator("code.hash")).to_have_text(PDF_ID)
