"""What the command says of files made for a test, asked as a person would: `xinfang parse --json FILE …`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.shared import told_once

ROOT = Path(__file__).resolve().parents[3]
#: One answer for every file and every member of one.
Read = list[dict[str, Any]]


def answers_on(factory: pytest.TempPathFactory, name: str, make: Callable[[], Mapping[str, bytes]]) -> Read:
    """One call for all files that ``make`` gives, text recognition off; each is read in a child of its own.

    The call is made once for a whole run of the tests, under ``name``, whichever worker asks first.
    """
    told = told_once(factory, f"asked_{name}", lambda: {"answers": _asked(make(), factory.mktemp(name))})
    answers: Read = told["answers"]
    return answers


def _asked(files: Mapping[str, bytes], folder: Path) -> Read:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "parse", "--json", *(str(folder / name) for name in files)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XINFANG_OCR": "off"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def marked(risks: Iterable[Any], wrong_still: Mapping[str, str]) -> list[Any]:
    """The cases of a round by name; those in ``wrong_still`` must fail, for the reason given."""
    return [
        pytest.param(
            risk,
            id=risk.name,
            marks=[pytest.mark.xfail(strict=True, reason=wrong_still[risk.name])] if risk.name in wrong_still else [],
        )
        for risk in risks
    ]
