"""Declarations in YAML as plain values, by libyaml where PyYAML was built with it (as its wheels are).

The readers of a run are many short-lived processes, and each loads all rules: in plain Python that takes longer than
reading a report.
"""

from __future__ import annotations

from typing import Any

import yaml

#: Builds plain values only, like PyYAML's ``SafeLoader``.
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def from_yaml(text: str) -> Any:  # noqa: ANN401 - whoever asks checks it against a model
    """The value of a YAML text: mappings, lists, strings, numbers, dates. Raises ``yaml.YAMLError``."""
    return yaml.load(text, Loader=SafeLoader)  # noqa: S506 - it is the safe one
