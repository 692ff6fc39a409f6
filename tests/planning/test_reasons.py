"""Every asset's reason, with numbers that can be checked by hand."""

import re

import pandas as pd

from capplan.model import Plan
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import option, problem


def plan_of(rows: list[dict], envelopes: dict[int, int], rules: dict | None = None, objective: str = "value") -> Plan:
    case = problem(rows, envelopes)
    duties = case.options["must_treat"].map({True: "suspended by quality assurance", False: None})
    return allocate(
        case.options.assign(must_reason=duties.astype("str")),
        case.cash,
        case.budget,
        Rules.model_validate(rules or {}),
        Solver(gap=0.0),
        objective=objective,
    )


def reason(plan: Plan, asset: str) -> tuple[str, str]:
    row = plan.decisions.set_index("asset_id").loc[asset]
    return row["reason_code"], row["reason"]


ROWS = [
    option("A", 2028, 300.0, 100),
    option("B", 2028, 120.0, 100),
    option("C", 2028, 90.0, 100),
    option("D", 2028, -40.0, 100),
    option("E", 2028, -70.0, 100, must_treat=True),
]


def test_reasons_follow_from_what_a_pound_returns() -> None:
    """Three machines fit in 300: the duty, the best, and one whose return is the next best use of the money."""
    plan = plan_of(ROWS, {2028: 300})
    elsewhere = f"£{plan.prices['price'].iloc[0]:.2f} in the next best use."
    code, said = reason(plan, "A")
    assert code == "worth_it"
    assert said == f"Worth £300 net over its cost; each £1 of 2028/29 money returns £3.00 here and {elsewhere}"
    code, said = reason(plan, "C")
    assert code == "priced_out"
    assert said == f"Better uses for the money: each £1 of 2028/29 money returns £0.90 here and {elsewhere}"


def test_duty_is_named_and_its_loss_is_not_hidden() -> None:
    """A must-treat machine says which duty, and what it costs beyond what it saves."""
    code, said = reason(plan_of(ROWS, {2028: 300}), "E")
    assert code == "must_do"
    assert said == "Must be replaced: suspended by quality assurance. Done in 2028/29, it costs £70 more than it saves."


def test_machine_that_is_not_worth_its_cost_is_not_due() -> None:
    """No budget would buy it."""
    code, said = reason(plan_of(ROWS, {2028: 900}), "D")
    assert code == "not_due"
    assert (
        said == "Not due: keeping it costs less through 2028/29. The nearest, to replace it in 2028/29, would lose £40."
    )


def test_money_to_spare_is_said_so() -> None:
    """With money for all, nothing is said of a next best use."""
    code, said = reason(plan_of(ROWS, {2028: 900}), "C")
    assert code == "worth_it"
    assert "the year has money to spare" in said
    assert "next best" not in said


def test_duty_met_by_another_action_is_not_called_a_replacement() -> None:
    """A machine that must be dealt with, and is leased, must be treated; replacing it is one way of doing so."""
    leased = option("E", 2028, -70.0, 100, must_treat=True) | {"action": "lease"}
    code, said = reason(plan_of([*ROWS[:4], leased], {2028: 300}), "E")
    assert code == "must_do"
    assert said.startswith("Must be treated: suspended by quality assurance.")


def test_reasons_need_no_words_of_the_trade() -> None:
    """Whoever holds the paper need know nothing of linear programmes to read why."""
    plans = [plan_of(ROWS, {2028: 300}), plan_of(ROWS, {2028: 900})]
    said = " ".join(text for plan in plans for text in plan.decisions["reason"])
    assert not re.search(r"\bLP\b|relaxation|margin|[Pp]riced out", said)


def test_machine_held_by_a_rule_names_the_rule() -> None:
    """Worth more than its money, but its network has only one start in the year."""
    rows = [option("A", 2028, 300.0, 100), option("B", 2028, 200.0, 100)]
    code, said = reason(plan_of(rows, {2028: 900}, {"max_installs": {"per_network": 1}}), "B")
    assert code == "held"
    assert said == "Held by the delivery limit of 1 for North, 2028/29: in 2028/29 it is worth £200 net."


def test_machine_that_a_floor_asks_for_names_the_floor() -> None:
    """In the plan for its network's sake, not its own."""
    rows = [option("A", 2028, 300.0, 100), option("B", 2028, 50.0, 100, network="Coast"), option("C", 2028, 200.0, 100)]
    code, said = reason(plan_of(rows, {2028: 200}, {"network_floor_gbp": {"Coast": 100}}), "B")
    assert code == "rule_asks"
    assert said == "In for the floor of £100 for Coast: it is worth £50 net."


def test_every_asset_has_a_reason() -> None:
    """In or out, nobody is left without one."""
    reasons = plan_of(ROWS, {2028: 250}).decisions["reason"]
    assert reasons.str.len().gt(20).all()
    assert not reasons.str.contains("nan").any()
    assert isinstance(reasons, pd.Series)


def test_reason_fits_a_row_of_a_board_paper() -> None:
    """A reason is a sentence or two, whatever its kind; the rest is for `capplan why`."""
    rules = {"network_floor_gbp": {"Coast and Vale imaging network": 100}, "max_installs": {"per_network": 1}}
    rows = [
        option("A", 2028, 30_000_000.0, 100),
        option("B", 2028, 5_000_000.0, 100, network="Coast and Vale imaging network"),
        option("C", 2028, 20_000_000.0, 100),
        option("D", 2028, -4_000_000.0, 100),
    ]
    assert plan_of(rows, {2028: 200}, rules).decisions["reason"].str.len().max() <= 140


def test_need_is_told_in_points() -> None:
    """Where need is made the most of, no reason speaks of pounds of benefit."""
    rows = [
        option("A", 2028, -5.0, 100) | {"need_removed": 30.0},
        option("B", 2028, 90.0, 100) | {"need_removed": 12.0},
        option("C", 2028, 90.0, 100) | {"need_removed": 0.0},
    ]
    plan = plan_of(rows, {2028: 100}, objective="need")
    assert reason(plan, "A")[1].startswith("Good for 30.0 points of need; each £1m of 2028/29 removes 300,000.0 points")
    assert reason(plan, "B")[0] == "priced_out"
    assert reason(plan, "C")[1] == "Not due: nothing that could be done to it by 2028/29 removes any need."
