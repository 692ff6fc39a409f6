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


def assumptions_log(policy: Policy) -> pd.DataFrame:
    """Every number that a plan rests on, one row each: `table, row, name, value, unit, source, status`.

    A setting that the plan file gives is its owner's, save one that repeats a default with a source; one
    that it leaves is a default of capplan. The reference tables follow as they stand under this policy.
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
    return pd.concat([settings, policy.reference.assumptions], ignore_index=True)


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
