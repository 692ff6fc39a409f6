"""What a person gets back: scores, marked copies, pages of rules, templates, where values came from."""

import csv
import json
import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from capplan.cli import checked
from capplan.register import RULES, is_untouched
from tests.cli.conftest import Command

ROWS = (
    ("Asset No", "Trust", "Modality", "Installed", "Repl. cost (£)"),
    ("A-1", "Example", "CT scanner", "03/09/2014", 700_000),
    ("A-2", "Example", "Flux capacitor", "03/09/2016", 800_000),
    ("A-3", "Example", "MRI scanner", "", 900_000),
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of three machines, of which two cannot be planned."""
    path = tmp_path / "registers" / "Oct.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Equipment")
        for row, cells in enumerate(ROWS):
            sheet.write_row(row, 0, cells)
    return path


@pytest.fixture
def plan(register: Path) -> Path:
    """A plan file whose register that is."""
    path = register.parents[1] / "capplan.toml"
    path.write_text(
        'schema = 1\n[plan]\nas_at = 2026-10-31\n[[register]]\nfile = "registers/*.xlsx"\n', encoding="utf-8"
    )
    return path


def test_check_says_how_good_a_register_is_and_what_is_left_out(register: Path, command: Command) -> None:
    """The summary names the register with its assets, its cost and its score, and what the plan will lack."""
    said = command("check", register)
    assert said.code == 1
    assert said.out.startswith("Register  ")
    assert "(3 assets, £2.4m)  quality " in said.out
    assert "first: Equipment!C3" in said.out
    assert "2 of 3 assets will be left out of the plan (1 no class, 1 no age or no expected life)" in said.out
    assert "66.7% of assets, £1.7m of known cost." in said.out
    assert "`capplan explain R00" in said.out


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A register with more kinds of finding than are shown unasked, its worst one not the lowest of code."""
    path = tmp_path / "faulty.csv"
    rows = ["Asset No,Trust,Modality,Installed," + ",".join(f"Colour {number}" for number in range(20))]
    rows += [f"A-{number},Example,Mobile,03/09/2014," + ",".join("abcdefghijklmnopqrst") for number in range(3)]
    rows += ["A-9,Example,Flux capacitor,03/09/2014," + "," * 19, "A-10,Example,CT,31/02/2014," + "," * 19]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_check_shows_every_kind_of_finding_where_asked(
    faulty: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line that cuts the list short says how to see the rest, and that shows each kind, once."""
    monkeypatch.setattr(checked, "KINDS_SHOWN", 2)
    few, every = command("check", faulty), command("check", faulty, "--all")
    shown = [[line for line in said.out.splitlines() if "first: " in line] for said in (few, every)]
    [cut] = [line for line in few.out.splitlines() if "more kind" in line]
    assert "--all" in cut
    assert f"{len(shown[1]) - 2} more kinds" in cut
    assert shown[0] == shown[1][:2]
    assert len(set(shown[1])) == len(shown[1])
    assert "more kind" not in every.out


def test_check_says_first_how_to_mend_the_first_kind_listed(faulty: Path, command: Command) -> None:
    """The code that the last line names is that of the list's first line."""
    said = command("check", faulty).out
    first = next(line for line in said.splitlines() if line.startswith("  error"))
    assert f"`capplan explain {first.split()[1]}`" in said
    assert first.split()[1] == "R080"


def test_check_says_how_sharp_need_can_be(register: Path, command: Command) -> None:
    """A high score does not hide that few of the fields are given by which need is told apart."""
    sentence = command("check", register).out.splitlines()[1]
    assert re.search(
        r"; \d+% of the fields that sharpen a need score are given, so need comes as wide ranges", sentence
    )
    given = json.loads(command("check", register, "--format", "json").out)["given_ratios"]
    assert f" {given['Oct.xlsx']:.0%} of the fields" in sentence


def test_check_tells_of_marks_that_nobody_sees(tmp_path: Path, command: Command) -> None:
    """Cells in hidden rows are named below the list, and nothing is said where none is hidden."""
    path = tmp_path / "Hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Equipment")
        for row, cells in enumerate(ROWS):
            sheet.write_row(row, 0, cells)
        sheet.set_row(2, None, None, {"hidden": True})
    said = command("check", path).out
    assert "1 finding stands in hidden rows or columns, where no mark is seen: Equipment!C3." in said
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Equipment")
        for row, cells in enumerate(ROWS):
            sheet.write_row(row, 0, cells)
    assert "hidden" not in command("check", path).out


def test_check_tells_of_a_mapping_that_nothing_is_read_by(plan: Path, command: Command) -> None:
    """It stands after the registers, with its file's name."""
    folder = plan.parent / "mappings"
    folder.mkdir()
    (folder / "west.toml").write_text(
        'schema = 1\n[source]\nfile = "West"\n[columns]\n"Colour" = { extra = true }\n', encoding="utf-8"
    )
    plan.write_text(plan.read_text(encoding="utf-8") + 'mapping = "mappings/"\n', encoding="utf-8")
    said = command("check", "--plan", plan)
    assert "Beside the registers  mappings/west.toml\n  warning  R128" in said.out


def test_findings_may_be_csv(register: Path, command: Command, tmp_path: Path) -> None:
    """A name that ends in .csv gets the findings as CSV, and is written again over an earlier result only."""
    path = tmp_path / "found.csv"
    for _ in range(2):
        assert command("check", register, "--findings", path).code == 1
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert ("R002", "C3") in {(row["code"], row["cell"]) for row in rows}
    path.write_text("a person's own list\n", encoding="utf-8")
    assert command("check", register, "--findings", path).code == 2
    assert path.read_text(encoding="utf-8") == "a person's own list\n"


def test_check_gives_quality_beside_findings_as_json(register: Path, command: Command) -> None:
    """The JSON of `check` holds the score, its parts and what is left out, beside the findings."""
    result = json.loads(command("check", register, "--format", "json").out)
    assert result["schema"] == "capplan/check/1"
    assert [row["weighted_by"] for row in result["quality"]] == ["assets", "replacement cost"]
    assert [row["asset_id"] for row in result["left_out"]] == ["A-2", "A-3"]
    assert {"R002", "R003"} <= {row["code"] for row in result["rows"]}


def test_checking_files_writes_nothing_unasked(register: Path, command: Command, tmp_path: Path) -> None:
    """A check of a file leaves no file behind, and says how to get a marked copy."""
    before = sorted(tmp_path.rglob("*"))
    said = command("check", register)
    assert sorted(tmp_path.rglob("*")) == before
    assert "--annotated FOLDER" in said.err


def test_a_marked_copy_goes_where_it_is_asked_for(register: Path, command: Command, tmp_path: Path) -> None:
    """--annotated writes the workbook under a name of its own, says where, and leaves the register alone."""
    original = register.read_bytes()
    said = command("check", register, "--annotated", tmp_path / "out")
    copy = tmp_path / "out" / "Oct (checked).xlsx"
    assert f"Wrote {copy}" in said.err
    assert openpyxl.load_workbook(copy)["Equipment"]["C3"].comment.text.startswith("[error R002]")
    assert register.read_bytes() == original


def test_checking_the_plans_registers_writes_copies_beside_the_plan(plan: Path, command: Command) -> None:
    """A check of the plan file's own registers puts marked copies in outputs/check beside it, for the next
    run to replace."""
    for _ in range(2):
        assert command("check", "--plan", plan).code == 1
    assert [path.name for path in (plan.parent / "outputs" / "check").iterdir()] == ["Oct (checked).xlsx"]


def test_a_copy_that_was_worked_in_is_never_replaced(plan: Path, command: Command) -> None:
    """Mending in the marked copy is natural; the next check writes beside it."""
    command("check", "--plan", plan)
    copy = plan.parent / "outputs" / "check" / "Oct (checked).xlsx"
    book = openpyxl.load_workbook(copy)
    book["Equipment"]["C3"] = "CT scanner"
    book.save(copy)
    mended = copy.read_bytes()
    said = command("check", "--plan", plan)
    assert copy.read_bytes() == mended
    assert "Oct (checked) 2.xlsx" in said.err
    assert is_untouched((copy.parent / "Oct (checked) 2.xlsx").read_bytes())


def test_every_rule_has_a_page(command: Command) -> None:
    """`explain` lists every code, and prints each rule's page, however its code is written."""
    listed = command("explain")
    assert [line.split()[0] for line in listed.out.splitlines()] == list(RULES)
    for code in RULES:
        page = command("explain", code)
        assert page.code == 0
        assert RULES[code].meaning in page.out
    assert command("explain", "r3").out == command("explain", "R003").out
    assert all(code in command("explain", "--all").out for code in RULES)
    assert len(json.loads(command("explain", "R003", "--format", "json").out)["rows"]) == 1


def test_a_code_that_is_no_rule_is_told_with_its_likes(command: Command) -> None:
    """A mistyped code ends with 2 and names codes like it."""
    said = command("explain", "R0O3")
    assert said.code == 2
    assert "Did you mean" in said.err


def test_a_template_is_written_once(command: Command, tmp_path: Path) -> None:
    """`template` writes a workbook that `check` reads, and never over a file."""
    path = tmp_path / "blank.xlsx"
    assert command("template", path).code == 0
    assert command("check", path).code == 0
    before = path.read_bytes()
    assert command("template", path).code == 2
    assert command("template", tmp_path / "blank.csv").code == 2
    assert path.read_bytes() == before


def test_why_prints_where_values_came_from(register: Path, command: Command) -> None:
    """`why ASSET --data` says the file, sheet and row, and for each value its cell and how it was read."""
    said = command("why", "A-1", "--data", register)
    assert said.code == 0
    assert "Equipment, row 2" in said.out
    assert "700000" in said.out
    rows = json.loads(command("why", "A-1", "--data", register, "--format", "json").out)["rows"]
    cost = next(row for row in rows if row["column"] == "Replacement cost")
    assert (cost["raw_text"], cost["sheet"], cost["cell"]) == ("700000", "Equipment", "E2")


def test_why_finds_the_plans_own_registers(plan: Path, command: Command) -> None:
    """Without files, the plan file's registers are searched."""
    assert command("why", "A-2", "--data", "--plan", plan).code == 0
    said = command("why", "A-9", "--data", "--plan", plan)
    assert said.code == 2
    assert "A-2" in said.err


def test_copies_of_registers_of_one_name_never_replace_each_other(tmp_path: Path, command: Command) -> None:
    """Each keeps the ending of its own file, and those of one run are all kept."""
    text = "Asset No,Modality,Installed\nA-1,Unheard of,2015-01-01\n"
    for name in ("facts.csv", "facts.txt"):
        (tmp_path / name).write_text(text.replace("A-1", name), encoding="utf-8")
    for _ in range(2):
        command("check", tmp_path / "facts.csv", tmp_path / "facts.txt", "--annotated", tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["facts.csv (checked).xlsx", "facts.txt (checked).xlsx"]


def test_columns_lists_the_classes_with_their_words(plan: Path, command: Command) -> None:
    """A line or so for each class, the plan file's own too; and the pages that send people there name it."""
    own = '[reference.asset_classes.ct]\naliases = ["bore scope"]\n'
    plan.write_text(plan.read_text(encoding="utf-8") + own, encoding="utf-8")
    rows = json.loads(command("columns", "--classes", "--plan", plan, "--format", "json").out)["rows"]
    words = {row["class"]: row["words"].split(", ") for row in rows}
    assert "x-ray room" in words["xray_room"]
    assert "bore scope" in words["ct"]
    assert all(row["title"] for row in rows)
    for code in ("R001", "R002"):
        assert "`capplan columns --classes`" in command("explain", code).out
