"""What would become of a machine if it were upgraded or replaced."""

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import Policy, default_policy
from capplan.scoring import alternatives, deferral_cost, renewed, score


def policy_with(**settings: object) -> Policy:
    return Policy.model_validate(settings)


def gaining(years: float, **settings: object) -> Policy:
    """A policy whose upgrade of a CT scanner takes off these years."""
    return policy_with(reference={"actions": {"ct": {"upgrade_years": years}}}, **settings)


@pytest.mark.parametrize("hazard", ["power_law", "constant", "cnaim"])
@pytest.mark.parametrize("upkeep", [None, 70_000.0])
def test_an_upgrade_of_no_years_changes_nothing(ct: pd.DataFrame, hazard: str, upkeep: float | None) -> None:
    """The cost if upgraded is then the cost of keeping, to the penny, under every hazard model."""
    policy = gaining(0, hazard={"model": hazard})
    machine = ct.assign(**{c.MAINTENANCE_GBP_PER_YEAR: upkeep})
    scores = score(machine, policy)
    kept = deferral_cost(machine, scores, policy)[c.DEFERRAL_COST_GBP].to_numpy()
    made = alternatives(machine, scores, policy)
    assert made[c.UPGRADED_COST_GBP].to_numpy() == pytest.approx(kept, abs=0.01)
    assert made[c.UPGRADED_FAULTS_RATIO].to_numpy() == pytest.approx(np.ones(len(kept)))


def test_an_upgraded_machine_costs_what_it_cost_when_it_was_that_young(ct: pd.DataFrame) -> None:
    """With three years off, each year costs what keeping it costs three years sooner."""
    policy = gaining(3)
    scores = score(ct, policy)
    kept = deferral_cost(ct, scores, policy)[c.DEFERRAL_COST_GBP].to_numpy()
    made = alternatives(ct, scores, policy)[c.UPGRADED_COST_GBP].to_numpy()
    assert made[3:] == pytest.approx(kept[:-3], abs=0.01)


def test_no_upgrade_makes_a_machine_younger_than_new(ct: pd.DataFrame) -> None:
    """Fifty years off a machine of nine leave it new, and its own maintenance with it."""
    machine = ct.assign(**{c.MAINTENANCE_GBP_PER_YEAR: 70_000.0})
    policy = gaining(50)
    made = alternatives(machine, score(machine, policy), policy)
    assert made[c.UPGRADED_UPKEEP_GBP].to_numpy() == pytest.approx([70_000 * 1.05**-9] * 10)


def test_a_class_without_an_upgrade_has_none(worked: pd.DataFrame) -> None:
    """What is said of upgrading is missing there; what is said of keeping is not."""
    policy = default_policy()
    machine = worked.head(1).assign(**{c.ASSET_CLASS: "ultrasound"})
    made = alternatives(machine, score(machine, policy), policy)
    assert made[c.UPGRADED_COST_GBP].isna().all()
    assert made[c.KEPT_UPKEEP_GBP].notna().all()


def test_a_new_machine_is_free_of_maintenance_under_warranty(ct: pd.DataFrame) -> None:
    """Nothing in the first year, a tenth of £750,000 in the second, growing from then."""
    policy = default_policy()
    made = alternatives(ct, score(ct, policy), policy)[c.NEW_UPKEEP_GBP].to_numpy()
    assert made[:3] == pytest.approx([0.0, 75_000.0, 78_750.0])


def test_need_as_new_keeps_the_pressure_and_loses_age_and_wear(worked: pd.DataFrame) -> None:
    """A successor has no age; an upgraded machine keeps all but some years; neither needs more than today."""
    policy = default_policy()
    now, then = score(worked, policy), renewed(worked, policy)
    assert (then[c.NEED_AS_NEW] < now[c.NEED_SCORE]).all()
    assert (then[c.NEED_AS_NEW] >= policy.weights.utilisation * now[c.UTILISATION_VALUE] - 1e-9).all()
    upgraded = then[c.NEED_UPGRADED].dropna()
    assert (upgraded <= now[c.NEED_SCORE][upgraded.index] + 1e-9).all()
    assert (then[c.RATING_AS_NEW] <= now[c.RISK_LIKELIHOOD] * now[c.RISK_CONSEQUENCE]).all()


def test_utilisation_is_told_only_where_the_register_says_it(ct: pd.DataFrame) -> None:
    """Hours used over hours staffed; missing where either would have to be assumed."""
    policy = default_policy()
    assert renewed(ct, policy)[c.UTILISATION_KNOWN_RATIO].tolist() == pytest.approx([4_200 / 4_500])
    unknown = ct.assign(**{c.HOURS_AVAILABLE_PER_YEAR: None})
    assert renewed(unknown, policy)[c.UTILISATION_KNOWN_RATIO].isna().all()
