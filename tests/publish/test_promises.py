"""Every promise of the contract names the tests that prove it, and they are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROMISES = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8").partition("## 5. Promises")[2]
PROOFS = [
    (number, file, name)
    for numbers, file, name in re.findall(r"^\| ([0-9, ]+) \| `([^:`]+)::(\w+)` \|$", PROMISES, re.MULTILINE)
    for number in numbers.split(", ")
]


def test_every_promise_has_a_proof() -> None:
    promised = re.findall(r"^([0-9]+)\. ", PROMISES, re.MULTILINE)
    assert promised == [str(number) for number in range(1, 10)]
    assert {number for number, _, _ in PROOFS} == set(promised)


@pytest.mark.parametrize(("file", "name"), sorted({(file, name) for _, file, name in PROOFS}))
def test_the_proof_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
