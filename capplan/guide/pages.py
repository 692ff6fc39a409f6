"""Pages of the guide, and the tables in them that are made and not typed.

A table stands between `<!-- table: NAME -->` and `<!-- end of table -->`. The shipped pages hold the
tables of the shipped reference; `python -m capplan.guide` makes them anew after a change.
"""

import re
from collections.abc import Callable, Iterable
from importlib.resources import files

from capplan.policy import assumptions_log, default_policy
from capplan.policy.assumptions import SETTINGS
from capplan.reference import Reference
from capplan.reference.tables import CLASS_TABLES

PAGES = ("method", "classes", "actions", "rules", "allocate", "finance", "templates")
_TABLE = re.compile(r"(?<=<!-- table: )(?P<name>\w+)(?P<open> -->\n).*?(?=<!-- end of table -->)", re.DOTALL)


def page(name: str) -> str:
    """A page of the guide, in Markdown.

    >>> page("method").splitlines()[0]
    '# How capplan scores and prices'
    """
    return files("capplan.guide").joinpath(f"{name}.md").read_text(encoding="utf-8")


def renewed(text: str, reference: Reference) -> str:
    """A page with every table in it made from these reference tables."""
    return _TABLE.sub(lambda found: f"{found['name']}{found['open']}{_table(found['name'], reference)}", text)


def _table(name: str, reference: Reference) -> str:
    if name in CLASS_TABLES:
        return _by_class(name, reference)
    make = _OTHERS.get(name, _by_row)
    return make(name, reference)


def _by_class(name: str, reference: Reference) -> str:
    """A row a class, a column a figure."""
    rows = reference.rows[reference.rows["table"] == name]
    shown = rows[~rows["name"].isin(["plural", "aliases"])]
    wide = shown.pivot(index="row", columns="name", values="value").reindex(
        index=shown["row"].unique(), columns=shown["name"].unique()
    )
    provenance = shown.drop_duplicates("row").set_index("row")[["status", "source"]]
    table = wide.join(provenance).reset_index(names="class")
    return _markdown(table.columns, table.fillna("").to_numpy().tolist())


def _by_row(name: str, reference: Reference) -> str:
    """A row a figure, with its unit, status and source."""
    rows = reference.rows[reference.rows["table"] == name]
    table = rows[["row", "value", "unit", "status", "source"]]
    return _markdown(table.columns, table.to_numpy().tolist())


def _parameters(name: str, reference: Reference) -> str:
    rows = reference.rows[reference.rows["table"] == name]
    table = rows[["row", "value", "unit", "meaning", "status", "source"]]
    return _markdown(table.columns, table.to_numpy().tolist())


def _weight_sets(name: str, reference: Reference) -> str:
    rows = reference.rows[reference.rows["table"] == name]
    wide = rows.pivot(index="row", columns="name", values="value").reindex(index=rows["row"].unique())
    table = wide[["title", "weights", "recovered"]].join(
        rows.drop_duplicates("row").set_index("row")[["status", "source"]]
    )
    return _markdown(table.columns, table.to_numpy().tolist())


def _settings(name: str, reference: Reference) -> str:
    log = assumptions_log(default_policy())
    table = log.loc[log["table"] == SETTINGS, ["row", "name", "value", "status", "source"]]
    return _markdown(("section", "setting", "default", "status", "source"), table.to_numpy().tolist())


_OTHERS: dict[str, Callable[[str, Reference], str]] = {
    "parameters": _parameters,
    "weight_sets": _weight_sets,
    "settings": _settings,
}


def _markdown(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = [str(heading).replace("_", " ") for heading in headings]
    lines = [heads, ["---"] * len(heads), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|")
