"""Makes scans of PDF pages: rendered, turned a little, lit unevenly, with the noise and the JPEG of a real scanner."""

from __future__ import annotations

import io
from collections.abc import Iterable

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

DPI = 200


def page_image(data: bytes, page: int, *, dpi: int = DPI, skew: float = 0.0, noise: float = 6.0, seed: int = 1):
    """Page ``page`` (from 1) of a PDF as the grey image of a scanner; ``skew`` in degrees, clockwise."""
    with pypdfium2.PdfDocument(data) as document:
        image = document[page - 1].render(scale=dpi / 72, grayscale=True).to_numpy()
    return scanned(image.reshape(image.shape[:2]), skew=skew, noise=noise, seed=seed)


def scanned(image, *, skew: float = 0.0, noise: float = 6.0, seed: int = 1):
    """A clean grey image as a scanner would see it."""
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, 1.0)
    turned = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    soft = np.asarray(cv2.GaussianBlur(turned, (0, 0), 0.6), dtype=np.float32)
    light = np.linspace(0.86, 1.0, width, dtype=np.float32)[None, :]
    grain = np.random.default_rng(seed).normal(0.0, noise, soft.shape).astype(np.float32)
    return np.asarray(np.clip(soft * light + grain - 4, 0, 255), dtype=np.uint8)


def jpeg(image, quality: int = 75) -> bytes:
    """The image as a JPEG file."""
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def image_pdf(images: Iterable, *, dpi: int = DPI) -> bytes:
    """A PDF with one full-page JPEG per page and no text."""
    document = pypdfium2.PdfDocument.new()
    for image in images:
        add_image_page(document, image, dpi=dpi)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def add_image_page(document: pypdfium2.PdfDocument, image, *, dpi: int = DPI) -> None:
    """Appends a page that holds only ``image``."""
    height, width = image.shape[0] * 72 / dpi, image.shape[1] * 72 / dpi
    page = document.new_page(width, height)
    picture = pypdfium2.PdfImage.new(document)
    picture.load_jpeg(io.BytesIO(jpeg(image)), inline=True, autoclose=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(picture)
    page.gen_content()
    page.close()


def pages_of(data: bytes, pages: Iterable[int]) -> bytes:
    """A PDF of some pages (numbers from 1) of another, text and all."""
    with pypdfium2.PdfDocument(data) as source:
        document = pypdfium2.PdfDocument.new()
        document.import_pages(source, [page - 1 for page in pages])
        target = io.BytesIO()
        document.save(target)
        document.close()
    return target.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    """The same PDF with ``/Rotate`` set on every page."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.set_rotation((page.get_rotation() + degrees) % 360)
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


__all__ = ["DPI", "add_image_page", "image_pdf", "jpeg", "page_image", "pages_of", "scanned", "turned"]
assert pdfium  # pypdfium2 loads its library on import
