"""What a release is made of is listed the same way every time; a known fault fails, and silence is never a pass."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from infra.supply import audit
from infra.supply.allowed import Allowed, AllowListError, load_allowed
from infra.supply.audit import CLEAN, FOUND, NOT_CHECKED, Asked, Fault, ask_all, ask_npm, ask_pip_audit, judge
from infra.supply.locks import LOCKS, LockError, catalogue_parts, python_parts
from infra.supply.sbom import make_sbom

TODAY = date(2026, 11, 28)
HASH = "--hash=sha256:" + "0" * 64
ADVISORY = {
    "id": "GHSA-aaaa-bbbb-cccc",
    "modified": "2026-01-01T00:00:00Z",
    "aliases": ["CVE-2026-0001"],
    "summary": "a made-up fault",
    "details": "made up",
    "affected": [
        {
            "package": {"name": "leaky", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
            "versions": ["1.0"],
        }
    ],
}


class Advisories(BaseHTTPRequestHandler):
    """As OSV answers; knows one fault, of ``leaky`` 1.0."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = asked.get("package", {}).get("name") == "leaky" and asked.get("version") == "1.0"
        body = json.dumps({"vulns": [ADVISORY]} if known else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def advisories() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Advisories) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "run.lock"
    path.write_text(
        f"leaky==1.0 \\\n    {HASH}\nsound==2.0 ; python_version >= '3.11' \\\n    {HASH}\n", encoding="utf-8"
    )
    return path


def allowed(until: date, of: str = "CVE-2026-0001", part: str = "leaky") -> Allowed:
    return Allowed(id=of, part=part, reason="不受影响：我们不用那个函数", until=until)


def test_a_known_fault_is_found_and_fails_until_it_is_tolerated_and_again_from_the_day_after(
    lock: Path, advisories: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    asked = ask_pip_audit(lock, service="osv", osv_url=advisories)
    assert (asked.checked, asked.unchecked) == (2, [])
    (fault,) = asked.faults
    assert (fault.part, fault.version) == ("leaky", "1.0")
    assert set(fault.names) == {"GHSA-aaaa-bbbb-cccc", "CVE-2026-0001"}
    code, lines = judge([asked], [], TODAY)
    assert code == FOUND
    assert "  漏洞 fault: leaky 1.0: CVE-2026-0001, 修复于 fixed in 1.1" in lines
    assert judge([asked], [allowed(TODAY)], TODAY)[0] == CLEAN
    assert judge([asked], [allowed(TODAY)], date(2026, 11, 29))[0] == FOUND
    assert judge([asked], [allowed(TODAY, of="CVE-2026-0002")], TODAY)[0] == FOUND
    assert judge([asked], [allowed(TODAY, part="sound")], TODAY)[0] == FOUND


def test_a_service_that_does_not_answer_is_no_pass(lock: Path) -> None:
    asked = ask_pip_audit(lock, service="osv", osv_url="http://127.0.0.1:9/v1/query", timeout=2)
    assert asked.checked == 0
    code, lines = judge([asked], [], TODAY)
    assert code == NOT_CHECKED
    assert "NOT CHECKED" in lines[-1]
    unknown = ask_all("osv", osv_url="http://127.0.0.1:9/v1/query")
    assert [(one.lock, one.checked, len(one.unchecked)) for one in unknown] == [
        ("installer.lock", 0, 1),
        ("dev.lock", 0, 1),
        ("scale.lock", 0, 1),
    ]
    silent = ask_npm(registry="http://127.0.0.1:9/")
    assert (silent.checked, judge([silent], [], TODAY)[0]) == (0, NOT_CHECKED)


@pytest.mark.parametrize(
    ("asked", "listed", "code"),
    [
        (Asked("a", 3), [], CLEAN),
        (Asked("a", 0), [], NOT_CHECKED),
        (Asked("a", 3, [], ["x: not found"]), [], NOT_CHECKED),
        (Asked("a", 3, [Fault("x", "1", "GHSA-1")], ["y: not found"]), [], FOUND),
        (Asked("a", 0), [allowed(date(2026, 11, 27))], FOUND),
        (Asked("a", 3), [allowed(date(2026, 11, 27))], FOUND),
    ],
)
def test_what_is_partly_unknown_is_unknown_and_an_expired_entry_fails_whatever_is_known(
    asked: Asked, listed: list[Allowed], code: int
) -> None:
    assert judge([asked], listed, TODAY)[0] == code


def test_a_fault_of_the_catalogues_parts_is_read_from_what_npm_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """npm names the part with the fault, and the parts that only hold it."""
    told = {
        "metadata": {"dependencies": {"total": 83}},
        "vulnerabilities": {
            "leaky": {
                "range": "<1.1",
                "via": [{"url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc", "title": "made up"}],
            },
            "holder": {"range": "*", "via": ["leaky"]},
        },
    }
    monkeypatch.setattr(audit, "_said", lambda command, asked: told)
    asked = audit.ask_npm()
    assert (asked.checked, asked.unchecked) == (83, [])
    assert asked.faults == [Fault("leaky", "<1.1", "GHSA-aaaa-bbbb-cccc")]
    assert judge([asked], [], TODAY)[0] == FOUND
    assert judge([asked], [allowed(TODAY, of="GHSA-aaaa-bbbb-cccc")], TODAY)[0] == CLEAN


def test_an_entry_that_is_no_longer_needed_is_named() -> None:
    assert "不再需要 no longer needed: CVE-2026-0001 (leaky)" in judge([Asked("a", 1)], [allowed(TODAY)], TODAY)[1]


def test_the_list_of_tolerated_faults_is_well_formed_and_one_that_is_not_is_refused(tmp_path: Path) -> None:
    assert all(one.reason for one in load_allowed())
    wrong = tmp_path / "allowed.yaml"
    for text in ("- {id: GHSA-1, part: x, reason: because it is so}", "- {id: x}", "a: [", "text"):
        wrong.write_text(text, encoding="utf-8")
        with pytest.raises(AllowListError, match=r"allowed\.yaml"):
            load_allowed(wrong)


def test_a_lock_that_does_not_pin_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    for line in ("httpx>=0.28", "httpx==0.28", f"httpx {HASH}"):
        lock.write_text(line, encoding="utf-8")
        with pytest.raises(LockError):
            list(python_parts(lock))


@pytest.fixture(scope="module")
def sbom() -> dict[str, Any]:
    text = make_sbom()
    assert text == make_sbom()
    return dict(json.loads(text))


def test_the_list_of_parts_holds_every_locked_part_once_with_its_hashes(sbom: dict[str, Any]) -> None:
    listed = {one["purl"]: one for one in sbom["components"]}
    assert len(listed) == len(sbom["components"])
    locked = [part for name in ("run", "ocr", "scale") for part in python_parts(LOCKS / f"{name}.lock")]
    assert {f"pkg:pypi/{part.name}@{part.version}" for part in locked} == {one for one in listed if ":pypi/" in one}
    assert len([one for one in listed if ":npm/" in one]) == len(list(catalogue_parts()))
    assert all(one["hashes"] for one in listed.values())
    assert listed[next(one for one in listed if "esbuild@" in one)]["scope"] == "excluded"
    assert sbom["metadata"]["component"]["name"] == "xinfang"
    assert len(sbom["dependencies"][0].get("dependsOn", ())) + len(sbom["dependencies"]) > len(listed)


def test_the_list_of_parts_names_no_host_and_no_time(sbom: dict[str, Any]) -> None:
    text = json.dumps(sbom)
    assert "timestamp" not in text
    assert sbom["specVersion"] == "1.6"
    schema = sbom.pop("$schema")
    assert "://" in schema
    assert "://" not in json.dumps(sbom)
