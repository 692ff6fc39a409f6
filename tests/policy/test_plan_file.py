"""The plan file: what it may say, and how its faults are told."""

from pathlib import Path

import pytest

from capplan.errors import InputError, PolicyError
from capplan.policy import find_plan_file, load_plan_file, load_policy
from capplan.policy.checks import reference_faults
from capplan.reference import load_reference

GOOD = """
schema = 1
[plan]
start = 2027
years = 2
[budget]
2027 = 1_000_000
2028 = 2_000_000
[prices]
discount_rate = 0.035
[scenarios.base]
title = "As allocated"
[scenarios.cut]
title = "A tenth less"
scale = { budget = 0.9 }
[scenarios.cut_and_cap]
extends = "cut"
rules.network_cap = 1.5
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "capplan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load_plan_file(written(folder, text))
    return [str(problem) for problem in caught.value.problems]


def test_envelopes_are_read_by_year_and_scaled_by_the_scenario(tmp_path: Path) -> None:
    """A scenario that scales the budget scales each year's envelope, to whole pounds."""
    plan_file = load_plan_file(written(tmp_path, GOOD))
    assert load_policy(plan_file).envelopes == {2027: 1_000_000, 2028: 2_000_000}
    assert load_policy(plan_file, "cut").envelopes == {2027: 900_000, 2028: 1_800_000}


def test_a_scenario_holds_only_its_differences(tmp_path: Path) -> None:
    """A scenario that extends another has its parent's changes and its own, over the file's settings."""
    policy = load_policy(load_plan_file(written(tmp_path, GOOD)), "cut_and_cap")
    assert (policy.scale.budget, policy.rules.network_cap, policy.plan.start) == (0.9, 1.5, 2027)


def test_every_fault_is_told_at_its_line_and_column(tmp_path: Path) -> None:
    """All faults come at once, each with the line and column of the setting it is in."""
    text = GOOD.replace("discount_rate = 0.035", "discont_rate = 0.035").replace("2028 = 2_000_000", "2028 = -5")
    told = faults(tmp_path, text)
    assert "capplan.toml:10:1: unknown setting 'discont_rate'. Did you mean 'discount_rate'?" in told
    assert any(line.startswith("capplan.toml:8:1: 2028 is -5:") for line in told)


def test_a_fault_in_a_scenario_is_told_where_the_scenario_stands(tmp_path: Path) -> None:
    """A fault that a scenario brings points into the scenario, even inside an inline table."""
    told = faults(tmp_path, GOOD.replace("{ budget = 0.9 }", "{ budgt = 0.9 }"))
    assert told == ["capplan.toml:15:11: unknown setting 'budgt'. Did you mean 'budget'?"]


def test_a_year_without_a_budget_is_a_fault(tmp_path: Path) -> None:
    """Each year of the plan needs an amount; the fault names the years that have none."""
    told = faults(tmp_path, GOOD.replace("2028 = 2_000_000\n", ""))
    assert told[0].startswith("capplan.toml:6:1: no budget for 2028: the plan runs 2027 to 2028")


@pytest.mark.parametrize(
    ("found", "instead", "told"),
    [
        ("[prices]", "[weights]\nage = 0.5\n[prices]", "the weights add up to 1.25"),
        ("[prices]", "[rules]\nmust_replace = [\"colour = 'red'\"]\n[prices]", "'colour' is not a column"),
        ("[prices]", "[report]\nrecommend = 'none'\n[prices]", "no scenario is called 'none'"),
        ('extends = "cut"', 'extends = "cut_and_cap"', "extends itself"),
        ('extends = "cut"', 'extends = "missing"', "no scenario is called 'missing'"),
        ("[prices]", "[reference.prices.ct]\nprice_mid_gbp = 'x'\n[prices]", "not the kind of value"),
        ("[prices]", "[reference.nonsense.ct]\nx = 1\n[prices]", "no such reference table"),
        ("discount_rate = 0.035", "appraisal_years = 1", "an appraisal of 1 years for a plan of 2"),
        ("[prices]", "[prices", "not valid TOML"),
        ("[scenarios.cut]", '[scenarios."../cut"]', "cannot be a scenario's name"),
        ("[scenarios.cut]", '[scenarios."con"]', "cannot be a scenario's name"),
        ("[scenarios.cut]", "[scenarios.BASE]", "but for capitals"),
        ('title = "As allocated"', 'register = [{ file = "x.csv" }]', "registers of its own"),
        (
            "[prices]",
            "[rules]\nmust_replace = [\"qa_status = 'Suspended'\", \"age_years > 'x'\"]\n[prices]",
            "never 'Suspended'",
        ),
        ("schema = 1", "schema = 1\nreference = 5", "reference is 5"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, found: str, instead: str, told: str) -> None:
    """A setting that no plan could keep is refused in words."""
    assert any(told in line for line in faults(tmp_path, GOOD.replace(found, instead)))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Notepad marks its UTF-8 files; they read the same."""
    path = tmp_path / "capplan.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert load_policy(load_plan_file(path)).plan.years == 2


def test_a_missing_plan_file_is_an_input_error(tmp_path: Path) -> None:
    """A plan file that is not there is named."""
    with pytest.raises(InputError, match="no such file"):
        load_plan_file(tmp_path / "absent.toml")


def test_the_plan_file_is_found_in_a_parent_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan file is the one given, else the environment's, else the nearest above."""
    path = written(tmp_path, GOOD)
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_plan_file(None, start=tmp_path / "a" / "b") == path
    monkeypatch.setenv("CAPPLAN_PLAN", "elsewhere.toml")
    assert find_plan_file(None, start=tmp_path) == Path("elsewhere.toml")
    assert find_plan_file(path, start=tmp_path) == path


def test_an_override_of_the_reference_says_whose_it_is(tmp_path: Path) -> None:
    """A number that the plan file overrides is the owner's, and says so in the assumptions."""
    path = written(tmp_path, GOOD + "\n[reference.prices.ct]\nprice_mid_gbp = 800_000\n")
    reference = load_policy(load_plan_file(path)).reference
    row = reference.assumptions.query("table == 'prices' and row == 'ct' and name == 'price_mid_gbp'").iloc[0]
    assert reference.classes.loc["ct", "price_mid_gbp"] == 800_000
    assert (row["value"], row["status"], row["source"]) == ("800,000", "owner", "the plan file")


@pytest.mark.parametrize(
    ("override", "told"),
    [
        (
            "[reference.reliability.ct]\nfaults_per_year_mid = -0.5",
            "capplan.toml:20:1: faults_per_year_mid of ct is -0.5",
        ),
        ("[reference.lives.ct]\nlife_mid_years = 0", "life_mid_years of ct is 0"),
        ("[reference.lives.ct]\nlife_mid_years = 20", "above its life_low_years of 12"),
        ("[reference.prices.ct]\nprice_mid_gbp = 9_000_000", "above its price_high_gbp"),
        (
            '[reference.asset_classes.linac]\ntitle = "Linac"',
            "the class linac has no safety_consequence, cyber_consequence, life_mid_years",
        ),
        ("[reference.parameters.hazard_exponent]\nvalue = 0.5", "hazard_exponent is 0.5. Give 1 or more."),
        ("[reference.risk.os_likelihood]\nlevels = { exploited = 6 }", "exploited of os_likelihood is 6"),
        ("[reference.risk.outage_cuts]\npoints = [1, 7, 3, 90]", "outage_cuts do not rise"),
        ("[reference.curves.age]\npoints = [[0.0, 10], [1.0, 5]]", "the value function of age does not rise"),
        (
            "[scenarios.odd]\nreference.parameters.shrinkage_years.value = -2",
            "capplan.toml:20:1: shrinkage_years is -2",
        ),
        ("[reference.reliability.linac]\nfaults_per_year_mid = 'many'", "not the kind of value"),
        ("[hazard]\nmodel = 'weibull'", "model is 'weibull'"),
    ],
)
def test_an_impossible_number_is_refused_with_its_line(tmp_path: Path, override: str, told: str) -> None:
    """Negative rates, lives of 0, ranges upside down and levels off the matrix are refused where they stand."""
    found = faults(tmp_path, GOOD.rstrip("\n") + "\n" + override + "\n")
    assert any(told in line for line in found), found


def test_the_shipped_tables_have_no_fault() -> None:
    """What capplan ships passes its own checks."""
    assert list(reference_faults(load_reference())) == []


OWN = """
[reference.asset_classes.gritter]
title = "Gritter"
safety_consequence = 3
cyber_consequence = 1
[reference.lives.gritter]
life_mid_years = 10
use_low_per_year = 4000
use_high_per_year = 8000
[reference.upkeep.gritter]
maintenance_share_mid = 0.05
[reference.reliability.gritter]
faults_per_year_mid = 0.5
outage_days_mid = 3
consequence_mid_gbp = 2000
"""
NEEDED_LINES = [line for line in OWN.strip().splitlines() if not line.startswith("[")]


@pytest.mark.parametrize("line", NEEDED_LINES)
def test_a_class_that_could_not_be_planned_is_refused(tmp_path: Path, line: str) -> None:
    """Each figure that no action can be weighed without is asked for by name, at the class's line, with an example."""
    name = line.split(" = ")[0]
    (found,) = faults(tmp_path, GOOD + OWN.replace(line + "\n", ""))
    assert found.startswith(
        f"capplan.toml:20:1: the class gritter has no {name}, so nothing of it could be planned. Add"
    )
    assert f".gritter] {name} = " in found


def test_all_that_a_class_lacks_is_told_at_once(tmp_path: Path) -> None:
    """One fault names every missing figure, whatever table it belongs to."""
    (found,) = faults(tmp_path, GOOD + '\n[reference.asset_classes.gritter]\ntitle = "Gritter"\n')
    assert all(line.split(" = ")[0] in found for line in NEEDED_LINES[1:])


def test_what_a_class_of_ones_own_may_leave_out_is_assumed_and_said(tmp_path: Path) -> None:
    """No works, upkeep's usual growth and warranty, and figures without a range: each is in the assumptions."""
    reference = load_policy(load_plan_file(written(tmp_path, GOOD + OWN))).reference
    row = reference.classes.loc["gritter"]
    assert (row["works_share_mid"], row["maintenance_growth"], row["warranty_years"]) == (0.0, 0.05, 1.0)
    assert row["life_high_years"] == row["life_low_years"] == 10
    assert (row["consequence_low_gbp"], row["consequence_high_gbp"], row["group"]) == (2000, 2000, "Gritter")
    taken = reference.assumptions.query("row == 'gritter' and status == 'assumed'")
    assert {"works_share_mid", "maintenance_growth", "warranty_years", "outage_days_low"} <= set(taken["name"])
    assert taken["source"].str.startswith("none; ").all()


def test_a_range_that_is_shipped_is_no_default_s(tmp_path: Path) -> None:
    """A middle that the plan file changes keeps the shipped range about it."""
    path = written(tmp_path, GOOD + "\n[reference.prices.ct]\nprice_mid_gbp = 800_000\n")
    classes = load_policy(load_plan_file(path)).reference.classes
    assert classes.loc["ct", ["price_low_gbp", "price_high_gbp"]].tolist() == [500_000, 1_500_000]
