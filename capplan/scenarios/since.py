"""A plan against one that was made before: what changed, and which of it each changed decision follows.

Changes are told from the registers, the prices of options and the resolved settings of both runs: of data, money,
rules, prices, or something else.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.comparison.changes import CHANGED, IN, MOVES, OUT, between
from capplan.model import Scenario, Study

CHANGED_SINCE = (c.KIND, c.SETTING, c.WAS, c.NOW)
CHANGED_BECAUSE = (*CHANGED, c.BECAUSE)
DATA, MONEY, RULE, PRICE, OTHER = "data", "money", "rule", "price", "other"
# Which kind each part of a plan file is of; the longest beginning counts, and what is not here is `other`.
KINDS = {
    "budget": MONEY,
    "fund": MONEY,
    "scale.budget": MONEY,
    "rules": RULE,
    "actions": RULE,
    "networks": RULE,
    "plan.objective": RULE,
    "prices": PRICE,
    "reference.prices": PRICE,
    "reference.upkeep": PRICE,
}
LISTED = 3
# Whole numbers from here on are money, not years or counts, and have commas.
LARGE = 10_000
VERBS = {OUT: "drop out", IN: "come in", MOVES: "move to another year"}
# What neither moves a plan nor says how it was made.
PASSED_OVER = ("report", "title", "schema", "plan.title", "plan.owner", "sweep")


def settings_changed(now: Scenario, before: Scenario) -> pd.DataFrame:
    """The settings that two scenarios do not share: columns `CHANGED_SINCE`, by name."""
    is_now, was = (dict(_flat(one.policy.model_dump(mode="json", by_alias=True))) for one in (now, before))
    differ = [name for name in {*is_now, *was} if is_now.get(name) != was.get(name)]
    names = sorted(name for name in differ if not _is_in(name, PASSED_OVER))
    rows = [(_kind(name), name, _said(was.get(name)), _said(is_now.get(name))) for name in names]
    return pd.DataFrame(rows, columns=list(CHANGED_SINCE), dtype="str")


def data_changed(now: Study, before: Study) -> pd.DataFrame:
    """Register files that came, went or changed, then how many assets did: columns `CHANGED_SINCE`."""
    is_now, was = ({file.name: file for file in study.register.files} for study in (now, before))
    rows = [
        (DATA, name, *(f"{files[name].assets:,} assets" if name in files else "" for files in (was, is_now)))
        for name in sorted({*is_now, *was})
        if name not in is_now or name not in was or is_now[name].sha256 != was[name].sha256
    ]
    ids_now, ids_was = (set(study.register.assets[c.ASSET_ID]) for study in (now, before))
    differ = len(own_data_changed(now, before) & ids_now & ids_was)
    counts = (
        ("assets that are new", len(ids_now - ids_was)),
        ("assets that are gone", len(ids_was - ids_now)),
        ("assets whose data differs", differ),
    )
    rows += [(DATA, what, "", f"{number:,}") for what, number in counts if number]
    return pd.DataFrame(rows, columns=list(CHANGED_SINCE), dtype="str")


def own_data_changed(now: Study, before: Study) -> set[str]:
    """The assets of which the two registers do not say the same: new, gone, or another value."""
    is_now, was = (
        study.register.assets.set_index(c.ASSET_ID).reindex(columns=[name for name in c.ASSETS if name != c.ASSET_ID])
        for study in (now, before)
    )
    both = is_now.index.intersection(was.index)
    left, right = is_now.loc[both], was.loc[both]
    same = pd.concat([_alike(left[name], right[name]) for name in left.columns], axis=1).all(axis=1)
    return {*is_now.index.symmetric_difference(was.index), *both[~same.to_numpy()]}


def _alike(left: pd.Series, right: pd.Series) -> pd.Series:
    """Whether two columns say the same, row by row; they may be of other kinds where one was read from a file."""
    if pd.api.types.is_numeric_dtype(left) and pd.api.types.is_numeric_dtype(right):
        one, other = (values.to_numpy(dtype="float64", na_value=np.nan) for values in (left, right))
        return pd.Series(np.isclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True), index=left.index)
    texts = [values.astype("str").str.removesuffix(" 00:00:00") for values in (left, right)]
    return (texts[0] == texts[1]) | (left.isna() & right.isna())


def changed_because(now: tuple[Study, Scenario], before: tuple[Study, Scenario]) -> pd.DataFrame:
    """Every decision that is another than in the earlier plan, and what of it changed: columns `CHANGED_BECAUSE`.

    Its own data, else its own price, else all that changed for the whole plan (money, rule, price, other), since
    what one asset takes another cannot have; "choice" where nothing did, which leaves two plans of equal worth.
    """
    moved = between(now[1], before[1])
    data, price = own_data_changed(now[0], before[0]), _own_price_changed(now[1], before[1])
    kinds = settings_changed(now[1], before[1])[c.KIND]
    general = [kind for kind in (MONEY, RULE, PRICE, OTHER) if (kinds == kind).any()]
    if data:
        general.append("data of others")
    because = pd.Series(", ".join(general) or "choice", index=moved.index)
    because = because.mask(moved[c.ASSET_ID].isin(price), "its price")
    return moved.assign(**{c.BECAUSE: because.mask(moved[c.ASSET_ID].isin(data), "its own data")})


def _own_price_changed(now: Scenario, before: Scenario) -> set[str]:
    if now.option_cash is None or before.option_cash is None:
        return set()
    is_now, was = (cash.groupby(c.OPTION_ID)[c.CAPITAL_GBP].sum() for cash in (now.option_cash, before.option_cash))
    both = pd.concat([is_now, was], axis=1, join="inner")
    changed = both.index[both.iloc[:, 0] != both.iloc[:, 1]]
    return set(now.options.loc[now.options[c.OPTION_ID].isin(changed), c.ASSET_ID])


def _flat(settings: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting by its dotted name."""
    for name, value in settings.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _kind(setting: str) -> str:
    return next((KINDS[part] for part in sorted(KINDS, key=len, reverse=True) if _is_in(setting, (part,))), OTHER)


def _is_in(setting: str, parts: tuple[str, ...]) -> bool:
    return any(setting == part or setting.startswith(f"{part}.") for part in parts)


def _said(value: Any) -> str:
    """A setting's value for people; a long list is counted.

    >>> _said(None), _said(0.9), _said([{}] * 90), _said(40_000_000)
    ('', '0.9', '90 entries', '40,000,000')
    """
    if isinstance(value, int) and abs(value) >= LARGE:
        return f"{value:,}"
    if isinstance(value, list) and len(value) > LISTED:
        return f"{len(value):,} entries"
    return "" if value is None else str(value)


def told(since: pd.DataFrame, because: pd.DataFrame) -> str:
    """What changed since the earlier plan, in a sentence."""
    kinds = ", ".join(sorted(set(since[c.KIND]))) or "nothing"
    counts = because[c.BECAUSE].value_counts()
    if because.empty:
        return f"What changed: {kinds}. 0 decisions differ."
    moved = because[c.CHANGE].value_counts()
    how = ", ".join(f"{moved.get(change, 0):,} {verb}" for change, verb in VERBS.items())
    parts = "; ".join(f"{number:,} because of {what}" for what, number in counts.items())
    return f"What changed: {kinds}. {len(because):,} decisions differ ({how}): {parts}."
