"""Learning a new register: what is asked, what is not, and what each answer does."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from capplan import columns as c
from capplan.errors import InputError
from capplan.policy import Policy
from capplan.register.learning import learn
from capplan.register.mapping import RegisterMapping
from capplan.register.questions import Question
from capplan.register.read import read_mapped

type Rows = list[list[object]]
type Learn = Callable[..., tuple[RegisterMapping, list[Question]]]
PLAIN: Rows = [
    ["Asset No", "Trust", "Modality", "Installed", "Replacement cost (ex VAT)"],
    ["A1", "Ashmere Hospitals", "CT", dt.date(2014, 9, 3), 750_000],
    ["A2", "Ashmere Hospitals", "MRI", dt.date(2015, 9, 3), 950_000],
]


@pytest.fixture
def learnt(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> Learn:
    """Learns a workbook of one sheet, or of several, answering questions by their keys; gives the mapping
    and what was asked."""

    def run(
        rows: Rows | dict[str, Rows],
        answers: Mapping[str, str] = {},
        known: tuple[RegisterMapping, ...] = (),
        policy: Policy = policy,
    ) -> tuple[RegisterMapping, list[Question]]:
        asked: list[Question] = []

        def ask(question: Question, mapping: RegisterMapping) -> RegisterMapping:
            asked.append(question)
            return question.settled(mapping, answers.get(question.key, ""))

        sheets = rows if isinstance(rows, dict) else {"Equipment": rows}
        found = learn(book("Register 2026.xlsx", sheets), policy, known, ask, base=tmp_path)
        return (found[0] if found else RegisterMapping()), asked

    return run


def keys(asked: list[Question]) -> list[str]:
    return [question.key for question in asked]


def test_a_register_that_says_everything_is_not_asked_about(learnt: Learn) -> None:
    """Known headings, classes, an owner, real dates and a VAT note: no question, and a whole mapping."""
    mapping, asked = learnt(PLAIN)
    assert asked == []
    assert mapping.org == "Ashmere Hospitals"
    assert [line.field for line in mapping.columns.values()] == [
        "asset_id",
        "organisation",
        "asset_class",
        "install_date",
        "replacement_cost_gbp",
    ]
    assert mapping.columns["Replacement cost (ex VAT)"].vat == "ex"
    assert mapping.source.file == "Register"


def test_what_is_mapped_already_is_not_learnt_again(learnt: Learn) -> None:
    """A register that a saved mapping reads gives no mapping and asks nothing."""
    mapping, _ = learnt(PLAIN)
    again, asked = learnt(PLAIN, known=(mapping,))
    assert (again, asked) == (RegisterMapping(), [])


def test_sheets_with_the_same_headings_share_a_mapping(learnt: Learn) -> None:
    """A sheet for each site is asked about once; the sheets' names stay the owners'."""
    rows: Rows = [["Asset No", "Modality", "Installed", "Kind of thing"], ["A1", "CT", 2014, "x"]]
    mapping, asked = learnt({"Ashmere": rows, "Birchfield": [rows[0], ["B1", "Wibble", 2015, "y"]]})
    assert keys(asked) == ["asset_class Wibble"]
    assert mapping.org == ""


def test_ages_ask_for_their_day(learnt: Learn) -> None:
    """Where ages are all there is, the day at which they were counted is asked, unless a title says it."""
    rows: Rows = [["Asset No", "Trust", "Modality", "Age"], ["A1", "Ashmere", "CT", 10]]
    mapping, asked = learnt(rows, {"as_at": "2025-03-31"})
    assert keys(asked) == ["as_at"]
    assert mapping.source.as_at == dt.date(2025, 3, 31)
    assert keys(learnt([["Equipment as at 31/03/2025"], *rows])[1]) == []


def test_dates_that_could_be_either_are_asked_about(learnt: Learn) -> None:
    """Day or month first is asked once for a register, and only where no date tells."""
    rows: Rows = [
        ["Asset No", "Trust", "Modality", "Installed", "Purchased"],
        ["A", "Ashmere", "CT", "03/04/2014", "01/02/2014"],
    ]
    mapping, asked = learnt(rows, {"date_order": "MDY"})
    assert keys(asked) == ["date_order"]
    assert mapping.source.date_order == "MDY"
    assert keys(learnt([*rows, ["B", "Ashmere", "CT", "25/04/2014", "25/02/2014"]])[1]) == []


def test_an_unlisted_organisation_is_asked_about(learnt: Learn, tmp_path: Path) -> None:
    """A name that the published list has not is asked for, with the nearest in the question, never taken for it."""
    (tmp_path / "etr.csv").write_text(
        '"RA1","ASHMERE HOSPITALS NHS TRUST"\n"RB2","BIRCHFIELD NHS TRUST"\n', encoding="utf-8"
    )
    listed = Policy.model_validate({"networks": {"organisations": "etr.csv"}})
    rows = [PLAIN[0], *([row[0], "Ashmere Hospitals NHS Trsut", *row[2:]] for row in PLAIN[1:])]
    key = "organisation Ashmere Hospitals NHS Trsut"
    mapping, asked = learnt(rows, {key: "Ashmere Hospitals NHS Trust"}, policy=listed)
    assert keys(asked) == [key]
    assert "ASHMERE HOSPITALS NHS TRUST (RA1)" in asked[0].text
    assert mapping.values["organisation"] == {"Ashmere Hospitals NHS Trsut": "Ashmere Hospitals NHS Trust"}


def test_amounts_in_thousands_are_asked_about(learnt: Learn) -> None:
    """Prices that would fit their classes a thousandfold ask for their unit."""
    rows: Rows = [PLAIN[0], *([f"A{n}", "Ashmere", "CT", dt.date(2014, 9, 3), 750 + n] for n in range(6))]
    mapping, asked = learnt(rows, {"scale replacement_cost_gbp": "thousands"})
    assert keys(asked) == ["scale replacement_cost_gbp"]
    assert mapping.columns["Replacement cost (ex VAT)"].scale == 1_000


def test_a_register_without_one_known_heading_is_asked_about(learnt: Learn) -> None:
    """The row that most resembles headings is asked about; without answers the register is still refused."""
    rows: Rows = [["Ref", "Kit", "Comissioned on"], ["A1", "CT", "25/04/2014"], ["A2", "MRI", "26/04/2014"]]
    headings = {f"heading {text}": "y" for text in ("Ref", "Kit", "Comissioned on")}
    mapping, asked = learnt(rows, headings)
    assert [line.field for line in mapping.columns.values()] == ["asset_id", "asset_class", "install_date"]
    assert keys(asked)[:3] == list(headings)
    with pytest.raises(InputError, match="no row of headings"):
        learnt(rows)


def test_data_is_never_taken_for_headings(learnt: Learn) -> None:
    """A sheet with no headings at all is refused, whatever its cells resemble."""
    with pytest.raises(InputError):
        learnt(
            [
                ["A1", "CT", "Siemens", "03/09/2014"],
                ["A2", "MRI", "Philips", "04/09/2014"],
                ["A3", "CT", "GE", "05/09/2014"],
            ]
        )


HEADLESS: Rows = [
    ["A1", "CT", "Siemens", dt.date(2014, 9, 3), 650_000],
    ["A2", "MRI", "Philips", dt.date(2015, 9, 4), 950_000],
    ["A3", "CT", "GE", dt.date(2016, 9, 5), "nil return"],
]
HEADLESS_ANSWERS = {
    f"heading Column {letter}": answer
    for letter, answer in zip("ABCDE", ("Asset No", "y", "i", "Installed", "Replacement cost"), strict=True)
}


def test_a_sheet_without_headings_is_asked_about_column_by_column(learnt: Learn) -> None:
    """Each column is shown with samples of its cells, and what it holds is asked; the answer says all of it."""
    mapping, asked = learnt(HEADLESS, HEADLESS_ANSWERS)
    assert keys(asked)[:5] == list(HEADLESS_ANSWERS)
    assert "column A hold (such as A1, A2, A3)?" in asked[0].text
    assert "Is it Class?" in asked[1].text
    assert (mapping.source.no_headings, mapping.source.sheet) == (True, "Equipment")
    assert mapping.columns["Column C"].ignore
    assert mapping.columns["Column E"].field == "replacement_cost_gbp"


def test_a_sheet_without_headings_is_read_by_its_saved_mapping(
    learnt: Learn, book: Callable[..., Path], policy: Policy, tmp_path: Path
) -> None:
    """Every row is an asset, the first too; cells are found at the addresses that they have in the file, in
    a later file of the same name too, and other sheets without headings are left alone."""
    mapping, _ = learnt(HEADLESS, HEADLESS_ANSWERS)
    path = book("Register 2027.xlsx", {"Equipment": HEADLESS, "Prices": [["x", "y", "z", "q", 1]] * 5})
    register = read_mapped([path], policy, [mapping], base=tmp_path)
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3"]
    assert register.assets[c.SOURCE_ROW].tolist() == [1, 2, 3]
    findings = register.findings.set_index(c.CODE)
    assert findings.loc["R005", c.CELL] == "E3"


def test_a_sheet_that_got_headings_is_no_longer_read_by_place(
    learnt: Learn, book: Callable[..., Path], policy: Policy, tmp_path: Path
) -> None:
    """Where a later file has a row of headings, they are read, and no row of headings becomes an asset."""
    mapping, _ = learnt(HEADLESS, HEADLESS_ANSWERS)
    headings: Rows = [["Replacement cost", "Asset No", "Modality", "Make", "Installed"]]
    path = book("Register 2027.xlsx", {"Equipment": [*headings, *([row[4], *row[:4]] for row in HEADLESS)]})
    register = read_mapped([path], policy, [mapping], base=tmp_path)
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3"]
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist()[:2] == [650_000, 950_000]


@pytest.mark.parametrize(
    ("answer", "field", "extra", "ignore"),
    [("y", "install_date", False, False), ("n", None, True, False), ("i", None, False, True),
     ("purchase_date", "purchase_date", False, False), ("Date of purchase", "purchase_date", False, False)],
)  # fmt: skip
def test_each_answer_about_a_heading_does_what_it_says(
    learnt: Learn, answer: str, field: str | None, extra: bool, ignore: bool
) -> None:
    """Yes, no, ignore, or another column by its name or by a heading it goes by."""
    rows: Rows = [
        ["Asset No", "Trust", "Modality", "Model", "Comissioned on"],
        ["A", "Ashmere", "CT", "X", dt.date(2014, 9, 3)],
    ]
    line = learnt(rows, {"heading Comissioned on": answer})[0].columns["Comissioned on"]
    assert (line.field, line.extra, line.ignore) == (field, extra, ignore)


@pytest.mark.parametrize("cells_before", [0, 1, 3])
@pytest.mark.parametrize("owner", ["Northmoor NHS Foundation Trust", "Westbridge Univ Hosps"])
def test_the_owner_offered_is_the_one_that_enter_gives(
    owner: str, cells_before: int, learnt: Learn, policy: Policy, tmp_path: Path
) -> None:
    """A body that the title names, in whichever column it stands, and not the file's name; both say the same."""
    title: list[object] = [*[None] * cells_before, f"{owner} - imaging register"]
    rows: Rows = [title, ["Asset No", "Modality", "Installed"], ["A1", "CT", 2014], ["A2", "MRI", 2015]]
    mapping, asked = learnt({"Sheet1": rows})
    [question] = [one for one in asked if one.key == "org"]
    assert f"Enter: {owner} (" in question.offers
    register = read_mapped([tmp_path / "Register 2026.xlsx"], policy, [mapping], base=tmp_path)
    assert set(register.assets[c.ORGANISATION]) == {owner}


def test_hospitals_beside_a_trust_are_no_body(read: Callable[..., object]) -> None:
    """A title that names a trust and its hospitals names one body: the trust."""
    rows: Rows = [["Ashmere NHS Trust"], ["Birch University Hospitals"], ["Asset No", "Modality", "Installed"]]
    register = read([*rows, ["A1", "CT", 2014]])
    assert set(register.assets[c.ORGANISATION]) == {"Ashmere NHS Trust"}  # type: ignore[attr-defined]
