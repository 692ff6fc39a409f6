"""What a class of a plan file's own may leave out, and what is taken then; what it may not leave out."""

from collections.abc import Iterator, Mapping
from typing import Any

Table = Mapping[str, Mapping[str, Any]]

# Figures that no source gives for any class that is shipped, and that all of those share.
DEFAULTS: Mapping[str, Mapping[str, float]] = {
    "prices": {"works_share_mid": 0.0},
    "upkeep": {"maintenance_growth": 0.05, "warranty_years": 1.0},
}
DEFAULT_SOURCE = "none; capplan policy default"
NO_RANGE_SOURCE = "none; the middle figure, as the plan file gives no range"

# What no action can be weighed without, by table, each with an example. A price may stand in the register instead.
NEEDED: Mapping[str, Mapping[str, object]] = {
    "asset_classes": {"title": "Gritter", "safety_consequence": 3, "cyber_consequence": 1},
    "lives": {"life_mid_years": 10, "use_low_per_year": 4000, "use_high_per_year": 8000},
    "upkeep": {"maintenance_share_mid": 0.05},
    "reliability": {"faults_per_year_mid": 0.5, "outage_days_mid": 3, "consequence_mid_gbp": 2000},
}


def left_out(overrides: Mapping[str, Table], shipped: Mapping[str, Table]) -> Iterator[tuple[str, str, str, Any, str]]:
    """What is taken for what the plan file's classes leave out: table, class, name, value and source of each.

    A figure without a range is taken to be certain: its low and high are its middle. A class that is not shipped has
    `DEFAULTS`, and its title for its group.
    """
    keys = {key: None for rows in overrides.values() for key in rows}
    for key in (key for key in keys if key not in shipped["asset_classes"]):
        for table, values in DEFAULTS.items():
            own = overrides.get(table, {}).get(key, {})
            yield from ((table, key, name, value, DEFAULT_SOURCE) for name, value in values.items() if name not in own)
        names = overrides.get("asset_classes", {}).get(key, {})
        if "title" in names and "group" not in names:
            yield "asset_classes", key, "group", names["title"], "the plan file"
    for table, rows in overrides.items():
        for key, row in rows.items():
            known = {*row, *shipped[table].get(key, {})}
            for middle in (name for name in row if "_mid" in name):
                ends = (middle.replace("_mid", end) for end in ("_low", "_high"))
                yield from ((table, key, end, row[middle], NO_RANGE_SOURCE) for end in ends if end not in known)
