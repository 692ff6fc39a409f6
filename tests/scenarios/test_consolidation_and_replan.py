"""Merged networks and slipped years: what is held stays, and everything adds up."""

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from capplan import columns as c
from capplan.cli import app
from capplan.comparison.measures import risk_left
from capplan.errors import InputError
from capplan.model import Scenario
from capplan.policy import PlanFile
from capplan.scenarios import consolidation as merging
from capplan.scenarios import replan


def test_a_merger_is_told_for_the_same_machines(scenarios: dict[str, Scenario]) -> None:
    """Capital and risk before and after add up to each plan's own."""
    before, after = scenarios["base"], scenarios["merged"]
    table = merging.consolidation(before, after)
    assert table[c.NETWORK].tolist() == ["Upper", "South", "West"]
    assert table.iloc[0][c.FORMER] == "East, North"
    assert table[c.OWNED_COUNT].sum() == 60
    for scenario, capital, risk in ((before, c.BASE_GBP, c.BASE_RISK_GBP), (after, c.CAPITAL_GBP, c.RISK_LEFT_GBP)):
        assert table[capital].sum() == scenario.plan.decisions[c.CAPITAL_GBP].sum()
        assert table[risk].sum() == pytest.approx(risk_left(scenario).sum(), abs=0.1)
    assert (table[c.CAPITAL_GBP] >= table[c.FLOOR_GBP]).all()


def test_pooling_money_under_fewer_limits_is_worth_something(scenarios: dict[str, Scenario]) -> None:
    """Floors and delivery limits of two networks together hold back no more than those of each."""
    before, after = scenarios["base"], scenarios["merged"]
    assert after.plan.report.objective_gbp >= before.plan.report.objective_gbp - 1e-6
    said = list(merging.told(before, after))
    assert said[0].startswith("4 networks become 3: 1 of them")
    assert said[-1] == "Every rule is kept in both plans, to the pound."


def test_who_moves_is_named(scenarios: dict[str, Scenario]) -> None:
    """Only the organisations of the merged networks."""
    moves = merging.who_moves(scenarios["base"], scenarios["merged"])
    assert set(moves[c.NETWORK]) == {"North", "East"}
    assert set(moves[c.SUCCESSOR]) == {"Upper"}


def test_scenarios_with_the_same_networks_are_refused(scenarios: dict[str, Scenario]) -> None:
    """There is no merger to tell of."""
    with pytest.raises(InputError, match="the same networks"):
        merging.consolidation(scenarios["base"], scenarios["less"])


def test_planning_again_holds_what_is_delivered(run_folder: Path, plan_file: PlanFile, tmp_path: Path) -> None:
    """Earlier decisions stay; what slipped is in a later year or out; the slipped year has no more money."""
    asked = ["replan", "--plan", str(plan_file.path), "--run", str(run_folder), "--after", "2028", "--slip", "2028"]
    said = CliRunner().invoke(app, [*asked, "--out", str(tmp_path / "again"), "--format", "json"])
    assert said.exit_code == 0, said.output
    from capplan import runs

    before, now = (runs.load(folder).recommended for folder in (run_folder, tmp_path / "again"))
    was, is_now = (one.plan.decisions.set_index(c.ASSET_ID)[c.START_YEAR] for one in (before, now))
    assert is_now[was == 2027].eq(2027).all()
    assert not is_now.eq(2028).any()
    assert is_now.eq(2027).sum() == was.eq(2027).sum()
    assert now.plan.audit[c.KEPT].all()
    assert now.policy.envelopes[2029] == before.policy.envelopes[2029]
    assert json.loads(said.stdout)["sentences"][0].startswith(f"{was.eq(2028).sum()} machines slipped")


def test_only_what_was_not_delivered_slips(scenarios: dict[str, Scenario]) -> None:
    """One machine slips, and half of its money may be spent a year later."""
    base = scenarios["base"]
    begun = base.plan.decisions[base.plan.decisions[c.START_YEAR] == 2027]
    late = begun.iloc[0]
    slip = replan.Slip(after=2027, assets=(late[c.ASSET_ID],), carried=0.5)
    settings = replan.standing(base, slip)
    assert len(settings["rules"]["locked"]) == len(begun) - 1
    assert settings["budget"]["2027"] == begun[c.CAPITAL_GBP].sum() - late[c.CAPITAL_GBP]
    assert settings["budget"]["2028"] == base.policy.envelopes[2028] + round(late[c.CAPITAL_GBP] / 2)


def test_a_commitment_that_slipped_is_still_a_duty(scenarios: dict[str, Scenario], study) -> None:  # type: ignore[no-untyped-def]
    """It is freed of its year, and must be done."""
    base = scenarios["base"]
    late = str(base.plan.decisions[base.plan.decisions[c.START_YEAR] == 2028].iloc[0][c.ASSET_ID])
    assets = study.register.assets
    committed = assets.assign(**{c.LOCKED_YEAR: assets[c.LOCKED_YEAR].mask(assets[c.ASSET_ID] == late, 2028)})
    register = type(study.register)(assets=committed, findings=study.register.findings, files=study.register.files)
    freed = replan.unbound(register, base, replan.Slip(after=2028, years=(2028,))).assets.set_index(c.ASSET_ID)
    assert freed[c.LOCKED_YEAR].isna().all()
    assert freed.index[freed[c.MUST_TREAT].fillna(False).astype(bool)].tolist() == [late]


def test_a_duty_that_slipped_past_its_year_begins_in_the_first_open_year(scenarios: dict[str, Scenario]) -> None:
    """Duties that had to begin by a year that is past may begin in the next; otherwise the year by which stands."""
    base = scenarios["base"]

    def by(year: int | None, slip: replan.Slip) -> object:
        rules = base.policy.rules.model_copy(update={"duties_by": year})
        ours = dataclasses.replace(base, policy=base.policy.model_copy(update={"rules": rules}))
        return replan.standing(ours, slip)["rules"].get("duties_by", "as it was")

    late = replan.Slip(after=2028, years=(2028,))
    assert by(2028, late) == by(2027, late) == 2029
    assert by(2029, late) == by(None, late) == "as it was"
    assert by(2028, replan.Slip(after=2028)) == "as it was"
    assert by(2029, replan.Slip(after=2029, years=(2029,))) == "as it was"


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (replan.Slip(after=2040), "2040 is not a year of the plan"),
        (replan.Slip(after=2027, years=(2028,)), "2028 slips, but is after 2027"),
        (replan.Slip(after=2027, assets=("nothing",)), "'nothing' is not planned by 2027"),
    ],
)
def test_a_slip_that_cannot_be_is_refused(scenarios: dict[str, Scenario], slip: replan.Slip, said: str) -> None:
    """With what could be."""
    with pytest.raises(InputError, match=said):
        replan.standing(scenarios["base"], slip)
