"""Image files as documents, and files that are hostile or hold no text."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from domain.records import DocumentState, Method
from parsers.model import Limits, UnreadableDocument
from parsers.readers import read
from parsers.readers.ocr.images import is_blank, pictures
from tests.parsers.readers.ocr import scans
from tests.parsers.readers.ocr.cells import compare, figures_of

pytestmark = pytest.mark.ocr


@pytest.fixture(scope="module")
def page(xiangyuan: bytes) -> Image.Image:
    """A short table as a grey scan, cut to its upper half so that it is read quickly."""
    image = scans.page_image(xiangyuan, 13, skew=0.3)
    return Image.fromarray(image[: image.shape[0] * 2 // 3])


@pytest.fixture(scope="module")
def figures(page: Image.Image) -> list[str]:
    return list(figures_of(read(saved(page, "PNG", dpi=(200, 200)))))


def saved(image: Image.Image, kind: str, **settings: object) -> bytes:
    target = io.BytesIO()
    image.save(target, format=kind, **settings)  # type: ignore[arg-type]  # what each format takes
    return target.getvalue()


def state_of(data: bytes, limits: Limits | None = None) -> DocumentState:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, limits=limits or Limits())
    return caught.value.state


def test_an_image_file_is_a_document_of_one_page(page: Image.Image, xiangyuan: bytes) -> None:
    model = read(saved(page, "JPEG", quality=85, dpi=(200, 200)))
    assert (model.media_type, model.reader, model.pages, model.method) == ("image/jpeg", "image", 1, Method.OCR)
    count = compare(read(scans.pages_of(xiangyuan, [13])), model)
    assert (count.figures_right, count.unflagged) == (count.figures, [])


@pytest.mark.parametrize("kind", ["BMP", "WEBP"])
def test_other_formats_of_images_say_the_same(page: Image.Image, figures: list[str], kind: str) -> None:
    assert len(figures) > 20
    assert list(figures_of(read(saved(page, kind, **({"quality": 90} if kind == "WEBP" else {}))))) == figures


def test_every_page_of_a_tiff_is_read_in_cmyk_too(page: Image.Image, figures: list[str]) -> None:
    model = read(
        saved(page, "TIFF", save_all=True, append_images=[page.convert("CMYK")], compression="tiff_lzw", dpi=(200, 200))
    )
    assert model.pages == 2
    assert set(figures) <= {cell.text for table in model.tables for cell in table.cells}
    assert any("page 2: rows of the page before are printed again" in note for note in model.notes)


def test_a_fax_has_two_resolutions_and_no_grey(page: Image.Image, figures: list[str]) -> None:
    fax = page.resize((page.width * 204 // 200, page.height * 196 // 200)).convert("1", dither=Image.Dither.NONE)
    model = read(saved(fax, "TIFF", compression="group4", dpi=(204, 196)))
    right = sum(1 for one, other in zip(figures_of(model), figures, strict=False) if one == other)
    assert right >= 0.95 * len(figures)


def test_a_photograph_taken_sideways_is_turned_as_its_camera_says(page: Image.Image, figures: list[str]) -> None:
    turned = page.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # shown rightly when turned clockwise
    assert list(figures_of(read(saved(turned, "JPEG", quality=90, exif=exif)))) == figures


def test_an_image_without_text_is_empty() -> None:
    assert state_of(saved(Image.new("L", (1240, 1754), 250), "PNG")) is DocumentState.EMPTY
    ys, xs = np.mgrid[0:700, 0:900]
    hills = (120 + 60 * np.sin(xs / 90) * np.cos(ys / 70) + 20 * np.sin(ys / 11 + xs / 13)).astype(np.uint8)
    assert state_of(saved(Image.fromarray(cv2.applyColorMap(hills, cv2.COLORMAP_SUMMER)), "JPEG")) in (
        DocumentState.EMPTY,
        DocumentState.NO_FIGURES,
    )


def test_a_blank_page_is_told_from_one_whose_print_has_faded(xiangyuan: bytes) -> None:
    page = scans.clean_image(xiangyuan, 9)
    blank = np.full_like(page, 255)
    speckled = blank.copy()
    speckled[300:306, 400:406] = 40

    def is_blank_(image: scans.Image) -> bool:
        return is_blank(next(iter(pictures(scans.jpeg(image), Limits()))))

    for image in (blank, scans.scanned(blank), scans.scanned(speckled), scans.scanned(blank, noise=2.0)):
        assert is_blank_(image)
    faded = np.asarray(255 - (255 - page.astype(np.float32)) * 0.2, dtype=np.uint8)
    a_line = blank.copy()
    a_line[200:260, 300:1300] = page[int(101 * 200 / 72) : int(101 * 200 / 72) + 60, 300:1300]
    for image in (page, scans.scanned(faded), scans.scanned(a_line)):
        assert not is_blank_(image)


def test_a_truncated_image_is_damaged(page: Image.Image) -> None:
    whole = saved(page, "JPEG")
    assert state_of(whole[: len(whole) // 3]) is DocumentState.DAMAGED


def test_an_image_beyond_the_limit_of_pixels_is_too_large() -> None:
    bomb = saved(Image.new("1", (16_000, 16_000)), "PNG")
    assert len(bomb) < 100_000
    assert state_of(bomb) is DocumentState.TOO_LARGE


def test_a_strip_of_a_page_without_end_is_too_large() -> None:
    assert state_of(saved(Image.new("1", (100, 20_000)), "PNG")) is DocumentState.TOO_LARGE


def test_a_tiff_of_more_pages_than_allowed_is_too_large() -> None:
    blank = Image.new("1", (100, 100), 1)
    many = saved(blank, "TIFF", save_all=True, append_images=[blank] * 4)
    assert state_of(many, Limits(pages=4)) is DocumentState.TOO_LARGE


def test_a_document_that_takes_longer_than_scans_may_ends_as_timeout(page: Image.Image) -> None:
    assert state_of(saved(page, "PNG"), Limits(scanned_seconds=0.0)) is DocumentState.TIMEOUT


@pytest.mark.usefixtures("no_recognition")
def test_without_the_extra_an_image_is_scanned_and_the_message_says_how_to_install_it(page: Image.Image) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(saved(page, "PNG"))
    assert caught.value.state is DocumentState.SCANNED
    assert "make ocr" in caught.value.message
    assert "pip install 'xinfang[ocr]'" in caught.value.message
