"""Show one fact: the page with its cell marked, the table or paragraph redrawn, or a page for a browser."""

from __future__ import annotations

from collections.abc import Sequence

from domain.records import Fact
from domain.redaction import redact
from parsers.evidence.drawn import draw_place
from parsers.evidence.fonts import chinese_font
from parsers.evidence.pages import ShownPage, show_page
from parsers.evidence.picture import png_of, with_caption
from parsers.evidence.place import locate
from parsers.evidence.result import Evidence, Kind
from parsers.evidence.web import page_of_image, page_of_place
from parsers.examine import Source
from parsers.model import DEFAULT_LIMITS, Limits
from parsers.readers import media, read, sniff


def show(
    source: Source, fact: Fact, *, kind: Kind = "png", heading: Sequence[str] = (), limits: Limits = DEFAULT_LIMITS
) -> Evidence:
    """Evidence of ``fact`` in the file it was read from.

    ``heading`` lines stand above the picture (agency, year …). Without a font for Chinese a format that has no pages
    gives a page for a browser instead of a picture, and says so. Raises
    :class:`~parsers.model.UnreadableDocument` and :class:`~parsers.evidence.place.NotThere`.
    """
    caption = (*map(redact, heading), *caption_of(fact))
    media_type = sniff(source.data, source.file_name)
    if media_type == media.PDF or media_type in media.IMAGES:
        return _of_page(show_page(source.data, media_type, fact, limits), kind, caption)
    model = read(source.data, file_name=source.file_name, charset=source.charset, limits=limits)
    place = locate(model, fact)
    notes: tuple[str, ...] = ()
    if kind == "png" and chinese_font() is None:
        kind = "html"
        notes = ("本机没有中文字体，改为网页 / no font with Chinese characters here: a page instead of a picture",)
    if kind == "html":
        return Evidence("text/html", page_of_place(place, fact, caption), fact.page, 0, notes)
    image = with_caption(draw_place(place, fact), caption)
    return Evidence("image/png", png_of(image), fact.page, 0, notes)


def _of_page(shown: ShownPage, kind: Kind, caption: tuple[str, ...]) -> Evidence:
    notes = shown.notes
    if kind == "html":
        page = page_of_image(png_of(shown.image), caption)
        return Evidence("text/html", page, shown.page, shown.covered, notes)
    if chinese_font() is None:
        caption = tuple(line for line in caption if line.isascii())
        notes = (*notes, "本机没有中文字体，图上省去中文说明 / no font with Chinese characters: captions are left out")
    return Evidence("image/png", png_of(with_caption(shown.image, caption)), shown.page, shown.covered, notes)


def caption_of(fact: Fact) -> tuple[str, ...]:
    """What the fact says and where it stands, in a few lines."""
    item = f"{fact.project}/{fact.item}" if fact.project else fact.item
    printed = f"{fact.printed} {fact.printed_unit or ''}".strip()
    value = f" = {fact.amount:,.2f} 元" if fact.amount is not None else ""
    places = (
        f"第{fact.page}页 page {fact.page}" if fact.page else "",
        f"表{fact.table_no} 行{fact.row_no} 列{fact.column_no}" if fact.table_no else "",
        f"第{fact.paragraph}段 paragraph {fact.paragraph}" if fact.paragraph else "",
    )
    return tuple(
        redact(line)
        for line in (
            f"{fact.statement.value} / {item} / {fact.measure.value}: {printed}{value}",
            " · ".join(place for place in places if place),
            f"“{fact.quote}”",
            fact.fact_id,
        )
        if line
    )
