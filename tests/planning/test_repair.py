"""One repair of what cannot be: enough when it is carried out, and no pound of it too much."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from capplan.errors import InfeasibleError
from capplan.planning import allocate, giving_way
from capplan.planning.giving_way import GivenWay, Impossible, least_given
from capplan.planning.programme import make_programme
from capplan.planning.repair import MOST_WORDS
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import YEARS, Problem, best_by_hand, option, problem, tiny

SETTINGS = {"network floor": "network_floor_gbp", "network cap": "network_cap_gbp"}


def cheapest(case: Problem, rules: Rules) -> GivenWay:
    made = case.case(rules)
    programme = make_programme(made, rules)
    return least_given(
        Impossible(case=made, rules=rules, objective="value", programme=programme, settings=Solver())
    ).given


def mended(case: Problem, rules: Rules, given: GivenWay) -> tuple[Problem, Rules]:
    """The problem with the money raised, and floors and caps in pounds as they gave way."""
    raises = dict(zip(sorted(YEARS), given.raises.tolist(), strict=True))
    raised = case.budget["envelope_gbp"] + case.budget["year"].map(raises)
    changed: dict[str, dict[str, int]] = {name: {} for name in SETTINGS.values()}
    for row in np.flatnonzero(given.rows > 0):
        rule, scope, by = given.programme.rules[row], given.programme.scopes[row], int(given.rows[row])
        is_floor = rule == "network floor"
        limit = given.programme.lower[row] if is_floor else given.programme.upper[row]
        changed[SETTINGS[rule]][scope] = int(limit) + (-by if is_floor else by)
    return replace(case, budget=case.budget.assign(envelope_gbp=raised)), rules.model_copy(update=changed)


def a_pound_less(given: GivenWay) -> Iterator[GivenWay]:
    """Each figure of a repair with £1 taken off."""
    for year in np.flatnonzero(given.raises):
        yield replace(given, raises=given.raises - (np.arange(len(given.raises)) == year))
    for row in np.flatnonzero(given.rows):
        yield replace(given, rows=given.rows - (np.arange(len(given.rows)) == row))


def impossible_cases() -> Iterator[int]:
    """Small problems under floors, caps and envelopes that no plan keeps."""
    yield from (seed for seed in range(45) if best_by_hand(*floors_and_caps(seed)) is None)


def is_possible(case: Problem, rules: Rules) -> bool:
    try:
        allocate(case.options, case.cash, case.budget, rules, Solver(gap=1.0))
    except InfeasibleError:
        return False
    return True


def floors_and_caps(seed: int) -> tuple[Problem, Rules]:
    case, some = tiny(seed)
    random = np.random.default_rng([seed, 7])
    tight = case.budget.assign(envelope_gbp=case.budget["envelope_gbp"] // int(random.integers(1, 9)))
    settings: dict[str, object] = {"carry_forward": some.carry_forward}
    settings |= {"network_floor": 0.9} if random.random() < 0.4 else {}
    settings |= {"network_cap": 0.9} if random.random() < 0.4 else {}
    return replace(case, budget=tight), Rules.model_validate(settings)


@pytest.mark.parametrize("seed", list(impossible_cases()))
def test_repair_is_enough_and_a_pound_less_is_not(seed: int) -> None:
    """Carried out, the repair makes a plan possible; with £1 less anywhere in it there is none."""
    case, rules = floors_and_caps(seed)
    with pytest.raises(InfeasibleError):
        allocate(case.options, case.cash, case.budget, rules, Solver())
    given = cheapest(case, rules)
    assert given.in_whole
    assert is_possible(*mended(case, rules, given))
    for less in a_pound_less(given):
        assert not is_possible(*mended(case, rules, less))


def told(case: Problem, rules: dict) -> str:
    with pytest.raises(InfeasibleError) as raised:
        allocate(case.options, case.cash, case.budget, Rules.model_validate(rules), Solver())
    return str(raised.value).partition("; ")[2]


def test_repair_of_several_limits_names_each_with_its_amount() -> None:
    """A floor beyond all that there is, with an envelope that holds too little of it."""
    rows = [option("A", 2027, 1.0, 5), option("B", 2027, 1.0, 6)]
    said = told(problem(rows, {2027: 10}), {"network_floor_gbp": {"North": 500}})
    assert said.startswith(
        "smallest change: raise the 2027/28 envelope of £10 by £1 and lower the floor of £500 for North by £489"
    )
    assert said.rstrip(".").endswith(", or lower the floor of £500 for North by £494")


def test_change_that_is_not_enough_by_itself_is_not_offered() -> None:
    """Without its duty there would be no plan either: the floor alone asks for more than the envelope has."""
    rows = [option("A", 2027, 1.0, 20, must_treat=True), option("B", 2027, 1.0, 12, network="Coast")]
    said = told(problem(rows, {2027: 10}), {"network_floor_gbp": {"Coast": 12}})
    assert "must_treat" not in said


def test_year_whose_funds_lack_money_is_told_once() -> None:
    """What is short of the year and of what no fund pays for is one sum of money."""
    rows = [option("A", 2027, 1.0, 20, must_treat=True), option("B", 2027, 1.0, 9, must_treat=True, network="Coast")]
    said = told(problem(rows, {2027: 10}), {"funds": [{"name": "F", "network": ["Coast"], "2027": 12}]})
    assert said.startswith("smallest change: raise the 2027/28 envelope of £10 by £10,")


def test_message_is_short_however_much_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty networks, each with a floor, a cap and a delivery limit too small, in years without money for them."""
    monkeypatch.setattr(giving_way, "BRANCHING_AT_MOST", 0)
    names = [f"The imaging network of Region {number}" for number in range(20)]
    rows = [
        option(f"A{number}", 2027 + number % 3, 1.0, 20, network=names[number % 20], must_treat=True)
        for number in range(120)
    ]
    rules = {
        "network_floor_gbp": dict.fromkeys(names, 500),
        "network_cap_gbp": dict.fromkeys(names, 10),
        "max_installs": {"per_network": 1, "per_site_and_class": 1},
    }
    case = problem(rows, dict.fromkeys(YEARS, 50))
    with pytest.raises(InfeasibleError) as raised:
        allocate(case.options, case.cash, case.budget, Rules.model_validate(rules), Solver())
    said = raised.value.problems[0]
    assert len(said.what.split()) <= MOST_WORDS
    assert "more of its kind" in said.what
    assert said.settings[0] == ("budget", "2027")


def test_settings_of_what_gives_way_come_first() -> None:
    """The line to mend is that of the change named first, not of the rule that asks."""
    rows = [option("A", 2027, 1.0, 20, must_treat=True), option("B", 2027, 1.0, 9, must_treat=True)]
    case = problem(rows, {2027: 40})
    with pytest.raises(InfeasibleError) as raised:
        allocate(case.options, case.cash, case.budget, Rules(network_cap_gbp={"North": 25}), Solver())
    said = raised.value.problems[0]
    assert "smallest change: raise the cap of £25 for North by £4" in said.what
    assert said.settings[:2] == (("rules", "network_cap", "North"), ("rules", "network_cap_gbp", "North"))


def test_large_problem_is_told_the_least_that_shares_of_options_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where whole options are too many to try, the figures are those of the relaxation, and said to be the least."""
    monkeypatch.setattr(giving_way, "BRANCHING_AT_MOST", 0)
    rows = [option(f"A{number}", 2027, 1.0, 20, must_treat=True) for number in range(2)]
    rows.append(option("B", 2027, 1.0, 60, network="Coast"))
    said = told(problem(rows, {2027: 10}), {"network_cap": 1.0})
    raised = "at the least: raise the 2027/28 envelope of £10 by £30 and the cap of £16 for North by £24"
    assert said.startswith(f"{raised} (shares of the money so raised)")
