"""Opens ZIP packages (DOCX, XLSX, OFD) and their XML without falling for bombs or outside entities."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from domain.records import DocumentState
from parsers.model import Limits, UnreadableDocument
from parsers.readers.cut_zip import opened

#: One XML part may be this many times larger than its packed form before it counts as a bomb.
_RATIO = 1000


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another refers to. ``kind`` is the last word of the relation's type, e.g. ``worksheet``."""

    identifier: str
    kind: str
    target: str


def part_name(name: str) -> str:
    """A member's name as that of a part: some programs write folders with a backslash, some a slash at the front."""
    return name.replace("\\", "/").lstrip("/")


class Package:
    """A ZIP package read under ``limits.unpacked_bytes`` (all parts read together).

    Raises :class:`UnreadableDocument` with ``damaged``, ``encrypted`` or ``too_large``.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = opened(data)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
            raise _damaged(error) from error
        self._left = limits.unpacked_bytes
        self._names = {part_name(info.filename): info for info in self._zip.infolist()}
        self._related: dict[str, list[Relation]] = {}
        self._folded = {name.lower(): name for name in self._names}

    @property
    def has_rooted_names(self) -> bool:
        """True if names begin at a root (``/xl/workbook.xml``), which not every program bears."""
        return any(info.filename.startswith(("/", "\\")) for info in self._zip.infolist())

    def names(self) -> list[str]:
        return list(self._names)

    def has(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._folded

    def read(self, name: str) -> bytes:
        """Bytes of one part. Raises ``UnreadableDocument(damaged)`` if the part is missing or broken."""
        info = self._names.get(self._folded.get(name.lstrip("/").lower(), ""))
        if info is None:
            raise UnreadableDocument(DocumentState.DAMAGED, f"压缩包内缺少 {name} / the package lacks its part {name}")
        if info.flag_bits & 0x1:
            raise UnreadableDocument(DocumentState.ENCRYPTED, "文件有密码 / the file is protected by a password")
        if info.file_size > self._left or info.file_size > max(info.compress_size, 1) * _RATIO + 1_000_000:
            raise _bomb()
        try:
            with self._zip.open(info) as part:
                content = part.read(self._left + 1)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise _damaged(error) from error
        except Exception as error:  # zlib.error and friends: a broken stream
            if type(error).__module__ not in ("zlib", "lzma", "_lzma"):
                raise
            raise _damaged(error) from error
        if len(content) > self._left:
            raise _bomb()
        self._left -= len(content)
        return content

    def xml(self, name: str) -> etree._Element:
        """Root of one XML part."""
        return parse_xml(self.read(name))

    def main_part(self, usual: str) -> str:
        """Name of the part that the package says is its document; ``usual`` where it says none or one it lacks."""
        stated = next((one.target for one in self.related("") if one.kind == "officeDocument"), usual)
        return stated if self.has(stated) else usual

    def relations(self, name: str) -> dict[str, str]:
        """Relation id -> part name, for the part ``name`` (outside targets are left out)."""
        return {one.identifier: one.target for one in self.related(name) if one.identifier}

    def related(self, name: str) -> list[Relation]:
        """What the part ``name`` ("" for the package itself) refers to within the package, in the order stated."""
        if name not in self._related:
            self._related[name] = self._relations_of(name)
        return self._related[name]

    def _relations_of(self, name: str) -> list[Relation]:
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", base + ".rels")
        if not self.has(path):
            return []
        found: list[Relation] = []
        for relation in self.xml(path):
            target = (relation.get("Target") or "").replace("\\", "/")
            if target and relation.get("TargetMode") != "External":
                joined = target if target.startswith("/") else posixpath.join(folder, target)
                # The last word of the type is the same in the strict and the transitional form.
                kind = (relation.get("Type") or "").rpartition("/")[2]
                found.append(Relation(relation.get("Id") or "", kind, posixpath.normpath(joined).lstrip("/")))
        return found

    def related_part(self, name: str, kind: str, usual: str) -> str | None:
        """The part that ``name`` has as its ``kind`` (``styles`` …), else the one of the ``usual`` name, if any."""
        stated = next((one.target for one in self.related(name) if one.kind == kind and self.has(one.target)), usual)
        return stated if self.has(stated) else None


def parse_xml(content: bytes) -> etree._Element:
    """XML without entities, network or DTD. Raises ``UnreadableDocument(damaged)``."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(error) from error


def local(element: etree._Element) -> str:
    """Tag without its namespace; readers accept the strict and the transitional namespaces alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Attribute ``name`` in whatever namespace it stands."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def _kind(error: Exception) -> str:
    """Name of the fault; the bare ``error`` of some modules with the module's name."""
    name = type(error).__name__
    return name if name != "error" else f"{type(error).__module__}.error"


def _damaged(error: Exception) -> UnreadableDocument:
    return UnreadableDocument(DocumentState.DAMAGED, f"文件已损坏 / the file is damaged ({_kind(error)})")


def _bomb() -> UnreadableDocument:
    return UnreadableDocument(
        DocumentState.TOO_LARGE, "解压后的内容超过限额 / the unpacked content is larger than allowed"
    )
