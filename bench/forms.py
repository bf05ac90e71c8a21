"""``docs/forms.md``: which forms of which province and year are read, and which kinds of tables are declared.

``python -m bench.forms > docs/forms.md`` after a declaration or a case of ``tests/parsers/statements/forms`` changed; a
test keeps the page current.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from parsers.statements.tables.captions import reference_titles
from parsers.statements.tables.declarations import Declaration, Layout, library
from tests.parsers.statements.form_cases import FormCase, form_cases

PAGE = Path(__file__).parents[1] / "docs" / "forms.md"
_INTRODUCTION = """# Known forms · 已知表式

Made by `python -m bench.forms`; a test keeps it current. 本页由程序生成。

A table is known by its title and its head (`parsers/statements/templates/`). A title that is declared nowhere may still
be known by what it speaks of (`topics`) when exactly one table fits its head: such facts have confidence 0.90, and the
report notes 按表头识别. Anything else is reported as unrecognised, with title, head and reason.
标题未声明的表，如其用词与表头只符合一种已知表，则按表头识别（置信度0.90并注明）；否则列为未识别，附标题、表头和原因。

To teach a form: a case under `tests/parsers/statements/forms/`, then words in a template.
新增表式：先加样例，再加词语。
"""


def _state(case: FormCase) -> str:
    if case.unrecognised is not None:
        return f"not read · 不读 ({case.unrecognised})"
    if case.unused:
        return f"in part · 部分 ({len(case.unused)} rows or columns reported)"
    return "by heads · 按表头" if case.by_heads else "read · 已读"


def _places() -> list[str]:
    by_place: defaultdict[str, list[FormCase]] = defaultdict(list)
    for case in form_cases():
        by_place[case.place].append(case)
    lines = ["| place · 地区 | kind | years · 年度 | form · 表 | figures | state · 状态 |", "|---|---|---|---|---|---|"]
    for place in sorted(by_place):
        for case in sorted(by_place[place], key=lambda one: (one.kind, one.id)):
            cells = (place, case.kind, case.years, case.title, str(len(case.wanted)), _state(case))
            lines.append("| " + " | ".join(cells) + " |")
    return lines


def _examples(declaration: Declaration) -> str:
    listed = [title for title, tables in reference_titles().items() if declaration.table in tables]
    return "、".join(sorted(listed, key=len)[:3])


def _kinds() -> list[str]:
    lines = ["| declaration | statement | geometry | titles, e.g. · 标题 | by heads |", "|---|---|---|---|---|"]
    for one in library().declarations:
        alone = "topics" if one.topics else ""
        if one.header_alone:
            alone = f"{alone}, no title" if alone else "no title"
        statement = one.statement.value if one.statement is not None else "–"
        layout = "reported only" if one.layout is Layout.UNREAD else one.layout.value
        examples = "" if one.table == "other" else _examples(one)
        lines.append(f"| {one.id} | {statement} | {layout} | {examples} | {alone} |")
    return lines


def render() -> str:
    """The whole page."""
    parts = [_INTRODUCTION, "## By place · 各地", *_places(), "", "## Kinds of tables · 表的种类", "", *_kinds()]
    parts.insert(2, "")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    print(render(), end="")
