"""The catalogue in a real browser, for everybody: in English, by keyboard, on a phone, read aloud, in the dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.publish.site.browsing import PHONE, PLACES, in_page


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
