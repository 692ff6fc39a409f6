"""Which files a learnt mapping is for: every issue of its register, no other register, and never in silence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from capplan import columns as c
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import read_registers
from capplan.register.learning import learn
from capplan.register.mapping import RegisterMapping, Source, mapping_of
from capplan.register.mapping_files import mapping_text
from capplan.register.own_names import is_issue_of, own_name
from capplan.register.sniff import read_contents
from capplan.register.workbook import read_sheets

HEADINGS = ["Asset No", "Modality", "Installed", "Cost of a new one"]
ROWS: list[list[object]] = [HEADINGS, ["A1", "CT", 2014, 750], ["A2", "MRI", 2015, 950]]
ISSUES = (
    "Northmoor imaging register Oct26",
    "Northmoor imaging register Apr27",
    "Northmoor imaging register",
    "2027-04 Northmoor imaging register",
    "20270401_103000_Northmoor_imaging_register",
    "Northmoor 2026-27 imaging register v7 FINAL (2)",
    "Copy of northmoor imaging register - 14th October 2026",
    "Northmoor imaging register as at 31.03.27 DRAFT2",
    "NorthmoorImagingRegisterOct26v3FINAL",
    "Northmoor imaging register FY26-27 Q3 rev 2.1 (checked)",
)
OTHERS = (
    "Northmoor imaging register endoscopy",
    "Northmoor endoscopy register Oct26",
    "Northmoor register Oct26",
    "Eastvale Northmoor imaging register",
    "Northmoor site 2 imaging register Oct26",
    "Northmoor imaging register 2",
)


@pytest.mark.parametrize("issue", ISSUES)
def test_every_issue_of_a_register_is_known(issue: str) -> None:
    """Dates, versions, copies and words such as FINAL do not tell one register from another, wherever they stand."""
    for name in ISSUES:
        assert is_issue_of(own_name(name), issue)


@pytest.mark.parametrize("other", OTHERS)
def test_another_register_is_not(other: str) -> None:
    """A word more or less, or a number that is no date, is another register."""
    assert not any(is_issue_of(own_name(name), other) for name in ISSUES)


def test_a_number_that_says_which_of_several_stays() -> None:
    """The 1 of "Site 1 Oct 2026" is no day."""
    assert own_name("Site 1 Oct 2026") == "Site 1"
    assert not is_issue_of(own_name("Site 1 Oct 2026"), "Site 2 Oct 2026")


def test_a_name_of_nothing_but_a_date_is_kept() -> None:
    """Then the date stands for the register, and next year's is known as well."""
    assert own_name("2026-10") == "2026-10"
    assert is_issue_of("2026-10", "2027-04")


@pytest.mark.parametrize(
    ("written", "name", "is_used"),
    [
        ("Imaging register", "imaging register 2027.xlsx", True),
        ("Imaging register 2026.xlsx", "Imaging register 2026.xlsx", True),
        ("Imaging register 2026.xlsx", "Imaging register 2027.xlsx", False),
        ("Imaging*", "Imaging of all sites.xlsx", True),
    ],
)
def test_patterns_hold_as_they_are_written(written: str, name: str, is_used: bool, book: Callable[..., Path]) -> None:
    """A name with an ending, or with a star, is a pattern; only one with neither is a register's name."""
    [sheet] = read_sheets(read_contents(book(name, {"Equipment": ROWS}), name))
    mapping = RegisterMapping.model_validate(
        {"source": Source(file=written), "columns": {heading: {"extra": True} for heading in HEADINGS}}
    )
    assert (mapping_of(sheet, [mapping]) is mapping) == is_used


@pytest.fixture
def after_a_year(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> Callable[..., Register]:
    """Learns this year's register (costs in thousands), then reads the next one, by its name and headings."""

    def run(name: str, headings: list[str] = HEADINGS, others: tuple[str, ...] = ()) -> Register:
        old = book("Northmoor register Oct26.xlsx", {"Equipment": ROWS})
        answers = {"heading Cost of a new one": "replacement cost", "scale replacement_cost_gbp": "thousands"}
        [mapping] = learn(
            old, policy, (), lambda asked, so_far: asked.settled(so_far, answers.get(asked.key, "")), base=tmp_path
        )
        old.unlink()
        (tmp_path / "mappings").mkdir()
        (tmp_path / "mappings" / "northmoor.toml").write_text(mapping_text(mapping), encoding="utf-8")
        source = {"register": [{"file": "*.xlsx", "mapping": "mappings/"}], "plan": {"as_at": policy.plan.as_at}}
        paths = [book(name, {"Equipment": [headings, *ROWS[1:]]})]
        for other in others:
            book(other, {"Equipment": ROWS})
        return read_registers(paths, Policy.model_validate(source), base=tmp_path)

    return run


def codes(register: Register) -> set[str]:
    return set(register.findings[c.CODE])


def test_next_years_register_is_read_by_this_years_mapping(after_a_year: Callable[..., Register]) -> None:
    """Costs are in thousands as was answered, and no mapping is told to be idle."""
    register = after_a_year("Northmoor_register v2 Apr27 FINAL.xlsx")
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 950_000]
    assert not codes(register) & {"R093", "R127", "R128"}


def test_the_headings_of_a_mapping_under_another_name_are_told(after_a_year: Callable[..., Register]) -> None:
    """At the register, with the name to correct; the mapping is not told of a second time."""
    register = after_a_year("NM kit.xlsx")
    [found] = register.findings[register.findings[c.CODE] == "R127"].to_dict("records")
    assert (found[c.FILE], found[c.SHEET]) == ("NM kit.xlsx", "Equipment")
    assert "'Northmoor register'" in found[c.MESSAGE]
    assert "R128" not in codes(register)


def test_a_mapping_that_reads_nothing_is_told(after_a_year: Callable[..., Register]) -> None:
    """Neither the name nor the headings are its own: the mapping's file is named."""
    register = after_a_year("NM kit.xlsx", ["Serial No", "Description", "Room", "Site"])
    [found] = register.findings[register.findings[c.CODE] == "R128"].to_dict("records")
    assert found[c.FILE] == "mappings/northmoor.toml"
    assert "R127" not in codes(register)


def test_a_mapping_is_not_idle_where_a_part_of_the_registers_is_read(after_a_year: Callable[..., Register]) -> None:
    """One file of several says nothing of the mappings of the others."""
    register = after_a_year("NM kit.xlsx", ["Serial No", "Description", "Room", "Site"], ("Other.xlsx",))
    assert "R128" not in codes(register)
