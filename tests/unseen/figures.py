"""Figures of a design: named decimals, sums of them, and how a number is printed."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
OPERATIONS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class DesignError(ValueError):
    """A design that contradicts itself or cannot be understood."""


class Figures:
    """The numbers of one report in its base unit: ``{"basic": "186.42", "total": "basic + project"}``."""

    def __init__(self, declared: dict[str, str | int | float]) -> None:
        self.values: dict[str, Decimal] = {}
        for name, expression in declared.items():
            self.values[str(name)] = self.value(str(expression))

    def value(self, expression: str) -> Decimal:
        """The exact value of ``a + b``, ``pct(part, whole)`` or ``total('e301')`` (all figures of that prefix)."""
        try:
            return self._of(ast.parse(expression.strip(), mode="eval").body)
        except (SyntaxError, KeyError, TypeError) as problem:
            raise DesignError(f"{expression!r}: {problem}") from problem

    def _of(self, node: ast.expr) -> Decimal:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return Decimal(str(node.value))
        if isinstance(node, ast.Name):
            return self.values[node.id]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self._of(node.operand)
        if isinstance(node, ast.BinOp):
            return OPERATIONS[type(node.op)](self._of(node.left), self._of(node.right))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self._call(node.func.id, node.args)
        raise TypeError(f"{ast.dump(node)} is no figure")

    def _call(self, name: str, arguments: list[ast.expr]) -> Decimal:
        if name == "pct":
            part, whole = (self._of(one) for one in arguments)
            return part / whole * 100
        if name == "total" and isinstance(arguments[0], ast.Constant):
            prefix = str(arguments[0].value)
            return sum((value for key, value in self.values.items() if key.startswith(prefix)), Decimal(0))
        raise KeyError(name)


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def printed(value: Decimal, decimals: int, style: str = "") -> str:
    """``style``: ``th`` thousands separators, ``fw`` full-width digits, ``t`` trailing zeros dropped."""
    text = f"{rounded(value, decimals):,f}" if "th" in style else f"{rounded(value, decimals):f}"
    if "t" in style.replace("th", "") and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(FULL_WIDTH) if "fw" in style else text
