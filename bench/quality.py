"""``docs/quality.md``: which check sees which anomaly, and how much tampering is noticed.

``python -m bench.quality > docs/quality.md`` after ``python -m bench.tamper --record``; a test keeps the page current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench.tamper import RECORD, SIZES

if TYPE_CHECKING:
    from tests.parsers.reconcile.anomalies import Anomaly

_HEAD = """# Quality of the checks · 核对质量

Made by `python -m bench.quality`; a test keeps it current. 本页由程序生成。
What each rule says stands in `docs/checks.md`.

## Anomalies of the samples · 样例中的异常

The five sample documents hold {count} anomalies that were found by hand. {seen} are seen by a check in the file at
hand; {unseen} cannot be seen there, for the reason given. “?” marks a suspicion, not a proof. The list is
`tests/parsers/reconcile/anomalies.yaml`; a test asserts that the checks of every sample that do not pass are exactly
those named here (and those under “Beyond”).
{count}处异常中{seen}处由核对规则发现，{unseen}处在现有文件中无从发现（见理由）。

| anomaly | severity | what | seen by: rule, verdict, words · 规则、结论、原文 |
|---|---|---|---|
"""
_BEYOND = """
Beyond these, the checks note · 此外还提示:

"""
_TAMPER = """
## Tampering · 篡改检验

`python -m bench.tamper` reads every layout of `tests/fixtures/layouts` (as PDF) and every sample, changes one thing in
what was read, and reads statements, figures and checks again. A change is **noticed** when a check fails that did not
fail before, or a table or a row is reported as unread. At most {cell} money cells (a digit, two neighbouring digits,
the sign, the decimal point; by 0.02 of the printed unit or more), {row} rows, {columns} pairs of columns and {unit}
units are changed per document, drawn from a seeded generator. A money cell is a cell of a table that prints one amount
and nothing else.
A smaller sample of the same changes is a test (`tests/parsers/reconcile/test_tampering.py`): its figures may not fall.

每份文件读入后改动一处（一个金额、删一行、换两列、改单位），再走完读表到核对的全过程；出现新的不通过项或未读报告即为发现。

"""
_LEFT = """
### What cannot be noticed · 无从发现的改动

- A row that nothing else mentions, dropped together with all its figures from a list whose total goes with it: the only
  line of a table and its total (an asset table with one line, the total line of a procurement list).
- A subtotal that the form does not need: 本年收入合计 where no carry-over is printed, when both sides of the line
  are gone (the grand total still equals the sum of the sources).
- The row of a source in a project's money block (其中：财政资金) that the row of the whole repeats.
- A level of codes in a table with one single chain (one 类, one 款, one 项): nothing in the table shows it.
- An amount that one table prints and nothing repeats: no total above it, no share, no change, no sentence. The samples
  and layouts have none among their money cells; single figures inside sentences of performance forms are of this kind.
- A change below the tolerance: 0.01 of the printed unit, and 100 yuan between a table in yuan and a text in wan yuan.
- A mistake that the office made everywhere alike.
"""


def render() -> str:
    """The whole page."""
    from tests.parsers.reconcile.anomalies import table  # noqa: PLC0415 - the data stands with the tests

    anomalies = table().anomalies
    seen = sum(1 for anomaly in anomalies if anomaly.checks)
    parts = [_HEAD.format(count=len(anomalies), seen=seen, unseen=len(anomalies) - seen)]
    parts += [_row(anomaly) + "\n" for anomaly in anomalies]
    parts.append(_BEYOND)
    parts += [f"- {other.seed}: {other.check.rule} {other.check.words} ({other.reason})\n" for other in table().beyond]
    parts.append(_TAMPER.format(**SIZES))
    parts.append("\n".join(_figures()))
    parts.append(_LEFT)
    return "".join(parts)


def _row(anomaly: Anomaly) -> str:
    severity = anomaly.severity + ("" if anomaly.certain else "?")
    if anomaly.unseen is not None:
        seen = f"*not seen:* {anomaly.unseen.en} {anomaly.unseen.zh}"
    else:
        seen = "<br>".join(f"{check.rule} {check.verdict.value}: {check.words}" for check in anomaly.checks)
    if anomaly.because:
        seen += f"<br>*{anomaly.because}*"
    cells = (anomaly.id, severity, anomaly.what, seen)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


_GROUPS = (
    ("kind", "What was changed · 改动"),
    ("how", "How a money cell was changed · 金额的改法"),
    ("statement", "Money cells by part of the disclosure · 按报表"),
    ("document", "Money cells by document · 按文件"),
    ("row by statement", "Rows by part of the disclosure · 删行"),
    ("columns by statement", "Columns by part of the disclosure · 换列"),
    ("unit by statement", "Units by part of the disclosure · 改单位"),
)


def _figures() -> Iterator[str]:
    found = json.loads(RECORD.read_text(encoding="utf-8"))
    for group, title in _GROUPS:
        yield f"| {title} | made | noticed | share |\n|---|---|---|---|"
        for name, (noticed, made) in sorted(found.get(group, {}).items()):
            yield f"| {name} | {made} | {noticed} | {noticed / made:.1%} |"
        yield ""


if __name__ == "__main__":
    sys.stdout.write(render())
