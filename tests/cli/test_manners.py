"""How the command line behaves: streams, exit codes, faults told and mended, nothing overwritten."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from capplan.cli import COMMANDS
from tests.cli.conftest import PLAN, Command, make_project

HEAVY = ("pandas", "pulp", "matplotlib", "typst", "scipy", "pydantic", "rich")


def test_help_imports_nothing_heavy() -> None:
    """`capplan --help` answers without the heavy libraries."""
    code = "import sys, capplan.cli; print([name for name in sys.modules if name in " + repr(HEAVY) + "])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [str(one.name) for one in COMMANDS])
def test_every_command_has_help(name: str, command: Command) -> None:
    """Each command says what it does."""
    said = command(name, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: capplan {name}")
    assert max(map(len, said.out.splitlines())) <= 80
    assert not [word for word in ("INTEGER", "FLOAT", "TEXT", "PATH", "<=x", "x>=") if word in said.out]


def test_help_of_a_sweep_names_every_lever(command: Command) -> None:
    """What may be swept needs no looking up."""
    from capplan.scenarios.sweep import LEVERS

    said = command("sweep", "--help").out
    assert not [name for name in LEVERS if name not in said]


def test_a_plan_file_that_is_needed_is_not_said_to_have_defaults(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one, registers are checked by defaults, and a plan is refused: one message, not both."""
    monkeypatch.chdir(tmp_path)
    assert "every setting has its default" not in command("run").err
    assert "every setting has its default" in command("check").err


def test_commands_on_a_run_find_the_demos(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the project has only the run that a demo makes beside its plan file, that is the latest, and is named."""
    run = project.parent / "run"
    assert command("run", "base", "--plan", project, "--out", run, "--set", "solver.gap=0.05").code == 0
    monkeypatch.chdir(project.parent)
    said = command("compare")
    assert said.code == 0
    assert f"Run folder {run}" in said.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "absent.xlsx"], "absent.xlsx"),
        (["score", "absent.xlsx"], "absent.xlsx"),
        (["run", "--plan", "absent.toml"], "absent.toml: no such file"),
        (["run"], "`capplan init DIR --from REGISTER...` makes one of your own"),
        (["report"], "Name a run folder, or a plan file with --plan."),
        (["report", "absent"], "absent: there is no such folder"),
        (["report", "."], "not a run folder"),
        (["compare", "--run", "absent"], "absent: there is no such folder"),
        (["run", "--quiet"], "--quiet goes before the command: capplan --quiet run"),
        (["sample", "x.csv", "--assets", "many"], "'many' is not a valid whole number"),
        (["replan", "--after", "2028/30"], "is not a financial year like 2028/29"),
        (["replan", "--after", "2028/29", "--carried", "50%"], "write 50 % as 0.5"),
        (["uncertainty", "--format", "csv", "--table", "core"], "--table core needs --reoptimise"),
        (["chek"], "Did you mean 'check'?"),
        (["score", "x.csv", "--as-at", "31/10/2026"], "is not a date like 2026-10-31"),
        (["allocate", "a.csv", "--cash", "b.csv", "--budget", "c.csv"], "a.csv"),
        (["sample", "x.csv", "--assets", "0"], "0 is not in the range"),
        (["allocate", "a.csv", "--cash", "b.csv", "--budget", "c.csv", "--gap", "nan"], "is not a number"),
        (["score", "x.csv", "--as-at", "9999-12-31"], "is not in 1950 to 2100"),
    ],
)
def test_what_is_missing_is_named(
    arguments: list[str], told: str, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in what was asked for ends with 2, says what and where, and never shows a traceback."""
    monkeypatch.chdir(tmp_path)
    said = command(*arguments)
    assert said.code == 2
    assert told in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_workbook_without_a_table_is_refused_with_the_mend(tmp_path: Path, command: Command) -> None:
    """A workbook that holds no register says which headings it should have."""
    path = tmp_path / "notes.csv"
    path.write_text("Some notes\nand more\n", encoding="utf-8")
    said = command("check", path)
    assert said.code == 2
    assert "no row of headings" in said.err


def test_a_bad_plan_file_is_told_line_by_line(tmp_path: Path, command: Command) -> None:
    """Each fault of a plan file comes with its line, and the line itself below."""
    plan = make_project(tmp_path / "p", PLAN.replace("years = 2", "yaers = 2"))
    said = command("run", "--plan", plan)
    assert said.code == 2
    assert "capplan.toml:6:1: unknown setting 'yaers'. Did you mean 'years'?" in said.err
    assert "6 | yaers = 2" in said.err


def test_an_impossible_rule_ends_with_1_and_says_which(tmp_path: Path, command: Command) -> None:
    """A scenario that no plan can keep is told in words; the other scenarios are still written."""
    text = PLAN.replace("scale.budget = 0.5", "scale.budget = 0.5\nrules.class_floor_gbp = { mri = 50_000_000 }")
    plan = make_project(tmp_path / "p", text)
    said = command("run", "--plan", plan, "--out", tmp_path / "run", "--format", "json")
    assert said.code == 1
    assert "scenario cut" in said.err
    assert [row["scenario"] for row in json.loads(said.out)["rows"]] == ["base"]
    assert not (tmp_path / "run" / "cut").exists()


def test_results_go_to_stdout_and_news_to_stderr(project: Path, command: Command, tmp_path: Path) -> None:
    """JSON on stdout is whole and alone, whatever is said beside it; --quiet keeps stderr empty."""
    loud = command("run", "--plan", project, "--out", tmp_path / "run", "--format", "json")
    quiet = command("--quiet", "run", "--plan", project, "--out", tmp_path / "run", "--format", "json")
    assert json.loads(loud.out)["schema"] == "capplan/run/1"
    assert "Plan file" in loud.err
    assert (quiet.out, quiet.err) == (loud.out, "")


def test_the_same_run_twice_gives_the_same_bytes(tmp_path: Path, command: Command) -> None:
    """Two runs of the same inputs agree in every file, papers among them."""
    folders = []
    for name in ("one", "two"):
        plan = make_project(tmp_path / name)
        folder = plan.parent / "run"
        assert command("run", "base", "--plan", plan, "--out", folder).code == 0
        assert command("report", folder).code == 0
        folders.append(
            {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        )
    assert folders[0].keys() == folders[1].keys()
    assert [name for name in folders[0] if folders[0][name] != folders[1][name]] == []


def test_inputs_are_never_changed_or_overwritten(project: Path, command: Command) -> None:
    """A result that would land on an input is refused, and the input stays as it was."""
    register = project.parent / "registers" / "register.csv"
    before = register.read_bytes()
    for arguments in (
        ["sample", register],
        ["check", register, "--findings", register],
        ["check", register, "--assets", register],
        ["check", "--plan", project, "--assets", register],
    ):
        assert command(*arguments).code == 2
    assert register.read_bytes() == before


def test_a_file_that_only_looks_like_a_result_is_kept(project: Path, command: Command, tmp_path: Path) -> None:
    """A person's own list of assets or JSON is not an earlier result, and is not replaced."""
    own = {"--assets": ("mine.csv", "asset_id,stuff\nA,1\n"), "--findings": ("mine.json", '[{"code": 1}]')}
    for option, (name, text) in own.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert command("check", "--plan", project, option, path).code == 2
        assert path.read_text(encoding="utf-8") == text
        assert command("check", "--plan", project, option, tmp_path).code == 2


def test_results_may_be_written_again(project: Path, command: Command, tmp_path: Path) -> None:
    """The same command twice replaces its own results."""
    arguments = ["check", "--plan", project, "--assets", tmp_path / "a.csv", "--findings", tmp_path / "f.json"]
    assert [command(*arguments).code, command(*arguments).code] == [0, 0]


def test_a_folder_of_someone_else_is_left_as_it_was(project: Path, command: Command, tmp_path: Path) -> None:
    """A run that is refused leaves nothing behind in a folder that is not its own."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "assets.csv").write_text("mine\n", encoding="utf-8")
    assert command("run", "--plan", project, "--out", theirs).code == 2
    assert [path.name for path in theirs.iterdir()] == ["assets.csv"]
    for out in (theirs / "assets.csv", theirs / "assets.csv" / "sub", tmp_path / ("x" * 300)):
        assert command("run", "--plan", project, "--out", out).code == 2


@pytest.mark.parametrize("text", ["[1]", '{"schema": "capplan/run/1"}', "nonsense"])
def test_a_broken_manifest_is_told(project: Path, command: Command, tmp_path: Path, text: str) -> None:
    """A manifest that is not one stops the command with a sentence."""
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert command("report", tmp_path).code == 2
    assert command("run", "--plan", project, "--out", tmp_path).code == 2


def test_papers_stay_beside_a_plan_that_is_made_again(tmp_path: Path, command: Command) -> None:
    """The same run again keeps the papers that were made of it; another plan removes them."""
    plan = make_project(tmp_path / "p")
    folder = tmp_path / "run"
    for arguments in (["run", "base", "--plan", plan, "--out", folder], ["report", folder, "--formats", "html"]):
        assert command(*arguments).code == 0
    assert command("run", "base", "--plan", plan, "--out", folder).code == 0
    assert (folder / "base" / "board.html").exists()
    plan.write_text(PLAN.replace("2028 = 6_000_000", "2028 = 5_000_000"), encoding="utf-8")
    assert command("run", "base", "--plan", plan, "--out", folder).code == 0
    assert not (folder / "base" / "board.html").exists()


def test_compare_says_what_drops_out(finished: Path, command: Command) -> None:
    """Half the money buys less: some machines drop out, and the table says which."""
    said = command("compare", "--run", finished, "--format", "json")
    result = json.loads(said.out)
    base, cut = result["rows"]
    assert cut["capital_gbp"] < base["capital_gbp"]
    assert {"drops out"} <= {row["change"] for row in result["changes"]}
    assert command("compare", "base", "cut", "--run", finished).code == 0
    assert command("compare", "nonsense", "--run", finished).code == 2


def test_a_sample_may_have_any_size(tmp_path: Path, command: Command) -> None:
    """`sample` writes what was asked for, and `check` reads it back whole."""
    for name in ("s.xlsx", "s.csv"):
        assert command("sample", tmp_path / name, "--assets", "40", "--seed", "2").code == 0
        command("check", tmp_path / name, "--assets", tmp_path / f"{name}-assets.csv")
        lines = (tmp_path / f"{name}-assets.csv").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 41


def test_doctor_finds_nothing_wrong_here(command: Command) -> None:
    """Where the tests run, every part works."""
    said = command("doctor", "--format", "json")
    assert said.code == 0
    assert all(row["works"] for row in json.loads(said.out)["rows"])


def test_a_bug_is_owned_up_to(monkeypatch: pytest.MonkeyPatch, project: Path, command: Command) -> None:
    """An unforeseen fault ends with 70, blames nobody's file and shows no traceback."""
    from capplan import pipeline

    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(pipeline, "read", broken)
    said = command("score", "--plan", project)
    assert said.code == 70
    assert "A fault in capplan itself" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("asked", ["option", "variable", "not at all"])
def test_where_a_bug_arose_is_shown_if_asked_for(
    monkeypatch: pytest.MonkeyPatch, project: Path, command: Command, asked: str
) -> None:
    """By --debug or CAPPLAN_DEBUG, whatever the program that runs capplan was itself called with."""
    from capplan import pipeline

    monkeypatch.setattr(pipeline, "read", lambda *_: 1 // 0)
    monkeypatch.setattr(sys, "argv", ["pytest"] if asked == "option" else ["pytest", "--debug"])
    if asked == "variable":
        monkeypatch.setenv("CAPPLAN_DEBUG", "1")
    said = command(*(["--debug"] if asked == "option" else []), "score", "--plan", project)
    assert said.code == 70
    assert ("Traceback" in said.err) == (asked != "not at all")


def test_years_have_no_comma_and_all_else_has(capsys: pytest.CaptureFixture[str]) -> None:
    """What is a year is known by its column: 2,050 machines are not the year 2050."""
    import pandas as pd

    from capplan.cli.console import Short, give_short, give_text_table

    frame = pd.DataFrame({"start_year": [2027, 2028], "asset_count": [1899, 2050], "capital_gbp": [2050, 2_050_000]})
    give_text_table(frame)
    give_short(frame, [Short(name=name, heading=name) for name in frame.columns])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row for row in rows if row[0] in ("2027", "2028")] == 2 * [
        ["2027", "1,899", "2,050"],
        ["2028", "2,050", "2,050,000"],
    ]


def copied(finished: Path, folder: Path) -> Path:
    """A copy of a finished run, to be harmed."""
    return shutil.copytree(finished, folder / "run")


def with_manifest(run: Path, old: str, new: str) -> None:
    path = run / "manifest.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_run_of_someone_else_reaches_nothing_outside_its_folder(
    finished: Path, command: Command, tmp_path: Path
) -> None:
    """A scenario of which the name leads out of the run folder is refused before anything is read or written."""
    run = copied(finished, tmp_path)
    shutil.move(run / "cut", tmp_path / "escaped")
    with_manifest(run, '"cut": {', '"../escaped": {')
    before = sorted((tmp_path / "escaped").rglob("*"))
    said = command("report", run)
    assert said.code == 2
    assert f"{run / 'manifest.json'}: '../escaped' cannot be a scenario's name" in said.err
    assert sorted((tmp_path / "escaped").rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "keep", "told"),
    [
        ("cut/networks.csv", None, "missing from the run folder"),
        ("cut/cash.csv", None, "missing from the run folder"),
        ("cut/summary.json", None, "missing from the run folder"),
        ("cut/summary.json", 100, "cannot be read"),
        ("cut/decisions.csv", 0, "cannot be read"),
        ("findings.json", 1, "cannot be read"),
        ("assets.csv", None, "missing from the run folder"),
    ],
)
def test_a_run_that_is_not_whole_is_told_by_its_file(
    finished: Path, command: Command, tmp_path: Path, name: str, keep: int | None, told: str
) -> None:
    """A file that is gone or cut short is named, with the mend, and is nobody's bug."""
    run = copied(finished, tmp_path)
    data = (run / name).read_bytes()
    (run / name).unlink()
    if keep is not None:
        (run / name).write_bytes(data[:keep])
    said = command("compare", "--run", run)
    assert said.code == 2
    assert f"{run / name}: {told}" in said.err
    assert "Run `capplan run` again." in said.err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"discount_rate"', '"rate_of_discount"', "prices.rate_of_discount"),
        ('"sha256"', '"sha512"', "cannot be read"),
        ('"scenarios"', '"plans"', "cannot be read"),
    ],
)
def test_a_run_of_another_version_is_told(
    finished: Path, command: Command, tmp_path: Path, old: str, new: str, told: str
) -> None:
    """A manifest that says what this version does not know is named, with the setting if it is one."""
    run = copied(finished, tmp_path)
    path = run / "manifest.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    said = command("compare", "--run", run)
    assert said.code == 2
    assert said.err.count(str(path)) == 1
    assert told in said.err
    assert "Run `capplan run` again." in said.err


def test_the_package_runs_as_a_module() -> None:
    """`python -m capplan` works where programs may not be installed."""
    said = subprocess.run([sys.executable, "-m", "capplan", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("capplan ")
