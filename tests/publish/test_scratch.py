"""Folders of a publish on this machine: gone with it, and swept by the next one if it was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from publish.build.staging import staging
from publish.scratch import scratch_folder, sweep
from publish.store import LocalStore

USER = """
from publish.scratch import scratch_folder
with scratch_folder("publish") as folder:
    (folder / "part.csv").write_bytes(b"1")
    print(folder, flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@contextmanager
def publisher() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process with a folder in use."""
    with subprocess.Popen(
        [sys.executable, "-c", USER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_a_folder_goes_with_its_block_whatever_ends_it(tmp_path):
    with scratch_folder("publish") as folder:
        (folder / "data").mkdir()
        (folder / "data" / "part.csv").write_bytes(b"1")
    with pytest.raises(RuntimeError, match="midway"), scratch_folder("gate"):
        raise RuntimeError("midway")
    assert list(tmp_path.iterdir()) == []


def test_the_next_publish_sweeps_what_a_killed_one_left_and_not_what_another_one_uses(tmp_path):
    with publisher() as (killed, left), publisher() as (_, used):
        assert (left / "part.csv").exists()
        assert sweep() == 0
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        with staging(LocalStore(tmp_path / "store")):
            assert (left.exists(), used.exists()) == (False, True)


def test_files_of_others_are_left_alone(tmp_path):
    (tmp_path / "xinfang-notes").mkdir()
    (tmp_path / "xinfang-notes" / "mine.txt").write_text("kept")
    (tmp_path / "xinfang-note.txt").write_text("kept")
    assert sweep() == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["xinfang-note.txt", "xinfang-notes"]


def test_a_folder_that_goes_is_not_swept_by_others_at_the_same_time():
    faults: list[BaseException] = []

    def use() -> None:
        try:
            for _ in range(40):
                with scratch_folder("publish") as folder:
                    for number in range(20):
                        (folder / str(number)).write_bytes(b"1")
                    sweep()
        except OSError as fault:
            faults.append(fault)

    users = [Thread(target=use) for _ in range(4)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert faults == []
