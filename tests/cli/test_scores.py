"""`score` in all its views, `reference`, `services` and `guide`."""

import csv
import json
from pathlib import Path

import pytest

from capplan.columns import (
    ASSET_CLASS,
    ASSET_ID,
    DATA_TO_COLLECT,
    HEALTH,
    IN_WORDS,
    INSTALL_PRECISION,
    ORGANISATION,
    OUTLOOK,
    PAIRS,
    ROBUSTNESS,
    SCORE_CONTRACT,
    SERVICES,
    STRESSES,
    VARIANCES,
)
from tests.cli.conftest import Command
from tests.cli.test_contracts import WORKED_EXAMPLE
from tests.scoring.oracle import score_of
from tests.scoring.random_assets import AS_AT, frame_of, random_assets


@pytest.fixture
def worked_file(tmp_path: Path) -> Path:
    """The four worked machines as a register."""
    path = tmp_path / "golden.csv"
    path.write_text(WORKED_EXAMPLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("option", "columns"),
    [
        ("--robustness", ROBUSTNESS),
        ("--stress", STRESSES),
        ("--pairs", PAIRS),
        ("--variance", VARIANCES),
        ("--years", OUTLOOK),
        ("--missing", DATA_TO_COLLECT),
        ("--health", HEALTH),
        ("--words", IN_WORDS),
    ],
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


def test_the_standing_says_what_and_where_each_machine_is(worked_file: Path, command: Command) -> None:
    """In text a score stands beside the machine's class and site, with what its need calls for; nothing runs wide."""
    said = command("score", worked_file, "--as-at", "2026-10-31", "--top", "1")
    assert "CT scanner" in said.out
    assert "Calls for" in said.out
    assert max(map(len, said.out.splitlines())) <= 110


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


def test_random_assets_score_as_the_second_scorer_has_them(tmp_path: Path, command: Command) -> None:
    """Hundreds of assets, whole and incomplete, from a CSV file to every column of `score`, to nine figures."""
    assets = [asset for asset in random_assets(7) if asset[ASSET_CLASS] is not None]
    for asset in assets:
        # A precision is no column of a register: a reader tells it from how a date is written.
        asset.pop(INSTALL_PRECISION, None)
    frame = frame_of(assets).assign(**{ORGANISATION: "Example Trust"}).dropna(axis="columns", how="all")
    frame.to_csv(tmp_path / "random.csv", index=False)
    said = command("score", tmp_path / "random.csv", "--as-at", AS_AT.isoformat(), "--format", "csv")
    rows = {row["asset_id"]: row for row in csv.DictReader(said.out.splitlines())}
    assert len(rows) == len(assets)
    for asset in assets:
        told = score_of(asset, AS_AT)
        for column in SCORE_CONTRACT[1:]:
            value = rows[asset[ASSET_ID]][column]
            assert (float(value) if value else None) == (
                pytest.approx(told[column], rel=1e-9, abs=1e-9) if told[column] is not None else None
            ), f"{column} of {asset}"


@pytest.mark.parametrize(
    ("settings", "line", "told", "mend"),
    [
        ("[weights]\nage = 0.5\nutilisation = 0.5\nrisk = 0.5", 2, "the weights add up to 1.5", "must add up to 1"),
        (
            '[reference.asset_classes.robot]\ntitle = "Robot"',
            2,
            "life_mid_years",
            "[reference.lives.robot]",
        ),
        (
            "[reference.reliability.ct]\nfaults_per_year_mid = -1",
            3,
            "faults_per_year_mid of ct is -1",
            "Give 0 or more.",
        ),
        ("[prices]\ndiscount_rate = -0.01", 3, "discount_rate is -0.01", "greater than or equal to 0"),
        ("[weigths]\nage = 1", 2, "unknown setting 'weigths'", "Did you mean 'weights'?"),
        ("[reference.prices.ct]\nprice_middle_gbp = 3", 3, "no such value", "Use one of: price_high_gbp"),
        ("[reference.risk.rating_bands]\nlevels = { severe = 20 }", 3, "no such level", "Use one of: low, moderate"),
        (
            "[reference.risk.rating_bands]\nlevels = { moderate = 8 }",
            3,
            "moderate and high overlap",
            "above the one before",
        ),
        ("[reference.risk.rating_bands]\nlevels = { high = 7 }", 3, "the band high begins at 7", "Give 6 or 8."),
        ("[reference.weight_sets.ajou]\nweights = { age = 0.9 }", 3, "the weights of ajou add up to", "add up to 1."),
        (
            "[reference.risk.redundancy_step]\nlevels = { n_plus_1 = 2 }",
            3,
            "n_plus_1 of redundancy_step is 2",
            "best to worst",
        ),
        ("[reference.risk.outage_cuts]\npoints = [1, 2]", 3, "is not the kind of value", "Give one like"),
        ("[reference.risk.probability_cuts]\npoints = [0.1, 0.2, 0.3, 1.5]", 3, "go up to 1.5", "from 0 to 1"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused_before_scoring(
    settings: str, line: int, told: str, mend: str, worked_file: Path, tmp_path: Path, command: Command
) -> None:
    """Each fault is told with its line in the plan file and its mend, and nothing is scored."""
    plan = tmp_path / "plan.toml"
    plan.write_text(f"schema = 1\n{settings}\n", encoding="utf-8")
    said = command("score", worked_file, "--plan", plan)
    assert (said.code, said.out) == (2, "")
    for part in (f"plan.toml:{line}:", told, mend):
        assert part in said.err


def test_the_neediest_are_the_same_in_every_view(worked_file: Path, command: Command) -> None:
    """`--top` keeps the same assets, highest need first, whatever is asked of them."""
    for option in ((), ("--words",), ("--health",), ("--robustness",)):
        said = command("score", worked_file, *option, "--top", "2", "--format", "json")
        assert [row["asset_id"] for row in json.loads(said.out)["rows"]] == ["CT-01", "MR-02"]
    years = json.loads(command("score", worked_file, "--years", "--top", "1", "--format", "json").out)["rows"]
    assert {row["asset_id"] for row in years} == {"CT-01"}
    assert len(years) == 10


def test_words_are_sentences_for_a_reader(worked_file: Path, command: Command) -> None:
    """As text each asset has a line of what its need calls for and one of why."""
    lines = command("score", worked_file, "--words", "--top", "1").out.splitlines()
    assert lines[0] == "CT-01, need 78: replace now; risk extreme"
    assert lines[1].strip().startswith("9 years into a life of 8.2")
