"""What a plan does, added up by year, and what the estate then costs to keep."""

import pandas as pd
import pytest

from capplan import columns as c
from capplan.planning import effects, outlook
from tests.planning.machines import facts_of, options_of, outcomes_of, policy_with

YEARS = range(2027, 2030)


def options_table(*rows: dict[str, object]) -> pd.DataFrame:
    every = [c.OPTION_ID, *c.OPTION_EFFECTS, *c.OPTION_GAINS]
    zero = dict.fromkeys(every, 0.0)
    return pd.DataFrame([zero | row for row in rows])[every]


def test_gains_count_from_the_year_they_are_there_and_stay() -> None:
    """Two machines, of 2027 and 2029: the last year has both; an option that is not chosen counts for nothing."""
    table = options_table(
        {
            "option_id": "a",
            "in_use_year": 2027,
            "exams_gained_low": 10.0,
            "exams_gained": 15.0,
            "exams_gained_high": 20.0,
        },
        {"option_id": "b", "in_use_year": 2029, "exams_gained_low": 1.0, "exams_gained": 2.0, "exams_gained_high": 3.0},
        {"option_id": "c", "in_use_year": 2027, "exams_gained": 99.0, "exams_gained_high": 99.0},
    )
    made = effects(pd.DataFrame({c.OPTION_ID: ["a", None, "b"]}), table, YEARS)
    exams = made[made[c.MEASURE] == "Exams gained"]
    ends = exams[[c.EFFECT_LOW, c.EFFECT, c.EFFECT_HIGH]].to_numpy().tolist()
    assert ends == [[10, 15, 20], [10, 15, 20], [11, 17, 23]]


def test_dose_is_a_mean_and_never_a_sum() -> None:
    """Two machines at 20 % and 40 % less save 30 % on the mean; one without a figure does not dilute it."""
    table = options_table(
        {"option_id": "a", "in_use_year": 2027, "dose_cut": 0.2, "dose_cut_high": 0.5},
        {"option_id": "b", "in_use_year": 2027, "dose_cut": 0.4, "dose_cut_high": 0.5},
        {"option_id": "c", "in_use_year": 2027},
    )
    made = effects(pd.DataFrame({c.OPTION_ID: ["a", "b", "c"]}), table, YEARS)
    dose = made[made[c.MEASURE].str.startswith("Dose") & (made[c.YEAR] == 2027)].iloc[0]
    assert dose[c.EFFECT] == pytest.approx(0.3)


def test_every_gain_of_patients_carries_its_warning() -> None:
    """A paper can print how far each figure may be trusted."""
    made = effects(pd.DataFrame({c.OPTION_ID: []}), options_table({"option_id": "a"}), YEARS)
    assert made[c.WARNING].str.len().gt(20).all()
    assert made.loc[made[c.MEASURE] == "Exams gained", c.WARNING].str.contains("success stories").all()
    assert (made[c.EFFECT_LOW] <= made[c.EFFECT_HIGH]).all()


@pytest.mark.parametrize(
    ("action", "expected"), [("replace", 40.0), ("lease", 40.0), ("upgrade", 80.0), ("share", 70.0)]
)
def test_what_the_estate_costs_once_an_action_is_done(action: str, expected: float) -> None:
    """A successor its running cost, an upgraded machine its own, a shared one the risk that goes with its work."""
    machine = {"network": "North", "activity_per_year": 1_000, "capacity_per_year": 5_000}
    facts = facts_of(machine, machine)
    outcomes = outcomes_of(
        facts,
        [100.0] * 10,
        {
            c.EQUIVALENT_ANNUAL_COST_GBP: 70.0,
            c.SUCCESSOR_RUNNING_GBP_PER_YEAR: 40.0,
            c.SUCCESSOR_CAPITAL_GBP_PER_YEAR: 9.0,
        },
        **{c.UPGRADED_COST_GBP: 80.0, c.KEPT_UPKEEP_GBP: 30.0, c.UTILISATION_KNOWN_RATIO: 0.1},
    )
    made = options_of(facts, outcomes, policy_with(actions={"offer": [action]}, plan={"years": 3}))
    decisions = pd.DataFrame(
        {c.ASSET_ID: ["A-0", "A-1"], c.ACTION: [action, "keep"], c.OPTION_ID: [f"A-0|{action}|2028", None]}
    )
    told = outlook(decisions, made.options, outcomes, YEARS)
    others = 0.0 if action == "share" else 100.0  # a receiver has no option of its own here, so is not counted
    assert told[c.WITH_PLAN_GBP].tolist() == [100 + others, expected + others, expected + others]
    assert told[c.KEEP_ALL_GBP].tolist() == [100 + others] * 3
