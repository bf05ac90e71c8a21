"""Documents that several tests of text recognition read: each is read once."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


def pdf_of(name: str) -> bytes:
    """A PDF with a text layer: the bundled sample, or a layout of another province."""
    if name == "xiangyuan":
        return (ROOT / "infra" / "samples" / "files" / "004_xiangyuan_2023_final.pdf").read_bytes()
    return (ROOT / "tests" / "fixtures" / "layouts" / f"{name}.pdf").read_bytes()


@pytest.fixture(scope="session")
def xiangyuan() -> bytes:
    return pdf_of("xiangyuan")
