"""A misspelt setting inside a scenario never passes, and is told of where it stands."""

from pathlib import Path

import pytest

from capplan.errors import PolicyError
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
