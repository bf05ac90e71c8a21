"""Files and pages that change under the address they had: seen at the next look, also where the server denies it."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from domain.identifiers import sha256_hex
from tests.scrapers.fakes import file, page
from tests.scrapers.visits import BASE, ENTRY, PDF, TITLE, World, article, listing, row, world

CORRECTED = PDF + b" corrected"
MONTH = 31 * 86400
LIST = page(listing(row("1.html", TITLE)), etag='"l"')


def _held(visit: World, data: bytes) -> bool:
    return any(stored == data for stored, _ in visit.store.objects.values())


def _same_tag(text_or_bytes: str | bytes, etag: str) -> Callable[[httpx.Request], httpx.Response]:
    """A server that compares nothing: a condition gets 304, whatever has become of the page."""

    def answer(request: httpx.Request) -> httpx.Response:
        if "if-none-match" in request.headers:
            return httpx.Response(304, headers={"etag": etag})
        body = text_or_bytes.encode() if isinstance(text_or_bytes, str) else text_or_bytes
        kind = "text/html; charset=utf-8" if isinstance(text_or_bytes, str) else "application/pdf"
        return httpx.Response(200, headers={"etag": etag, "content-type": kind}, content=body)

    return answer


def test_a_file_with_other_bytes_under_the_same_address_is_a_correction() -> None:
    visit = world({"index.html": LIST, "1.html": page(article(), etag='"1"'), "P0.pdf": file(PDF)})
    (first,) = visit.visit().disclosures
    visit.web.replies[BASE + "P0.pdf"] = file(CORRECTED)
    visit.clock.sleep(MONTH)
    (again,) = visit.visit().disclosures
    assert again.report_id == first.report_id
    assert [one.sha256 for one in again.documents] == [sha256_hex(CORRECTED)]
    assert [one.url for one in again.documents] == [one.url for one in first.documents]
    assert _held(visit, PDF)  # what was published first stays in the archive
    assert _held(visit, CORRECTED)
    visit.clock.sleep(MONTH)
    assert visit.visit().disclosures == ()


def test_a_file_that_a_lying_server_calls_unchanged_is_read_whole_at_last() -> None:
    visit = world({"index.html": LIST, "1.html": page(article(), etag='"1"'), "P0.pdf": _same_tag(PDF, '"p"')})
    visit.visit()
    visit.web.replies[BASE + "P0.pdf"] = _same_tag(CORRECTED, '"p"')
    found = []
    for _ in range(8):
        visit.clock.sleep(MONTH)
        found += [one.sha256 for harvest in [visit.visit()] for got in harvest.disclosures for one in got.documents]
    assert found == [sha256_hex(CORRECTED)]
    # Caught once, it is not believed again: the next correction is seen at the next look.
    visit.web.replies[BASE + "P0.pdf"] = _same_tag(CORRECTED + b" twice", '"p"')
    visit.clock.sleep(MONTH)
    (again,) = visit.visit().disclosures
    assert [one.sha256 for one in again.documents] == [sha256_hex(CORRECTED + b" twice")]


def test_a_page_that_a_lying_server_calls_unchanged_shows_its_new_file_at_last() -> None:
    visit = world({"index.html": LIST, "1.html": _same_tag(article(), '"1"'), "P0.pdf": file(PDF)})
    visit.visit()
    body = "<a href='P1.pdf'>决算公开表（更正）.pdf</a>"
    visit.web.replies[BASE + "1.html"] = _same_tag(article(body=body), '"1"')
    visit.web.replies[BASE + "P1.pdf"] = file(CORRECTED)
    found = []
    for _ in range(8):
        visit.clock.sleep(MONTH)
        found += [one.sha256 for harvest in [visit.visit()] for got in harvest.disclosures for one in got.documents]
    assert found == [sha256_hex(CORRECTED)]


def test_a_list_that_a_lying_server_calls_unchanged_is_read_whole_at_last() -> None:
    visit = world(
        {
            "index.html": _same_tag(listing(row("1.html", TITLE)), '"l"'),
            "1.html": page(article()),
            "P0.pdf": file(PDF),
        }
    )
    visit.visit()
    newer = "襄垣县信访局2024年度部门决算公开"
    visit.web.replies[ENTRY] = _same_tag(listing(row("2.html", newer, "2025-09-24"), row("1.html", TITLE)), '"l"')
    visit.web.replies[BASE + "2.html"] = page(article(newer, "<a href='P2.pdf'>附件.pdf</a>"))
    visit.web.replies[BASE + "P2.pdf"] = file(CORRECTED)
    visit.clock.sleep(MONTH)
    assert visit.visit().outcome.value == "ok"  # the items were looked at; the list said that nothing changed
    visit.clock.sleep(MONTH)
    assert [one.fiscal_year for one in visit.visit().disclosures] == [2024]


def test_a_row_with_another_day_is_believed_and_not_the_server_that_denies_it() -> None:
    visit = world({"index.html": LIST, "1.html": _same_tag(article(), '"1"'), "P0.pdf": _same_tag(PDF, '"p"')})
    visit.visit()
    visit.web.replies[ENTRY] = page(listing(row("1.html", TITLE, "2024-10-08")))
    visit.web.replies[BASE + "1.html"] = _same_tag(article(body="已更正。<a href='P0.pdf'>决算公开表.pdf</a>"), '"1"')
    visit.web.replies[BASE + "P0.pdf"] = _same_tag(CORRECTED, '"p"')
    visit.clock.sleep(3 * 86400)
    (again,) = visit.visit().disclosures
    assert [one.sha256 for one in again.documents] == [sha256_hex(CORRECTED)]


def test_a_list_that_prints_another_title_every_night_has_nothing_sent_again_every_night() -> None:
    visit = world({"index.html": LIST, "1.html": page(article(), etag='"1"'), "P0.pdf": file(PDF, etag='"p"')})
    visit.visit()
    whole = []
    for night in range(6):
        visit.web.replies[ENTRY] = page(listing(row("1.html", f"{TITLE}（浏览{night}次）")))
        visit.clock.sleep(86400)
        assert visit.visit().outcome.value == "ok"
        files = [one for one in visit.web.requests if one.url.path.endswith("P0.pdf")]
        whole += [night for one in files if "if-none-match" not in one.headers]
    assert len(whole) <= 3
