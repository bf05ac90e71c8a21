"""Heading levels: from the paragraph itself or from its style and the styles that one is based on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from parsers.readers.packages import attribute, local

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_BODY_LEVEL = 9
OFF = ("0", "false", "off")
_WHITE = "FFFFFF"


@dataclass(frozen=True, slots=True)
class Looks:
    """How a run looks, as far as it matters: ``size`` and ``lifted`` in half points."""

    hidden: bool = False
    white: bool = False
    shaded: bool = False
    struck: bool = False
    superscript: bool = False
    lifted: int = 0
    size: float | None = None
    #: In a field that nobody filled in, so that it shows the words of its form.
    placeholder: bool = False

    def is_raised(self, beside: float | None) -> bool:
        """True for a run above the line: superscript, or lifted and smaller than the text ``beside`` it."""
        return self.superscript or (self.lifted > 0 and self.size is not None and self.size < (beside or _USUAL_SIZE))


#: Half points of a text that states no size.
_USUAL_SIZE = 21.0


class Styles:
    """Outline levels of the paragraph styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, int] = {}
        self._based_on: dict[str, str] = {}
        self._numbering: dict[str, tuple[str | None, int]] = {}
        properties: dict[str, etree._Element] = {}
        vanished: set[str] = set()
        shaded: dict[str, bool] = {}
        for style in root if root is not None else ():
            identifier = attribute(style, "styleId") if local(style) == "style" else None
            if identifier:
                self._read(identifier, style)
                shaded[identifier] = any(is_shading(mark) for mark in style.iter("{*}shd"))
                for child in style:
                    if local(child) == "rPr":
                        properties[identifier] = child
                        if vanishes(child):
                            vanished.add(identifier)
        #: Styles of paragraphs and runs whose text is not shown.
        self.hidden = frozenset(
            style for style in (*self._based_on, *vanished) if vanished.intersection(self._chain(style))
        )
        #: Styles of paragraphs and tables that colour no ground.
        self.unshaded = frozenset(
            style for style in shaded if not any(shaded.get(one, True) for one in self._chain(style))
        )
        #: What the styles say of runs that have them.
        self.looks: dict[str, Looks] = {}
        for named in {*self._based_on, *properties}:
            looks = Looks()
            for one in reversed(self._chain(named)):
                looks = _with_properties(looks, properties[one]) if one in properties else looks
            self.looks[named] = replace(looks, hidden=named in self.hidden)

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


def looks_of(run: etree._Element, styles: Mapping[str, Looks]) -> Looks:
    """The looks of a ``w:r``: those of its style, and what it says itself."""
    for properties in run:
        if local(properties) == "rPr":
            named = [attribute(mark, "val") or "" for mark in properties if local(mark) == "rStyle"]
            return _with_properties(styles.get(named[-1], Looks()) if named else Looks(), properties)
    return Looks()


def _with_properties(looks: Looks, properties: etree._Element) -> Looks:
    """``looks`` with what ``w:rPr`` says beyond them."""
    for mark in properties:
        name, value = local(mark), attribute(mark, "val")
        if name == "vanish":
            looks = replace(looks, hidden=value not in OFF)
        elif name == "color":
            looks = replace(looks, white=(value or "").upper() == _WHITE)
        elif name == "highlight":
            looks = replace(looks, shaded=value not in ("none", "white"))
        elif name == "shd":
            looks = replace(looks, shaded=is_shading(mark))
        elif name in ("strike", "dstrike"):
            looks = replace(looks, struck=value not in OFF)
        elif name == "vertAlign":
            looks = replace(looks, superscript=value == "superscript")
        elif name == "position" and (value or "").lstrip("-").isdigit():
            looks = replace(looks, lifted=int(value or 0))
        elif name == "sz" and (value or "").isdigit():
            looks = replace(looks, size=float(value or 0))
    return looks


def is_shading(mark: etree._Element) -> bool:
    """True for a ``w:shd`` behind which the page is not white, as far as it can be told."""
    fill, pattern = (attribute(mark, "fill") or "auto").upper(), attribute(mark, "val") or "clear"
    return fill not in ("AUTO", _WHITE) or pattern not in ("clear", "nil") or attribute(mark, "themeFill") is not None


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
