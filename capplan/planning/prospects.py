"""What every action is worked out from: the assets, what they cost to keep, and what would become of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Floats, Whole
from capplan.planning.eligibility import Facts
from capplan.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What scoring says of each asset's years to come, as it gives them.

    - `deferral`: columns `DEFERRAL`, each year of the appraisal period.
    - `challenger`: columns `CHALLENGER`, one row an asset.
    - `alternatives`: columns `ALTERNATIVES`, each year of the appraisal period.
    - `renewed`: columns `RENEWED`, one row an asset.

    """

    deferral: pd.DataFrame
    challenger: pd.DataFrame
    alternatives: pd.DataFrame
    renewed: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """The assets that may be treated, and what is known of each, in one order.

    - `facts`: asset facts with what their class and successor say, range index, one row an asset.
    - `kept`, `upgraded`: expected running and risk cost if kept or upgraded, assets x years of the
      appraisal, real pounds a year. `kept_upkeep`, `upgraded_upkeep`, `new_upkeep`: the maintenance in it;
      that of a new machine by its age. `upgraded_faults`: faults if upgraded over faults if kept.
    """

    facts: Facts
    kept: Floats
    upgraded: Floats
    kept_upkeep: Floats
    upgraded_upkeep: Floats
    new_upkeep: Floats
    upgraded_faults: Floats
    policy: Policy

    @property
    def discount(self) -> Floats:
        """What a pound of each year of the appraisal is worth in the plan's first year."""
        prices = self.policy.prices
        return np.asarray((1 + prices.discount_rate) ** -np.arange(float(prices.appraisal_years)))

    @property
    def years(self) -> Whole:
        """The financial years of the plan."""
        return np.asarray(self.policy.years, dtype=np.int64)

    def fact(self, name: str) -> Floats:
        """A number of each asset, NaN where it is missing."""
        return self.facts[name].to_numpy(dtype=np.float64, na_value=np.nan)


def make_prospects(treatable: Facts, outcomes: Outcomes, policy: Policy) -> Prospects:
    """Bring the frames of scoring into the order of `treatable` (asset facts, any index)."""
    facts = treatable.merge(outcomes.challenger, on=c.ASSET_ID, validate="one_to_one")
    facts = facts.merge(outcomes.renewed, on=c.ASSET_ID, validate="one_to_one")
    of_class = policy.reference.classes.select_dtypes("number")
    facts = facts.join(of_class[of_class.columns.difference(facts.columns)], on=c.ASSET_CLASS)
    others, ids = outcomes.alternatives, facts[c.ASSET_ID]

    def by_year(frame: pd.DataFrame, column: c.Column) -> Floats:
        years = range(policy.plan.start, policy.plan.start + policy.prices.appraisal_years)
        wide = frame.pivot(index=c.ASSET_ID, columns=c.YEAR, values=column)
        return wide.reindex(index=ids, columns=years).to_numpy(dtype=np.float64, na_value=np.nan)

    return Prospects(
        facts=facts,
        kept=by_year(outcomes.deferral, c.DEFERRAL_COST_GBP),
        upgraded=by_year(others, c.UPGRADED_COST_GBP),
        kept_upkeep=by_year(others, c.KEPT_UPKEEP_GBP),
        upgraded_upkeep=by_year(others, c.UPGRADED_UPKEEP_GBP),
        new_upkeep=by_year(others, c.NEW_UPKEEP_GBP),
        upgraded_faults=by_year(others, c.UPGRADED_FAULTS_RATIO),
        policy=policy,
    )
