"""What a year of deferral costs, and what the successor would."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring import challenger, deferral_cost, outlook, score
from capplan.scoring.economics import levelised

HARM_AND_CYBER = 9.6 + 7_040.0
HARM_AND_CYBER_AS_NEW = 9.6 + 9.6
OLD = [177_464, 194_169, 211_182, 228_501, 246_125, 264_057, 282_300]
NET = [352_601, 385_432, 401_012, 400_183, 383_761, 352_537, 307_269]
DEFERRING = [-32_830, -15_580, 829, 16_421, 31_225, 45_267, 58_577]


@pytest.fixture
def policy() -> Policy:
    """Successor at £950,000, upkeep of £60,000 that grows on; no works, no bias; year 0 at the as-at date."""
    return Policy.model_validate(
        {
            "plan": {"as_at": dt.date(2027, 4, 1), "start": 2027},
            "prices": {"optimism_bias": {"equipment": 0.0, "works": 0.0}},
            "reference": {
                "upkeep": {"ct": {"maintenance_share_mid": 60_000 / 950_000}},
                "parameters": {"upkeep_grows_to_lives": {"value": 9.0}},
            },
        }
    )


@pytest.fixture
def ct(ct: pd.DataFrame) -> pd.DataFrame:
    """The worked CT with £70,000 of maintenance a year."""
    return ct.assign(
        **{c.MAINTENANCE_GBP_PER_YEAR: 70_000, c.REPLACEMENT_COST_GBP: 950_000, c.WORKS_COST_GBP: 0, c.VAT_BASIS: "ex"}
    )


def yearly(assets: pd.DataFrame, policy: Policy) -> np.ndarray:
    cost = deferral_cost(assets, score(assets, policy), policy)
    return cost[c.DEFERRAL_COST_GBP].to_numpy().reshape(len(assets), -1)


def net_by_start(old: np.ndarray, successor: float, rate: float) -> np.ndarray:
    discounted = (old - successor) * (1 + rate) ** -np.arange(len(old))
    return discounted[::-1].cumsum()[::-1]


def test_keeping_the_worked_ct(ct: pd.DataFrame, policy: Policy) -> None:
    """Service loss and maintenance of the worked CT over seven years, to £1."""
    assert (yearly(ct, policy)[0, :7] - HARM_AND_CYBER).tolist() == pytest.approx(OLD, abs=1)


def test_the_worked_successor(ct: pd.DataFrame, policy: Policy) -> None:
    """Its economic life is 13 years, its equivalent annual cost £210,294: £121,204 to run, £89,090 capital."""
    row = challenger(ct, score(ct, policy), policy).iloc[0]
    assert row[c.ECONOMIC_LIFE_YEARS] == 13
    assert row[c.EQUIVALENT_ANNUAL_COST_GBP] - HARM_AND_CYBER_AS_NEW == pytest.approx(210_294, abs=1)
    assert row[c.SUCCESSOR_RUNNING_GBP_PER_YEAR] - HARM_AND_CYBER_AS_NEW == pytest.approx(121_204, abs=1)
    assert row[c.SUCCESSOR_CAPITAL_GBP_PER_YEAR] == pytest.approx(89_090, abs=1)


def test_when_to_replace_the_worked_ct(ct: pd.DataFrame, policy: Policy) -> None:
    """Net benefit by start year over ten years, to £1; deferring past the third year starts to cost."""
    row = challenger(ct, score(ct, policy), policy).iloc[0]
    successor = row[c.EQUIVALENT_ANNUAL_COST_GBP] - HARM_AND_CYBER_AS_NEW
    net = net_by_start(yearly(ct, policy)[0] - HARM_AND_CYBER, successor, policy.prices.discount_rate)
    assert net[:7].tolist() == pytest.approx(NET, abs=1)
    assert (net[:-1] - net[1:])[:7].tolist() == pytest.approx(DEFERRING, abs=1)


def test_replace_in_the_first_year_that_keeping_costs_more(worked: pd.DataFrame, policy: Policy) -> None:
    """Where yearly cost rises, net benefit is greatest at the first year that exceeds the successor's."""
    old = yearly(worked, policy)
    successors = challenger(worked, score(worked, policy), policy)[c.EQUIVALENT_ANNUAL_COST_GBP]
    for costs, successor in zip(old, successors, strict=True):
        if (costs > successor).any():
            net = net_by_start(costs, successor, policy.prices.discount_rate)
            assert net.argmax() == (costs > successor).argmax()


def test_cost_of_keeping_never_falls(worked: pd.DataFrame, policy: Policy) -> None:
    """With a hazard exponent of 1 or more and upkeep that does not shrink, each year costs no less."""
    assert (np.diff(yearly(worked, policy), axis=1) >= 0).all()


def test_without_growth_every_year_costs_the_same(worked: pd.DataFrame, policy: Policy) -> None:
    """A hazard exponent of 1 and no growth of upkeep give a constant cost."""
    steady = {
        "parameters": {"hazard_exponent": {"value": 1.0}},
        "upkeep": {name: {"maintenance_growth": 0.0} for name in ("ct", "mri", "xray_room")},
    }
    constant = Policy.model_validate({"plan": {"as_at": dt.date(2027, 4, 1)}, "reference": steady})
    assert np.ptp(yearly(worked, constant), axis=1).tolist() == pytest.approx([0, 0, 0, 0], abs=1e-6)


def test_a_year_of_the_plan_starts_on_1_april(ct: pd.DataFrame) -> None:
    """From an as-at date two years before, the plan's first year is the third year of keeping."""
    now, later = (
        yearly(ct, Policy.model_validate({"plan": {"as_at": dt.date(2026, 4, 1), "start": start}}))[0]
        for start in (2026, 2028)
    )
    assert later[0] == pytest.approx(now[2], rel=2e-4)
    begun = Policy.model_validate({"plan": {"as_at": dt.date(2026, 10, 31), "start": 2026}})
    assert yearly(ct, begun)[0].tolist() == pytest.approx(now.tolist())


def test_years_run_over_the_appraisal_period(worked: pd.DataFrame, policy: Policy) -> None:
    """One row an asset and year, years in order, assets in the order of the register."""
    cost = deferral_cost(worked, score(worked, policy), policy)
    assert list(cost.columns) == list(c.DEFERRAL)
    assert cost[c.ASSET_ID].unique().tolist() == worked[c.ASSET_ID].tolist()
    assert cost[c.YEAR].tolist() == list(range(2027, 2037)) * 4


def test_an_average_machine_stands_on_its_class_curve(ct: pd.DataFrame, policy: Policy) -> None:
    """Where the register gives no maintenance, a nine-year-old pays eight years' growth since warranty."""
    given, assumed = (yearly(ct.assign(**{c.MAINTENANCE_GBP_PER_YEAR: paid}), policy)[0] for paid in (70_000, None))
    upkeep = 60_000 * 1.05 ** (9 - 1 + np.arange(10))
    assert (assumed - given).tolist() == pytest.approx((upkeep - 70_000 * 1.05 ** np.arange(10)).tolist())


def test_upkeep_stops_growing_at_two_lives(ct: pd.DataFrame, policy: Policy) -> None:
    """A scanner of 61 years with a life of 10 pays what one of 20 does: 19 years' growth since warranty, and no more;
    its own figure stays where it is; a parameter sets the end."""
    old = ct.assign(**{c.AGE_YEARS: 61.0, c.EXPECTED_LIFE_YEARS: 10.0})

    def kept(paid: int | None, **parameters: dict[str, float]) -> np.ndarray:
        shares = {"ct": {"maintenance_share_mid": 60_000 / 950_000}}
        ours = policy.model_copy(update={"reference_overrides": {"upkeep": shares, "parameters": parameters}})
        return yearly(old.assign(**{c.MAINTENANCE_GBP_PER_YEAR: paid}), ours)[0]

    assert (kept(None) - kept(70_000)).tolist() == pytest.approx([60_000 * 1.05**19 - 70_000] * 10)
    further = kept(None, upkeep_grows_to_lives={"value": 3.0}) - kept(None)
    assert further.tolist() == pytest.approx([60_000 * (1.05**29 - 1.05**19)] * 10)


def test_a_machine_under_warranty_pays_no_maintenance(ct: pd.DataFrame, policy: Policy) -> None:
    """The class's maintenance starts when the warranty ends."""
    new = ct.assign(**{c.AGE_YEARS: 0.0, c.MAINTENANCE_GBP_PER_YEAR: None})
    paid = yearly(new, policy)[0] - yearly(new.assign(**{c.MAINTENANCE_GBP_PER_YEAR: 1}), policy)[0]
    assert paid[:2].tolist() == pytest.approx([-1, 60_000 - 1.05], abs=1e-6)


def test_capital_of_a_successor_has_bias_and_no_vat(ct: pd.DataFrame) -> None:
    """Equipment and works each carry their optimism bias; VAT is a transfer and stays out."""
    policy = Policy.model_validate({"plan": {"as_at": dt.date(2027, 4, 1)}})
    ex = ct.assign(**{c.REPLACEMENT_COST_GBP: 500_000, c.WORKS_COST_GBP: 100_000, c.VAT_BASIS: "ex"})
    inc = ct.assign(**{c.REPLACEMENT_COST_GBP: 600_000, c.WORKS_COST_GBP: 120_000, c.VAT_BASIS: "inc"})
    rows = [challenger(frame, score(frame, policy), policy).iloc[0] for frame in (ex, inc)]
    life = int(rows[0][c.ECONOMIC_LIFE_YEARS])
    in_advance = sum(1.035**-year for year in range(life))
    assert rows[0][c.SUCCESSOR_CAPITAL_GBP_PER_YEAR] == pytest.approx((500_000 * 1.1 + 100_000 * 1.24) / in_advance)
    assert rows[1][c.EQUIVALENT_ANNUAL_COST_GBP] == pytest.approx(rows[0][c.EQUIVALENT_ANNUAL_COST_GBP])


def test_what_cannot_be_known_has_no_cost(ct: pd.DataFrame, policy: Policy) -> None:
    """No class, no age, or neither a price nor maintenance: the cost is missing, never a guess."""
    holes = {"class": {c.ASSET_CLASS: None}, "age": {c.AGE_YEARS: None}, "price": {
        c.ASSET_CLASS: "vehicle_light", c.EXPECTED_LIFE_YEARS: 8, c.REPLACEMENT_COST_GBP: None,
        c.MAINTENANCE_GBP_PER_YEAR: None}}  # fmt: skip
    assets = pd.concat([ct.assign(**{c.ASSET_ID: name, **hole}) for name, hole in holes.items()], ignore_index=True)
    assert np.isnan(yearly(assets, policy)).all()
    successors = challenger(assets, score(assets, policy), policy).set_index(c.ASSET_ID)
    assert successors[c.EQUIVALENT_ANNUAL_COST_GBP].isna().to_dict() == {"class": True, "age": False, "price": True}
    assert successors.loc["class", c.ECONOMIC_LIFE_YEARS] is pd.NA


def test_the_best_life_is_the_least_yearly_cost() -> None:
    """The economic life beats every other life, for any pattern of rising cost."""
    costs = 1_000 * 1.2 ** np.arange(30.0)
    life, running, capital = levelised(costs[None, :], np.array([20_000.0]), rate=0.035)
    discount = 1.035 ** -np.arange(30.0)
    by_life = [(20_000 + (costs * discount)[:n].sum()) / discount[:n].sum() for n in range(1, 31)]
    assert life[0] == np.argmin(by_life) + 1
    assert running[0] + capital[0] == pytest.approx(min(by_life))


def test_an_older_price_is_brought_to_the_plans_base(ct: pd.DataFrame, policy: Policy) -> None:
    """A price of 2024 grows by equipment inflation to the plan's price base before it is costed."""
    old = ct.assign(**{c.PRICE_BASE_YEAR: policy.plan.price_base - 2})
    now, then = (challenger(frame, score(frame, policy), policy).iloc[0] for frame in (ct, old))
    assert then[c.ECONOMIC_LIFE_YEARS] == now[c.ECONOMIC_LIFE_YEARS]
    ratio = then[c.SUCCESSOR_CAPITAL_GBP_PER_YEAR] / now[c.SUCCESSOR_CAPITAL_GBP_PER_YEAR]
    assert ratio == pytest.approx((1 + policy.prices.inflation) ** 2)


def test_the_years_ahead_hold_need_cost_and_worth(ct: pd.DataFrame, policy: Policy) -> None:
    """Need now is the score; cost is that of deferral; worth by start year is the worked one, harm and cyber beside."""
    ahead = outlook(ct, policy)
    assert tuple(ahead.columns) == c.OUTLOOK
    assert ahead[c.NEED_SCORE].iloc[0] == pytest.approx(score(ct, policy)[c.NEED_SCORE].item())
    assert ahead[c.DEFERRAL_COST_GBP].tolist() == pytest.approx(yearly(ct, policy)[0].tolist())
    beside = (HARM_AND_CYBER - HARM_AND_CYBER_AS_NEW) * 1.035 ** -np.arange(10.0)
    worth = ahead[c.BENEFIT_GBP].to_numpy() - beside[::-1].cumsum()[::-1]
    assert worth[:7].tolist() == pytest.approx(NET, abs=1)
    assert ahead[c.YEAR].tolist() == list(range(2027, 2037))


def test_need_and_rating_are_worked_out_anew_each_year(worked: pd.DataFrame, policy: Policy) -> None:
    """Five years on CT-04 is the same machine at eight years with its faults grown by (0.8163 / 0.5) ^ 1.1."""
    ahead = outlook(worked, policy).set_index([c.ASSET_ID, c.YEAR]).loc[("CT-04", 2032)]
    growth = (8 / 9.8 / 0.5) ** 1.1
    cost = 0.4 * growth * 24_000 + 2 * 9.6
    assert ahead[c.RISK_COST_GBP_PER_YEAR] == pytest.approx(cost)
    age = 40 + 30 * (8 / 9.8 - 0.8) / 0.2
    need = 0.25 * age + 0.15 * 50.6666667 + 0.60 * 25 * (np.log10(cost) - 2)
    assert ahead[c.NEED_SCORE] == pytest.approx(need)
    assert (ahead[c.RISK_LIKELIHOOD], ahead[c.RISK_CONSEQUENCE]) == (5 if 0.4 * growth > np.log(2) else 4, 3)


def test_an_asset_without_need_has_no_years_ahead(worked: pd.DataFrame, policy: Policy) -> None:
    """Its rows stay, empty; those of the others are as they were."""
    ahead = outlook(worked.assign(**{c.AGE_YEARS: [None, 12.0, 16.0, 3.0]}), policy)
    assert ahead.iloc[:10][[c.NEED_SCORE, c.RISK_LIKELIHOOD, c.DEFERRAL_COST_GBP, c.BENEFIT_GBP]].isna().all(axis=None)
    pd.testing.assert_frame_equal(ahead.iloc[10:], outlook(worked, policy).iloc[10:])
