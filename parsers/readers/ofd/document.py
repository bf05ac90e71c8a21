"""OFD (GB/T 33190): a ZIP package of XML pages in millimetres, read with the same layout code as PDF."""

from __future__ import annotations

import posixpath

from lxml import etree

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.ocr import Scans, scanned_error
from parsers.readers.ofd.annotations import note_annotations
from parsers.readers.ofd.geometry import numbers
from parsers.readers.ofd.page import read_page
from parsers.readers.ofd.resources import CompositeUnits, joined, media_file
from parsers.readers.packages import Package, local
from parsers.readers.pages.flow import add_pages
from parsers.readers.pages.layout import PageLayout
from parsers.readers.pages.sheets import lay_out_sheet

_A4 = (0.0, 0.0, 210.0, 297.0)

Size = tuple[float, float, float, float]


def read_ofd(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of an OFD file. Raises :class:`UnreadableDocument`."""
    package = Package(data, limits)
    main = package.xml("OFD.xml")
    title = next((element.text for element in main.iter() if local(element) == "Title"), None)
    blocks = BlockList(limits)
    documents: list[list[PageLayout]] = []
    count = 0
    scans = Scans(limits)
    unread: list[int] = []
    for root in [element.text or "" for element in main.iter() if local(element) == "DocRoot"]:
        layouts: list[PageLayout] = []
        documents.append(layouts)
        units = CompositeUnits(package, root.strip().lstrip("/"))
        for size, layers in _pages(package, root.strip().lstrip("/")):
            count += 1
            if count > limits.pages:
                raise UnreadableDocument(
                    DocumentState.TOO_LARGE, f"OFD 超过 {limits.pages} 页 / the OFD has more than {limits.pages} pages"
                )
            content, images, composites = read_page(count, size, layers, units)
            if composites:
                blocks.note(f"page {content.number}: {composites} composite objects were not read")
            reason = content.recognition_needed
            if reason is not None and scans.installed and images:
                resource, box = max(images, key=lambda image: (image[1][2] - image[1][0]) * (image[1][3] - image[1][1]))
                content = scans.read_image(media_file(package, root.strip().lstrip("/"), resource), content.number, box)
            elif reason is not None:
                unread.append(content.number)
                blocks.note(f"page {content.number} {reason}")
            lay_out_sheet(content, layouts)
        note_annotations(package, root.strip().lstrip("/"), blocks)
    if count and len(unread) == count:
        raise scanned_error("OFD 只有扫描图像，没有文字", "the OFD holds only scanned images")
    for layouts in documents:  # a paragraph or table never goes on in the next document
        add_pages(blocks, layouts)
    return scans.mark(blocks.finish(media.OFD, "ofd", pages=count, title=title, unread=unread))


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
        page = package.xml(joined(folder, location))
        layers = [
            layer
            for used in page
            if local(used) == "Template" and templates.get(used.get("TemplateID") or "")
            for layer in _layers(package.xml(joined(folder, templates[used.get("TemplateID") or ""])))
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
