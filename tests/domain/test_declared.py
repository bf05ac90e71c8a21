"""Declarations are read into plain values and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from domain.declared import SafeLoader, from_yaml


def test_a_declaration_becomes_plain_values():
    text = "名称: 信访局\n起: 2023-01-31\n比例: 0.5\n表:\n  - {码: '2010308', 是: true}\n  - ~\n"
    assert from_yaml(text) == {
        "名称": "信访局", "起": date(2023, 1, 31), "比例": 0.5, "表": [{"码": "2010308", "是": True}, None]
    }  # fmt: skip


def test_an_empty_declaration_is_nothing():
    assert from_yaml("") is None


def test_a_declaration_cannot_make_objects_or_call_anything():
    with pytest.raises(yaml.YAMLError):
        from_yaml("!!python/object/apply:os.getcwd []")


def test_the_loader_is_a_safe_one_and_tells_the_line_of_a_fault():
    assert SafeLoader in {yaml.SafeLoader, yaml.CSafeLoader}
    with pytest.raises(yaml.MarkedYAMLError) as fault:
        from_yaml("甲: 1\n乙: [1\n丙: 2\n")
    assert fault.value.problem_mark is not None
    assert fault.value.problem_mark.line == 2
