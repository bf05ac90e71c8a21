"""Rows put into the sheets of a finished workbook: what xlsxwriter makes stays, the cells are written here.

A county has some hundred thousand cells, the country three hundred million; xlsxwriter takes 7 µs for each, the parts
here below 1 µs, because most cells of a column repeat. Everything that makes a workbook one (styles, heads, widths,
filters, properties) is the library's; see ECMA-376 part 1, 18.3 (worksheets) and 18.4 (shared strings).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain, islice, repeat

#: The earliest moment a ZIP can name, so that the bytes say nothing about when they were packed.
_MADE = (1980, 1, 1, 0, 0, 0)
#: Sheets are long and repeat: level 3 takes half as long again for 3 % of the bytes, level 6 three times for 18 %.
_LEVEL = 2
#: Rows whose text is put together at once.
_AT_ONCE = 1_000
_STRINGS = "xl/sharedStrings.xml"
_PATTERN_ROW = re.compile(r'<row r="2"[^>]*>(.*?)</row>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"/>')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_COUNTS = re.compile(r' count="(\d+)" uniqueCount="(\d+)"')
#: What a reader would take for an escaped character.
_ESCAPED = re.compile("(_x[0-9A-Fa-f]{4}_)")
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_OUTER_SPACE = re.compile(r"^\s|\s$")
#: What says of a cell that it is a shared string; its other text is numbers.
_STRING = ' t="s"'
#: Whatever cannot stand in the file as it is: most texts have none of it.
_SPECIAL = re.compile("[&<>_\ufffe\uffff]|^\\s|\\s$")

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
    if not _SPECIAL.search(text):
        return f"<si><t>{text}</t></si>"
    space = ' xml:space="preserve"' if _OUTER_SPACE.search(text) else ""
    plain = _NO_CHARACTER.sub("\ufffd", _ESCAPED.sub(r"_x005F\1", text))
    return f"<si><t{space}>{escape(plain, quote=False)}</t></si>"


@dataclass(frozen=True, slots=True)
class Filling:
    """What one sheet is filled with: for each column the texts of all its rows, and what makes the insides of them."""

    columns: Sequence[tuple[Sequence[str], Inside]]

    @property
    def rows(self) -> int:
        return len(self.columns[0][0])


def unpacked(book: bytes) -> dict[str, str]:
    """The files of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(book)) as made:
        return {one.filename: made.read(one).decode() for one in made.infolist()}


def filled(files: Mapping[str, str], fill: Callable[[Sequence[int], SharedStrings], Mapping[int, Filling]]) -> bytes:
    """The workbook of ``files`` with rows below the heads of its sheets.

    The second row of each sheet that is to be filled has one empty cell for each format. ``fill`` is given the numbers
    of these formats, in that order, and gives the rows by the number of the sheet, from 1 on.
    """
    strings = SharedStrings(_unique(files[_STRINGS]))
    sheets = {name: found for name in files if (found := _PATTERN_ROW.search(files[name])) and _STYLE.search(found[1])}
    texts: dict[str, tuple[str, ...]] = {name: (text,) for name, text in files.items()}
    if sheets:
        styles = [int(one) for one in _STYLE.findall(next(iter(sheets.values()))[1])]
        for number, filling in fill(styles, strings).items():
            name = f"xl/worksheets/sheet{number}.xml"
            rows, shared = _rows(filling)
            strings.used += shared
            place, text = sheets[name], files[name]
            whole = f"A1:{column_name(len(filling.columns) - 1)}{filling.rows + 1}"
            before = _DIMENSION.sub(f'<dimension ref="{whole}"/>', text[: place.start()], count=1)
            texts[name] = (before, *rows, text[place.end() :])
        texts[_STRINGS] = (strings.xml(files[_STRINGS]),)
    return _packed(texts)


def _unique(strings: str) -> int:
    counted = _COUNTS.search(strings)
    return int(counted[2]) if counted else 0


class _Insides(dict[str, str]):
    """Text of a column to the inside of its cell behind the number of its row, which is made once for each."""

    def __init__(self, make: Inside) -> None:
        super().__init__({"": ""})
        self._make = make

    def __missing__(self, text: str) -> str:
        inside = self[text] = f'"{self._make(text)}'
        return inside


def _rows(filling: Filling) -> tuple[list[str], int]:
    """The XML of all rows, some in each text, and how many of their cells name a shared string; empty cells have none.

    Put together from pieces column by column: a piece for each cell would have to be made first.
    """
    rows = filling.rows
    numbers = [str(number) for number in range(2, rows + 2)]
    pieces: list[Iterable[str]] = [repeat('<row r="', rows), numbers, repeat('">', rows)]
    shared = 0
    for place, (texts, make) in enumerate(filling.columns):
        if any(texts):
            insides = _Insides(make)
            ends = [insides[text] for text in texts]
            shared += _shared(insides, ends)
            start = f'<c r="{column_name(place)}'
            if all(texts):
                pieces += [repeat(start, rows), numbers, ends]
            else:
                cells = zip(numbers, ends, strict=True)
                pieces.append([f"{start}{number}{end}" if end else "" for number, end in cells])
    pieces.append(repeat("</row>", rows))
    told = zip(*pieces, strict=True)
    made: list[str] = []
    while several := list(islice(told, _AT_ONCE)):  # all pieces at once would take many times the text
        made.append("".join(chain.from_iterable(several)))
    return made, shared


def _shared(insides: Mapping[str, str], ends: Sequence[str]) -> int:
    kinds = {_STRING in inside for inside in insides.values() if inside}
    if len(kinds) == 1:
        return len(ends) - ends.count("") if kinds.pop() else 0
    return sum(_STRING in end for end in ends)


def column_name(number: int) -> str:
    """``A`` of 0, ``AA`` of 26."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _packed(files: Mapping[str, Sequence[str]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in _in_order(files):
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every machine
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, b"".join(map(str.encode, files[name])), compresslevel=_LEVEL)
    return buffer.getvalue()


def _in_order(names: Iterable[str]) -> Sequence[str]:
    """The list of types first, as Excel writes it; everything else by name."""
    return sorted(names, key=lambda one: (one != "[Content_Types].xml", one))
