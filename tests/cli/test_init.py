"""`capplan init`: a project of one's own, from registers as they are, by answering questions once."""

import csv
import io
import re
import stat
import sys
from pathlib import Path

import pytest

from capplan import columns as c
from tests.cli.conftest import Command, Said

REGISTER = """Ref,Kit,Comissioned on,Model,Replacement cost,Colour,Ownership
A1,CT,03/04/2014,X1,750,Red,leasing co
A2,MRI,05/06/2015,X2,950,Blue,owned
A3,Cone beam scanner,05/06/2015,X2,250,Blue,owned
A4,CT,05/07/2015,X3,650,Blue,leasing co
"""
# Asset id, class, install date; owner; VAT; a class word; a choice; day or month first; thousands.
ANSWERS = ["y", "y", "y", "Ashmere Hospitals", "ex", "cbct", "lease", "dmy", "thousands"]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register with its own headings and words, in thousands of pounds."""
    path = tmp_path / "Estate Oct 2026.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Run a command with these lines typed in."""

    def run(lines: list[str], *arguments: object) -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return command(*arguments)

    return run


def assets(command: Command, folder: Path) -> list[dict[str, str]]:
    """What `check` reads in a project."""
    out = folder / "assets.csv"
    command("check", "--plan", folder / "capplan.toml", "--assets", out, "--findings", folder / "findings.json")
    with out.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_an_empty_project_has_a_plan_to_fill_in(tmp_path: Path, command: Command) -> None:
    """Without registers there are a plan file that is valid, its folders, and what to do next."""
    said = command("init", tmp_path / "p", "--as-at", "2026-10-31")
    assert said.code == 0
    assert said.out.splitlines() == [str(tmp_path / "p" / "capplan.toml")]
    assert (tmp_path / "p" / "registers").is_dir()
    assert (tmp_path / "p" / "mappings").is_dir()
    assert "Next: capplan check" in said.err
    text = (tmp_path / "p" / "capplan.toml").read_text(encoding="utf-8")
    assert "start = 2027 " in text
    assert "as_at = 2026-10-31 " in text
    told = command("check", "--plan", tmp_path / "p" / "capplan.toml")
    assert told.code == 2
    assert "no file matches 'registers/*.*'" in told.err


def test_the_starter_plan_runs_once_its_budget_is_filled_in(tmp_path: Path, register: Path, command: Command) -> None:
    """Nothing but the budget is missing from the plan file that is made."""
    command("sample", tmp_path / "sample.csv", "--assets", "60", "--seed", "5")
    command("init", tmp_path / "p", "--from", tmp_path / "sample.csv", "--as-at", "2026-10-31", "--no-input")
    plan = tmp_path / "p" / "capplan.toml"
    without = command("run", "--plan", plan)
    assert (without.code, "no budget" in without.err) == (2, True)
    filled = re.sub(r"^# (20\d\d = 10_000_000)", r"\1", plan.read_text(encoding="utf-8"), flags=re.MULTILINE)
    plan.write_text(filled, encoding="utf-8")
    assert command("run", "--plan", plan).code == 0


def test_answers_are_saved_and_used(tmp_path: Path, register: Path, answer: Command, command: Command) -> None:
    """After the questions the register is read in full, and nothing is asked or suggested again."""
    project = tmp_path / "p"
    said = answer(ANSWERS, "init", project, "--from", register, "--as-at", "2026-10-31")
    assert said.code == 0, said.err
    rows = assets(command, project)
    assert [row[c.ASSET_ID] for row in rows] == ["A1", "A2", "A3", "A4"]
    assert [row[c.ASSET_CLASS] for row in rows] == ["ct", "mri", "cbct", "ct"]
    assert [row[c.INSTALL_DATE] for row in rows] == ["2014-04-03", "2015-06-05", "2015-06-05", "2015-07-05"]
    assert [row[c.REPLACEMENT_COST_GBP] for row in rows] == ["750000", "950000", "250000", "650000"]
    assert [row[c.FINANCE_METHOD] for row in rows] == ["lease", "owned", "owned", "lease"]
    assert {row[c.ORGANISATION] for row in rows} == {"Ashmere Hospitals"}
    assert {row[c.VAT_BASIS] for row in rows} == {"ex"}
    findings = (project / "findings.json").read_text(encoding="utf-8")
    assert not any(code in findings for code in ("R002", "R028", "R030", "R035", "R090", "R091"))
    again = answer([], "init", project, "--from", register)
    assert (again.code, again.out) == (0, "")
    assert again.err.count("not known") == 0


def test_an_answer_that_is_not_understood_is_asked_again(tmp_path: Path, register: Path, answer: Command) -> None:
    """A wrong answer is told why, and a column that is taken cannot be given twice."""
    lines = ["colour of money", "y", "asset_id", "asset_class", "n", *ANSWERS[3:]]
    said = answer(lines, "init", tmp_path / "p", "--from", register, "--as-at", "2026-10-31")
    assert "No column is called 'colour of money'" in said.err
    assert "asset_id is read from 'Ref' already." in said.err
    assert said.err.count("Is it Class (asset_class)?") == 1
    assert said.code == 0


def test_passing_over_every_question_leaves_all_as_it_was(
    tmp_path: Path, register: Path, answer: Command, command: Command
) -> None:
    """Enter, Enter, Enter: the same assets as with --no-input, suggestions still suggestions."""
    answer([""] * 20, "init", tmp_path / "asked", "--from", register, "--as-at", "2026-10-31")
    quiet = command("init", tmp_path / "unasked", "--from", register, "--as-at", "2026-10-31", "--no-input")
    assert "Not asked: left as it is." in quiet.err
    texts = [(tmp_path / name / "mappings" / "estate.toml").read_bytes() for name in ("asked", "unasked")]
    assert texts[0] == texts[1]
    rows = assets(command, tmp_path / "unasked")
    assert {row[c.ASSET_CLASS] for row in rows} == {""}
    assert "R090" in (tmp_path / "unasked" / "findings.json").read_text(encoding="utf-8")


def test_the_rest_of_a_register_can_be_passed_over(tmp_path: Path, register: Path, answer: Command) -> None:
    """After x no more is asked of that register, and what was said before it is kept."""
    said = answer(["y", "x"], "init", tmp_path / "p", "--from", register, "--as-at", "2026-10-31")
    assert said.code == 0
    text = (tmp_path / "p" / "mappings" / "estate.toml").read_text(encoding="utf-8")
    assert '"Ref"' in text
    assert "asset_id" in text
    assert "asset_class" not in text


def test_stopping_half_way_writes_nothing(tmp_path: Path, register: Path, answer: Command) -> None:
    """Where the answers end before the questions do, there is no half-made project."""
    said = answer(["y"], "init", tmp_path / "p", "--from", register)
    assert said.code == 130
    assert not (tmp_path / "p").exists()


def test_registers_are_copied_and_kept_from_harm(tmp_path: Path, register: Path, command: Command) -> None:
    """The copy is the same bytes and read-only; the person's own file is as it was."""
    before = register.read_bytes()
    command("init", tmp_path / "p", "--from", register, "--no-input")
    copy = tmp_path / "p" / "registers" / register.name
    assert (copy.read_bytes(), register.read_bytes()) == (before, before)
    assert not copy.stat().st_mode & stat.S_IWUSR


def test_nothing_that_is_there_is_overwritten(tmp_path: Path, register: Path, command: Command) -> None:
    """A plan file of one's own is kept; a register that differs is refused before anything is written."""
    plan = tmp_path / "p" / "capplan.toml"
    plan.parent.mkdir()
    plan.write_text('schema = 1\n[plan]\ntitle = "Mine"\n', encoding="utf-8")
    first = command("init", plan.parent, "--from", register, "--no-input")
    assert first.code == 0
    assert 'add mapping = "mappings/" to [[register]]' in first.err
    assert 'title = "Mine"' in plan.read_text(encoding="utf-8")
    register.write_text(REGISTER.replace("A1", "B1"), encoding="utf-8")
    said = command("init", plan.parent, "--from", register, "--no-input")
    assert said.code == 2
    assert "already there, and different" in said.err


def test_a_file_that_is_no_register_makes_no_project(tmp_path: Path, command: Command) -> None:
    """What `check` would refuse, `init` refuses too, and leaves nothing behind."""
    path = tmp_path / "notes.csv"
    path.write_text("Some notes\nand more\n", encoding="utf-8")
    for given in (path, tmp_path / "absent.xlsx"):
        said = command("init", tmp_path / "p", "--from", given, "--no-input")
        assert said.code == 2
        assert given.name in said.err
        assert not (tmp_path / "p").exists()


def test_several_files_are_given_after_one_option(tmp_path: Path, register: Path, command: Command) -> None:
    """`--from FILE FILE` takes them all; registers without --from are a usage error."""
    other = tmp_path / "Other.csv"
    other.write_text(REGISTER.replace("Kit", "Modality"), encoding="utf-8")
    said = command("init", tmp_path / "p", "--from", register, other, "--no-input")
    assert sorted(path.name for path in (tmp_path / "p" / "registers").iterdir()) == [
        "Estate Oct 2026.csv",
        "Other.csv",
    ]
    assert len(list((tmp_path / "p" / "mappings").iterdir())) == 2
    assert said.code == 0
    assert "--from" in command("init", tmp_path / "q", register).err


def test_a_register_that_cannot_be_read_does_not_hold_up_the_others(
    tmp_path: Path, register: Path, command: Command
) -> None:
    """It is told of and left out; the project is made of the rest."""
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    said = command("init", tmp_path / "p", "--from", broken, register, "--no-input")
    assert said.code == 1
    assert "Left out of the project: broken.xlsx" in said.err
    assert [path.name for path in (tmp_path / "p" / "registers").iterdir()] == [register.name]
