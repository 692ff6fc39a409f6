"""The four commands that others script against: their files, columns and exit codes."""

import csv
import json
from pathlib import Path

import pytest

from capplan.columns import ASSETS, DECISIONS, FINDINGS, SCORE_CONTRACT, SOURCE
from tests.cli.conftest import Command

WORKED_EXAMPLE = """\
asset_id,asset_class,age_years,activity_per_year,hours_used_per_year,hours_available_per_year,unplanned_events,\
observation_years,support_status,downtime_trend,os_status,qa_status,outage_days_per_event,redundancy,\
consequence_gbp_per_event
CT-01,ct,9,18000,4200,4500,6,3,ends_24m,rising,unsupported_connected,pass,3,single_emergency,60600
MR-02,mri,12,5000,2300,3000,2,3,ended_spares,normal,unsupported_isolated,pass,5,limited,35000
XR-03,xray_room,16,9000,1000,2600,1,3,supported,normal,supported,pass,1.5,n_plus_1,4000
CT-04,ct,3,12000,2600,3900,1,3,supported,normal,supported,pass,2,limited,24000
"""
LORIE_SAVAGE = (
    (14, 12, 3),
    (17, 54, 7),
    (17, 6, 6),
    (15, 6, 2),
    (40, 30, 35),
    (12, 6, 6),
    (14, 48, 4),
    (10, 36, 3),
    (12, 18, 3),
)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_check_writes_canonical_assets_and_findings(tmp_path: Path, command: Command) -> None:
    """`check` gives the canonical columns with where each row came from, and findings as a list of objects."""
    register = tmp_path / "register.csv"
    register.write_text("Asset No,Trust,Modality,Installed\n007,Example,CT scanner,31/02/2015\n", encoding="utf-8")
    said = command("check", register, "--assets", tmp_path / "a.csv", "--findings", tmp_path / "f.json", "--no-input")
    assets = rows_of((tmp_path / "a.csv").read_text(encoding="utf-8"))
    findings = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert said.code == 1
    assert list(assets[0]) == [*ASSETS, *SOURCE]
    assert (assets[0]["asset_id"], assets[0]["asset_class"], assets[0]["source_row"]) == ("007", "ct", "2")
    assert all(list(finding) == list(FINDINGS) for finding in findings)
    assert any(finding["cell"] == "D2" and finding["value_seen"] == "31/02/2015" for finding in findings)


def test_warnings_pass_unless_asked_for(tmp_path: Path, command: Command) -> None:
    """A register with warnings alone passes, unless the threshold is lowered to them."""
    register = tmp_path / "register.csv"
    register.write_text("Asset No,Trust,Modality,Installed\nA-1,Example,X-ray,01/02/1980\n", encoding="utf-8")
    assert command("check", register).code == 0
    assert command("check", register, "--fail-on", "warning").code == 1


@pytest.mark.parametrize("output_format", ["csv", "json"])
def test_score_gives_the_worked_example(tmp_path: Path, command: Command, output_format: str) -> None:
    """The four worked machines score as published to four decimals, in the columns promised."""
    register = tmp_path / "golden.csv"
    register.write_text(WORKED_EXAMPLE, encoding="utf-8")
    said = command("score", register, "--as-at", "2026-10-31", "--format", output_format)
    rows = rows_of(said.out) if output_format == "csv" else json.loads(said.out)["rows"]
    assert said.code == 0
    assert [tuple(row) for row in rows] == [tuple(SCORE_CONTRACT)] * 4
    assert [round(float(row["need_score"]), 4) for row in rows] == [78.0963, 66.4108, 41.5906, 38.8777]
    assert [round(float(row["risk_cost_gbp_per_year"]), 1) for row in rows] == [114513.6, 28261.5, 1619.2, 9619.2]


def write_lorie_savage(folder: Path, *, envelopes: tuple[int, int] = (50, 20)) -> list[object]:
    """The nine projects and two periods of Lorie and Savage (1955), as arguments of `allocate`."""
    options = ["option_id,asset_id,action,start_year,benefit_gbp"]
    cash = ["option_id,year,capital_gbp"]
    for number, (worth, first, second) in enumerate(LORIE_SAVAGE, start=1):
        options.append(f"{number},P{number},invest,1,{worth}")
        cash += [f"{number},1,{first}", f"{number},2,{second}"]
    budget = ["year,envelope_gbp", f"1,{envelopes[0]}", f"2,{envelopes[1]}"]
    for name, lines in (("options", options), ("cash", cash), ("budget", budget)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ["allocate", folder / "options.csv", "--cash", folder / "cash.csv", "--budget", folder / "budget.csv"]


def test_allocate_solves_lorie_and_savage(tmp_path: Path, command: Command) -> None:
    """The published optimum, 70 from projects 1, 3, 4, 6 and 9, is found and proven."""
    said = command(*write_lorie_savage(tmp_path), "--gap", "0", "--format", "json")
    result = json.loads(said.out)
    assert said.code == 0
    assert list(result) == [
        *("schema", "objective_gbp", "bound_gbp", "gap", "proven", "chosen", "runtime_s", "solver"),
        *("bound_from", "gap_asked", "seed", "prices", "inputs"),
    ]
    assert [row["year"] for row in result["prices"]] == [1, 2]
    assert {name: len(digest) for name, digest in result["inputs"].items()} == dict.fromkeys(
        ("options.csv", "cash.csv", "budget.csv"), 64
    )
    assert (result["objective_gbp"], result["proven"]) == (70, True)
    assert result["chosen"] == ["1", "3", "4", "6", "9"]


def test_allocate_names_the_rule_that_cannot_be_kept(tmp_path: Path, command: Command) -> None:
    """Where no plan exists, the exit code is 1 and a sentence names the rule, the year and the shortfall."""
    arguments = write_lorie_savage(tmp_path)
    options = tmp_path / "options.csv"
    heading, *projects = options.read_text(encoding="utf-8").splitlines()
    marked = [f"{heading},must_treat", *(f"{line},{'yes' if ',P2,' in line else 'no'}" for line in projects)]
    options.write_text("\n".join(marked), encoding="utf-8")
    said = command(*arguments)
    assert (said.code, said.out) == (1, "")
    assert "£4" in said.err
    assert "Traceback" not in said.err


def test_allocate_tells_every_fault_of_its_files(tmp_path: Path, command: Command) -> None:
    """Malformed files end with 2 and all faults, each with its file, row and column."""
    arguments = write_lorie_savage(tmp_path)
    for name, old, new in (
        ("options", "1,P1,invest,1,14", "1,P1,invest,1,many"),
        ("cash", "1,1,12\n", "1,1,12.5\n"),
        ("budget", "2,20", "2,"),
    ):
        path = tmp_path / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    said = command(*arguments)
    assert said.code == 2
    for file, column in (("options.csv", "benefit_gbp"), ("cash.csv", "capital_gbp"), ("budget.csv", "envelope_gbp")):
        assert any(file in line and column in line for line in said.err.splitlines())


def test_run_writes_the_run_folder(finished: Path) -> None:
    """A run folder holds its manifest, the frames, and each scenario's decisions, summary and papers."""
    for name in ("manifest.json", "assets.csv", "scores.csv", "findings.json"):
        assert (finished / name).is_file()
    for scenario in ("base", "cut"):
        for name in ("decisions.csv", "summary.json", "board.html", "board.pdf", "finance.xlsx"):
            assert (finished / scenario / name).is_file()
        networks = {path.stem for path in (finished / scenario / "networks").glob("*.pdf")}
        assert networks
        assert networks == {path.stem for path in (finished / scenario / "networks").glob("*.html")}


def test_every_asset_has_a_decision_with_a_reason(finished: Path) -> None:
    """The decisions hold every asset of the register once, each with a reason, in the columns promised."""
    decisions = rows_of((finished / "base" / "decisions.csv").read_text(encoding="utf-8"))
    assets = rows_of((finished / "assets.csv").read_text(encoding="utf-8"))
    assert list(decisions[0]) == list(DECISIONS)
    assert sorted(row["asset_id"] for row in decisions) == sorted(row["asset_id"] for row in assets)
    assert all(row["reason"] for row in decisions)


def test_the_summary_agrees_with_the_decisions(finished: Path) -> None:
    """Capital by year in the summary is what the decisions add up to, and stays within each envelope."""
    decisions = rows_of((finished / "base" / "decisions.csv").read_text(encoding="utf-8"))
    summary = json.loads((finished / "base" / "summary.json").read_text(encoding="utf-8"))
    for year in summary["capital_by_year"]:
        spent = sum(int(row["capital_gbp"]) for row in decisions if row["start_year"] == str(year["year"]))
        assert spent == year["capital_gbp"] <= year["envelope_gbp"]
    assert summary["gap"] <= 0.005
    assert summary["bound_gbp"] >= summary["objective_gbp"]
    assert len({row["method"] for row in summary["baselines"]}) == 3
