"""A sweep says each setting as people do, and keeps it as the plan file has it where programs read."""

import json
from pathlib import Path

import pytest

from capplan.cli.units import told
from capplan.policy import Policy
from tests.cli.conftest import Command

SWEPT = ("sweep", "discount_rate", "--workers", "1", "--set", "solver.gap=0.05")
TOO_MUCH = 'sweep.most={title="Floor of CT",setting="rules.class_floor_gbp",low={ct=90_000_000},high={ct=99_000_000}}'


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("prices.discount_rate", 0.015, "1.5 %"),
        ("prices.vat", 0, "0 %"),
        ("prices.vat", 1, "100 %"),
        ("scale.budget", 0.07, "7 %"),
        ("rules.network_floor", 0.75, "75 %"),
        ("prices.appraisal_years", 8, "8 years"),
        ("plan.years", 1, "1 year"),
        ("plan.start", 2028, "2028"),
        ("budget.2029", 30_000_000, "£30,000,000"),
        ("rules.limits.revenue_gbp.horizon", -300, "-£300"),
        ("rules.limits.carbon_tonnes.horizon", 1_500.0, "1,500 tonnes"),
        ("rules.max_installs.per_network", 4, "4"),
        ("rules.gates", False, "no"),
        ("rules.network_floor_gbp", {"North": 2_000_000}, "North £2,000,000"),
        ("rules.network_floor_gbp", {}, "none"),
        ("solver.time_limit_s", 60, "60 s"),
        ("hazard.model", "cnaim", "cnaim"),
        ("weights", {"age": 0.6, "risk": 0.4}, "age 60 %, risk 40 %"),
        ("reference.parameters.hazard_exponent.value", 1.0, "power 1"),
        ("reference.parameters.pdc_dividend_rate.value", 0.035, "3.5 % a year"),
        ("reference.parameters.qaly_gbp.value", 70_000.0, "£70,000 a QALY"),
        ("reference.prices.mri.price_mid_gbp", 900_000, "£900,000"),
        ("reference.prices.mri.works_share_mid", 0.35, "35 %"),
        ("reference.lives.ct.life_mid_years", 9, "9 years"),
        ("reference.upkeep.ct.maintenance_growth", 0.02, "2 % a year"),
        ("reference.reliability.ct.faults_per_year_low", 0.5, "0.5 a year"),
    ],
)
def test_a_setting_is_said_in_its_unit(setting: str, value: object, words: str) -> None:
    """Shares as percentages, money with its sign, figures of the reference tables in the unit that those give."""
    assert told(setting, value, Policy()) == words


def test_people_read_percentages_and_programs_the_plan_files_numbers(project: Path, command: Command) -> None:
    """Text says 1.5 %; CSV and JSON have 0.015, and JSON's sentence, which is for people, 1.5 %."""
    asked = (*SWEPT, "--plan", project)
    text, table, record = (command(*asked, "--format", form).out for form in ("text", "csv", "json"))
    assert "from 1.5 % to 5 %" in text
    assert "0.015" not in text
    assert "prices.discount_rate,0.015,0.05" in table
    (row,) = json.loads(record)["rows"]
    assert (row["low_setting"], row["high_setting"]) == ("0.015", "0.05")
    assert "from 1.5 % to 5 %" in json.loads(record)["sentence"]


def test_a_chart_has_the_units_and_the_organisations_own_head(project: Path, command: Command) -> None:
    """The chart's page says percentages; the head that pages share is the organisation's own where it has one."""
    own = project.parent / "templates" / "partials"
    own.mkdir(parents=True)
    (own / "head.html").write_text("<title>Ours: {{ title }}</title>", encoding="utf-8")
    drawn = project.parent / "sweep.html"
    assert command(*SWEPT, "--plan", project, "--chart", drawn).code == 0
    page = drawn.read_text(encoding="utf-8")
    assert "<title>Ours: Two-year plan</title>" in page
    assert "1.5 %" in page
    assert "0.015" not in page


def test_an_end_without_a_plan_is_told_in_words(project: Path, command: Command) -> None:
    """Its numbers are dashes, what stands in the way is said; where no end has a plan there is nothing to draw."""
    drawn = project.parent / "sweep.svg"
    said = command("sweep", "most", "--plan", project, "--workers", "1", "--chart", drawn, "--set", TOO_MUCH)
    assert (said.code, drawn.exists()) == (2, False)
    assert "The plan is worth" not in said.out
    assert "-, -" in said.out
    assert "No plan where Floor of CT is ct £90,000,000: " in said.out
