"""Names of pictures come from strangers: whatever they are, they only tell an order or none."""

from __future__ import annotations

import pytest

from parsers.examine import ReadDocument, Source
from parsers.series import in_series

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def runs(archive: str | None, *names: str) -> list[list[str | None]]:
    found = in_series([Source(PNG + bytes([place]), name, archive=archive) for place, name in enumerate(names)])
    assert not any(isinstance(one, ReadDocument) for one in found)
    return [[source.file_name for source in run] for run in found if not isinstance(run, ReadDocument)]


@pytest.mark.parametrize("archive", [None, "a" * 64])
@pytest.mark.parametrize("name", ["9" * 5000 + ".png", "..", ".", "", "٣" * 5000 + ".png", "..png", "第\x00页.png"])
def test_no_name_of_a_picture_breaks_the_reading_of_a_report(archive: str | None, name: str) -> None:
    found = runs(archive, name, "决算1.png", "决算2.png")
    assert sorted(str(one) for run in found for one in run) == sorted([name, "决算1.png", "决算2.png"])
    assert ["决算1.png", "决算2.png"] in [run[-2:] for run in found]
