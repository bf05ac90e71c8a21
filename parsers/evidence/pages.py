"""The page of a PDF or an image file as a person sees it, with the fact marked and personal data covered."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image
from pypdfium2 import PdfDocument

from domain.records import BBox, DocumentState, Fact
from parsers.evidence.personal import glyph_boxes, personal_boxes
from parsers.evidence.picture import COVER, cover, highlight, outline, scaled
from parsers.evidence.place import NotThere
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.ocr.scans import Scans
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout
from parsers.readers.pages.sheets import lay_out_sheet
from parsers.readers.pdf.content import read_content
from parsers.readers.pdf.opening import load_page, open_pdf

_DPI = 130.0
_POINTS_PER_INCH = 72.0
#: Longest side of a picture, in pixels.
_LONGEST = 2400
_PAD = 1.5


#: Characters of the end of a quote that are worth looking for where a page parts it.
_SHORTEST = 5


@dataclass(slots=True)
class ShownPage:
    """A page as a picture; ``covered`` counts the places of personal data that were painted over."""

    image: Image.Image
    page: int
    covered: int = 0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _View:
    """One page: its picture, pixels per point, and its characters (``None``: nobody could read them)."""

    image: Image.Image
    scale: float
    content: PageContent | None
    notes: list[str] = field(default_factory=list)


def show_page(data: bytes, media_type: str, fact: Fact, limits: Limits) -> ShownPage:
    """The page of ``fact``. Raises :class:`NotThere` and ``UnreadableDocument``."""
    if fact.page is None:
        raise NotThere("数据没有页码 / the fact names no page")
    if media_type != media.PDF:
        return _marked(_picture(data, fact.page, limits), fact, fact.page)
    with open_pdf(data, limits) as document:
        number = _page_of(document, fact)
        return _marked(_pdf_page(document, number, limits), fact, number)


def _page_of(document: PdfDocument, fact: Fact) -> int:
    """The page where the quote stands: a paragraph that begins on one page may print the figure on the next."""
    number = fact.page or 1
    if number > len(document):
        raise NotThere(f"没有第 {number} 页 / the file has no page {number}")
    if fact.paragraph is None or fact.table_no is not None or number == len(document):
        return number
    here = _characters(document, number)
    if here is None or printed_tail(here, fact.quote) == fact.quote.lstrip("…"):
        return number
    after = _characters(document, number + 1)
    if after is None or len(printed_tail(after, fact.quote)) <= len(printed_tail(here, fact.quote)):
        return number
    return number + 1


def _characters(document: PdfDocument, number: int) -> PageContent | None:
    page = load_page(document, number - 1)
    try:
        content = read_content(page, number)
    finally:
        page.close()
    return None if content.recognition_needed else content


def printed_tail(content: PageContent, quote: str, near: BBox | None = None) -> str:
    """As much of the end of a quote, which holds its figure, as stands there in one piece; "" for less than a bit."""
    words = quote.lstrip("…")
    ends = range(max(len(words) - _SHORTEST, 0) + 1)
    return next((words[at:] for at in ends if glyph_boxes(content, words[at:], near)), "")


def _pdf_page(document: PdfDocument, number: int, limits: Limits) -> _View:
    page = load_page(document, number - 1)
    try:
        content: PageContent | None = read_content(page, number)
        assert content is not None
        notes = []
        if content.recognition_needed:
            scans = Scans(limits)
            content = scans.read_pdf_page(page, number) if scans.installed else None
            notes = [f"第 {number} 页为扫描件 / page {number} is a scan"]
        width, height = page.get_size()
        scale = min(_DPI / _POINTS_PER_INCH, _LONGEST / max(width, height))
        # Notes and stamps of annotations are no part of what was read, so nobody looked for names in them.
        bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
    finally:
        page.close()
    return _View(image, scale, content, notes)


def _picture(data: bytes, number: int, limits: Limits) -> _View:
    scans = Scans(limits)
    if not scans.installed:
        raise UnreadableDocument(
            DocumentState.SCANNED, "文件是图片，需要文字识别 / the file is an image and needs text recognition"
        )
    from parsers.readers.ocr.images import pictures  # noqa: PLC0415 - needs the extra

    for at, picture in enumerate(pictures(data, limits), start=1):
        if at == number:
            image = Image.fromarray(picture.pixels[:, :, ::-1].copy())
            scale = picture.dpi / _POINTS_PER_INCH / picture.scale
            return _View(image, scale, scans.read_picture(picture, number))
    raise NotThere(f"没有第 {number} 页 / the file has no page {number}")


def _marked(view: _View, fact: Fact, number: int) -> ShownPage:
    image, scale = view.image, view.scale
    box = fact.bbox if number == fact.page else None
    if view.content is None:
        return _only_the_mark(view, box, number)
    hidden = personal_boxes(view.content, _blocks(view.content).blocks)
    if fact.table_no is None:
        words = printed_tail(view.content, fact.quote, box)
        highlight(image, [scaled(word, scale) for word in glyph_boxes(view.content, words, box)])
    elif box is not None:
        highlight(image, [scaled(box, scale)])
    cover(image, [scaled(one, scale) for one in hidden])
    if box is not None:
        outline(image, scaled(box, scale, pad=_PAD))
    return ShownPage(image, number, len(hidden), tuple(view.notes))


def _only_the_mark(view: _View, box: BBox | None, number: int) -> ShownPage:
    """A page whose words nobody could look through: all but the marked cell is covered."""
    shown = Image.new("RGB", view.image.size, COVER)
    if box is not None:
        place = scaled(box, view.scale)
        shown.paste(view.image.crop(place), place[:2])
        outline(shown, scaled(box, view.scale, pad=_PAD))
    note = (
        "没有安装文字识别，无法查找个人信息，只显示所标单元格"
        " / without text recognition nobody can look for personal data: only the marked cell is shown"
    )
    return ShownPage(shown, number, 1, (*view.notes, note))


def _blocks(content: PageContent) -> DocumentModel:
    """Tables and paragraphs of this page alone."""
    blocks = BlockList(Limits())
    layouts: list[PageLayout] = []
    lay_out_sheet(content, layouts)
    add_pages(blocks, layouts)
    return blocks.finish(media.PDF, "page", pages=1)
