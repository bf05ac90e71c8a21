"""Makes scans of PDF pages: rendered, turned a little, lit unevenly, with the noise and the JPEG of a real scanner.

Images are arrays of height x width (grey) or height x width x 3 (blue green red).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2

DPI = 200
Image = npt.NDArray[Any]
#: Paper and ink of a stamp, blue green red.
_RED = (40, 30, 205)


def page_image(
    data: bytes, page: int, *, dpi: int = DPI, skew: float = 0.0, noise: float = 6.0, seed: int = 1
) -> Image:
    """Page ``page`` (from 1) of a PDF as the grey image of a scanner; ``skew`` in degrees, clockwise."""
    return scanned(clean_image(data, page, dpi=dpi), skew=skew, noise=noise, seed=seed)


def clean_image(data: bytes, page: int, *, dpi: int = DPI) -> Image:
    """Page ``page`` as it is, in grey."""
    with pypdfium2.PdfDocument(data) as document:
        image = document[page - 1].render(scale=dpi / 72, grayscale=True).to_numpy()
    return np.ascontiguousarray(image.reshape(image.shape[:2]))


def scanned(image: Image, *, skew: float = 0.0, noise: float = 6.0, seed: int = 1) -> Image:
    """A clean image as a scanner would see it."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, 1.0)
    white = (255,) * (1 if image.ndim == 2 else 3)
    turned = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
    soft = np.asarray(cv2.GaussianBlur(turned, (0, 0), 0.6), dtype=np.float32)
    light = np.linspace(0.86, 1.0, width, dtype=np.float32)[None, :]
    grain = np.random.default_rng(seed).normal(0.0, noise, (height, width)).astype(np.float32)
    if image.ndim == 3:
        light, grain = light[..., None], grain[..., None]
    return np.asarray(np.clip(soft * light + grain - 4, 0, 255), dtype=np.uint8)


def photographed(image: Image, *, seed: int = 1) -> Image:
    """A clean grey image as a telephone sees it: a shadow across, light falling off, a little out of focus."""
    height, width = image.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 0.95 - 0.3 * ((xs / width - 0.4) ** 2 + (ys / height - 0.5) ** 2)
    light -= 0.18 / (1 + np.exp(-(xs + 0.4 * ys - 0.9 * width) / (0.02 * width)))
    soft = np.asarray(cv2.GaussianBlur(image, (0, 0), 0.9), dtype=np.float32)
    grain = np.random.default_rng(seed).normal(0.0, 4.0, soft.shape).astype(np.float32)
    return np.asarray(np.clip(soft * light + grain, 0, 255), dtype=np.uint8)


def stamped(image: Image, centre: tuple[float, float], *, radius: float = 0.1) -> Image:
    """A clean grey image with a red seal; ``centre`` and ``radius`` in shares of the width and height."""
    height, width = image.shape
    seal = np.full((height, width, 3), 255, dtype=np.uint8)
    middle, size = (int(centre[0] * width), int(centre[1] * height)), int(radius * width)
    cv2.circle(seal, middle, size, _RED, max(size // 16, 2), cv2.LINE_AA)
    star = [
        (middle[0] + reach * np.sin(turn * np.pi / 5), middle[1] - reach * np.cos(turn * np.pi / 5))
        for turn in range(10)
        for reach in ((0.35 if turn % 2 == 0 else 0.14) * size,)
    ]
    cv2.fillPoly(seal, [np.array(star, dtype=np.int32)], _RED, cv2.LINE_AA)
    for turn in np.linspace(-2.2, 2.2, 14):
        x, y = middle[0] + 0.75 * size * np.sin(turn), middle[1] - 0.75 * size * np.cos(turn)
        half = size // 14
        cv2.rectangle(seal, (int(x) - half, int(y) - half), (int(x) + half, int(y) + half), _RED, max(size // 40, 1))
    paper = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR).astype(np.float32)
    return np.asarray(paper * (0.25 + 0.75 * seal.astype(np.float32) / 255), dtype=np.uint8)


def tinted(image: Image, top: float, bottom: float, colour: tuple[int, int, int] = (225, 190, 150)) -> Image:
    """A clean grey image whose paper is coloured between two heights (shares), as the heads of tables are."""
    height = image.shape[0]
    paper = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR).astype(np.float32)
    paper[int(top * height) : int(bottom * height)] *= np.array(colour, dtype=np.float32) / 255
    return np.asarray(paper, dtype=np.uint8)


def faint(image: Image, *, level: int = 205) -> Image:
    """A clean grey image whose long thin lines are faint and interrupted."""
    ink = np.asarray(image < 160, dtype=np.uint8)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 60), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((60, 1), np.uint8))
    rules = np.asarray(cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8)), dtype=bool)
    pale = image.copy()
    pale[rules] = np.maximum(pale[rules], level)
    pale[:, ::97][rules[:, ::97]] = 255
    return pale


def side_by_side(left: Image, right: Image) -> Image:
    """Two pages on one image."""
    height = max(left.shape[0], right.shape[0])
    pages = [np.pad(page, ((0, height - page.shape[0]), (0, 0)), constant_values=255) for page in (left, right)]
    return np.concatenate(pages, axis=1)


def jpeg(image: Image, quality: int = 75) -> bytes:
    """The image as a JPEG file."""
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def image_pdf(images: Iterable[Image], *, dpi: int = DPI, quality: int = 75) -> bytes:
    """A PDF with one full-page JPEG per page and no text."""
    document = pypdfium2.PdfDocument.new()
    for image in images:
        add_image_page(document, image, dpi=dpi, quality=quality)
    return _saved(document)


def add_image_page(document: pypdfium2.PdfDocument, image: Image, *, dpi: int = DPI, quality: int = 75) -> None:
    """Appends a page that holds only ``image``."""
    height, width = image.shape[0] * 72 / dpi, image.shape[1] * 72 / dpi
    page = document.new_page(width, height)
    picture = pypdfium2.PdfImage.new(document)
    picture.load_jpeg(io.BytesIO(jpeg(image, quality)), inline=True, autoclose=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(picture)
    page.gen_content()
    page.close()


def pages_of(data: bytes, pages: Iterable[int]) -> bytes:
    """A PDF of some pages (numbers from 1) of another, text and all."""
    with pypdfium2.PdfDocument(data) as source:
        document = pypdfium2.PdfDocument.new()
        document.import_pages(source, [page - 1 for page in pages])
        return _saved(document)


def mixed_pdf(data: bytes, text_page: int, image: Image, *, dpi: int = DPI) -> bytes:
    """A PDF of one page with text and one that holds only ``image``."""
    with pypdfium2.PdfDocument(data) as source:
        document = pypdfium2.PdfDocument.new()
        document.import_pages(source, [text_page - 1])
        add_image_page(document, image, dpi=dpi)
        return _saved(document)


def scan_of(data: bytes, *, dpi: int = DPI, skew: float = 0.6) -> bytes:
    """All pages of a PDF as scans, every other one turned the other way."""
    with pypdfium2.PdfDocument(data) as document:
        pages = len(document)
    return image_pdf(
        (page_image(data, page, dpi=dpi, skew=skew * (-1) ** page, seed=page) for page in range(1, pages + 1)), dpi=dpi
    )


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()
