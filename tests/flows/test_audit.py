"""The nightly audit sees a damaged file of the newest version and of the archive, and in time reads all of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from flows.audit import audit, shares_of, verify_plainly
from flows.settings import Settings
from flows.summary import load_summary
from publish.store import LocalStore

TODAY = date(2026, 11, 28)


def test_every_part_of_the_archive_has_its_night():
    nights = [shares_of(TODAY + timedelta(days=night), 8) for night in range(32)]
    assert sorted(share for night in nights for share in night) == [f"{number:02x}" for number in range(256)]
    assert shares_of(TODAY, 256) != shares_of(TODAY, 8)
    assert len(set(shares_of(TODAY, 1000))) == 256


def test_an_untouched_store_has_no_problem_and_the_audit_leaves_its_summary(sample_store):
    summary = verify_plainly(Settings(store=str(sample_store)), raw_shares=256)
    held = [path for path in (sample_store / "raw" / "sha256").rglob("*") if path.is_file()]
    assert summary.audit is not None
    assert summary.audit.problems == ()
    assert (summary.audit.version, summary.audit.raw_objects) == (1, len(held))
    assert summary.audit.raw_bytes == sum(path.stat().st_size for path in held)
    assert load_summary(LocalStore(sample_store), summary.run_id) == summary


def test_a_changed_byte_is_named_by_its_key(sample_store):
    changed = [
        next(path for path in sorted((sample_store / folder).rglob("*")) if path.is_file())
        for folder in ("raw/sha256", "data")
    ]
    for path in changed:
        spoil(path)
    found = audit(LocalStore(sample_store), today=TODAY, raw_shares=256).problems
    for path in changed:
        key = path.relative_to(sample_store).as_posix()
        assert any(key in problem for problem in found), found


def spoil(path: Path) -> None:
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
