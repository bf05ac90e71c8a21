"""One web of faults and one S3 server for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.conftest import moto_endpoint
from tests.weather.web import FaultyWeb
from tests.weather.world import World

__all__ = ["faulty_web", "moto_endpoint"]


@pytest.fixture(scope="module")
def faulty_web() -> Iterator[FaultyWeb]:
    """The first reports of the three counties, in whatever weather a test asks for."""
    world = World()
    world.begin()
    with FaultyWeb() as web:
        web.show(world.routes())
        yield web
