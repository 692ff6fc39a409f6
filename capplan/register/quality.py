"""How good a register is, 0 to 100 with its parts, and what its faults leave out of the plan."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register
from capplan.policy import Policy
from capplan.reference import Reference
from capplan.reference.prices import priced

ALL_FILES = "All registers"
# Which part of the score a finding at an asset's row lowers; a code that is not here lowers none.
_VALIDITY = frozenset(
    ("R002", "R004", "R005", "R012", "R013", "R017", "R022", "R038", "R039", "R051", "R060", "R061", "R070", "R071",
     "R073", "R077", "R080", "R120")
)  # fmt: skip
_PLAUSIBILITY = frozenset(
    ("R007", "R008", "R009", "R010", "R011", "R018", "R019", "R042", "R043", "R044", "R045", "R046", "R065", "R074",
     "R076", "R078", "R082", "R083", "R085", "R086", "R088", "R123", "R124")
)  # fmt: skip
_UNIQUENESS = frozenset(("R014", "R016", "R049"))
_LISTED_AGAIN = "R015"
_NOT_READ_FROM_CELLS = (c.ASSET_CLASS_RAW, c.INSTALL_PRECISION, c.QUANTITY)
_DAYS_A_MONTH = 30.4375
_IN_SERVICE = ("in_use", "spare")
_BANDS = {"board": "fit to plan with", "caveats": "usable with caveats", "": "do not present totals from it"}
_WORTH_SAYING = 0.005
_WIDE, _NARROW = 1 / 3, 2 / 3
_NO_CLASS, _NO_AGE, _NO_PRICE = "no class", "no age or no expected life", "no price"

type Given = Callable[[pd.DataFrame], pd.Series]


def _either(*columns: Column) -> Given:
    """Whether a row gives one of these columns itself."""

    def given(assets: pd.DataFrame) -> pd.Series:
        held = pd.Series(False, index=assets.index)
        for column in columns:
            held |= assets[column].notna() & ~_is_assumed(assets, column)
        return held

    return given


_ASKED_FOR: Mapping[str, Given] = {
    c.INSTALL_DATE: _either(c.INSTALL_DATE),
    c.REPLACEMENT_COST_GBP: _either(c.REPLACEMENT_COST_GBP),
    c.ASSET_CLASS: _either(c.ASSET_CLASS),
    c.ORGANISATION: _either(c.ORGANISATION, c.ORGANISATION_CODE),
    c.SITE: _either(c.SITE, c.SITE_CODE),
    c.EXPECTED_LIFE_YEARS: _either(c.EXPECTED_LIFE_YEARS),
    c.ASSET_ID: _either(c.ASSET_ID),
}


def quality(register: Register, policy: Policy) -> pd.DataFrame:
    """How good each register is: columns `QUALITY`, two rows a file, by assets and by replacement cost.

    The score is the sum of five parts, whose points are rows of the reference tables: completeness (up
    to 40), validity (20), plausibility (20), uniqueness (10) and timeliness (10). By cost, each asset
    counts for its replacement cost, else for its class's price, else for the mean of the others. Two
    more rows, of `ALL_FILES`, follow where there are several files. A file that does not say of which day
    it is has no points for timeliness.
    """
    assets = register.assets
    ratios = _ratios(register, policy)
    value = priced(assets, policy.reference, vat=policy.prices.vat)
    evenly, by_cost = pd.Series(1.0, index=assets.index), _filled(value[c.EQUIPMENT_GBP_EX_VAT])
    weights = {"assets": evenly, "replacement cost": by_cost}
    again = register.findings[register.findings[c.CODE] == _LISTED_AGAIN][c.FILE].value_counts()
    rows = []
    for name, which in _groups(register).items():
        repeats = int(again.sum() if name == ALL_FILES else again.get(name, 0))
        about = _about(name, assets[which], value[which])
        for kind, weight in weights.items():
            parts = _points(ratios[which], weight[which], repeats, policy)
            rows.append({**about, c.WEIGHTED_BY: kind, **parts, c.QUALITY_SCORE: sum(parts.values())})
    frame = pd.DataFrame(rows, columns=list(c.QUALITY))
    return frame.assign(**{c.QUALITY_BAND: [_band(score, policy) for score in frame[c.QUALITY_SCORE]]})


def left_out(register: Register, policy: Policy) -> pd.DataFrame:
    """Assets in service that the plan cannot hold until the register is mended: columns `LEFT_OUT`.

    The reason is the first of: no class, nothing that tells age or expected life, no price of its own
    or of its class. `KNOWN_COST_GBP` is the replacement cost that the register gives, or missing.
    """
    assets = register.assets
    of_class = policy.reference.classes.reindex(assets[c.ASSET_CLASS])["life_mid_years"].to_numpy()
    no_age = assets[c.INSTALL_DATE].isna() & assets[c.AGE_YEARS].isna()
    no_life = assets[c.EXPECTED_LIFE_YEARS].isna() & pd.Series(of_class, index=assets.index).isna()
    no_price = priced(assets, policy.reference, vat=policy.prices.vat)[c.EQUIPMENT_GBP_EX_VAT].isna()
    reason = pd.Series(pd.NA, index=assets.index, dtype="str")
    for why, applies in ((_NO_CLASS, assets[c.ASSET_CLASS].isna()), (_NO_AGE, no_age | no_life), (_NO_PRICE, no_price)):
        reason = reason.mask(reason.isna() & applies, why)
    rows = reason.notna() & assets[c.STATUS].isin(_IN_SERVICE)
    frame = pd.DataFrame(
        {
            c.ASSET_ID: assets[c.ASSET_ID],
            c.FILE: assets[c.SOURCE_FILE],
            c.REASON: reason,
            c.KNOWN_COST_GBP: assets[c.REPLACEMENT_COST_GBP],
        }
    )
    return frame[rows].reset_index(drop=True)


def quality_sentence(
    by_assets: Mapping[str, Any], by_cost: Mapping[str, Any], given_ratio: float, reference: Reference
) -> str:
    """A register's score in words, from its two rows of `QUALITY`: what it allows, how sharp its need scores can be
    (`given_ratio`: the share, 0 to 1, that is given of the fields that scoring asks for), its parts with the most
    that each can be, the score by cost, and how much of its value is a default."""
    full = reference.levels["quality_parts"]
    most = {
        c.COMPLETENESS_POINTS: sum(reference.levels["quality_completeness"].values()),
        c.VALIDITY_POINTS: full["validity"],
        c.PLAUSIBILITY_POINTS: full["plausibility"],
        c.UNIQUENESS_POINTS: full["uniqueness"],
        c.TIMELINESS_POINTS: full["timeliness"],
    }
    parts = ", ".join(
        f"{column.heading.lower()} {by_assets[column]:.0f}/{points:.0f}" for column, points in most.items()
    )
    defaulted = by_assets[c.COST_DEFAULTED_RATIO]
    guessed = f"; {defaulted:.0%} of its value is the class's price" if defaulted >= _WORTH_SAYING else ""
    allows = f"{by_assets[c.QUALITY_BAND].capitalize()}; {_sharpness(given_ratio)}"
    return f"{allows} ({parts}; {by_cost[c.QUALITY_SCORE]:.0f} by cost){guessed}."


def _sharpness(given_ratio: float) -> str:
    said = f"{given_ratio:.0%} of the fields that sharpen a need score are given"
    if given_ratio >= _NARROW:
        return said
    return f"{said}, so need comes as {'wide ' if given_ratio < _WIDE else ''}ranges"


def _groups(register: Register) -> dict[str, pd.Series]:
    files = register.assets[c.SOURCE_FILE]
    groups = {file.name: files == file.name for file in register.files}
    return groups if len(groups) == 1 else groups | {ALL_FILES: files.notna()}


def _about(name: str, assets: pd.DataFrame, value: pd.DataFrame) -> dict[str, Any]:
    total = value[c.EQUIPMENT_GBP_EX_VAT].sum()
    assumed = value[c.EQUIPMENT_GBP_EX_VAT][value[c.EQUIPMENT_ASSUMED]].sum()
    return {
        c.FILE: name,
        c.ASSET_COUNT: len(assets),
        c.KNOWN_COST_GBP: int(assets[c.REPLACEMENT_COST_GBP].fillna(0).sum()),
        c.COST_DEFAULTED_RATIO: float(assumed / total) if total else 0.0,
    }


def _ratios(register: Register, policy: Policy) -> pd.DataFrame:
    """For each asset: the points of completeness that it earns, and 0 to 1 in each other part."""
    assets, findings = register.assets, _at_rows(register)
    asked = policy.reference.levels["quality_completeness"]
    complete = sum(
        (_ASKED_FOR[name](assets) * points for name, points in asked.items()), start=pd.Series(0.0, assets.index)
    )
    bad = _count(findings, _VALIDITY, assets)
    recent = {file.name: _recency(file.as_at, policy) for file in register.files}
    read = assets[[column for column in c.ASSETS if column not in _NOT_READ_FROM_CELLS]].notna().sum(axis=1)
    cells = (read - assets[c.ASSUMED].map(lambda names: len(names.split())).astype("int64")).clip(lower=0) + bad
    return pd.DataFrame(
        {
            c.COMPLETENESS_POINTS: complete,
            c.VALIDITY_POINTS: 1 - bad / cells.clip(lower=1),
            c.PLAUSIBILITY_POINTS: (_count(findings, _PLAUSIBILITY, assets) == 0).astype("float64"),
            c.UNIQUENESS_POINTS: (_count(findings, _UNIQUENESS, assets) == 0).astype("float64"),
            c.TIMELINESS_POINTS: assets[c.SOURCE_FILE].map(recent).astype("float64"),
        }
    )


def _points(ratios: pd.DataFrame, weights: pd.Series, repeats: int, policy: Policy) -> dict[str, float]:
    """The points of each part; `repeats` rows that were left out as listed again count against uniqueness."""
    full = policy.reference.levels["quality_parts"]
    total = float(weights.sum())
    if not total:
        return {str(column): 0.0 for column in ratios.columns}
    means = {column: float((ratios[column].astype("float64") * weights).sum()) / total for column in ratios.columns}
    mean = total / len(weights)
    return {
        c.COMPLETENESS_POINTS: means[c.COMPLETENESS_POINTS],
        c.VALIDITY_POINTS: means[c.VALIDITY_POINTS] * full["validity"],
        c.PLAUSIBILITY_POINTS: means[c.PLAUSIBILITY_POINTS] * full["plausibility"],
        c.UNIQUENESS_POINTS: means[c.UNIQUENESS_POINTS] * total / (total + repeats * mean) * full["uniqueness"],
        c.TIMELINESS_POINTS: means[c.TIMELINESS_POINTS] * full["timeliness"],
    }


def _recency(date: str, policy: Policy) -> float:
    """1 for a register of the last months, 0.5 for one a little older, 0 for one that is older or does not say."""
    if not date:
        return 0.0
    months = (policy.plan.as_at - dt.date.fromisoformat(date)).days / _DAYS_A_MONTH
    bounds = policy.reference.levels["quality_timeliness_months"]
    return 1.0 if months <= bounds["all"] else 0.5 if months <= bounds["half"] else 0.0


def _band(score: float, policy: Policy) -> str:
    least = policy.reference.levels["quality_bands"]
    return next((words for name, words in _BANDS.items() if round(score) >= least.get(name, 0)), _BANDS[""])


def _filled(values: pd.Series) -> pd.Series:
    known = values.dropna()
    return values.fillna(known.mean() if len(known) else 1.0)


def _is_assumed(assets: pd.DataFrame, column: Column) -> pd.Series:
    return (" " + assets[c.ASSUMED] + " ").str.contains(f" {column} ", regex=False)


def _at_rows(register: Register) -> pd.DataFrame:
    """Findings at a cell, with the row of the asset that they are about, else of the cell, as `SOURCE_ROW`, and
    where its table begins (`SOURCE_COLUMN`)."""
    at = register.findings[register.findings[c.CELL] != ""]
    ids = register.assets[c.ASSET_ID]
    of_asset = at[c.ASSET_ID].map(dict(zip(ids, register.assets[c.SOURCE_ROW], strict=True)))
    of_table = at[c.ASSET_ID].map(dict(zip(ids, register.assets[c.SOURCE_COLUMN], strict=True))).fillna("")
    of_cell = at[c.CELL].str.extract(r"(\d+)$", expand=False).astype("float64")
    rows = of_asset.astype("float64").fillna(of_cell).fillna(0)
    return at.assign(**{c.SOURCE_ROW: rows.astype("int64")}).assign(**{c.SOURCE_COLUMN: of_table.astype("str")})


def _count(findings: pd.DataFrame, codes: frozenset[str], assets: pd.DataFrame) -> pd.Series:
    """How many cells of each asset's row have a finding under one of these codes."""
    some = findings[findings[c.CODE].isin(codes)].drop_duplicates([c.FILE, c.SHEET, c.CELL])
    times = some.groupby([c.FILE, c.SHEET, c.SOURCE_ROW, c.SOURCE_COLUMN]).size()
    places = pd.MultiIndex.from_frame(assets[list(c.SOURCE)].astype({c.SOURCE_ROW: "int64"}))
    return pd.Series(times.reindex(places).fillna(0).to_numpy(), index=assets.index)
