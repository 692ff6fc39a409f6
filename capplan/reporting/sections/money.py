"""Revenue and affordability, and what would change the plan's worth."""

import pandas as pd

from capplan.columns import ACTION, BOUND_GBP, BUDGET_SHARE, CAPITAL_GBP, PRICE, REASON_CODE, RULE, RULE_PRICE_GBP, YEAR
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Paragraph, Section, Table
from capplan.reporting.formats import count, financial_year, is_missing, listing, money, number, percent
from capplan.reporting.measures import outcome
from capplan.reporting.money_exhibits import Frontier, change_exhibit, frontier_exhibit, revenue_exhibit
from capplan.reporting.revenue import CHARGES, DIVIDEND_RATE, Revenue, has_capital_charges, revenue
from capplan.reporting.tables import plain_table
from capplan.reporting.verbs import verb_of

_CHANGES_SHOWN = 9
_RENT = "lease rent"
# Below this a price of a pound would be printed as £0.00.
_LEAST_PRICE = 0.005
_TOO_LARGE = "too_large"
# The rule prices' own names, where a paper has others.
_RULES = {"must-treat": "duties and commitments", "equity (network floor and cap)": "network floor and cap"}
_LEFT_OUT = ("machine leased, shared or retired is", "machines leased, shared or retired are")


def affordability(case: Case) -> Section:
    """What the plan does to revenue by year and cause, and what that leaves out."""
    if case.funded.empty:
        told = f"The plan {verb_of(case.scenario).third} no machine, so it does not change revenue cost."
        nothing = Paragraph(text=told)
        return Section(id="affordability", heading="Revenue and affordability", blocks=(nothing,))
    ours = revenue(case)
    rate = case.scenario.policy.reference.parameters[DIVIDEND_RATE]
    verb = "Buying or upgrading" if (case.funded[ACTION] == "upgrade").any() else "Buying"
    charges = (
        f"adds depreciation and a dividend on public dividend capital of {percent(rate, 1)} of the average net book "
        "value"
        if has_capital_charges(case)
        else "adds no depreciation and no dividend here, as the plan file leaves capital charges out "
        "(`actions.capital_charges`)"
    )
    bought = (
        f"{verb} {count(ours.machines, 'machine')} {charges}; new machines cost less to maintain, at first nothing "
        "under warranty."
    )
    told = f"Against keeping every machine, {revenue_change(case)}."
    text = f"{bought} {told}" if ours.machines else told
    blocks: tuple[Block, ...] = (
        Paragraph(text=text),
        revenue_exhibit(ours, "revenue", case.money),
        revenue_table(case, ours),
        Paragraph(text=_limits(case, ours)),
    )
    return Section(id="affordability", heading="Revenue and affordability", blocks=blocks)


def revenue_rise(case: Case) -> str:
    """What the plan does to revenue cost by its last year, as a clause."""
    ours = revenue(case)
    change, last = ours.by_year[-1], financial_year(ours.years[-1])
    if case.money.rounds_to_nothing(change):
        return f"revenue cost in {last} stays as it would be"
    return f"revenue cost {'rises' if change > 0 else 'falls'} by {case.money(abs(change))} a year by {last}"


def revenue_change(case: Case) -> str:
    """The same with what it is made of: what is charged for capital, maintenance, other actions."""
    ours = revenue(case)
    last = dict(zip(ours.causes, (amounts[-1] for amounts in ours.by_cause), strict=True))
    charges = sum(last.pop(cause, 0.0) for cause in CHARGES)
    named = {"depreciation and dividend": charges} | {name[:1].lower() + name[1:]: by for name, by in last.items()}
    parts = [
        f"{case.money(abs(amount))} {'more' if amount > 0 else 'less'} {'on ' * (name == _RENT)}{name}"
        for name, amount in named.items()
        if amount
    ]
    return f"{revenue_rise(case)}: {', '.join(parts)}" if parts else revenue_rise(case)


def _limits(case: Case, ours: Revenue) -> str:
    held = _written_off(case, ours)
    left_out = (
        f" {count(ours.machines_left_out, *_LEFT_OUT)} left out: the plan file does not count revenue (actions.draws)."
        if ours.machines_left_out
        else ""
    )
    spread = (
        "Depreciation is in equal parts over each machine's expected life, from the year it is in use. The "
        f"depreciation of the machines replaced is not taken off: {held}."
        if has_capital_charges(case)
        else f"Capital charges are left out on both sides: {held}."
    )
    return f"{spread} Pay, energy, income and disposal are not in these sums.{left_out}"


def _written_off(case: Case, ours: Revenue) -> str:
    """What the register says is left to write off, and of how many machines it says nothing."""
    unknown = ours.leaving - ours.book_values_known
    if not ours.book_values_known:
        return "the register gives no book value for the machines that leave, so what is to be written off is not known"
    held = (
        f"the register carries {money(ours.book_value_gbp)} of book value for "
        f"{count(ours.book_values, 'machine that leaves', 'machines that leave')}, to be written off"
        if ours.book_values
        else "the register carries no book value for the machines that leave"
    )
    others = "the other" if unknown == 1 else f"the other {number(unknown)}"
    return f"{held}; it gives none for {others}, so what else is to be written off is not known" if unknown else held


def revenue_table(case: Case, ours: Revenue) -> Table:
    """Change of revenue by cause and year, with the sum of the years."""
    lines = (*zip(ours.causes, ours.by_cause, strict=True), ("All causes", ours.by_year))
    rows = [(name, *map(case.money, amounts), case.money(sum(amounts))) for name, amounts in lines]
    headings = ("Cause", *map(financial_year, ours.years), "Total")
    caption = f"Change of revenue by cause, {case.money.heading} of the year"
    return plain_table("revenue-table", caption, headings, rows, numbers=range(1, len(headings)))


def frontier_of(case: Case) -> Frontier | None:
    """The frontier of the case's plan; None where it has none, or where no budget is worth anything."""
    frame = case.scenario.plan.frontier
    if frame is None or len(frame) < 2 or not (pd.to_numeric(frame[BOUND_GBP]) > 0).any():
        return None
    ours = outcome(case.scenario)
    columns = [tuple(pd.to_numeric(frame[name]).astype("float64")) for name in (BUDGET_SHARE, CAPITAL_GBP, BOUND_GBP)]
    return Frontier(
        shares=columns[0],
        capital_gbp=columns[1],
        bound_gbp=columns[2],
        plan_gbp=(float(ours.capital_gbp), ours.benefit_gbp),
        scenarios=tuple(
            (one.title, float(one.envelope_gbp)) for one in map(outcome, case.study.scenarios) if one.name != ours.name
        ),
    )


def what_each_budget_buys(case: Case) -> tuple[Block, ...]:
    """The frontier, and what the last pound buys; neither where the plan has none."""
    frontier = frontier_of(case)
    chart = () if frontier is None else (frontier_exhibit(frontier, "frontier", case.money),)
    return (*chart, *_price_words(case))


def _price_words(case: Case) -> tuple[Paragraph, ...]:
    prices = case.scenario.plan.prices
    if prices.empty:
        return ()
    if (pd.to_numeric(prices[PRICE]).abs() < _LEAST_PRICE).all():
        return (Paragraph(text=_money_to_spare(case)),)
    told = listing(
        f"£{number(price, 2)} in {financial_year(year)}"
        for year, price in zip(prices[YEAR], prices[PRICE], strict=True)
    )
    text = f"The last pound of each year buys net benefit of {told}: an estimate, and a guide rather than a forecast."
    return (Paragraph(text=text),)


def changes_of_worth(case: Case) -> tuple[tuple[str, float], ...]:
    """Other money, one rule let go, another scenario: each with the change of net benefit, largest first; those that
    change nothing are left out."""
    told = [(name, by) for name, by in _tried(case) if not case.money.rounds_to_nothing(by)]
    return tuple(sorted(told, key=lambda one: (-abs(one[1]), one[0]))[:_CHANGES_SHOWN])


def _tried(case: Case) -> list[tuple[str, float]]:
    """All that was tried, each with the change of net benefit."""
    ours = outcome(case.scenario)
    changes = [
        (one.title, one.benefit_gbp - ours.benefit_gbp)
        for one in map(outcome, case.study.scenarios)
        if one.name != ours.name
    ]
    frontier = frontier_of(case)
    if frontier is not None:
        here = frontier.bound_at(1.0)
        steps = (0.90, 1.10)
        changes += [(f"Envelopes {_by(step)} (est.)", frontier.bound_at(step) - here) for step in steps]
    prices = case.scenario.plan.rule_prices
    if prices is not None:
        named = zip(prices[RULE], pd.to_numeric(prices[RULE_PRICE_GBP]).astype("float64"), strict=True)
        changes += [(f"Without {_RULES.get(rule, rule)} (est.)", price) for rule, price in named]
    return [(name, float(by)) for name, by in changes if not is_missing(by)]


def _by(step: float) -> str:
    return f"{percent(abs(step - 1))} {'higher' if step > 1 else 'lower'}"


def what_would_change_it(case: Case) -> Section:
    """Bars of what other money or rules would do to the plan's worth."""
    changes = changes_of_worth(case)
    if not changes:
        told = Paragraph(text=_NOTHING_CHANGES_IT if _tried(case) else _NOTHING_TRIED)
        return Section(id="sensitivity", heading="What would change the plan", blocks=(told,))
    text = (
        "Each bar changes one thing and keeps all else. Those marked est. are estimates that come from prices and "
        "not from whole plans; scenarios are whole plans of their own."
    )
    blocks = (change_exhibit(changes, "changes", case.money), Paragraph(text=text))
    return Section(id="sensitivity", heading="What would change the plan", blocks=blocks)


_NOTHING_TRIED = "No other scenario was solved and no rule priced, so nothing can be said here of other money or rules."
_NOTHING_CHANGES_IT = "No other scenario, money or rule that was tried changes what the plan is worth."
_MONEY_TO_SPARE = "The last pound buys not a penny of net benefit in any year: "


def _money_to_spare(case: Case) -> str:
    """What is true of money left over: no more of it is wanted, or it falls in years too small for what is wanted."""
    large = int((case.kept[REASON_CODE] == _TOO_LARGE).sum())
    if not large:
        return f"{_MONEY_TO_SPARE}money is not what holds the plan back."
    machines = count(large, "machine that is worth its cost is", "machines that are worth their cost are")
    return (
        f"{_MONEY_TO_SPARE}more of it by itself would change nothing. Yet {machines} too large for a limit, such as "
        "one year's envelope: money carried from one year to the next (`carry_forward`), or a larger envelope in one "
        "year, may let them in."
    )
