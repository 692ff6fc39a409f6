"""Reads the four files of `capplan allocate`, and says everything that is wrong with them at once."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.errors import CapplanError, InputError, Problem
from capplan.planning.case import make_case
from capplan.planning.checks import Brought, Places, faults, missing_columns
from capplan.planning.programme import rule_faults
from capplan.policy import PlanFile, load_plan_file, load_policy
from capplan.policy.schema import Rules

FIRST_ROW = 2
FLAGS = dict.fromkeys(("yes", "true", "y", "1"), True) | dict.fromkeys(("no", "false", "n", "0", ""), False)
# Settings of [rules] that speak of what a register holds, which options do not.
REGISTER_SETTINGS = ("must_replace", "not_replaced", "gates", "oldest_first")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationFiles:
    """A capital-rationing problem as its files give it: frames of `OPTIONS`, `CASH`, `BUDGET`, and rules."""

    options: pd.DataFrame
    cash: pd.DataFrame
    budget: pd.DataFrame
    rules: Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A file's cells as values (missing where they could not be read), and what is wrong with them."""

    frame: pd.DataFrame
    problems: list[Problem]


def read_allocation_files(
    options_csv: Path, cash_csv: Path, budget_csv: Path, rules_toml: Path | None = None
) -> AllocationFiles:
    """Read OPTIONS, CASH and BUDGET (CSV, UTF-8, a heading row) and the `[rules]` of a TOML file.

    Columns that `capplan` does not know are passed over, unless they look like a misspelt one. Amounts are
    whole pounds: pence in capital or an envelope are refused, never rounded; a benefit may be any number.
    An option without a row in CASH costs nothing; a year that an option starts or spends in must stand in
    BUDGET; `must_treat` is yes or no, and counts for the asset if any of its rows says yes.

    Raises InputError with every fault found, each with its file, row (the heading is row 1) and column.
    """
    options = _read(options_csv, c.OPTIONS, c.OPTIONS_REQUIRED)
    cash = _read(cash_csv, c.CASH, c.CASH)
    budget = _read(budget_csv, c.BUDGET, c.BUDGET)
    places = Places(options=options_csv.name, cash=cash_csv.name, budget=budget_csv.name, first_row=FIRST_ROW)
    brought = Brought(options=options.frame, cash=cash.frame, budget=budget.frame, places=places)
    problems = [*options.problems, *cash.problems, *budget.problems]
    readable = all(len(read.frame.columns) for read in (options, cash, budget))
    if readable:
        problems += missing_columns(brought) or faults(brought)
    rules, plan_file = Rules(), None
    if rules_toml is not None:
        try:
            plan_file = load_plan_file(rules_toml)
            rules = load_policy(plan_file).rules
            problems += _settings_without_effect(plan_file, rules)
        except CapplanError as error:
            problems += error.problems
    if not problems and plan_file is not None:
        problems += _rule_problems(brought, rules, plan_file)
    if problems:
        raise InputError(problems)
    return AllocationFiles(options=options.frame, cash=cash.frame, budget=budget.frame, rules=rules)


def _settings_without_effect(plan_file: PlanFile, rules: Rules) -> list[Problem]:
    mend = "Take it out; mark options with must_treat instead."
    return [
        plan_file.toml.problem(("rules", name), f"{name} speaks of registers, and there is none here", mend)
        for name in REGISTER_SETTINGS
        if name in rules.model_fields_set
    ]


def _rule_problems(brought: Brought, rules: Rules, plan_file: PlanFile) -> list[Problem]:
    case = make_case(brought.options, brought.cash, brought.budget)
    return [plan_file.toml.problem(("rules", *f.setting), f.what, f.mend) for f in rule_faults(case, rules)]


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
    values = {}
    for column in known:
        if column in text.columns:
            values[column], bad = _typed(text[column].str.strip(), column, column in required)
            for row in np.flatnonzero(bad.to_numpy(dtype=bool) & ~ragged).tolist():
                problems.append(_cell_problem(path, row, column, text[column].iloc[row].strip()))
    return _Read(frame=pd.DataFrame(values), problems=problems)


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    """The heading, lower case, and the rows below it without blank rows at the end."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
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
    for name in dict.fromkeys(heading):
        if heading.count(name) > 1 and name in known:
            yield Problem(where=where, what=f"column {name} stands {heading.count(name)} times", mend="Keep one.")
        close = get_close_matches(name, [column for column in known if column not in heading], n=1, cutoff=0.8)
        if name not in known and close:
            yield Problem(where=where, what=f"unknown column {name!r}", mend=f"Did you mean {close[0]!r}?")


def _typed(text: pd.Series, column: c.Column, required: bool) -> tuple[pd.Series, pd.Series]:
    """A column's values by its kind, and which of its cells cannot be read."""
    return _KINDS[column.kind](text, required)


def _as_text(text: pd.Series, required: bool) -> tuple[pd.Series, pd.Series]:
    blank = text == ""
    return text.mask(blank), blank & required


def _as_number(text: pd.Series, required: bool) -> tuple[pd.Series, pd.Series]:
    readable = text.str.fullmatch(_NUMBER)
    return text.where(readable).astype("float64"), ~readable


def _as_flag(text: pd.Series, required: bool) -> tuple[pd.Series, pd.Series]:
    flags = text.str.lower().map(FLAGS)
    return flags.fillna(False).astype(bool), flags.isna()


_KINDS: dict[str, Callable[[pd.Series, bool], tuple[pd.Series, pd.Series]]] = {
    "text": _as_text,
    "choice": _as_text,
    "number": _as_number,
    "whole": _as_number,
    "flag": _as_flag,
}


def _cell_problem(path: Path, row: int, column: c.Column, seen: str) -> Problem:
    where = f"{path.name}, row {row + FIRST_ROW}, column {column}"
    if not seen:
        return Problem(where=where, what="no value", mend="Give one, or take the row out.")
    if column.kind == "flag":
        return Problem(where=where, what=f"{seen!r} is neither yes nor no", mend="Write yes or no.")
    mend = "Write digits only, without £ or commas."
    return Problem(where=where, what=f"{seen!r} is not a number", mend=mend)
