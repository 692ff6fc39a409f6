"""Scenarios as differences: what is laid over what, and where each setting was said."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from capplan import columns as c
from capplan.errors import PolicyError
from capplan.policy import load_plan_file, load_policy, resolved, scenario_list
from capplan.policy.given import laid_over, read_given

PLAN = """
[plan]
start = 2027
years = 1
[budget]
2027 = 1_000_000
[prices]
discount_rate = 0.03
inflation = 0.02
[scenarios.same]
[scenarios.dear]
title = "Dear"
prices = { inflation = 0.05 }
[scenarios.dearer]
extends = "dear"
prices.inflation = 0.08
rules.network_cap = 1.5
"""

# A key is always a table or always a value, as in a schema.
VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), max_size=3)
TABLES = st.recursive(
    VALUES,
    lambda inner: st.tuples(VALUES, st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)).map(
        lambda both: both[0] | both[1]
    ),
    max_leaves=6,
)


def plan_file(folder: Path, text: str = PLAN, *given: str) -> Any:
    path = folder / "capplan.toml"
    path.write_text(text, encoding="utf-8")
    return load_plan_file(path, given=given)


def origins(folder: Path, scenario: str | None, *given: str) -> dict[str, tuple[str, str]]:
    rows = resolved(plan_file(folder, PLAN, *given), scenario).set_index(c.SETTING)
    return dict(zip(rows.index, zip(rows[c.SET_TO], rows[c.ORIGIN], strict=True), strict=True))


def faults(folder: Path, text: str, *given: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        plan_file(folder, text, *given)
    return [str(problem) for problem in caught.value.problems]


def test_a_scenario_without_differences_is_the_file_itself(tmp_path: Path) -> None:
    """Its policy equals that of the file as it stands."""
    read = plan_file(tmp_path)
    assert load_policy(read, "same") == load_policy(read)


def test_settings_go_over_each_other_in_the_order_stated(tmp_path: Path) -> None:
    """Default, file, parent, scenario, --set: the last that says a thing counts, and says so."""
    assert origins(tmp_path, None)["prices.inflation"] == ("0.02", "capplan.toml:9")
    assert origins(tmp_path, "dear")["prices.inflation"] == ("0.05", "capplan.toml:13")
    assert origins(tmp_path, "dearer")["prices.inflation"] == ("0.08", "capplan.toml:16")
    assert origins(tmp_path, "dearer")["prices.discount_rate"] == ("0.03", "capplan.toml:8")
    assert origins(tmp_path, "dearer", "prices.inflation=0.01")["prices.inflation"] == ("0.01", "--set")
    assert origins(tmp_path, "dearer")["prices.vat"] == ("0.2", "default")


def test_the_years_of_a_budget_can_be_given(tmp_path: Path) -> None:
    """They are keys of [budget], in the file and beside it."""
    assert load_policy(plan_file(tmp_path, PLAN, "budget.2027=7"), "dear").envelopes == {2027: 7}
    assert origins(tmp_path, "dear", "budget.2027=7")["budget.2027"] == ("7", "--set")


def test_the_scenarios_are_listed_with_what_they_change(tmp_path: Path) -> None:
    """One row each, in the order of the file."""
    rows = scenario_list(plan_file(tmp_path)).to_dict("records")
    assert [row[c.SCENARIO] for row in rows] == ["same", "dear", "dearer"]
    assert rows[2][c.EXTENDS] == "dear"
    assert rows[2][c.CHANGES] == "prices.inflation, rules.network_cap"


@pytest.mark.parametrize(
    ("wrong", "line", "hint"),
    [
        ("prices = { inflaton = 0.05 }", 13, "Did you mean 'inflation'?"),
        ("prices.optimism_bias = { equipmnt = 0.1 }", 13, "Did you mean 'equipment'?"),
        ("rules.max_installs.per_netwrk = 3", 13, "Did you mean 'per_network'?"),
        ("ruls.network_cap = 1.0", 13, "Did you mean 'rules'?"),
    ],
)
def test_a_misspelt_key_in_a_scenario_never_passes(tmp_path: Path, wrong: str, line: int, hint: str) -> None:
    """At any depth it is told at its line, with the name that was meant."""
    told = faults(tmp_path, PLAN.replace("prices = { inflation = 0.05 }", wrong))
    assert any(problem.startswith(f"capplan.toml:{line}:") and hint in problem for problem in told)


def test_scenarios_that_extend_each_other_in_a_ring_are_refused(tmp_path: Path) -> None:
    """So is one that extends what is not there, or what is no name."""
    ring = PLAN.replace('title = "Dear"', 'title = "Dear"\nextends = "dearer"')
    assert any("extends itself" in problem for problem in faults(tmp_path, ring))
    assert any("no scenario is called 'gone'" in p for p in faults(tmp_path, PLAN.replace('"dear"', '"gone"')))
    assert any(
        "no scenario is called 3" in p for p in faults(tmp_path, PLAN.replace('extends = "dear"', "extends = 3"))
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("prices.inflaton=0.1", "--set prices.inflaton: unknown setting 'inflaton'. Did you mean 'inflation'?"),
        ("budget.2027=-1", "--set budget.2027: 2027 is -1"),
        ("weights.age=0.9", "--set weights: the weights add up to 1.65"),
        ("nonsense", "--set nonsense: not a setting"),
        ("a b = c d", "--set a b = c d: not a setting"),
        ("prices.vat=1\n[rules]", "not a setting"),
        ("scenarios.dear.title=1", "scenarios cannot be set from outside the plan file"),
        ("register=1", "register cannot be set from outside the plan file"),
    ],
)
def test_a_setting_given_beside_the_file_is_told_as_it_was_given(tmp_path: Path, given: str, told: str) -> None:
    """The address of its fault is the option, not a line of the file."""
    assert any(told in problem for problem in faults(tmp_path, PLAN, given))


def test_a_word_alone_is_text() -> None:
    """Quotes are for shells to eat."""
    assert read_given(["report.recommend=cut10", "plan.years=3"]) == {
        "report": {"recommend": "cut10"},
        "plan": {"years": 3},
    }


@drawn(TABLES, TABLES, TABLES)
def test_laying_over_is_associative(a: dict[str, Any], b: dict[str, Any], c_: dict[str, Any]) -> None:
    """A chain of scenarios may be resolved from either end."""
    assert laid_over(laid_over(a, b), c_) == laid_over(a, laid_over(b, c_))


@drawn(TABLES)
def test_nothing_laid_over_changes_nothing(a: dict[str, Any]) -> None:
    """Neither does a thing laid over itself."""
    assert laid_over(a, {}) == laid_over({}, a) == laid_over(a, a) == a
