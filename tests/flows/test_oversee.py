"""Status, alarms and counts: what a person must know is told once, and nothing else is."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from flows.cli import app
from flows.operation.alarms import KEY, Alarm, standing, tell
from flows.operation.automations import AGAIN, ZOMBIES, automations
from flows.operation.conditions import Situation, declared_conditions
from flows.operation.metrics import registry_of, write_metrics
from flows.operation.status import PortalStatus, RunStatus, Status, VersionStatus, read_status, update_status
from flows.summary import (
    PARSE_FAILED,
    AuditRun,
    DocumentProblem,
    PortalRun,
    PublishOutcome,
    PublishRun,
    RunSummary,
    save_summary,
)
from tests.scrapers.fakes import MemoryStore

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
GIGABYTE = 1024**3


def run_status(**more: object) -> RunStatus:
    given = {"run_id": "r1", "started_at": NOW - timedelta(hours=2), "ended_at": NOW - timedelta(hours=1), **more}
    return RunStatus.model_validate({"publish": "published", **given})


def portal(outcome: str, failures: int) -> PortalStatus:
    return PortalStatus(outcome=outcome, at=NOW, failures=failures)


def version(facts: int = 1000, reports: int = 10) -> VersionStatus:
    return VersionStatus(number=2, name="2026.11.28", created=NOW, reports=reports, facts=facts)


def seen(status: dict[str, object] | None = None, **more: object) -> dict[str, tuple[str, ...]]:
    whole = Status(updated_at=NOW, **(status or {}))
    return {alarm.id: alarm.about for alarm in standing(Situation(status=whole, now=NOW, **more))}  # type: ignore[arg-type]


def test_when_all_is_well_nobody_is_told():
    healthy = {
        "version": version(),
        "runs": {"harvest": run_status(reports=10, facts=1000), "verify": run_status(archive_bytes=GIGABYTE)},
        "portals": {"a": portal("ok", 0), "b": portal("unreachable", 1), "c": portal("partial", 9)},
    }
    rows = [{"division_code": "140423", "fiscal_year": "2025", "report_type": "budget", "state": "not_due"}]
    assert seen(healthy, coverage=rows, disks={"/": (50 * GIGABYTE, 100 * GIGABYTE)}, quota_gb=10) == {}
    assert seen() == {}, "a store that is new"


@pytest.mark.parametrize(
    ("outcome", "visits", "alarm"),
    [
        ("wall", 1, "portal_wall"),
        ("robots_denied", 1, "portal_wall"),
        ("drift", 1, None),
        ("drift", 2, "portal_drift"),
        ("empty_list", 2, "portal_drift"),
        ("unreachable", 3, None),
        ("unreachable", 4, "portal_down"),
        ("closed_now", 9, None),
        ("ok", 0, None),
    ],
)
def test_a_portal_is_told_of_when_its_state_lasts(outcome, visits, alarm):
    found = seen({"portals": {"a": portal(outcome, visits)}})
    assert found == ({alarm: ("a",)} if alarm else {})


@pytest.mark.parametrize(
    ("status", "more", "alarm", "about"),
    [
        ({"runs": {"harvest": run_status(parse_failed=1)}}, {}, "parse_failed", ("r1",)),
        ({"runs": {"harvest": run_status(reports=5, facts=340)}, "version": version()}, {}, "facts_fell", ("r1",)),
        ({"runs": {"publish": run_status(publish="refused", message="5 %")}}, {}, "publish_refused", ("r1",)),
        ({"runs": {"harvest": run_status(ended_at=NOW - timedelta(hours=31))}}, {}, "harvest_missing", ("harvest",)),
        ({"runs": {"verify": run_status(ended_at=NOW - timedelta(hours=55))}}, {}, "verify_missing", ("verify",)),
        ({"runs": {"verify": run_status(problems=("raw/x",))}}, {}, "damaged", ("raw/x",)),
        ({}, {"disks": {"/store": (2 * GIGABYTE, 10 * GIGABYTE)}}, "disk_full", ("/store",)),
        ({}, {"disks": {"/store": (40 * GIGABYTE, 1000 * GIGABYTE)}}, "disk_full", ("/store",)),
        ({"runs": {"verify": run_status(archive_bytes=9 * GIGABYTE)}}, {"quota_gb": 10.0}, "bucket_full", ("archive",)),
    ],
)
def test_each_condition_raises_its_own_alarm(status, more, alarm, about):
    assert seen(status, **more) == {alarm: about}


OVERDUE = {"division_code": "140423", "fiscal_year": "2025", "report_type": "budget", "state": "overdue"}
#: For every alarm: when it stands, and the nearest thing to it that nobody wants to be told of.
CASES: dict[str, tuple[dict[str, object], dict[str, object], dict[str, object], dict[str, object]]] = {
    "portal_silent": ({}, {"coverage": [OVERDUE]}, {}, {"coverage": [OVERDUE | {"state": "not_found"}]}),
    "portal_wall": ({"portals": {"a": portal("wall", 1)}}, {}, {"portals": {"a": portal("closed_now", 1)}}, {}),
    "portal_drift": ({"portals": {"a": portal("drift", 2)}}, {}, {"portals": {"a": portal("drift", 1)}}, {}),
    "portal_down": ({"portals": {"a": portal("failed", 4)}}, {}, {"portals": {"a": portal("failed", 3)}}, {}),
    "parse_failed": (
        {"runs": {"harvest": run_status(parse_failed=1)}},
        {},
        {"runs": {"harvest": run_status(failed_portals=3)}},
        {},
    ),
    "facts_fell": (
        {"runs": {"harvest": run_status(reports=5, facts=349)}, "version": version()},
        {},
        {"runs": {"harvest": run_status(reports=5, facts=350)}, "version": version()},
        {},
    ),
    "publish_refused": (
        {"runs": {"publish": run_status(publish="refused")}},
        {},
        {"runs": {"publish": run_status(publish="nothing_new")}},
        {},
    ),
    "harvest_missing": (
        {"scheduled_since": NOW - timedelta(hours=31), "runs": {"verify": run_status()}},
        {},
        {"scheduled_since": NOW - timedelta(hours=29)},
        {},
    ),
    "verify_missing": (
        {"scheduled_since": NOW - timedelta(hours=55), "runs": {"dispatch": run_status()}},
        {},
        {"runs": {"dispatch": run_status()}},
        {},
    ),
    "damaged": ({"runs": {"verify": run_status(problems=("raw/x",))}}, {}, {"runs": {"verify": run_status()}}, {}),
    "disk_full": (
        {},
        {"disks": {"/home": (50 * GIGABYTE, 100 * GIGABYTE), "/store": (4 * GIGABYTE, 10 * GIGABYTE)}},
        {},
        {"disks": {"/store": (6 * GIGABYTE, 100 * GIGABYTE)}},
    ),
    "bucket_full": (
        {"runs": {"verify": run_status(archive_bytes=9 * GIGABYTE)}},
        {"quota_gb": 10.0},
        {"runs": {"verify": run_status(archive_bytes=8 * GIGABYTE)}},
        {"quota_gb": 10.0},
    ),
}


def test_there_is_a_case_for_every_alarm_that_is_declared():
    assert set(CASES) == {condition.id for condition in declared_conditions()}


@pytest.mark.parametrize("alarm", sorted(CASES))
def test_every_alarm_is_told_once_for_as_long_as_it_stands_and_its_near_miss_never(alarm):
    status, more, near, near_more = CASES[alarm]
    store, post = MemoryStore(), Post()

    def look(status: dict[str, object], more: dict[str, object], hours: int) -> tuple[str, ...]:
        situation = Situation(status=Status(updated_at=NOW, **status), now=NOW, **more)  # type: ignore[arg-type]
        return tuple(one.id for one in tell(store, standing(situation), post, now=NOW + timedelta(hours=hours)))

    assert look(near, near_more, 0) == ()
    assert [look(status, more, hours) for hours in (1, 2, 30, 300)] == [(alarm,), (), (), ()]
    assert look(near, near_more, 301) == ()
    (text,) = post.texts
    assert text.startswith(f"[{alarm}] ")
    assert "{" not in text, "every word of the sentence is filled in"


def test_a_harvest_that_never_came_to_its_end_is_missed_where_a_schedule_looks_and_only_there():
    store = MemoryStore()
    by_hand = update_status(store, now=NOW - timedelta(days=9))
    assert by_hand.scheduled_since is None
    first = update_status(store, now=NOW - timedelta(hours=31), scheduled=True)
    assert update_status(store, now=NOW, scheduled=True).scheduled_since == first.updated_at


def test_all_disks_that_are_nearly_full_are_named_with_the_least_that_is_left():
    disks = {"/": (4 * GIGABYTE, 10 * GIGABYTE), "/store": (2 * GIGABYTE, 10 * GIGABYTE)}
    (found,) = standing(Situation(status=Status(updated_at=NOW), now=NOW, disks=disks))
    assert found.about == ("/", "/store")
    assert "2.0 GB" in found.en


def test_an_overdue_report_is_told_with_its_county_and_year():
    row = {"division_code": "140423", "fiscal_year": "2025", "report_type": "final_accounts", "state": "overdue"}
    assert seen(coverage=[row, row | {"state": "not_found"}]) == {"portal_silent": ("140423-2025-final_accounts",)}


@pytest.mark.parametrize(
    "status",
    [
        {"runs": {"harvest": run_status(reports=4, facts=10)}, "version": version()},  # too few to say
        {"runs": {"harvest": run_status(reports=5, facts=360)}, "version": version()},
        {"runs": {"harvest": run_status(ended_at=NOW - timedelta(hours=29))}},
        {"runs": {"dispatch": run_status(), "harvest": run_status(ended_at=NOW - timedelta(days=9))}},
        {
            "runs": {
                "harvest": run_status(publish="refused", ended_at=NOW - timedelta(hours=3)),
                "publish": run_status(publish="nothing_new"),
                "verify": run_status(publish="skipped", ended_at=NOW),
            }
        },
    ],
)
def test_what_lies_inside_the_bounds_or_was_mended_since_raises_nothing(status):
    assert seen(status) == {}


def test_every_alarm_has_an_id_of_its_own_and_both_languages():
    ids = [condition.id for condition in declared_conditions()]
    assert len(set(ids)) == len(ids)
    for alarm in standing(
        Situation(status=Status(updated_at=NOW, portals={f"p{n}": portal("wall", 1) for n in range(20)}), now=NOW)
    ):
        assert "20 个门户" in alarm.zh
        assert "20 portals" in alarm.en
        assert alarm.en.endswith("…"), "a long list is cut"


# ---------------------------------------------------------------- told once


class Post:
    """Takes what is sent; out of order while ``broken``."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.broken = False

    def __call__(self, _title: str, text: str) -> bool:
        if not self.broken:
            self.texts.append(text)
        return not self.broken


def wall(*portals: str) -> Alarm:
    return Alarm("portal_wall", portals, f"拦截 {portals}", f"wall {portals}")


def test_an_alarm_is_told_once_again_for_a_new_portal_and_anew_after_it_ended():
    store, post = MemoryStore(), Post()
    assert tell(store, [wall("a")], post, now=NOW) == (wall("a"),)
    assert tell(store, [wall("a")], post, now=NOW + timedelta(hours=1)) == ()
    tell(store, [wall("a", "b")], post, now=NOW + timedelta(hours=2))
    assert tell(store, [wall("b")], post, now=NOW + timedelta(hours=3)) == ()
    tell(store, [], post, now=NOW + timedelta(hours=4))
    tell(store, [wall("a")], post, now=NOW + timedelta(hours=5))
    assert [text.count("wall") for text in post.texts] == [2, 2, 2]  # the id and the sentence
    assert ["'b'" in text for text in post.texts] == [False, True, False]


def test_what_could_not_be_sent_is_sent_at_the_next_look():
    store, post = MemoryStore(), Post()
    post.broken = True
    assert tell(store, [wall("a")], post, now=NOW) == ()
    post.broken = False
    assert tell(store, [wall("a")], post, now=NOW + timedelta(minutes=1)) == (wall("a"),)
    assert tell(store, [wall("a")], post, now=NOW + timedelta(minutes=2)) == ()


def test_of_two_lookers_one_sends_and_a_dead_one_is_taken_over():
    store, post = MemoryStore(), Post()

    def while_sending(_title: str, _text: str) -> bool:
        assert tell(store, [wall("a")], post, now=NOW) == (), "somebody else is sending this very moment"
        raise SystemExit("killed while sending")

    with pytest.raises(SystemExit):
        tell(store, [wall("a")], while_sending, now=NOW)
    assert tell(store, [wall("a")], post, now=NOW + timedelta(minutes=9)) == ()
    assert tell(store, [wall("a")], post, now=NOW + timedelta(minutes=11)) == (wall("a"),)


def test_a_damaged_memory_costs_one_more_message_and_no_alarm():
    store, post = MemoryStore(), Post()
    store.put_new(KEY, b"{ half a file")
    tell(store, [wall("a")], post, now=NOW)
    assert len(post.texts) == 1


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A receiver on loopback, as Apprise's address, and what it got."""
    got: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"json://127.0.0.1:{server.server_address[1]}/", got
    server.shutdown()
    server.server_close()


def test_alarms_reach_a_receiver_once_and_the_command_tells_by_its_exit_code(tmp_path, webhook, monkeypatch):
    address, got = webhook
    monkeypatch.setenv("XINFANG_NOTIFY", address)
    monkeypatch.setenv("XINFANG_METRICS_FILE", str(tmp_path / "metrics" / "xinfang.prom"))
    monkeypatch.setattr("flows.operation.alarms._disks", lambda _: {})
    store = str(tmp_path / "store")
    quiet = CliRunner().invoke(app, ["alarms", "--store", store, "--send"])
    assert (quiet.exit_code, got) == (0, []), quiet.output
    from publish.store import LocalStore

    at = datetime.now(UTC)  # the command has the real clock, and a run of long ago would be an alarm of its own
    run = summary(f"{at:%Y%m%dT%H%M%SZ}-a", PortalRun(portal_id="p", outcome="wall"), started_at=at, ended_at=at)
    save_summary(LocalStore(store), run)
    for sent in (True, False):
        told = CliRunner().invoke(app, ["alarms", "--store", store, "--send", "--json"])
        assert told.exit_code == 1, told.output
        assert [(row["id"], row["about"], row["sent"]) for row in json.loads(told.stdout)] == [
            ("portal_wall", ["p"], sent)
        ]
    assert len(got) == 1
    assert "拦截" in got[0]["message"]
    assert 'xinfang_alarm{alarm="portal_wall"} 1.0' in (tmp_path / "metrics" / "xinfang.prom").read_text()
    assert CliRunner().invoke(app, ["alarms", "--test"]).exit_code == 0
    assert len(got) == 2
    monkeypatch.delenv("XINFANG_NOTIFY")
    assert CliRunner().invoke(app, ["alarms", "--test"]).exit_code == 2


# ---------------------------------------------------------------- status and counts


def summary(run_id: str, *portals: PortalRun, flow: str = "harvest", **more: object) -> RunSummary:
    times = {"started_at": NOW, "ended_at": NOW + timedelta(minutes=5)}
    given = {"publish": PublishRun(outcome=PublishOutcome.NOTHING_NEW), **times, **more}
    return RunSummary.model_validate(
        {
            "run_id": run_id,
            "flow": flow,
            "store": "memory",
            "portals": portals,
            **given,
        }
    )


def test_the_status_follows_the_runs_and_reads_each_summary_once():
    store = MemoryStore()
    broken = PortalRun(portal_id="p", outcome="unreachable", message_en="no answer")
    save_summary(store, summary("r1", broken, PortalRun(portal_id="q", outcome="ok")))
    first = update_status(store, now=NOW)
    assert (first.outcomes, first.seen_through, first.version) == ({"ok": 1, "unreachable": 1}, "r1", None)
    save_summary(store, summary("r2", broken))
    save_summary(store, summary("r2-s000", PortalRun(portal_id="q", outcome="wall"), flow="share"))
    problem = DocumentProblem(report_id="x", url="u", state=PARSE_FAILED)
    save_summary(store, summary("r3", PortalRun(portal_id="z", outcome="ok", problems=(problem,)), flow="backfill"))
    audit = AuditRun(version=1, files=1, rows=1, raw_shares=("00", "01"), raw_bytes=10, problems=("x",))
    skipped = PublishRun(outcome=PublishOutcome.SKIPPED)
    save_summary(store, summary("r4", flow="verify", audit=audit, publish=skipped))
    del store.objects["runs/r1.json"]  # it is not looked at again
    status = update_status(store, now=NOW, alarms=["portal_down"])
    assert {name: one.failures for name, one in status.portals.items()} == {"p": 2, "q": 0, "z": 0}
    assert status.portals["p"].last_success is None
    assert set(status.runs) == {"harvest", "backfill", "verify"}
    assert (status.runs["backfill"].parse_failed, status.runs["verify"].archive_bytes) == (1, 1280)
    assert status.runs["verify"].problems == ("x",)
    assert read_status(store) == status
    assert status.alarms == ("portal_down",)
    save_summary(store, summary("r5", PortalRun(portal_id="p", outcome="ok")))
    healed = update_status(store, now=NOW).portals["p"]
    assert (healed.failures, healed.last_success) == (0, NOW + timedelta(minutes=5))


def test_a_status_of_another_schema_or_half_a_file_is_made_anew():
    store = MemoryStore()
    save_summary(store, summary("r1", PortalRun(portal_id="p", outcome="ok")))
    for damaged in (b"{", b'{"schema_version": 99, "updated_at": "2026-01-01T00:00:00Z"}'):
        store.objects["status.json"] = (damaged, 1)
        assert update_status(store, now=NOW).outcomes == {"ok": 1}


def test_the_status_of_a_real_store_names_its_version_and_the_commands_show_it(sample_store, monkeypatch):
    monkeypatch.setattr("flows.operation.alarms._disks", lambda _: {})
    shown = CliRunner().invoke(app, ["status", "--store", str(sample_store), "--json"])
    status = Status.model_validate_json(shown.stdout)
    assert status.version is not None
    assert (status.version.number, status.version.reports) == (1, 5)
    assert sum(status.coverage.values()) > 0
    assert len(status.portals) == 5
    assert json.loads((sample_store / "status.json").read_text(encoding="utf-8")) == json.loads(shown.stdout)
    words = CliRunner().invoke(app, ["status", "--store", str(sample_store)])
    assert "最新版本" in words.stdout
    printed = CliRunner().invoke(app, ["metrics", "--store", str(sample_store)])
    assert "xinfang_reports 5.0" in printed.stdout


def test_the_counts_are_what_prometheus_reads(tmp_path):
    status = Status(
        updated_at=NOW,
        version=version(),
        runs={"harvest": run_status(portals=3, failed_portals=1, reports=2, facts=200)},
        outcomes={"ok": 2, "wall": 1},
        coverage={"published": 7},
        alarms=("portal_wall",),
    )
    write_metrics(tmp_path / "x.prom", status)
    text = (tmp_path / "x.prom").read_text(encoding="utf-8")
    assert text == generate_latest(registry_of(lambda: status)).decode()
    values = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert values["xinfang_portals", "wall"] == 1
    assert values["xinfang_run_failed_portals", "harvest"] == 1
    assert values["xinfang_run_seconds", "harvest"] == 3600
    assert values["xinfang_coverage_cells", "published"] == 7
    assert generate_latest(registry_of(lambda: None)) == b""


def test_prefect_is_told_to_notice_silent_runs_and_to_start_crashed_ones_anew_but_only_ours():
    made = [one.model_dump(mode="json") for one in automations()]
    assert [one["name"] for one in made] == [ZOMBIES, AGAIN]
    zombies, again = (one["trigger"] for one in made)
    assert 60 < zombies["within"] <= 80, "more than two signs of life, and told within two minutes"
    assert "prefect.flow-run.heartbeat" in {*zombies["after"]} & {*zombies["expect"]}
    assert (again["after"], again["within"]) == (["prefect.flow-run.Crashed"], 15)
    assert [action["state"] for one in made for action in one["actions"]] == ["CRASHED", "SCHEDULED"]
    for trigger in (zombies, again):
        assert trigger["match_related"] == {
            "prefect.resource.role": "tag",
            "prefect.resource.id": "prefect.tag.xinfang",
        }
