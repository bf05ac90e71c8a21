"""What an OFD document keeps among its resources: files of images, drawings that composite objects repeat."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers.packages import Package, local


def media_file(package: Package, root: str, resource: str) -> bytes:
    """Bytes of the image that the document at ``root`` lists as ``resource``.

    Raises :class:`UnreadableDocument` (damaged) where it lists none.
    """
    for location, listed in _resources(package, root):
        base = joined(posixpath.dirname(location), listed.get("BaseLoc") or "")
        for medium in listed.iter():
            if local(medium) == "MultiMedia" and medium.get("ID") == resource:
                for file in medium:
                    if local(file) == "MediaFile" and file.text:
                        return package.read(joined(base, file.text))
    raise UnreadableDocument(DocumentState.DAMAGED, f"OFD 缺少图像 {resource} / the OFD lacks its image {resource}")


_UNITS = ("CompositeGraphicUnit", "CompositeGraphUnit")


class CompositeUnits:
    """The drawings of one document by their number, looked up when the first composite object asks."""

    def __init__(self, package: Package, root: str) -> None:
        self._package, self._root = package, root
        self._found: dict[str, etree._Element] | None = None

    def __call__(self, resource: str) -> etree._Element | None:
        if self._found is None:
            self._found = {unit.get("ID") or "": unit for unit in self._units()}
        return self._found.get(resource)

    def _units(self) -> Iterator[etree._Element]:
        try:
            for _, listed in _resources(self._package, self._root):
                yield from (unit for unit in listed.iter() if local(unit) in _UNITS)
        except UnreadableDocument as error:
            if error.state is not DocumentState.DAMAGED:
                raise
            # The page holds text beside its drawings; those that are lost are noted.


def _resources(package: Package, root: str) -> Iterator[tuple[str, etree._Element]]:
    """(place, content) of every list of resources: those of the document, then those of its pages."""
    folder = posixpath.dirname(root)
    for element in package.xml(root).iter():
        if local(element) in ("PublicRes", "DocumentRes") and element.text:
            location = joined(folder, element.text)
            yield location, package.xml(location)
    for element in package.xml(root).iter():
        page = joined(folder, element.get("BaseLoc") or "") if local(element) == "Page" else None
        for own in package.xml(page) if page is not None else ():
            if local(own) == "PageRes" and own.text and page is not None:
                location = joined(posixpath.dirname(page), own.text)
                yield location, package.xml(location)


def joined(folder: str, location: str) -> str:
    """A location stated in a file of ``folder``, as a path inside the package."""
    location = location.strip()
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location))
