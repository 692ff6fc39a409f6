"""What merging networks does to each: members, machines, money, floors and risk, before and after."""

import math
from collections.abc import Iterator

import pandas as pd

from capplan import columns as c
from capplan.comparison.changes import between
from capplan.comparison.measures import groups_of, risk_left
from capplan.errors import InputError, Problem
from capplan.model import Scenario
from capplan.planning.words import money

FLOOR_RULE = "network floor"
MERGED = (
    c.NETWORK, c.FORMER, c.ORGANISATION_COUNT, c.OWNED_COUNT, c.ASSET_COUNT, c.BASE_GBP, c.CAPITAL_GBP,
    c.DIFFERENCE_GBP, c.BASE_FLOOR_GBP, c.FLOOR_GBP, c.BASE_RISK_GBP, c.RISK_LEFT_GBP,
)  # fmt: skip
MOVED = (c.ORGANISATION, c.NETWORK, c.SUCCESSOR, c.OWNED_COUNT)


def consolidation(before: Scenario, after: Scenario) -> pd.DataFrame:
    """One row a network of `after`: columns `MERGED`, those made of several networks first, then by name.

    "Before" is what the plan of `before` does for the same machines; floors are those of the audits, NaN without.

    Raises InputError where the two scenarios have the same networks.
    """
    successor = _successors(before, after)
    own = after.assets.set_index(c.ASSET_ID)[c.NETWORK]
    members = after.assets.groupby(c.NETWORK)
    was, now = groups_of(before, c.NETWORK, own), groups_of(after, c.NETWORK, own)
    floors = _floors(before)
    floor_was = floors.groupby(floors.index.map(successor)).sum(min_count=1)
    former = pd.Series(successor).rename_axis(c.FORMER).reset_index(name=c.NETWORK).groupby(c.NETWORK)[c.FORMER]
    frame = pd.DataFrame(
        {
            c.FORMER: former.agg(lambda names: ", ".join(sorted(names))),
            c.ORGANISATION_COUNT: members[c.ORGANISATION].nunique(),
            c.OWNED_COUNT: members.size(),
            c.ASSET_COUNT: now[c.ASSET_COUNT],
            c.BASE_GBP: was[c.CAPITAL_GBP],
            c.CAPITAL_GBP: now[c.CAPITAL_GBP],
            c.DIFFERENCE_GBP: now[c.CAPITAL_GBP] - was[c.CAPITAL_GBP],
            c.BASE_FLOOR_GBP: floor_was,
            c.FLOOR_GBP: _floors(after),
            c.BASE_RISK_GBP: _risk(before, own),
            c.RISK_LEFT_GBP: _risk(after, own),
        }
    ).loc[now.index]
    order = frame.assign(**{c.KIND: former.size() == 1}).rename_axis(c.NETWORK).reset_index()
    return order.sort_values([c.KIND, c.NETWORK], ignore_index=True)[list(MERGED)]


def _successors(before: Scenario, after: Scenario) -> dict[str, str]:
    """What each network before is called after."""
    both = before.assets[[c.ASSET_ID, c.NETWORK]].merge(after.assets[[c.ASSET_ID, c.NETWORK]], on=c.ASSET_ID)
    pairs = both.iloc[:, 1:].drop_duplicates().set_axis([c.NETWORK, c.SUCCESSOR], axis=1)
    if (pairs[c.NETWORK] == pairs[c.SUCCESSOR]).all():
        what = f"scenarios {before.name} and {after.name} have the same networks"
        mend = "Name a scenario that merges networks (networks.merge) within the plan's years."
        raise InputError(Problem(where="consolidation", what=what, mend=mend))
    return dict(zip(pairs[c.NETWORK], pairs[c.SUCCESSOR], strict=True))


def _floors(scenario: Scenario) -> pd.Series:
    audit = scenario.plan.audit
    return audit[audit[c.RULE] == FLOOR_RULE].set_index(c.SCOPE)[c.LIMIT].astype("float64")


def _risk(scenario: Scenario, network: pd.Series) -> pd.Series:
    left = risk_left(scenario)
    return left.groupby(left.index.map(network.to_dict())).sum().round(2)


def who_moves(before: Scenario, after: Scenario) -> pd.DataFrame:
    """The organisations that come to another network: columns `MOVED`, in order."""
    both = before.assets[[c.ASSET_ID, c.ORGANISATION, c.NETWORK]].merge(
        after.assets[[c.ASSET_ID, c.NETWORK]].rename(columns={c.NETWORK: c.SUCCESSOR}), on=c.ASSET_ID
    )
    moved = both[both[c.NETWORK] != both[c.SUCCESSOR]]
    counted = moved.groupby([c.ORGANISATION, c.NETWORK, c.SUCCESSOR]).size().reset_index(name=c.OWNED_COUNT)
    return counted[list(MOVED)].sort_values([c.SUCCESSOR, c.NETWORK, c.ORGANISATION], ignore_index=True)


def told(before: Scenario, after: Scenario) -> Iterator[str]:
    """What the merger does, in sentences: what pooling is worth and how well that is known, what it moves, and
    whether every rule is kept on both sides."""
    worth = after.plan.report.objective_gbp - before.plan.report.objective_gbp
    reports = before.plan.report, after.plan.report
    within = max(report.gap * abs(report.objective_gbp) for report in reports)
    merged = consolidation(before, after)
    count = merged[c.FORMER].str.contains(", ").sum()
    networks = [scenario.assets[c.NETWORK].nunique() for scenario in (before, after)]
    yield (
        f"{networks[0]} networks become {networks[1]}: {count} of them are made of several, and "
        f"{len(who_moves(before, after)):,} organisations come to another network."
    )
    yield (
        f"Pooling their money and limits is worth {money(worth)} of net benefit, known to within "
        f"{money(within)}, which is how far either plan may be from the best."
    )
    risk = math.fsum(merged[c.RISK_LEFT_GBP]) - math.fsum(merged[c.BASE_RISK_GBP])
    yield f"{len(between(after, before)):,} decisions differ; the yearly risk left changes by {money(risk)}."
    broken = [scenario.title for scenario in (before, after) if not scenario.plan.audit[c.KEPT].all()]
    kept = f"Rules are broken in {', '.join(broken)}." if broken else "Every rule is kept in both plans, to the pound."
    yield kept
