"""Why each asset is in the plan or out of it, with the numbers.

Prices are those of the linear relaxation: what the last pound of a year, or the last unit of a rule, buys: papers
call what a year's money would return at them its next best use. Each asset is looked at through one option: the one
chosen, else the one that comes nearest to being worth its price.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.case import REPLACE, Case
from capplan.planning.closing import breaks_said
from capplan.planning.core import base_options
from capplan.planning.exact import broken_by_moves
from capplan.planning.programme import limit_said
from capplan.planning.rules import ENVELOPE, MONEY
from capplan.planning.solve import Solution
from capplan.planning.words import financial_year, pounds, rate

REASONS = (c.ASSET_ID, c.REASON_CODE, c.REASON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a reason may speak of, one value an asset, for the option it is looked at through.

    `money` is what its capital would be worth elsewhere, at the years' prices; `helps` and `hinders` are
    the coupling rows (-1: none) that most lift it and most weigh on it at their prices; `closed` is a row that it
    breaks whatever else is chosen, and `broken` one that it would break although it is worth its money (-1: none).
    """

    treated: Flags
    must: Flags
    option: Whole
    start: Whole
    benefit: Floats
    capital: Floats
    money: Floats
    helps: Whole
    hinders: Whole
    closed: Whole
    broken: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A kind of reason: which assets it is for, and its sentence for one of them."""

    code: str
    holds: Callable[[Facts], Flags]
    says: Callable[["Telling", int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """How an objective is spoken of: what an option is worth and what it loses, and why one that gains nothing
    stays out."""

    worth: Callable[[float], str]
    loses: Callable[[float], str]
    not_due: str


AIMS = {
    "value": Aim(
        worth=lambda worth: f"worth {pounds(worth)} net over its cost",
        loses=lambda loss: f"costs {pounds(loss)} more than it saves",
        not_due=(
            "Not due: keeping it costs less through {last}. The nearest, to {action} it in {year}, would lose {loss}."
        ),
    ),
    "need": Aim(
        worth=lambda worth: f"good for {worth:,.1f} points of need",
        loses=lambda loss: f"adds {loss:,.1f} points of need",
        not_due="Not due: nothing that could be done to it by {last} removes any need.",
    ),
    "least_capital": Aim(
        worth=lambda worth: f"worth {pounds(worth)}",
        loses=lambda loss: f"costs {pounds(loss)}",
        not_due="Not needed: every rule is kept without it.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The facts with what names and years are needed to tell them."""

    case: Case
    programme: Programme
    facts: Facts
    objective: str

    @property
    def aim(self) -> Aim:
        """How the objective is spoken of."""
        return AIMS[self.objective]

    def year(self, asset: int) -> str:
        """The financial year in which the option starts."""
        return financial_year(int(self.facts.start[asset]))

    def action(self, asset: int) -> str:
        """What the option does."""
        return str(self.case.options[c.ACTION].iloc[self.facts.option[asset]])

    def duty(self, asset: int) -> str:
        """What makes it must-treat, after a colon; nothing where that is not known."""
        if c.MUST_REASON not in self.case.options.columns:
            return ""
        duty = self.case.options[c.MUST_REASON].iloc[self.facts.option[asset]]
        return f": {duty}" if isinstance(duty, str) and duty else ""

    def limit(self, row: int) -> str:
        """A coupling row's limit in words."""
        return limit_said(self.programme, row)

    def net(self, asset: int) -> str:
        """What it is worth, or what it loses."""
        worth = float(self.facts.benefit[asset])
        return self.aim.loses(-worth) if worth < 0 else f"is {self.aim.worth(worth)}"

    def brief(self, asset: int) -> str:
        """The same, short, for beside a limit in words."""
        return self.net(asset).removesuffix(" over its cost")

    def returns(self, asset: int) -> str:
        """What £1 does here and in the next best use (£1m, of need); nothing is said where it draws no money."""
        capital = self.facts.capital[asset]
        if capital <= 0:
            return "it draws no capital"
        here, elsewhere = self.facts.benefit[asset] / capital, self.facts.money[asset] / capital
        year = self.year(asset)
        if self.objective == "need":
            here, elsewhere = here * 1e6, elsewhere * 1e6
            return f"each £1m of {year} removes {here:,.1f} points here and {elsewhere:,.1f} in the next best use"
        if elsewhere < 0.005:
            return f"each £1 of {year} money returns {rate(here)} here, and the year has money to spare"
        return f"each £1 of {year} money returns {rate(here)} here and {rate(elsewhere)} in the next best use"


def _must_do(t: Telling, i: int) -> str:
    done = "replaced" if t.action(i) == REPLACE else "treated"
    return f"Must be {done}{t.duty(i)}. Done in {t.year(i)}, it {t.net(i)}."


def _worth_it(t: Telling, i: int) -> str:
    said = t.aim.worth(float(t.facts.benefit[i]))
    return f"{said[0].upper()}{said[1:]}; {t.returns(i)}."


def _rule_asks(t: Telling, i: int) -> str:
    return f"In for {t.limit(int(t.facts.helps[i]))}: it {t.brief(i)}."


def _fills(t: Telling, i: int) -> str:
    return f"Makes the whole plan fit: in {t.year(i)} it {t.net(i)}."


def _not_due(t: Telling, i: int) -> str:
    last = financial_year(int(t.case.years[-1]))
    loss = pounds(-t.facts.benefit[i])
    return t.aim.not_due.format(last=last, action=t.action(i), year=t.year(i), loss=loss)


def _too_large(t: Telling, i: int) -> str:
    return f"Too large: {breaks_said(t.case, t.programme, int(t.facts.option[i]), int(t.facts.closed[i]))}."


def _priced_out(t: Telling, i: int) -> str:
    return f"Better uses for the money: {t.returns(i)}."


def _held(t: Telling, i: int) -> str:
    return f"Held by {t.limit(int(t.facts.hinders[i]))}: in {t.year(i)} it {t.brief(i)}."


def _no_room(t: Telling, i: int) -> str:
    return f"Too little is left of {t.limit(int(t.facts.broken[i]))}: in {t.year(i)} it {t.brief(i)}."


def _out(t: Telling, i: int) -> str:
    return f"Left out so that the whole plan fits: in {t.year(i)} it {t.net(i)}."


# The first that holds is given. Not treated: an asset stays out because it gains nothing in any year, because no
# plan can hold what it would gain by, because its money gains more elsewhere, because a rule at its price outweighs
# it, or because it no longer fits.
REASON_TABLE: tuple[Reason, ...] = (
    Reason(code="must_do", holds=lambda f: f.treated & f.must, says=_must_do),
    Reason(code="worth_it", holds=lambda f: f.treated & (f.benefit >= f.money) & (f.benefit > 0), says=_worth_it),
    Reason(code="rule_asks", holds=lambda f: f.treated & (f.helps >= 0), says=_rule_asks),
    Reason(code="fills", holds=lambda f: f.treated, says=_fills),
    Reason(code="not_due", holds=lambda f: f.benefit <= 0, says=_not_due),
    Reason(code="too_large", holds=lambda f: f.closed >= 0, says=_too_large),
    Reason(code="priced_out", holds=lambda f: f.benefit <= f.money, says=_priced_out),
    Reason(code="held", holds=lambda f: f.hinders >= 0, says=_held),
    Reason(code="no_room", holds=lambda f: f.broken >= 0, says=_no_room),
    Reason(code="out", holds=lambda f: np.ones(len(f.must), dtype=bool), says=_out),
)


def reasons(case: Case, programme: Programme, solution: Solution, objective: str = "value") -> pd.DataFrame:
    """A reason for every asset of the case, in its order: columns `REASONS`."""
    facts = _facts(case, programme, solution)
    telling = Telling(case=case, programme=programme, facts=facts, objective=objective)
    kind = np.argmax([reason.holds(facts) for reason in REASON_TABLE], axis=0)
    says: Sequence[Reason] = [REASON_TABLE[k] for k in kind]
    return pd.DataFrame(
        {
            c.ASSET_ID: case.assets,
            c.REASON_CODE: [reason.code for reason in says],
            c.REASON: [reason.says(telling, asset) for asset, reason in enumerate(says)],
        }
    ).astype("str")


def _facts(case: Case, programme: Programme, solution: Solution) -> Facts:
    chosen = base_options(programme, solution.chosen)
    treated = chosen >= 0
    option = np.where(treated, chosen, _nearest(programme, solution))
    of_money = np.isin(programme.rules.astype(str), [rule.name for rule in MONEY])
    prices = solution.priced.prices
    money = np.asarray(programme.rows[of_money].T @ prices[of_money])
    helps, hinders = _leading_rows(programme, np.where(of_money, 0.0, prices), option)
    near = np.flatnonzero(~treated & (programme.benefit[option] > money[option]))
    broken = np.full(len(option), -1, dtype=np.int64)
    broken[near] = broken_by_moves(programme, solution.chosen, option[near])
    return Facts(
        treated=treated,
        must=programme.must,
        option=option,
        start=case.start[option],
        benefit=programme.benefit[option],
        capital=np.asarray(programme.rows[programme.rows_of(ENVELOPE.name)].sum(axis=0)).ravel()[option],
        money=money[option],
        helps=helps,
        hinders=hinders,
        closed=solution.closed.row[option],
        broken=broken,
    )


def _nearest(programme: Programme, solution: Solution) -> Whole:
    """For each asset, the option worth most at the prices among those worth anything that a plan can hold; else of
    those worth anything the one that breaks its limit by least; else the one that loses least."""
    closed = solution.closed
    gains = programme.benefit > 0
    worth = np.where(closed.options, -closed.beyond, solution.priced.reduced)
    merit = np.where(gains, worth, programme.benefit)
    order = np.lexsort((np.arange(len(merit)), -merit, closed.options & gains, ~gains, programme.asset_of))
    return order[programme.first]


def _leading_rows(programme: Programme, prices: Floats, option: Whole) -> tuple[Whole, Whole]:
    """For each option, the coupling rows whose price lifts it most and weighs on it most; -1 for none."""
    weighs = programme.rows[:, option].multiply(prices[:, None]).tocsc()
    weighs.eliminate_zeros()
    counts = np.diff(weighs.indptr)
    asset = np.repeat(np.arange(len(option)), counts)
    helps, hinders = np.full(len(option), -1), np.full(len(option), -1)
    order = np.lexsort((weighs.data, asset))
    first = order[np.flatnonzero(np.diff(asset, prepend=-1))]
    last = order[np.flatnonzero(np.diff(asset, append=len(option)))]
    lifted, weighed = first[weighs.data[first] < 0], last[weighs.data[last] > 0]
    helps[asset[lifted]] = weighs.indices[lifted]
    hinders[asset[weighed]] = weighs.indices[weighed]
    return helps, hinders
