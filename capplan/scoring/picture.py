"""The picture of services in sentences: what a board reads before it looks at a table."""

from collections.abc import Iterator

import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.funnel import FEWEST
from capplan.scoring.services import ALL, MEASURES, group_measure
from capplan.scoring.words import counted, figure, share

_IN_PERCENT = tuple(measure.title for measure in MEASURES if measure.is_percent)
# Few enough to name in a sentence.
_NAMED = 6


def picture(ages: pd.DataFrame, spread: pd.DataFrame, missing: pd.DataFrame, policy: Policy) -> list[str]:
    """Sentences on age against the guide, on each measure's spread, and on what is missing.

    Takes columns `AGE_PROFILE`, `SPREAD` and `NOT_COMPARED`.
    """
    titles = {str(name): str(title) for name, title in policy.reference.classes["title"].items()}
    return [*_ages(ages, policy, titles), *_spreads(spread), *_groups(spread), *_missing(missing)]


def _ages(ages: pd.DataFrame, policy: Policy, titles: dict[str, str]) -> Iterator[str]:
    of_all = ages[(ages[c.NETWORK] == ALL) & (ages[c.ASSET_CLASS] == ALL)]
    if of_all.empty or of_all[c.AGED_COUNT].iloc[0] == 0:
        yield "No machine in use has a known age."
        return
    yield _shares(of_all.iloc[0], policy)
    networks = ages[(ages[c.NETWORK] != ALL) & (ages[c.ASSET_CLASS] == ALL)]
    compliant = int((networks[c.GUIDE_RULES_MET] >= 2).sum())
    if len(networks) > 1:
        which = _some_of(compliant, len(networks), "network")
        yield f"{which} at least two of the guide's three rules, which it calls compliant."
    classes = ages[(ages[c.NETWORK] == ALL) & (ages[c.ASSET_CLASS] != ALL)].dropna(subset=[c.OVER_10_RATIO])
    oldest = classes.sort_values([c.OVER_10_RATIO, c.ASSET_CLASS], ascending=[False, True]).head(3)
    named = [
        f"{titles.get(row[c.ASSET_CLASS], row[c.ASSET_CLASS])} ({share(row[c.OVER_10_RATIO])})"
        for row in oldest.to_dict("records")
        if row[c.OVER_10_RATIO] > 0
    ]
    if named:
        yield f"The classes with the most over 10 years: {', '.join(named)}."


def _shares(row: pd.Series, policy: Policy) -> str:
    """Young, of middle age and old, each against the guide."""
    guide = policy.reference.levels["age_guide"]
    told = (
        f"{share(row[c.UP_TO_5_RATIO])} are up to 5 years (guide: at least {share(guide['up_to_5_years_at_least'])})",
        f"{share(row[c.OVER_5_TO_10_RATIO])} over 5 to 10 (at most {share(guide['over_5_to_10_years_at_most'])})",
        f"{share(row[c.OVER_10_RATIO])} over 10 (at most {share(guide['over_10_years_at_most'])})",
    )
    unknown = int(row[c.ASSET_COUNT] - row[c.AGED_COUNT])
    rest = f" The age of {counted(unknown, 'other')} is not known." if unknown else ""
    aged = int(row[c.AGED_COUNT])
    known = f"{aged:,} machine{'' if aged == 1 else 's'} in use whose age is known"
    return f"Of {known}, {told[0]}, {told[1]} and {told[2]}.{rest}"


def _spreads(spread: pd.DataFrame) -> Iterator[str]:
    titles = [measure.title for measure in MEASURES]
    for (measure, level), of in spread.groupby([c.MEASURE, c.LEVEL], sort=False):
        row = of.iloc[0]
        if row[c.GROUP_COUNT] < 2 or measure not in titles:
            continue
        least, most, overall = (_measured(row[name], str(measure)) for name in (c.LEAST, c.MOST, c.OVERALL))
        outside = str(row[c.OUTLIERS]).split("; ") if pd.notna(row[c.OUTLIERS]) else []
        told = "none differs by more than chance would have it"
        if row[c.GROUP_COUNT] < FEWEST:
            told = f"too few for funnel limits, which need {FEWEST}"
        elif outside:
            more = f" and {len(outside) - _NAMED} more" if len(outside) > _NAMED else ""
            told = f"outside their funnel limits: {'; '.join(outside[:_NAMED])}{more}"
        start = str(measure).removesuffix(", £")
        start = start[0].upper() + start[1:]
        yield f"{start}: {least} to {most} between {row[c.GROUP_COUNT]:,.0f} {level}s, {overall} overall; {told}."


def _groups(spread: pd.DataFrame) -> Iterator[str]:
    """Machines of each group per million people, overall."""
    ending = group_measure("").title
    of = spread[(spread[c.LEVEL] == "organisation") & spread[c.MEASURE].str.endswith(ending)]
    if not of.empty:
        told = [f"{row[c.MEASURE].removesuffix(ending)} {figure(row[c.OVERALL])}" for row in of.to_dict("records")]
        yield f"Machines per million people by group: {', '.join(told)}."


def _missing(missing: pd.DataFrame) -> Iterator[str]:
    if missing.empty:
        return
    counts = missing[c.WHAT_IS_MISSING].str.split(", ").explode().value_counts(sort=False)
    told = ", ".join(f"{what} ({count:,})" for what, count in counts.items())
    yield f"Not recorded, and left out rather than counted as 0, with how many organisations lack it: {told}."


def _measured(value: float, measure: str) -> str:
    if measure in _IN_PERCENT:
        return f"{100 * value:.1f} %"
    shown = figure(value) if abs(value) < 1_000 else f"{value:,.0f}"
    return f"£{shown}" if measure.endswith("£") else shown


def _some_of(count: int, whole: int, noun: str) -> str:
    if count == 0:
        return f"None of the {whole:,} {noun}s meets"
    return f"{count:,} of {whole:,} {noun}s {'meets' if count == 1 else 'meet'}"
