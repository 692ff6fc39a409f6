"""Reads the four files of `capplan allocate`, and says everything that is wrong with them at once."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.errors import CapplanError, InputError, Problem
from capplan.planning.case import make_case
from capplan.planning.checks import BUDGET, CASH, OPTIONS, YEARS, Brought, Places, faults, missing_columns
from capplan.planning.programme import rule_faults
from capplan.policy import PlanFile, load_plan_file, load_policy
from capplan.policy.faults import setting_names
from capplan.policy.schema import Policy, Rules
from capplan.policy.toml import TomlFile, read_toml

FIRST_ROW = 2
FLAGS = dict.fromkeys(("yes", "true", "y", "1"), True) | dict.fromkeys(("no", "false", "n", "0", ""), False)
# Settings of [rules] that speak of what a register holds, which options do not.
REGISTER_SETTINGS = ("must_replace", "duties_by", "not_replaced", "gates", "oldest_first")
# What a rules file may hold beside its rules: the version of the format.
RULES_SECTIONS = ("rules", "fund", "schema")
_SECTIONS = frozenset({*setting_names((Policy,)), "scenarios"})
_FURTHER = tuple(column for column, _ in c.RESOURCES)
_IN_TONNES = (c.CARBON_TONNES, c.CARBON_LIMIT_TONNES)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
# Spreadsheets put semicolons where commas are decimal points; the first of these wins a tie.
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationFiles:
    """A capital-rationing problem as its files give it: frames of `OPTIONS`, `CASH`, `BUDGET`, and rules; and what
    says where the money and the rules stand in them."""

    options: pd.DataFrame
    cash: pd.DataFrame
    budget: pd.DataFrame
    rules: Rules
    budget_name: str
    rules_toml: TomlFile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A file's cells as values (missing where they could not be read), and what is wrong with them."""

    frame: pd.DataFrame
    problems: list[Problem]


def read_allocation_files(
    options_csv: Path, cash_csv: Path, budget_csv: Path, rules_toml: Path | None = None
) -> AllocationFiles:
    """Read OPTIONS, CASH and BUDGET (CSV, UTF-8, a heading row) and the `[rules]` of a TOML file.

    Cells stand between commas, or between semicolons or tabs where the heading has more of them. Columns
    that `capplan` does not know are passed over, unless they look like a misspelt one. Amounts are whole
    pounds: pence in capital or an envelope are refused, never rounded; a benefit may be any number. An
    option without a row in CASH costs nothing; a year that an option starts or spends in must stand in
    BUDGET; `must_treat` is yes or no, and counts for the asset if any of its rows says yes.

    CASH may hold `revenue_gbp` (whole pounds, below 0 where it saves) and `carbon_tonnes` (to the kilogram), and
    BUDGET their limits by year; a blank limit is none, a blank amount is 0, and so is a blank `capital_gbp` in a
    row that gives another amount.

    Raises InputError with every fault found, each with its file, row (the heading is row 1) and column.
    """
    read = {
        OPTIONS: _read(options_csv, c.OPTIONS, c.OPTIONS_REQUIRED),
        CASH: _read(cash_csv, (*c.CASH, *_FURTHER), c.CASH),
        BUDGET: _read(budget_csv, (*c.BUDGET, *(limit for _, limit in c.RESOURCES)), c.BUDGET),
    }
    brought = Brought(
        options=read[OPTIONS].frame,
        cash=read[CASH].frame,
        budget=read[BUDGET].frame,
        places=Places(options=options_csv.name, cash=cash_csv.name, budget=budget_csv.name, first_row=FIRST_ROW),
        unread=frozenset(name for name, file in read.items() if not len(file.frame.columns)),
    )
    problems = [problem for file in read.values() for problem in file.problems]
    problems += [*missing_columns(brought), *faults(brought)]
    rules = Rules() if rules_toml is None else _read_rules(rules_toml, brought, problems)
    if problems:
        raise InputError(problems)
    return AllocationFiles(
        options=brought.options, cash=brought.cash, budget=brought.budget, budget_name=budget_csv.name, rules=rules,
        rules_toml=None if rules_toml is None else read_toml(rules_toml),
    )  # fmt: skip


def _read_rules(rules_toml: Path, brought: Brought, problems: list[Problem]) -> Rules:
    """The rules of a TOML file; its faults, and where there are no others what the options cannot carry out, join the
    problems."""
    outside: list[Problem] = []
    try:
        outside = _sections_without_effect(read_toml(rules_toml))
        plan_file = load_plan_file(rules_toml)
        rules = load_policy(plan_file).allocation_rules
        problems += [*outside, *_settings_without_effect(plan_file, rules)]
    except CapplanError as error:
        told = {problem.where for problem in outside}
        problems += [*outside, *(problem for problem in error.problems if problem.where not in told)]
        return Rules()
    if not problems:
        problems += _rule_problems(brought, rules, plan_file)
    return rules


def _sections_without_effect(toml: TomlFile) -> list[Problem]:
    return [
        toml.problem((name,), f"{name} is outside [rules], and only rules count here", "Take it out.")
        for name in toml.data
        if name in _SECTIONS and name not in RULES_SECTIONS
    ]


def _settings_without_effect(plan_file: PlanFile, rules: Rules) -> list[Problem]:
    mend = "Take it out; mark options with must_treat instead."
    return [
        plan_file.toml.problem(("rules", name), f"{name} speaks of registers, and there is none here", mend)
        for name in REGISTER_SETTINGS
        if name in rules.model_fields_set
    ]


def _rule_problems(brought: Brought, rules: Rules, plan_file: PlanFile) -> list[Problem]:
    case = make_case(brought.options, brought.cash, brought.budget, shared=rules.shared_works)
    return [plan_file.toml.problem(f.place, f.what, f.mend) for f in rule_faults(case, rules)]


def _read(path: Path, known: tuple[c.Column, ...], required: tuple[c.Column, ...]) -> _Read:
    try:
        heading, rows = _cells(path)
    except InputError as error:
        return _Read(frame=pd.DataFrame(), problems=list(error.problems))
    problems = list(_heading_problems(path, heading, known))
    ragged = np.array([len(row) != len(heading) for row in rows], dtype=bool)
    for row in np.flatnonzero(ragged).tolist():
        what = f"{len(rows[row])} cells, where the heading has {len(heading)}"
        problems.append(Problem(where=f"{path.name}, row {row + FIRST_ROW}", what=what, mend="Give one cell a column."))
    cells = [row[: len(heading)] + [""] * (len(heading) - len(row)) for row in rows]
    text = pd.DataFrame(cells, columns=pd.Index(heading, dtype="str"), dtype="str")
    text = text.loc[:, ~text.columns.duplicated()]
    if {c.CAPITAL_GBP, *_FURTHER} & set(text.columns) > {c.CAPITAL_GBP}:
        text = _without_capital(text)
    values = {}
    for column in known:
        if column in text.columns:
            cells_of = text[column].str.strip()
            values[column], bad = _typed(cells_of, column, column in required)
            for row in np.flatnonzero(bad.to_numpy(dtype=bool) & ~ragged).tolist():
                problems.append(_cell_problem(path, row, column, cells_of.iloc[row]))
    return _Read(frame=pd.DataFrame(values), problems=problems)


def _without_capital(text: pd.DataFrame) -> pd.DataFrame:
    """Cash as text; a row that gives another amount and no capital draws 0 of it."""
    blank = text[c.CAPITAL_GBP].str.strip() == ""
    others = (text[[column for column in _FURTHER if column in text.columns]] != "").any(axis=1)
    return text.assign(**{c.CAPITAL_GBP: text[c.CAPITAL_GBP].mask(blank & others, "0")})


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    """The heading, lower case, and the rows below it without blank rows at the end."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
        heading = text.partition("\n")[0]
        separator = max(_SEPARATORS, key=heading.count)
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator))
    except UnicodeDecodeError:
        raise InputError(Problem(where=path.name, what="not UTF-8 text", mend="Save it as CSV UTF-8.")) from None
    except csv.Error as error:
        what = f"not CSV: {error}"
        raise InputError(Problem(where=path.name, what=what, mend="Check its quotation marks.")) from None
    except OSError as error:
        what = (error.strerror or "cannot be read").lower()
        raise InputError(Problem(where=str(path), what=what, mend="Check the name and try again.")) from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise InputError(Problem(where=path.name, what="the file is empty", mend="Give it a heading and rows."))
    return [cell.strip().lower() for cell in rows[0]], rows[1:]


def _heading_problems(path: Path, heading: list[str], known: tuple[c.Column, ...]) -> Iterator[Problem]:
    where = f"{path.name}, row 1"
    if not set(heading) & set(known):
        mend = f"Give it a heading row of {', '.join(known)}."
        yield Problem(where=where, what="none of the headings is the name of a column", mend=mend)
    for name in dict.fromkeys(heading):
        if heading.count(name) > 1 and name in known:
            yield Problem(where=where, what=f"column {name} stands {heading.count(name)} times", mend="Keep one.")
        close = get_close_matches(name, [column for column in known if column not in heading], n=1, cutoff=0.8)
        if name not in known and close:
            yield Problem(where=where, what=f"unknown column {name!r}", mend=f"Did you mean {close[0]!r}?")


def _typed(text: pd.Series, column: c.Column, required: bool) -> tuple[pd.Series, pd.Series]:
    """A column's values by its kind, and which of its cells cannot be read."""
    read = _as_tonnes if column in _IN_TONNES else _KINDS[column.kind]
    return read(text, required)


def _as_text(text: pd.Series, required: bool) -> tuple[pd.Series, pd.Series]:
    blank = text == ""
    return text.mask(blank), blank & required


def _as_number(text: pd.Series, required: bool) -> tuple[pd.Series, pd.Series]:
    numbers = text.where(text.str.fullmatch(_NUMBER)).astype("float64")
    numbers = numbers.where(np.isfinite(numbers))
    return numbers, numbers.isna() & (required | (text != ""))


def _as_whole(text: pd.Series, required: bool) -> tuple[pd.Series, pd.Series]:
    """Numbers; what stands after the point is read from the text, where floating point would round it away."""
    return _in_whole(text, required, units=1)


def _as_tonnes(text: pd.Series, required: bool) -> tuple[pd.Series, pd.Series]:
    """The same for numbers of which a thousandth is whole."""
    return _in_whole(text, required, units=1000)


def _in_whole(text: pd.Series, required: bool, *, units: int) -> tuple[pd.Series, pd.Series]:
    numbers, unreadable = _as_number(text, required)
    pointed = numbers.notna() & text.str.contains("[.eE]")
    broken = pointed & ~text.where(pointed, "0").map(lambda number: _is_whole(number, units)).astype(bool)
    return numbers.mask(broken), unreadable | broken


def _is_whole(number: str, units: int = 1) -> bool:
    """Whether a number is whole in a unit of which so many make one, to its last digit.

    >>> _is_whole("6.00"), _is_whole("6.00000000000000000001"), _is_whole("6.001", 1000)
    (True, False, True)
    """
    try:
        exact = Decimal(number)
    except InvalidOperation:  # an exponent beyond any number that is written down
        return False
    return exact * units == (exact * units).to_integral_value()


def _as_flag(text: pd.Series, required: bool) -> tuple[pd.Series, pd.Series]:
    flags = text.str.lower().map(FLAGS)
    return flags.fillna(False).astype(bool), flags.isna()


_KINDS: dict[str, Callable[[pd.Series, bool], tuple[pd.Series, pd.Series]]] = {
    "text": _as_text,
    "choice": _as_text,
    "number": _as_number,
    "whole": _as_whole,
    "flag": _as_flag,
}


def _cell_problem(path: Path, row: int, column: c.Column, seen: str) -> Problem:
    where = f"{path.name}, row {row + FIRST_ROW}, column {column}"
    if not seen:
        return Problem(where=where, what="no value", mend="Give one, or take the row out.")
    if column.kind == "flag":
        return Problem(where=where, what=f"{seen!r} is neither yes nor no", mend="Write yes or no.")
    if _NUMBER.fullmatch(seen):
        return _number_problem(where, column, seen)
    mend = "Write digits only, without £ or commas."
    return Problem(where=where, what=f"{seen!r} is not a number", mend=mend)


def _number_problem(where: str, column: c.Column, seen: str) -> Problem:
    if not np.isfinite(float(seen)):
        return Problem(where=where, what=f"{seen!r} is not a number that can be taken", mend="Give a smaller one.")
    if column in YEARS:
        return Problem(where=where, what=f"{seen} is not a year", mend="Give a whole number.")
    if column in _IN_TONNES:
        mend = "Give tonnes with three decimals at most."
        return Problem(where=where, what=f"{seen} is finer than a kilogram", mend=mend)
    return Problem(where=where, what=f"{seen} has pence", mend="Give whole pounds.")
