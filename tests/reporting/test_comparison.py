"""What one scenario does otherwise than another, and that the papers and the command line say the same of it."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan.comparison.changes import IN, MOVES, OUT, between, gains_and_losses
from capplan.policy.rules import Fund
from capplan.reporting.case import case_of, need_figures
from capplan.reporting.changes import changed, machines_by_class
from capplan.reporting.funds import FUNDS_RULE, paid_by_fund
from capplan.reporting.measures import outlook, spend
from capplan.reporting.revenue import LEASE_RENT, revenue
from capplan.reporting.sections.comparison import change_table, changes_of


def test_papers_and_the_command_line_agree_on_what_changes(national) -> None:
    """What drops out, comes in and moves, and what each network gains, is the same wherever it is said."""
    base, *others = national.scenarios
    for other in others:
        ours, theirs = changed(other, base), between(other, base)
        counts = theirs[c.CHANGE].value_counts()
        found = [counts.get(kind, 0) for kind in (OUT, IN, MOVES)]
        assert [len(ours.drops_out), len(ours.comes_in), ours.moves] == found
        gains = gains_and_losses([base, other], base).set_index(c.NETWORK)[c.DIFFERENCE_GBP]
        assert ours.by_network.to_dict() == gains.to_dict()


def test_changes_add_up_to_the_change_of_capital(national) -> None:
    """The networks' gains and losses come to the change of capital, and class counts to the machines treated."""
    base, *others = national.scenarios
    for other in others:
        assert changed(other, base).by_network.sum() == changed(other, base).capital_gbp
    counted = machines_by_class(national.scenarios).sum()
    treated = [int((one.plan.decisions[c.ACTION] != "keep").sum()) for one in national.scenarios]
    assert counted.tolist() == treated


def test_a_scenario_against_itself_changes_nothing(national) -> None:
    """No network gains or loses and no machine moves between a plan and itself."""
    base = national.recommended
    same = dataclasses.replace(base, name="same")
    case = case_of(dataclasses.replace(national, scenarios=(base, same)), base)
    row = change_table(case, changes_of(case)).rows[0]
    assert row[1:] == ("0", "£0.0m", "0", "£0.0m", "0", "none", "none")


def test_need_left_open_is_printed_from_low_to_high() -> None:
    """A score whose low and high are more than ten points apart is never printed as its middle."""
    scores = pd.DataFrame({c.NEED_SCORE: [50.0, 50.0], c.NEED_LOW: [48.0, 30.0], c.NEED_HIGH: [52.0, 61.0]})
    assert need_figures(scores, 10.0).tolist() == ["50", "30 to 61"]


def test_a_fund_pays_before_the_envelope(national) -> None:
    """Capital that a ring-fenced fund pays is no part of what the envelope must hold."""
    base = national.recommended
    year = base.policy.years[0]
    fund = {"name": "Screening", str(year): 5_000_000}
    rules = base.policy.rules.model_copy(update={"funds": (Fund.model_validate(fund),)})
    policy = base.policy.model_copy(update={"rules": rules})
    paid = pd.DataFrame(
        {
            c.RULE: [FUNDS_RULE],
            c.SCOPE: [f"Screening, {year}/{(year + 1) % 100:02d}"],
            c.LIMIT: [5_000_000],
            c.VALUE: [1_000_000],
            c.KEPT: [True],
        }
    )
    plan = dataclasses.replace(base.plan, audit=pd.concat([base.plan.audit, paid], ignore_index=True))
    funded = dataclasses.replace(base, policy=policy, plan=plan)
    assert paid_by_fund(funded)["Screening"][:2] == (1_000_000, 0)
    assert spend(funded).from_envelope[0] == spend(base).from_envelope[0] - 1_000_000


def test_the_duties_alone_have_their_line_where_the_run_says_it(national) -> None:
    """A run that tells what the duties alone would cost has a third line; one that does not has two."""
    base = national.recommended
    told = base.outlook.assign(**{c.DO_MINIMUM_GBP: base.outlook[c.KEEP_ALL_GBP]})
    assert outlook(base).minimum_gbp is None
    assert outlook(dataclasses.replace(base, outlook=told)).minimum_gbp == outlook(base).keep_all_gbp


def test_a_lease_draws_its_rent_on_revenue(national) -> None:
    """What leased machines draw on revenue is a cause of its own, and is left out aloud where it is not known."""
    base = national.recommended
    decisions = base.plan.decisions
    first = decisions.index[decisions[c.ACTION] == "replace"][0]
    action = decisions[c.ACTION].mask(decisions.index == first, "lease")
    leased = decisions.assign(**{c.ACTION: action, c.OPTION_ID: decisions[c.ASSET_ID] + "|" + action})
    plan = dataclasses.replace(base.plan, decisions=leased)
    silent = revenue(case_of(national, dataclasses.replace(base, plan=plan, option_cash=None)))
    assert silent.machines_left_out == 1
    option = leased.loc[first, c.OPTION_ID]
    rent = pd.DataFrame(
        {
            c.OPTION_ID: [option],
            c.YEAR: [base.policy.years[1]],
            c.CAPITAL_GBP: [0],
            c.REVENUE_GBP: [7_000],
            c.DEPRECIATION_GBP: [3_000],
            c.DIVIDEND_GBP: [500],
            c.RENT_GBP: [9_500],
        }
    )
    told = revenue(case_of(national, dataclasses.replace(base, plan=plan, option_cash=rent)))
    second = np.eye(len(base.policy.years))[1]
    assert told.causes == (*silent.causes, LEASE_RENT)
    assert told.by_cause[-1] == pytest.approx(second * 9_500)
    others = np.array(told.by_cause[:3]) - np.array(silent.by_cause)
    assert others == pytest.approx(np.outer([3_000, 500, -6_000], second), abs=0.02)
