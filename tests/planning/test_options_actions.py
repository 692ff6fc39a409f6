"""Each action worked by hand: what it costs, what it is worth, to whom it is open."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capplan import columns as c
from capplan.planning.options import OptionSet
from tests.planning.machines import facts_of, options_of, outcomes_of, policy_with

# A CT scanner that costs £100,000 a year to keep, £60,000 of it maintenance; its successor costs £40,000 to run
# and £30,000 of levelised capital. Equipment £750,000 and works £100,000 without VAT, in the prices of 2026.
KEPT, UPKEEP = 100_000.0, 60_000.0
SUCCESSOR = {
    c.EQUIVALENT_ANNUAL_COST_GBP: 70_000.0,
    c.SUCCESSOR_RUNNING_GBP_PER_YEAR: 40_000.0,
    c.SUCCESSOR_CAPITAL_GBP_PER_YEAR: 30_000.0,
}
OTHERS = {
    c.KEPT_UPKEEP_GBP: UPKEEP,
    c.UPGRADED_COST_GBP: 80_000.0,
    c.UPGRADED_UPKEEP_GBP: 50_000.0,
    c.NEW_UPKEEP_GBP: 20_000.0,
    c.UPGRADED_FAULTS_RATIO: 0.75,
}
EQUIPMENT, WORKS = 750_000 * 1.10, 100_000 * 1.24
NO_TIME = {"discount_rate": 0.0, "inflation": 0.0}


def made(
    *machines: dict[str, Any], actions: dict[str, Any], others: dict[str, Any] | None = None, **more: Any
) -> OptionSet:
    facts = facts_of(*(machines or ({},)))
    outcomes = outcomes_of(facts, [KEPT] * 10, SUCCESSOR, **OTHERS | (others or {}))
    return options_of(facts, outcomes, policy_with(actions=actions, **{"prices": NO_TIME} | more))


def two_little_used() -> OptionSet:
    """An old and a young scanner of one network, each doing 1,000 exams of the 5,000 it could."""
    machine = {"network": "North", "activity_per_year": 1_000, "capacity_per_year": 5_000}
    return made(
        machine | {"age_years": 12.0},
        machine | {"age_years": 3.0},
        actions={"offer": ["share"]},
        others={c.UTILISATION_KNOWN_RATIO: [0.2, 0.2]},
    )


def test_replacement_by_hand() -> None:
    """£30,000 a year better than keeping, for the years that are left of ten."""
    options = made(actions={"offer": ["replace"]}).options
    assert options[c.BENEFIT_GBP].tolist() == [300_000, 270_000, 240_000, 210_000, 180_000]


def test_upgrade_by_hand() -> None:
    """Thirty per cent of the equipment serves five years: £20,000 a year less its price spread over them; only
    the equipment is paid."""
    got = made(actions={"offer": ["upgrade"]})
    assert got.options[c.BENEFIT_GBP].tolist() == pytest.approx([5 * 20_000 - 0.3 * EQUIPMENT] * 5)
    assert got.cash[c.CAPITAL_GBP].tolist() == [round(0.3 * EQUIPMENT * 1.2)] * 5


def test_lease_by_hand() -> None:
    """The equipment's part of the levelised capital costs a tenth more; under IFRS 16 all of it scores to the limit."""
    got = made(actions={"offer": ["lease"]})
    dearer = 0.1 * 30_000 * EQUIPMENT / (EQUIPMENT + WORKS)
    assert got.options[c.BENEFIT_GBP].tolist() == pytest.approx([(30_000 - dearer) * n for n in (10, 9, 8, 7, 6)])
    assert got.cash[c.CAPITAL_GBP].tolist() == [round((EQUIPMENT + WORKS) * 1.2)] * 5


def test_share_by_hand() -> None:
    """The older gives its work to the younger: its maintenance stops, at the cost of the move and the disposal."""
    got = two_little_used()
    assert got.options[c.ASSET_ID].unique().tolist() == ["A-0"]
    assert got.options[c.RECEIVER].unique().tolist() == ["A-1"]
    assert got.options[c.BENEFIT_GBP].tolist() == [UPKEEP * n - 40_000 - 25_000 for n in (10, 9, 8, 7, 6)]
    assert got.cash[c.CAPITAL_GBP].tolist() == [round(65_000 * 1.2)] * 5


def test_retirement_by_hand() -> None:
    """All that keeping costs stops, less the disposal; open to little-used machines alone."""
    used = {c.UTILISATION_KNOWN_RATIO: [0.2, 0.6, np.nan]}
    got = made({}, {}, {}, actions={"offer": ["retire"]}, others=used, rules={"capacity": {}})
    assert got.options[c.ASSET_ID].unique().tolist() == ["A-0"]
    assert got.options[c.BENEFIT_GBP].tolist() == [KEPT * n - 25_000 for n in (10, 9, 8, 7, 6)]
    assert got.left_out[c.REASON_CODE].tolist() == ["no_action", "no_action"]


def test_retirement_needs_a_rule_of_capacity() -> None:
    """Without one nothing would hold the machines that a service needs."""
    used = {c.UTILISATION_KNOWN_RATIO: 0.2}
    assert made(actions={"offer": ["replace", "retire"]}, others=used).options[c.ACTION].unique().tolist() == [
        "replace"
    ]


@given(rate=st.floats(0, 0.1), premium=st.floats(0, 0.5), works=st.floats(0, 1))
def test_lease_and_replacement_differ_by_finance_alone(rate: float, premium: float, works: float) -> None:
    """With no premium they are worth the same; with one the difference is the premium on the rent, discounted."""
    prices = {"discount_rate": rate, "inflation": 0.0, "optimism_bias": {"equipment": 0.0, "works": works}}
    reference = {"actions": {"ct": {"lease_premium": premium}}}
    options = made(actions={"offer": ["replace", "lease"]}, prices=prices, reference=reference).options
    by_action = {name: rows[c.BENEFIT_GBP].to_numpy() for name, rows in options.groupby(c.ACTION)}
    rent_more = premium * 30_000 * 750_000 / (750_000 + 100_000 * (1 + works))
    years_left = np.array([sum((1 + rate) ** -t for t in range(start, 10)) for start in range(5)])
    assert by_action["replace"] - by_action["lease"] == pytest.approx(rent_more * years_left, abs=0.01)


@given(rate=st.floats(0, 0.1), kept=st.lists(st.floats(0, 1e6), min_size=10, max_size=10))
def test_retirement_is_worth_all_that_keeping_costs_less_disposal(rate: float, kept: list[float]) -> None:
    """b(u) is the whole discounted cost of keeping from u on, less the discounted disposal."""
    facts = facts_of({})
    outcomes = outcomes_of(facts, kept, SUCCESSOR, **OTHERS | {c.UTILISATION_KNOWN_RATIO: 0.1})
    policy = policy_with(
        actions={"offer": ["retire"]}, prices={"discount_rate": rate}, rules={"capacity": {"share": 0.9}}
    )
    benefit = options_of(facts, outcomes, policy).options[c.BENEFIT_GBP].tolist()
    worth = [cost * (1 + rate) ** -year for year, cost in enumerate(kept)]
    assert benefit == pytest.approx([sum(worth[u:]) - 25_000 * (1 + rate) ** -u for u in range(5)], abs=0.01)


@given(rate=st.floats(0, 0.1))
def test_an_upgrade_that_gains_nothing_and_costs_nothing_is_worth_nothing(rate: float) -> None:
    """With no years gained the cost of keeping is what it was."""
    nothing = {"actions": {"ct": {"upgrade_share": 0.0, "upgrade_years": 0}}}
    prices = {"discount_rate": rate}
    same = {c.UPGRADED_COST_GBP: KEPT}
    options = made(actions={"offer": ["upgrade"]}, others=same, prices=prices, reference=nothing).options
    assert options[c.BENEFIT_GBP].tolist() == pytest.approx([0.0] * 5, abs=1e-6)


@pytest.mark.parametrize(
    "machine",
    [
        {"refurbished_date": dt.date(2022, 1, 1)},
        {"support_status": "ended_no_spares"},
        {"must_treat": True},
        {"asset_class": "ultrasound"},
    ],
)
def test_an_upgrade_is_not_open_to_every_machine(machine: dict[str, Any]) -> None:
    """Not a second time, not without support, not to discharge a duty, not where the class has none."""
    assert made(machine, actions={"offer": ["upgrade"]}).options.empty


def test_an_upgrade_waits_until_there_are_years_to_lose() -> None:
    """A machine of less than the years that an upgrade takes off is not upgraded."""
    longer = {"actions": {"ct": {"upgrade_years": 11}}}
    options = made({}, actions={"offer": ["upgrade"]}, reference=longer).options
    assert options[c.START_YEAR].tolist() == [2029, 2030, 2031]


def test_a_receiver_takes_one_donor_and_gives_nothing() -> None:
    """Of three little-used machines the oldest gives to the youngest, and the third stays."""
    machine = {"network": "North", "activity_per_year": 1_000, "capacity_per_year": 5_000}
    used = {c.UTILISATION_KNOWN_RATIO: 0.2}
    got = made(machine, machine, machine, actions={"offer": ["share"]}, others=used)
    assert got.options.groupby(c.ASSET_ID)[c.RECEIVER].first().to_dict() == {"A-0": "A-2"}


@pytest.mark.parametrize(
    ("donor", "receiver"),
    [
        ({"network": "Coast"}, {}),
        ({"asset_class": "mri"}, {}),
        ({"activity_per_year": 4_000}, {}),
        ({}, {"activity_per_year": None}),
        ({}, {"must_treat": True}),
    ],
)
def test_work_goes_only_where_there_is_room(donor: dict[str, Any], receiver: dict[str, Any]) -> None:
    """Not to another network or class, not over 85 % of capacity, not on an unknown load, not to a failing machine."""
    machine = {"network": "North", "activity_per_year": 1_000, "capacity_per_year": 5_000}
    used = {c.UTILISATION_KNOWN_RATIO: 0.2}
    got = made(machine | donor, machine | receiver, actions={"offer": ["share"]}, others=used)
    assert got.options.empty


def test_a_scheme_of_two_years_pays_in_both_and_brings_its_benefit_in_the_second() -> None:
    """Each part is cash of its own year; what would be paid after the plan's last year is not offered."""
    prices = {"discount_rate": 0.0, "inflation": 0.10}
    got = made(actions={"offer": ["replace"], "spread": {"ct": [0.3, 0.7]}}, prices=prices)
    assert got.options[c.START_YEAR].tolist() == [2027, 2028, 2029, 2030]
    assert got.options[c.IN_USE_YEAR].tolist() == [2028, 2029, 2030, 2031]
    assert got.options[c.BENEFIT_GBP].tolist() == [270_000, 240_000, 210_000, 180_000]
    first = got.cash[got.cash[c.OPTION_ID] == "A-0|replace|2027"]
    price = (EQUIPMENT + WORKS) * 1.2
    assert first[c.YEAR].tolist() == [2027, 2028]
    assert first[c.CAPITAL_GBP].tolist() == [round(0.3 * price * 1.1), round(0.7 * price * 1.21)]


def test_a_committed_scheme_that_runs_on_pays_the_rest_in_the_last_year() -> None:
    """A commitment is kept, and its money never falls where no envelope holds it."""
    got = made({"locked_year": 2031}, actions={"offer": ["replace", "upgrade"], "spread": {"ct": [0.3, 0.7]}})
    assert got.options[[c.ACTION, c.START_YEAR]].to_numpy().tolist() == [["replace", 2031]]
    assert got.cash[[c.YEAR, c.CAPITAL_GBP]].to_numpy().tolist() == [[2031, round((EQUIPMENT + WORKS) * 1.2)]]


def test_revenue_of_a_replacement_by_hand() -> None:
    """Maintenance falls from £60,000 to £20,000; depreciation over the life and 3.5 % of average net assets come: in
    the first year, of half the closing value."""
    actions = {"offer": ["replace"], "draws": ["revenue"]}
    facts = facts_of({})
    facts[c.LIFE_YEARS] = 10.0
    outcomes = outcomes_of(facts, [KEPT] * 10, SUCCESSOR, **OTHERS)
    policy = policy_with(actions=actions, prices=NO_TIME)
    cash = options_of(facts, outcomes, policy).cash
    first = cash[cash[c.OPTION_ID] == "A-0|replace|2027"]
    capital = round((EQUIPMENT + WORKS) * 1.2)
    assets = [0.45, 0.85, 0.75, 0.65, 0.55]
    expected = [-40_000 + capital / 10 + 0.035 * capital * part for part in assets]
    assert first[c.REVENUE_GBP].tolist() == pytest.approx(expected, abs=0.5)
    assert first[c.CAPITAL_GBP].tolist() == [capital, 0, 0, 0, 0]


def cash_of_life(life_years: float, actions: dict[str, Any], **prices: float) -> pd.DataFrame:
    """The cash of a scanner's options, its expected life as given."""
    facts = facts_of({})
    facts[c.LIFE_YEARS] = life_years
    outcomes = outcomes_of(facts, [KEPT] * 10, SUCCESSOR, **OTHERS)
    return options_of(facts, outcomes, policy_with(actions=actions, prices=NO_TIME | prices)).cash


def test_revenue_of_a_lease_is_its_rent_and_the_charges_of_what_is_bought() -> None:
    """With capital charges off, rent less the maintenance saved: a tenth more than the price with VAT, a tenth of it a
    year over a term of ten."""
    actions = {"offer": ["lease"], "draws": ["revenue"], "capital_charges": False, "lease_capital_share": 0.0}
    cash = cash_of_life(10.0, actions)
    first = cash[cash[c.OPTION_ID] == "A-0|lease|2030"]
    rent = 1.1 * 1.2 * EQUIPMENT / 10
    assert first[c.YEAR].tolist() == [2030, 2031]
    assert first[c.RENT_GBP].tolist() == [round(rent)] * 2
    assert first[c.REVENUE_GBP].tolist() == pytest.approx([rent - 40_000] * 2, abs=0.5)
    assert first[c.CAPITAL_GBP].tolist() == [round(WORKS * 1.2), 0]


def test_rent_by_hand() -> None:
    """£825,000 of equipment with VAT at a tenth more, over 9.5 years at 3.5 %: paid in advance that is £132,096 a year
    in prices of 2026, and 3.2 % dearer each year."""
    actions = {"offer": ["lease", "replace"], "draws": ["revenue"]}
    cash = cash_of_life(9.5, actions, discount_rate=0.035, inflation=0.032).set_index(c.OPTION_ID)
    rent = [132_096.45 * 1.032**4, 132_096.45 * 1.032**5]
    assert cash.loc[["A-0|lease|2030"], c.RENT_GBP].tolist() == pytest.approx(rent, abs=1)
    assert not cash.loc[["A-0|replace|2030"], c.RENT_GBP].any()


def test_a_scheme_that_is_being_built_bears_dividend_and_no_depreciation() -> None:
    """Three tenths are paid in the first year, so half of that is its average; depreciation starts in the second."""
    actions = {"offer": ["replace"], "draws": ["revenue"], "spread": {"ct": [0.3, 0.7]}}
    cash = cash_of_life(10.0, actions)
    first = cash[cash[c.OPTION_ID] == "A-0|replace|2027"]
    paid = (EQUIPMENT + WORKS) * 1.2
    assets = [0.3 / 2, (0.3 + 0.9) / 2, 0.85, 0.75, 0.65]
    expected = [0.035 * paid * part + (paid / 10 - 40_000) * (year > 0) for year, part in enumerate(assets)]
    assert first[c.REVENUE_GBP].tolist() == pytest.approx(expected, abs=0.5)


def test_carbon_stops_with_the_machine_alone() -> None:
    """A CT that leaves saves 26 MWh a year at 0.2 tonnes; of a new one nothing is claimed."""
    machine = {"network": "North", "activity_per_year": 1_000, "capacity_per_year": 5_000}
    actions = {"offer": ["replace", "share"], "draws": ["carbon"]}
    cash = made(machine, machine, actions=actions, others={c.UTILISATION_KNOWN_RATIO: 0.2}).cash.set_index(c.OPTION_ID)
    assert cash.loc["A-0|share|2029", c.CARBON_TONNES].tolist() == [-5.2, -5.2, -5.2]
    assert cash.loc[["A-0|replace|2029"], c.CARBON_TONNES].tolist() == [0.0]


def test_effects_of_each_action() -> None:
    """New: as old as nothing; upgraded: three years younger; shared: gone, its exams with another."""
    machine = {
        "network": "North", "activity_per_year": 1_000, "capacity_per_year": 5_000, "hours_available_per_year": 3_000,
        "outage_days_per_event": 4,
    }  # fmt: skip
    facts = facts_of(machine, machine)
    facts[c.FAULT_RATE_PER_YEAR], facts[c.NEED_SCORE] = 2.0, 70.0
    others = OTHERS | {c.UTILISATION_KNOWN_RATIO: 0.2, c.NEED_AS_NEW: 20.0, c.NEED_UPGRADED: 60.0}
    policy = policy_with(actions={"offer": ["replace", "upgrade", "share"]}, plan={"as_at": "2027-04-01"})
    options = options_of(facts, outcomes_of(facts, [KEPT] * 10, SUCCESSOR, **others), policy).options
    first = options[(options[c.START_YEAR] == 2028) & (options[c.ASSET_ID] == "A-0")].set_index(c.ACTION)
    told = [c.RENEWS, c.REMOVES, c.CAPACITY_AFTER, c.NEED_REMOVED, c.AGE_REMOVED, c.EXAMS_GAINED, c.DOWNTIME_AVOIDED]
    assert {name: first.loc[name, told].tolist() for name in first.index} == {
        "replace": [True, False, pytest.approx(5_500), 50, 10, 150, 6],
        "upgrade": [False, False, 5_000, 10, 3, 0, 2],
        "share": [False, True, 0, 70, 10, 0, 0],
    }
    ends = first.loc["replace", [c.EXAMS_GAINED_LOW, c.EXAMS_GAINED_HIGH]].tolist()
    assert ends == [pytest.approx(100), pytest.approx(200)]


def test_no_exams_are_promised_without_staffed_hours() -> None:
    """A faster machine gains nothing where the register does not say for how long it is staffed."""
    options = made({"activity_per_year": 1_000, "capacity_per_year": 5_000}, actions={"offer": ["replace"]}).options
    assert options[c.EXAMS_GAINED_HIGH].tolist() == [0.0] * 5
    assert options[c.CAPACITY_AFTER].tolist() == [5_000.0] * 5


def test_options_say_only_what_is_known() -> None:
    """A capacity that neither the register nor its use tells stays missing."""
    assert made(actions={"offer": ["replace"]}).options[c.CAPACITY_AFTER].isna().all()


def test_an_offer_changes_no_other_action() -> None:
    """Replacement is what it was, whatever else is offered."""
    alone = made(actions={"offer": ["replace"]}).options
    beside = made(actions={"offer": ["replace", "lease", "upgrade"]}).options
    kept = beside[beside[c.ACTION] == "replace"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, alone)
