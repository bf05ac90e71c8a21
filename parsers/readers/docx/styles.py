"""Heading levels: from the paragraph itself or from its style and the styles that one is based on."""

from __future__ import annotations

import re

from lxml import etree

from parsers.readers.packages import attribute, local

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_BODY_LEVEL = 9
OFF = ("0", "false", "off")


class Styles:
    """Outline levels of the paragraph styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, int] = {}
        self._based_on: dict[str, str] = {}
        self._numbering: dict[str, tuple[str | None, int]] = {}
        vanished: set[str] = set()
        for style in root if root is not None else ():
            identifier = attribute(style, "styleId") if local(style) == "style" else None
            if identifier:
                self._read(identifier, style)
                if any(local(child) == "rPr" and vanishes(child) for child in style):
                    vanished.add(identifier)
        #: Styles of paragraphs and runs whose text is not shown.
        self.hidden = frozenset(
            style for style in (*self._based_on, *vanished) if vanished.intersection(self._chain(style))
        )

    def _read(self, identifier: str, style: etree._Element) -> None:
        for child in style:
            name = local(child)
            value = attribute(child, "val") or ""
            heading = _HEADING.match(value) if name == "name" else None
            if heading:
                self._own.setdefault(identifier, int(heading.group(1)))
            elif name == "basedOn":
                self._based_on[identifier] = value
            elif name == "pPr":
                level = outline_level(child)
                if level is not None:
                    self._own[identifier] = level
                numbering = list_place(child)
                if numbering is not None:
                    self._numbering[identifier] = numbering

    def _chain(self, style: str | None) -> list[str]:
        chain: list[str] = []
        while style is not None and style not in chain:
            chain.append(style)
            style = self._based_on.get(style)
        return chain

    def level(self, properties: etree._Element | None) -> int | None:
        """Heading level (1-9) of a paragraph with these ``w:pPr``, or ``None`` for body text."""
        if properties is None:
            return None
        own = outline_level(properties)
        if own is None:
            own = next((self._own[style] for style in self._chain(style_of(properties)) if style in self._own), None)
        return own if own is not None and own <= _BODY_LEVEL else None

    def numbering(self, properties: etree._Element | None) -> tuple[str | None, int] | None:
        """(list id, level) of a paragraph, from itself or its style."""
        if properties is None:
            return None
        own = list_place(properties)
        if own is not None and own[0] is not None:
            return own
        return next(
            (self._numbering[style] for style in self._chain(style_of(properties)) if style in self._numbering), None
        )


def vanishes(properties: etree._Element) -> bool:
    """True where ``w:rPr`` hides the text."""
    return any(local(mark) == "vanish" and attribute(mark, "val") not in OFF for mark in properties)


def style_of(properties: etree._Element) -> str | None:
    for child in properties:
        if local(child) == "pStyle":
            return attribute(child, "val")
    return None


def outline_level(properties: etree._Element) -> int | None:
    """``w:outlineLvl`` counted from 1; 10 stands for "body text"."""
    for child in properties:
        if local(child) == "outlineLvl":
            value = attribute(child, "val") or ""
            return int(value) + 1 if value.isdigit() else None
    return None


def list_place(properties: etree._Element) -> tuple[str | None, int] | None:
    """(``w:numId``, ``w:ilvl``) where the paragraph properties state a list."""
    for child in properties:
        if local(child) != "numPr":
            continue
        values = {local(part): attribute(part, "val") or "" for part in child}
        level = values.get("ilvl", "0")
        return values.get("numId"), int(level) if level.isdigit() else 0
    return None
