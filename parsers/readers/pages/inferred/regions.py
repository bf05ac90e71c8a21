"""Where on a page a table without column rules stands: between rules of one extent, or by the look of its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.text import squeeze
from parsers.readers.grid import REACH, Rule
from parsers.readers.pages.inferred.columns import body_columns, touched_by
from parsers.readers.pages.inferred.merged import LEVELS
from parsers.readers.pages.inferred.pieces import Piece, TextLine
from parsers.readers.pages.table_words import words

#: A table has rules above and below its head and at its end; a form of targets may lack the second.
_FEWEST_RULES = 3
#: With more rules than this share of the lines, and at least so many, the rows of a table are drawn.
_ROWS_DRAWN = 0.5
_FEWEST_DRAWN = 4
#: Lines with amounts that make a table without rules; with known heads or between rules fewer will do.
_UNRULED = 4
_KNOWN = 2
#: So many known heads over figures are a table whatever stands below.
_WELL_KNOWN = 4
#: A text belongs to a column that holds this share of its width.
_INSIDE = 0.8
#: Lines further apart than this many heights belong to different tables.
_PITCH = 3.5
_MOST_HEAD_LINES = 9
#: The middle of a wrapped text's line stands less than this many heights off the middle of its neighbours' line.
_HALF_LINE = 1.1
_DIGITS = re.compile(r"\d+")
#: 二十四、债务还本支出: a row of a list whose figures are blank.
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_CARRIED = ("上年结转", "年初结转", "年末结转", "年终结转", "结转下年", "使用非财政")
#: So many rows without an amount may come before the first with one.
_MOST_BLANK_ROWS = 12
#: 价值（金额单位：万元）: a head with its unit.
_UNIT = re.compile(r"(?<=.)[(（](?:金额)?单位[:：]?[万亿千]?元[)）]$")
_NOTE = re.compile(r"^(?:注|备注|说明)\d*[:、.]")


@dataclass(slots=True)
class Region:
    """Lines of the head and of the body of one table; ``bands`` are the heights of rules between drawn rows.

    ``targets``: it is a form of targets, whose cells may reach over several rows.
    """

    head: list[TextLine]
    body: list[TextLine]
    left: float | None = None
    right: float | None = None
    bands: list[float] | None = None
    targets: bool = False


def ruled_regions(lines: list[TextLine], lone: list[Rule]) -> list[Region]:
    """Regions between rules that have no column rules."""
    regions: list[Region] = []
    for group in _same_extent(lone):
        for table in _tables_of(lines, group):
            rules = _around_text(lines, table)
            if len(rules) < 2:
                continue
            inside = _between(lines, rules[0], rules[-1])
            drawn = len(rules) >= _FEWEST_DRAWN and len(rules) > _ROWS_DRAWN * len(inside)
            targets = any(is_head_of_targets(line) for line in inside)
            if not targets and (len(group) < _FEWEST_RULES or not _reads_as_table(inside, drawn=drawn)):
                continue
            head, body = _head_and_body(inside, rules, targets=targets)
            bands = [rule.at for rule in rules] if drawn else None
            regions.append(Region(head, body, rules[0].start, rules[0].end, bands, targets=targets))
    return regions


def _same_extent(lone: list[Rule]) -> list[list[Rule]]:
    """Groups of at least two rules of one extent, from top to bottom; pieces of one rule count as one."""
    groups: list[list[Rule]] = []
    for rule in sorted(lone):
        for group in groups:
            if abs(group[0].start - rule.start) <= REACH and abs(group[0].end - rule.end) <= REACH:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= 2]


def _between(lines: list[TextLine], upper: Rule, lower: Rule) -> list[TextLine]:
    """The texts between two rules."""
    found: list[TextLine] = []
    for line in lines:
        if upper.at <= line.middle <= lower.at:
            pieces = [piece for piece in line.pieces if upper.start <= (piece.x0 + piece.x1) / 2 <= upper.end]
            if pieces:
                found.append(TextLine(pieces, line.top, line.bottom))
    return found


def _around_text(lines: list[TextLine], rules: list[Rule]) -> list[Rule]:
    """The rules without those beyond blank bands at both ends: they belong to the header and the foot of the page."""
    while len(rules) > 1 and not _between(lines, rules[0], rules[1]):
        rules = rules[1:]
    while len(rules) > 1 and not _between(lines, rules[-2], rules[-1]):
        rules = rules[:-1]
    return rules


def _tables_of(lines: list[TextLine], group: list[Rule]) -> list[list[Rule]]:
    """The rules of each table: captions and notes between two rules part two tables.

    The cells of a form of targets hold sentences and units as well.
    """
    tables: list[list[Rule]] = [[group[0]]]
    form = False
    for upper, lower in pairwise(group):
        between = _between(lines, upper, lower)
        form = form or any(is_head_of_targets(line) for line in between)
        if any(_is_outside_a_form(line) if form else is_caption(line) for line in between):
            tables.append([])
            form = False
        tables[-1].append(lower)
    return [rules for rules in tables if len(rules) >= 2]


def is_head_of_targets(line: TextLine) -> bool:
    """True for the line that names the levels of targets: 一级指标 | 二级指标 | 三级指标 | 指标值."""
    return sum(squeeze(piece.text) in words("levels") for piece in line.pieces) >= LEVELS


def is_caption(line: TextLine) -> bool:
    """True for a line that stands above or below a table and not in it.

    Heads of columns beside each other are none, whatever unit they name: 项目 | 数量 | 价值（金额单位：万元）.
    """
    if len(line.pieces) > _KNOWN and _known_heads([line]) >= _KNOWN:
        return False
    text = squeeze(line.text)
    shown = _DIGITS.sub("#", text)
    return (
        any(word in shown for word in words("caption") if word not in words("unit"))
        or text.strip("()") in words("unit")
        or text.endswith(("表", "。"))
        or _NOTE.match(text) is not None
    )


def _is_outside_a_form(line: TextLine) -> bool:
    """True for a title, a note or a line 单位：万元; lines of a cell may end in a full stop or say （万元）."""
    text = squeeze(line.text)
    shown = _DIGITS.sub("#", text)
    named = any(word in shown for word in words("caption") if not word.isalpha())
    return len(line.pieces) == 1 and (named or text.endswith("表") or _NOTE.match(text) is not None)


def _reads_as_table(lines: list[TextLine], *, drawn: bool) -> bool:
    """True if the texts between rules read as a table: figures in some lines, or several texts in most."""
    figures = sum(1 for line in lines if line.figures and len(line.pieces) >= 2)
    if figures >= _KNOWN or (figures and _known_heads(lines) >= _WELL_KNOWN):
        return True
    return drawn and sum(1 for line in lines if len(line.pieces) >= 3) >= _KNOWN


def _head_and_body(lines: list[TextLine], rules: list[Rule], *, targets: bool) -> tuple[list[TextLine], list[TextLine]]:
    """The second rule of the table is below the head, unless a form of targets begins with other rows."""
    if targets:
        head = [line for line in lines if line.middle < rules[1].at]
        named = len(head) < len(lines) and any(is_head_of_targets(line) for line in head)
        return (head, lines[len(head) :]) if named else ([], lines)
    first = next((index for index, line in enumerate(lines) if line.figures), min(1, len(lines)))
    # The first label may begin above its figures, never above the rule under the head.
    start = lines[min(first, len(lines) - 1)].middle if lines else 0.0
    under = max((rule.at for rule in rules[1:] if rule.at < start), default=0.0)
    while under and first and lines[first - 1].middle > under:
        first -= 1
    return lines[:first], lines[first:]


def unruled_regions(lines: list[TextLine]) -> list[Region]:
    """Stretches of lines that read as a table: words on the left, figures in the same places on the right."""
    regions: list[Region] = []
    index = 0
    while index < len(lines):
        if not _is_tabular(lines[index]):
            index += 1
            continue
        end = _end_of_body(lines, index)
        start = _start_of_head(lines, index, 0 if not regions else lines.index(regions[-1].body[-1]) + 1)
        region = Region(lines[start:index], lines[index:end])
        if _is_table(region):
            regions.append(region)
        index = end
    return regions


def rows_going_on(lines: list[TextLine], edges: Sequence[float], taken: list[list[TextLine]]) -> list[TextLine]:
    """The lines at the top of a page that stand in the columns of the table before it, fewer than make a table by
    themselves; nothing where the first of them belongs to a table of this page. A line above them may be a header.

    Rows of labels or of line numbers alone (二十四、债务还本支出) go with the rows of figures around them.
    """
    if len(edges) < 3:
        return []
    # By place: the lines of a region may have been put together anew.
    spans = [(min(line.top for line in region), max(line.bottom for line in region)) for region in taken if region]

    def goes_on(line: TextLine) -> bool:
        used = any(top <= line.middle <= bottom for top, bottom in spans)
        return not used and (_is_row_of(line, edges) or _is_blank_row_of(line, edges))

    start = next((index for index, line in enumerate(lines[:2]) if goes_on(line)), None)
    rows: list[TextLine] = []
    for line in lines[start:] if start is not None else ():
        if not goes_on(line) or (rows and line.top - rows[-1].bottom > _PITCH * line.height):
            break
        rows.append(line)
    while rows and not _is_row_of(rows[-1], edges):
        rows.pop()
    first = next((index for index, line in enumerate(rows) if _is_row_of(line, edges)), 0)
    return rows if first <= _MOST_BLANK_ROWS else []


def _is_blank_row_of(line: TextLine, edges: Sequence[float]) -> bool:
    """Labels or line numbers without an amount, each in a column of its own; no head and no caption."""
    known = words("header") | words("head")
    return (
        not line.amounts
        and _stand_apart(line, edges)
        and not is_caption(line)
        and not any(squeeze(piece.text) in known for piece in line.pieces)
        and (
            all(piece.is_figure for piece in line.pieces)
            or any(_NUMBERED.match(piece.text) for piece in line.pieces)
            or any(squeeze(piece.text).startswith(_CARRIED) for piece in line.pieces)
        )
    )


def _stand_apart(line: TextLine, edges: Sequence[float]) -> bool:
    """Each text of the line in a column of its own."""
    columns = [
        [index for index, (left, right) in enumerate(pairwise(edges)) if _share(piece, left, right) >= _INSIDE]
        for piece in line.pieces
    ]
    return all(len(found) == 1 for found in columns) and len({found[0] for found in columns}) == len(columns)


def _is_row_of(line: TextLine, edges: Sequence[float]) -> bool:
    """Words and a figure, each text in a column of its own."""
    return _stand_apart(line, edges) and _is_tabular(line) and any(piece.is_label for piece in line.pieces)


def _share(piece: Piece, left: float, right: float) -> float:
    """Which part of a text's width lies between two edges."""
    return (min(piece.x1, right) - max(piece.x0, left)) / max(piece.x1 - piece.x0, 0.1)


def _is_tabular(line: TextLine) -> bool:
    return line.figures > 0 and len(line.pieces) >= 2 and not is_caption(line)


def _end_of_body(lines: list[TextLine], start: int) -> int:
    """Index behind the last line of the body that begins at ``start``."""
    rows = [lines[start]]
    end = start + 1
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.top - lines[index - 1].bottom > _PITCH * line.height or is_caption(line):
            break
        if _is_tabular(line) or line.figures == len(line.pieces):
            rows.append(line)
            end = index + 1
        elif not _could_be_labels(line, rows):
            break
        elif _is_aligned(line, rows) or (end == index and _is_close(lines[index - 1], line)):
            end = index + 1
    return end


def _could_be_labels(line: TextLine, rows: list[TextLine]) -> bool:
    """True if no text of the line reaches over several columns of the rows."""
    extents = body_columns(rows)
    return all(len(touched_by(piece, extents)) <= 1 for piece in line.pieces)


def _is_aligned(line: TextLine, rows: list[TextLine]) -> bool:
    """True if the texts of the line begin, or have their middle, where those of the rows do."""
    return all(any(_lines_up(piece, other) for row in rows for other in row.pieces) for piece in line.pieces)


def _lines_up(piece: Piece, other: Piece) -> bool:
    if abs(piece.x0 - other.x0) <= 0.5 * piece.height:
        return True
    return abs(piece.x0 + piece.x1 - other.x0 - other.x1) <= piece.height


def _start_of_head(lines: list[TextLine], first: int, limit: int) -> int:
    """Index of the first line of the head above the body that begins at ``first``."""
    start = first
    while start > max(limit, first - _MOST_HEAD_LINES):
        line = lines[start - 1]
        far = lines[start].top - line.bottom > _PITCH * line.height
        if far or (is_caption(line) and not _is_close(line, lines[start])):
            break
        start -= 1
    while start < first and _is_title(lines[start], lines[start + 1]):
        start += 1
    return start


def _is_title(line: TextLine, below: TextLine) -> bool:
    """True for a line of one text above the head; the upper half of a wrapped head stands close above the next line."""
    return len(line.pieces) == 1 and not _known_heads([line]) and not _is_close(line, below)


def _is_close(line: TextLine, below: TextLine) -> bool:
    """True for lines nearer to each other than lines of one text: texts of different height side by side."""
    return below.middle - line.middle <= _HALF_LINE * line.height


def _known_heads(lines: list[TextLine]) -> int:
    known = words("header") | words("head")
    return sum(_UNIT.sub("", squeeze(piece.text)) in known for line in lines for piece in line.pieces)


def _is_table(region: Region) -> bool:
    body = [line for line in region.body if line.figures]
    known = _known_heads(region.head)
    if known >= _WELL_KNOWN:
        return True
    amounts = sum(1 for line in body if line.amounts)
    if amounts < (_KNOWN if known >= _KNOWN else _UNRULED):
        return False
    labelled = sum(1 for line in body if any(piece.is_label for piece in line.pieces[:2]))
    return labelled >= 0.6 * len(body) or (known >= _KNOWN and labelled > 0)
