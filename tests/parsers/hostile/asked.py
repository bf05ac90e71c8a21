"""What the command says of files made for a test, asked as a person would: `xinfang parse --json FILE …`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
#: One answer for every file and every member of one.
Read = list[dict[str, Any]]


def answers_on(files: Mapping[str, bytes], folder: Path) -> Read:
    """One call for all ``files``, written to ``folder``, text recognition off; each is read in a child of its own."""
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
