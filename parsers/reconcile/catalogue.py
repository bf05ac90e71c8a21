"""``docs/checks.md`` from the declarations: ``python -m parsers.reconcile.catalogue > docs/checks.md``."""

from __future__ import annotations

import sys

from parsers.reconcile.declarations import Rule, load_rules

_HEAD = """# Checks: identities and relations · 勾稽关系

Every report is checked against the identities its own forms state, and against relations that hold as a rule. This
page is made from the declarations in `parsers/reconcile/rules/*.yaml` (`python -m parsers.reconcile.catalogue`); a
test keeps it current. 本页由规则声明生成。

**Verdicts · 结论** `pass` the identity holds · 成立; `rounding` it holds within 0.01 of the printed unit · 尾数误差;
`info` noted, not an error · 提示; `warn` doubtful, a person should look · 存疑; `error` the printed figures contradict
each other · 矛盾; `not_applicable` cannot be decided · 无法判断. A check that fails has the verdict `warn` or `error`.

**Tolerance · 容差** A number printed with *d* decimals stands for ±0.5·10⁻ᵈ. A sum of *n* addends agrees within
0.5·10⁻ᵈ·(n+1); up to 0.01 that is `rounding`, more `warn`, outside the bound the rule's own verdict. Sentences that
drop trailing zeros (188 for 188.00) count with the decimals of their document; a difference that only the literal
reading of such a number explains is `warn`. Figures in 元 and counts are exact; between 元 and 万元 100 元 are allowed.
Rates are compared as intervals; a padded last zero (97.10 % for 97.13 %, where the whole document pads) and a cut-off
last digit are `info`; 0 % of nothing is `info`, any other rate on a zero base `error`.

**What is compared with what** Each identity is evaluated inside one table, or inside sentences that stand together, of
one document. A blank cell counts as nothing in a table that prints the total and a part; a part that a sentence does
not print makes the identity undecided, never zero. The same alarm of several documents is one check that cites all
facts. `expected` is what the identity gives, `found` what is printed, `difference` = found − expected; money in 元,
rates in percentage points. In English sentences 1 wan yuan = 10,000 yuan (万元).

**Rows that were not read · 未读出的行** Where the difference is just a figure that stands in the same table in a row or
column no declaration knows (or two of them together), the check says so and is `info`: the gap is ours, not the
document's. 差额恰等于同表未读出的数时只作提示，不作为原文有误。

| rule 规则 | identity 关系 | tolerance 容差 | verdicts 结论 | example 例 |
|---|---|---|---|---|
"""


def render() -> str:
    """The whole page, one table row per rule."""
    return _HEAD + "\n".join(_row(rule) for rule in load_rules()) + "\n"


def _row(rule: Rule) -> str:
    cells = (
        f"**{rule.id}** {rule.title.zh}<br>{rule.title.en}",
        _both(rule.identity.zh, rule.identity.en),
        _both(rule.tolerance.zh, rule.tolerance.en),
        _both(rule.verdicts.zh, rule.verdicts.en),
        f"{rule.example.zh}<br>{rule.example.en}",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _both(zh: str, en: str) -> str:
    return zh if zh == en else f"{zh}<br>{en}"


if __name__ == "__main__":
    sys.stdout.write(render())
