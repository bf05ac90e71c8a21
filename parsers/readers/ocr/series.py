"""Pictures of pages in their order to documents: what follows without a gap is laid out as the pages of one.

A picture that cannot be read is a gap, and so is one in which nothing is recognised although it is printed on, or a
number of a page that does not follow the one before: what comes behind a gap must not be taken for the continuation of
what stands before it, so it is a document of its own. A blank page, a code or a logo is none: nothing of the report
stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers.blocks import BlockList, nothing_found
from parsers.readers.ocr.limits import picture_begins
from parsers.readers.ocr.scans import Scans
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.furniture import printed_number
from parsers.readers.pages.layout import PageLayout, lay_out
from parsers.readers.reasons import named_states

#: Characters of a name on a logo.
_NAME = 24


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pictures that follow each other without a gap, as one document.

    ``pages``: page of the model → (place of the picture in the series from 0, page within it from 1). ``notes``: place
    of the picture → what a person should know of it; pages are named as within the picture.
    """

    model: DocumentModel
    pages: dict[int, tuple[int, int]]
    notes: dict[int, tuple[str, ...]]

    @property
    def pictures(self) -> tuple[int, ...]:
        """Places of the pictures, in their order."""
        return tuple(dict.fromkeys(at for at, _ in self.pages.values()))


@dataclass(frozen=True, slots=True)
class Series:
    """What was found in the first ``looked_at`` pictures, each of which is in a stretch or has a problem."""

    stretches: tuple[Stretch, ...]
    problems: dict[int, UnreadableDocument]
    looked_at: int


@dataclass(slots=True)
class _Picture:
    """The pages of one picture; ``is_nothing``: no word was recognised, and none can have been missed; ``is_aside``:
    too small for a page, with a name on it at most.
    """

    at: int
    is_aside: bool
    first: PageContent | None = None
    layouts: list[PageLayout] = field(default_factory=list)
    has_words: bool = False
    is_nothing: bool = True


@dataclass(slots=True)
class _Sorted:
    """Pictures with words in stretches, all others with what is the matter with them."""

    stretches: list[list[_Picture]] = field(default_factory=lambda: [[]])
    problems: dict[int, UnreadableDocument] = field(default_factory=dict)

    def add(self, picture: _Picture) -> None:
        open_stretch = self.stretches[-1]
        if picture.has_words and picture.is_aside:
            self.stretches.insert(-1, [picture])
        elif not picture.has_words:
            self.leave_out(picture.at, nothing_found(), gap=not picture.is_nothing)
        elif open_stretch and _follows(open_stretch[-1], picture):
            _put_behind(open_stretch[-1], picture)
            open_stretch.append(picture)
        else:
            self.stretches.append([picture])

    def leave_out(self, at: int, problem: UnreadableDocument, *, gap: bool = True) -> None:
        self.problems[at] = problem
        if gap:
            self.stretches.append([])


def read_series(images: Sequence[bytes], limits: Limits) -> Series:
    """Reads the pictures in the order given; needs the extra.

    Ends before the last picture where the time or the pages of one document are used up, never before the first.
    Raises ``UnreadableDocument`` only where the pictures together overrun ``limits``.
    """
    scans = Scans(limits)
    found = _Sorted()
    pages = looked_at = 0
    for at, data in enumerate(images):
        if pages >= limits.pages:
            break
        picture_begins.get()(at)
        try:
            with named_states():
                picture = _read(data, at, pages, scans, limits)
                found.add(picture)
        except UnreadableDocument as problem:
            if problem.state is DocumentState.TIMEOUT and at > 0:
                break  # the time of all is up, which is no fault of this one
            found.leave_out(at, problem)
        else:
            pages += len(picture.layouts)
        looked_at = at + 1
    picture_begins.get()(len(images))
    stretches: list[Stretch] = []
    for pictures in filter(None, found.stretches):
        try:
            with named_states():
                stretches.append(_stretch(pictures, scans, limits))
        except UnreadableDocument as problem:
            if problem.state is not DocumentState.EMPTY:
                raise
            found.problems |= {picture.at: problem for picture in pictures}  # nothing but numbers of pages
    return Series(tuple(stretches), found.problems, looked_at)


def _read(data: bytes, at: int, before: int, scans: Scans, limits: Limits) -> _Picture:
    """One picture, its pages numbered behind the ``before`` pages that precede it."""
    from parsers.readers.ocr.images import is_blank, is_ornament, pictures  # noqa: PLC0415 - needs the extra

    ornament = is_ornament(data)
    found = _Picture(at, ornament)
    for number, picture in enumerate(pictures(data, limits), start=before + 1):
        content = scans.read_picture(picture, number)
        found.has_words = found.has_words or bool(content.glyphs)
        found.is_nothing = found.is_nothing and not content.glyphs and (ornament or is_blank(picture))
        found.is_aside = found.is_aside and _names_at_most(content)
        found.first = found.first or content
        found.layouts.append(lay_out(content, found.layouts[-1] if found.layouts else None))
    return found


def _names_at_most(content: PageContent) -> bool:
    return len(content.glyphs) <= _NAME and not any(glyph.char.isdigit() for glyph in content.glyphs)


def _put_behind(before: _Picture, picture: _Picture) -> None:
    """Lays the first page out anew, as one that may go on with the columns of the page before it."""
    if picture.first is not None:
        picture.layouts[0] = lay_out(picture.first, before.layouts[-1])


def _follows(before: _Picture, picture: _Picture) -> bool:
    """False where the numbers that both pages print say that they are not neighbours."""
    one, two = printed_number(before.layouts[-1]), printed_number(picture.layouts[0])
    return one is None or two is None or two == one + 1


def _stretch(pictures: Sequence[_Picture], scans: Scans, limits: Limits) -> Stretch:
    """Raises ``UnreadableDocument`` (empty, too_large)."""
    layouts = [layout for picture in pictures for layout in picture.layouts]
    pages = {
        layout.number: (picture.at, within)
        for picture in pictures
        for within, layout in enumerate(picture.layouts, start=1)
    }
    blocks = BlockList(limits)
    add_pages(blocks, layouts, paged=True)
    model = scans.graded(blocks.finish("image", "image", pages=len(layouts)))
    notes = {
        picture.at: tuple(
            scans.notes({layout.number: pages[layout.number][1] for layout in picture.layouts})
            + [said.replace(f"page {number}:", f"page {within}:", 1) for number, (at, within) in pages.items()
               if at == picture.at for said in model.notes if said.startswith(f"page {number}:")]
        )
        for picture in pictures
    }  # fmt: skip
    return Stretch(replace(model, notes=()), pages, notes)
