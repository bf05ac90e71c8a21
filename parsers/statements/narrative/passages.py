"""Paragraphs to passages: text that belongs together, in comparing form, with a way back to its paragraph.

Readers join most lines; what a page break or a list leaves open is joined here: a paragraph that ends in the middle of
a sentence goes on in the next one, unless that one begins with a number of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.text import normalise, squeeze
from parsers.model import Block, Paragraph
from parsers.statements.narrative.declarations import words
from parsers.statements.narrative.sections import is_heading, numbering

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_PAGE_NUMBER = re.compile(r"^[-—–－\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／共]\s*\d{1,3}\s*页?)?[-—–－\s]*$")
_OPEN_END = re.compile(r"[,;:、，；：(（]$")
_CLOSED_END = re.compile(r"[。.!?！？][”\"』」)）]?$")
#: A number that a line cuts: 支出6. / 92万元, and 7.52 / 万元.
_CUT_NUMBER = re.compile(r"[\u4e00-\u9fff]\d+[.]$")
_BEGINS_WITH_UNIT = re.compile(r"^(?:亿元|万元|千元|元|%|％)")
#: 支出0.6万 at the end of a line, and how the next one begins that goes on with the amount.
_CUT_AMOUNT = re.compile(r"\d万$")
_REST_OF_AMOUNT = re.compile("[元余多]")
_LONG_LINE = 14
_LONGEST = 8000
#: Characters that are dropped from the comparing form besides white space.
_QUOTES = frozenset("\"'“”‘’「」《》＂")
_NUMERIC = frozenset("0123456789.,")


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is the comparing form; ``origins[i]`` says which character of ``parts`` its i-th character is."""

    parts: tuple[Paragraph, ...]
    text: str
    origins: tuple[tuple[int, int], ...]

    def paragraph_at(self, position: int) -> Paragraph:
        """The paragraph that holds the character at ``position`` of the comparing form."""
        return self.parts[self.origins[min(position, len(self.origins) - 1)][0]] if self.origins else self.parts[0]

    def printed(self, start: int, end: int) -> str:
        """What the document prints at ``[start:end]``, runs of white space as one space."""
        if start >= end or not self.origins:
            return ""
        first_part, first = self.origins[start]
        last_part, last = self.origins[end - 1]
        if first_part == last_part:
            raw = self.parts[first_part].text[first : last + 1]
        else:
            between = [part.text for part in self.parts[first_part + 1 : last_part]]
            raw = "".join(
                (
                    self.parts[first_part].text[first:].rstrip(),
                    *between,
                    self.parts[last_part].text[: last + 1].lstrip(),
                )
            )
        return re.sub(r"\s+", " ", _BOOKMARK.sub("", raw)).strip()


def passages(blocks: Iterable[Block]) -> Iterator[Passage]:
    """The passages of a document in reading order; a table or chart ends a passage."""
    pending: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            if pending:
                yield _passage(pending)
                pending = []
            continue
        text = _visible(block.text)
        if not text or _PAGE_NUMBER.match(text):
            continue
        if pending and not _goes_on(pending, text):
            yield _passage(pending)
            pending = []
        pending.append(block)
    if pending:
        yield _passage(pending)


def _visible(text: str) -> str:
    return normalise(_BOOKMARK.sub("", text))


def _goes_on(pending: list[Paragraph], following: str) -> bool:
    before = _visible(pending[-1].text)
    if sum(len(part.text) for part in pending) > _LONGEST or numbering(following) is not None:
        return False
    if is_heading(before) or is_heading(following) or _stands_by_itself(following):
        return False
    if _number_goes_on(before, following):
        return True
    if _OPEN_END.search(before):
        return not before.endswith(("如下:", "如下："))
    return not _CLOSED_END.search(before) and len(squeeze(before)) >= _LONG_LINE


def _stands_by_itself(line: str) -> bool:
    """预算安排规模：50万元: a declared label and a colon begin a line of their own."""
    label, colon, _ = squeeze(line).partition(":")
    return bool(colon) and label in words().own_lines


def _number_goes_on(before: str, following: str) -> bool:
    """True where a line ends in the middle of a number or between a number and its unit."""
    if _CUT_NUMBER.search(before):
        return following[:1].isdigit()
    if _CUT_AMOUNT.search(before):
        return following.startswith(("元", "余", "多", *words().count_units))
    return before[-1:].isdigit() and _BEGINS_WITH_UNIT.match(following) is not None


def _passage(parts: list[Paragraph]) -> Passage:
    characters: list[str] = []
    origins: list[tuple[int, int]] = []
    for index, part in enumerate(parts):
        if index and _CUT_AMOUNT.search("".join(characters[-2:])) and not _REST_OF_AMOUNT.match(squeeze(part.text)):
            characters.append(" ")  # 支出0.6万 / 收入总计: what follows is no part of the amount
            origins.append((index, 0))
        hidden = {position for match in _BOOKMARK.finditer(part.text) for position in range(*match.span())}
        for position, character in enumerate(part.text):
            if character in _QUOTES or position in hidden:
                continue
            folded = squeeze(character)
            if not folded:
                _keep_gap(part.text, position, characters, origins, (index, position))
                continue
            for piece in folded:
                if piece not in _QUOTES:
                    characters.append(piece)
                    origins.append((index, position))
    return _mend(Passage(tuple(parts), "".join(characters), tuple(origins)))


def _keep_gap(
    text: str, position: int, characters: list[str], origins: list[tuple[int, int]], origin: tuple[int, int]
) -> None:
    """White space between two figures stays as one blank: ``12 34`` must not become 1234."""
    if not characters or characters[-1] not in _NUMERIC:
        return
    following = squeeze(text[position : position + 12])[:1]
    if following and following in _NUMERIC:
        characters.append(" ")
        origins.append(origin)


def _mend(passage: Passage) -> Passage:
    """Declared misprints and set phrases in the form they mean; the way back still leads to what is printed."""
    text, origins = passage.text, passage.origins
    for rewording in words().rewordings:
        meant = squeeze(rewording.means)
        pieces: list[str] = []
        ways: list[tuple[int, int]] = []
        done = 0
        for match in re.finditer(rewording.regex, text):
            start, end = match.span()
            pieces += [text[done:start], meant]
            ways += origins[done:start]
            ways += [origins[min(start + offset, end - 1)] for offset in range(len(meant))]
            done = end
        if done:
            text, origins = "".join((*pieces, text[done:])), (*ways, *origins[done:])
    return Passage(passage.parts, text, origins)
