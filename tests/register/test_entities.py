"""Who and what: words for classes, magnets, makers, and the published list of organisations."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capplan import columns as c
from capplan.errors import InputError
from capplan.model import Register
from capplan.policy import Policy
from capplan.reference import load_reference
from capplan.reference.labels import class_labels, maker_names
from capplan.register import read_registers
from capplan.register.classes import class_words
from capplan.register.labels import judged
from capplan.register.makers import maker_of
from capplan.register.wording import normalised

type Read = Callable[..., Register]
WORDS = class_words(load_reference())

LIST = """"ZA1","ASHMERE HOSPITALS NHS FOUNDATION TRUST","Y62","Q","","","","","","AA1 1AA","20171001",""
"ZA2","BRACKMOOR UNIVERSITY HOSPITALS NHS TRUST","Y62","Q","","","","","","AA1 1AB","20110401","20240331"
"ZA3","BRACKMOOR HEALTH NHS TRUST","Y62","Q","","","","","","AA1 1AC","20110401","20990331"
"""
SUCCESSORS = '"ZA2","ZA3","R","20240401",""\n'
HEADINGS = ["Asset No", "Modality", "Installed", "Trust code", "Trust", "Network"]


@pytest.mark.parametrize(
    ("label", "candidates"),
    [("C-arm", "c_arm_mobile or fluoroscopy_c_arm"), ("Scanner", "ct or mri or ultrasound"), ("CT / MRI",
        "ct or mri"),
     ("X-ray/Fluoro", "xray_room or fluoroscopy"), ("Dental x-ray", "dental_panoramic or cbct")],
)  # fmt: skip
def test_a_label_with_two_meanings_is_asked_with_its_candidates(label: str, candidates: str) -> None:
    """What may mean two classes is never taken for one of them."""
    found = judged(label, WORDS)
    assert (found.key, found.code, " or ".join(found.among)) == (None, "R080", candidates)


@pytest.mark.parametrize(
    "label", ["PACS workstation", "CT injector", "Ultrasound probe", "MRI compatible monitor", "X-ray tube"]
)
def test_what_goes_with_a_class_is_not_of_it(label: str) -> None:
    """A word of an accessory beside a class's own makes the label unknown."""
    assert (judged(label, WORDS).key, judged(label, WORDS).code) == (None, "R002")


@pytest.mark.parametrize(
    ("label", "key"),
    [("CT scanner (64 slice)", "ct"), ("Cone beam CT (dental)", "cbct"), ("Ultrasound - antenatal", "ultrasound"),
     ("Nuclear medicine gamma camera", "gamma_camera"), ("Mobile C-arm, theatre 2", "c_arm_mobile")],
)  # fmt: skip
def test_a_part_of_a_label_settles_it_where_nothing_speaks_against(label: str, key: str) -> None:
    """The longest word wins, and it is said that a part was read."""
    assert (judged(label, WORDS).key, judged(label, WORDS).code) == (key, "R079")


def test_the_tables_of_labels_fit_together() -> None:
    """A word with two meanings is no class's own, and candidates are classes."""
    labels, known = class_labels(), set(load_reference().classes.index)
    assert not {normalised(label) for label in labels.ambiguous} & set(WORDS)
    assert {key for keys in (*labels.ambiguous.values(), *labels.turned_by.values()) for key in keys} <= known


@given(st.text(max_size=40))
def test_any_label_is_judged(label: str) -> None:
    """A class that is read from a part of a label is always said."""
    found = judged(label, WORDS)
    assert found.key is None or found.code == "R079" or normalised(label) in WORDS or not found.code


def test_a_magnet_of_3_tesla_is_said(read: Read, found: Callable[..., list[str]]) -> None:
    """The class follows the strength in the model, with a finding at the class's cell."""
    rows = [
        ["Asset No", "Modality", "Installed", "Model"],
        ["A", "MRI", 2014, "Vexa 3T"],
        ["B", "MRI", 2014, "Vexa 1.5T"],
    ]
    register = read([*rows, ["C", "MRI", 2014, "3T-ready 1.5T"]])
    assert register.assets[c.ASSET_CLASS].tolist() == ["mri_3t", "mri", "mri"]
    assert found(register, "R079") == ["B2"]


@pytest.mark.parametrize(
    ("written", "name"),
    [("PHILLIPS", "Philips"), ("Siemens", "Siemens Healthineers"), ("Canon (Toshiba)", "Canon Medical"),
     ("G.E. Medical Systems", "GE HealthCare"), ("Philips / GE", "Philips / GE"), ("Zyntrel", "Zyntrel"), ("Phlips",
         "Phlips")],
)  # fmt: skip
def test_a_maker_is_known_by_the_table_alone(written: str, name: str) -> None:
    """A name in the table is read as its maker's; nothing else is changed, however near."""
    assert maker_of(written) == name


def test_no_name_is_of_two_makers() -> None:
    """However names are compared, each leads to the maker whose row has it."""
    assert all(maker_of(alias) == name for alias, name in maker_names().items())


def test_makers_are_grouped_for_people(read: Read) -> None:
    """Each name that was read as another is one sentence, whatever its rows; case alone is not said."""
    rows = [["Asset No", "Modality", "Installed", "Make"], ["A", "CT", 2014, "Phillips"], ["B", "CT", 2014, "Phillips"]]
    register = read([*rows, ["C", "CT", 2014, "PHILIPS"]])
    said = register.findings[register.findings[c.CODE] == "R081"]
    assert register.assets[c.MANUFACTURER].tolist() == ["Philips"] * 3
    assert said[[c.CELL, c.MESSAGE]].values.tolist() == [
        ["D2", "Make 'Phillips' read as Philips"],
        ["D3", "Make 'Phillips' read as Philips"],
    ]


@pytest.fixture
def published(policy: Policy, tmp_path: Path) -> Policy:
    """A policy that names a list of organisations and one of successors."""
    (tmp_path / "etr.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "succ.csv").write_text(SUCCESSORS, encoding="utf-8")
    networks = {"networks": {"organisations": "etr.csv", "code_successors": "succ.csv"}}
    return Policy.model_validate(policy.model_dump(by_alias=True) | networks)


@pytest.mark.parametrize(
    ("code", "name", "rule", "cell", "said"),
    [
        ("ZA1", "Ashmere Hospitals NHS Foundation Trust", "", "", ""),
        (None, "Ashmere Hospitals NHS FT", "", "", ""),
        ("za1", None, "", "", ""),
        ("ZA9", None, "R082", "D2", "ZA9 is not on the list"),
        ("ZA1", "Brackmoor Health NHS Trust", "R082", "D2", "ZA1 is ASHMERE HOSPITALS NHS FOUNDATION TRUST"),
        (
            None,
            "Ashmere Hopsitals NHS Foundation Trust",
            "R082",
            "E2",
            "perhaps ASHMERE HOSPITALS NHS FOUNDATION TRUST (ZA1)",
        ),
        (None, "Brackmoor", "R082", "E2", "Brackmoor is not on the list."),
        ("ZA2", None, "R083", "D2", "ZA2 closed on 31/03/2024 and was followed by ZA3"),
    ],
)
def test_organisations_are_held_against_the_published_list(
    published: Policy,
    book: Callable[..., Path],
    tmp_path: Path,
    code: str | None,
    name: str | None,
    rule: str,
    cell: str,
    said: str,
) -> None:
    """Code first, then the exact name; what is only near is suggested; a closed code names its successor."""
    file = book("r.xlsx", {"S": [HEADINGS, ["A", "CT", 2014, code, name, "North"]]})
    register = read_registers([file], published, base=tmp_path)
    of_list = register.findings[register.findings[c.CODE].isin(["R082", "R083"])]
    assert of_list[[c.CODE, c.CELL]].values.tolist() == ([[rule, cell]] if rule else [])
    assert said in "".join(of_list[c.MEND])
    assert register.assets[c.ORGANISATION].tolist()[0] == (name or register.assets[c.ORGANISATION].tolist()[0])


def test_a_blank_name_is_filled_from_its_code(published: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """The list gives the name of a code that stands alone."""
    file = book("r.xlsx", {"S": [HEADINGS, ["A", "CT", 2014, "ZA1", None, "North"]]})
    register = read_registers([file], published, base=tmp_path)
    assert register.assets[c.ORGANISATION].tolist() == ["ASHMERE HOSPITALS NHS FOUNDATION TRUST"]


def test_a_list_that_is_none_is_refused(policy: Policy, tmp_path: Path) -> None:
    """Another file in place of the list is an error with its mend, never passed over."""
    (tmp_path / "etr.csv").write_text("Organisation name only\nAshmere Hospitals\n", encoding="utf-8")
    settings = policy.model_dump(by_alias=True) | {"networks": {"organisations": "etr.csv"}}
    with pytest.raises(InputError, match="is not a published list"):
        read_registers([tmp_path / "etr.csv"], Policy.model_validate(settings), base=tmp_path)
