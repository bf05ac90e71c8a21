"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A busy machine makes no test fail: examples are counted, not timed.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
