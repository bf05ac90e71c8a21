"""Declared tables to grids: the cells as they are printed, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from infra.samples.build.grid import Grid, Slot, parse_layout, width
from tests.layouts.figures import Figures
from tests.layouts.lines import COLUMNS
from tests.layouts.model import DeclarationError, Key, TableBlock
from tests.layouts.narrative import BRACE, MEASURES
from tests.layouts.writer import Style, Writer

CHINESE = "一二三四五六七八九十"
BASES = {"gov_fund": ("fund",), "state_capital": ("capital",), "general_by_function": ("general",)}


def ordinal(number: int) -> str:
    """1 → 一, 12 → 十二, 26 → 二十六."""
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else CHINESE[tens - 1]) + "十" if tens else "") + (CHINESE[ones - 1] if ones else "")


@dataclass
class Row:
    """One row to be printed: its layout and its texts."""

    layout: str
    texts: list[str]


@dataclass
class Maker:
    """Makes the tables of one document."""

    writer: Writer
    document: dict[str, Any]
    style: Style
    number: int = 0
    made: list[TableBlock] = field(default_factory=list)

    @property
    def figures(self) -> Figures:
        return self.writer.figures

    def build(self, declared: dict[str, Any]) -> TableBlock:
        """The block of one declared table. Raises :class:`DeclarationError` with its title."""
        self.number += 1
        title = str(declared.get("title", ""))
        style = _styled(self.style, declared)
        heads = [_head(line) for line in declared.get("head", [])]
        body = KINDS[declared.get("kind", "literal")](self, declared, style)
        rows = [Row(layout, texts) for layout, texts in heads] + body
        if not rows:
            raise DeclarationError(f"{title}: no rows")
        columns = width(parse_layout(rows[0].layout))
        grid = Grid(columns, [float(part) for part in declared.get("widths", [1] * columns)])
        if len(grid.widths) != columns:
            raise DeclarationError(f"{title}: {len(grid.widths)} widths for {columns} columns")
        for row in rows:
            try:
                grid.add_row(parse_layout(row.layout), list(row.texts))
            except (ValueError, IndexError) as problem:
                raise DeclarationError(f"{title}: {row.layout!r} {row.texts!r}: {problem}") from problem
        grid.header_rows = len(heads)
        notes = [str(note) for note in declared.get("notes", [])]
        self._empty(declared, title, notes)
        caption = [str(part) for part in declared.get("caption", ["", "", ""])]
        block = TableBlock(
            number=self.number,
            title=title,
            form=str(declared.get("form", "")),
            caption=(caption[0], caption[1], caption[2]),
            grid=grid,
            notes=notes,
            options={**declared, "style": style},
            code_columns=tuple(declared.get("code_columns", ())),
        )
        self._amount_cells(block)
        self.made.append(block)
        return block

    def _amount_cells(self, block: TableBlock) -> None:
        for cell in block.grid.cells:
            if cell.row < block.grid.header_rows or cell.column in block.code_columns or not cell.text:
                continue
            if re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", cell.text):
                block.decimals[cell.row, cell.column] = len(cell.text.partition(".")[2])

    def _empty(self, declared: dict[str, Any], title: str, notes: list[str]) -> None:
        words = declared.get("empty")
        if not words:
            return
        for statement in [declared["statement"]] if isinstance(declared["statement"], str) else declared["statement"]:
            self.writer.declared_empty(statement, str(words), "table", {"table": title})
        if declared.get("empty_in") is None:
            notes.append(str(words))

    # kinds

    def by_function(self, declared: dict[str, Any], style: Style) -> list[Row]:
        """Rows by function code: columns ``code`` or ``code3``, ``name`` (or ``joined``), then canonical columns."""
        if declared.get("empty"):
            return self._blank_rows(declared)
        statement, columns = declared["statement"], declared["columns"]
        bases = declared.get("bases", BASES.get(statement))
        levels = declared.get("levels", [3, 5, 7])
        rows = []
        for code in self.figures.codes(bases, levels):
            name = declared.get("print_names", {}).get(code) or self.figures.name(code)
            label = self.figures.class_name(code) if len(code) == 3 else self.figures.name(code)
            indent = declared.get("indent", [0, 0, 0])[len(code) // 2 - 1]
            texts = [*_codes(code, columns), "　" * indent + (code if "joined" in columns else "") + name]
            texts += self._values(declared, style, label, code, columns)
            rows.append(Row(f"1x{len(texts)}", texts))
        total = declared.get("total", "top")
        if total != "none":
            spanned = len(_codes("201", columns)) + 1
            values = self._values(declared, style, "合计", None, columns)
            label = str(declared.get("total_label", "合计"))
            layout = (
                f"{spanned} 1x{len(values)}" if declared.get("total_merged", True) else f"1x{spanned + len(values)}"
            )
            texts = [label, *values] if declared.get("total_merged", True) else [*[""] * (spanned - 1), label, *values]
            rows.insert(0 if total == "top" else len(rows), Row(layout, texts))
        return rows

    def _values(
        self, declared: dict[str, Any], style: Style, label: str, code: str | None, columns: list[str]
    ) -> list[str]:
        statement = declared["statement"]
        found = []
        for column in columns:
            if column in SHAPE:
                continue
            if column == "":
                found.append("")
                continue
            name, _, measure = column.partition(":")
            where: dict[str, str | int] = {"table": declared["title"], "row": label, "column": name}
            key = Key(statement, f"{label}/{name}", measure or _measure(name), code)
            cell_style = replace(style, decimals=style.rate_decimals) if measure == "change_pct" else style
            value = self._function_value(statement, name, measure, code)
            unit = "%" if measure == "change_pct" else None
            graded = declared.get("graded", True)
            found.append(
                "" if value is None else self.writer.cell(key, value, cell_style, where, graded=graded, unit=unit)
            )
        return found

    def _function_value(self, statement: str, name: str, measure: str, code: str | None) -> Decimal | None:
        if measure == "change_pct":
            prior = self.figures.cell(statement, "上年数", code)
            change = self.figures.cell(statement, "增减", code)
            return None if not prior else (change / prior * 100).quantize(Decimal("0.01"))
        return self.figures.cell(statement, name, code)

    def two_sided(self, declared: dict[str, Any], style: Style) -> list[Row]:
        """Income left, expenditure right; entries ``label ; item``, ``classes`` for the list of classes.

        ``more`` are further pairs of item and amount at the right; an item with ``?`` in front is not graded.
        """
        left = self._side(declared, "left")
        right = self._side(declared, "right")
        left_end, right_end = self._side(declared, "left_end"), self._side(declared, "right_end")
        height = max(len(left) + len(left_end), len(right) + len(right_end))
        left += [("", "")] * (height - len(left) - len(left_end)) + left_end
        right += [("", "")] * (height - len(right) - len(right_end)) + right_end
        lines = declared.get("lines", False)
        more = [self._side({"more": entries}, "more") for entries in declared.get("more", [])]
        rows = []
        for index, ((label, item), (other, other_item)) in enumerate(zip(left, right, strict=True)):
            texts = [label]
            texts += [str(index + 1)] if lines else []
            texts += self._side_values(declared, style, label, item, declared.get("left_columns", [""]))
            texts += [other]
            texts += [str(height + index + 1)] if lines else []
            texts += self._side_values(declared, style, other, other_item, declared.get("right_columns", [""]))
            for side in more:
                third, third_item = side[index] if index < len(side) else ("", "")
                texts += [third, *self._side_values(declared, style, third, third_item, [""])]
            rows.append(Row(f"1x{len(texts)}", texts))
        return rows

    def _side(self, declared: dict[str, Any], name: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for entry in declared.get(name, []):
            if isinstance(entry, dict):
                for index, code in enumerate(entry["classes"], start=1):
                    item = self.figures.class_name(str(code))
                    printed = declared.get("print_names", {}).get(str(code), item)
                    prefix = f"{entry.get('before', '')}{ordinal(index)}{entry.get('after', '、')}"
                    found.append((prefix + printed, f"支出/{item}"))
            else:
                label, _, item = str(entry or "").partition(";")
                found.append((label.rstrip() if item else label, item.strip()))
        return found

    def _side_values(
        self, declared: dict[str, Any], style: Style, label: str, item: str, columns: list[str]
    ) -> list[str]:
        texts = []
        for column in columns:
            full = f"{item}/{column}" if column else item
            if not item:
                texts.append("")
                continue
            graded = not item.startswith("?")
            key = Key(declared["statement"], full.lstrip("?"), declared.get("measure", "amount"))
            where: dict[str, str | int] = {"table": declared["title"], "row": label.strip()}
            if column:
                where["column"] = column
            statement = declared["statement"]
            texts.append(
                self.writer.cell(
                    key, self.figures.number(statement, full.lstrip("?"), "amount"), style, where, graded=graded
                )
            )
        return texts

    def economic_blocks(self, declared: dict[str, Any], style: Style) -> list[Row]:
        """06: blocks of 科目代码 | 科目名称 | 决算数 side by side and the two totals below."""
        blocks = [[str(code) for code in block] for block in declared["blocks"]]
        dashes = {str(code) for code in declared.get("dashes", ())}
        height = max(len(block) for block in blocks)
        rows = []
        for index in range(height):
            texts: list[str] = []
            for block in blocks:
                code = block[index] if index < len(block) else ""
                texts += self._economic(declared, style, code, dashes) if code else ["", "", ""]
            rows.append(Row(f"1x{len(texts)}", texts))
        last = declared.get("last", {"layout": "2 1 8 1", "labels": ["人员经费合计", "公用经费合计"]})
        texts = []
        for label, item in zip(last["labels"], ("人员经费", "公用经费"), strict=True):
            key = Key("basic_by_economic", item)
            where: dict[str, str | int] = {"table": declared["title"], "row": label}
            texts += [
                label,
                self.writer.cell(key, self.figures.number("basic_by_economic", item, "amount"), style, where),
            ]
        rows.append(Row(last["layout"], texts))
        return rows

    def _economic(self, declared: dict[str, Any], style: Style, code: str, dashes: set[str]) -> list[str]:
        printed = declared.get("print_names", {}).get(code) or self.figures.name(code)
        name = self.figures.name(code)
        indent = "　" if len(code) == 5 and declared.get("indent") else ""
        key = Key("basic_by_economic", name, "amount", code)
        where: dict[str, str | int] = {"table": declared["title"], "row": name, "column": "决算数"}
        value: Decimal | str = "——" if code[:3] in dashes else self.figures.economic_amount(code)
        return [code, indent + printed, self.writer.cell(key, value, style, where)]

    def economic_list(self, declared: dict[str, Any], style: Style) -> list[Row]:
        """Basic expenditure row by row: ``columns`` of code, name, 合计, 人员经费, 公用经费."""
        columns = declared["columns"]
        rows = []
        codes = sorted({code[:n] for code, value in self.figures.economic.items() if value for n in (3, 5)})
        for code in codes:
            indent = "　" * declared.get("indent", [0, 0])[len(code) // 2 - 1]
            texts = [*_codes(code, columns), indent + self.figures.name(code)]
            texts += [self._economic_value(declared, style, code, column) for column in columns if column not in SHAPE]
            rows.append(Row(f"1x{len(texts)}", texts))
        if declared.get("total", "top") != "none":
            spanned = len(_codes("301", columns)) + 1
            values = [self._economic_value(declared, style, None, column) for column in columns if column not in SHAPE]
            row = Row(f"{spanned} 1x{len(values)}", [str(declared.get("total_label", "合计")), *values])
            rows.insert(0 if declared.get("total", "top") == "top" else len(rows), row)
        return rows

    def _economic_value(self, declared: dict[str, Any], style: Style, code: str | None, column: str) -> str:
        figures = self.figures
        of_personnel = code is not None and code.startswith(("301", "303"))
        if code is None:
            name = "基本支出"
            amount = {
                "合计": figures.basic,
                "人员经费": figures.personnel,
                "公用经费": figures.basic - figures.personnel,
            }
            value = amount[column]
            item = name if column == "合计" else f"{name}/{column}"
        else:
            name = figures.name(code)
            value = figures.economic_amount(code)
            if column != "合计" and (column == "人员经费") != of_personnel:
                value = Decimal(0)
            item = name if column == "合计" or value else f"{name}/{column}"
        where: dict[str, str | int] = {"table": declared["title"], "row": name, "column": column}
        return self.writer.cell(Key("basic_by_economic", item, "amount", code), value, style, where)

    def three_public(self, declared: dict[str, Any], style: Style) -> list[Row]:
        """Rows of values; columns ``item:measure``, texts in ``first`` stand before them."""
        if declared.get("empty"):
            return self._blank_rows(declared)
        rows = []
        for line in declared.get("lines_of_values", [declared]):
            texts = [str(text) for text in line.get("first", [])]
            for column in line["columns"]:
                words = column.split(":")
                statement, item, measure = words if len(words) == 3 else ("three_public", *words)
                key = Key(statement, item, measure)
                where: dict[str, str | int] = {"table": declared["title"], "column": f"{item} {measure}"}
                texts.append(self.writer.cell(key, self.figures.get(key), style, where))
            rows.append(Row(f"1x{len(texts)}", texts))
        return rows

    def _blank_rows(self, declared: dict[str, Any]) -> list[Row]:
        columns = width(parse_layout(str(declared["head"][0]).partition("|")[0]))
        count = declared.get("empty_rows", 2)
        if declared.get("empty_in") == "cell":
            return [Row(str(columns), [str(declared["empty"])])]
        return [Row(f"1x{columns}", [""] * columns) for _ in range(count)]

    def literal(self, declared: dict[str, Any], style: Style) -> list[Row]:
        """Rows as written; ``{statement item measure}`` in a cell states a figure, ``layout :: cells`` merges."""
        if declared.get("empty"):
            return self._blank_rows(declared)
        rows = []
        for line in declared.get("rows", []):
            layout, mark, cells = str(line).rpartition("::")
            texts = [text.strip(" ") for text in cells.split("|")]
            label = BRACE.sub(lambda match: match.group(1).partition("=")[2], texts[0]).strip("　 ")
            filled = [self._literal(text, declared, style, label) for text in texts]
            rows.append(Row(layout.strip() if mark else f"1x{len(filled)}", filled))
        return rows

    def _literal(self, text: str, declared: dict[str, Any], style: Style, row: str) -> str:
        def figure(match: re.Match[str]) -> str:
            words = match.group(1).split()
            statement, item, *rest = words
            measure = rest.pop(0) if rest and rest[0] in MEASURES else "amount"
            unit, graded, stated, code = None, declared.get("graded", True), None, None
            for word in rest:
                if word.startswith("unit="):
                    unit = word[5:]
                elif word.startswith("="):
                    stated = word[1:]
                elif word.startswith("@"):
                    code = word[1:]
                elif word == "!ungraded":
                    graded = False
            key = Key(statement, item, measure, code)
            where: dict[str, str | int] = {"table": declared["title"], "row": row}
            value = stated if stated is not None else self._named(key)
            return self.writer.cell(key, value, style, where, graded=graded, unit=unit)

        return BRACE.sub(figure, text).replace("⏎", "\n")

    def _named(self, key: Key) -> Decimal | str:
        """The figure of a literal cell; a row of a table by function may name the agency or 合计: then all of it."""
        row, _, column = key.item.partition("/")
        if column in COLUMNS.get(key.statement, {}):
            whole = row in ("合计", self.document["agency"])
            return self.figures.cell(key.statement, column, None if whole else key.code)
        return self.figures.get(key)


SHAPE = ("code", "code2", "code3", "name", "joined")
Kind = Callable[[Maker, dict[str, Any], Style], list[Row]]
KINDS: dict[str, Kind] = {
    "by_function": Maker.by_function,
    "two_sided": Maker.two_sided,
    "economic_blocks": Maker.economic_blocks,
    "economic_list": Maker.economic_list,
    "three_public": Maker.three_public,
    "literal": Maker.literal,
}


def _head(line: str) -> tuple[str, list[str]]:
    layout, *texts = [part.strip(" ") for part in str(line).split("|")]
    slots: list[Slot] = parse_layout(layout)
    if sum(slot.kind == "" for slot in slots) != len(texts):
        raise DeclarationError(f"head {line!r}: texts and layout differ")
    return layout, [text.replace("⏎", "\n") for text in texts]


def _styled(style: Style, declared: dict[str, Any]) -> Style:
    names = ("unit", "decimals", "zero", "thousands", "full_width", "rate_decimals")
    return replace(style, **{name: declared[name] for name in names if name in declared})


def _measure(column: str) -> str:
    return {"上年数": "prior_amount", "增减": "change"}.get(column, "amount")


def _codes(code: str, columns: list[str]) -> list[str]:
    if "code3" in columns:
        return [code[:3], code[3:5], code[5:7]]
    if "code2" in columns:
        return [code[:3], code[3:5]]
    return [code] if "code" in columns else []
