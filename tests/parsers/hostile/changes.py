"""Ways to break bytes that need no knowledge of their format, and ways that need only know tags."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Change = Callable[[bytes, random.Random], bytes]
#: Counts, lengths and offsets at the edge of what their integers hold.
_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_TAG = re.compile(rb"<[^<>]{1,400}>")
_ATTRIBUTE = re.compile(rb"=\s*[\"']([^\"'<>]{1,60})[\"']")
_DOCTYPE = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 32))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _edged(data: bytes, chance: random.Random) -> bytes:
    """An integer of one, two or four bytes set to the edge of its range."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8))):
        size = chance.choice((1, 2, 4))
        at = chance.randrange(len(changed))
        value = chance.choice(_EDGES) & ((1 << 8 * size) - 1)
        changed[at : at + size] = value.to_bytes(size, chance.choice(("little", "big")))[: len(changed) - at]
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _lost(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 16, 512, 4096))
    return data[:at] + data[at + size :]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((8, 256, 4096))
    return data[: at + size] + data[at : at + size] * chance.choice((1, 2, 50)) + data[at + size :]


def _numbers(data: bytes, chance: random.Random) -> bytes:
    """Digits made larger, negative or absurd: counts, offsets and lengths in texts."""
    places = [index for index, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + chance.choice((b"99999999", b"-1", b"0", b"1e9", b"NaN", b"0.5")) + data[at + 1 :]


def _blanked(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((4, 64, 2048))
    filler = chance.choice((b"\x00", b"\xff", b" ", b"<"))
    return data[:at] + filler * min(size, len(data) - at) + data[at + size :]


BYTES: tuple[Change, ...] = (_flipped, _edged, _cut, _lost, _doubled, _numbers, _blanked)
#: Ways that leave the length as it is, for places that cannot grow.
SAME_LENGTH: tuple[Change, ...] = (_flipped, _edged)


def byte_change(data: bytes, chance: random.Random) -> bytes:
    """``data`` broken in one way; empty data stay as they are."""
    return chance.choice(BYTES)(data, chance) if data else data


def _tags(data: bytes) -> list[re.Match[bytes]]:
    return list(_TAG.finditer(data, 0, 400_000))


def _tag_lost(data: bytes, tag: re.Match[bytes], chance: random.Random) -> bytes:
    return data[: tag.start()] + data[tag.end() :]


def _tag_deep(data: bytes, tag: re.Match[bytes], chance: random.Random) -> bytes:
    """One tag opened again and again and never closed."""
    return data[: tag.end()] + tag.group() * chance.choice((3, 300, 3000)) + data[tag.end() :]


def _attribute(data: bytes, tag: re.Match[bytes], chance: random.Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(data, tag.start(), tag.end()))
    if not found:
        return _tag_lost(data, tag, chance)
    start, end = chance.choice(found).span(1)
    value = chance.choice((b"0", b"-1", b"65535", b"2147483648", b"99999999999999999999", b"", b"1.5", b"../x"))
    return data[:start] + value + data[end:]


def _moved(data: bytes, tag: re.Match[bytes], chance: random.Random) -> bytes:
    """What stands between two tags, once more or many times at another place."""
    tags = _tags(data)
    size = chance.choice((1, 5, 40))
    index = chance.randrange(len(tags))
    piece = data[tags[index].start() : tags[min(index + size, len(tags) - 1)].end()]
    return data[: tag.start()] + piece * chance.choice((1, 1, 20)) + data[tag.start() :]


def _entities(data: bytes, tag: re.Match[bytes], chance: random.Random) -> bytes:
    """Entities that name a file and one another, and one place that uses them."""
    start = data.find(b"?>") + 2 if data.lstrip().startswith(b"<?xml") else 0
    return data[:start] + _DOCTYPE + data[start : tag.end()] + b"&c;" + data[tag.end() :]


_BY_TAG = (_tag_lost, _tag_deep, _attribute, _attribute, _moved, _moved, _entities)


def tag_change(data: bytes, chance: random.Random) -> bytes:
    """Markup broken at a tag: lost, nested thousands deep, moved, an attribute made absurd, entities declared."""
    tags = _tags(data)
    return chance.choice(_BY_TAG)(data, chance.choice(tags), chance) if tags else byte_change(data, chance)
