"""What could be done to each asset, when, for how much money, and what it would be worth.

`capplan.planning.actions` has a row for each action; here their options become the frames of the plan.
Capital is cash of the year; benefit is net present value over the appraisal period.
"""

from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.planning.actions import ACTIONS
from capplan.planning.draws import draws_of
from capplan.planning.eligibility import asset_facts, left_out, must_reasons, without_action
from capplan.planning.gains import gains
from capplan.planning.prospects import Outcomes, Prospects, make_prospects
from capplan.planning.starts import Starts, cash_rows, make_starts
from capplan.policy import Policy

WHOLE_CASH = (c.CAPITAL_GBP, c.REVENUE_GBP, c.DEPRECIATION_GBP, c.DIVIDEND_GBP, c.RENT_GBP)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSet:
    """The options and their cash, and the assets for which there are none.

    - `options`: columns `OPTIONS`, `MUST_REASON`, `OPTION_EFFECTS`, `OPTION_GAINS`, sorted by asset and year.
    - `cash`: columns `CASH`, and those further resources that `actions.draws` names; with revenue, what of it
      is depreciation, dividend and rent (the rest is maintenance).
    - `left_out`: columns `ASSET_ID, REASON_CODE, REASON`.
    """

    options: pd.DataFrame
    cash: pd.DataFrame
    left_out: pd.DataFrame


def build_options(
    assets: pd.DataFrame, scores: pd.DataFrame, prices: pd.DataFrame, outcomes: Outcomes, policy: Policy
) -> OptionSet:
    """Every option, of the actions that the plan offers, of every asset that the programme may treat.

    Takes columns `ASSETS`, `SCORES`, `PRICES`, one row an asset in each. An asset that is committed to a year
    has that year's options alone; one committed outside the plan's years is left out, and so is one to which
    no action that is offered is open.
    """
    facts = asset_facts(assets, scores, prices)
    out = left_out(facts, policy)
    duties = must_reasons(facts, policy)
    treatable = facts.assign(**{c.MUST_REASON: duties, c.MUST_TREAT: duties.notna()})
    treatable = treatable[~treatable[c.ASSET_ID].isin(out[c.ASSET_ID])]
    treatable[c.SITE] = site_names(treatable)
    prospects = make_prospects(treatable, outcomes, policy)
    offered = [action for action in ACTIONS if action.name in policy.actions.offer]
    made = [_frames(prospects, make_starts(prospects, action)) for action in offered]
    options = pd.concat([options for options, _ in made], ignore_index=True)
    cash = pd.concat([cash for _, cash in made], ignore_index=True)
    idle = treatable.loc[~treatable[c.ASSET_ID].isin(options[c.ASSET_ID]), c.ASSET_ID]
    return OptionSet(
        options=options.sort_values([c.ASSET_ID, c.START_YEAR, c.ACTION], ignore_index=True),
        cash=cash.sort_values([c.OPTION_ID, c.YEAR], ignore_index=True),
        left_out=pd.concat([out, without_action(idle)], ignore_index=True),
    )


def site_names(assets: pd.DataFrame) -> pd.Series:
    """What each asset's site is called in the plan, one name a site: the site's name with its code, or
    with its organisation where it has no code, since many towns have a General Hospital. Missing where
    the register gives neither code nor name: such an asset comes under no limit by site."""
    code, name = assets[c.SITE_CODE].str.upper(), assets[c.SITE]
    spelt_first = name.groupby(code).transform("min").fillna(code)
    by_code = spelt_first + " (" + code + ")"
    by_organisation = (name + ", " + assets[c.ORGANISATION]).fillna(name)
    return by_code.fillna(by_organisation).astype("str")


def _frames(prospects: Prospects, starts: Starts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The options of one action and their cash."""
    labels = [c.ASSET_ID, c.NETWORK, c.ASSET_CLASS, c.SITE, c.MUST_TREAT, c.MUST_REASON]
    rows = prospects.facts[labels].iloc[starts.asset].reset_index(drop=True)
    rows[c.ACTION], rows[c.START_YEAR] = starts.action.name, prospects.years[starts.start]
    rows[c.BENEFIT_GBP] = starts.benefit
    rows[c.OPTION_ID] = rows[c.ASSET_ID] + "|" + rows[c.ACTION] + "|" + rows[c.START_YEAR].astype("str")
    drawn = draws_of(prospects, starts)
    cash = cash_rows(rows[c.OPTION_ID], prospects, drawn)
    whole = {name: "int64" for name in drawn if name in WHOLE_CASH}
    told = rows[[*c.OPTIONS, c.MUST_REASON]].join(gains(prospects, starts))
    return told, cash.astype(whole)
