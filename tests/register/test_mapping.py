"""Saved mappings: how they are written, matched, reused, told of their faults, and what they accept."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capplan import columns as c
from capplan.errors import PolicyError
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import read_registers
from capplan.register.mapping import Accepted, ColumnMapping, RegisterMapping, Source
from capplan.register.mapping_files import mapping_text, read_mapping, read_mappings

type Rows = list[list[object]]
HEADINGS = ["Ref", "Kit", "Went live", "Cost £k", "Colour", "Keeper"]
ROWS: Rows = [
    ["Ashmere Hospitals: imaging equipment"],
    HEADINGS,
    ["A1", "CT", "03/04/2014", 750, "Red", "Ward 4"],
    ["A2", "Cone beam scanner", "05/06/2015", 250, "Blue", None],
    ["A3", "CT", "01/02/1980", 650, None, None],
]
MAPPING = """
schema = 1
org = "Ashmere Hospitals"
[source]
date_order = "MDY"
[columns]
"ref" = { field = "asset_id" }
"Kit" = { field = "asset_class" }
"Went live" = { field = "install_date" }
"Cost £k" = { field = "replacement_cost_gbp", unit = "GBP", scale = 1000, vat = "ex" }
"Colour" = { extra = true }
"Keeper" = { ignore = true }
[values.asset_class]
"cone beam scanner" = "cbct"
[accept]
"A3" = { code = "R009", by = "J Smith", on = 2026-11-24 }
"""

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
columns = st.one_of(
    st.just(ColumnMapping(extra=True)),
    st.just(ColumnMapping(ignore=True)),
    st.builds(
        lambda scale, vat: ColumnMapping(field="replacement_cost_gbp", unit="GBP", scale=scale, vat=vat),
        st.integers(1, 1_000_000),
        st.sampled_from((None, "ex", "inc")),
    ),
)
decisions = st.builds(Accepted, code=st.just("R009"), by=texts, on=st.dates())
mappings = st.builds(
    RegisterMapping,
    org=texts,
    source=st.builds(Source, file=st.none() | texts, as_at=st.none() | st.dates()),
    columns=st.dictionaries(texts, columns, max_size=4),
    values=st.dictionaries(st.sampled_from(("status", "site")), st.dictionaries(texts, texts, min_size=1), max_size=2),
    accept=st.dictionaries(texts, decisions | st.tuples(decisions, decisions), max_size=2),
)


@pytest.fixture
def check(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> Callable[..., Register]:
    """Reads one sheet of these rows with the mappings of a folder."""

    def read(rows: Rows, *texts_of_mappings: str, sheet: str = "Equipment") -> Register:
        folder = tmp_path / "mappings"
        folder.mkdir(exist_ok=True)
        for number, text in enumerate(texts_of_mappings):
            (folder / f"{number}.toml").write_text(text, encoding="utf-8")
        source = {"register": [{"file": "*.xlsx", "mapping": "mappings/"}], "plan": {"as_at": policy.plan.as_at}}
        return read_registers([book("register.xlsx", {sheet: rows})], Policy.model_validate(source), base=tmp_path)

    return read


def codes(register: Register) -> set[str]:
    return set(register.findings[c.CODE]) - {"R023"}


def mends(register: Register, code: str) -> list[str]:
    findings = register.findings
    return findings.loc[findings[c.CODE] == code, c.MEND].tolist()


def test_a_saved_mapping_reads_the_whole_register(check: Callable[..., Register]) -> None:
    """Headings, units, VAT, words, the order of dates, the owner: all as the mapping says, and nothing to ask."""
    register = check(ROWS, MAPPING)
    assets = register.assets
    assert assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3"]
    assert assets[c.ASSET_CLASS].tolist() == ["ct", "cbct", "ct"]
    assert assets[c.ASSET_CLASS_RAW].tolist() == ["CT", "Cone beam scanner", "CT"]
    assert assets[c.INSTALL_DATE].dt.strftime("%Y-%m-%d").tolist() == ["2014-03-04", "2015-05-06", "1980-01-02"]
    assert assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 250_000, 650_000]
    assert set(assets[c.VAT_BASIS]) == {"ex"}
    assert set(assets[c.ORGANISATION]) == {"Ashmere Hospitals"}
    assert assets[c.EXTRA].tolist()[:2] == ['{"Colour": "Red"}', '{"Colour": "Blue"}']
    assert not codes(register) & {"R028", "R030", "R035", "R090", "R091", "R093"}


def test_without_the_mapping_the_same_register_is_not_guessed_at(check: Callable[..., Register]) -> None:
    """What the mapping says is known from nowhere else."""
    rows = [["Asset No", *HEADINGS[1:], "Model", "Serial"], *([*row, "M", "S"] for row in ROWS[2:])]
    assets = check(rows).assets
    assert assets[[c.ASSET_CLASS, c.INSTALL_DATE]].isna().all(axis=None)


def test_an_accepted_finding_is_silenced_and_listed(check: Callable[..., Register]) -> None:
    """A decision names the asset and the rule; it becomes a note with who and when, and no other asset's does."""
    register = check(ROWS, MAPPING)
    assert "R009" not in codes(register)
    note = register.findings.set_index(c.CODE).loc["R095"]
    assert (note[c.ASSET_ID], note[c.SEVERITY]) == ("A3", "note")
    assert "R009, Older than 40 years: J Smith, 2026-11-24" in note[c.MEND]
    assert "R009" in codes(check(ROWS, MAPPING.replace('"A3"', '"A2"')))


def test_a_price_that_is_accepted_is_used(check: Callable[..., Register]) -> None:
    """A price that looks a thousand times out is used once a person has said that it is right."""
    rows = [*ROWS, ["A4", "CT", "03/04/2014", 0.7, None, None]]
    accepted = MAPPING + '"A4" = { code = "R012", by = "J Smith", on = 2026-11-24 }\n'
    assert check(rows, MAPPING).assets[c.REPLACEMENT_COST_GBP].isna().tolist() == [False, False, False, True]
    assert check(rows, accepted).assets[c.REPLACEMENT_COST_GBP].tolist()[3] == 700


def test_a_heading_that_changed_is_named(check: Callable[..., Register]) -> None:
    """Drift: the heading that is gone, and the one that it may be now, are named and not matched."""
    register = check([ROWS[0], ["Ref", "Kit", "Went live", "Cost £000", "Colour", "Keeper"], *ROWS[2:]], MAPPING)
    finding = register.findings.set_index(c.CODE).loc["R091"]
    assert (finding[c.CELL], finding[c.COLUMN]) == ("D2", "replacement_cost_gbp")
    assert finding[c.MEND] == "Heading 'Cost £k' is now 'Cost £000': say if it is the same."
    assert register.assets[c.REPLACEMENT_COST_GBP].isna().all()
    assert '"Cost £000": "750"' in register.assets[c.EXTRA][0]
    assert not codes(register) & {"R028", "R090"}


def test_a_heading_that_went_is_told(check: Callable[..., Register]) -> None:
    """A heading that nothing replaces is told as gone; one that is now another known one, as a note."""
    rows = [
        ROWS[0],
        ["Ref", "Kit", "Date installed", "", "Colour", "Keeper"],
        *([*row[:3], None, *row[4:]] for row in ROWS[2:]),
    ]
    register = check(rows, MAPPING)
    assert mends(register, "R091") == ["Heading 'Cost £k' is not there any more."]
    assert mends(register, "R092") == ["Nothing, if it is right: 'Went live' is now 'Date installed'."]
    assert register.assets[c.INSTALL_DATE].notna().all()


def test_a_mapping_is_only_for_its_own_organisation(check: Callable[..., Register]) -> None:
    """The same headings of another organisation are not read by this one's units."""
    mapping = """
    org = "Ashmere"
    [columns]
    "Asset No" = { field = "asset_id" }
    "Cost" = { field = "replacement_cost_gbp", scale = 1000 }
    """
    rows: Rows = [["Asset No", "Modality", "Installed", "Cost"], ["A1", "CT", 2014, 750], ["A2", "CT", 2014, 700]]
    own, other = check([["Ashmere"], *rows], mapping), check([["Birchfield"], *rows], mapping)
    assert own.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 700_000]
    assert other.assets[c.REPLACEMENT_COST_GBP].isna().all()


def test_of_two_mappings_the_one_with_more_of_the_headings_is_used(check: Callable[..., Register]) -> None:
    """Two mappings of one organisation: the closer one reads the sheet."""
    closer = MAPPING.replace('vat = "ex"', 'vat = "inc"')
    looser = MAPPING + '\n[columns."Nowhere to be seen"]\nextra = true\n'
    assert set(check(ROWS, looser, closer).assets[c.VAT_BASIS]) == {"inc"}


def test_a_mapping_for_another_layout_is_said_not_to_apply(check: Callable[..., Register]) -> None:
    """A register whose mapping no longer fits at all is read by its own headings, and that is said."""
    rows: Rows = [["Ashmere Hospitals"], ["Asset No", "Modality", "Installed"], ["A1", "CT", 2014]]
    register = check(rows, MAPPING)
    assert "R093" in codes(register)
    assert register.assets[c.ASSET_CLASS].tolist() == ["ct"]


def test_the_mapping_goes_before_a_heading_that_is_known(check: Callable[..., Register]) -> None:
    """Where the mapping reads a field from one heading, another known heading is only kept as text."""
    rows = [ROWS[0], [*HEADINGS[:4], "Modality", "Keeper"], *([*row[:4], "MRI", None] for row in ROWS[2:])]
    register = check(rows, MAPPING)
    assert register.assets[c.ASSET_CLASS].tolist() == ["ct", "cbct", "ct"]
    assert "Column" not in mends(register, "R029")[0]
    assert "column B" in mends(register, "R029")[0]


def test_dates_that_speak_against_the_mapping_are_said(check: Callable[..., Register]) -> None:
    """A day over 12 in the place of the month overrules the order that the mapping states, and is told."""
    rows = [*ROWS, ["A5", "CT", "25/12/2014", 700, None, None]]
    register = check(rows, MAPPING)
    assert "R094" in codes(register)
    assert register.assets[c.INSTALL_DATE].dt.strftime("%Y-%m-%d").tolist()[3] == "2014-12-25"


@given(mappings)
def test_a_mapping_is_written_as_it_is_read(mapping: RegisterMapping) -> None:
    """Whatever its headings and words are made of, writing and reading a mapping gives it back."""
    assert RegisterMapping.model_validate(tomllib.loads(mapping_text(mapping))) == mapping


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ('feild = "install_date"', 'field = "install_date"', ":9:17: unknown setting 'feild'. Did you mean 'field'?"),
        ('field = "instal_date"', 'field = "install_date"', ":9:1: no field is called 'instal_date'"),
        ("scale = 0", "scale = 1000", "scale is 0"),
        ('vat = "with"', 'vat = "ex"', "vat is 'with'"),
        ('= "cone"', '= "cbct"', ":14:1: asset_class is never 'cone'"),
        ('code = "R999"', 'code = "R009"', "no rule has the code 'R999'"),
        ('code = "R001"', 'code = "R009"', "R001 cannot be accepted"),
        ('{ field = "asset_id", extra = true }', '{ field = "asset_id" }', "needs one of field"),
        ('"REF." = { extra = true }\n"ref" =', '"ref" =', "the same as 'REF.'"),
        ("[values.colour]", "[values.asset_class]", "no field is called 'colour'"),
        ("schema = 2", "schema = 1", "schema is 2"),
        ('unit = "USD"', 'unit = "GBP"', "unit is 'USD'"),
        ("[columns", "[columns]", "not valid TOML"),
    ],
)
def test_faults_of_a_mapping_are_told_at_their_line(
    wrong: str, right: str, told: str, policy: Policy, tmp_path: Path
) -> None:
    """Each fault comes with file, line and column, and the mend."""
    assert right in MAPPING
    path = tmp_path / "ashmere.toml"
    path.write_text(MAPPING.replace(right, wrong), encoding="utf-8")
    with pytest.raises(PolicyError) as raised:
        read_mapping(path, policy)
    assert str(raised.value).startswith("ashmere.toml:")
    assert told in str(raised.value)
    assert all(problem.mend for problem in raised.value.problems)


def test_every_fault_of_every_mapping_is_told_at_once(policy: Policy, tmp_path: Path) -> None:
    """Two bad files and a folder that is missing: three problems in one go."""
    (tmp_path / "mappings").mkdir()
    for name in ("a", "b"):
        (tmp_path / "mappings" / f"{name}.toml").write_text("schema = 3\n", encoding="utf-8")
    sources = [{"file": "*", "mapping": "mappings"}, {"file": "*", "mapping": "absent"}]
    with pytest.raises(PolicyError) as raised:
        read_mappings(Policy.model_validate({"register": sources}), base=tmp_path)
    assert [problem.where.split(":")[0].rpartition("/")[2] for problem in raised.value.problems] == [
        "absent",
        "a.toml",
        "b.toml",
    ]


def test_ages_are_counted_from_the_day_that_the_mapping_gives(check: Callable[..., Register]) -> None:
    """An age of 10 in a register that stood on 31 March 2020 is an install date in 2010."""
    rows: Rows = [["Ashmere Hospitals"], ["Asset No", "Modality", "Age"], ["A1", "CT", 10]]
    mapping = """
    org = "Ashmere Hospitals"
    source.as_at = 2020-03-31
    [columns]
    "Age" = { field = "age_years" }
    """
    assert check(rows, mapping).assets[c.INSTALL_DATE].dt.year.tolist() == [2010]


def test_the_row_of_the_headings_may_be_said(check: Callable[..., Register]) -> None:
    """Where another row looks more like headings, the mapping says which row it is."""
    rows: Rows = [["Asset No", "Modality", "Installed", "Model", "Serial"], ["Ref", "Kit", "Went live", "", ""]]
    rows += [["A1", "CT", "03/04/2014", None, None], ["A2", "MRI", "25/04/2014", None, None]]
    mapping = """
    [source]
    header_row = 2
    as_at = "title"
    [columns]
    "Ref" = { field = "asset_id" }
    "Kit" = { field = "asset_class" }
    "Went live" = { field = "install_date" }
    """
    assets = check(rows, mapping).assets
    assert assets[c.ASSET_ID].tolist() == ["A1", "A2"]
    assert assets[c.ASSET_CLASS].tolist() == ["ct", "mri"]


def test_a_heading_that_stands_twice_is_told_whoever_mapped_it(check: Callable[..., Register]) -> None:
    """Two columns under one mapped heading: the fuller is read, the other kept as text and told."""
    rows = [
        ROWS[0],
        [*HEADINGS, "Kit"],
        *([*row, other] for row, other in zip(ROWS[2:], ["MRI", None, None], strict=True)),
    ]
    register = check(rows, MAPPING)
    assert register.assets[c.ASSET_CLASS].tolist() == ["ct", "cbct", "ct"]
    assert len(mends(register, "R029")) == 1
    assert '"Kit": "MRI"' in register.assets[c.EXTRA][0]
