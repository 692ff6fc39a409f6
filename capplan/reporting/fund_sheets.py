"""The Funds sheet: what each ring-fenced fund pays by year, worked out again from Cash and the Inputs.

A fund pays no more than its money of the year, nor than what is spent on what it may pay for. Funds that may pay for
the same take their turn in the order of the plan file: the first k pay together the least, over which of them are
drawn dry (A), of the money of A and the spending that is open to the others (max-flow min-cut: Ford and Fulkerson
1956, Canadian Journal of Mathematics 8, 399-404), and each what it adds to those before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

import pandas as pd

from capplan.columns import CAPITAL_GBP, YEAR
from capplan.reporting.case import Case
from capplan.reporting.formats import financial_year
from capplan.reporting.funds import NO_FUND, fund_number, open_to_row
from capplan.reporting.grid import ONE_TABLE, Cell, Formula, Grid, GridColumn, first_data_row, letters
from capplan.reporting.measures import spend

ENVELOPE = "Envelope"
# Before the years stand the name and the number.
_BEFORE = 2
# The terms of a formula double with each fund that may pay for the same as another.
_MOST_TOGETHER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Purses:
    """The money of each fund (a mapping by year, in the order of the plan file), and what is spent by year on each
    scope: the numbers of the funds that may pay for it, with `+` between."""

    money: tuple[dict[int, int], ...]
    spent: dict[tuple[str, int], int]

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that anything is spent on."""
        return tuple(sorted({scope for scope, _ in self.spent}))

    def beside(self, place: int) -> tuple[int, ...]:
        """The funds that may pay for the same as this one, or as one of those; itself among them."""
        found = {place}
        while True:
            names = {fund_number(one) for one in found}
            near = set().union(*(scope.split("+") for scope in self.scopes if names & set(scope.split("+"))))
            more = {one for one in range(len(self.money)) if fund_number(one) in near} - found
            if not more:
                return tuple(sorted(found))
            found |= more

    def cuts(self, funds: Sequence[int]) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
        """Each way to draw some of the funds dry, with the scopes that the others are open to."""
        for dry in chain.from_iterable(combinations(funds, size) for size in range(len(funds) + 1)):
            others = {fund_number(one) for one in funds if one not in dry}
            yield dry, tuple(scope for scope in self.scopes if others & set(scope.split("+")))

    def together(self, funds: Sequence[int], year: int) -> int:
        """What some of the funds pay in a year between them."""
        ways = []
        for dry, scopes in self.cuts(funds):
            money = sum(self.money[one].get(year, 0) for one in dry)
            ways.append(money + sum(self.spent.get((scope, year), 0) for scope in scopes))
        return min(ways)

    def formula(self, funds: Sequence[int], year: int) -> str:
        """The same as a formula over Cash and the Inputs."""
        ways = (
            "+".join(
                [
                    *(fund_money_name(one, year) for one in dry),
                    *(f'SUMIFS(Cash_capital,Cash_year,{year},Cash_open,"{scope}")' for scope in scopes),
                ]
            )
            for dry, scopes in self.cuts(funds)
        )
        return f"MIN({','.join(way or '0' for way in ways)})"


def purses_of(case: Case) -> Purses:
    """The funds of a case and what its plan spends."""
    cash, funds = case.scenario.plan.cash, case.scenario.policy.allocation_rules.funds
    scopes = pd.Series(open_to_row(cash, case.scenario), index=cash.index, dtype="str")
    sums = pd.to_numeric(cash[CAPITAL_GBP]).groupby([scopes, cash[YEAR].astype(int)]).sum()
    told = zip(sums.index.get_level_values(0), sums.index.get_level_values(1), sums, strict=True)
    spent = {(str(scope), int(year)): int(amount) for scope, year, amount in told}
    return Purses(money=tuple(dict(fund.money) for fund in funds), spent=spent)


def fund_money_name(place: int, year: int) -> str:
    """The name of the cell that holds a fund's money of a year."""
    return f"Fund_{place + 1}_{year}"


def donated_share(case: Case) -> dict[str, str]:
    """For each scope (see `Purses`), the formula for the share of a row's capital that donated funds pay in `{year}`:
    what each of them pays over all that is spent on what it may pay for. Scopes without one are left out."""
    purses, funds = purses_of(case), case.scenario.policy.allocation_rules.funds
    years = list(case.years)
    parts: dict[str, list[str]] = {}
    for place, fund in enumerate(funds):
        scopes = [scope for scope in purses.scopes if fund_number(place) in scope.split("+")]
        spent = "+".join(f'SUMIFS(Cash_capital,Cash_year,{{year}},Cash_open,"{scope}")' for scope in scopes)
        block = f"Funds_{years[0]}:Funds_{years[-1]}" if len(years) > 1 else f"Funds_{years[0]}"
        paid = f"INDEX({block},{place + 1},{{year}}-{years[0] - 1})"
        for scope in scopes if fund.donated else ():
            parts.setdefault(scope, []).append(f"IFERROR({paid}/({spent}),0)")
    return {scope: "+".join(terms) for scope, terms in parts.items()}


def from_envelope(case: Case, year: int) -> str:
    """The formula for what the envelope pays in a year."""
    return f"INDEX(Funds_{year},{len(case.scenario.policy.allocation_rules.funds) + 1})"


def funds(case: Case) -> Grid:
    """Capital by year and who pays: each ring-fenced fund, then the envelope for the rest; formulas over Cash."""
    by_year, purses = spend(case.scenario), purses_of(case)
    grid = Grid(
        sheet="Funds",
        title="Capital by fund and year",
        lines=(f"Capital is cash of the year; the envelope pays what no ring-fenced fund does. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Paid by", width=34),
            GridColumn(label="Number", width=10),
            *(
                GridColumn(label=f"{financial_year(year)} (£)", form="pounds", name=f"Funds_{year}")
                for year in by_year.years
            ),
            GridColumn(label="All years (£)", form="pounds"),
        ),
        rows=(),
    )
    first, years = first_data_row(grid), by_year.years
    lines = [(name, fund_number(place), _fund(purses, place, years, paid, first))
             for place, (name, paid) in enumerate(by_year.by_fund.items())]  # fmt: skip
    lines.append((ENVELOPE, NO_FUND, _envelope(years, by_year.from_envelope, first, first + len(lines))))
    sums = (*by_year.by_fund.values(), by_year.from_envelope)
    rows = []
    for row, ((name, number, cells), amounts) in enumerate(zip(lines, sums, strict=True), start=first):
        ends = f"{letters(_BEFORE)}{row}:{letters(_BEFORE + len(years) - 1)}{row}"
        rows.append((name, number, *cells, Formula(text=f"=SUM({ends})", value=sum(amounts))))
    return replace(grid, rows=tuple(rows))


def _fund(purses: Purses, place: int, years: Sequence[int], paid: Sequence[int], first: int) -> list[Cell]:
    """A fund's payments as formulas; as they stand where the plan has shared them out in another way."""
    beside = purses.beside(place)
    before = [one for one in beside if one < place]
    ours = [purses.together([*before, place], year) - purses.together(before, year) for year in years]
    if len(beside) > _MOST_TOGETHER or ours != list(paid):
        return list(paid)
    cells: list[Cell] = []
    for at, (year, amount) in enumerate(zip(years, paid, strict=True), start=_BEFORE):
        less = "".join(f"-{letters(at)}{first + one}" for one in before)
        cells.append(Formula(text=f"={purses.formula([*before, place], year)}{less}", value=amount))
    return cells


def _envelope(years: Sequence[int], paid: Sequence[int], first: int, row: int) -> list[Cell]:
    cells: list[Cell] = []
    for at, (year, amount) in enumerate(zip(years, paid, strict=True), start=_BEFORE):
        by_funds = f"-SUM({letters(at)}{first}:{letters(at)}{row - 1})" if row > first else ""
        cells.append(Formula(text=f"=SUMIFS(Cash_capital,Cash_year,{year}){by_funds}", value=amount))
    return cells
