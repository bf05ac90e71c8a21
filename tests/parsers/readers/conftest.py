"""What tests of readers share."""

from __future__ import annotations

import pytest

from parsers.readers.ocr.availability import SWITCH


@pytest.fixture
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra ``[ocr]`` is not installed."""
    monkeypatch.setenv(SWITCH, "off")
