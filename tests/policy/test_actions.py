"""What a plan file may say of actions."""

from pathlib import Path

import pytest

from capplan.errors import PolicyError
from capplan.policy import Policy, load_plan_file

PLAN = """schema = 1
[plan]
start = 2027
years = 2
[actions]
{actions}
"""


@pytest.mark.parametrize(
    ("actions", "told"),
    [
        ('offer = ["scrap"]', "capplan.toml:6"),
        ("offer = []", "capplan.toml:6"),
        ("spread = { ct = [0.3, 0.6] }", "add up to 0.9"),
        ("spread = { ct = [1.0, 0.0] }", "the last above 0"),
        ("spread = { teapot = [0.3, 0.7] }", "no class is called 'teapot'"),
        ("spread = { ct = [0.2, 0.3, 0.5] }", "a scheme of 3 years"),
        ('offer = ["replace", "retire"]', "no rule holds capacity"),
        ("lease_capital_share = 1.5", "lease_capital_share"),
        ('draws = ["water"]', "capplan.toml:6"),
    ],
)
def test_an_action_that_cannot_be_meant_is_told_with_its_line(tmp_path: Path, actions: str, told: str) -> None:
    """Each fault of `[actions]` stops the plan file, at its line."""
    path = tmp_path / "capplan.toml"
    path.write_text(PLAN.format(actions=actions), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_plan_file(path)
    problems = [str(problem) for problem in caught.value.problems]
    assert any(told in problem for problem in problems)
    assert all("capplan.toml:" in problem for problem in problems)


def test_replacement_alone_is_offered_unless_the_plan_says_otherwise() -> None:
    """An action is switched on, never off."""
    assert Policy().actions.offer == ("replace",)
