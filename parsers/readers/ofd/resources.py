"""Files an OFD document keeps its images in."""

from __future__ import annotations

import posixpath

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers.packages import Package, local


def media_file(package: Package, root: str, resource: str) -> bytes:
    """Bytes of the image that the document at ``root`` lists as ``resource``.

    Raises :class:`UnreadableDocument` (damaged) where it lists none.
    """
    folder = posixpath.dirname(root)
    for element in package.xml(root).iter():
        if local(element) not in ("PublicRes", "DocumentRes") or not element.text:
            continue
        listed = package.xml(joined(folder, element.text))
        base = joined(posixpath.dirname(joined(folder, element.text)), listed.get("BaseLoc") or "")
        for medium in listed.iter():
            if local(medium) == "MultiMedia" and medium.get("ID") == resource:
                for file in medium:
                    if local(file) == "MediaFile" and file.text:
                        return package.read(joined(base, file.text))
    raise UnreadableDocument(DocumentState.DAMAGED, f"OFD 缺少图像 {resource} / the OFD lacks its image {resource}")


def joined(folder: str, location: str) -> str:
    """A location stated in a file of ``folder``, as a path inside the package."""
    location = location.strip()
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location))
