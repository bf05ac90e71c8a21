"""Real files broken in hundreds of ways end as a document or in a named state, and harm nothing (more: make soak)."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from domain.records import DocumentState
from parsers.examine import ReadDocument
from parsers.isolation import WorkFailed
from parsers.readers import sniff
from tests.parsers.hostile import soak
from tests.parsers.hostile.cases import made
from tests.parsers.hostile.findings import Findings, Request
from tests.parsers.hostile.originals import SCANS, TEXT, original
from tests.parsers.hostile.watched import Watching, causes

SEED = 20260101
NAMED = {state.value for state in DocumentState} - {"timeout"} | {"archive"}


@pytest.mark.parametrize(("lane", "count"), [("text", 100), pytest.param("scans", 11, marks=pytest.mark.ocr)])
def test_broken_files_of_every_format_end_as_a_document_or_in_a_named_state_and_harm_nothing(
    lane: str, count: int
) -> None:
    run = soak.Run(lane, SEED, Findings())
    run.go(range(count))
    assert run.findings.bad == []
    assert run.findings.lates == []
    assert sum(run.findings.states.values()) == count
    assert set(run.findings.states) <= NAMED
    assert set(run.findings.formats) == set(soak.LANES[lane])
    assert run.findings.states["damaged"] > count // 10
    assert run.findings.states["read"] + run.findings.states["no_figures"] > count // 4


def test_the_same_name_gives_the_same_file_also_in_another_process_and_no_case_is_its_original() -> None:
    names = [f"{source}@{SEED}:{number}.{number + 1}" for number, source in enumerate((*TEXT, *SCANS))]
    code = (
        "import sys, hashlib; from tests.parsers.hostile.cases import made\n"
        "for name in sys.argv[1:]: print(hashlib.sha256(made(name)).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, check=True)
    assert elsewhere.stdout.split() == [hashlib.sha256(made(name)).hexdigest() for name in names]
    assert [name for name in names if made(name) == original(name.partition("@")[0])] == []


def test_every_format_the_readers_know_is_among_the_originals() -> None:
    known = {sniff(original(name)).rpartition("/")[2] for name in (*TEXT, *SCANS)}
    assert known == {
        "html", "related", "msword", "vnd.openxmlformats-officedocument.wordprocessingml.document", "vnd.ms-excel",
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet", "vnd.oasis.opendocument.spreadsheet", "pdf", "ofd",
        "zip", "vnd.rar", "x-7z-compressed", "json", "xml", "vnd.ms-word.xml", "rtf", "png", "jpeg", "tiff", "bmp",
        "gif", "webp", "jp2",
    }  # fmt: skip


class Pool:
    """Ends every document as it is told."""

    def __init__(self, ending: ReadDocument | Exception) -> None:
        self.ending = ending

    def document(self, *_: object, **__: object) -> ReadDocument:
        if isinstance(self.ending, Exception):
            raise self.ending
        return self.ending


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        (WorkFailed("KeyError at a.py:1"), "WorkFailed: KeyError at a.py:1"),
        (ZeroDivisionError("seen"), "ZeroDivisionError: seen"),
        (
            ReadDocument("0" * 64, "text/html", DocumentState.DAMAGED, "the file made its reader crash (-11)"),
            "crash: ['the file made its reader crash (-11)']",
        ),
    ],
)
def test_what_must_not_be_is_seen(ending: ReadDocument | Exception, told: str, tmp_path: Path) -> None:
    (tmp_path / "report").touch()
    watchers = soak.Watchers(soak.LIMITS, tmp_path / "report")
    watchers.pool = Pool(ending)  # type: ignore[assignment]  # all of a pool that is used
    run = soak.Run("text", SEED, Findings())
    run.one("page.html@1:1", watchers)
    assert run.findings.bad == [f"page.html@1:1: {told}"]


def test_files_left_behind_and_memory_beyond_the_limit_are_seen(tmp_path: Path) -> None:
    findings = Findings()
    request = Request(peak_mb=1300.0, outside=["open /etc/x"])
    findings.add("a@1:1", request, ["read"], 1000.0)
    for folder in ("here", "home", "tmp", "tmp/reader-1", "tmp/members-1"):
        (tmp_path / folder).mkdir()
    (tmp_path / "tmp" / "reader-1" / "archive").touch()
    findings.left("at the end", sorted(soak.left_behind(tmp_path)))
    assert findings.bad == [
        "a@1:1: outside its folder: open /etc/x",
        "a@1:1: 1300 MB, more than 1000",
        "at the end: left behind: tmp/members-1",
        "at the end: left behind: tmp/reader-1/archive",
    ]


def test_the_watch_hears_of_files_programs_and_connections_outside_the_folder(
    watching: Watching, tmp_path: Path
) -> None:
    (tmp_path / "own" / "a").write_text("allowed")
    with tempfile.TemporaryDirectory(dir=tmp_path / "own") as folder:
        (Path(folder) / "b").mkdir()
    (tmp_path / "own" / ".." / "c").write_text("not")
    (tmp_path / "d").mkdir()
    subprocess.run(["true"], check=True)
    with socket.socket() as line, pytest.raises(ConnectionRefusedError):
        line.connect(("127.0.0.1", 1))
    watching.on = False
    kinds = [what.partition(" ")[0] for what in watching.outside]
    assert kinds == ["open", "os.mkdir", "subprocess.Popen", "socket.connect"]
    assert watching.outside[0] == f"open {tmp_path.resolve() / 'c'}"


def test_the_cause_of_a_named_state_is_told_with_its_place() -> None:
    from parsers.model import UnreadableDocument
    from parsers.readers import read

    with pytest.raises(UnreadableDocument) as caught:
        read(b"%PDF-1.7\n" + b"0" * 200)
    kind, ours, theirs = causes(caught.value)
    assert kind.startswith("pypdfium2")
    assert ours.endswith(" open_pdf")
    assert theirs.startswith("document.py:")
    assert causes(ValueError("without a cause")) == []


def test_findings_are_kept_resumed_and_added_up(tmp_path: Path) -> None:
    findings = Findings(next=7)
    request = Request(cpu=0.5, peak_mb=90.0, causes=[["E: 12", "a", "b"]], lines=["x.py:1"])
    findings.add("page.html@1:1", request, ["read"], 1000.0)
    findings.add("page.html@1:2", request, ["damaged"], 1000.0)
    findings.late("page.html@1:3", ["timeout"], (Request(cpu=4.0), ["read"]))
    findings.save(tmp_path / "one.json")
    assert Findings.load(tmp_path / "one.json") == findings
    total = Findings.sum([tmp_path / "one.json"] * 2)
    assert (total.cases, total.states) == (4, {"read": 2, "damaged": 2})
    assert total.causes == {"E: … | a | b": (4, ["page.html@1:1", "page.html@1:2", "page.html@1:1"])}
    assert findings.kept == {"page.html": ["page.html@1:1"]}
    assert Findings.load(tmp_path / "none.json") == Findings()


def test_a_guided_run_goes_on_from_what_reached_new_lines() -> None:
    findings = Findings(kept={"page.html": ["page.html@1:4"]})
    run = soak.Run("text", 1, findings, guided=True)
    numbers = [number for number in range(400) if run.originals[number % len(run.originals)] == "page.html"]
    starts = {run.case(number).partition(f":{number}")[0].partition(f".{number}")[0] for number in numbers}
    assert starts == {"page.html@1", "page.html@1:4"}


def test_an_archive_goes_the_way_of_a_harvest() -> None:
    with soak.apart("text", traced=False) as world:
        watchers = soak.Watchers(soak.LIMITS, world / "report")
        with watchers.pool:
            request, states = watchers.end_of("nested.zip@1")
    assert states == ["no_figures", "no_figures", "no_figures", "read", "no_figures"]
    assert request.problem == ""
    assert request.outside == []
