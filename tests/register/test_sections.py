"""Rows of one cell, and titles, that say whose the assets below are and where: only what is known, by exact name."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import asset_named, provenance, read_registers
from capplan.register.learning import learn
from capplan.register.mapping import ColumnMapping, RegisterMapping, Source
from capplan.register.questions import Question
from capplan.register.read import read_mapped

type Rows = Sequence[Sequence[Any]]
type Listed = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset no", "Modality", "Installed"]
PUBLISHED = {"RAA": "ASHMERE NHS FOUNDATION TRUST", "RBB": "BIRCHFIELD HOSPITALS NHS TRUST", "RCC": "COPSE NHS TRUST"}
ASHMERE, BIRCHFIELD, COPSE = PUBLISHED.values()


def asset(name: str, *more: object) -> list[object]:
    return [name, "CT", 2014, *more]


def values(register: Register, column: Column) -> dict[str, object]:
    """A column by asset id, blank as None."""
    held = register.assets.set_index(c.ASSET_ID)[column]
    return held.astype("object").where(held.notna(), None).to_dict()


@pytest.fixture
def with_list(policy: Policy, tmp_path: Path) -> Policy:
    """A plan file that names a published list of three organisations."""
    lines = [f"{code},{name},Y55,,,,,,,,20010401," for code, name in PUBLISHED.items()]
    (tmp_path / "etr.csv").write_text("\n".join(lines), encoding="utf-8")
    networks = policy.networks.model_copy(update={"organisations": "etr.csv"})
    return policy.model_copy(update={"networks": networks})


@pytest.fixture
def listed(book: Callable[..., Path], with_list: Policy, tmp_path: Path) -> Listed:
    """Reads a sheet called Register, or several, under that plan file and these mappings."""

    def read(rows: Rows | dict[str, Rows], *mappings: RegisterMapping) -> Register:
        sheets = rows if isinstance(rows, dict) else {"Register": rows}
        return read_mapped([book("all.xlsx", sheets)], with_list, mappings, base=tmp_path)

    return read


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("RBB", BIRCHFIELD, "RBB"),
        ("Birchfield Hospitals NHS Trust", BIRCHFIELD, None),
        ("RAA – Ashmere NHS FT", ASHMERE, "RAA"),
        ("Ashmere NHS Foundation Trust (RAA)", ASHMERE, "RAA"),
        ("Trust: Copse NHS Trust (12 items)", COPSE, None),
    ],
)
def test_a_known_organisation_heads_its_rows(
    listed: Listed, found: Found, text: str, name: str, code: str | None
) -> None:
    """A code, an exact name or both, alone in a row, is true of the rows below it, and told once (R115)."""
    register = listed([HEADINGS, [text], asset("A"), asset("B")])
    assert values(register, c.ORGANISATION) == {"A": name, "B": name}
    assert values(register, c.ORGANISATION_CODE) == {"A": code, "B": code}
    assert (found(register, "R115"), found(register, "R025"), found(register, "R030")) == (["A2"], [], [])


@pytest.mark.parametrize(
    "text",
    ["Birchfield", "RAA – Copse NHS Trust", "RZZ", "Birchfeild Hospitals NHS Trust", "Copse NHS Trust staff list"],
)
def test_what_only_resembles_an_organisation_is_reported(listed: Listed, found: Found, text: str) -> None:
    """Part of a name, a code and a name of two bodies, a misspelling: nobody's assets are guessed, nor those of
    the organisation above."""
    register = listed([HEADINGS, ["RAA"], asset("A"), [text], asset("B")])
    assert values(register, c.ORGANISATION) == {"A": ASHMERE, "B": "all"}
    assert found(register, "R025") == ["A4"]


def test_rows_keep_what_they_say_themselves(listed: Listed) -> None:
    """The heading of a section is for rows whose own cells are blank."""
    rows = [[*HEADINGS, "Trust"], ["RAA"], asset("A"), asset("B", "Copse NHS Trust")]
    assert values(listed(rows), c.ORGANISATION) == {"A": ASHMERE, "B": "Copse NHS Trust"}
    assert values(listed(rows), c.ORGANISATION_CODE) == {"A": "RAA", "B": None}


def test_organisation_then_class_both_hold(listed: Listed) -> None:
    """Sections within sections: a class ends with the organisation that it stands under."""
    model = [["Asset no", "Model", "Installed"]]
    rows = [["RAA"], ["CT scanners"], ["A", "m", 2014], ["MRI"], ["B", "m", 2014], ["RBB"], ["C", "m", 2014]]
    register = listed([*model, *rows])
    assert values(register, c.ORGANISATION) == {"A": ASHMERE, "B": ASHMERE, "C": BIRCHFIELD}
    assert values(register, c.ASSET_CLASS) == {"A": "ct", "B": "mri", "C": None}


def test_class_then_organisation_both_hold(listed: Listed) -> None:
    """The other way round, a class holds until the next class."""
    rows = [["CT"], ["RAA"], ["A", "m", 2014], ["RBB"], ["B", "m", 2014], ["MRI"], ["C", "m", 2014]]
    register = listed([["Asset no", "Model", "Installed"], *rows])
    assert values(register, c.ASSET_CLASS) == {"A": "ct", "B": "ct", "C": "mri"}
    assert values(register, c.ORGANISATION) == {"A": ASHMERE, "B": BIRCHFIELD, "C": "all"}


def test_departments_within_an_organisation_do_not_end_it(listed: Listed, found: Found) -> None:
    """A heading that is not known, straight under an organisation, parts its rows; one like a body ends it."""
    rows = [["RAA"], ["Radiology"], asset("A"), ["Cardiology"], asset("B"), ["Dell NHS Trust"], asset("C")]
    register = listed([HEADINGS, *rows])
    assert values(register, c.ORGANISATION) == {"A": ASHMERE, "B": ASHMERE, "C": "all"}
    assert found(register, "R025") == ["A3", "A5", "A7"]


def test_a_site_that_another_register_names_heads_its_rows(listed: Listed, found: Found) -> None:
    """A site is known where rows name it, on any sheet; no other place is read."""
    known = [[*HEADINGS, "Hospital"], asset("K", "Anytown Hospital"), asset("L", "Otherton Infirmary")]
    sections = [
        HEADINGS,
        ["ANYTOWN HOSPITAL"],
        asset("A"),
        ["Site: Otherton Infirmary"],
        asset("B"),
        ["Quay"],
        asset("C"),
    ]
    register = listed({"All": known, "Parts": sections})
    sites = values(register, c.SITE)
    assert [sites[name] for name in "ABC"] == ["Anytown Hospital", "Otherton Infirmary", None]
    assert (found(register, "R115"), found(register, "R025")) == (["A2", "A4"], ["A6"])


def test_a_mapping_file_says_what_a_heading_of_a_section_means(listed: Listed) -> None:
    """`[values.site]` and `[values.organisation]` make names known; `sections = false` leaves them all out."""
    rows = [HEADINGS, ["Main block"], asset("A"), ["The Copse"], asset("B")]
    words = {"site": {"Main block": "North site"}, "organisation": {"The Copse": "Copse NHS Trust"}}
    lines = {"Asset no": ColumnMapping(field="asset_id")}
    register = listed(rows, RegisterMapping(columns=lines, values=words))
    assert values(register, c.SITE) == {"A": "North site", "B": None}
    assert values(register, c.ORGANISATION) == {"A": "all", "B": "Copse NHS Trust"}
    register = listed(rows, RegisterMapping(columns=lines, values=words, source=Source(sections=False)))
    assert values(register, c.SITE) == {"A": None, "B": None}


def test_tables_with_a_title_each_are_of_the_body_that_it_names(listed: Listed, found: Found) -> None:
    """Of stacked tables, each is of the organisation named above it; one of no known name is of neither."""
    rows = [["Ashmere NHS Foundation Trust"], HEADINGS, asset("A"), [], ["Dell NHS Trust"], HEADINGS, asset("B")]
    register = listed(rows)
    assert values(register, c.ORGANISATION) == {"A": ASHMERE, "B": "all"}
    assert found(register, "R115") == ["A1"]


def test_tables_side_by_side_have_their_own_sections(listed: Listed) -> None:
    """A heading of a section stands over its own table alone."""
    rows = [
        [*HEADINGS, None, *HEADINGS],
        ["RAA", None, None, None, "RBB"],
        [*asset("A"), None, *asset("B")],
        [*asset("C"), None, "RCC"],
        [*asset("D"), None, *asset("E")],
    ]
    owners = values(listed(rows), c.ORGANISATION)
    assert owners == {"A": ASHMERE, "C": ASHMERE, "D": ASHMERE, "B": BIRCHFIELD, "E": COPSE}


def test_what_stands_above_a_row_has_its_cell(with_list: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """Provenance names the cell of the section's heading, what it holds and the rule."""
    path = book(
        "all.xlsx",
        {"Register": [["MRI"], ["Asset no", "Model", "Installed"], ["RAA – Ashmere NHS FT"], ["A", "m", 2014]]},
    )
    register = read_registers([path], with_list, base=tmp_path)
    told = provenance(asset_named(register, "A"), register, [path], with_list, base=tmp_path).set_index(c.COLUMN)
    owner = told.loc["Organisation"]
    assert owner[[c.VALUE_USED, c.RAW_TEXT, c.CELL]].tolist() == [ASHMERE, "RAA – Ashmere NHS FT", "A3"]
    assert owner[c.HOW_READ] == "the heading of its section; R115 Organisation or site from above the rows"
    assert told.loc["Class", [c.RAW_TEXT, c.CELL]].tolist() == ["MRI", "A1"]


def test_a_person_is_asked_what_a_heading_of_a_section_is(
    with_list: Policy, book: Callable[..., Path], tmp_path: Path
) -> None:
    """`init` asks of each that is not known, and keeps the answer as a word of the site's or organisation's."""
    rows = [HEADINGS, ["Quay (2)"], asset("A"), ["The Copse"], asset("B"), [], ["Printed on Monday"]]
    path = book("all.xlsx", {"Register": rows})
    answers = {"section Quay (2)": "s", "section The Copse": "organisation"}
    asked: list[str] = []

    def ask(question: Question, mapping: RegisterMapping) -> RegisterMapping:
        asked.append(question.key)
        return question.settled(mapping, answers.get(question.key, ""))

    (mapping,) = learn(path, with_list, (), ask, base=tmp_path)
    assert [key for key in asked if key.startswith("section")] == ["section Quay (2)", "section The Copse"]
    assert mapping.values == {"site": {"Quay": "Quay"}, "organisation": {"The Copse": "The Copse"}}
    register = read_mapped([path], with_list, [mapping], base=tmp_path)
    assert values(register, c.SITE) == {"A": "Quay", "B": None}
