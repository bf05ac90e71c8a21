"""A process is watched from outside: its time, its memory, and the programs that it starts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from parsers.watching import Overrun, Watch, kill_group, resident_mb

GREEDY = "held = bytearray(120_000_000); held[::4096] = b'x' * len(held[::4096]); input()"
PATIENT = "input()"


def started(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-S", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
    )


@pytest.mark.parametrize(
    ("code", "seconds", "memory_mb", "overrun"),
    [(GREEDY, 600, 60, Overrun.MEMORY), (PATIENT, 0.01, 1000, Overrun.TIME), (PATIENT, 600, 1000, None)],
)
def test_a_process_is_ended_for_the_bound_it_overran(
    code: str, seconds: float, memory_mb: float, overrun: Overrun | None
) -> None:
    with started(code) as process:
        watch = Watch(process, seconds, memory_mb)
        if overrun is None:
            process.communicate(b"\n")
        process.wait()
        assert watch.end() is overrun


def test_what_a_process_gets_later_counts_from_then_on() -> None:
    with started(PATIENT) as process:
        watch = Watch(process, 600, 1000)
        watch.give(0.01, 1000)
        process.wait()
        assert (watch.end(), watch.seconds) == (Overrun.TIME, 0.01)


def test_the_memory_of_a_process_is_what_it_holds_and_nothing_when_it_is_gone() -> None:
    with started(f"print(1, flush=True); {PATIENT}") as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert 1 < resident_mb(process.pid) < 100
        process.communicate(b"\n")
        process.wait()
        assert resident_mb(process.pid) == 0


def test_programs_that_a_process_started_end_with_it() -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid, flush=True); input()"
    with started(code) as process:
        assert process.stdout is not None
        inner = int(process.stdout.readline())
        assert resident_mb(inner) > 0
        kill_group(process)
        assert process.stdout.read() == b""  # the other end is open as long as one of them lives
