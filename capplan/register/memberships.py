"""The networks that each asset belongs to in each year of the plan, by the dated networks file and the merger."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.policy import Policy
from capplan.register.choices import NO
from capplan.register.networks import NOT_STATED, Line, day_of, key_of, lines_of, successors_of
from capplan.register.wording import normalised

_KNOWN = (*c.MEMBERSHIPS, c.SHARE)
# Shares that add up to 1 but for the digits that a person writes.
_NEAR = 1e-3
_OWN = "own network"

Shares = dict[str, float]


def memberships(assets: pd.DataFrame, policy: Policy, base: Path) -> pd.DataFrame:
    """The networks of each asset on the first day of each financial year of the plan: columns `MEMBERS`, shares
    adding up to 1; empty where every asset is of one network all through, and so of that of its row.

    Takes `ASSET_ID, ORGANISATION_CODE, ORGANISATION, NETWORK`. An organisation's memberships that are valid on
    the day count with the `share` of their row; where none has a share the primary one counts alone. From the
    merger's year networks go by their successors. An asset whose organisation has no membership on the day is of
    the network of its row. Paths are relative to `base`.

    Raises InputError where a share is no number from 0 to 1, or an organisation's do not add up to 1.
    """
    problems: list[Problem] = []
    lines = [] if policy.networks.file is None else lines_of(base / policy.networks.file, policy.networks.file, _KNOWN)
    merged = successors_of(policy, base, problems)
    merges = policy.networks.merge.year if policy.networks.merge is not None and merged else None
    frames = []
    for year in policy.years:
        shares = _shares(lines, dt.date(year, 4, 1), problems)
        rows = _rows(assets, shares)
        if merges is not None and year >= merges:
            rows[c.NETWORK] = rows[c.NETWORK].replace(merged)
        frames.append(rows.assign(**{c.YEAR: year}))
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    members = pd.concat(frames).groupby([c.ASSET_ID, c.YEAR, c.NETWORK])[c.SHARE].sum().round(9).reset_index()
    if not (members.groupby(c.ASSET_ID)[c.NETWORK].nunique() > 1).any():
        return members.iloc[:0]
    return members[list(c.MEMBERS)]


def _rows(assets: pd.DataFrame, shares: dict[str, Shares]) -> pd.DataFrame:
    """An asset's networks by the code of its organisation, else by its name, else that of its row."""
    owners = pd.DataFrame(
        {
            c.ORGANISATION_CODE: assets[c.ORGANISATION_CODE].str.upper().fillna(""),
            c.ORGANISATION: assets[c.ORGANISATION].fillna("").map(normalised),
            _OWN: assets[c.NETWORK].fillna(NOT_STATED),
        }
    )
    found = [
        (code, name, alone, network, share)
        for code, name, alone in owners.drop_duplicates().itertuples(index=False, name=None)
        for network, share in (shares.get(code) or shares.get(name) or {alone: 1.0}).items()
    ]
    by_owner = pd.DataFrame(found, columns=[*owners.columns, c.NETWORK, c.SHARE])
    rows = owners.assign(**{c.ASSET_ID: assets[c.ASSET_ID]}).merge(by_owner, on=list(owners.columns))
    return rows[[c.ASSET_ID, c.NETWORK, c.SHARE]]


def _shares(lines: Iterable[Line], day: dt.date, problems: list[Problem]) -> dict[str, Shares]:
    """Each organisation's networks on a day and its share in each, by its code and by its name."""
    of: dict[str, list[Line]] = {}
    for line in lines:
        start, end = (day_of(line, column, problems) for column in (c.VALID_FROM, c.VALID_TO))
        if (start is None or start <= day) and (end is None or day <= end):
            for key in {key_of(line, c.ORGANISATION_CODE), key_of(line, c.ORGANISATION)} - {""}:
                of.setdefault(key, []).append(line)
    return {key: dict(_of_one(members, day, problems)) for key, members in of.items()}


def _of_one(members: list[Line], day: dt.date, problems: list[Problem]) -> Iterator[tuple[str, float]]:
    given = [(line, line.cells.get(c.SHARE, "")) for line in members]
    if not any(text for _, text in given):
        primary = [line for line in members if normalised(line.cells.get(c.PRIMARY, "") or "yes") not in NO]
        yield from ((line.cells[c.NETWORK], 1.0) for line in primary[:1])
        return
    total, found = 0.0, []
    for line, text in given:
        share = _share(text)
        if share is None:
            what = f"share is {text!r}"
            problems.append(Problem(where=line.where, what=what, mend="Give a number from 0 to 1, or clear it."))
        elif share > 0:
            found.append((line.cells[c.NETWORK], share))
            total += share
    if found and abs(total - 1) > _NEAR:
        line = members[0]
        name = line.cells.get(c.ORGANISATION) or line.cells.get(c.ORGANISATION_CODE)
        what = f"the shares of {name} add up to {total:g} on {day.isoformat()}"
        problems.append(Problem(where=line.where, what=what, mend="Make them add up to 1, or check the dates."))
    yield from found


def _share(text: str) -> float | None:
    """A share; 0 where it is blank, None where it is none."""
    try:
        share = float(text or 0)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
