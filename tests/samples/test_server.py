"""The sample server behaves as a portal behind a proxy, and breaks when it is told to."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from infra.samples.server import SamplePortals

XIANGYUAN = "http://www.xiangyuan.test/zwgk/fdzdgknr/czxx/bmyjs/"
LIST = XIANGYUAN + "index.html"
PDF = XIANGYUAN + "202409/P020240924365512407788.pdf"
DOC = "http://www.quyang.test/attach/0/2002141031220748813.doc"
NAMELESS = (
    "http://www.urumqi-xinshi.test/module/download/downfile.jsp?classid=0&filename=0c6b3d7fa2914be8a1d59c7702f4e6b1"
)
VSB_FILE = (
    "http://www.maoxian.test/system/_content/download.jsp"
    "?urltype=news.DownloadAttachUrl&owner=1744984858&wbfileid=16738452"
)
PROXY = "http://www.urumqi-xinshi.test/module/web/jpage/dataproxy.jsp"
FIELDS = {"col": "1", "columnid": "8812", "unitid": "40123", "webid": "60"}


def test_it_answers_as_a_forward_proxy(client: httpx.Client) -> None:
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert "襄垣县信访局2023年度单位决算公开" in answer.text


def test_it_answers_plain_requests_by_their_host_header(portals: SamplePortals) -> None:
    address = urlsplit(portals.proxy_url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port)
    connection.request("GET", "/zwgk/fdzdgknr/czxx/bmyjs/", headers={"Host": "www.xiangyuan.test:80"})
    assert connection.getresponse().status == 200
    connection.close()


def test_it_listens_on_loopback_only_and_knows_no_other_host(portals: SamplePortals, client: httpx.Client) -> None:
    assert portals.proxy_url.startswith("http://127.0.0.1:")
    assert client.get("http://www.example.com/").status_code == 502


def test_an_encrypted_tunnel_is_refused(client: httpx.Client) -> None:
    with pytest.raises(httpx.ProxyError):
        client.get("https://www.xiangyuan.test/")


@pytest.mark.parametrize("url", [LIST, PDF, DOC, NAMELESS])
def test_every_answer_has_validators_and_the_second_visit_is_conditional(client: httpx.Client, url: str) -> None:
    first = client.get(url)
    by_tag = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    for answer in (by_tag, by_date):
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == first.headers["ETag"]
    changed = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get(url, headers=changed).status_code == 200  # the tag counts before the date
    assert client.get(url, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_headers_but_the_time_of_the_answer_are_the_same_in_every_run(
    portals: SamplePortals, client: httpx.Client
) -> None:
    with (
        SamplePortals() as others,
        httpx.Client(proxy=others.proxy_url, trust_env=False) as other_client,
    ):
        told, again = (
            [one for one in asked.get(LIST).headers.raw if one[0] != b"Date"] for asked in (client, other_client)
        )
    assert told == again
    assert len(told) > 1


def test_head_sends_headers_only(client: httpx.Client) -> None:
    answer = client.head(PDF)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(client.get(PDF).content)


def test_head_of_a_vsb_download_says_html(client: httpx.Client) -> None:
    headers = {"Referer": "http://www.maoxian.test/info/1271/43022.htm"}
    assert client.head(VSB_FILE, headers=headers).headers["Content-Type"] == "text/html"
    assert client.get(VSB_FILE, headers=headers).headers["Content-Type"] == "application/octet-stream"


def test_a_vsb_download_without_referer_is_an_html_page(client: httpx.Client) -> None:
    answer = client.get(VSB_FILE)
    assert answer.status_code == 200
    assert answer.content.startswith(b"<!DOCTYPE html>")


def test_unknown_addresses_are_404(client: httpx.Client) -> None:
    assert client.get(XIANGYUAN + "index_2.html").status_code == 404


def test_robots_txt_is_served_where_there_is_one(client: httpx.Client) -> None:
    assert "Crawl-delay: 1" in client.get("http://www.quyang.test/robots.txt").text
    assert "Disallow: /zwgk/nbzl/" in client.get("http://www.huairou-faults.test/robots.txt").text
    assert client.get("http://www.etuokeqianqi.test/robots.txt").status_code == 404


def test_the_gbk_pages_declare_gb2312_and_the_header_is_silent(client: httpx.Client) -> None:
    for path in ("index.html", "index_1.html", "202110/t20211012_2984903.html"):
        answer = client.get(f"http://www.etuokeqianqi.test/zfxxgk/fdzdgknr/czyjs/bmjs/{path}")
        assert answer.headers["Content-Type"] == "text/html"
        assert b"charset=gb2312" in answer.content
        assert "鄂托克前旗信访局" in answer.content.decode("gb18030")
        with pytest.raises(UnicodeDecodeError):
            answer.content.decode("utf-8")


def test_a_file_name_comes_as_raw_gbk_bytes(client: httpx.Client) -> None:
    raw = dict(client.get(DOC).headers.raw)[b"Content-Disposition"]
    assert raw == 'attachment; filename="曲阳县信访局2020年部门预算信息公开情况说明.doc"'.encode("gbk")


def test_a_file_name_comes_in_rfc_5987_form(client: httpx.Client) -> None:
    header = client.get(NAMELESS).headers["Content-Disposition"]
    name = "乌鲁木齐高新区（新市区）信访局2021年度部门决算公开说明.docx"
    assert header.startswith("attachment; filename*=UTF-8''%E4%B9%8C")
    assert unquote(header).endswith(name)


def post(client: httpx.Client, first: int, last: int, **changes: str) -> httpx.Response:
    url = f"{PROXY}?startrecord={first}&endrecord={last}&perpage=3"
    referer = {"Referer": "http://www.urumqi-xinshi.test/col/col8812/index.html"}
    return client.post(url, data=FIELDS | changes, headers=referer)


def test_later_hanweb_rows_come_by_post(client: httpx.Client) -> None:
    answer = post(client, 7, 12)
    assert "<totalrecord>10</totalrecord><totalpage>4</totalpage>" in answer.text
    assert answer.text.count("<record>") == 4
    assert "乌鲁木齐高新区（新市区）信访局2021年度部门决算公开说明" in answer.text
    assert post(client, 1, 6).text.count("<record>") == 6
    assert post(client, 13, 18).text.count("<record>") == 0


def test_wrong_fields_a_missing_referer_or_get_bring_no_hanweb_rows(client: httpx.Client) -> None:
    nothing = "<datastore><recordset></recordset></datastore>"
    assert post(client, 7, 12, columnid="1").text == nothing
    assert client.post(f"{PROXY}?startrecord=7&endrecord=12&perpage=3", data=FIELDS).text == nothing
    assert client.get(f"{PROXY}?startrecord=7&endrecord=12&perpage=3").status_code == 404


def test_every_request_is_logged(portals: SamplePortals, client: httpx.Client) -> None:
    tag = client.get(LIST).headers["ETag"]
    client.get(LIST, headers={"If-None-Match": tag})
    client.head(PDF)
    client.get(XIANGYUAN + "none.html?a=1")
    path = urlsplit(LIST).path
    assert [(r.host, r.method, r.path, r.status, r.conditional) for r in portals.requests] == [
        ("www.xiangyuan.test", "GET", path, 200, False),
        ("www.xiangyuan.test", "GET", path, 304, True),
        ("www.xiangyuan.test", "HEAD", urlsplit(PDF).path, 200, False),
        ("www.xiangyuan.test", "GET", "/zwgk/fdzdgknr/czxx/bmyjs/none.html?a=1", 404, False),
    ]
    assert portals.requested("www.xiangyuan.test")[0] == LIST
    assert portals.requests[0].time <= portals.requests[-1].time <= time.time()


def test_requests_for_look_alikes_are_counted_as_unwanted(portals: SamplePortals, client: httpx.Client) -> None:
    client.get(LIST)
    client.get(PDF)
    assert portals.unwanted() == []
    lookalike = XIANGYUAN + "202409/t20240918_3270066.html"
    client.get(lookalike)
    assert portals.unwanted() == [lookalike]


def test_the_host_that_is_down_closes_the_connection(portals: SamplePortals, client: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("http://www.down.test/zwgk/index.html")
    assert portals.requests[-1].status == 0


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("404", 404), ("status", 503)])
def test_a_host_can_be_made_to_answer_errors(portals: SamplePortals, client: httpx.Client, kind, status: int) -> None:
    portals.set_fault("www.xiangyuan.test", kind)
    assert client.get(LIST).status_code == status
    assert client.get("http://www.quyang.test/robots.txt").status_code == 200


@pytest.mark.parametrize(
    ("kind", "error"),
    [("down", httpx.RemoteProtocolError), ("reset", httpx.ReadError), ("truncated", httpx.RemoteProtocolError)],
)
def test_a_connection_can_be_made_to_break(portals: SamplePortals, client: httpx.Client, kind, error) -> None:
    portals.set_fault(PDF, kind)
    with pytest.raises(error):
        client.get(PDF)
    assert client.get(LIST).status_code == 200


def test_a_fault_can_end_after_some_requests_or_be_cleared(portals: SamplePortals, client: httpx.Client) -> None:
    portals.set_fault(PDF, "500", times=2)
    portals.set_fault("www.quyang.test", "500")
    assert [client.get(PDF).status_code for _ in range(3)] == [500, 500, 200]
    portals.clear_faults("www.quyang.test")
    assert client.get(DOC).status_code == 200


def test_an_answer_can_be_slow(portals: SamplePortals, client: httpx.Client) -> None:
    portals.set_fault(LIST, "slow", seconds=30)
    with pytest.raises(httpx.ReadTimeout):
        client.get(LIST, timeout=0.2)


def test_too_many_requests_says_when_to_come_back(portals: SamplePortals, client: httpx.Client) -> None:
    portals.set_fault("www.xiangyuan.test", "429", retry_after="7")
    answer = client.get(LIST)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_a_redirect_can_lead_elsewhere(portals: SamplePortals, client: httpx.Client) -> None:
    portals.set_fault(LIST, "redirect", location="http://www.elsewhere.test/a.html")
    answer = client.get(LIST)
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://www.elsewhere.test/a.html")


@pytest.mark.parametrize("kind", ["html_for_file", "soft_404"])
def test_a_file_can_turn_into_a_page(portals: SamplePortals, client: httpx.Client, kind) -> None:
    portals.set_fault(PDF, kind)
    answer = client.get(PDF)
    assert (answer.status_code, answer.content[:15]) == (200, b"<!DOCTYPE html>")


def test_a_list_can_be_made_empty_while_files_stay(portals: SamplePortals, client: httpx.Client) -> None:
    for host in ("www.xiangyuan.test", "www.urumqi-xinshi.test"):
        portals.set_fault(host, "empty_list")
    assert "<li>" not in client.get(LIST).text
    assert "createPageHTML" in client.get(LIST).text
    assert client.get(PDF).content.startswith(b"%PDF")
    assert "<record>" not in client.get("http://www.urumqi-xinshi.test/col/col8812/index.html").text
    assert "<record>" not in post(client, 7, 12).text


def test_an_unknown_fault_is_refused(portals: SamplePortals) -> None:
    with pytest.raises(ValueError, match="known: down, status"):
        portals.set_fault("www.quyang.test", "explode")  # type: ignore[arg-type]  # the point of the test


def test_a_file_can_be_posted_anew(portals: SamplePortals, client: httpx.Client) -> None:
    old = client.get(PDF)
    portals.replace(PDF, b"%PDF-1.4 corrected")
    new = client.get(PDF, headers={"If-None-Match": old.headers["ETag"]})
    assert (new.status_code, new.content) == (200, b"%PDF-1.4 corrected")
    assert client.get(PDF, headers={"If-Modified-Since": old.headers["Last-Modified"]}).status_code == 200
    with pytest.raises(KeyError):
        portals.replace(XIANGYUAN + "none.pdf", b"")


def test_it_runs_by_itself_and_prints_where() -> None:
    command = [sys.executable, "-m", "infra.samples.server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            proxy = process.stdout.readline().split()[1]
            hosts = [process.stdout.readline().strip() for _ in range(8)]
            assert f"{LIST}" in hosts
            assert "http://www.down.test/ (closes every connection)" in hosts
            with httpx.Client(proxy=proxy, trust_env=False) as session:
                assert session.get(LIST).status_code == 200
        finally:
            process.terminate()


def test_the_server_needs_no_development_dependency() -> None:
    code = "import sys, infra.samples.server; print({'docx', 'reportlab', 'openpyxl', 'xlwt'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"
