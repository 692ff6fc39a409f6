"""Sweeps: an assumption is moved alone, and counts for as much as it moves the plan."""

from dataclasses import replace
from pathlib import Path

import pytest

from capplan import columns as c
from capplan.errors import PolicyError
from capplan.model import Study
from capplan.policy import PlanFile, load_policy
from capplan.policy.sweep import Lever
from capplan.scenarios import sweep as sweeps
from capplan.scenarios.executor import Where
from tests.scenarios import project

LEVERS = {
    "budget": Lever(title="Budget", setting="scale.budget", low=0.5, high=1.0),
    "weights": sweeps.LEVERS["weights"],
}


def test_the_lever_that_moves_most_stands_first(study: Study, plan_file: PlanFile) -> None:
    """Half the money buys less; weights of need move no plan of value; no change moves no decision."""
    chosen = LEVERS
    ends = sweeps.ends(plan_file, "base", chosen)
    shared = sweeps.Shared(register=study.register, folder=plan_file.folder, explores=False)
    found = sweeps.sweep(shared, [policy for _, _, policy in ends], Where(), lambda step: None)
    base = sweeps.swept(study.recommended)
    by_end = {(lever, end): one for (lever, end, _), one in zip(ends, found, strict=True)}
    table = sweeps.tornado(chosen, base, by_end)
    assert table[c.SWEPT].tolist() == ["Budget", "Weights of need"]
    budget, weights = table.iloc[0], table.iloc[1]
    assert budget[c.VALUE_LOW_GBP] < budget[c.VALUE_HIGH_GBP] == base.value_gbp
    assert (budget[c.MOVED_HIGH], weights[c.SWING_GBP], weights[c.MOVED_LOW]) == (0, 0, 0)
    assert budget[c.CAPITAL_LOW_GBP] <= 4_500_000 < budget[c.CAPITAL_HIGH_GBP]
    assert budget[c.MOVED_LOW] > 0
    assert "Budget matters most: from 0.5 to 1.0" in sweeps.told(base, table)


def test_an_end_without_a_plan_is_blank(study: Study, plan_file: PlanFile) -> None:
    """And says why."""
    chosen = {"floor": Lever(setting="rules.network_floor_gbp", low={}, high={"North": 9_000_000, "South": 9_000_000})}
    (_, _, policy) = sweeps.ends(plan_file, "base", chosen)[1]
    shared = sweeps.Shared(register=study.register, folder=plan_file.folder, explores=False)
    failed = sweeps.sweep_one(shared, ("high", policy))
    assert "floor" in failed.failure
    base = sweeps.swept(study.recommended)
    row = sweeps.tornado(chosen, base, {("floor", "low"): base, ("floor", "high"): failed}).iloc[0]
    assert row[[c.VALUE_HIGH_GBP, c.MACHINES_HIGH, c.MOVED_HIGH]].isna().all()


def test_an_end_that_was_not_solved_to_its_gap_is_named(study: Study) -> None:
    """With how near the best it is known to be; one that was proven is not."""
    proven, plan = sweeps.swept(study.recommended), study.recommended.plan
    report = replace(plan.report, proven=False, gap=0.0123)
    short = sweeps.swept(replace(study.recommended, plan=replace(plan, report=report)))
    ends = {("budget", "low"): short, ("budget", "high"): proven}
    assert sweeps.not_proven(LEVERS, proven, ends) == ("Budget 0.5 (known to within 1.23 %)",)
    assert sweeps.not_proven(LEVERS, short, {}) == ("the plan as it stands (known to within 1.23 %)",)


def test_every_lever_of_capplan_takes_its_ends(plan_file: PlanFile) -> None:
    """Each is a setting that a plan file may have."""
    ends = sweeps.ends(plan_file, None, sweeps.LEVERS)
    assert [(lever, end) for lever, end, _ in ends] == [
        (name, end) for name in sweeps.LEVERS for end in ("low", "high")
    ]


def test_a_plan_file_has_ends_and_levers_of_its_own(tmp_path: Path) -> None:
    """What it says goes before capplan's own; a lever of its own says its setting."""
    own = (
        '[sweep]\nbudget = { low = 0.8, high = 1.2 }\ncap = { setting = "rules.network_cap", low = 1.1, high = 2.0 }\n'
    )
    policy = load_policy(project.write(tmp_path, project.PLAN + own), "base")
    chosen = sweeps.levers(policy, ("budget", "cap"))
    assert (chosen["budget"].setting, chosen["budget"].low) == ("scale.budget", 0.8)
    assert chosen["cap"].high == 2.0


@pytest.mark.parametrize(
    ("names", "said"), [(("budgte",), "no lever is called 'budgte'"), (("cap",), "it says no setting")]
)
def test_a_lever_that_is_none_is_refused(tmp_path: Path, names: tuple[str, ...], said: str) -> None:
    """With what may be named."""
    own = "[sweep]\ncap = { low = 1.1, high = 2.0 }\n"
    policy = load_policy(project.write(tmp_path, project.PLAN + own), "base")
    with pytest.raises(PolicyError, match=said):
        sweeps.levers(policy, names)


def test_an_end_that_its_setting_does_not_take_is_refused(plan_file: PlanFile) -> None:
    """With the lever and the end."""
    with pytest.raises(PolicyError, match=r"sweep\.discount\.high"):
        sweeps.ends(plan_file, "base", {"discount": Lever(setting="prices.discount_rate", low=0.0, high=7)})
