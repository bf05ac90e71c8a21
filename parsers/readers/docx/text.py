"""Text of Word runs: what a person sees after all tracked changes are accepted, each text box once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from parsers.readers.docx.ground import is_on_white
from parsers.readers.docx.styles import OFF, Looks, looks_of
from parsers.readers.marks import LeftOut, is_mark
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


@dataclass(slots=True)
class Runs:
    """Texts of the runs of one document: what its styles say, and what was left out so far."""

    styles: dict[str, Looks] = field(default_factory=dict)
    unshaded: frozenset[str] = frozenset()
    left_out: LeftOut = field(default_factory=LeftOut)

    def text(self, paragraph: etree._Element) -> str:
        """Visible text of one ``w:p`` without the text boxes and tables that hang on it.

        Runs that are hidden, white on white or crossed out, the raised marks of notes and figures that a field shows
        until somebody fills it in are left out.
        """
        shown = ""
        size: float | None = None
        struck = False
        white: bool | None = None
        around = any(_is_unfilled(one) for one in paragraph.iterancestors("{*}sdt"))
        for piece, looks in _pieces(paragraph, Looks(placeholder=around), self.styles):
            if looks.hidden:
                continue
            if looks.placeholder and any(char.isdigit() for char in piece):
                self.left_out.placeholders += 1
                continue
            if looks.white and not looks.shaded and piece.strip():
                if white is None and (white := is_on_white(paragraph, self.unshaded)):
                    self.left_out.white += 1
                if white:
                    continue
            if looks.struck:
                self.left_out.struck += bool(piece.strip()) and not struck
                struck = struck or bool(piece.strip())
                continue
            struck = False
            if looks.is_raised(size) and is_mark(shown, piece):
                self.left_out.marks += 1
                continue
            size = looks.size or size
            shown += piece
        return shown


def _pieces(element: etree._Element, looks: Looks, styles: dict[str, Looks]) -> Iterator[tuple[str, Looks]]:
    """Pieces of text with the looks of their runs."""
    for child in element:
        name = local(child)
        if name in _SKIPPED or name in _INNER_BLOCKS:
            continue
        if name == "t":
            yield child.text or "", looks
        elif name in _SIGNS:
            # A break that starts a new page or column ends nothing inside the paragraph.
            yield "" if name == "br" and attribute(child, "type") in ("page", "column") else _SIGNS[name], looks
        elif name == "sym":
            yield _symbol(attribute(child, "font") or "", (attribute(child, "char") or "").upper()), looks
        elif name == "r":
            own = looks_of(child, styles)
            yield from _pieces(child, replace(own, placeholder=True) if looks.placeholder else own, styles)
        else:
            unfilled = name == "sdt" and _is_unfilled(child)
            yield from _pieces(child, replace(looks, placeholder=True) if unfilled else looks, styles)


def _is_unfilled(field: etree._Element) -> bool:
    """A content control that shows the words of its template (``w:showingPlcHdr``)."""
    shown = field.find("{*}sdtPr/{*}showingPlcHdr")
    return shown is not None and attribute(shown, "val") not in OFF


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
