"""`why`, `frontier` and `rules`: asked of a finished run, by solving again."""

import dataclasses
import json
from pathlib import Path

import pandas as pd
import pytest

from capplan import columns as c
from capplan import runs
from capplan.cli import exploring
from capplan.cli.conditions import conditions_met
from capplan.planning import rule_prices
from tests.cli.conftest import Command


@pytest.fixture(scope="module")
def decisions(finished: Path) -> pd.DataFrame:
    return runs.load(finished).recommended.plan.decisions


def test_why_says_the_reason_and_solves_the_other_choice(
    finished: Path, decisions: pd.DataFrame, command: Command
) -> None:
    """For a machine that is in: its reason, what leaving it out costs, and what that plan does otherwise."""
    funded = decisions[decisions[c.REASON_CODE] == "worth_it"].iloc[0]
    said = command("why", funded[c.ASSET_ID], "--run", finished)
    assert said.code == 0
    assert funded[c.REASON] in said.out
    assert "Solved again with it left out" in said.out
    assert any(line.split()[:2] == ["leaves", funded[c.ASSET_ID]] for line in said.out.splitlines())


def test_why_as_json_has_costs_exchange_and_levers(finished: Path, command: Command) -> None:
    """A machine that half the money leaves out is solved with it in, and what would bring it in is told."""
    cut = next(one for one in runs.load(finished).scenarios if one.name == "cut")
    out = cut.plan.decisions
    asset = out[out[c.REASON_CODE].isin(["priced_out", "out", "no_room", "held"])][c.ASSET_ID].iloc[0]
    answer = json.loads(command("why", asset, "--run", finished, "--scenario", "cut", "--format", "json").out)
    assert answer["schema"] == "capplan/why/1"
    assert answer["wish"]["into"] is True
    assert answer["cost"]["least"] <= answer["cost"]["found"] + 1e-6
    assert answer["cost"]["found"] <= answer["cost"]["most"] + 1e-6
    assert asset in [row["asset_id"] for row in answer["exchange"]]
    assert "benefit" in [row["lever"] for row in answer["levers"]]


def test_why_refuses_what_the_run_does_not_have(finished: Path, tmp_path: Path, command: Command) -> None:
    """An unknown asset, scenario or run is a usage error that says what there is."""
    assert command("why", "no-such-asset", "--run", finished).code == 2
    assert "base" in command("why", "x", "--run", finished, "--scenario", "bsae").err
    assert command("why", "x", "--run", tmp_path).code == 2
    assert command("why", "x", tmp_path / "register.csv").code == 2


def test_frontier_is_a_table_and_names_what_the_next_million_buys(finished: Path, command: Command) -> None:
    """Budget against value, ascending, with plans solved at a few points."""
    arguments = ["frontier", "--run", finished, "--scenario", "cut", "--points", "6", "--solve", "2"]
    answer = json.loads(command(*arguments, "--format", "json").out)
    assert answer["schema"] == "capplan/frontier/1"
    rows = answer["rows"]
    assert [row["budget_share"] for row in rows] == sorted(row["budget_share"] for row in rows)
    assert all(row["value_gbp"] <= row["bound_gbp"] + 1e-3 for row in rows if row["value_gbp"] is not None)
    assert command(*arguments).out.startswith("Half the money")
    heading = command(*arguments, "--format", "csv").out.splitlines()[0]
    assert heading == "budget_share,capital_gbp,bound_gbp,value_gbp,gap_gbp"
    assert command("frontier", "--run", finished, "--from", "2", "--to", "1").code == 2


def test_rules_gives_each_rule_its_price(finished: Path, command: Command) -> None:
    """By the LP for all; by solving for the one named; a rule that the plan has not is refused with those it has."""
    by_lp = json.loads(command("rules", "--run", finished, "--format", "json").out)["rows"]
    assert "installs by site and class" in [row["rule"] for row in by_lp]
    assert {row["priced_by"] for row in by_lp} == {"LP"}
    solved = command("rules", "installs by site and class", "--solve", "--run", finished, "--format", "json")
    assert [row["priced_by"] for row in json.loads(solved.out)["rows"]] == ["integer"]
    assert "installs by site and class" in command("rules", "equity", "--run", finished).err


def test_plan_without_rules_says_so(finished: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """No empty table where there is nothing but the money to keep; and what is held out is no secret."""
    monkeypatch.setattr(rule_prices, "rules_let_go", lambda programme: iter(()))
    said = command("rules", "--run", finished).out
    assert said.startswith("This plan has no rules but its money and the conditions below.\n")
    assert "held out of the plan: not_replaced: finance_method in ('managed_service', 'pfi')." in said
    monkeypatch.setattr(exploring, "conditions_met", lambda scenario: [])
    assert command("rules", "--run", finished).out == "This plan has no rules but its money.\n"


def test_rules_count_what_conditions_hold_out(finished: Path, decisions: pd.DataFrame, command: Command) -> None:
    """As many as the plan's own decisions say are left to others, and as many duties as it has."""
    met = json.loads(command("rules", "--run", finished, "--format", "json").out)["conditions"]
    held = [one["machines"] for one in met if one["are"] == "held out of the plan"]
    assert sum(held) == (decisions[c.REASON_CODE] == "replaced_by_others").sum() > 0
    options = runs.load(finished).recommended.options
    duties = sum(one["machines"] for one in met if one["are"] == "a duty of the plan")
    assert duties == options[options[c.MUST_TREAT]][c.ASSET_ID].nunique() > 0


def test_a_machine_counts_under_the_first_condition_that_holds_it_out(finished: Path) -> None:
    """Two conditions that are met by the same machines do not count them twice."""
    scenario = runs.load(finished).recommended
    first = scenario.policy.rules.not_replaced[0]
    rules = scenario.policy.rules.model_copy(update={"not_replaced": (first, "age_years >= 0")})
    twice = dataclasses.replace(scenario, policy=scenario.policy.model_copy(update={"rules": rules}))
    assert conditions_met(twice) == conditions_met(scenario)


def test_run_folder_holds_prices_frontier_and_hashes(finished: Path) -> None:
    """What papers print of them is in the folder, and comes back as it was."""
    plan = runs.load(finished).recommended.plan
    assert plan.frontier is not None
    assert plan.rule_prices is not None
    assert list(plan.frontier.columns) == list(c.FRONTIER)
    assert list(plan.rule_prices.columns) == list(c.RULE_PRICES)
    summary = json.loads((finished / "base" / "summary.json").read_text(encoding="utf-8"))
    proof = ("bound_gbp", "bound_from", "gap", "solver", "solver_version", "seed", "input_hash", "run")
    assert all(summary[name] not in (None, "") for name in proof)
    assert len(summary["input_hash"]) == 64
