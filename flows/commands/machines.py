"""Answers for machines on standard output (``--json``, CSV, metrics); what people read is said elsewhere."""

from __future__ import annotations

import json
import sys


def write_json(value: object) -> None:
    """``value``, of plain types, as JSON with a line to each field, text as it is printed."""
    write_text(json.dumps(value, ensure_ascii=False, indent=1))


def write_text(text: str, *, end: str = "\n") -> None:
    """``text`` that is already in the form that was asked for."""
    sys.stdout.write(f"{text}{end}")
