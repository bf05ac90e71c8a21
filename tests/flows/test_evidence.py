"""``xinfang evidence``: contract promise 8 on the harvested sample store, and the command for files and stores."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from domain.identifiers import sha256_hex
from domain.records import Origin
from domain.text import squeeze
from flows.cli import app
from flows.commands import evidence as command
from flows.local_files import FactChoice, choose_fact
from flows.pipeline import current_reports
from parsers.evidence import locate
from parsers.evidence.fonts import chinese_font
from parsers.isolation import ReaderPool
from parsers.parse import Source
from parsers.readers import read
from publish.store import LocalStore
from tests.samples.reading import FILES

RUN = CliRunner()
PNG = b"\x89PNG\r\n\x1a\n"
XLSX = str(FILES / "004_xiangyuan_2023_final.xlsx")
PDF = str(FILES / "004_xiangyuan_2023_final.pdf")


def run(*arguments):
    return RUN.invoke(app, ["evidence", *arguments])


def test_every_fact_of_the_store_leads_to_a_page_a_place_and_a_quote_in_an_archived_file(harvested):
    """Contract, promise 8."""
    store = LocalStore(harvested)
    checked = 0
    for parsed in current_reports(store):
        models = {}
        for document in parsed.documents:
            stored = store.get(document.archive_key)
            assert stored is not None
            assert sha256_hex(stored.data) == document.document_id
            models[document.document_id] = read(stored.data, file_name=document.file_name)
        for fact in parsed.facts:
            model = models[fact.document_id]
            place = locate(model, fact)
            assert fact.quote
            assert squeeze(fact.quote.lstrip("…")) in squeeze(place.text), fact.fact_id
            assert fact.page == place.page
            if fact.origin is not Origin.CHART:
                assert fact.paragraph or (fact.table_no and fact.row_no and fact.column_no)
            if model.media_type == "application/pdf":
                assert fact.page
                assert fact.bbox or fact.paragraph
            checked += 1
    assert checked > 2000


@pytest.mark.skipif(chinese_font() is None, reason="draws with a font of the system")
def test_evidence_of_every_kind_of_fact_of_every_format_is_a_picture(harvested):
    store = LocalStore(harvested)
    shown = set()
    with ReaderPool() as pool:
        for parsed in current_reports(store):
            documents = {document.document_id: document for document in parsed.documents}
            for fact in parsed.facts:
                document = documents[fact.document_id]
                kind = (document.media_type.rpartition(".")[2], fact.origin.value)
                if kind in shown:
                    continue
                stored = store.get(document.archive_key)
                assert stored is not None
                made = pool.evidence(Source(stored.data, document.file_name), fact)
                assert made.data.startswith(PNG), kind
                shown.add(kind)
    formats = {media for media, _ in shown}
    assert {"application/pdf", "document", "sheet", "application/msword", "text/html"} <= formats
    assert {origin for _, origin in shown} == {"table", "narrative", "chart"}


def test_a_fact_of_the_store_is_shown_with_what_it_is_and_where_it_was_published(harvested, tmp_path):
    parsed = next(one for one in current_reports(LocalStore(harvested)) if one.report.division_code == "140423")
    fact = next(fact for fact in parsed.facts if fact.bbox is not None)
    target = tmp_path / "shown.png"
    result = run(fact.fact_id, "--store", str(harvested), "-o", str(target), "--json", "--no-open")
    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    assert target.read_bytes().startswith(PNG)
    assert (record["file"], record["page"], record["media_type"]) == (str(target), fact.page, "image/png")
    assert record["url"].startswith("http://www.xiangyuan.test/")
    assert record["fact"]["fact_id"] == fact.fact_id
    assert record["document_id"] == fact.document_id


def test_an_archived_file_that_is_not_the_one_that_was_read_is_refused(sample_store):
    (parsed, *_) = current_reports(LocalStore(sample_store))
    fact = parsed.facts[0]
    document = next(one for one in parsed.documents if one.document_id == fact.document_id)
    path = sample_store / document.archive_key
    path.chmod(0o644)
    path.write_bytes(b"something else")
    result = run(fact.fact_id, "--store", str(sample_store))
    assert result.exit_code == 1
    assert "is not the one that was read" in result.output
    path.unlink()
    assert "the archive lacks" in run(fact.fact_id, "--store", str(sample_store)).output


@pytest.mark.parametrize("arguments", [["8"], ["--fact", "income_by_function/合计/财政拨款收入/amount"]])
def test_a_fact_of_a_local_file_is_named_by_number_or_by_meaning(arguments, tmp_path):
    target = tmp_path / "deep" / "shown.html"
    result = run(*arguments, "--file", XLSX, "-o", str(target), "--html", "--json")
    assert result.exit_code == 0, result.output
    page = target.read_text(encoding="utf-8")
    assert page.count("class=fact") == 1
    assert json.loads(result.stdout)["media_type"] == "text/html"


def test_the_default_file_is_named_after_the_fact(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("8", "--file", PDF).exit_code == 0
    (made,) = tmp_path.iterdir()
    assert made.name.startswith("f-")
    assert made.read_bytes().startswith(PNG)


def test_a_page_is_never_written_under_a_pictures_name(tmp_path):
    result = run("8", "--file", XLSX, "--html", "-o", str(tmp_path / "shown.png"))
    assert result.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["shown.html"]


def test_the_picture_can_go_to_standard_output():
    result = run("8", "--file", PDF, "-o", "-")
    assert result.stdout_bytes.startswith(PNG)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Name one fact"),
        (["8", "--fact", "summary/收入总计"], 2, "Name one fact"),
        (["8"], 2, "name the fact by its id"),
        (["f-0000", "--store", "{empty}"], 2, "no such fact"),
        (["8", "--file", "nowhere.pdf"], 2, "no such file"),
        (["99999", "--file", XLSX], 2, "not 99999"),
        (["--fact", "summary/没有", "--file", XLSX], 2, "no such fact"),
        (["1", "--file", str(FILES / "bad" / "truncated.pdf")], 1, "damaged"),
    ],
)
def test_wrong_use_and_unreadable_files_are_told(arguments, code, said, tmp_path):
    result = run(*(argument.replace("{empty}", str(tmp_path)) for argument in arguments))
    assert (result.exit_code, said in result.output) == (code, True), result.output


def test_several_facts_of_one_name_are_listed_to_choose_from(harvested):
    (parsed, *_) = [one for one in current_reports(LocalStore(harvested)) if one.report.division_code == "140423"]
    with pytest.raises(FactChoice, match="name one by number or id") as caught:
        choose_fact(parsed.facts, "summary/收入总计/amount")
    number = int(str(caught.value).split("\n")[1].split(":")[0])
    assert choose_fact(parsed.facts, str(number)).item == "收入总计"


def test_a_viewer_opens_only_on_a_terminal_with_a_display(tmp_path, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", opened.append)
    target = str(tmp_path / "a.png")
    run("8", "--file", PDF, "-o", target)
    monkeypatch.setattr(command, "_has_display", lambda: True)
    run("8", "--file", PDF, "-o", target, "--no-open")
    assert opened == []
    run("8", "--file", PDF, "-o", target)
    assert opened == [target]


def test_a_correction_of_the_fact_stands_above_its_evidence(sample_store, tmp_path):
    store = ("--store", str(sample_store))
    parsed = next(one for one in current_reports(LocalStore(sample_store)) if one.report.division_code == "140423")
    fact, other, *_ = (fact for fact in parsed.facts if fact.item in {"本年收入合计", "本年支出合计"})
    about = ("--fact", fact.fact_id, "--value", "2337600", "--reason", "发布机关来函更正", "--id", "c-1")
    assert RUN.invoke(app, ["corrections", "add", *about, *store]).exit_code == 0
    target = tmp_path / "a.png"
    corrected = "更正 correction c-1: 2337600 · 发布机关来函更正"
    for one, expected in ((fact, 1), (other, 0)):
        assert run(one.fact_id, *store, "--html", "-o", str(target)).exit_code == 0
        assert target.with_suffix(".html").read_text(encoding="utf-8").count(f"<p>{corrected}</p>") == expected


@pytest.mark.skipif(chinese_font() is None, reason="draws with a font of the system")
def test_an_ofd_file_shows_its_table_drawn_anew(tmp_path):
    from tests.parsers.readers.test_ofd import line, ofd, text

    rules = [line(20, y, 120, y) for y in (40, 50, 60, 70)] + [line(x, 40, x, 70) for x in (20, 70, 120)]
    cells = [text(22, 47, "项目"), text(72, 47, "金额"), text(22, 57, "收入总计"), text(72, 57, "233.67")]
    cells += [text(22, 67, "支出总计"), text(72, 67, "233.67")]
    head = [text(40, 25, "收入支出决算总表"), text(90, 35, "单位：万元")]
    path = tmp_path / "决算.ofd"
    path.write_bytes(ofd("".join([*head, *rules, *cells])))
    result = run("1", "--file", str(path), "-o", str(tmp_path / "a.png"), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["fact"]["printed"] == "233.67"
    assert (tmp_path / "a.png").read_bytes().startswith(PNG)
