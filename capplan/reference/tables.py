"""Reads the reference tables and holds them in the shapes that scoring and planning use."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd

from capplan.errors import PolicyError, Problem

CLASS_TABLES = ("asset_classes", "lives", "prices", "upkeep", "reliability")
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
    tables = {name: _overlaid(_shipped(name), overrides.get(name, {})) for name in CLASS_TABLES + OTHER_TABLES}
    risk, rows = tables["risk"], _rows(tables)
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


def _override_problems(overrides: Mapping[str, Table]) -> list[Problem]:
    problems = []
    for table, rows in overrides.items():
        if not isinstance(rows, Mapping) or not all(isinstance(row, Mapping) for row in rows.values()):
            where = f"reference.{table}"
            problems.append(
                Problem(where=where, what="not a table of rows", mend="Write [reference.prices.ct] headings.")
            )
            continue
        if table not in CLASS_TABLES + OTHER_TABLES:
            known = ", ".join(CLASS_TABLES + OTHER_TABLES)
            problems.append(
                Problem(where=f"reference.{table}", what="no such reference table", mend=f"Use one of: {known}.")
            )
            continue
        shipped = _shipped(table)
        settings = {name for row in shipped.values() for name in row}
        for row, values in rows.items():
            where = f"reference.{table}.{row}"
            if row not in shipped and table not in CLASS_TABLES:
                problems.append(Problem(where=where, what="no such row", mend=f"Use one of: {', '.join(shipped)}."))
                continue
            for name, value in values.items():
                if name not in settings:
                    problems.append(
                        Problem(
                            where=f"{where}.{name}",
                            what="no such value",
                            mend=f"Use one of: {', '.join(sorted(settings))}.",
                        )
                    )
                elif not _same_kind(value, like := shipped.get(row, {}).get(name, _example(shipped, name))):
                    problems.append(
                        Problem(
                            where=f"{where}.{name}",
                            what=f"{value!r} is not the kind of value this takes",
                            mend=f"Give one like {like!r}.",
                        )
                    )
    return problems


def _example(shipped: Table, name: str) -> Any:
    return next(row[name] for row in shipped.values() if name in row)


def _same_kind(value: Any, like: Any) -> bool:
    if isinstance(like, int | float) and not isinstance(like, bool):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, type(like))


def _overlaid(shipped: Table, overrides: Table) -> dict[str, dict[str, Any]]:
    rows = {name: dict(row) for name, row in shipped.items()}
    for name, values in overrides.items():
        under = rows.get(name, {})
        rows[name] = under | {key: _merged(under.get(key), value) for key, value in values.items()}
        rows[name]["source"] = values.get("source", "the plan file")
        rows[name]["status"] = values.get("status", "owner")
    return rows


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
        by_alias |= dict.fromkeys((*row.get("aliases", ()), row["title"].lower()), key)
    return by_alias


def _rows(tables: Mapping[str, Table]) -> pd.DataFrame:
    rows = [
        (table, key, name, _printed(value), row.get("unit", ""), row.get("meaning", ""), row["source"], row["status"])
        for table, entries in tables.items()
        for key, row in entries.items()
        for name, value in row.items()
        if name not in (*_PROVENANCE, "unit", "meaning")
    ]
    return pd.DataFrame(rows, columns=["table", "row", "name", "value", "unit", "meaning", "source", "status"])


def _printed(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} {number:g}" for name, number in value.items())
    if isinstance(value, list):
        return "; ".join(_printed(item).replace("; ", " to ") for item in value)
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)
