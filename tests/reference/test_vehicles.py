"""Nothing is imaging only: a small fleet of vehicles is scored and planned with its owner's lives and prices."""

import json
from pathlib import Path

import pandas as pd

from capplan import columns as c
from capplan import runs
from capplan.policy import load_plan_file
from capplan.reference import load_reference
from capplan.scenarios import many

FLEET = """\
Asset No,Company,Network,Class,Age,Mileage,UEL,Repl cost,Works,Hours used,Hours available,Breakdowns,Over years
V-01,Eastfen Council,Highways,light vehicle,9,14000,7,24000,0,1500,1800,6,3
V-02,Eastfen Council,Highways,light vehicle,2,9000,7,24000,0,900,1800,0,2
V-03,Eastfen Council,Waste,refuse truck,10,11000,8,210000,0,1900,2000,9,3
V-04,Eastfen Council,Waste,refuse truck,3,10000,8,210000,0,1800,2000,1,3
V-05,Eastfen Council,Waste,refuse truck,12,12000,8,210000,0,1950,2000,14,3
"""
PLAN = """
schema = 1
[plan]
title = "Fleet plan"
start = 2027
years = 3
as_at = 2026-10-31
[[register]]
file = "fleet.csv"
[budget]
2027 = 300_000
2028 = 300_000
2029 = 300_000
"""


def test_a_fleet_is_scored_and_planned_like_any_other_estate(tmp_path: Path) -> None:
    """Miles and years take the place of exams; the worn trucks are replaced and the new ones kept."""
    (tmp_path / "fleet.csv").write_text(FLEET, encoding="utf-8")
    (tmp_path / "capplan.toml").write_text(PLAN, encoding="utf-8")
    plan_file = load_plan_file(tmp_path / "capplan.toml")
    study = many.run(plan_file, (), lambda step: None).study
    scores = study.recommended.scores.set_index(c.ASSET_ID)
    assert scores[c.LIFE_YEARS].to_dict() == {"V-01": 7, "V-02": 7, "V-03": 8, "V-04": 8, "V-05": 8}
    assert scores[c.NEED_SCORE].notna().all()
    assert scores.loc["V-05", c.NEED_SCORE] > scores.loc["V-03", c.NEED_SCORE] > scores.loc["V-04", c.NEED_SCORE]
    decisions = study.recommended.plan.decisions.set_index(c.ASSET_ID)
    assert decisions.loc["V-05", c.ACTION] == "replace"
    assert decisions.loc[["V-02", "V-04"], c.ACTION].tolist() == ["keep", "keep"]
    runs.save(study, tmp_path / "run", plan_file)
    log = pd.read_csv(tmp_path / "run" / "assumptions.csv", dtype="str", keep_default_na=False)
    row = log.query("table == 'prices' and row == 'vehicle_heavy' and name == 'works_share_mid'").iloc[0]
    assert (row["value"], row["status"]) == ("0", "assumed")
    assert "assumptions.csv" in json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))["files"]


def test_a_fleet_leases_where_little_of_a_lease_scores_to_the_limit(tmp_path: Path) -> None:
    """With a limit too small to buy, a plan rents the worn trucks, and no capital is spent on them."""
    small = PLAN.replace("300_000", "60_000").replace(
        "[budget]",
        """[actions]
offer = ["replace", "lease"]
lease_capital_share = 0.0
draws = ["revenue"]
[budget]""",
    )
    (tmp_path / "fleet.csv").write_text(FLEET, encoding="utf-8")
    (tmp_path / "capplan.toml").write_text(small, encoding="utf-8")
    plan_file = load_plan_file(tmp_path / "capplan.toml")
    study = many.run(plan_file, (), lambda step: None).study
    decisions = study.recommended.plan.decisions.set_index(c.ASSET_ID)
    assert decisions.loc[["V-03", "V-05"], c.ACTION].tolist() == ["lease", "lease"]
    assert decisions.loc["V-05", c.CAPITAL_GBP] == 0
    assert decisions.loc["V-05", c.BENEFIT_GBP] > 0
    assert study.recommended.plan.report.proven
    runs.save(study, tmp_path / "run", plan_file)


# No life or price is published for vehicles: their owners' registers give them.
GIVEN_BY_REGISTERS = ("vehicle_light", "vehicle_heavy")


def test_every_class_that_is_shipped_can_be_planned(tmp_path: Path) -> None:
    """A machine of each class has an action open to it, so no class lacks a figure that an option needs."""
    keys = load_reference().classes.index
    rows = [f"A-{at:02},Eastfen,North,{key},20,9,50000" for at, key in enumerate(keys)]
    heading = "Asset No,Company,Network,Class,Age,UEL,Repl cost"
    (tmp_path / "fleet.csv").write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    (tmp_path / "capplan.toml").write_text(PLAN, encoding="utf-8")
    scenario = many.run(load_plan_file(tmp_path / "capplan.toml"), (), lambda step: None).study.recommended
    assert set(scenario.options[c.ASSET_CLASS]) == set(keys)
    without = load_reference().classes[["life_mid_years", "price_mid_gbp"]].isna().all(axis=1)
    assert tuple(without.index[without]) == GIVEN_BY_REGISTERS
