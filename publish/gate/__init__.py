"""The gate before every commit: nothing is published that the contract does not allow.

Two judges look at what is about to be published. Ours is generated from the schemas as SQL and runs first, on every
build; it is quick and also sees what Frictionless lets through. Frictionless, which is not ours, has the last word.
``docs/publishing.md`` says what is judged when, ``stricter.yaml`` where ours refuses more and why.
"""

from __future__ import annotations

from publish.gate.files import PartFile
from publish.gate.parts import check_parts
from publish.gate.problems import GateError, Problem
from publish.gate.sql import Gate, check_files
from publish.gate.tables import check_tables
from publish.gate.verdict import judge_package, judge_tables, judges

__all__ = [
    "Gate",
    "GateError",
    "PartFile",
    "Problem",
    "check_files",
    "check_parts",
    "check_tables",
    "judge_package",
    "judge_tables",
    "judges",
]
