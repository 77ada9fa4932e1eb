"""What a person types into a number field: a number or a small sum such as "2000/2" or "1200 + 5%"."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def parse_sum(text: str) -> float | None:
    """The value of `text`, or None when it is no sum of plain numbers. "px" and spaces are ignored, "," is a point,
    "×" and "x" multiply."""
    cleaned = text.lower().replace("px", "").replace(",", ".").replace("×", "*").replace("x", "*").strip()
    if not cleaned or len(cleaned) > 40:
        return None
    try:
        return _value(ast.parse(cleaned, mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError, RecursionError):
        return None


def parse_pixels(text: str, limit: int) -> int | None:
    """A length of 1..`limit` whole pixels, or None."""
    value = parse_sum(text)
    if value is None or not 1 <= round(value) <= limit:
        return None
    return round(value)


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    raise ValueError("not a sum of numbers")
