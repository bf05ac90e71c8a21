"""The bundled sample portals: real documents rebuilt, served on loopback by host names that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.samples.server import SamplePortals

_SAMPLES = Path(__file__).resolve().parent.parent / "infra" / "samples"
SAMPLE_DECLARATIONS = _SAMPLES / "declarations"
SAMPLE_FAULTS = _SAMPLES / "faults"


@contextmanager
def sample_portals() -> Iterator[str]:
    """Start the portals and yield the address of the loopback proxy that leads to them."""
    with SamplePortals() as portals:
        yield portals.proxy_url
