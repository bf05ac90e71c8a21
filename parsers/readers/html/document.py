"""HTML: the article of a page to blocks in reading order."""

from __future__ import annotations

import re

from lxml import etree

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.html.decoding import decode
from parsers.readers.html.display import name_shown_tables
from parsers.readers.html.main_content import is_furniture, main_content
from parsers.readers.html.page_rules import take_out_unseen
from parsers.readers.html.scripted import amounts_in_scripts, scripted_article
from parsers.readers.html.tables import is_layout, own_cells, own_rows, place_cells
from parsers.readers.html.text import (
    BLOCK_TAGS,
    is_unseen,
    keeps_blanks,
    kept_lines,
    take_out_marks,
    tidy,
    visible_length,
)
from parsers.readers.spans import compact

#: With fewer visible characters an article that holds images is probably one of scanned pages.
_LITTLE_TEXT = 200
_HEADING = re.compile(r"^h([1-6])$")


def read_html(data: bytes, limits: Limits, charset: str | None = None) -> DocumentModel:
    """The document model of a web page; ``charset`` is what the HTTP header said. Raises ``UnreadableDocument``.

    A page whose article stands only in its script is read from there.
    """
    text, encoding = decode(data, charset)
    root = parse(text)
    shown = _body(root)
    body = _drawn(shown, text)
    name_shown_tables(body, root)
    blocks = BlockList(limits)
    faults = text.count("\ufffd")
    if faults:
        blocks.note(f"{faults} bytes could not be decoded as {encoding}")
    content = main_content(body)
    for note in take_out_marks(content).notes():
        blocks.note(note)
    unseen = take_out_unseen(root, content)
    if unseen:
        blocks.note(f"{unseen} texts that the page hides were not read")
    _Walker(blocks).walk(content)
    if len(blocks) == 0 and content is not body:
        _Walker(blocks).walk(body)
    if body is shown and (amounts := amounts_in_scripts(root)):
        blocks.note(f"{amounts} amounts that stand in scripts of the page were not read")
    images = sum(1 for _ in content.iter("img"))
    if images and visible_length(content) < _LITTLE_TEXT:
        blocks.note(f"the page holds {images} images and little text")
    return blocks.finish(media.HTML, "html", title=page_title(root))


def _drawn(body: etree._Element, page: str) -> etree._Element:
    """What a browser would show: the article in the page's script where it is more than the page shows itself."""
    scripted = scripted_article(page)
    if scripted is None:
        return body
    article = _body(parse(scripted))
    return article if visible_length(article) > visible_length(main_content(body)) else body


def _body(root: etree._Element) -> etree._Element:
    found = root.find("body")
    return root if found is None else found


def parse(text: str) -> etree._Element:
    """Root element of a page. Raises ``UnreadableDocument(empty)`` for a page without any element."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableDocument(DocumentState.EMPTY, "网页没有内容 / the page is empty")
    return root


def page_title(root: etree._Element) -> str | None:
    """Title of the article as government pages state it (``ArticleTitle``), else of the page."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and (meta.get("content") or "").strip():
            return str(meta.get("content")).strip()
    title = next(root.iter("title"), None)
    return tidy(title.text or "") if title is not None else None


class _Walker:
    """Collects lines of text and tables; a line ends at a block element or ``<br>``."""

    def __init__(self, blocks: BlockList) -> None:
        self._blocks = blocks
        self._line: list[str] = []
        self._level: int | None = None

    def walk(self, element: etree._Element) -> None:
        if keeps_blanks(element):
            self._element(element)
        else:
            self._inside(element)
        self._flush()

    def _flush(self) -> None:
        self._blocks.paragraph(tidy("".join(self._line)), level=self._level)
        self._line.clear()

    def _inside(self, element: etree._Element) -> None:
        if element.text:
            self._line.append(element.text)
        for child in element:
            if not is_unseen(child) and not is_furniture(child):
                self._element(child)
            if child.tail:
                self._line.append(child.tail)

    def _element(self, element: etree._Element) -> None:
        if element.tag == "br":
            self._flush()
        elif element.tag == "table":
            self._flush()
            self._table(element)
        elif keeps_blanks(element):
            self._flush()
            for line in kept_lines(element):
                self._blocks.paragraph(line, level=self._level)
        elif element.tag in BLOCK_TAGS:
            self._flush()
            heading = _HEADING.match(str(element.tag))
            outer, self._level = self._level, int(heading.group(1)) if heading else self._level
            self._inside(element)
            self._flush()
            self._level = outer
        else:
            self._inside(element)

    def _table(self, table: etree._Element) -> None:
        for caption in table.iterchildren("caption"):
            self._inside(caption)
            self._flush()
        cells = [cell for row in own_rows(table) for cell in own_cells(row)]
        if is_layout(table):
            for cell in cells:
                self._inside(cell)
                self._flush()
            return
        compacted, rows, columns = compact(place_cells(table))
        self._blocks.table(compacted, rows=rows, columns=columns)
        for cell in cells:
            for nested in cell.iter("table"):
                if next(nested.iterancestors("table"), None) is table:
                    self._table(nested)
