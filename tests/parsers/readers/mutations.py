"""Real files broken in many ways: bytes changed, lost, doubled, mixed with another file; parts of packages alike."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
_SAMPLES = ROOT / "infra" / "samples" / "files"
_READERS = ROOT / "tests" / "fixtures" / "readers"
_LAYOUTS = ROOT / "tests" / "fixtures" / "layouts"
#: One or two files of every format that we read ourselves.
FILES = (
    _SAMPLES / "000_etuokeqianqi_2020_final_body.html",
    _SAMPLES / "001_quyang_2020_budget.doc",
    _SAMPLES / "002_maoxian_2019_final.docx",
    _SAMPLES / "004_xiangyuan_2023_final.xls",
    _SAMPLES / "004_xiangyuan_2023_final.xlsx",
    _READERS / "features.doc",
    _READERS / "features.docx",
    _READERS / "tables.pdf",
    _LAYOUTS / "final_2020_neimenggu.pdf",
    _LAYOUTS / "budget_2019_jilin.xlsx",
    _LAYOUTS / "final_2014_jiangxi.xls",
)

_Change = Callable[[bytes, random.Random], bytes]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 32))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
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
    return data[:at] + chance.choice((b"99999999", b"-1", b"0", b"1e9")) + data[at + 1 :]


def _blanked(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((4, 64, 2048))
    filler = chance.choice((b"\x00", b"\xff", b" ", b"<"))
    return data[:at] + filler * min(size, len(data) - at) + data[at + size :]


_CHANGES: tuple[_Change, ...] = (_flipped, _cut, _lost, _doubled, _numbers, _blanked)


def _in_package(data: bytes, chance: random.Random) -> bytes:
    """One part of a ZIP package changed, the package itself sound."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        infos = [info for info in source.infolist() if info.file_size]
        chosen = chance.choice(infos)
        for info in infos:
            part = source.read(info)
            result.writestr(info.filename, chance.choice(_CHANGES)(part, chance) if info is chosen else part)
    return target.getvalue()


def mutations(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of ``count`` broken files, the same for the same seed."""
    originals = {path.name: path.read_bytes() for path in FILES}
    names = sorted(originals)
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        name = names[number % len(names)]
        data = originals[name]
        kind = chance.randrange(4)
        if kind < 2 and zipfile.is_zipfile(io.BytesIO(data)):
            broken = _in_package(data, chance)
        elif kind == 2:
            other = originals[chance.choice(names)]
            at = chance.randrange(len(data))
            broken = data[:at] + other[chance.randrange(len(other)) :]
        else:
            broken = data
        if kind != 2:
            for _ in range(chance.choice((0, 1, 3)) if broken is not data else chance.choice((1, 3))):
                broken = chance.choice(_CHANGES)(broken, chance) if broken else broken
        yield f"{name}#{seed}-{number}", broken
