"""Reads the reference tables and holds them in the shapes that scoring and planning use."""

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd

from capplan.errors import PolicyError, Problem
from capplan.reference.own_classes import left_out

CLASS_TABLES = ("asset_classes", "lives", "prices", "upkeep", "reliability", "actions", "effects", "energy")
OTHER_TABLES = ("parameters", "curves", "risk", "quality", "weight_sets")
STATUSES = ("read", "unchecked", "derived", "assumed", "owner")
_PROVENANCE = ("source", "status")
# What a class is called, which no figure rests on.
_NAMES = ("aliases", "title", "plural", "group", "dicom")

Table = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Every reference table, ready for vectorised use.

    - `classes`: a frame with one row for each asset class (index `asset_class`) and the columns of
      the class tables (`title`, `plural`, `group`, `life_mid_years`, `price_mid_gbp`,
      `works_share_mid`, `maintenance_share_mid`, `faults_per_year_mid`, ...); a class that a table
      leaves out has NaN there.
    - `parameters`: single numbers by name.
    - `curves`: value functions, each a tuple of (x, value) points.
    - `levels`: numbers by level, for each factor or likelihood table.
    - `points`: cut points and midpoints of the risk matrix.
    - `weight_sets`: weights of other published scores, by name: `age`, `utilisation` and `risk`.
    - `class_aliases`: lower-case words for a class, to its key.
    - `rows`: a frame `table, row, name, value, unit, meaning, source, status` of all of the above.
    - `assumptions`: those of `rows` that a result may rest on, names and aliases left out.
    """

    classes: pd.DataFrame
    parameters: Mapping[str, float]
    curves: Mapping[str, tuple[tuple[float, float], ...]]
    levels: Mapping[str, Mapping[str, float]]
    points: Mapping[str, tuple[float, ...]]
    weight_sets: Mapping[str, Mapping[str, float]]
    class_aliases: Mapping[str, str]
    rows: pd.DataFrame
    assumptions: pd.DataFrame


@cache
def _shipped(table: str) -> Table:
    text = files("capplan.reference").joinpath(f"{table}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def load_reference(overrides: Mapping[str, Table] | None = None) -> Reference:
    """The shipped tables with a plan file's overrides laid over them.

    Raises PolicyError, with every fault, where an override names an unknown table, row or value.

    >>> load_reference().classes.loc["ct", "life_mid_years"]
    np.float64(10.0)
    >>> load_reference({"prices": {"ct": {"price_mid_gbp": 800_000}}}).classes.loc["ct", "price_mid_gbp"]
    np.float64(800000.0)
    """
    overrides = overrides or {}
    problems = list(_override_problems(overrides))
    if problems:
        raise PolicyError(problems)
    tables, rows = _laid_over(overrides)
    risk = tables["risk"]
    return Reference(
        classes=_class_frame(tables),
        parameters=MappingProxyType({name: float(row["value"]) for name, row in tables["parameters"].items()}),
        curves=MappingProxyType(
            {name: tuple((float(x), float(y)) for x, y in row["points"]) for name, row in tables["curves"].items()}
        ),
        levels=MappingProxyType(
            {name: row["levels"] for name, row in {**risk, **tables["quality"]}.items() if "levels" in row}
        ),
        points=MappingProxyType({name: tuple(row["points"]) for name, row in risk.items() if "points" in row}),
        weight_sets=MappingProxyType({name: row["weights"] for name, row in tables["weight_sets"].items()}),
        class_aliases=MappingProxyType(_aliases(tables["asset_classes"])),
        rows=rows,
        assumptions=rows[~rows["name"].isin(_NAMES)].drop(columns="meaning").reset_index(drop=True),
    )


def _override_problems(overrides: Mapping[str, Table]) -> Iterator[Problem]:
    for table, rows in overrides.items():
        where = f"reference.{table}"
        if not isinstance(rows, Mapping) or not all(isinstance(row, Mapping) for row in rows.values()):
            yield Problem(where=where, what="not a table of rows", mend="Write [reference.prices.ct] headings.")
        elif table not in CLASS_TABLES + OTHER_TABLES:
            yield _unknown(where, "reference table", CLASS_TABLES + OTHER_TABLES)
        else:
            yield from _row_problems(table, rows)


def _row_problems(table: str, rows: Table) -> Iterator[Problem]:
    shipped = _shipped(table)
    settings = {name for row in shipped.values() for name in row}
    for row, values in rows.items():
        where = f"reference.{table}.{row}"
        if row not in shipped and table not in CLASS_TABLES:
            yield _unknown(where, "row", shipped)
            continue
        for name, value in values.items():
            if name not in settings:
                yield _unknown(f"{where}.{name}", "value", sorted(settings))
            else:
                like = shipped.get(row, {}).get(name, _example(shipped, name))
                yield from _value_problems(f"{where}.{name}", value, like)


def _value_problems(where: str, value: Any, like: Any) -> Iterator[Problem]:
    if isinstance(like, Mapping) and isinstance(value, Mapping):
        for level, number in value.items():
            if level in like:
                yield from _value_problems(f"{where}.{level}", number, like[level])
            else:
                yield _unknown(f"{where}.{level}", "level", like)
    elif not _same_kind(value, like):
        yield Problem(
            where=where, what=f"{value!r} is not the kind of value this takes", mend=f"Give one like {like!r}."
        )


def _unknown(where: str, kind: str, known: Iterable[str]) -> Problem:
    names = list(known)
    close = get_close_matches(where.rpartition(".")[2], names, n=1)
    meant = f"Did you mean {close[0]!r}? " if close else ""
    return Problem(where=where, what=f"no such {kind}", mend=f"{meant}Use one of: {', '.join(names)}.")


def _example(shipped: Table, name: str) -> Any:
    return next(row[name] for row in shipped.values() if name in row)


def _same_kind(value: Any, like: Any) -> bool:
    """Whether a value is of the kind of another: a number for a number, points for points."""
    if isinstance(like, int | float) and not isinstance(like, bool):
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if isinstance(like, list) and like and isinstance(value, list):
        # Cuts and midpoints are as many as there are; a curve may have any number of points from two, a list of
        # words any number at all.
        enough = len(value) > 1 if isinstance(like[0], list) else len(value) == len(like) or isinstance(like[0], str)
        return enough and all(_same_kind(item, like[0]) for item in value)
    return isinstance(value, type(like))


def _overlaid(shipped: Table, overrides: Table) -> dict[str, dict[str, Any]]:
    rows = {name: dict(row) for name, row in shipped.items()}
    for name, values in overrides.items():
        under = rows.get(name, {})
        rows[name] = under | {key: _merged(under.get(key), value) for key, value in values.items()}
        rows[name]["source"] = values.get("source", "the plan file")
        rows[name]["status"] = values.get("status", "owner")
    return rows


def _laid_over(overrides: Mapping[str, Table]) -> tuple[dict[str, dict[str, dict[str, Any]]], pd.DataFrame]:
    """Every table with its overrides and what is taken for what they leave out, and the rows of all of it."""
    tables = {name: _overlaid(_shipped(name), overrides.get(name, {})) for name in CLASS_TABLES + OTHER_TABLES}
    rows = _rows(tables)
    of_classes = {table: rows for table, rows in overrides.items() if table in CLASS_TABLES}
    taken = tuple(left_out(of_classes, {table: _shipped(table) for table in CLASS_TABLES}))
    if not taken:
        return tables, rows
    for table, key, name, value, _ in taken:
        tables[table].setdefault(key, {})[name] = value
    further = [
        (table, key, name, _printed(value), _unit_of(name), "", source, "assumed")
        for table, key, name, value, source in taken
    ]
    return tables, pd.concat([rows, pd.DataFrame(further, columns=rows.columns)], ignore_index=True)


def _merged(under: Any, over: Any) -> Any:
    """An override of a table of levels changes the levels it names and leaves the others."""
    return {**under, **over} if isinstance(under, Mapping) and isinstance(over, Mapping) else over


def _class_frame(tables: Mapping[str, Table]) -> pd.DataFrame:
    columns: dict[str, dict[str, Any]] = {key: {} for key in tables["asset_classes"]}
    for table in CLASS_TABLES:
        for key, row in tables[table].items():
            kept = {name: value for name, value in row.items() if name not in (*_PROVENANCE, "aliases")}
            columns.setdefault(key, {}).update(kept)
    frame = pd.DataFrame.from_dict(columns, orient="index").rename_axis("asset_class")
    numbers = frame.columns.difference(["title", "plural", "group", "dicom", "activity_unit"], sort=False)
    frame[numbers] = frame[numbers].astype("float64")
    return frame


def _aliases(classes: Table) -> dict[str, str]:
    by_alias = {key: key for key in classes}
    for key, row in classes.items():
        by_alias |= dict.fromkeys((*row.get("aliases", ()), row.get("title", key).lower()), key)
    return by_alias


def _rows(tables: Mapping[str, Table]) -> pd.DataFrame:
    rows = [
        (
            table,
            key,
            name,
            _printed(value),
            row.get("unit", _unit_of(name)),
            row.get("meaning", ""),
            row["source"],
            row["status"],
        )
        for table, entries in tables.items()
        for key, row in entries.items()
        for name, value in row.items()
        if name not in (*_PROVENANCE, "unit", "meaning")
    ]
    return pd.DataFrame(rows, columns=["table", "row", "name", "value", "unit", "meaning", "source", "status"])


# A name carries its unit: the first of these that it holds.
_UNITS = (
    ("_gbp", "£"), ("faults_per_year", "a year"), ("_mwh_per_year", "MWh a year"), ("use_", "units of activity a year"),
    ("outage_days", "days an event"), ("minutes", "minutes"), ("_years", "years"), ("_consequence", "1 to 5"),
    ("_share", "ratio"), ("_growth", "ratio a year"), ("_premium", "ratio"), ("_gain", "ratio"), ("_cut", "ratio"),
    ("weights", "ratio"),
)  # fmt: skip


def _unit_of(name: str) -> str:
    """The unit that a value's name carries, or nothing where it has none.

    >>> _unit_of("price_mid_gbp"), _unit_of("outage_days_low"), _unit_of("title")
    ('£', 'days an event', '')
    """
    return next((unit for part, unit in _UNITS if part in name), "")


def _printed(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} {number:g}" for name, number in value.items())
    if isinstance(value, list):
        return "; ".join(_printed(item).replace("; ", " to ") for item in value)
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)
