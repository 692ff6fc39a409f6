"""What `uncertainty` and `sweep` find, in tables of plain words that fit a narrow terminal."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from capplan import columns as c
from capplan.cli.console import Short, give, give_short, in_unit, without_common_ending

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20
FARES = (
    Short(name=c.DRAWN, heading="What"),
    Short(name=c.PLANNED, heading="Planned", unit=1e6, decimals=1),
    Short(name=c.MEAN_DRAWN, heading="Average", unit=1e6, decimals=1),
    Short(name=c.SPREAD_DRAWN, heading="Spread", unit=1e6, decimals=1),
    Short(name=c.P5, heading="1 in 20 below", unit=1e6, decimals=1),
    Short(name=c.P50, heading="Half below", unit=1e6, decimals=1),
    Short(name=c.P95, heading="1 in 20 above", unit=1e6, decimals=1),
    Short(name=c.CHANCE_RATIO, heading="Chance (%)", unit=0.01),
)
FARES_SAY = (
    "£m. Spread is the standard deviation. The chance is that capital passes its envelope; of the net benefit, that "
    "it falls below nothing."
)
CORE = (
    Short(name=c.ASSET_ID, heading="Machine"),
    Short(name=c.ASSET_CLASS, heading="Class"),
    Short(name=c.NETWORK, heading="Network"),
    Short(name=c.CORE_INDEX, heading="In plans (%)", unit=0.01),
    Short(name=c.CORE_ERROR, heading="Give or take (%)", unit=0.01),
    Short(name=c.START_YEAR, heading="Year in this plan"),
    Short(name=c.SAME_YEAR_RATIO, heading="In that year (%)", unit=0.01),
)
PLANS = (
    Short(name=c.PLAN_NAME, heading="Plan"),
    Short(name=c.MEAN_VALUE_GBP, heading="Average worth (£m)", unit=1e6, decimals=1),
    Short(name=c.WORST_VALUE_GBP, heading="Least worth (£m)", unit=1e6, decimals=1),
    Short(name=c.P5, heading="1 in 20 below (£m)", unit=1e6, decimals=1),
    Short(name=c.ASSET_COUNT, heading="Machines"),
    Short(name=c.CAPITAL_GBP, heading="Capital (£m)", unit=1e6, decimals=1),
)
LOW, HIGH, WHAT, SOURCE = "low", "high", "what", "source"
DRAWN = (
    Short(name=WHAT, heading="What is drawn"),
    Short(name=LOW, heading="From"),
    Short(name=HIGH, heading="To"),
    Short(name=SOURCE, heading="Source"),
)
# What each pair of ends is of, by the beginning of its name in the reference table.
MEANS = {
    "drawn_life": "Expected life of each class, times",
    "drawn_equipment_bias": "Equipment dearer than its price, as a share",
    "drawn_works_bias": "Works dearer than their price, as a share",
    "drawn_hazard_exponent": "Growth of faults with age, as a power",
    "drawn_consequence": "Cost of a failure, times",
}
MACHINES, MOVED = "machines", "moved"
TORNADO = (
    Short(name=c.SWEPT, heading="Assumption"),
    Short(name=c.LOW_SETTING, heading="Low"),
    Short(name=c.HIGH_SETTING, heading="High"),
    Short(name=c.SWING_GBP, heading="Swing (£m)", unit=1e6, decimals=2),
    Short(name=c.VALUE_LOW_GBP, heading="Worth, low (£m)", unit=1e6, decimals=2),
    Short(name=c.VALUE_HIGH_GBP, heading="Worth, high (£m)", unit=1e6, decimals=2),
    Short(name=MACHINES, heading="Machines"),
    Short(name=MOVED, heading="Decisions moved"),
)
CURVES = (
    Short(name=c.SWEPT, heading="Assumption"),
    Short(name=c.SET_TO, heading="At"),
    Short(name=c.BUDGET_SHARE, heading="Share of budget (%)", unit=0.01),
    Short(name=c.CAPITAL_GBP, heading="Money (£m)", unit=1e6, decimals=1),
    Short(name=c.BOUND_GBP, heading="At most worth (£m)", unit=1e6, decimals=1),
    Short(name=c.VALUE_GBP, heading="Plan worth (£m)", unit=1e6, decimals=1),
)


def give_fares(fares: "pd.DataFrame") -> None:
    """How a plan fares over the draws."""
    give("")
    give_short(fares, FARES)
    give(FARES_SAY)


def give_core(core: "pd.DataFrame", titles: Mapping[str, str], borderline: str) -> None:
    """The machines that are nearest to the border between in and out."""
    near = core[core[c.STANDING] == borderline].sort_values(c.CORE_ERROR, ascending=False).head(SHOWN)
    networks, ending = without_common_ending(near[c.NETWORK].dropna().astype(str))
    near = near.assign(
        **{
            c.ASSET_CLASS: near[c.ASSET_CLASS].map(titles).fillna("not stated"),
            c.NETWORK: near[c.NETWORK].map(networks).fillna("not stated"),
        }
    )
    without = f'; networks are without "{ending}"' if ending else ""
    give(f"\nThe machines nearest to the border between in and out (all: --format csv --table core{without})")
    give_short(near, CORE)


def give_plans(plans: "pd.DataFrame") -> None:
    """The plans found that keep every rule."""
    give("\nPlans that keep every rule, the most worth on average first")
    give_short(plans[plans[c.KEEPS_RULES].astype(bool)].head(SHOWN), PLANS)


def give_drawn(drawn: "pd.DataFrame") -> None:
    """What was drawn and between which ends, a row for both ends of each."""
    import pandas as pd

    ends = drawn.assign(**{WHAT: drawn["row"].str.replace(r"_(low|high)$", "", regex=True)})
    rows = [
        (MEANS.get(str(name), str(name)), *(str(value) for value in pair["value"]), _source(pair.iloc[0]["source"]))
        for name, pair in ends.groupby(WHAT, sort=False)
    ]
    give("\nWhat was drawn, and between which ends")
    give_short(pd.DataFrame(rows, columns=[WHAT, LOW, HIGH, SOURCE]), DRAWN)


def _source(source: str) -> str:
    """Where a figure is from, without the word that says that it is from nowhere.

    >>> _source("none; capplan policy default")
    'capplan policy default'
    """
    return source.removeprefix("none; ")


def give_tornado(table: "pd.DataFrame") -> None:
    """What each lever does; machines and decisions at the low and at the high end in one column each."""
    both = table.assign(
        **{
            MACHINES: _pairs(table, c.MACHINES_LOW, c.MACHINES_HIGH),
            MOVED: _pairs(table, c.MOVED_LOW, c.MOVED_HIGH),
        }
    )
    give_short(both, TORNADO)
    give("Machines and decisions moved: at the low end, at the high end.")


def _pairs(table: "pd.DataFrame", low: str, high: str) -> list[str]:
    return [", ".join(in_unit(one, 1, 0) for one in pair) for pair in zip(table[low], table[high], strict=True)]
