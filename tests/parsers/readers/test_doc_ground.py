"""Shading in a binary Word file: what colours the ground behind white letters, and what leaves it white."""

import pytest

from parsers.readers.doc.ground import colours_ground

AUTO, WHITE, BLACK, BLUE = b"\x00\x00\x00\xff", b"\xff\xff\xff\x00", b"\x00\x00\x00\x00", b"\x79\x4e\x1f\x00"
CLEAR, SOLID = b"\x00\x00", b"\x01\x00"


@pytest.mark.parametrize(
    "modifier",
    [
        (0xD612, AUTO + AUTO + CLEAR),
        (0xD612, (AUTO + WHITE + CLEAR) * 2),
        (0xC64D, AUTO + AUTO + b"\xff\xff"),
        (0x4866, b"\x00\x00"),
        (0xD609, b"\xff\xff\x00\x00"),
        (0x2A42, b"\x02"),
    ],
)
def test_automatic_and_white_grounds_colour_nothing(modifier: tuple[int, bytes]) -> None:
    assert not colours_ground([modifier])


@pytest.mark.parametrize(
    "modifier",
    [
        (0xD612, AUTO + BLACK + CLEAR),
        (0xD612, AUTO + AUTO + CLEAR + AUTO + BLUE + CLEAR),
        (0xC64D, BLUE + AUTO + SOLID),
        (0x4866, b"\x20\x00"),
        (0xD609, b"\x00\x00\x40\x00"),
    ],
)
def test_any_other_ground_may_show_white_letters(modifier: tuple[int, bytes]) -> None:
    assert colours_ground([(0x2A42, b"\x08"), modifier])
