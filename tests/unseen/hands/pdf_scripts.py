"""Leaves out words in scripts for which there is no font here: every viewer would show boxes in their place."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.unseen.model import Block, Design

#: Arabic, Tibetan, Mongolian, Yi and Korean letters with the year and the blanks before them.
_WITHOUT_FONT = re.compile(r"(?:\\n|\s)*(?:\d{4})?[\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf\uac00-\ud7af]+")


def printable(design: Design) -> Design:
    return replace(design, files=[replace(file, blocks=_blocks(file.blocks)) for file in design.files])


def _blocks(blocks: list[Block]) -> list[Block]:
    made: list[Block] = []
    for block in blocks:
        if block.table is not None:
            cells = [replace(cell, text=_WITHOUT_FONT.sub("", cell.text)) for cell in block.table.cells]
            made.append(replace(block, table=replace(block.table, cells=cells)))
        elif block.kind != "text" or not block.text or _WITHOUT_FONT.sub("", block.text):
            made.append(replace(block, text=_WITHOUT_FONT.sub("", block.text)))
    return made
