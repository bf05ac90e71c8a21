"""Text of Word runs: what a person sees after all tracked changes are accepted, each text box once."""

from __future__ import annotations

from collections.abc import Iterator, Set

from lxml import etree

from parsers.readers.docx.styles import OFF
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
#: Characters of the font Symbol that stand where ASCII has them.
_AS_IN_ASCII = frozenset("0123456789.,%()+=<>/[]{}:; ")


def paragraph_text(paragraph: etree._Element, hidden: Set[str] = frozenset()) -> str:
    """Visible text of one ``w:p`` without the text boxes and tables that hang on it; runs of a style in ``hidden``
    are left out.
    """
    return "".join(_pieces(paragraph, hidden))


def _pieces(element: etree._Element, hidden: Set[str]) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name in _SKIPPED or name in _INNER_BLOCKS:
            continue
        if name == "t":
            yield child.text or ""
        elif name == "r" and _is_hidden(child, hidden):
            continue
        elif name in _SIGNS:
            # A break that starts a new page or column ends nothing inside the paragraph.
            yield "" if name == "br" and attribute(child, "type") in ("page", "column") else _SIGNS[name]
        elif name == "sym":
            yield _symbol(attribute(child, "font") or "", (attribute(child, "char") or "").upper())
        else:
            yield from _pieces(child, hidden)


def _symbol(font: str, char: str) -> str:
    """The character of a ``w:sym``; one that we do not know is U+FFFD, so that no figure closes over it."""
    try:
        number = int(char, 16)
    except ValueError:
        return "\ufffd"
    if not 0xF000 <= number <= 0xF0FF:
        return chr(number) if number <= 0xFFFF else "\ufffd"
    if font.lower() == "symbol" and chr(number - 0xF000) in _AS_IN_ASCII:
        return chr(number - 0xF000)
    return _SYMBOLS.get(char, "\ufffd")


def _is_hidden(run: etree._Element, hidden: Set[str]) -> bool:
    for properties in run:
        if local(properties) == "rPr":
            own = [attribute(mark, "val") not in OFF for mark in properties if local(mark) == "vanish"]
            styles = [attribute(mark, "val") for mark in properties if local(mark) == "rStyle"]
            return own[-1] if own else any(style in hidden for style in styles)
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
