"""A built document as DOCX, through the writer of the sample files (real merged cells, fixed dates)."""

from __future__ import annotations

from infra.samples.build import docx
from infra.samples.build.content import Block as ContentBlock
from infra.samples.build.content import Content, Line
from tests.layouts.model import Built, PageBreak, TableBlock


def render(built: Built) -> bytes:
    """The Word file; captions stand as one line with tabs, as people type them."""
    blocks: list[ContentBlock] = []
    broken = False
    for block in built.blocks:
        if isinstance(block, PageBreak):
            broken = True
        elif isinstance(block, TableBlock):
            before = [block.form] if block.form and block.options.get("form_at") == "before" else []
            after = [block.form] if block.form and block.options.get("form_at") != "before" else []
            caption = "\t".join(part for part in block.caption if part)
            for text in [*block.options.get("above", []), *before, block.title, *after, caption]:
                if text:
                    blocks.append(Line(text, page_break=broken))
                    broken = False
            blocks.append(block.grid)
            blocks += [Line(note) for note in block.notes]
        else:
            blocks.append(Line(block.text, page_break=broken, title=block.kind == "cover"))
            broken = False
    return docx.build(Content(built.id, blocks, built.declaration["document"].get("title") or built.id))
