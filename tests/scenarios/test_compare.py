"""Plans side by side: every total agrees with every other, and each change has its cause."""

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from capplan import columns as c
from capplan import runs
from capplan.cli import app
from capplan.comparison import changes, measures
from capplan.errors import InputError
from capplan.model import Scenario, Study
from capplan.reporting.measures import outcome
from capplan.scenarios import compare, since


def test_papers_and_comparison_agree(study: Study) -> None:
    """What the workbook and the paper print of a scenario is what is compared."""
    rows = measures.comparison(study.scenarios).set_index(c.SCENARIO)
    for scenario in study.scenarios:
        printed, row = outcome(scenario), rows.loc[scenario.name]
        assert (printed.capital_gbp, printed.machines) == (row[c.CAPITAL_GBP], row[c.ASSET_COUNT])
        assert printed.envelope_gbp == row[c.ENVELOPE_GBP]
        assert printed.benefit_gbp == pytest.approx(row[c.OBJECTIVE_GBP], abs=0.01)
        assert printed.risk_left_gbp == pytest.approx(row[c.RISK_LEFT_GBP], abs=0.01)
        assert printed.last_cost_gbp == row[c.COST_LEFT_GBP]


def test_a_run_folder_compares_as_the_run_did(study: Study, run_folder: Path) -> None:
    """Nothing is lost between a run and its folder."""
    loaded = runs.load(run_folder)
    for table in (measures.comparison, measures.capital_by_year):
        assert table(loaded.scenarios).to_csv() == table(study.scenarios).to_csv()


def test_parts_add_up_to_the_whole(study: Study) -> None:
    """Years, networks and classes each come to the plan's capital; no year is beyond its envelope."""
    whole = measures.comparison(study.scenarios).set_index(c.SCENARIO)[c.CAPITAL_GBP]
    years = measures.capital_by_year(study.scenarios)
    assert (years[c.CAPITAL_GBP] <= years[c.ENVELOPE_GBP]).all()
    networks, classes = (measures.machines_by(study.scenarios, group) for group in (c.NETWORK, c.ASSET_CLASS))
    for parts in (years, networks, classes):
        assert parts.groupby(c.SCENARIO)[c.CAPITAL_GBP].sum().to_dict() == whole.to_dict()


def test_gains_and_losses_are_the_difference(scenarios: dict[str, Scenario]) -> None:
    """Over networks, over machines and in all, another plan's capital differs by the same."""
    base, less = scenarios["base"], scenarios["less"]
    gains = changes.gains_and_losses([base, less], base)
    moved = changes.between(less, base)
    difference = measures.comparison([less, base])[c.CAPITAL_GBP].diff().iloc[-1] * -1
    assert gains[c.DIFFERENCE_GBP].sum() == moved[c.DIFFERENCE_GBP].sum() == difference
    assert gains[c.DIFFERENCE_GBP].is_monotonic_increasing
    machines = (moved[c.CHANGE] == changes.IN).sum() - (moved[c.CHANGE] == changes.OUT).sum()
    assert gains[c.DIFFERENCE_COUNT].sum() == machines


def test_the_sentence_names_the_largest_loss(scenarios: dict[str, Scenario]) -> None:
    """And how much it is."""
    gains = changes.gains_and_losses([scenarios["less"]], scenarios["base"])
    (sentence,) = compare.told([scenarios["less"]], scenarios["base"])
    assert f"{gains.iloc[0][c.NETWORK]} loses most" in sentence
    assert sentence.startswith("Less money, against As it is: £")


def test_a_plan_does_not_differ_from_itself(scenarios: dict[str, Scenario]) -> None:
    """Nor from one that changes nothing."""
    assert changes.between(scenarios["same"], scenarios["base"]).empty
    assert changes.changes([scenarios["base"]], scenarios["base"]).empty


def test_machines_grow_old_unless_they_are_replaced(scenarios: dict[str, Scenario]) -> None:
    """The share over ten years at the plan's end is that of the ages added up by hand."""
    base = scenarios["base"]
    assert base.estate is not None
    ages = base.estate.assets.set_index(c.ASSET_ID)[c.AGE_USED_YEARS] + 3
    treated = base.plan.decisions.loc[measures.is_treated(base.plan.decisions), c.ASSET_ID]
    assert measures.over_age_share(base) == pytest.approx((ages.drop(treated) > 10).sum() / len(ages))


def test_money_is_told_from_rules_and_prices(scenarios: dict[str, Scenario]) -> None:
    """Each setting that differs is of one kind."""
    kinds = since.settings_changed(scenarios["least"], scenarios["base"]).set_index(c.SETTING)[c.KIND]
    assert kinds.to_dict() == {"rules.network_floor": since.RULE, "scale.budget": since.MONEY}


def test_a_decision_follows_from_its_own_data_first(study: Study, scenarios: dict[str, Scenario]) -> None:
    """An asset whose register says something else than it did changes because of that, others because of money."""
    moved = changes.between(scenarios["less"], scenarios["base"])[c.ASSET_ID]
    assets = study.register.assets
    older = assets[c.AGE_YEARS].mask(assets[c.ASSET_ID] == moved.iloc[0], 3)
    register = dataclasses.replace(study.register, assets=assets.assign(**{c.AGE_YEARS: older}))
    before = dataclasses.replace(study, register=register)
    because = since.changed_because((study, scenarios["less"]), (before, scenarios["base"]))
    causes = because.set_index(c.ASSET_ID)[c.BECAUSE]
    assert causes[moved.iloc[0]] == "its own data"
    assert set(causes.drop(moved.iloc[0])) == {"money, data of others"}
    assert since.data_changed(study, before)[c.NOW].tolist() == ["1"]


def test_nothing_has_changed_since_the_same_run(study: Study, run_folder: Path) -> None:
    """A register that was written and read again is the same."""
    assert since.own_data_changed(study, runs.load(run_folder)) == set()


def test_a_scenario_that_is_not_there_is_refused(study: Study) -> None:
    """With those that are."""
    with pytest.raises(InputError, match=r"It has: base, same"):
        compare.pick(study.scenarios, ["absent"])


def test_the_command_prints_what_the_frames_hold(study: Study, run_folder: Path) -> None:
    """JSON rows are the frame; --against-run names what changed."""
    asked = ["compare", "--run", str(run_folder), "--format", "json"]
    said = json.loads(CliRunner().invoke(app, asked).stdout)
    assert [row["capital_gbp"] for row in said["rows"]] == measures.comparison(study.scenarios)["capital_gbp"].tolist()
    assert len(said["gains"]) == 4 * 4
    earlier = CliRunner().invoke(app, ["compare", "less", "--run", str(run_folder), "--against-run", str(run_folder)])
    assert "What changed: nothing. 0 decisions differ." in earlier.stdout
    money = ["compare", "less", "--run", str(run_folder), "--against-run", str(run_folder), "--against", "base"]
    assert "because of money" in CliRunner().invoke(app, money).stdout
