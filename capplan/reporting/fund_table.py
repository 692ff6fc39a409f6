"""What ring-fenced funds pay, for the papers: a row a fund, one for the envelope, and what is left unspent."""

from capplan.reporting.case import Case
from capplan.reporting.content import Table
from capplan.reporting.formats import DASH, financial_year
from capplan.reporting.measures import spend
from capplan.reporting.revenue import has_capital_charges
from capplan.reporting.tables import plain_table


def fund_table(case: Case) -> tuple[Table, ...]:
    """Who pays for the plan's capital by year, and what of each purse is not used; nothing where there is no fund."""
    funds, by_year = case.scenario.policy.allocation_rules.funds, spend(case.scenario)
    if not funds:
        return ()
    money = [tuple(fund.money.get(year, 0) for year in by_year.years) for fund in funds]
    names = [f"{fund.name}{' (donated)' * fund.donated}" for fund in funds]
    purses = [
        *zip(names, by_year.by_fund.values(), money, strict=True),
        ("Capital envelope", by_year.from_envelope, by_year.envelopes),
    ]
    rows = [
        (name, *map(case.money, paid), case.money(sum(paid)), case.money(sum(given) - sum(paid)))
        for name, paid, given in purses
    ]
    rows.append(("All capital", *map(case.money, by_year.by_year), case.money(by_year.total), DASH))
    headings = ("Paid by", *map(financial_year, by_year.years), "All years", "Not used")
    dividend = "Donated money bears no dividend on public dividend capital. " if has_capital_charges(case) else ""
    note = (
        f"A fund's money that is not used in its year is lost to other machines. {dividend}Capital is with VAT whoever "
        "pays: relief for a charity's purchases is not counted."
    )
    caption = f"Who pays, {case.money.heading}"
    return (plain_table("funds", caption, headings, rows, numbers=range(1, len(headings)), note=note),)
