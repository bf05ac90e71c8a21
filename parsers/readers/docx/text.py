"""Text of Word runs: what a person sees after all tracked changes are accepted, each text box once."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from parsers.readers.packages import attribute, local

#: Elements whose content is not on the page: deleted and moved text, field codes, the VML twin of a drawing.
_SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "rt"}
)
#: Blocks that stand inside a run but are blocks of their own.
_INNER_BLOCKS = frozenset({"txbxContent", "tbl"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
#: Characters of the symbol fonts that such documents use for boxes and ticks.
_SYMBOLS = {"F052": "☑", "F0FE": "☑", "F0A8": "□", "F06F": "□", "F0FC": "√", "F0B7": "•", "F0D8": "➢", "F06C": "●"}


def paragraph_text(paragraph: etree._Element) -> str:
    """Visible text of one ``w:p`` without the text boxes and tables that hang on it."""
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name in _SKIPPED or name in _INNER_BLOCKS:
            continue
        if name == "t":
            yield child.text or ""
        elif name == "r" and _hidden(child):
            continue
        elif name in _SIGNS:
            # A break that starts a new page or column ends nothing inside the paragraph.
            yield "" if name == "br" and attribute(child, "type") in ("page", "column") else _SIGNS[name]
        elif name == "sym":
            yield _SYMBOLS.get((attribute(child, "char") or "").upper(), "")
        else:
            yield from _pieces(child)


def _hidden(run: etree._Element) -> bool:
    for properties in run:
        if local(properties) == "rPr":
            for mark in properties:
                if local(mark) == "vanish" and attribute(mark, "val") not in ("0", "false", "off"):
                    return True
    return False


def hanging(paragraph: etree._Element) -> Iterator[etree._Element]:
    """What hangs on a paragraph in document order: text box contents and charts (``c:chart`` references)."""
    for child in paragraph:
        name = local(child)
        if name in _SKIPPED:
            continue
        if name == "txbxContent" or (name == "chart" and attribute(child, "id")):
            yield child
        elif name != "tbl":
            yield from hanging(child)
