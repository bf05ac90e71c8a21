"""Real files broken in hundreds of ways end as a document or in a named state, and crash nothing (more: make soak)."""

from __future__ import annotations

from parsers.isolation import ReaderPool
from tests.parsers.readers.mutations import FILES, mutations
from tests.parsers.readers.soak import end_of

COUNT = 400


def test_broken_files_of_every_format_end_as_a_document_or_in_a_named_state() -> None:
    with ReaderPool() as pool:
        ending = end_of(mutations(COUNT, seed=20260101), pool)
    assert ending.bad == []
    assert sum(ending.states.values()) == COUNT
    assert set(ending.states) <= {"read", "damaged", "encrypted", "empty", "unsupported", "too_large", "wrong_type"} | {
        "scanned"
    }
    assert ending.states["read"] > COUNT // 10
    assert ending.states["damaged"] > COUNT // 10


def test_what_must_not_be_is_seen() -> None:
    class Broken(ReaderPool):
        def read(self, *_: object, **__: object) -> object:  # type: ignore[override]  # only raises
            raise ZeroDivisionError("seen")

    with Broken() as pool:
        ending = end_of(mutations(2, seed=1), pool)
    assert [line.partition(": ")[2] for line in ending.bad] == ["ZeroDivisionError: seen"] * 2


def test_the_same_seed_gives_the_same_files_and_every_format_is_among_them() -> None:
    one, other = list(mutations(30, seed=5)), list(mutations(30, seed=5))
    assert one == other
    assert {name.partition("#")[0] for name, _ in one} == {path.name for path in FILES}
    assert all(data not in {path.read_bytes() for path in FILES} for _, data in one)
