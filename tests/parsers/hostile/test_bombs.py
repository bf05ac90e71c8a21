"""Small files that unpack to much: each ends in its named state before the memory is spent."""

from __future__ import annotations

import io
import resource
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import Member, members, read
from tests.parsers.hostile.originals import pdf_of
from tests.parsers.hostile.packages import KINDS, with_parts
from tests.parsers.readers.archive_maker import plain_zip

_MB = 1_000_000


@pytest.fixture(autouse=True)
def little_memory() -> Iterator[None]:
    """No test here may hold more than another 300 MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def state_of(
    data: bytes,
    limits: Limits | None = None,
    opened: Callable[..., DocumentModel | tuple[Member, ...]] = read,
) -> DocumentState:
    with pytest.raises(UnreadableDocument) as caught:
        opened(data, limits=limits or Limits())
    return caught.value.state


def overlapping(count: int, size: int) -> bytes:
    """``count`` members that all lie on the same packed bytes, each of ``size`` when unpacked."""
    name = b"a" * 8
    raw = b"0" * size
    packed = zlib.compress(raw, 9)[2:-4]
    checked = zlib.crc32(raw)
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, checked, len(packed), size, len(name), 0)
    target = bytearray(b"PK\x03\x04" + fields + name + packed)
    start = len(target)
    for _ in range(count):
        target += b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    length = len(target) - start
    return bytes(target + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, length, start, 0))


def test_members_that_overlap_count_each_for_itself() -> None:
    bomb = overlapping(1500, 500_000)
    assert len(bomb) < 100_000
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        assert sum(info.file_size for info in archive.infolist()) == 750_000_000
    assert state_of(bomb, Limits(unpacked_bytes=20 * _MB), opened=members) is DocumentState.TOO_LARGE


def test_archives_in_archives_in_archives_are_opened_three_deep_and_then_handed_out_as_they_are() -> None:
    data = plain_zip({"表.txt": b"1"})
    for depth in range(5):
        data = plain_zip({f"{depth}.zip": data})
    (member,) = members(data)
    assert member.name == "4.zip/3.zip/2.zip"
    assert state_of(member.data) is DocumentState.UNSUPPORTED


def test_a_bomb_that_grows_on_every_floor_is_too_large() -> None:
    data = plain_zip({f"{number}.txt": b"0" * _MB for number in range(10)})
    for _ in range(2):
        data = plain_zip({f"{number}.zip": data for number in range(10)})
    assert state_of(data, Limits(unpacked_bytes=50 * _MB), opened=members) is DocumentState.TOO_LARGE


@pytest.mark.parametrize(("kind", "part"), [(kind, part) for kind, (_, parts) in KINDS.items() for part in parts[:1]])
def test_a_part_that_unpacks_to_much_is_too_large(kind: str, part: str) -> None:
    sound = KINDS[kind][0]()
    bomb = with_parts(sound, {part: lambda old: old.replace(b"</", b" " * (30 * _MB) + b"</", 1)})
    assert len(bomb) < 200_000
    assert state_of(bomb, Limits(unpacked_bytes=25 * _MB)) is DocumentState.TOO_LARGE


def png(width: int, height: int, pixels: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def tiff(width: int, height: int) -> bytes:
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, height),
            (279, 4, 0xFFFFFFFF)]  # fmt: skip
    fields = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + fields + struct.pack("<I", 0)


def gif(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("P", (1, 1)).save(target, "GIF")
    data = bytearray(target.getvalue())
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def text_chunk(size: int) -> bytes:
    """A PNG with a packed comment of ``size`` bytes."""
    target = io.BytesIO()
    Image.new("1", (9, 9)).save(target, "PNG")
    body = b"c\0\0" + zlib.compress(b"0" * size, 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    data = target.getvalue()
    return data[:33] + chunk + data[33:]


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("data", "state"),
    [
        (png(2**31 - 1, 2**31 - 1, zlib.compress(b"0")), DocumentState.TOO_LARGE),
        (png(30_000, 30_000, zlib.compress(b"0" * 10 * _MB, 9)), DocumentState.TOO_LARGE),
        (png(11_000, 11_000, zlib.compress(b"0" * 10 * _MB, 9)), DocumentState.TOO_LARGE),
        (tiff(2**31 - 1, 2**31 - 1), DocumentState.TOO_LARGE),
        (tiff(60_000, 60_000), DocumentState.TOO_LARGE),
        (gif(60_000, 60_000), DocumentState.TOO_LARGE),
        (text_chunk(200 * _MB), DocumentState.DAMAGED),
    ],
    ids=["png of four quintillion pixels", "png of 900 MP", "png of 121 MP", "tiff of quintillions", "tiff of 3600 MP",
         "gif of 3600 MP", "png with a packed comment"],
)  # fmt: skip
def test_images_that_state_absurd_sizes_are_named_before_they_are_unpacked(data: bytes, state: DocumentState) -> None:
    assert len(data) < _MB
    assert state_of(data) is state


def flate_pdf(content: bytes, floors: int) -> bytes:
    for _ in range(floors):
        content = zlib.compress(content, 9)
    filters = b"[" + b"/FlateDecode " * floors + b"]"
    return pdf_of([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Filter" + filters + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ])  # fmt: skip


@pytest.mark.usefixtures("no_recognition")
@pytest.mark.parametrize("floors", [1, 2, 3])
def test_a_pdf_stream_that_unpacks_to_much_costs_little(floors: int) -> None:
    words = b"BT /F 12 Tf 40 700 Td (Total 233.67) Tj ET"
    bomb = flate_pdf(words + b" " * 40 * _MB, floors)
    assert len(bomb) < 200_000
    assert [paragraph.text for paragraph in read(bomb).paragraphs] == ["Total 233.67"]
