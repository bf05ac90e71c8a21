"""The lines of a document's accounts, and what the columns of the tables by function take from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal

ZERO = Decimal(0)
FISCAL = {
    "general": "一般公共预算财政拨款",
    "fund": "政府性基金预算财政拨款",
    "capital": "国有资本经营预算财政拨款",
}
BASE_OF = {name: base for base, name in FISCAL.items()}
OTHER_INCOME = (
    "财政专户管理资金收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
SPENDING = ("personnel", "public", "project", "remitted", "operating", "subsidy")
PERSONNEL_GROUPS = ("301", "303")


@dataclass(frozen=True)
class Line:
    """One item of one base; amounts in 元. ``income`` defaults to what balances the line."""

    code: str
    base: str
    personnel: Decimal = ZERO
    public: Decimal = ZERO
    project: Decimal = ZERO
    remitted: Decimal = ZERO
    operating: Decimal = ZERO
    subsidy: Decimal = ZERO
    begin: Decimal = ZERO
    end: Decimal = ZERO
    prior: Decimal = ZERO
    budget: Decimal = ZERO

    @property
    def spent(self) -> Decimal:
        return sum((getattr(self, name) for name in SPENDING), ZERO)

    @property
    def basic(self) -> Decimal:
        return self.personnel + self.public

    @property
    def income(self) -> Decimal:
        return self.spent + self.end - self.begin


AMOUNTS = [field.name for field in fields(Line) if field.name not in ("code", "base")]

MONEY_MEASURES = frozenset({"amount", "prior_amount", "change", "budget", "adjusted_budget", "deviation", "unit_price"})
#: Classes in the order of the forms; which of them a form prints depends on the year.
CLASSES = (
    "201", "202", "203", "204", "205", "206", "207", "208", "209", "210", "211", "212", "213", "214", "215", "216",
    "217",     "219", "220", "221", "222", "223", "224", "227", "229", "231", "232", "233", "234",
)  # fmt: skip


def _part(name: str) -> Callable[[Line], Decimal]:
    def get(line: Line) -> Decimal:
        found: Decimal = getattr(line, name)
        return found

    return get


_FUND_COLUMNS: dict[str, Callable[[Line], Decimal]] = {
    "年初结转和结余": _part("begin"),
    "本年收入": _part("income"),
    "本年支出": _part("spent"),
    "合计": _part("spent"),
    "基本支出": _part("basic"),
    "人员经费": _part("personnel"),
    "公用经费": _part("public"),
    "项目支出": _part("project"),
    "年末结转和结余": _part("end"),
}
Column = tuple[Callable[[Line], Decimal], tuple[str, ...] | None]
#: Canonical columns of the tables by function: which part of a line, of which bases.
COLUMNS: dict[str, dict[str, Column]] = {
    "income_by_function": {
        "本年收入合计": (_part("income"), None),
        "收入总计": (lambda line: line.income + line.begin, None),
        "上年结转": (_part("begin"), None),
        "财政拨款收入": (_part("income"), tuple(FISCAL)),
        **{f"{name}收入": (_part("income"), (base,)) for base, name in FISCAL.items()},
        **{name: (_part("income"), (name,)) for name in OTHER_INCOME},
        "单位资金": (_part("income"), tuple(name for name in OTHER_INCOME if name != "财政专户管理资金收入")),
    },
    "expenditure_by_function": {
        "本年支出合计": (_part("spent"), None),
        "基本支出": (_part("basic"), None),
        "人员经费": (_part("personnel"), None),
        "公用经费": (_part("public"), None),
        "项目支出": (_part("project"), None),
        "上缴上级支出": (_part("remitted"), None),
        "经营支出": (_part("operating"), None),
        "对附属单位补助支出": (_part("subsidy"), None),
    },
    "general_by_function": {
        "小计": (_part("spent"), ("general",)),
        "上年数": (_part("prior"), ("general",)),
        "增减": (lambda line: line.spent - line.prior, ("general",)),
        **{name: (get, ("general",)) for name, get in _FUND_COLUMNS.items()},
    },
    "gov_fund": {name: (get, ("fund",)) for name, get in _FUND_COLUMNS.items()},
    "state_capital": {name: (get, ("capital",)) for name, get in _FUND_COLUMNS.items()},
}
