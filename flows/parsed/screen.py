"""One parsed file on the screen: head, statements as printed, checks that fail, and what was not understood."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from domain.records import CellState, Check, Fact, Measure, Method, Origin, Statement, Verdict
from flows.parsed.grids import GridColumn, GridRow, Numbered, PrintedTable, Side, printed_table
from flows.parsed.record import ParsedFile
from flows.parsed.words import words

_COLOURS = {Verdict.ERROR: "red", Verdict.WARN: "yellow"}
_KINDS = {"budget": "预算 budget", "final_accounts": "决算 final accounts"}
_VERDICTS_ZH = {
    Verdict.PASS: "通过",
    Verdict.ROUNDING: "尾差",
    Verdict.INFO: "提示",
    Verdict.WARN: "存疑",
    Verdict.ERROR: "矛盾",
    Verdict.NOT_APPLICABLE: "不适用",
}
_CODE = "科目编码"
_INDENT = 2
#: Columns of the screen between two columns of a table.
_GAP = 3
#: A heading longer than this is folded; labels are at least and at most so wide, and at best as wide as the third.
_HEADING = 10
_NARROWEST_LABEL = 14
_WIDEST_LABEL = 44
_COMFORTABLE = 24
#: Facts of a check that are cited by number.
_MOST_CITED = 12
#: A recognised figure of less confidence is marked.
UNSURE = Decimal("0.80")
_PERFORMANCE = frozenset({Statement.PERF_PROJECT, Statement.PERF_INDICATOR})


class Screen:
    """Shows files on one console. ``only``: the statements to show, all when empty."""

    def __init__(self, console: Console, *, only: frozenset[Statement] = frozenset(), checks: bool = True) -> None:
        self._console = console
        self._only = only
        self._checks = checks
        self._flags: dict[str, tuple[str, Verdict]] = {}

    def show(self, parsed: ParsedFile) -> None:
        """The whole file; an unreadable one is its head with the reason."""
        self._flags = _flags(parsed.checks) if self._checks else {}
        self._console.print(_head(parsed))
        if not parsed.was_read:
            return
        numbered = [Numbered(number, fact) for number, fact in enumerate(parsed.facts, start=1)]
        by_statement: dict[Statement, list[Numbered]] = defaultdict(list)
        for one in numbered:
            by_statement[one.fact.statement].append(one)
        for statement in words().statements:
            if statement in by_statement and (not self._only or statement in self._only):
                self._statement(statement, by_statement[statement])
        if self._checks:
            self._failed(parsed)
        self._left_over(parsed)

    def _statement(self, statement: Statement, facts: Sequence[Numbered]) -> None:
        zh, en = words().statements[statement]
        self._console.print()
        self._console.print(Text.assemble((f"▌{zh} ", "bold cyan"), (f"{en} · {statement.value}", "cyan")))
        if statement in words().lists:
            self._list(facts)
            return
        tables: dict[tuple[int, str | None], list[Numbered]] = defaultdict(list)
        sentences: list[Numbered] = []
        for one in facts:
            if one.fact.origin is Origin.TABLE and one.fact.table_no is not None:
                project = one.fact.project if statement in _PERFORMANCE else None
                tables[one.fact.table_no, project].append(one)
            else:
                sentences.append(one)
        for (_, project), own in tables.items():
            self._table(printed_table(own), project)
        if sentences:
            self._sentences(sentences)

    def _table(self, table: PrintedTable, project: str | None) -> None:
        place = f"第{table.page}页 p.{table.page} · " if table.page else ""
        unit = f" · 单位 {table.unit}" if table.unit else ""
        title = f"{place}表 table {table.table_no}{unit}" + (f" · {project}" if project else "")
        self._console.print(Text(f"  {title}", "dim"))
        for block in self._fitting(table.sides, table.unit):
            self._console.print(Padding(block, (0, 0, 0, _INDENT), expand=False))
        self._pairs([*table.texts, *table.notes])

    def _fitting(self, sides: Sequence[Side], unit: str | None) -> Iterator[Table]:
        """The sides beside each other where the screen is wide enough, else one below the other, else in parts."""
        room = self._console.width - _INDENT
        if sum(self._width(side, unit) for side in sides) <= room and len(sides) > 1:
            yield self._grid(sides, unit)
            return
        for side in sides:
            for part in self._parts(side, unit, room):
                yield self._grid([part], unit)

    def _parts(self, side: Side, unit: str | None, room: int) -> Iterator[Side]:
        columns: list[GridColumn] = []
        for column in side.columns:
            if columns and self._width(_with(side, [*columns, column]), unit) > room:
                yield _with(side, columns)
                columns = []
            columns.append(column)
        yield _with(side, columns)

    def _width(self, side: Side, unit: str | None) -> int:
        """Columns of the screen that a side needs at least, with the gap behind it."""
        label = max(_NARROWEST_LABEL, min(max((cell_len(_label(row)) for row in side.rows), default=0), _COMFORTABLE))
        widths = [len(str(max((row.number for row in side.rows), default=0))), label]
        widths += [cell_len(_CODE)] if side.has_codes else []
        for column in side.columns:
            figures = (cell_len(self._figure(row, column.number, unit).plain) for row in side.rows)
            widths.append(max(min(cell_len(column.heading), _HEADING), max(figures, default=0)))
        return sum(widths) + _GAP * len(widths)

    def _grid(self, sides: Sequence[Side], unit: str | None) -> Table:
        table = Table(
            show_edge=False,
            pad_edge=False,
            header_style="bold",
            box=box.SIMPLE_HEAD,
        )
        for side in sides:
            table.add_column("#", justify="right", style="dim", no_wrap=True)
            if side.has_codes:
                table.add_column(_CODE, no_wrap=True, overflow="fold")
            table.add_column("项目", overflow="fold", min_width=_NARROWEST_LABEL, max_width=_WIDEST_LABEL)
            for column in side.columns:
                justify: JustifyMethod = "left" if column.holds_words else "right"
                table.add_column(column.heading, justify=justify, overflow="fold")
        for row in range(max(len(side.rows) for side in sides) if len(sides) == 1 else 0):
            table.add_row(*self._cells(sides[0], sides[0].rows[row], unit))
        if len(sides) > 1:
            for cells in self._beside(sides, unit):
                table.add_row(*cells)
        return table

    def _beside(self, sides: Sequence[Side], unit: str | None) -> Iterator[list[Text]]:
        """Rows of several sides on their printed lines."""
        by_row = [defaultdict[int, list[GridRow]](list) for _ in sides]
        for rows, side in zip(by_row, sides, strict=True):
            for row in side.rows:
                rows[row.row_no].append(row)
        for number in sorted({number for rows in by_row for number in rows}):
            for at in range(max(len(rows[number]) for rows in by_row)):
                line: list[Text] = []
                for rows, side in zip(by_row, sides, strict=True):
                    here = rows[number]
                    line += self._cells(side, here[at] if at < len(here) else None, unit)
                yield line

    def _cells(self, side: Side, row: GridRow | None, unit: str | None) -> list[Text]:
        if row is None:
            return [Text("")] * (2 + side.has_codes + len(side.columns))
        cells = [Text(str(row.number)), *([Text(row.code or "")] if side.has_codes else []), Text(_label(row))]
        return [*cells, *(self._figure(row, column.number, unit) for column in side.columns)]

    def _figure(self, row: GridRow, column: int, unit: str | None) -> Text:
        one = row.cells.get(column)
        if one is None:
            return Text("")
        return self._value(one.fact, unit)

    def _value(self, fact: Fact, unit: str | None = None) -> Text:
        """A figure as printed, its unit where it is not the table's, and the check that fails on it."""
        shown = fact.printed or ("本表无数据" if fact.cell_state is CellState.DECLARED_EMPTY else "—")
        if fact.origin is Origin.NARRATIVE and _is_decline(fact):
            shown = f"↓{shown}"
        if fact.printed_unit and fact.printed_unit not in (unit, "%", "分"):
            shown += f" {fact.printed_unit}"
        elif fact.printed_unit == "%" and unit is None:
            shown += " %"
        if fact.confidence < UNSURE and fact.method is Method.OCR:
            shown += f" ?{fact.confidence}"
        flag = self._flags.get(fact.fact_id)
        if flag is None:
            return Text(shown)
        rules, verdict = flag
        return Text.assemble((shown, f"bold {_COLOURS[verdict]}"), (f" !{rules}", _COLOURS[verdict]))

    def _list(self, facts: Sequence[Numbered]) -> None:
        """Names with one number each, in as many columns as the screen holds."""
        entries = []
        for one in facts:
            name = one_line(one.fact.item_printed if one.fact.origin is Origin.TABLE else one.fact.item)
            entry = Text.assemble((f"{one.number:>4} ", "dim"), f"{name} ", style="")
            entry.append_text(self._value(one.fact))
            if one.fact.measure not in (Measure.COUNT, Measure.AMOUNT, Measure.TEXT):
                entry.append(f" {words().measures[one.fact.measure][0]}", "dim")
            entries.append(entry)
        widest = max(cell_len(entry.plain) for entry in entries) + 3
        columns = max(1, (self._console.width - 2) // widest)
        grid = Table.grid(padding=(0, 2))
        for _ in range(columns):
            grid.add_column(overflow="fold")
        for at in range(0, len(entries), columns):
            grid.add_row(*entries[at : at + columns])
        self._console.print(Padding(grid, (0, 0, 0, _INDENT), expand=False))

    def _pairs(self, facts: Sequence[Numbered]) -> None:
        """Names with words that are too long for a cell."""
        if not facts:
            return
        grid = Table.grid(padding=(0, 1))
        grid.add_column(justify="right", style="dim", no_wrap=True)
        grid.add_column(overflow="fold", max_width=_WIDEST_LABEL // 2)
        grid.add_column(overflow="fold")
        for one in facts:
            grid.add_row(str(one.number), one_line(one.fact.item_printed), self._value(one.fact))
        self._console.print(Padding(grid, (0, 0, 0, _INDENT), expand=False))

    def _sentences(self, facts: Sequence[Numbered]) -> None:
        """Figures of sentences: one entry for each subject of a paragraph, with its quote."""
        self._console.print(Text("  文字说明 sentences", "dim"))
        grid = Table.grid(padding=(0, 1))
        grid.add_column(justify="right", style="dim", no_wrap=True)
        grid.add_column(overflow="fold", ratio=2)
        grid.add_column(overflow="fold", ratio=3, style="dim")
        for own in _subjects(facts):
            first = own[0].fact
            name = f"{first.project}/{first.item}" if first.project else first.item
            said = Text(f"{first.code} {name}：" if first.code else f"{name}：")
            for at, one in enumerate(own):
                said.append("，" if at else "")
                said.append(f"{words().measures[one.fact.measure][0]} ", "dim")
                said.append_text(self._value(one.fact))
            quote = max((one.fact.quote for one in own), key=len)
            grid.add_row(str(own[0].number), said, f"“{quote}”")
        self._console.print(Padding(grid, (0, 0, 0, _INDENT), expand=True))

    def _failed(self, parsed: ParsedFile) -> None:
        """The checks that fail with their sentences, then one line for all."""
        numbers = {fact.fact_id: number for number, fact in enumerate(parsed.facts, start=1)}
        counted = Counter(check.verdict for check in parsed.checks)
        failed = [check for check in parsed.checks if check.verdict.failed]
        failed.sort(key=lambda check: check.verdict is not Verdict.ERROR)
        self._console.print()
        tally = "，".join(f"{_VERDICTS_ZH[one]} {one.value} {counted[one]}" for one in Verdict if counted[one])
        self._console.print(Text.assemble(("▌勾稽核对 Checks ", "bold cyan"), tally or "无 none"))
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for check in failed:
            sentence = Text.assemble(check.message_zh, (f"\n{check.message_en}", "dim"))
            cited = [f"#{numbers[one]}" for one in check.fact_ids if one in numbers]
            if cited:
                sentence.append(f"\n{' '.join(cited[:_MOST_CITED])}{' …' if len(cited) > _MOST_CITED else ''}", "dim")
            grid.add_row(Text(f"{_VERDICTS_ZH[check.verdict]} {check.rule}", _COLOURS[check.verdict]), sentence)
        if failed:
            self._console.print(Padding(grid, (0, 0, 0, _INDENT), expand=False))

    def _left_over(self, parsed: ParsedFile) -> None:
        """What was seen and not understood: nothing is dropped in silence."""
        unknown = [
            f"表 table {one.table_no}{f' p.{one.page}' if one.page else ''}: {one.title or '（无标题 untitled）'}"
            f" | {' '.join(one.header)} → {one.reason or ''}"
            for one in parsed.unrecognised
        ]
        unread = [f"第{one.paragraph}段 ¶{one.paragraph}: “{one.quote}” → {one.why}" for one in parsed.unread_figures]
        for title, lines in (
            ("未识别的表 Unrecognised tables", unknown),
            ("未读的金额 Unread figures", unread),
            ("未使用的行 Unused rows", parsed.unused_rows),
        ):
            if lines:
                self._console.print()
                self._console.print(Text(f"▌{title} ({len(lines)})", "bold yellow"))
                for line in lines:
                    self._console.print(Padding(Text(line), (0, 0, 0, _INDENT), expand=False))


def _head(parsed: ParsedFile) -> Panel:
    head = parsed.head
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    if parsed.was_read:
        unknown = "未知 unknown"
        grid.add_row("机构 agency", head.agency or unknown)
        year = str(head.fiscal_year) if head.fiscal_year else unknown
        grid.add_row("年度 year", f"{year} {_KINDS.get(head.report_type or '', unknown)}")
        pages = f" · {head.pages} 页 pages" if head.pages else ""
        ocr = " · 含文字识别 with text recognition" if head.ocr else " · 无文字识别 no text recognition"
        grid.add_row("读取 reader", f"{head.reader}{pages}{ocr}")
        grid.add_row("单位 unit", f"{head.printed_unit or unknown} · 模板 template {head.template or unknown}")
        found = f"{head.tables_found} 张 found · {head.tables_declared_empty} 张声明无数据 declared empty"
        grid.add_row("表 tables", found)
        sentences = sum(fact.origin is Origin.NARRATIVE for fact in parsed.facts)
        grid.add_row("数据 facts", f"{len(parsed.facts)} · 其中文字说明 of sentences {sentences}")
        recognised = [fact for fact in parsed.facts if fact.method is Method.OCR]
        if recognised:
            unsure = sum(fact.confidence < UNSURE for fact in recognised)
            grid.add_row(
                "识别 recognised",
                f"{len(recognised)} · 置信度低于 {UNSURE} 者 with less confidence {unsure}（记作 marked ?）",
            )
        if head.unread_pages:
            pages = ", ".join(map(str, head.unread_pages))
            grid.add_row(
                Text("未读的页 unread", "bold yellow"), f"{pages}（需安装文字识别 text recognition is not installed）"
            )
        if head.redactions:
            grid.add_row("个人信息 personal", f"略去 {head.redactions} 处 places left out")
    else:
        grid.add_row(Text(head.state.value, "bold red"), head.message or "")
    for note in head.notes:
        grid.add_row("提示 note", note)
    return Panel(grid, title=Text(f"{head.file} · {head.media_type}"), title_align="left")


def _flags(checks: Iterable[Check]) -> dict[str, tuple[str, Verdict]]:
    """For each fact the rules that fail on it and the worst verdict."""
    found: dict[str, list[Check]] = defaultdict(list)
    for check in checks:
        if check.verdict.failed:
            for fact_id in check.fact_ids:
                found[fact_id].append(check)
    return {
        fact_id: (
            ",".join(dict.fromkeys(check.rule for check in own)),
            Verdict.ERROR if any(check.verdict is Verdict.ERROR for check in own) else Verdict.WARN,
        )
        for fact_id, own in found.items()
    }


def _is_decline(fact: Fact) -> bool:
    """True for 减少2.04万元: the words before the number carry its sign."""
    number = fact.amount if fact.amount is not None else fact.value
    return number is not None and number < 0 and not fact.printed.startswith(("-", "−", "－"))


def _subjects(facts: Sequence[Numbered]) -> list[list[Numbered]]:
    """Facts of sentences by paragraph and subject, in reading order."""
    found: dict[tuple[object, ...], list[Numbered]] = {}
    for one in facts:
        fact = one.fact
        place = (fact.paragraph, fact.table_no, fact.row_no)
        found.setdefault((*place, fact.project, fact.item, fact.code), []).append(one)
    return list(found.values())


def _with(side: Side, columns: Sequence[GridColumn]) -> Side:
    """The part of a side that has these columns; rows without any figure in them are left out."""
    chosen = {column.number for column in columns}
    rows = tuple(row for row in side.rows if chosen & row.cells.keys())
    return Side(tuple(columns), rows)


def _label(row: GridRow) -> str:
    return "  " * row.depth + one_line(row.label)


def one_line(text: str) -> str:
    """A label on one line; where the source broke it between Chinese characters nothing stands."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", " ".join(text.split()))
