"""Annotations of an OFD document: what somebody put over its pages is no part of them, but it is said."""

from __future__ import annotations

import posixpath

from parsers.readers.blocks import BlockList
from parsers.readers.ofd.resources import joined
from parsers.readers.packages import Package, local

#: Kinds (GB/T 33190, 15) that repeat nothing of the page and say nothing about it.
_ORNAMENTS = frozenset({"Watermark", "Stamp", "Link"})


def note_annotations(package: Package, root: str, blocks: BlockList) -> None:
    """Notes how many annotations with text the document at ``root`` has; watermarks and seals do not count."""
    count = 0
    for element in package.xml(root).iter():
        location = joined(posixpath.dirname(root), element.text or "") if local(element) == "Annotations" else ""
        if not location or not package.has(location):
            continue
        for file in package.xml(location).iter("{*}FileLoc"):
            part = joined(posixpath.dirname(location), file.text or "")
            if package.has(part):
                count += sum(
                    annotation.get("Type") not in _ORNAMENTS and any((code.text or "").strip() for code in codes)
                    for annotation in package.xml(part).iter("{*}Annot")
                    if (codes := list(annotation.iter("{*}TextCode")))
                )
    if count:
        blocks.note(f"{count} annotations with text were not read")
