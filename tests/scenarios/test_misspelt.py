"""A misspelt setting inside a scenario never passes, and is told of where it stands."""

from pathlib import Path

import pytest

from capplan.errors import PolicyError
from capplan.policy import load_policy
from capplan.policy.sweep import Lever
from capplan.scenarios import sweep as sweeps
from tests.scenarios import project


@pytest.mark.parametrize(
    ("setting", "wrong", "meant"),
    [
        ("scale.budgett = 0.8", "budgett", "budget"),
        ("scale = { budgett = 0.8 }", "budgett", "budget"),
        ("prices = { optimism_bias = { equipmnt = 0.2 } }", "equipmnt", "equipment"),
        ("rules = { max_installs = { per_netwrk = 3 } }", "per_netwrk", "per_network"),
        (
            'rules.together = [{ name = "a", assets = ["q", "r"], shared_work_gbp = 1 }]',
            "shared_work_gbp",
            "shared_works_gbp",
        ),
        ('fund = [{ name = "B", asset_class = ["ct"], shre = 1 }]', "shre", "share"),
        ("networks.merge.yeer = 2028", "yeer", "year"),
        ('extend = "base"', "extend", "extends"),
    ],
)
def test_it_is_refused_with_its_line(tmp_path: Path, setting: str, wrong: str, meant: str) -> None:
    """However deep, and though the file itself has the same table elsewhere."""
    plan = f"{project.PLAN}[scenarios.odd]\n{setting}\n"
    with pytest.raises(PolicyError) as refused:
        project.write(tmp_path, plan)
    told = [problem for problem in refused.value.problems if repr(wrong) in problem.what]
    line = plan.splitlines().index(setting) + 1
    assert [(one.where.split(":")[1], one.mend) for one in told] == [(str(line), f"Did you mean {meant!r}?")]


def test_a_price_that_is_none_is_told_of_in_its_scenario(tmp_path: Path) -> None:
    """Not at the file's own prices."""
    plan = f"{project.PLAN}[scenarios.odd]\nreference.prices.mri.price_midd_gbp = 3\n"
    with pytest.raises(PolicyError) as refused:
        project.write(tmp_path, plan)
    lines = {problem.where.split(":")[1] for problem in refused.value.problems}
    assert lines == {str(len(plan.splitlines()))}


@pytest.mark.parametrize(
    ("setting", "meant"),
    [
        ("reference.prices.mri.price_midd_gbp = 3", "price_mid_gbp"),
        ("reference.parameters.hazard_exponnent.value = 3", "hazard_exponent"),
        ("reference.pricess.mri.price_mid_gbp = 3", "prices"),
        ("reference.prices.mrii.price_mid_gbp = 3", "mri"),
    ],
)
def test_a_misspelt_reference_figure_is_told_what_it_may_stand_for(tmp_path: Path, setting: str, meant: str) -> None:
    """A value, a row, a table, or a class that would be one of the plan file's own."""
    with pytest.raises(PolicyError) as refused:
        project.write(tmp_path, f"{project.PLAN}[scenarios.odd]\n{setting}\n")
    assert f"Did you mean {meant!r}?" in refused.value.problems[0].mend


@pytest.mark.parametrize(
    ("setting", "meant"),
    [
        ("scale.budgte", "budget"),
        ("reference.prices.mri.price_midd_gbp", "price_mid_gbp"),
        ("reference.parameters.hazard_exponnent.value", "hazard_exponent"),
    ],
)
def test_a_misspelt_setting_of_a_sweep_is_refused_before_any_plan_is_made(
    tmp_path: Path, setting: str, meant: str
) -> None:
    """With the lever, its end, and what it may stand for."""
    with pytest.raises(PolicyError) as refused:
        sweeps.ends(project.write(tmp_path), "base", {"own": Lever(setting=setting, low=0.5, high=0.9)})
    assert [one.where.split(" ")[0] for one in refused.value.problems] == ["sweep.own.low", "sweep.own.high"]
    assert all(f"Did you mean {meant!r}?" in one.mend for one in refused.value.problems)


def test_a_misspelt_lever_is_told_what_it_may_stand_for(tmp_path: Path) -> None:
    """Beside the names of all."""
    with pytest.raises(PolicyError) as refused:
        sweeps.levers(load_policy(project.write(tmp_path), "base"), ("budgte",))
    assert refused.value.problems[0].mend.startswith("Did you mean 'budget'? Name one of: budget,")
