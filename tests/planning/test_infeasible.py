"""A plan that cannot be: one sentence that names what asks too much of what, and by how much."""

import pytest

from capplan.errors import InfeasibleError, PolicyError
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import Problem, option, problem

MILLION = 1_000_000
ENVELOPES = {2027: 40 * MILLION, 2028: 40 * MILLION}


def why(case: Problem, rules: dict) -> str:
    with pytest.raises(InfeasibleError) as raised:
        allocate(case.options, case.cash, case.budget, Rules.model_validate(rules), Solver())
    assert len(raised.value.problems) == 1
    return str(raised.value)


def free(networks: tuple[str, ...], each: int) -> list[dict]:
    return [
        option(f"{network}{number}", year, MILLION, each, network=network)
        for network in networks
        for number in range(4)
        for year in ENVELOPES
    ]


def test_duties_over_an_envelope_name_the_year_and_the_shortfall() -> None:
    """Two must-treat assets of £21.7m each need £3.4m more than the £40m of their only year."""
    case = problem([option(f"A{n}", 2028, 1.0, 21_700_000, must_treat=True) for n in range(2)], ENVELOPES)
    said = why(case, {})
    assert "the must-treat assets need £3,400,000 more than the 2028/29 envelope of £40,000,000 has" in said
    assert "smallest change: raise the 2028/29 envelope of £40,000,000 by £3,400,000, or take must_treat off" in said


def test_floor_beyond_what_a_network_could_spend_names_the_network() -> None:
    """Four assets of £5m cannot spend a floor of £30m."""
    case = problem(free(("North", "Coast"), 5 * MILLION), ENVELOPES)
    said = why(case, {"network_floor_gbp": {"Coast": 30 * MILLION}})
    assert "the floor of £30,000,000 for Coast asks for £10,000,000 more than the options can spend" in said


def test_floors_beyond_the_money_name_every_floor_that_presses() -> None:
    """Floors of £15m and £20m do not fit in two envelopes of £10m."""
    case = problem(free(("North", "Coast"), 5 * MILLION), {2027: 10 * MILLION, 2028: 10 * MILLION})
    said = why(case, {"network_floor_gbp": {"North": 15 * MILLION, "Coast": 20 * MILLION}})
    assert "the floor of £20,000,000 for Coast and the floor of £15,000,000 for North need £15,000,000 more" in said


def test_bundle_that_contradicts_a_cap_names_the_cap() -> None:
    """A must-treat asset brings its bundle and the shared works with it."""
    case = problem([option(f"A{n}", 2028, 1.0, 4 * MILLION, must_treat=n == 0) for n in range(2)], ENVELOPES)
    bundle = {"name": "Cath lab", "assets": ["A0", "A1"], "shared_works_gbp": 400_000}
    said = why(case, {"together": [bundle], "network_cap_gbp": {"North": 8 * MILLION}})
    assert "need £400,000 more than the cap of £8,000,000 for North has" in said


def test_two_duties_in_one_either_or_name_the_choice() -> None:
    """At most one of two assets that must both be treated."""
    case = problem([option(f"A{n}", 2028, 1.0, MILLION, must_treat=True) for n in range(2)], ENVELOPES)
    assert "the choice of at most one among A0 and A1 to give way" in why(case, {"either_or": [["A0", "A1"]]})


def test_duties_over_a_delivery_limit_count_starts_not_pounds() -> None:
    """One start a year, two duties in the year."""
    case = problem([option(f"A{n}", 2028, 1.0, MILLION, must_treat=True) for n in range(2)], ENVELOPES)
    said = why(case, {"max_installs": {"per_network": 1}})
    assert "the must-treat assets need 1 more than the delivery limit of 1 for North, 2028/29" in said


def test_whole_options_that_cannot_meet_a_limit_between_them_are_told_too() -> None:
    """The relaxation could spend £15m on half an asset; no plan of whole assets spends between £14m and £16m."""
    case = problem([option(f"A{n}", 2027, 1.0, 10 * MILLION) for n in range(2)], ENVELOPES)
    said = why(case, {"network_floor_gbp": {"North": 14 * MILLION}, "network_cap_gbp": {"North": 16 * MILLION}})
    assert "£4,000,000" in said
    assert "North" in said


def test_rules_that_name_what_is_not_there_are_all_told_at_once() -> None:
    """A misspelt network and an asset without options are faults of the rules, each with its setting."""
    case = problem(free(("North",), MILLION), ENVELOPES)
    rules = Rules.model_validate(
        {"network_floor_gbp": {"Norht": 1}, "together": [{"name": "x", "assets": ["North0", "Z9"]}]}
    )
    with pytest.raises(PolicyError) as raised:
        allocate(case.options, case.cash, case.budget, rules, Solver())
    wheres = [problem.where for problem in raised.value.problems]
    assert wheres == ["rules.network_floor_gbp.Norht", "rules.together.0.assets"]
    assert "Did you mean 'North'?" in str(raised.value)


def test_rule_whose_column_is_missing_says_so() -> None:
    """A delivery limit by site needs a site."""
    case = problem(free(("North",), MILLION), ENVELOPES)
    rules = Rules.model_validate({"max_installs": {"per_site_and_class": 1}})
    with pytest.raises(PolicyError, match="needs the column site"):
        allocate(case.options.drop(columns="site"), case.cash, case.budget, rules, Solver())


@pytest.mark.parametrize("amount", [1, 1_000, 16_777_217, 999_999_999, 8_589_934_593, 9_999_999_999, 10_000_000_000])
def test_one_pound_too_little_is_told_to_the_pound(amount: int) -> None:
    """A duty of any amount that is admitted fits an envelope of its own size, and not one of £1 less."""
    rows = [option("A", 2027, 1.0, amount, must_treat=True)]
    fits = problem(rows, {2027: amount})
    assert allocate(fits.options, fits.cash, fits.budget, Rules(), Solver()).report.proven
    said = why(problem(rows, {2027: amount - 1}), {})
    takes = f"A must be treated, but to replace it in 2027/28 takes £{amount:,}"
    assert f"{takes}, more than the 2027/28 envelope of £{amount - 1:,}; smallest change: raise" in said
    assert f"envelope of £{amount - 1:,} by £1" in said


@pytest.mark.parametrize(
    ("rules", "asks"),
    [
        ({"network_floor_gbp": {"North": 24}}, "the floor of £24 for North needs £1"),
        ({"class_floor_gbp": {"ct": 20}}, "the floor of £20 for ct needs £1"),
        (
            {"network_floor_gbp": {"North": 24}, "class_floor_gbp": {"ct": 20}},
            "the floor of £24 for North and the floor of £20 for ct need £1",
        ),
    ],
)
def test_floor_that_only_shares_of_options_could_meet_is_named(rules: dict, asks: str) -> None:
    """27/28 of an asset would meet the floor within the envelope; the whole asset does not fit."""
    said = why(problem([option("A", 2027, 1.0, 28)], {2027: 27}), rules)
    assert f"{asks} more than the 2027/28 envelope of £27 has" in said
    assert "lower the floor" in said


def test_duty_and_floor_that_do_not_fit_together_are_both_named() -> None:
    """The duty fits alone and the floor's asset fits alone; shares of both would fit together."""
    rows = [option("A", 2027, 1.0, 28), option("B", 2027, 1.0, 5, must_treat=True, network="Coast")]
    said = why(problem(rows, {2027: 32}), {"network_floor_gbp": {"North": 24}})
    assert "the must-treat assets and the floor of £24 for North need £1 more than the 2027/28 envelope" in said
