"""Visible text of HTML elements: white space as a browser shows it, one string per line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.readers.marks import LeftOut, is_mark

#: Elements that begin and end a line.
BLOCK_TAGS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
     "legend", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
     "ul"}
)  # fmt: skip
#: Elements that show nothing.
UNSEEN_TAGS = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "meta", "link", "select", "option", "textarea",
     "input", "button", "object", "embed", "iframe", "svg", "audio", "video", "map", "xml", "rt", "rp"}
)  # fmt: skip
#: Elements whose text is crossed out.
_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|(?<!-)font-size\s*:\s*0(?:[a-z%]|\s*(?:;|!|$))",
    re.IGNORECASE,
)
#: Moved thousands of points off the screen, or clipped to nothing.
_OFF_SCREEN = re.compile(
    r"(?:^|[;\s])(?:left|top|right|bottom|text-indent)\s*:\s*-(?:\d{4,}(?:px|pt|%)?|\d{3,}(?:em|rem|vw|vh))"
    r"|(?<![-\w])clip\s*:\s*rect\(\s*(?:0|1px)(?:px)?[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.IGNORECASE,
)
#: No height or width, and what does not fit is cut.
_FLAT = re.compile(r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)", re.IGNORECASE)
_CUT = re.compile(r"(?<![-\w])overflow(?:-[xy])?\s*:\s*hidden", re.IGNORECASE)
_WRAPPED = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")
_RUN = re.compile(r"[ \t\r\n\f]+")
#: Characters between which a line end of the source is no space (CSS Text 3, segment breaks).
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
_WIDE_BREAK = re.compile(rf"(?<=[{_WIDE}])\n(?=[{_WIDE}])")


def is_unseen(element: etree._Element) -> bool:
    """True for elements a reader of the page does not see."""
    tag = element.tag
    if not isinstance(tag, str) or tag in UNSEEN_TAGS:
        return True
    style = element.get("style")
    if element.get("hidden") is not None or (style is not None and hides(style)):
        return True
    return is_struck(element)


def hides(style: str) -> bool:
    """True for declarations of CSS with which an element shows nothing."""
    if _HIDDEN.search(style) or _OFF_SCREEN.search(style):
        return True
    return bool(_FLAT.search(style) and _CUT.search(style))


def is_struck(element: etree._Element) -> bool:
    """True for an element whose text is crossed out."""
    return element.tag in _STRUCK_TAGS or bool(_STRUCK.search(element.get("style") or ""))


def is_raised(element: etree._Element) -> bool:
    """True for an element whose text stands above the line."""
    return element.tag == "sup" or bool(_RAISED.search(element.get("style") or ""))


def take_out_marks(root: etree._Element) -> LeftOut:
    """Empties the raised marks of notes in the page; how many those are, and how many texts are crossed out."""
    left_out = LeftOut()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        text = "".join(map(str, element.itertext())) if is_raised(element) or is_struck(element) else ""
        if not text.strip():
            continue
        if is_struck(element):
            left_out.struck += 1
        elif is_mark(_before(element), text):
            left_out.marks += 1
            for inner in element.iter():
                inner.text = None
                inner.tail = inner.tail if inner is element else None
    return left_out


def _before(element: etree._Element) -> str:
    """The text right before an element, inside the same cell or paragraph."""
    while element.tag not in BLOCK_TAGS:
        previous = element.getprevious()
        if previous is not None:
            text = (previous.tail or "").strip() or (
                "" if is_unseen(previous) else "".join(map(str, previous.itertext())).strip()
            )
        else:
            parent = element.getparent()
            text = ((parent.text if parent is not None else None) or "").strip()
            previous = parent
        if text or previous is None:
            return text
        element = previous
    return ""


def tidy(raw: str) -> str:
    """Source white space as a browser shows it; a source line end between wide characters vanishes."""
    marked = _WRAPPED.sub("\n", raw)
    return _RUN.sub(" ", _WIDE_BREAK.sub("", marked)).strip()


def keeps_blanks(element: etree._Element) -> bool:
    """True for an element of lines whose blanks and line ends a browser keeps: ``pre``, without a table in it."""
    return element.tag == "pre" and next(element.iter("table"), None) is None


def kept_lines(element: etree._Element) -> list[str]:
    """The visible lines of such an element, with their blanks."""
    text = "".join("\n" if piece is None else piece for piece in _pieces(element, inside=True))
    return [line.rstrip() for line in text.splitlines()]


def lines(element: etree._Element, *, inside: bool = True) -> list[str]:
    """Visible lines of ``element``: broken at block elements and ``<br>``; nested tables are left out."""
    found: list[str] = []
    current: list[str] = []

    def flush() -> None:
        line = tidy("".join(current))
        if line:
            found.append(line)
        current.clear()

    for piece in _pieces(element, inside=inside):
        if piece is None:
            flush()
        else:
            current.append(piece)
    flush()
    return found


def _pieces(element: etree._Element, *, inside: bool) -> Iterator[str | None]:
    """Text pieces; ``None`` is a line end."""
    if inside and element.text:
        yield element.text
    for child in element:
        if not is_unseen(child):
            if child.tag in ("br", "table"):
                yield None
            else:
                block = child.tag in BLOCK_TAGS
                if block:
                    yield None
                yield from _pieces(child, inside=True)
                if block:
                    yield None
        if child.tail:
            yield child.tail


def visible_length(element: etree._Element) -> int:
    """Number of visible characters, white space aside."""
    count = len("".join((element.text or "").split()))
    waiting = list(element)
    while waiting:
        child = waiting.pop()
        count += len("".join((child.tail or "").split()))
        if not is_unseen(child):
            count += len("".join((child.text or "").split()))
            waiting.extend(child)
    return count
