"""The tiny language of `must_replace`: conditions on an asset's columns, never evaluated as code.

condition  = part { "or" part }
part       = test { "and" test }
test       = column operator literal | column "in" "(" literal { "," literal } ")"
operator   = "=" | "!=" | "<" | "<=" | ">" | ">="
literal    = 'text' | number      (text for a date is 'YYYY-MM-DD', for a flag 'yes' or 'no')
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from capplan import columns

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*')|(?P<number>-?\d[\d_]*(?:\.\d+)?)|(?P<word>\w+)|(?P<sign>[<>!]?=|[<>(),]))"
)
_FLAGS = {"yes": True, "no": False}
_EQUALITY = ("=", "!=")
_OPERATORS = ("=", "!=", "<=", ">=", "<", ">")
KNOWN = {str(column): column for column in (*columns.ASSETS, *columns.SCORES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One comparison: a column, an operator and its literal (a tuple for `in`)."""

    column: str
    operator: str
    literal: Any

    def holds(self, frame: pd.DataFrame) -> pd.Series:
        """Which rows pass; a missing value never does."""
        values = frame[self.column]
        match self.operator:
            case "in":
                passed = values.isin(list(self.literal))
            case "=":
                passed = values == self.literal
            case "!=":
                passed = values != self.literal
            case "<":
                passed = values < self.literal
            case "<=":
                passed = values <= self.literal
            case ">":
                passed = values > self.literal
            case _:
                passed = values >= self.literal
        held: pd.Series = passed.fillna(False).astype(bool) & values.notna()
        return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition as written, and its tests: any of the groups, all of the tests in a group."""

    text: str
    groups: tuple[tuple[Test, ...], ...]

    def holds(self, frame: pd.DataFrame) -> pd.Series:
        """Which rows of `frame` meet the condition (a boolean series on its index)."""
        met = pd.Series(False, index=frame.index)
        for group in self.groups:
            every = pd.Series(True, index=frame.index)
            for test in group:
                every &= test.holds(frame)
            met |= every
        return met


def parse_condition(text: str) -> Condition:
    """Read one condition.

    Raises ValueError, saying what is wrong, where it is not in the language.

    >>> parse_condition("age_years >= 25 and qa_status = 'restricted'").groups[0][0].column
    'age_years'
    >>> parse_condition("colour = 'red'")
    Traceback (most recent call last):
        ...
    ValueError: 'colour' is not a column; see `capplan columns`
    """
    tokens = _tokens(text)
    groups: list[tuple[Test, ...]] = []
    tests: list[Test] = []
    while True:
        tests.append(_test(tokens, text))
        joiner = tokens.pop(0) if tokens else ("end", None)
        if joiner == ("word", "and"):
            continue
        groups.append(tuple(tests))
        tests = []
        if joiner == ("end", None):
            return Condition(text=text, groups=tuple(groups))
        if joiner != ("word", "or"):
            raise ValueError(f"expected 'and' or 'or' before {joiner[1]!r} in: {text}")


def _tokens(text: str) -> list[tuple[str, Any]]:
    tokens, position = [], 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if not match:
            raise ValueError(f"cannot read {text[position:].strip()!r} in: {text}")
        kind = str(match.lastgroup)
        raw = match.group(kind)
        value: Any = raw
        if kind == "text":
            value = raw[1:-1]
        elif kind == "number":
            value = float(raw.replace("_", ""))
        tokens.append((kind, value))
        position = match.end()
    return tokens


def _test(tokens: list[tuple[str, Any]], text: str) -> Test:
    kind, name = tokens.pop(0) if tokens else ("end", None)
    if kind != "word":
        raise ValueError(f"expected a column in: {text}")
    if name not in KNOWN:
        raise ValueError(f"{name!r} is not a column; see `capplan columns`")
    kind, operator = tokens.pop(0) if tokens else ("end", None)
    if (kind, operator) == ("word", "in"):
        literals = tuple(_fitting(name, literal) for literal in _list(tokens, text))
        return Test(column=name, operator="in", literal=literals)
    if operator not in _OPERATORS:
        raise ValueError(f"expected one of {' '.join(_OPERATORS)} or in, after {name!r}, in: {text}")
    if operator not in _EQUALITY and KNOWN[name].kind in ("text", "choice", "flag"):
        raise ValueError(f"{name!r} has no order: use =, != or in, in: {text}")
    return Test(column=name, operator=operator, literal=_fitting(name, _literal(tokens, text)))


def _fitting(name: str, literal: Any) -> Any:
    """The literal as a value of its column; a ValueError, with what would do, where it can be none."""
    column = KNOWN[name]
    is_number = isinstance(literal, float)
    if column.kind in ("whole", "number"):
        if not is_number:
            raise ValueError(f"{name!r} holds numbers, not {literal!r}")
        return literal
    if is_number:
        raise ValueError(f"{name!r} holds no numbers: put the value in quotes")
    if column.kind == "date":
        return pd.Timestamp(dt.date.fromisoformat(literal))
    if column.kind == "flag":
        return _FLAGS[_one_of(literal, tuple(_FLAGS), name)]
    return _one_of(literal, column.choices, name) if column.choices else literal


def _one_of(literal: str, choices: tuple[str, ...], name: str) -> str:
    if literal not in choices:
        raise ValueError(f"{name!r} is never {literal!r}; it is one of {', '.join(choices)}")
    return literal


def _list(tokens: list[tuple[str, Any]], text: str) -> tuple[Any, ...]:
    literals: list[Any] = []
    expected = "("
    while expected != "end":
        sign = tokens.pop(0) if tokens else ("end", None)
        if sign == ("sign", ")") and literals:
            return tuple(literals)
        if sign != ("sign", expected):
            raise ValueError(f"expected {expected!r} in: {text}")
        literals.append(_literal(tokens, text))
        expected = ","
    return tuple(literals)


def _literal(tokens: list[tuple[str, Any]], text: str) -> Any:
    kind, value = tokens.pop(0) if tokens else ("end", None)
    if kind not in ("text", "number"):
        raise ValueError(f"expected a number or 'text' in quotes in: {text}")
    return value
