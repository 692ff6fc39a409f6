"""The files of `capplan allocate`: what is read, and every fault told with its file, row and column."""

from pathlib import Path

import pytest

from capplan.errors import InfeasibleError, InputError
from capplan.planning import AllocationFiles, allocate_files, read_allocation_files
from capplan.policy.schema import Solver

OPTIONS = """option_id,asset_id,action,start_year,benefit_gbp,network,must_treat
A1,A,replace,2027,10.55,North,yes
B1,B,replace,2028,7,North,
"""
CASH = "option_id,year,capital_gbp\nA1,2027,100\nB1,2028,90.00\n"
BUDGET = "year,envelope_gbp\n2027,100\n2028,100\n"
RULES = '[rules]\nnetwork_floor_gbp = { "North" = 50 }\ncarry_forward = 0.05\n'


def read(folder: Path, **texts: str) -> AllocationFiles:
    """Read the four files, those given in place of the good ones."""
    good = {"options": OPTIONS, "cash": CASH, "budget": BUDGET, "rules": RULES}
    paths = {}
    for name, text in (good | texts).items():
        paths[name] = folder / f"{name}.{'toml' if name == 'rules' else 'csv'}"
        paths[name].write_text(text, encoding="utf-8")
    return read_allocation_files(paths["options"], paths["cash"], paths["budget"], paths["rules"])


def faults(folder: Path, **texts: str) -> list[str]:
    """Every problem as it is printed."""
    with pytest.raises(InputError) as raised:
        read(folder, **texts)
    return [str(problem) for problem in raised.value.problems]


def test_good_files_go_straight_into_allocate(tmp_path: Path) -> None:
    """What is read needs nothing more to be planned with."""
    brought = read(tmp_path)
    assert allocate_files(brought, Solver(gap=0.0)).report.objective_gbp == 17.55
    assert brought.rules.carry_forward == 0.05


def test_spreadsheet_s_mark_and_blank_rows_at_the_end_are_nothing(tmp_path: Path) -> None:
    """A byte order mark, capitals in the heading and empty rows below are how spreadsheets save."""
    brought = read(tmp_path, budget="\ufeffYear, Envelope_GBP\n2027,100\n2028,100\n,\n\n")
    assert brought.budget["envelope_gbp"].tolist() == [100, 100]


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("options", OPTIONS.replace("2028,7", "2028,seven"), "options.csv, row 3, column benefit_gbp: 'seven' is not"),
        ("options", OPTIONS.replace("2028,7", "2028,nan"), "options.csv, row 3, column benefit_gbp: 'nan' is not"),
        ("options", OPTIONS.replace("B1,B", "A1,B"), "options.csv, row 3, column option_id: option A1 twice"),
        ("options", OPTIONS.replace("B1,B", "B1,"), "options.csv, row 3, column asset_id: no value"),
        ("options", OPTIONS.replace("yes", "maybe"), "options.csv, row 2, column must_treat: 'maybe' is neither"),
        ("options", OPTIONS.replace("2027,10", "2031,10"), "options.csv, row 2, column start_year: the budget has no"),
        ("options", OPTIONS.replace("2027,10", "2027.5,10"), "options.csv, row 2, column start_year: 2027.5 is not a"),
        ("options", OPTIONS.replace("benefit_gbp", "benefits_gbp"), "options.csv: no column benefit_gbp"),
        ("options", OPTIONS.replace("network", "netwrok"), "options.csv, row 1: unknown column 'netwrok'"),
        ("options", OPTIONS + "C1,C,replace\n", "options.csv, row 4: 3 cells, where the heading has 7"),
        ("options", "", "options.csv: the file is empty"),
        ("options", OPTIONS.splitlines()[0] + "\n", "options.csv: no rows"),
        ("cash", CASH.replace("100", "100.5"), "cash.csv, row 2, column capital_gbp: 100.5 has pence"),
        ("cash", CASH.replace("100", "£100"), "cash.csv, row 2, column capital_gbp: '£100' is not a number"),
        ("cash", CASH.replace("100", "-1"), "cash.csv, row 2, column capital_gbp: -1 is below 0"),
        ("cash", CASH + "Z9,2027,5\n", "cash.csv, row 4, column option_id: no option is called Z9"),
        ("cash", CASH + "A1,2027,5\n", "cash.csv, row 4, column year: the option's year 2027 twice"),
        ("cash", CASH + "A1,2030,5\n", "cash.csv, row 4, column year: the budget has no year 2030"),
        ("cash", CASH.replace("100", "6.00000000000000000001"), "cash.csv, row 2, column capital_gbp: 6.00000"),
        ("cash", CASH.replace("100", "9999999999.99999999"), "cash.csv, row 2, column capital_gbp: 9999999999.9"),
        ("cash", CASH.replace("100", "10000000001"), "cash.csv, row 2, column capital_gbp: 10000000001 is too large"),
        ("cash", CASH.replace("100", "1e-99999999999999999999"), "cash.csv, row 2, column capital_gbp: 1e-9999"),
        ("options", OPTIONS.replace("10.55", "1e400"), "options.csv, row 2, column benefit_gbp: '1e400' is not a n"),
        ("options", OPTIONS.replace("2027,10", "1e300,10"), "options.csv, row 2, column start_year: 1e+300 is"),
        ("budget", BUDGET.replace("2027,", "2027.00000000000000000001,"), "budget.csv, row 2, column year: 2027.0000"),
        ("budget", BUDGET.replace("2027,", "-10000,"), "budget.csv, row 2, column year: -10000 is not a year"),
        ("budget", "jahr,betrag\n2027,100\n", "budget.csv, row 1: none of the headings is the name of a column"),
        ("rules", RULES + "[budget]\ncarry_forward = 0.5\n", "rules.toml:4:1: budget is outside [rules]"),
        ("rules", RULES + "[budget]\n2030 = 5\n", "rules.toml:4:1: budget is outside [rules]"),
        ("budget", BUDGET + "2027,5\n", "budget.csv, row 4, column year: year 2027 twice"),
        ("budget", BUDGET.replace("2027,100", "2027,"), "budget.csv, row 2, column envelope_gbp: no value"),
        ("rules", RULES.replace("carry_forward", "cary_forward"), "rules.toml:3:1: unknown setting 'cary_forward'"),
        ("rules", RULES.replace("North", "Norht"), "rules.toml:2:23: no option has the network 'Norht'"),
        ("rules", RULES + "must_replace = [\"age_years > 9\"]\n", "rules.toml:4:1: must_replace speaks of registers"),
        ("rules", RULES + "=", "rules.toml:4:1: not valid TOML"),
    ],
)  # fmt: skip
def test_each_fault_is_told_where_it_is(tmp_path: Path, file: str, text: str, told: str) -> None:
    """A fault names the file, the row as a spreadsheet counts it, and the column."""
    assert any(fault.startswith(told) for fault in faults(tmp_path, **{file: text}))


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one run at a time."""
    said = faults(
        tmp_path,
        options=OPTIONS.replace("10.55", "ten"),
        cash=CASH.replace("90.00", "90.01"),
        budget=BUDGET.replace("2028,100", "2028,-1"),
        rules=RULES + "nonsense = 1\n",
    )
    files = [fault.split(",")[0].split(":")[0] for fault in said]
    assert files == ["options.csv", "cash.csv", "budget.csv", "rules.toml"]


def test_missing_file_is_a_fault_like_any_other(tmp_path: Path) -> None:
    """A wrong name is told beside the faults of the files that are there."""
    (tmp_path / "options.csv").write_text(OPTIONS.replace("10.55", "ten"))
    (tmp_path / "budget.csv").write_text(BUDGET)
    with pytest.raises(InputError) as raised:
        read_allocation_files(tmp_path / "options.csv", tmp_path / "nowhere.csv", tmp_path / "budget.csv")
    assert len(raised.value.problems) == 2
    assert "no such file" in str(raised.value)


def test_unreadable_file_hides_no_fault_of_the_others(tmp_path: Path) -> None:
    """What is missing, twice or too much is told, although another file has no heading that is known."""
    said = faults(
        tmp_path,
        options=OPTIONS.replace("benefit_gbp", "worth").replace("B1,B", "A1,B"),
        cash=CASH.replace("100", "-1"),
        budget="no heading\n",
    )
    assert [fault.split(":")[0] for fault in said] == [
        "budget.csv, row 1",
        "options.csv",
        "options.csv, row 3, column option_id",
        "cash.csv, row 3, column option_id",
        "cash.csv, row 2, column capital_gbp",
    ]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_are_read_as_commas_are(tmp_path: Path, separator: str) -> None:
    """Where a comma is the decimal point, spreadsheets put semicolons between cells."""
    brought = read(tmp_path, budget=BUDGET.replace(",", separator))
    assert brought.budget["envelope_gbp"].tolist() == [100, 100]


def test_years_beyond_any_calendar_are_told_once_and_without_a_warning(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    """A year that is none is not looked for in the budget, and never turned into a whole number."""
    said = faults(tmp_path, options=OPTIONS.replace("2028,7", "1e300,7"), cash=CASH.replace("2028", "1e19"))
    assert [fault.split(" is ")[0] for fault in said] == [
        "options.csv, row 3, column start_year: 1e+300",
        "cash.csv, row 3, column year: 1e+19",
    ]
    assert not len(recwarn)


def test_unknown_columns_are_passed_over(tmp_path: Path) -> None:
    """A file may say more than capplan asks for."""
    heading, *rows = OPTIONS.splitlines()
    wider = "\n".join([f"{heading},colour", *(f"{row},red" for row in rows)])
    assert "colour" not in read(tmp_path, options=wider).options.columns


def test_option_without_cash_costs_nothing(tmp_path: Path) -> None:
    """An option that no row of CASH names draws on no envelope."""
    brought = read(tmp_path, cash=CASH.replace("B1,2028,90.00\n", ""))
    plan = allocate_files(brought, Solver(gap=0.0))
    assert plan.decisions.set_index("option_id").loc["B1", "capital_gbp"] == 0


FURTHER_CASH = "option_id,year,capital_gbp,revenue_gbp,carbon_tonnes\nA1,2027,100,-5,\nB1,2028,,7,1.250\n"
FURTHER_BUDGET = "year,envelope_gbp,revenue_envelope_gbp,carbon_limit_tonnes\n2027,100,,\n2028,100,7,1.25\n"


def test_revenue_and_carbon_are_read_with_their_limits(tmp_path: Path) -> None:
    """Revenue may save, a blank limit is none, and a row may draw revenue or carbon alone."""
    brought = read(tmp_path, cash=FURTHER_CASH, budget=FURTHER_BUDGET)
    assert brought.cash["capital_gbp"].tolist() == [100, 0]
    plan = allocate_files(brought, Solver(gap=0.0))
    audit = plan.audit.set_index(["rule", "scope"])[["limit", "value"]]
    assert audit.loc[("revenue", "2028/29")].tolist() == [7, 7]
    assert audit.loc[("carbon", "2028/29")].tolist() == [1250, 1250]
    assert ("revenue", "2027/28") not in audit.index


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("cash", FURTHER_CASH.replace("-5", "-5.5"), "cash.csv, row 2, column revenue_gbp: -5.5 has pence"),
        ("cash", FURTHER_CASH.replace("1.250", "1.2505"), "cash.csv, row 3, column carbon_tonnes: 1.2505 is finer"),
        (
            "cash",
            FURTHER_CASH.replace("1.250", "6.00000000000000000001"),
            "cash.csv, row 3, column carbon_tonnes: 6.00000000000000000001 is finer",
        ),
        ("cash", FURTHER_CASH.replace("1.250", "10000001"), "cash.csv, row 3, column carbon_tonnes: 10000001 is too"),
        ("cash", FURTHER_CASH.replace("7", "much"), "cash.csv, row 3, column revenue_gbp: 'much' is not a number"),
        ("cash", FURTHER_CASH.replace(",7,1.250", ",,"), "cash.csv, row 3, column capital_gbp: no value"),
        ("cash", FURTHER_CASH.replace("revenue_gbp", "revenu_gbp"), "Did you mean 'revenue_gbp'"),
        ("budget", FURTHER_BUDGET.replace(",7,", ",x,"), "column revenue_envelope_gbp: 'x' is not a number"),
        ("budget", FURTHER_BUDGET.replace("1.25", "0.0001"), "column carbon_limit_tonnes: 0.0001 is finer"),
    ],
)
def test_faults_of_further_resources_are_told_where_they_are(tmp_path: Path, file: str, text: str, told: str) -> None:
    """Pence, grams, words and blanks are refused with their row, never rounded."""
    texts = {"cash": FURTHER_CASH, "budget": FURTHER_BUDGET} | {file: text}
    assert any(told in fault for fault in faults(tmp_path, **texts))


def test_limit_on_what_no_option_says_is_told_at_its_line(tmp_path: Path) -> None:
    """A limit that could not bind is a fault of the rules file, with its line."""
    (told,) = faults(tmp_path, rules="[rules]\nlimits = { revenue_gbp = { horizon = 5 } }\n")
    assert told.startswith("rules.toml:2:")
    assert "revenue_gbp" in told


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('[[fund]]\nname = "x"\n2027 = 5\nnetwork = ["Noth"]\n', "rules.toml:4:1: nothing has the network 'Noth'"),
        ('[[fund]]\nname = "x"\n2031 = 5\n', "rules.toml:3:1: the plan has no year 2031"),
        ('[[fund]]\nname = "x"\n2027 = 5\nclass = ["ct"]\n', "rules.toml:4:1: unknown setting 'class'"),
        ('[[rules.locked]]\nasset = "Z"\nyear = 2027\n', "rules.toml:2:1: asset 'Z' has no options"),
        ('[[rules.locked]]\nasset = "A"\nyear = 2028\n', "rules.toml:3:1: asset 'A' cannot be given 'replace'"),
        ('[[rules.shared_works]]\nname = "x"\nworks_gbp = 1\nassets = ["Z"]\n', "rules.toml:4:1: asset 'Z' has no"),
        ("[rules]\nmax_share_over_10_years = { 2028 = 0.1 }\n", "rules.toml:2:1: it speaks of the machines"),
        ("[rules]\ncapacity = { share = 0.9 }\n", "rules.toml:2:1: it speaks of the machines"),
        ("[rules]\nnetwork_cap = 1\nnetwork_share_by = { Noth = 1 }\n", "rules.toml:3:"),
    ],
)
def test_rules_that_these_options_cannot_carry_out_are_told_at_their_line(
    tmp_path: Path, rules: str, told: str
) -> None:
    """Names that no option has, years beyond the budget, and rules about machines that options do not tell of."""
    assert any(told in fault for fault in faults(tmp_path, rules=rules))


def test_funds_pay_in_a_rules_file(tmp_path: Path) -> None:
    """Ring-fenced money stands beside the envelope for what it names."""
    fund = '[[fund]]\nname = "x"\n2027 = 30\nnetwork = ["North"]\n'
    brought = read(tmp_path, budget=BUDGET.replace("2027,100", "2027,70"), rules=fund)
    assert allocate_files(brought, Solver(gap=0.0)).report.objective_gbp == 17.55


IMPOSSIBLE = [
    pytest.param({"rules": '[rules]\n\nnetwork_floor_gbp = { "North" = 500 }\n'}, "rules.toml:3:23", id="a floor"),
    pytest.param(
        {"rules": "[rules]\n[[rules.locked]]\nasset = 'B'\naction = 'replace'\nyear = 2028\n"
                  "[rules.network_cap_gbp]\nNorth = 120\n"},
        "rules.toml:7:1", id="a cap beside a decision",
    ),
    pytest.param({"budget": "year,envelope_gbp\n2028,100\n2027,99\n", "rules": ""}, "budget.csv, row 3", id="a year"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "place"), IMPOSSIBLE)
def test_what_makes_a_plan_impossible_is_told_at_its_line(tmp_path: Path, texts: dict[str, str], place: str) -> None:
    """A person goes to the limit that would have to give way, as in a plan file."""
    with pytest.raises(InfeasibleError) as raised:
        allocate_files(read(tmp_path, **texts), Solver())
    (problem,) = raised.value.problems
    assert problem.where == place
    assert problem.what.startswith("no plan keeps every rule")
