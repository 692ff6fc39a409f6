"""The page on classes of one's own: its examples are a plan file, and its register is read, scored and planned."""

import re
from pathlib import Path

import pandas as pd

from capplan import columns as c
from capplan import runs
from capplan.guide import page
from capplan.policy import load_plan_file
from capplan.reference.own_classes import DEFAULTS, NEEDED
from capplan.scenarios import many

PLAN = """
schema = 1
[plan]
title = "Three estates"
start = 2027
years = 2
as_at = 2026-10-31
[[register]]
file = "register.csv"
[budget]
2027 = 60_000
2028 = 60_000
"""


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", page("classes"), re.DOTALL)
    return str(found)


def project(folder: Path) -> Path:
    (folder / "register.csv").write_text(block("csv"), encoding="utf-8")
    path = folder / "capplan.toml"
    path.write_text(PLAN + block("toml"), encoding="utf-8")
    return path


def test_the_examples_are_read_scored_and_planned(tmp_path: Path) -> None:
    """Every row goes by its alias to its class, has a need score and options, and the depot's fund pays for its own."""
    plan_file = load_plan_file(project(tmp_path))
    study = many.run(plan_file, (), lambda step: None).study
    ours = study.recommended
    classes = ours.assets.set_index(c.ASSET_ID)[c.ASSET_CLASS]
    keys = {"G": "gritter", "T": "transformer_distribution", "P": "infusion_pump"}
    assert classes.to_dict() == {name: keys[name[0]] for name in classes.index}
    assert ours.scores[c.NEED_SCORE].notna().all()
    assert set(ours.options[c.ASSET_ID]) == set(classes.index)
    actions = ours.plan.decisions.set_index(c.ASSET_ID)[c.ACTION]
    assert actions["G-01"] == "replace"
    assert actions[["T-02", "P-02"]].tolist() == ["keep", "keep"]
    assert ours.plan.decisions.set_index(c.ASSET_ID).loc["G-01", c.CAPITAL_GBP] > 120_000  # more than the envelopes
    runs.save(study, tmp_path / "run", plan_file)
    log = pd.read_csv(tmp_path / "run" / "assumptions.csv", dtype="str", keep_default_na=False)
    works = log.query("table == 'prices' and row == 'gritter' and name == 'works_share_mid'").iloc[0]
    assert (works["value"], works["status"]) == ("0", "assumed")


def test_the_page_says_of_each_figure_whether_it_must_be_given() -> None:
    """Its table names what a class needs as that which must be given, and each default with its figure."""
    rows = re.findall(r"^\| (.*?) \| (.*?) \| (.*?)\s*\|$", page("classes"), re.MULTILINE)
    must = {name for told, answer, _ in rows if answer == "yes" for name in re.findall(r"`(\w+)`", told)}
    assert must == {name for names in NEEDED.values() for name in names}
    told = {name: taken for names, answer, taken in rows if answer == "no" for name in re.findall(r"`(\w+)`", names)}
    for names in DEFAULTS.values():
        for name, value in names.items():
            assert re.match(rf"{value:g}\b", told[name])
