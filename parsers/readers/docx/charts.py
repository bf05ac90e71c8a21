"""Charts of office documents: title and cached values (``c:strCache``/``c:numCache``) as the chart prints them."""

from __future__ import annotations

from lxml import etree

from parsers.readers.number_formats import render
from parsers.readers.packages import attribute, local

Points = list[tuple[str, str, str]]


def read_chart(root: etree._Element) -> tuple[str | None, Points]:
    """(title, points) of one ``c:chartSpace``; a point is (series, category, printed value)."""
    points: Points = []
    for series in _all(root, "ser"):
        name = " ".join(value for value, _ in _cache(_child(series, "tx")).values())
        categories = _cache(_child(series, "cat") if _child(series, "cat") is not None else _child(series, "xVal"))
        values = _cache(_child(series, "val") if _child(series, "val") is not None else _child(series, "yVal"))
        for index, (value, form) in sorted(values.items()):
            category = categories.get(index, (str(index + 1), None))
            points.append((name, render(category[0], category[1]), render(value, form)))
    return _title(root), points


def _title(root: etree._Element) -> str | None:
    for chart in root:
        title = _child(chart, "title") if local(chart) == "chart" else None
        if title is not None:
            paragraphs = ["".join(run.text or "" for run in _all(line, "t")) for line in _all(title, "p")]
            text = "\n".join(line for line in paragraphs if line.strip())
            cached = " ".join(value for value, _ in _cache(_child(title, "tx")).values())
            return (text or cached).strip() or None
    return None


def _cache(element: etree._Element | None) -> dict[int, tuple[str, str | None]]:
    """Index -> (value, number format) of the cache below ``element``; the leaf level of multi-level categories."""
    if element is None:
        return {}
    for child in element.iter():
        if local(child) in ("strCache", "numCache", "strLit", "numLit", "lvl"):
            form = next((part.text for part in child if local(part) == "formatCode"), None)
            return {
                int(attribute(point, "idx") or 0): (_value(point), attribute(point, "formatCode") or form)
                for point in child
                if local(point) == "pt"
            }
    plain = _child(element, "v")
    return {0: (plain.text or "", None)} if plain is not None else {}


def _value(point: etree._Element) -> str:
    return next((part.text or "" for part in point if local(part) == "v"), "")


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local(child) == name), None)


def _all(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element.iter() if local(child) == name]
