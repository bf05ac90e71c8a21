"""A report as WPS Writer saves it."""

from __future__ import annotations

from tests.unseen.hands.common import (
    WIDE,
    Dice,
    Group,
    Piece,
    flat,
    kind_word,
    own_contents,
    pieces,
    shown,
)
from tests.unseen.hands.docx_tables import Tables
from tests.unseen.hands.docx_xml import Runs, box, field, package, paragraph, section
from tests.unseen.model import Block, Design

SIZES = {"title": 22.0, "part": 18.0, "section": 16.0, "right": 11.0}
#: Points between the margins.
ROOM, WIDE_ROOM = 470.0, 717.0


def render(design: Design, *, tables: bool = True) -> bytes:
    """Without ``tables`` only what is not printed with one."""
    story = shown(pieces(design))
    if not tables:
        story = [
            piece for piece in story if isinstance(piece, Block) and (piece.kind == "text" or piece.style == "page")
        ]
    return _Writer(design, _tidy(story)).file()


def _tidy(story: list[Piece]) -> list[Piece]:
    """No two breaks one after the other, none at the ends."""
    found: list[Piece] = []
    for piece in story:
        breaks = isinstance(piece, Block) and piece.kind == "break"
        before = found[-1] if found else None
        if breaks and isinstance(before, Block) and before.kind == "break":
            if before.style == "page":
                found[-1] = piece
            continue
        if not breaks or found:
            found.append(piece)
    while found and isinstance(found[-1], Block) and found[-1].kind == "break":
        found.pop()
    return found


class _Writer:
    def __init__(self, design: Design, story: list[Piece]) -> None:
        self.design, self.story = design, story
        self.dice = dice = Dice(design.id, "docx_wps")
        self.runs = Runs(dice)
        self.tables = Tables(dice, self.runs)
        self.size = dice.one("size", (14.0, 15.0, 16.0))
        self.boxed = dice.chance("boxed", 25)
        self.controls = dice.chance("controls", 30)
        self.styled = dice.chance("styled", 60)
        self.cover = dice.chance("cover", 25)
        self.contents = dice.chance("contents", 45) and not own_contents(design)
        self.footer = dice.one("footer", (("- ", " -"), ("— ", " —"), ("", ""), ("第 ", " 页")))
        self.turned = False

    def file(self) -> bytes:
        made = [*self._cover(), *(self._contents() if self.contents else [])]
        story = self.story
        titles = 0
        if self.boxed:
            while titles < len(story) and self._is_title(story[titles]):
                titles += 1
            inner = "".join(
                paragraph(self.runs.of(one.text, 26, bold=True), "center")
                for one in story[:titles]
                if isinstance(one, Block)
            )
            made += [box(inner, 1)] if titles else []
        wide = waiting = False
        for number, piece in enumerate(story[titles:]):
            if isinstance(piece, Block) and piece.kind == "break":
                if piece.style != "page":
                    self.turned = piece.style in ("landscape", "rotated")
                waiting = True
                continue
            now = self.turned or (isinstance(piece, Group) and piece.table.width >= WIDE)
            if now != wide:
                made.append(f"<w:p><w:pPr>{section(wide)}</w:pPr></w:p>")
                wide = now
            elif waiting:
                made.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
            waiting = False
            made += self._group(piece, wide) if isinstance(piece, Group) else [self._controlled(piece, number)]
        return package("".join(made) + section(wide), self.footer)

    def _is_title(self, piece: Piece) -> bool:
        return isinstance(piece, Block) and piece.kind == "text" and piece.style == "title"

    def _cover(self) -> list[str]:
        if not self.cover:
            return []
        words = (f"{self.design.document['fiscal_year']}年度", self.design.document["agency"])
        made = ["<w:p/>"] * 5
        made += [
            paragraph(self.runs.of(one, 28, bold=True, split=False), "center")
            for one in (*words, f"部门{kind_word(self.design)}公开")
        ]
        return [*made, '<w:p><w:r><w:br w:type="page"/></w:r></w:p>']

    def _contents(self) -> list[str]:
        """The table of contents as the suite fills it: a control around lines with dots and pages."""
        page, lines = 3, []
        for piece in self.story:
            if isinstance(piece, Group):
                page += 1
            elif piece.style in ("part", "section") and len(piece.text) < 36:
                tab = "<w:r><w:tab/></w:r>"
                stop = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9400"/></w:tabs>'
                words = self.runs.of(flat(piece.text), 12, split=False)
                lines.append(paragraph(words + tab + field("PAGEREF _Toc1 \\h", str(page)), style="8", more=stop))
                page += len(lines) % 3 == 0
        if not lines:
            return []
        title = paragraph(self.runs.of("目　录", 18, bold=True, split=False), "center")
        kind = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        return [
            f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{title}{''.join(lines)}</w:sdtContent></w:sdt>",
            '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
        ]

    def _controlled(self, block: Block, number: int) -> str:
        made = self._words(block)
        if self.controls and number % 6 == 2:
            return (
                f'<w:sdt><w:sdtPr><w:id w:val="{1000 + number}"/><w:placeholder><w:docPart w:val="{{x}}"/>'
                f"</w:placeholder></w:sdtPr><w:sdtContent>{made}</w:sdtContent></w:sdt>"
            )
        return made

    def _words(self, block: Block) -> str:
        size = SIZES.get(block.style, self.size)
        runs = self.runs.of(block.text, size, block.style in ("title", "part", "section"))
        style = {"part": "2", "section": "3"}.get(block.style, "") if self.styled else ""
        across = {"title": "center", "right": "right"}.get(block.style, "")
        spacing = '<w:spacing w:line="560" w:lineRule="exact"/>'
        return paragraph(runs, across, 2 if block.style in ("plain", "section") else 0, style, spacing)

    def _group(self, group: Group, wide: bool) -> list[str]:
        inside = self.tables.inside(group)
        above = [self._words(one) for one in group.captions if one not in inside]
        notes = [paragraph(self.runs.of(note.text, 10)) for note in group.notes]
        table = self.tables.of(group, WIDE_ROOM if wide else ROOM)
        return [*above, table, *notes, "" if notes else "<w:p/>"]
