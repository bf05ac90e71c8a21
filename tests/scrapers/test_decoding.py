"""Compressed bodies come back whole or not at all, and never larger than the cap."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.decoding import DamagedBody, LargerThan, body_of

CAP = 1 << 20


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(
    data=st.binary(max_size=3000),
    size=st.integers(1, 700),
    packing=st.sampled_from(
        [("gzip", gzip.compress), ("X-GZIP", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate)]
    ),
)
def test_what_was_packed_comes_back_in_whatever_pieces_it_comes(
    data: bytes, size: int, packing: tuple[str, Callable[[bytes], bytes]]
) -> None:
    coding, pack = packing
    assert body_of(cut(pack(data), size), coding, CAP) == data


@given(data=st.binary(min_size=1, max_size=3000), missing=st.integers(1, 30), size=st.integers(1, 700))
def test_a_body_that_ends_early_is_damaged_wherever_it_ends(data: bytes, missing: int, size: int) -> None:
    packed = gzip.compress(data)
    kept = packed[: max(1, len(packed) - missing)]
    with pytest.raises(DamagedBody):
        body_of(cut(kept, size), "gzip", CAP)


@pytest.mark.parametrize("coding", ["", "identity", "utf-8", "none"])
def test_a_coding_that_is_none_leaves_the_bytes_as_they_are(coding: str) -> None:
    assert body_of([b"ab", b"", b"c"], coding, 3) == b"abc"


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip, br", "compress"])
def test_a_coding_nobody_asked_for_is_damage_and_not_a_document(coding: str) -> None:
    with pytest.raises(DamagedBody):
        body_of([gzip.compress(b"x")], coding, CAP)


def test_several_members_are_one_body_and_what_follows_them_is_no_content() -> None:
    assert body_of([gzip.compress(b"ab") + gzip.compress(b"cd") + b"\r\n"], "gzip", CAP) == b"abcd"


def test_the_cap_is_exact_and_a_bomb_is_never_unpacked() -> None:
    assert body_of([gzip.compress(b"x" * 1000)], "gzip", 1000) == b"x" * 1000
    for coding, body in (("gzip", gzip.compress(b"x" * 1001)), ("", b"x" * 1001)):
        with pytest.raises(LargerThan):
            body_of([body], coding, 1000)
    bomb = gzip.compress(b"0" * (64 << 20))
    tracemalloc.start()
    with pytest.raises(LargerThan):
        body_of([bomb], "gzip", CAP)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * CAP
