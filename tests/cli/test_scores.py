"""`score` in all its views, `reference`, `services` and `guide`."""

import csv
import json
from pathlib import Path

import pytest

from capplan.columns import DATA_TO_COLLECT, HEALTH, ROBUSTNESS, SERVICES, STRESSES
from tests.cli.conftest import Command
from tests.cli.test_contracts import WORKED_EXAMPLE


@pytest.fixture
def worked_file(tmp_path: Path) -> Path:
    """The four worked machines as a register."""
    path = tmp_path / "golden.csv"
    path.write_text(WORKED_EXAMPLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("option", "columns"),
    [("--robustness", ROBUSTNESS), ("--stress", STRESSES), ("--missing", DATA_TO_COLLECT), ("--health", HEALTH)],
)
def test_each_view_has_its_columns(option: str, columns: tuple[str, ...], worked_file: Path, command: Command) -> None:
    """A view of the scores is a frame with the columns promised, as CSV and as JSON."""
    worked_file.write_text(WORKED_EXAMPLE.replace("supported,pass,2,", "supported,,2,"), encoding="utf-8")
    as_csv = command("score", worked_file, option, "--format", "csv")
    assert as_csv.code == 0
    assert tuple(next(csv.reader(as_csv.out.splitlines()))) == columns
    rows = json.loads(command("score", worked_file, option, "--format", "json").out)["rows"]
    assert rows
    assert tuple(rows[0]) == columns


def test_words_are_for_the_rows_asked(worked_file: Path, command: Command) -> None:
    """The two neediest, each with its band and a sentence."""
    said = command("score", worked_file, "--words", "--top", "2", "--format", "json")
    rows = json.loads(said.out)["rows"]
    assert [row["asset_id"] for row in rows] == ["CT-01", "MR-02"]
    assert rows[0]["risk_band"] == "extreme"
    assert rows[0]["explanation"].startswith("9 years into a life of 8.2 at 18,000 exams a year; ")


def test_one_asset_is_explained(worked_file: Path, command: Command) -> None:
    """A sentence and the figures behind it; an asset that is not there is named."""
    said = command("score", worked_file, "--explain", "CT-01")
    assert said.code == 0
    assert said.out.startswith("CT-01: 9 years into a life of 8.2")
    assert "£115,000 a year" in said.out
    assert json.loads(command("score", worked_file, "--explain", "CT-01", "--format", "json").out)["rows"]
    absent = command("score", worked_file, "--explain", "CT-99")
    assert (absent.code, absent.out) == (2, "")
    assert "no asset 'CT-99'" in absent.err


def test_the_reference_is_printed_with_source_and_status(command: Command) -> None:
    """Every number of every table, or of one table or class; a name that is not there is refused."""
    rows = json.loads(command("reference", "--format", "json").out)["rows"]
    assert all(row["source"] and row["status"] for row in rows)
    assert {"lives", "prices", "risk", "weight_sets", "parameters"} <= {row["table"] for row in rows}
    lives = json.loads(command("reference", "--table", "lives", "--class", "ct", "--format", "json").out)["rows"]
    assert {row["name"]: row["value"] for row in lives}["life_mid_years"] == "10"
    assert any(row["name"] == "dicom" and row["value"] == "CT" for row in rows)
    assert command("reference", "--table", "lives").code == 0
    assert command("reference", "--table", "nonsense").code == 2
    assert command("reference", "--class", "nonsense").code == 2


def test_the_picture_of_services(project: Path, tmp_path: Path, command: Command) -> None:
    """With a file of organisations, rates are compared; without one, what is missing is said."""
    bare = command("services", "--plan", project)
    assert bare.code == 0
    assert "population" in bare.out
    names = sorted(
        {
            row["organisation"]
            for row in json.loads(command("services", "--plan", project, "--show", "missing", "--format", "json").out)[
                "rows"
            ]
        }
    )
    file = tmp_path / "organisations.csv"
    file.write_text(
        "organisation,population,establishment_wte,vacant_wte\n" + "".join(f'"{name}",250000,40,4\n' for name in names),
        encoding="utf-8",
    )
    said = command("services", "--plan", project, "--organisations", file, "--format", "csv")
    table = list(csv.DictReader(said.out.splitlines()))
    assert tuple(table[0]) == SERVICES
    assert {
        row["measured"] for row in table if row["measure"] == "vacancy rate" and row["level"] == "organisation"
    } == {"0.1"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("organisation,population\nA,many\n", "row 2, population"),
        ("", "not a CSV table"),
        (None, "no such file"),
    ],
)
def test_a_faulty_file_of_organisations_is_refused(
    text: str | None, told: str, project: Path, tmp_path: Path, command: Command
) -> None:
    """What is wrong, and where, without a traceback."""
    file = tmp_path / "organisations.csv"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    said = command("services", "--plan", project, "--organisations", file)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_the_guide_is_printed_offline(command: Command) -> None:
    """The method, with its figures; a page that is not there is refused."""
    said = command("guide")
    assert said.out.startswith("# How capplan scores and prices")
    assert command("guide", "nonsense").code == 2


def test_a_register_suggests_rates_and_changes_nothing(worked_file: Path, command: Command) -> None:
    """All losses over all years by class: seven in six years for the two CTs, against 0.5 in the tables."""
    rows = json.loads(command("reference", "--fit", worked_file, "--format", "json").out)["rows"]
    ct = next(row for row in rows if row["asset_class"] == "ct")
    assert (ct["assets"], ct["unplanned_events"], ct["class_rate_per_year"]) == (2, 7, 0.5)
    assert ct["fault_rate_per_year"] == pytest.approx(7 / 6)
