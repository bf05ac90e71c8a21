"""What stands around a table: title, form label, unit, year and the sentence that declares it empty.

Captions come from the lines above a table (back to the table before it), from rows of the grid above its head, and
from the sheet name; notes from the lines below, up to the next title, and from rows of the grid below its figures.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from domain.money import MONEY_UNIT
from domain.text import normalise
from parsers.statements.labels import clean
from parsers.statements.tables.declarations import Common, Declaration, Library
from parsers.statements.tables.grid import Grid, GridCell

#: Lines above a table that may still be its caption, and lines below that may be its notes.
LINES_ABOVE = 14
LINES_BELOW = 8
LONGEST_TITLE = 80
_CONTENTS_LINE = re.compile(r"(?:\.{3,}|…{1,}|-{4,}|\t)\s*\d{1,3}\s*$")
_YEAR = re.compile(r"(20\d{2})年")
#: Foreign money is named as such, so that no other unit is borrowed for it.
_STATED_UNIT = re.compile(
    rf"单位[:(]?(?:人民币)?[:(]?({MONEY_UNIT}|(?:[百千]?万|亿)?[美欧日港]元)(?!/|(?!人民币)[\u4e00-\u9fff])"
)
#: 金额单位：万 at the end of a line, 元 alone on the next.
_CUT_UNIT = re.compile(r"单位[:(]?(?:人民币)?(?:[十百千]?万|亿|千|百)?$")
_LONE_UNIT = re.compile(rf"\(?({MONEY_UNIT})\)?")
#: 表五 一般公共预算支出情况表 单位：万元 is a title that states its unit in the same line.
_UNIT_BEHIND = re.compile(rf"(?<=[表单册])[(\[]?(?:金额)?单位[::]?(?:人民币)?(?:{MONEY_UNIT})[)\]]?$")
#: What a line may have left of a title for the next one.
_END_OF_TITLE = re.compile(r"[\u4e00-\u9fff]{0,7}表(?:\([^()]{1,12}\))?")
_QUOTES = re.compile("[\"'“”‘’「」《》]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text near a table, with its place."""

    text: str
    key: str
    page: int | None
    paragraph: int | None = None
    #: Where the line stands inside the grid of the table.
    cell: GridCell | None = None

    @classmethod
    def of(cls, text: str, page: int | None, paragraph: int | None = None, cell: GridCell | None = None) -> Line:
        return cls(" ".join(text.split()), _QUOTES.sub("", clean(text)), page, paragraph, cell)


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, and what it is known as: a table of ``table_titles.csv`` or patterns that match it."""

    printed: str
    key: str
    tables: frozenset[str]
    declarations: tuple[str, ...]
    groups: tuple[tuple[str, str], ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.tables or self.declarations)

    @property
    def weak(self) -> bool:
        """True for a heading that may as well head a section of text (机构设置情况, 部门政府采购预算)."""
        return not re.search(r"[表单册](?:\(.*\)|[-—–].{2,60})?$", self.key)


@dataclass(frozen=True, slots=True)
class Caption:
    title: Title | None
    form: str | None
    unit: str | None
    year: int | None
    above: tuple[Line, ...]
    below: tuple[Line, ...]


def lines_of(text: str, page: int | None, paragraph: int | None) -> list[Line]:
    """The printed lines of a paragraph, blank ones left out."""
    return [line for part in text.splitlines() if (line := Line.of(part, page, paragraph)).key]


def is_contents_line(line: Line) -> bool:
    """True for an entry of a table of contents (``收入决算表……5``)."""
    return bool(_CONTENTS_LINE.search(normalise(line.text).replace("…", "…")))


class TitleReader:
    """Recognises titles by the reference list and by the patterns of the declarations."""

    def __init__(self, library: Library) -> None:
        self._common = library.common
        self._prefix = re.compile("^(?:" + "|".join(library.common.title_prefixes) + ")")
        self._suffix = re.compile("(?:" + "|".join(library.common.title_suffixes) + ")$")
        self._shape = re.compile(library.common.title_shape)
        self._declarations: Sequence[Declaration] = library.declarations
        self._reference = reference_titles()
        # The same lines are looked at when pieces are cut, captions read and empty tables looked for.
        self._recognised = lru_cache(maxsize=4096)(self._recognise)

    def read(self, line: Line) -> Title | None:
        """The title a line prints, known or only shaped like one; ``None`` for any other line."""
        key = _UNIT_BEHIND.sub("", line.key)
        if len(line.key) > LONGEST_TITLE or is_contents_line(line) or not key or self._is_caption(key):
            return None
        title = self._recognised(key)
        return replace(title, printed=line.text) if title is not None else None

    def _recognise(self, key: str) -> Title | None:
        """The title of a line by its text without spaces."""
        readings = list(self._readings(key))
        vague: Title | None = None
        for stripped in readings:
            title = self._known(stripped)
            if title is None:
                continue
            # 2024年项目支出绩效目标表 names no project.
            project = dict(title.groups).get("project")
            if project is None or not self.is_prefix(project):
                return title
            vague = vague or title
        if vague is not None:
            return vague
        # 本部门无国有资本经营预算财政拨款支出，已公开空表 is a sentence, not the title of what follows.
        sentence = key.endswith("。") or any(pattern.search(key) for pattern in self._common.empty)
        shaped = not sentence and self._shape.fullmatch(readings[-1])
        return Title(key, readings[-1], frozenset(), ()) if shaped else None

    def is_caption_line(self, line: Line) -> bool:
        """True for 公开01表, 部门名称：…, 2023年度, 金额单位：万元 and other lines that are no title."""
        return self._is_caption(line.key)

    def _is_caption(self, key: str) -> bool:
        return any(pattern.fullmatch(key) for pattern in self._common.captions)

    def form_of(self, line: Line) -> str | None:
        """The form number a line prints (公开03表, 表五)."""
        found = self._common.form.search(line.key)
        return found.group(0) if found else None

    def headed(self, line: Line) -> list[Declaration]:
        """The declarations that name a line which is no title as the heading of their tables."""
        readings = list(self._readings(line.key)) if len(line.key) <= LONGEST_TITLE else []
        return [one for one in self._declarations if any(one.headed_by(reading) for reading in readings)]

    def is_form(self, title: Title) -> bool:
        """True for the title of a project form, which a document prints once for every project."""
        forms = {declaration.table for declaration in self._declarations if declaration.performance is not None}
        named = {one.table for one in self._declarations if one.id in title.declarations}
        return bool(forms & (named | title.tables))

    def is_prefix(self, words: str) -> bool:
        """True for words that only stand in front of titles: a year, an agency, both."""
        rest = clean(words) + "。。。。"  # a prefix needs something behind it
        while (shorter := self._prefix.sub("", rest, count=1)) != rest:
            rest = shorter
        return not rest.strip("。")

    def _readings(self, key: str) -> Iterable[str]:
        """The line, then without its ending, then with one prefix after the other taken off."""
        text = key
        yield text
        while (shorter := self._suffix.sub("", text)) != text and shorter:
            text = shorter
            yield text
        while (shorter := self._prefix.sub("", text, count=1)) != text and shorter:
            text = shorter
            yield text

    def _known(self, key: str) -> Title | None:
        tables = self._reference.get(key, frozenset())
        found: list[str] = []
        groups: dict[str, str] = {}
        for declaration in self._declarations:
            for pattern in declaration.title_patterns:
                match = pattern.fullmatch(key)
                if match:
                    found.append(declaration.id)
                    groups.update({name: value for name, value in match.groupdict().items() if value})
                    break
        if not tables and not found:
            return None
        return Title(key, key, tables, tuple(found), tuple(sorted(groups.items())))


@lru_cache(maxsize=1)
def reference_titles() -> dict[str, frozenset[str]]:
    """Printed title (no spaces, no quotation marks, ASCII brackets) → tables of ``table_titles.csv``."""
    titles: dict[str, set[str]] = {}
    lines = resources.files("domain.reference").joinpath("table_titles.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        titles.setdefault(_QUOTES.sub("", clean(row["printed_title"])), set()).add(row["canonical_table"])
    return {title: frozenset(tables) for title, tables in titles.items()}


def read_caption(
    grid: Grid, above: Sequence[Line], below: Sequence[Line], titles: TitleReader, common: Common
) -> Caption:
    """The caption of a table: the lines above it and the rows of the grid above its head."""
    near = [*above[-LINES_ABOVE:], *_inside(grid, titles)]
    found = [title for line in reversed(near) if (title := titles.read(line)) is not None]
    title = next((title for title in found if title.known), None) or _cut_title(near, titles) or next(iter(found), None)
    if title is None and grid.name:
        named = titles.read(Line.of(grid.name, grid.page))
        title = named if named is not None and named.known else None
    form = next((match.group(0) for line in reversed(near) if (match := common.form.search(line.key))), None)
    unit = _unit_of(near)
    dated = (line for line in reversed(near) if titles.is_caption_line(line) or (title and line.text == title.printed))
    year = next((int(match.group(1)) for line in dated if (match := _YEAR.search(line.key))), None)
    return Caption(title, form, unit, year, tuple(near), tuple(below[:LINES_BELOW]))


def _cut_title(near: Sequence[Line], titles: TitleReader) -> Title | None:
    """A title whose end stands on the next line (…基本支出分经济科目 / 表), the nearest one."""
    for line, rest in reversed(list(pairwise(near))):
        if line.cell is None and rest.cell is None and _END_OF_TITLE.fullmatch(rest.key) and line.page == rest.page:
            whole = titles.read(Line.of(line.text + rest.text, line.page, line.paragraph))
            if whole is not None and titles.read(line) is None:
                return whole
    return None


def _unit_of(near: Sequence[Line]) -> str | None:
    """The unit that the nearest line states; one cut by the end of a line (单位：万 | 元) is joined first."""
    for index in range(len(near) - 1, -1, -1):
        before = near[index - 1].key if index else ""
        cut = _CUT_UNIT.search(before) if _LONE_UNIT.fullmatch(near[index].key) else None
        unit = stated_unit(replace(near[index], key=cut.group(0) + near[index].key) if cut else near[index])
        if unit is not None:
            return unit
    return None


def stated_unit(line: Line) -> str | None:
    """The money unit a caption line states (单位：万元, （万元）), known or not; amounts in sentences state none."""
    if len(line.key) > LONGEST_TITLE or "。" in line.key:
        return None
    found = _STATED_UNIT.search(line.key) or _LONE_UNIT.fullmatch(line.key)
    return found.group(1) if found else None


def _inside(grid: Grid, titles: TitleReader) -> list[Line]:
    """The lines of the rows above the head: one cell each, or caption lines side by side."""
    lines: list[Line] = []
    for row in range(min(grid.rows, LINES_ABOVE)):
        cells = grid.filled(row)
        if len(cells) > 1 and not any(titles.is_caption_line(Line.of(cell.text, cell.page)) for cell in cells):
            break
        for cell in cells:
            if len(cell.key) <= LONGEST_TITLE:
                lines.append(Line.of(cell.text, cell.page, cell=cell))
                lines += lines_of(cell.text, cell.page, None) if "\n" in cell.text.strip() else []
    return lines
