"""Findings that a person has looked at and accepts: silenced, and listed as accepted with who and when."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from capplan import columns as c
from capplan.register.draft import Draft
from capplan.register.findings import Finding, Place
from capplan.register.rules import RULES


def accepted_rows(draft: Draft, code: str) -> pd.Series:
    """Which rows are of an asset for which the rule of `code` is accepted to be broken (boolean)."""
    assets = draft.assets
    if not any(draft.accepted.values()):
        return pd.Series(False, index=assets.index)
    where = assets[[c.SOURCE_FILE, c.SOURCE_SHEET, c.ASSET_ID]].itertuples(index=False, name=None)
    accepted = [(asset, code) in draft.accepted.get((file, sheet), {}) for file, sheet, asset in where]
    return pd.Series(accepted, index=assets.index, dtype=bool)


def with_accepted(draft: Draft, ids: Mapping[Place, str]) -> tuple[Finding, ...]:
    """The draft's findings, those that are accepted as notes (R095) that say which, who and when.

    `ids` gives the asset id of each row of each sheet.
    """
    return tuple(_settled(draft.findings, draft.accepted, ids))


def _settled(
    findings: Iterable[Finding],
    accepted: Mapping[tuple[str, str], Mapping[tuple[str, str], str]],
    ids: Mapping[Place, str],
) -> Iterable[Finding]:
    for one in findings:
        decisions = accepted.get((one.file, one.sheet))
        said = decisions and decisions.get((ids.get(one.place, ""), one.code))
        yield replace(one, code="R095", detail=f"{one.code}, {RULES[one.code].title}: {said}") if said else one
