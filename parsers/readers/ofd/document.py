"""OFD (GB/T 33190): a ZIP package of XML pages in millimetres, read with the same layout code as PDF."""

from __future__ import annotations

import posixpath

from lxml import etree

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.ofd.geometry import numbers
from parsers.readers.ofd.page import read_page
from parsers.readers.packages import Package, local
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout, lay_out

_A4 = (0.0, 0.0, 210.0, 297.0)

Size = tuple[float, float, float, float]


def read_ofd(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of an OFD file. Raises :class:`UnreadableDocument`."""
    package = Package(data, limits)
    main = package.xml("OFD.xml")
    title = next((element.text for element in main.iter() if local(element) == "Title"), None)
    blocks = BlockList(limits)
    layouts: list[PageLayout] = []
    images = 0
    for root in [element.text or "" for element in main.iter() if local(element) == "DocRoot"]:
        for size, layers in _pages(package, root.strip().lstrip("/")):
            if len(layouts) >= limits.pages:
                raise UnreadableDocument(
                    DocumentState.TOO_LARGE, f"OFD 超过 {limits.pages} 页 / the OFD has more than {limits.pages} pages"
                )
            content = read_page(len(layouts) + 1, size, layers)
            if not content.glyphs and content.image_share > 0:
                images += 1
                blocks.note(f"page {content.number} holds only an image")
            layouts.append(lay_out(content))
    if layouts and images == len(layouts):
        raise UnreadableDocument(
            DocumentState.SCANNED, "OFD 只有扫描图像，没有文字 / the OFD holds only scanned images"
        )
    add_pages(blocks, layouts)
    return blocks.finish(media.OFD, "ofd", pages=len(layouts), title=title)


def _pages(package: Package, root: str) -> list[tuple[Size, list[etree._Element]]]:
    """(size, layers) of every page of one document of the package; layers of templates stand first."""
    document = package.xml(root)
    folder = posixpath.dirname(root)
    size = _size(document) or _A4
    templates = {
        element.get("ID") or "": element.get("BaseLoc") or ""
        for element in document.iter()
        if local(element) == "TemplatePage"
    }
    pages: list[tuple[Size, list[etree._Element]]] = []
    for element in document.iter():
        location = element.get("BaseLoc") if local(element) == "Page" else None
        if location is None:
            continue
        page = package.xml(_join(folder, location))
        layers = [
            layer
            for used in page
            if local(used) == "Template" and templates.get(used.get("TemplateID") or "")
            for layer in _layers(package.xml(_join(folder, templates[used.get("TemplateID") or ""])))
        ]
        pages.append((_size(page) or size, [*layers, *_layers(page)]))
    return pages


def _layers(page: etree._Element) -> list[etree._Element]:
    return [layer for content in page if local(content) == "Content" for layer in content]


def _size(element: etree._Element) -> Size | None:
    for child in element.iter():
        if local(child) == "PhysicalBox":
            values = numbers(child.text)
            if len(values) == 4 and values[2] > 0 and values[3] > 0:
                return values[0], values[1], values[2], values[3]
    return None


def _join(folder: str, location: str) -> str:
    location = location.strip()
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location))
