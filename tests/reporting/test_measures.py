"""What the papers count, worked out by hand."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_CLASS,
    ASSET_ID,
    CAPITAL_GBP,
    NEED_SCORE,
    NETWORK,
    REPLACEMENT_VALUE_GBP,
    RISK_COST_GBP_PER_YEAR,
    START_YEAR,
)
from capplan.reporting.case import UNKNOWN_CLASS, case_of, run_id, schedule_of, within_network
from capplan.reporting.fairness import inversions, network_shares
from capplan.reporting.measures import age_profile, outcome, outlook, risk_matrix, spend


def test_cocir_bands_are_on_exact_age() -> None:
    """Ages 2, 4, 5 are young, 7 and 9 middling, 12 old: 50, 33 and 17 %, which fails all three golden rules."""
    profile = age_profile(pd.DataFrame({AGE_USED_YEARS: [2, 4, 5, 7, 9, 12, np.nan]}), "All")
    assert profile.counts == (3, 2, 1)
    assert [round(share, 2) for share in profile.shares] == [0.5, 0.33, 0.17]


def test_ten_years_is_not_over_ten() -> None:
    """A machine of exactly ten years is in the middle band, one of 10.1 in the last."""
    assert age_profile(pd.DataFrame({AGE_USED_YEARS: [10.0, 10.1]}), "All").counts == (0, 1, 1)


def test_no_known_age_has_no_shares() -> None:
    """A group with no known age divides nothing by nothing."""
    assert age_profile(pd.DataFrame({AGE_USED_YEARS: [np.nan]}), "All").shares == (0.0, 0.0, 0.0)


def test_the_schedule_has_each_asset_once(study) -> None:
    """Joining scores and decisions neither loses nor repeats an asset."""
    assert schedule_of(study.recommended)[ASSET_ID].tolist() == sorted(study.recommended.assets[ASSET_ID])


def test_a_missing_cost_takes_the_class_price(study) -> None:
    """An asset with no replacement cost is valued at its class's price."""
    schedule = schedule_of(study.recommended).set_index(ASSET_ID)
    price = study.recommended.policy.reference.classes.loc["ultrasound", "price_mid_gbp"]
    assert schedule.loc["A-00003", REPLACEMENT_VALUE_GBP] == price


def test_an_unknown_class_is_still_counted(study) -> None:
    """An asset of no known class keeps its own word for it and is grouped as not known."""
    odd = study.recommended.assets.assign(**{ASSET_CLASS: "laser"})
    schedule = schedule_of(dataclasses.replace(study.recommended, assets=odd))
    assert set(schedule["class_title"]) == {"laser"}
    assert set(schedule["class_group"]) == {UNKNOWN_CLASS}


def test_the_matrix_counts_every_rated_machine(national) -> None:
    """The cells of the 5 x 5 add up to the machines that have a rating."""
    schedule = schedule_of(national.recommended)
    assert risk_matrix(schedule).sum() == schedule["risk_likelihood"].notna().sum() == len(schedule) - 1


def test_spend_is_the_cash_of_the_plan(national) -> None:
    """Spend by group and year adds up to the plan's cash, to the pound."""
    by_year, cash = spend(national.recommended), national.recommended.plan.cash
    assert by_year.total == cash[CAPITAL_GBP].sum() == outcome(national.recommended).capital_gbp
    assert by_year.by_year == tuple(cash.groupby("year")[CAPITAL_GBP].sum().reindex(by_year.years, fill_value=0))


def test_spend_over_the_envelope_is_seen(study) -> None:
    """A year that spends more than its envelope is named."""
    tight = study.recommended.budget.assign(envelope_gbp=[1, 10**9, 10**9, 10**9, 10**9])
    assert spend(dataclasses.replace(study.recommended, budget=tight)).over_envelope == (2027,)


def test_the_outlook_compares_the_last_year(study) -> None:
    """The change is the plan's last year against doing nothing in that year."""
    frame = study.recommended.outlook.assign(keep_all_gbp=[1.0, 1, 1, 1, 200], with_plan_gbp=[1.0, 1, 1, 1, 150])
    assert outlook(dataclasses.replace(study.recommended, outlook=frame)).last_change == pytest.approx(-0.25)


def test_network_shares_add_up_to_one(national) -> None:
    """Shares of value, need and money each add up to the whole."""
    shares = network_shares(schedule_of(national.recommended))
    for name in ("value_share", "need_share", "money_share"):
        assert sum(getattr(one, name) for one in shares) == pytest.approx(1)
    assert sum(one.capital_gbp for one in shares) == outcome(national.recommended).capital_gbp


def test_a_plan_of_nothing_has_shares_of_nothing(study) -> None:
    """Where nothing is funded no network has a share of the money."""
    schedule = schedule_of(study.recommended).assign(**{ACTION: "keep", CAPITAL_GBP: 0.0})
    assert {one.money_share for one in network_shares(schedule)} == {0.0}


def _machines(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[ASSET_ID, AGE_USED_YEARS, NEED_SCORE, START_YEAR])
    kept = frame[START_YEAR].isna()
    return frame.assign(**{NETWORK: "N", ASSET_CLASS: "ct", ACTION: ["keep" if one else "replace" for one in kept]})


def test_a_younger_machine_first_is_an_inversion() -> None:
    """Older with as much need and later, or never: an inversion each."""
    found = inversions(_machines(("old", 15, 60, 2029), ("older", 20, 70, np.nan), ("young", 5, 60, 2027)))
    assert found.pairs == 3
    assert found.older[ASSET_ID].tolist() == ["older", "old"]
    assert found.younger[ASSET_ID].tolist() == ["young", "young"]


@pytest.mark.parametrize(
    "young", [("young", 5, 61, 2027), ("young", 5, 60, 2029), ("young", 5, 60, np.nan), ("young", np.nan, 60, 2027)]
)
def test_what_is_no_inversion(young) -> None:
    """Higher need, the same year, not replaced at all, or of unknown age: no inversion."""
    assert inversions(_machines(("old", 15, 60, 2029), young)).pairs == 0


def test_inversions_stay_within_network_and_class() -> None:
    """Machines of another class or network are not compared."""
    machines = _machines(("old", 15, 60, np.nan), ("young", 5, 50, 2027))
    assert inversions(machines.assign(**{NETWORK: ["N", "S"]})).pairs == 0
    assert inversions(machines.assign(**{ASSET_CLASS: ["ct", "mri"]})).pairs == 0


def test_a_network_case_holds_its_own_machines_only(study) -> None:
    """A network's case has the rows of that network and no other."""
    case = within_network(case_of(study, study.recommended), "Network 02")
    assert set(case.schedule[NETWORK]) == {"Network 02"}
    assert len(case.funded) + len(case.kept) == len(case.schedule) == 4


def test_the_run_is_named_by_its_inputs(study, study_builder) -> None:
    """The same inputs give the same run, whichever scenario is recommended; another budget gives another."""
    assert run_id(study) == run_id(study_builder()) == run_id(study.recommending(study.scenarios[2]))
    assert run_id(study) != run_id(study_builder(envelope_gbp=1_500_001))


def test_risk_is_removed_or_left(national) -> None:
    """What the plan removes and what it leaves are the whole risk cost."""
    total = schedule_of(national.recommended)[RISK_COST_GBP_PER_YEAR].sum()
    ours = outcome(national.recommended)
    assert ours.risk_left_gbp + ours.risk_removed_gbp == pytest.approx(total)
