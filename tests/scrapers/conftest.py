"""What several tests of scrapers share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from scrapers.wire import tls_context


@contextmanager
def trusted_alone(folder: Path) -> Iterator[trustme.CA]:
    """An authority that is the only one the machine trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(folder / "ca.pem"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
        tls_context.cache_clear()
        yield made
    tls_context.cache_clear()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[trustme.CA]:
    """The only authority that the machine trusts."""
    with trusted_alone(tmp_path) as made:
        yield made
