"""What holds for every test."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.shared import end_what_lasted

# A busy machine makes no test fail: examples are counted, not timed.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

#: Folders in memory cost no waiting for a disk. Only where there is plenty of it.
_MEMORY = Path("/dev/shm")
_PLENTY = 6 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("dist", "no") == "no":  # the process that starts the workers collects nothing
        gc.disable()  # until all tests are collected: they stay to the end
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _PLENTY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_collection_finish() -> None:
    """What is there now stays to the end: looking for garbage in it again and again cost a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """What one worker started for all ends with the last of them: with the process that started the workers."""
    made = session.config._tmp_path_factory._basetemp  # type: ignore[attr-defined] # asking for it would make it
    if not hasattr(session.config, "workerinput") and made is not None:
        end_what_lasted(made)
