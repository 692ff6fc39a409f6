"""Every assumption of a plan in one table: the plan file's settings, then the reference tables."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from capplan.policy.schema import Policy

# Settings that say what the plan is, not what it assumes.
_NOT_ASSUMED = ("schema", "title", "register", "networks", "report", "reference")
_SOURCES: dict[str, tuple[str, str]] = {
    "prices.discount_rate": ("HM Treasury Green Book: 3.5 % real for years 0 to 30", "read"),
    "prices.optimism_bias.works": ("Mott MacDonald 2002: upper bound of capital cost, standard buildings", "read"),
    "prices.vat": ("the standard rate", "unchecked"),
}
SETTINGS = "plan file"


# What moves when a section of the plan file, or a reference table, changes.
_EFFECTS = {
    "plan": "which years are planned, and every age",
    "budget": "the money of each year",
    "prices": "cash of the year, and present value",
    "weights": "need score",
    "life": "expected life, so need and cost of keeping",
    "hazard": "how failures grow, so cost of keeping",
    "rules": "which plans are allowed",
    "fund": "the money of each year, and what it may pay for",
    "actions": "what may be done to a machine, and what it costs",
    "solver": "how near the plan comes to the best possible",
    "scale": "the whole plan, as a stress run",
}
_TABLE_EFFECTS = {
    "asset_classes": "use told from activity; cost of harm and of cyber events",
    "lives": "expected life, so value of age and how failures grow",
    "prices": "cost of a successor, and how many the money buys",
    "upkeep": "cost of keeping, and of the successor",
    "reliability": "risk cost and rating, where the register does not say",
    "actions": "what each action costs",
    "effects": "what each action changes of the machine",
    "energy": "carbon, and cost of energy",
    "curves": "values of age and utilisation, so need",
    "risk": "risk cost and rating, so need and benefit",
    "quality": "quality score of a register, nothing else",
    "weight_sets": "stress runs, nothing else",
}


def assumptions_log(policy: Policy) -> pd.DataFrame:
    """Every number that a plan rests on, one row each: `table, row, name, value, unit, source, status, low, high,
    owner, effect`.

    A setting that the plan file gives is its owner's, save one that repeats a default with a source; one
    that it leaves is a default of capplan. The reference tables follow as they stand under this policy; the
    low and the high of a figure stand beside it. `effect` says what moves with it.
    """
    default = dict(_leaves(Policy().model_dump(mode="json", by_alias=True)))
    own = dict(_leaves(policy.model_dump(mode="json", by_alias=True, exclude_unset=True)))
    rows = []
    for name, value in _leaves(policy.model_dump(mode="json", by_alias=True)):
        section, _, setting = name.partition(".")
        if section in _NOT_ASSUMED:
            continue
        known = _SOURCES.get(name, ("capplan default", "assumed"))
        if name in own and not (name in _SOURCES and value == default[name]):
            known = ("the plan file", "owner")
        rows.append((SETTINGS, section, setting, _printed(value), "", *known))
    settings = pd.DataFrame(rows, columns=policy.reference.assumptions.columns, dtype="str")
    log = _ranged(pd.concat([settings, policy.reference.assumptions], ignore_index=True))
    owners = log["status"].eq("owner").map({True: policy.plan.owner, False: "capplan"})
    return log.assign(owner=owners, effect=_effects(log, policy))


def _ranged(log: pd.DataFrame) -> pd.DataFrame:
    """The log with the low and high of each middle beside it, and no rows of their own for those."""
    keys = list(zip(log["table"], log["row"], log["name"], strict=True))
    values = dict(zip(keys, log["value"], strict=True))
    ends = {
        end: [values.get((table, row, name.replace("_mid", f"_{end}")), "") if "_mid" in name else ""
              for table, row, name in keys]
        for end in ("low", "high")
    }  # fmt: skip
    beside = {
        (table, row, name.replace("_mid", f"_{end}")) for table, row, name in keys if "_mid" in name for end in ends
    }
    found = log.assign(**ends)[[key not in beside for key in keys]].reset_index(drop=True)
    # The life at high use is the short one.
    upside_down = found["table"] == "lives"
    found.loc[upside_down, ["low", "high"]] = found.loc[upside_down, ["high", "low"]].to_numpy()
    return found


def _effects(log: pd.DataFrame, policy: Policy) -> pd.Series:
    """What moves with each row: by section of the plan file, by table, or what a parameter means."""
    parameters = policy.reference.rows.query("table == 'parameters' and name == 'value'").set_index("row")["meaning"]
    by_row = log["row"].map(_EFFECTS | parameters.to_dict())
    return by_row.where(log["table"].isin([SETTINGS, "parameters"]), log["table"].map(_TABLE_EFFECTS)).fillna("")


def _leaves(settings: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _printed(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
