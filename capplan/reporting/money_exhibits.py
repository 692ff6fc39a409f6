"""Charts of money and time as papers show them, with the message, the words and the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from capplan.reporting import money_charts as charts
from capplan.reporting.content import Chart
from capplan.reporting.formats import (
    MoneyUnit,
    count,
    financial_year,
    is_missing,
    number,
    percent,
    year_span,
)
from capplan.reporting.frontier_chart import frontier_chart
from capplan.reporting.revenue import Revenue
from capplan.reporting.tables import plain_table


def revenue_exhibit(revenue: Revenue, key: str, money: MoneyUnit) -> Chart:
    """Change of revenue by year and cause."""
    last, year = revenue.by_year[-1], financial_year(revenue.years[-1])
    grows = last >= 0
    title = f"By {year} the plan {'adds' if grows else 'saves'} {money(abs(last))} of revenue a year"
    ends = ", ".join(
        f"{cause} {money(amounts[-1])}" for cause, amounts in zip(revenue.causes, revenue.by_cause, strict=True)
    )
    alt = (
        "Columns of the change in revenue by year and cause, savings below zero. "
        f"In {year}: {ends}; in all {money(last)}."
    )
    rows = [
        (financial_year(one), *map(money, amounts), money(total))
        for one, amounts, total in zip(revenue.years, zip(*revenue.by_cause, strict=True), revenue.by_year, strict=True)
    ]
    return Chart(
        id=key,
        title=title,
        subtitle=f"Change in revenue cost against keeping every machine, by cause, {year_span(revenue.years)}",
        alt=alt,
        svg=charts.revenue_chart(revenue, key, money),
        data=plain_table(f"{key}-data", title, ("Year", *revenue.causes, "All causes"), rows, numbers=range(1, 9)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """What envelopes are worth at most, ascending, and what the plan spends and is worth; pounds. `scenarios` are the
    other scenarios' titles and envelopes."""

    shares: tuple[float, ...]
    capital_gbp: tuple[float, ...]
    bound_gbp: tuple[float, ...]
    plan_gbp: tuple[float, float]
    scenarios: tuple[tuple[str, float], ...] = ()

    def bound_at(self, share: float) -> float:
        """The bound at a share of the budget; NaN where the frontier has none there."""
        near = [bound for one, _, bound in self.points if abs(one - share) < _SAME_SHARE]
        return near[0] if near else float("nan")

    @property
    def points(self) -> tuple[tuple[float, float, float], ...]:
        """Each share with its envelope and its bound."""
        return tuple(zip(self.shares, self.capital_gbp, self.bound_gbp, strict=True))

    @property
    def known(self) -> tuple[tuple[float, float, float], ...]:
        """The points that have a bound."""
        return tuple(point for point in self.points if not is_missing(point[2]))

    @property
    def envelope_gbp(self) -> float:
        """The plan's own envelope, all years together."""
        share, capital, _ = min(self.points, key=lambda point: abs(point[0] - 1))
        return capital / share

    @property
    def steps(self) -> tuple[tuple[float, float, float], ...]:
        """The share next to a tenth more and to a tenth less than the plan's envelope, each with the change of money
        and of the bound, pounds; none where the plan's own envelope has no bound."""
        here = self.bound_at(1.0)
        sides = (
            [point for point in self.known if point[0] > 1 + _SAME_SHARE],
            [point for point in self.known if point[0] < 1 - _SAME_SHARE],
        )
        nearest = (min(side, key=lambda point: abs(abs(point[0] - 1) - _STEP)) for side in sides if side)
        if is_missing(here):
            return ()
        return tuple((share, spent - self.envelope_gbp, most - here) for share, spent, most in nearest)


_SAME_SHARE, _STEP = 1e-6, 0.1


def frontier_exhibit(frontier: Frontier, key: str, money: MoneyUnit) -> Chart:
    """What each envelope could buy at most."""
    plan = (frontier.envelope_gbp, frontier.plan_gbp[1])
    title = _frontier_title(frontier, money)
    (_, least, low), *_, (_, most, high) = frontier.known
    alt = (
        f"A line of the most net benefit that each envelope could be worth, from {money(low)} for {money(least)} to "
        f"{money(high)} for {money(most)}. The plan, whose envelope is {money(plan[0])}, is worth {money(plan[1])}."
    )
    rows = [(percent(share), money(spent), money(bound)) for share, spent, bound in frontier.points]
    marks = [
        (plan[0], "this plan"),
        *((envelope, title) for title, envelope in frontier.scenarios),
        *((plan[0] + change, percent(share)) for share, change, _ in frontier.steps),
        *((spent, percent(share)) for share, spent, _ in (frontier.known[0], frontier.known[-1])),
    ]
    headings = ("Share of the envelopes", "Envelope", "Net benefit at most")
    return Chart(
        id=key,
        title=title,
        subtitle="Net present benefit that no plan with that envelope can pass, under the same rules",
        alt=alt,
        svg=frontier_chart([point[1:] for point in frontier.known], plan, marks, key, money),
        data=plain_table(f"{key}-data", title, headings, rows, numbers=range(9)),
    )


def _frontier_title(frontier: Frontier, money: MoneyUnit) -> str:
    """What a step of money up and down moves the best that can be had by."""
    if not frontier.steps:
        (_, least, low), *_, (_, most, high) = frontier.known
        return f"{money(least)} buys at most {money(low)}, and {money(most)} at most {money(high)}"
    told: list[str] = []
    for _, change, by in frontier.steps:
        moves = ("adds {} to", "adds {}") if by > 0 else ("takes {} off", "takes {} off")
        first, later = moves if by else ("changes nothing of", "changes nothing")
        step = f"{money(abs(change))} {'more' if change > 0 else 'less'}"
        moved = (later if told else f"{first} the best possible").format(money(abs(by)))
        told.append(f"{step} {moved}")
    return "; ".join(told)


def change_exhibit(changes: Sequence[tuple[str, float]], key: str, money: MoneyUnit) -> Chart:
    """What other money or rules would do to the plan's worth; the largest first."""
    name, amount = changes[0]
    title = f"{name}: {money(abs(amount))} {'more' if amount > 0 else 'less'} net benefit, the largest change"
    told = "; ".join(f"{one} {'+' if by > 0 else ''}{money(by)}" for one, by in changes)
    rows = [(one, money(by)) for one, by in changes]
    return Chart(
        id=key,
        title=title,
        subtitle="Change of net present benefit, one thing changed at a time, largest first",
        alt=f"Bars of the change in net benefit when one thing is changed: {told}.",
        svg=charts.change_chart(changes, key, money),
        data=plain_table(f"{key}-data", title, ("What is changed", "Change of net benefit"), rows, numbers=range(1, 2)),
    )


def calendar_exhibit(
    rows: Sequence[tuple[str, Sequence[int]]], years: Sequence[int], firm_to: int | None, what: str, key: str
) -> Chart:
    """Machines that start by year; `what` names a row's kind (network, site)."""
    by_year = [sum(amounts) for amounts in zip(*(amounts for _, amounts in rows), strict=True)]
    busiest = max(range(len(years)), key=lambda at: by_year[at])
    title = f"{financial_year(years[busiest])} is the busiest year: {count(by_year[busiest], 'machine')}"
    most, name = max((max(amounts), name) for name, amounts in rows)
    alt = (
        f"A grid of machines that start by {what} and year. The busiest year is {financial_year(years[busiest])} with "
        f"{number(by_year[busiest])}; the most in one {what} and year is {number(most)}, at {name}."
    )
    if firm_to is not None and years[-1] > firm_to:
        alt += f" Years after {financial_year(firm_to)} are indicative and shaded."
    table = [(name, *map(number, amounts), number(sum(amounts))) for name, amounts in rows]
    headings = (what.capitalize(), *map(financial_year, years), "All years")
    return Chart(
        id=key,
        title=title,
        subtitle=f"Machines by {what} and financial year of start; years that are indicative are shaded",
        alt=alt,
        svg=charts.calendar_chart(rows, years, firm_to, key),
        data=plain_table(f"{key}-data", title, headings, table, numbers=range(1, 40)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A scenario's capital by year, whole pounds."""

    title: str
    years: tuple[int, ...]
    by_year: tuple[int, ...]


_PANELS = 4


def profile_exhibit(profiles: Sequence[Profile], key: str, money: MoneyUnit) -> Chart:
    """Capital by year of the first few scenarios, on one scale; the table has them all."""
    years = profiles[0].years
    amounts = [amount for one in profiles for amount in one.by_year]
    title = f"Every scenario spends between {money(min(amounts))} and {money(max(amounts))} a year"
    told = "; ".join(f"{one.title} {money(sum(one.by_year))}" for one in profiles)
    rows = [(one.title, *map(money, one.by_year), money(sum(one.by_year))) for one in profiles]
    headings = ("Scenario", *map(financial_year, years), "All years")
    drawn = [(one.title, one.by_year) for one in profiles[:_PANELS]]
    return Chart(
        id=key,
        title=title,
        subtitle=f"Capital by scenario and year, {money.heading}, cash of the year, {year_span(years)}",
        alt=f"Columns of capital by year, a panel for each scenario on one scale. In all: {told}.",
        svg=charts.profile_chart(drawn, years, key, money),
        data=plain_table(f"{key}-data", title, headings, rows, numbers=range(1, 40)),
    )
