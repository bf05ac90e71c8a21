"""Rows put into the sheets of a finished workbook: what xlsxwriter makes stays, the cells are written here.

A county has some hundred thousand cells, the country three hundred million; xlsxwriter takes 7 µs for each, the parts
here below 1 µs, because most cells of a column repeat. Everything that makes a workbook one (styles, heads, widths,
filters, properties) is the library's; see ECMA-376 part 1, 18.3 (worksheets) and 18.4 (shared strings).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

#: The earliest moment a ZIP can name, so that the bytes say nothing about when they were packed.
_MADE = (1980, 1, 1, 0, 0, 0)
#: Sheets are long and repeat: a higher level takes three times as long for a tenth of the bytes.
_LEVEL = 3
_STRINGS = "xl/sharedStrings.xml"
_PATTERN_ROW = re.compile(r'<row r="2"[^>]*>(.*?)</row>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"/>')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_COUNTS = re.compile(r' count="(\d+)" uniqueCount="(\d+)"')
#: What a reader would take for an escaped character.
_ESCAPED = re.compile("(_x[0-9A-Fa-f]{4}_)")
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_OUTER_SPACE = re.compile(r"^\s|\s$")

#: What follows ``<c r="A2"`` for the text of a cell: given by whoever knows the column.
Inside = Callable[[str], str]


@dataclass
class SharedStrings:
    """Texts of a workbook, each held once. ``first``: how many are there already."""

    first: int
    used: int = 0
    _places: dict[str, int] = field(default_factory=dict)

    def place(self, text: str) -> int:
        return self._places.setdefault(text, self.first + len(self._places))

    def xml(self, before: str) -> str:
        """The file of strings with those that were added."""
        counted = _COUNTS.search(before)
        cells = self.used + (int(counted[1]) if counted else 0)
        head = _COUNTS.sub(f' count="{cells}" uniqueCount="{self.first + len(self._places)}"', before, count=1)
        return head.replace("</sst>", "".join(map(_item, self._places)) + "</sst>")


def _item(text: str) -> str:
    space = ' xml:space="preserve"' if _OUTER_SPACE.search(text) else ""
    plain = _NO_CHARACTER.sub("\ufffd", _ESCAPED.sub(r"_x005F\1", text))
    return f"<si><t{space}>{escape(plain, quote=False)}</t></si>"


@dataclass(frozen=True, slots=True)
class Filling:
    """The rows of one sheet: cells as texts in the order of the columns, and what makes the inside of each column."""

    rows: Sequence[Sequence[str]]
    insides: Sequence[Inside]


def filled(book: bytes, fill: Callable[[Sequence[int], SharedStrings], Mapping[int, Filling]]) -> bytes:
    """The workbook with rows below the heads of its sheets.

    ``book`` has, in the second row of each sheet that is to be filled, one empty cell for each format. ``fill`` is
    given the numbers of these formats, in that order, and gives the rows by the number of the sheet, from 1 on.
    """
    with zipfile.ZipFile(io.BytesIO(book)) as made:
        files = {one.filename: made.read(one).decode() for one in made.infolist()}
    strings = SharedStrings(_unique(files[_STRINGS]))
    sheets = {name: found for name in files if (found := _PATTERN_ROW.search(files[name])) and _STYLE.search(found[1])}
    if sheets:
        styles = [int(one) for one in _STYLE.findall(next(iter(sheets.values()))[1])]
        for number, filling in fill(styles, strings).items():
            name = f"xl/worksheets/sheet{number}.xml"
            rows = "".join(_rows(filling))
            strings.used += rows.count(' t="s"')
            place = sheets[name]
            text = f"{files[name][: place.start()]}{rows}{files[name][place.end() :]}"
            whole = f"A1:{column_name(len(filling.insides) - 1)}{len(filling.rows) + 1}"
            files[name] = _DIMENSION.sub(f'<dimension ref="{whole}"/>', text, count=1)
        files[_STRINGS] = strings.xml(files[_STRINGS])
    return _packed(files)


def _unique(strings: str) -> int:
    counted = _COUNTS.search(strings)
    return int(counted[2]) if counted else 0


def _rows(filling: Filling) -> Iterator[str]:
    """A line of XML for each row; the inside of a cell is made once for each text of a column."""
    columns: list[tuple[str, dict[str, str], Inside]] = [
        (column_name(number), {}, make) for number, make in enumerate(filling.insides)
    ]
    for number, row in enumerate(filling.rows, start=2):
        cells = [f'<row r="{number}">']
        for (name, insides, make), text in zip(columns, row, strict=True):
            if text:
                inside = insides.get(text)
                if inside is None:
                    inside = insides[text] = make(text)
                cells.append(f'<c r="{name}{number}"{inside}')
        cells.append("</row>")
        yield "".join(cells)


def column_name(number: int) -> str:
    """``A`` of 0, ``AA`` of 26."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _packed(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, text in _in_order(files):
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every machine
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return buffer.getvalue()


def _in_order(files: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The list of types first, as Excel writes it; everything else by name."""
    return sorted(files.items(), key=lambda one: (one[0] != "[Content_Types].xml", one[0]))
