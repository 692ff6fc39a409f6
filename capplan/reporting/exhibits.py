"""Charts as papers show them: the drawing, the message, the words for who cannot see it, the figures.

Every title and alternative text is worked out from the same measures as the drawing, so that it is
true of it.
"""

from collections.abc import Sequence

from capplan.reporting import charts
from capplan.reporting.age_guide import AgeGuide
from capplan.reporting.content import Chart
from capplan.reporting.fairness import NetworkShare
from capplan.reporting.formats import (
    MoneyUnit,
    count,
    financial_year,
    listing,
    number,
    percent,
    sentence,
    year_span,
)
from capplan.reporting.measures import AGE_BANDS, AgeProfile, Outcome, Outlook, Spend
from capplan.reporting.outlook_chart import courses_of, outlook_chart
from capplan.reporting.tables import plain_table


def age_exhibit(
    overall: AgeProfile,
    groups: Sequence[AgeProfile],
    key: str,
    beside: Sequence[AgeProfile] = (),
    *,
    guide: AgeGuide | None,
) -> Chart:
    """Ages by class group against the guide, where there is one, with other estates beside."""
    share = percent(overall.shares[-1])
    title = f"{share} of machines are over 10 years old{_against(guide, overall)}"
    profiles = ((*groups, overall) if len(groups) > 1 else (overall,)) + (*beside,)
    worst = groups[0]
    alt = (
        f"Stacked bars of age by class group. Of {count(overall.total, 'machine')} of known age, "
        f"{number(overall.counts[-1])} ({share}) {'is' if overall.counts[-1] == 1 else 'are'} over 10 years old. "
        f"The oldest group is {worst.label}, {percent(worst.shares[-1])} over 10 years."
    )
    rows = [] if guide is None else [(f"Guide ({guide.name})", *map(percent, guide.shares), "–")]
    rows += [(one.label, *map(percent, one.shares), number(one.total)) for one in profiles]
    return Chart(
        id=key,
        title=title,
        subtitle="Share of machines by age, by class group, largest share over 10 years first"
        + ("" if guide is None else f"; guide: {guide.name}"),
        alt=alt,
        svg=charts.age_chart(profiles, key, guide if guide is not None and guide.is_whole else None),
        data=plain_table(f"{key}-data", title, ("Class group", *AGE_BANDS, "Machines"), rows, numbers=range(1, 9)),
    )


def _against(guide: AgeGuide | None, ages: AgeProfile) -> str:
    if guide is None:
        return ""
    most = percent(guide.oldest)
    return f"; the guide is at most {most}" if ages.shares[-1] > guide.oldest else f", within the guide of {most}"


def spend_exhibit(spend: Spend, key: str, money: MoneyUnit) -> Chart:
    """Capital by year and class group under the envelope."""
    span = year_span(spend.years)
    if spend.over_envelope:
        over = listing(map(financial_year, spend.over_envelope))
        title = f"Spend of {money(spend.total)} passes the year's envelope in {over}"
    else:
        where = "envelope and funds" if spend.of_funds else "the envelope"
        title = f"Spend of {money(spend.total)} stays inside {where} in every year"
    largest = max(zip(spend.by_year, spend.years, strict=True), key=lambda pair: pair[0])
    alt = (
        f"Columns of capital by year, stacked by class group, {span}. The most is {money(largest[0])} in "
        f"{financial_year(largest[1])}; the envelope of that year is "
        f"{money(spend.envelopes[spend.years.index(largest[1])])}."
    )
    if paid := sum(spend.from_funds):
        alt += f" Of all of it, {money(paid)} is paid by ring-fenced funds and stands apart, above the envelope's."
    if spend.indicative_years:
        alt += f" {year_span(spend.indicative_years)} is indicative and shaded."
    columns = (*spend.by_group, spend.by_year, *spend.by_fund.values(), spend.envelopes)
    rows = [
        (financial_year(year), *map(money, amounts))
        for year, amounts in zip(spend.years, zip(*columns, strict=True), strict=True)
    ]
    headings = ("Year", *spend.groups, "Capital", *(f"Paid by {name}" for name in spend.by_fund), "Envelope")
    return Chart(
        id=key,
        title=title,
        subtitle=f"Capital by year and class group, cash of the year, {span}",
        alt=alt,
        svg=charts.spend_chart(spend, key, money),
        data=plain_table(f"{key}-data", title, headings, rows, numbers=range(1, 40)),
    )


def outlook_exhibit(outlook: Outlook, key: str, money: MoneyUnit) -> Chart:
    """Running and risk cost by year, with the plan and without one, and what is saved of it a year."""
    courses = courses_of(outlook)
    title = _outlook_title(outlook, money)
    columns = [*(one.cost_gbp for one in courses), *(one.saved_gbp for one in courses[1:])]
    rows = [
        (financial_year(year), *map(money, amounts))
        for year, amounts in zip(outlook.years, zip(*columns, strict=True), strict=True)
    ]
    headings = ("Year", *(sentence(one.words) for one in courses), *(f"Saved {one.words}" for one in courses[1:]))
    return Chart(
        id=key,
        title=title,
        subtitle="Expected running and risk cost of machines that the plan may choose, and what is saved of it against "
        f"doing nothing, {money.heading} a year, {year_span(outlook.years)}",
        alt=_outlook_alt(outlook, money),
        svg=outlook_chart(outlook, key, money),
        data=plain_table(f"{key}-data", title, headings, rows, numbers=range(1, 9)),
    )


def _outlook_title(outlook: Outlook, money: MoneyUnit) -> str:
    last, saved = financial_year(outlook.years[-1]), outlook.keep_all_gbp[-1] - outlook.with_plan_gbp[-1]
    if money.rounds_to_nothing(saved):
        return f"By {last} running and risk cost is the same as doing nothing"
    size = percent(abs(outlook.last_change))
    share = f"less than {percent(0.01)}" if size == percent(0) else size
    if saved > 0:
        return f"By {last} the plan saves {money(saved)} a year, {share} of the running and risk cost"
    return f"By {last} the plan adds {money(-saved)} a year to running and risk cost, {share} of it"


def _outlook_alt(outlook: Outlook, money: MoneyUnit) -> str:
    first, last = financial_year(outlook.years[0]), financial_year(outlook.years[-1])
    courses = courses_of(outlook)
    costs = listing(f"from {money(one.cost_gbp[0])} to {money(one.cost_gbp[-1])} {one.words}" for one in courses)
    saved = listing(f"{money(one.saved_gbp[-1])} {one.words}" for one in courses[1:])
    return (
        f"Lines of yearly running and risk cost over columns of what is saved of it against doing nothing. "
        f"Between {first} and {last} the cost goes {costs}. Saved in {last}: {saved}."
    )


def equity_exhibit(shares: Sequence[NetworkShare], key: str) -> Chart:
    """Each network's share of the money against its share of replacement value."""
    ordered = sorted(shares, key=lambda one: (-one.money_share, one.network))
    valued = [one for one in ordered if one.value_share > 0]
    least, most = (pick(valued, key=lambda one: one.ratio) for pick in (min, max))
    title = (
        f"Against estate value, networks get from {number(least.ratio, 2)} to {number(most.ratio, 2)} of their share"
    )
    alt = (
        f"Dumbbells for {count(len(shares), 'network')}: share of replacement value against share of the money. "
        f"{least.network} gets least for its size ({percent(least.money_share, 1)} of the money, "
        f"{percent(least.value_share, 1)} of the value); {most.network} gets most ({percent(most.money_share, 1)} "
        f"and {percent(most.value_share, 1)})."
    )
    rows = [
        (one.network, percent(one.value_share, 1), percent(one.money_share, 1), number(one.ratio, 2)) for one in ordered
    ]
    headings = ("Network", "Share of replacement value", "Share of the money", "Money over value (ratio)")
    return Chart(
        id=key,
        title=title,
        subtitle="Share of replacement value and of the plan's capital, by network, largest share of the money first",
        alt=alt,
        svg=charts.equity_chart(ordered, key),
        data=plain_table(f"{key}-data", title, headings, rows, numbers=range(1, 9)),
    )


def outcome_exhibit(outcomes: Sequence[Outcome], key: str, money: MoneyUnit) -> Chart:
    """What each scenario is worth; the recommended one is first."""
    ours, *others = outcomes
    furthest = max(others, key=lambda one: abs(one.benefit_gbp - ours.benefit_gbp))
    machines = furthest.machines - ours.machines
    fleet = (
        f"{count(abs(machines), 'machine')} {'more' if machines > 0 else 'fewer'}" if machines else "as many machines"
    )
    title = f"{furthest.title}: {_difference(furthest.benefit_gbp - ours.benefit_gbp, money)} net benefit, {fleet}"
    told = listing(f"{one.title} {money(one.benefit_gbp)}" for one in outcomes)
    alt = f"Bars of net present benefit by scenario: {told}."
    rows = [(one.title, money(one.capital_gbp), number(one.machines), money(one.benefit_gbp)) for one in outcomes]
    headings = ("Scenario", "Capital", "Machines", "Net benefit")
    return Chart(
        id=key,
        title=title,
        subtitle="Net present benefit by scenario, the recommended one first",
        alt=alt,
        svg=charts.outcome_chart(outcomes, key, money),
        data=plain_table(f"{key}-data", title, headings, rows, numbers=range(1, 9)),
    )


def _difference(change_gbp: float, money: MoneyUnit) -> str:
    if money.rounds_to_nothing(change_gbp):
        return "the same"
    return f"{money(abs(change_gbp))} {'more' if change_gbp > 0 else 'less'}"
