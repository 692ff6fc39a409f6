"""The whole story: what a plan file says reaches the plan."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from capplan import columns as c
from capplan import pipeline, runs
from capplan.errors import InputError, PolicyError
from capplan.model import Step
from capplan.policy import PlanFile, load_plan_file
from capplan.scenarios import many

REGISTER = "asset_id,organisation,network,asset_class,age_years,replacement_cost_gbp,works_cost_gbp,must_treat\n"
PLAN = """
[plan]
start = 2027
years = 2
as_at = 2026-10-31
[[register]]
file = "*.csv"
[budget]
2027 = 1_000_000
2028 = 1_000_000
carry_forward = 0.0
[prices]
inflation = 0.0
"""


def project(folder: Path, plan: str, *rows: str, given: Sequence[str] = ()) -> PlanFile:
    (folder / "register.csv").write_text(REGISTER + "\n".join(rows) + "\n", encoding="utf-8")
    (folder / "capplan.toml").write_text(plan, encoding="utf-8")
    return load_plan_file(folder / "capplan.toml", given=given)


def run(plan_file: PlanFile) -> many.Result:
    return many.run(plan_file, (), lambda step: None)


def refuse(plan_file: PlanFile) -> None:
    """Raise why the first scenario without a plan has none."""
    raise run(plan_file).errors[0]


DEAR = "A-1,Example,North,ct,12,880000,220000,yes"


def test_money_rolls_over_only_where_the_budget_says_so(tmp_path: Path) -> None:
    """A machine dearer than any one year's envelope can be bought only with what may be carried forward."""
    nothing = run(project(tmp_path, PLAN, DEAR))
    assert [str(error).startswith("scenario plan") for error in nothing.errors] == [True]
    some = run(project(tmp_path, PLAN.replace("carry_forward = 0.0", "carry_forward = 0.5"), DEAR))
    decision = some.study.recommended.plan.decisions.iloc[0]
    assert (decision[c.START_YEAR], decision[c.CAPITAL_GBP]) == (2028, 1_488_960)


def test_every_asset_of_the_register_gets_a_decision(tmp_path: Path) -> None:
    """Assets that cannot be planned are kept in the decisions, with why they are left out."""
    result = run(
        project(tmp_path, PLAN, "A-1,Example,North,ct,12,,,", "A-2,Example,North,,12,,,", "A-3,Example,North,ct,,,,")
    )
    decisions = result.study.recommended.plan.decisions.set_index(c.ASSET_ID)
    assert decisions[c.REASON_CODE][["A-2", "A-3"]].tolist() == ["no_class", "no_age"]
    assert decisions[c.REASON].notna().all()


def test_steps_tell_the_truth(tmp_path: Path) -> None:
    """Each stage counts up to its total and never back, and ends done."""
    steps: list[Step] = []
    many.run(project(tmp_path, PLAN, "A-1,Example,North,ct,12,,,"), (), steps.append)
    for stage in {step.stage for step in steps}:
        done = [step.done for step in steps if step.stage == stage]
        assert done == sorted(done)
        assert done[-1] == next(step.total for step in steps if step.stage == stage)


def test_a_plan_without_a_budget_or_a_register_is_refused(tmp_path: Path) -> None:
    """What a run needs is asked for by name."""
    with pytest.raises(PolicyError, match="no budget"):
        refuse(project(tmp_path, PLAN[: PLAN.index("[budget]")], DEAR))
    for pattern in ("absent/*.xlsx", "", ".", str(tmp_path)):
        with pytest.raises(InputError, match="no file matches"):
            refuse(project(tmp_path, PLAN.replace("*.csv", pattern), DEAR))


def test_a_register_may_be_named_by_its_whole_path(tmp_path: Path) -> None:
    """People paste whole paths."""
    plan = PLAN.replace('"*.csv"', f"'{tmp_path / 'register.csv'}'").replace("1_000_000", "9_000_000")
    assert len(run(project(tmp_path, plan, DEAR)).study.scenarios) == 1


@pytest.mark.parametrize("rows", [(), ("A-1,Example,North,,12,,,", "A-2,Example,North,ct,,,,")])
def test_registers_with_nothing_to_plan_say_why(tmp_path: Path, rows: tuple[str, ...]) -> None:
    """Where no asset can be planned, the reasons are counted and no plan is pretended."""
    with pytest.raises(InputError, match=r"none of the \d assets can be planned"):
        refuse(project(tmp_path, PLAN, *rows))


def test_a_scenario_without_a_plan_is_kept_in_the_study(tmp_path: Path) -> None:
    """The papers must be able to say which scenario has no plan, and why."""
    scenarios = "[scenarios.a]\n[scenarios.b]\ntitle = 'Too much'\nrules.class_floor_gbp = { ct = 5_000_000 }\n"
    study = run(project(tmp_path, PLAN + scenarios, "A-1,Example,North,ct,12,300000,100000,")).study
    assert [scenario.name for scenario in study.scenarios] == ["a"]
    assert [(one.name, one.title) for one in study.without_plan] == [("b", "Too much")]
    assert "£" in study.without_plan[0].why


def test_a_fault_found_while_solving_names_its_scenario(tmp_path: Path) -> None:
    """A rule that names what is not there says which scenario asks for it."""
    plan = PLAN + "[scenarios.a]\nrules.network_floor_gbp = { Nowhere = 1 }\n"
    with pytest.raises((InputError, PolicyError), match="scenario a"):
        refuse(project(tmp_path, plan, "A-1,Example,North,ct,12,300000,100000,"))


def test_the_recommended_scenario_comes_first(tmp_path: Path) -> None:
    """Papers recommend one scenario; it leads whatever the order in the file."""
    scenarios = "[scenarios.a]\n[scenarios.b]\n[report]\nrecommend = 'b'\n"
    plan_file = project(tmp_path, PLAN + scenarios, DEAR)
    assert pipeline.scenario_names(plan_file, ()) == ("b", "a")
    assert pipeline.scenario_names(plan_file, ("a",)) == ("a",)
    with pytest.raises(PolicyError, match="no scenario is called 'c'"):
        pipeline.scenario_names(plan_file, ("c",))


def test_a_network_that_a_scenario_forgets_to_merge_is_told(tmp_path: Path) -> None:
    """A merge map that leaves a network out is found even where only a scenario merges."""
    (tmp_path / "merge.txt").write_text("network,successor\nSouth,Coast\n", encoding="utf-8")
    plan = PLAN + (
        "[networks.merge]\nyear = 2040\nfile = 'merge.txt'\n[scenarios.a]\n[scenarios.b]\nnetworks.merge.year = 2028\n"
    )
    rows = ("A-1,Example,North,ct,12,300000,100000,", "A-2,Other,South,ct,12,300000,100000,")
    study = run(project(tmp_path, plan, *rows)).study
    told = study.register.findings.loc[study.register.findings[c.CODE] == "R047", c.VALUE_SEEN]
    assert told.tolist() == ["North"]
    assert set(study.scenarios[1].assets[c.NETWORK]) == {"North", "Coast"}


def test_what_no_plan_can_keep_names_the_line_that_asks_for_it(tmp_path: Path) -> None:
    """A floor that a scenario sets beyond all its options is told once, with a repair, at its own line."""
    asks = PLAN + "[scenarios.base]\n[scenarios.more]\nrules.network_floor_gbp = { North = 1_900_000 }\n"
    plan = project(tmp_path, asks, "A-1,Example,North,ct,12,600000,150000,")
    (error,) = run(plan).errors
    line = 1 + asks.splitlines().index("rules.network_floor_gbp = { North = 1_900_000 }")
    assert str(error).startswith(f"scenario more, capplan.toml:{line}:")
    assert "lower the floor of £1,900,000 for North by £884,800" in str(error)
    assert len(error.problems) == 1


def test_what_was_given_beside_the_file_is_not_told_by_the_files_line(tmp_path: Path) -> None:
    """Money that was taken away on the command line is named so: the plan file's line says another amount."""
    asks = PLAN + "[scenarios.base]\n"
    must = "A-1,Example,North,ct,12,600000,150000,yes"
    plan = project(tmp_path, asks, must, given=("budget.2027=0", "budget.2028=0"))
    (error,) = run(plan).errors
    assert str(error).startswith("scenario base, budget.2027 (given by --set or by the command): ")
    assert "1_000_000" not in "".join(problem.context for problem in error.problems)
    (unmoved,) = run(project(tmp_path, asks.replace("1_000_000", "0"), must)).errors
    assert str(unmoved).startswith("scenario base, capplan.toml:")


def test_rule_that_names_what_is_not_there_names_its_line(tmp_path: Path) -> None:
    """A fault found only when the options are known still points at the plan file."""
    asks = PLAN + "[rules]\nnetwork_floor_gbp = { Nroth = 1_000 }\n"
    with pytest.raises(PolicyError) as raised:
        refuse(project(tmp_path, asks, DEAR))
    line = 1 + asks.splitlines().index("network_floor_gbp = { Nroth = 1_000 }")
    assert str(raised.value).startswith(f"scenario plan, capplan.toml:{line}:")


def test_plan_stays_close_to_the_one_that_was_approved(tmp_path: Path) -> None:
    """What the plan file names as approved is read, and not one decision more than it allows is changed."""
    rows = [f"A-{n},Example,North,ct,12,300000,{100000 + n},no" for n in range(1, 5)]
    close = '[rules]\nstay_close = { plan = "approved.csv", most_changes = 0 }\n'
    plan = project(tmp_path, PLAN + close, *rows)
    (tmp_path / "approved.csv").write_text(
        "asset_id,action,start_year\nA-1,keep,\nA-2,replace,2028\nA-3,keep,\nA-4,keep,\n", encoding="utf-8"
    )
    # The plan's own registers are all CSV files here: name the register alone.
    text = (tmp_path / "capplan.toml").read_text(encoding="utf-8").replace('"*.csv"', '"register.csv"')
    (tmp_path / "capplan.toml").write_text(text, encoding="utf-8")
    decisions = run(load_plan_file(plan.path)).study.recommended.plan.decisions.set_index(c.ASSET_ID)
    assert decisions[c.START_YEAR].dropna().to_dict() == {"A-2": 2028}


PEOPLED = PLAN + '[networks]\nfigures = "people.txt"\n[rules]\nnetwork_floor = 1\nnetwork_share_by = "population"\n'


def test_networks_have_their_share_of_the_money_by_the_people_they_serve(tmp_path: Path) -> None:
    """Three people in four are Coast's, shared by its organisation's machines: half of that is its floor."""
    (tmp_path / "people.txt").write_text("organisation,population\nHills,1000\nbays,3000\n", encoding="utf-8")
    rows = ("A-1,Hills,North,ct,12,450000,0,", "A-2,Bays,Coast,ct,12,450000,0,", "A-3,Bays,Coast,ct,12,450000,0,")
    plan = project(tmp_path, PEOPLED.replace("= 1\n", "= 0.5\n"), *rows)
    audit = run(plan).study.recommended.plan.audit
    floors = audit[audit["rule"] == "network floor"].set_index("scope")["limit"]
    assert floors.to_dict() == {"Coast": 750_000, "North": 250_000}


def test_network_without_a_population_is_named(tmp_path: Path) -> None:
    """A share by people is refused where an organisation's people are not known."""
    (tmp_path / "people.txt").write_text("organisation,population\nBays,3000\n", encoding="utf-8")
    rows = ("A-1,Hills,North,ct,12,500000,0,", "A-2,Bays,Coast,ct,12,750000,0,")
    with pytest.raises(PolicyError, match="the population of North is not known: 1 of its 1 machines"):
        refuse(project(tmp_path, PEOPLED, *rows))


def test_a_machine_funded_on_missing_data_says_so(tmp_path: Path) -> None:
    """A machine that is in the plan only if what its row leaves out is not at its best says how much is missing."""
    result = run(project(tmp_path, PLAN, "A-1,Example,North,ct,15,300000,0,"))
    decision = result.study.recommended.plan.decisions.iloc[0]
    assert decision[c.START_YEAR] in (2027, 2028)
    assert decision[c.MISSING_DATA] == "could drop out"
    assert "missing: at the low end of its need it would drop out." in decision[c.REASON]
    manifest = {"inputs": []}
    told = runs.summary(result.study.recommended, manifest)["decisions_on_missing_data"]
    assert told == {"could_drop_out": 1, "could_come_in": 0}
