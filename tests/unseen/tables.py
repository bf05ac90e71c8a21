"""Tables of a design: rows of cells, merged by ``<`` (with the left) and ``^`` (with the one above).

``cols`` says what stands in each column: ``code``, ``name``, ``name@收入/`` (a side of a two-sided table), ``-``
(nothing of ours), ``=`` (the one amount of a row) or the column's word with its measure (``基本支出``, ``上年数:pa``).
``*classes`` prints all classes of the year with their ordinals.
"""

from __future__ import annotations

import re
from typing import Any

from tests.unseen.figures import DesignError
from tests.unseen.marks import MARK, Marks
from tests.unseen.model import Cell, Table

DIGITS = "一二三四五六七八九"
ORDINALS = [*DIGITS, "十", *(f"十{one}" for one in DIGITS), "二十", *(f"二十{one}" for one in DIGITS), "三十"]
#: Class names by how many of them a year's form lists.
CLASSES = {
    "201": "一般公共服务支出", "202": "外交支出", "203": "国防支出", "204": "公共安全支出", "205": "教育支出",
    "206": "科学技术支出", "207": "文化旅游体育与传媒支出", "208": "社会保障和就业支出", "209": "社会保险基金支出",
    "210": "卫生健康支出", "211": "节能环保支出", "212": "城乡社区支出", "213": "农林水支出", "214": "交通运输支出",
    "215": "资源勘探工业信息等支出", "216": "商业服务业等支出", "217": "金融支出", "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出", "221": "住房保障支出", "222": "粮油物资储备支出", "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出", "227": "预备费", "229": "其他支出", "230": "转移性支出", "231": "债务还本支出",
    "232": "债务付息支出", "233": "债务发行费用支出", "234": "抗疫特别国债安排的支出",
}  # fmt: skip
OLD = {
    "207": "文化体育与传媒支出", "210": "医疗卫生与计划生育支出", "215": "资源勘探信息等支出",
    "220": "国土海洋气象等支出",
}  # fmt: skip
SETS = {
    "26": "201 202 203 204 205 206 207 208 210 211 212 213 214 215 216 217 219 220 221 222 223 224 229 231 232 234",
    "23": "201 202 203 204 205 206 207 208 210 211 212 213 214 215 216 217 219 220 221 222 229 231 232",
    "24": "201 202 203 204 205 206 207 208 210 211 212 213 214 215 216 217 219 220 221 222 223 224 229 232",
    "30": " ".join(sorted(CLASSES)),
}
NUMBERING = re.compile(
    r"^(?:其中[：:]|加[：:]|减[：:]|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|[（(]?\d{1,2}[）)]|\d{1,2}[、.．](?!\d))+"
)
TOTALS = re.compile(r"合计|总计|结余|结转|小计")


def lines_of_classes(line: str) -> list[str]:
    """``*classes set=26 start=32 201={x} …`` as rows ``一、一般公共服务支出 | 32 | {x}``."""
    words = dict(word.split("=", 1) for word in line.split()[1:])
    codes = SETS[words["set"]].split()
    names = CLASSES | (OLD if words["set"] == "23" else {})
    columns = int(words.get("columns", "1"))
    blank = words.get("blank", "")
    found = []
    for number, code in enumerate(codes):
        value = words.get(code)
        cells = value.split(";") if value else [blank] * columns
        start = [str(int(words["start"]) + number)] if "start" in words else []
        label = words.get("label", "{n}、{name}").replace("{n}", ORDINALS[number]).replace("{name}", names[code])
        found.append(" | ".join([label, *start, *cells]))
    return found


def join_sides(left: list[str], right: list[str], width: tuple[int, int]) -> list[str]:
    """Rows of two sides side by side, the shorter one filled with blanks."""
    rows = []
    for number in range(max(len(left), len(right))):
        sides = []
        for side, count in zip((left, right), width, strict=True):
            cells = _cells(side[number]) if number < len(side) else []
            sides.append(cells + [""] * (count - len(cells)))
        rows.append(" ¦ ".join(cell for side in sides for cell in side))
    return rows


def _cells(row: str) -> list[str]:
    if "¦" in row:
        return [cell.strip(" ") for cell in row.split("¦")]
    # A bar inside braces belongs to the mark.
    return [cell.strip(" ") for cell in re.split(r"\|(?![^{]*\})", row)]


def item_name(label: str) -> str:
    """The canonical name of a printed row label."""
    name = re.sub(r"[\s　]+|\\n", "", label)
    name = NUMBERING.sub("", name)
    name = re.sub(r"[（(][类款项][)）]", "", name)
    name = name.replace("(", "（").replace(")", "）")
    if name.endswith("一般公共服务"):
        name += "支出"
    return name


def table(rows: list[str], options: dict[str, str], marks: Marks) -> tuple[Table, list[dict[str, Any]]]:
    """The table and the golden facts of its cells."""
    grid = [_cells(row) for row in rows]
    width = max(len(row) for row in grid)
    grid = [row + [""] * (width - len(row)) for row in grid]
    columns = options["cols"].split(",") if "cols" in options else ["-"] * width
    if len(columns) != width:
        raise DesignError(f"{len(columns)} columns declared, {width} printed: {rows[0][:60]}")
    head = int(options.get("head", "1"))
    unit = options.get("unit", marks.unit)
    facts: list[dict[str, Any]] = []
    cells: list[Cell] = []
    for row_no, row in enumerate(grid):
        for column_no, text in enumerate(row):
            if text in ("<", "^"):
                continue
            spans = _spans(grid, row_no, column_no)
            match = MARK.fullmatch(text)
            if match is None or match[1] is None:
                words, found = marks.sentence(text)
                for fact in found:
                    fact.pop("sentence")
                facts += [fact | {"row": row_no + 1} for fact in found]
                cells.append(Cell(words.replace("\\n", "\n"), row_no, column_no, *spans))
                continue
            default, code = _meaning(grid, columns, row_no, column_no, options)
            one = marks.mark(_styled(match[1], options), default, unit)
            for fact in one.facts:
                fact.update({"row": row_no + 1, "column": column_no + 1} | ({"code": code} if code else {}))
                if fact.get("amount", fact.get("value")) in ("0.00", "0"):
                    fact["cell_state"] = "zero"
            facts += one.facts
            cells.append(Cell(one.text, row_no, column_no, *spans, one.number, one.decimals, one.thousands))
    return Table(cells, len(grid), width, head, options), facts


def _styled(mark: str, options: dict[str, str]) -> str:
    style = options.get("style", "")
    if not style or mark.startswith('"'):
        return mark
    expression, bar, meaning = mark.partition("|")
    expression, arrow, misprint = expression.partition("=>")
    return f"{expression}~{style}{arrow}{misprint}{bar}{meaning}"


def _spans(grid: list[list[str]], row: int, column: int) -> tuple[int, int]:
    columns = 1
    while column + columns < len(grid[row]) and grid[row][column + columns] == "<":
        columns += 1
    rows = 1
    while row + rows < len(grid) and grid[row + rows][column] == "^":
        rows += 1
    return rows, columns


def _code(grid: list[list[str]], row: int, columns: list[int]) -> str:
    """The code of a row; 类 and 款 that only the rows above print are carried down to it."""
    printed = [re.sub(r"\D", "", grid[row][at]) for at in columns]
    for index, at in enumerate(columns):
        if not printed[index] and any(printed[index + 1 :]):
            above = (re.sub(r"\D", "", grid[up][at]) for up in range(row - 1, -1, -1))
            printed[index] = next((part for part in above if part), "")
    return "".join(printed)


def _meaning(
    grid: list[list[str]], columns: list[str], row: int, column: int, options: dict[str, str]
) -> tuple[str, str]:
    """Meaning and code of a cell by its column and the name to its left."""
    word, _, measure = columns[column].partition(":")
    if word == "-":
        return "!", ""
    name_column = max((at for at in range(column) if columns[at].startswith("name")), default=None)
    if name_column is None:
        raise DesignError(f"no name beside column {column + 1}")
    label = next((grid[up][name_column] for up in range(row, -1, -1) if grid[up][name_column] != "^"), "")
    codes = [at for at in range(name_column) if columns[at] == "code"]
    first = max((at for at in range(name_column) if columns[at] not in ("code",)), default=-1)
    code = _code(grid, row, [at for at in codes if at > first])
    if label == "<":
        label = next((cell for cell in reversed(grid[row][:name_column]) if cell != "<"), "")
        code = ""
    found = re.match(r"^[\s　]*(\d{3,7})[\s　]*[-－—]?(?=\D)(.*)$", label)
    if found and options.get("joined"):
        code, label = found[1], found[2]
    name = item_name(label)
    side = columns[name_column].partition("@")[2]
    if side and not TOTALS.search(name):
        name = side + name
    item = name if word == "=" else f"{name}/{word}"
    return f"{options.get('stmt', '')}:{item}:{measure or 'a'}", code
