"""Decisions that are made already: what is done to an asset, and when."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Block, Whole, count_rows
from capplan.planning.case import Case
from capplan.planning.rules.rule import EXACTLY, Ledger, Rule, RuleFault, audited, count, in_rules
from capplan.planning.words import financial_year
from capplan.policy.rules import Locked
from capplan.policy.schema import Rules


def block(case: Case, rules: Rules) -> Block | None:
    """`sum x_o = 1` over the options of each decision: those of its action and year."""
    if not rules.locked:
        return None
    members = [_options(case, one) for one in rules.locked]
    of_decision = np.repeat(np.arange(len(members)), [len(options) for options in members])
    ones = np.ones(len(members))
    return Block(
        rule=LOCKED.name,
        scopes=tuple(map(_scope, rules.locked)),
        rows=count_rows(of_decision, len(members), np.concatenate(members), len(case.options)),
        lower=ones,
        upper=ones,
        in_pounds=False,
    )


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """Whether each decision is in the plan."""
    if not rules.locked:
        return None
    done = set(zip(ledger.starts[c.ASSET_ID], ledger.starts[c.ACTION], ledger.starts[c.START_YEAR], strict=True))
    kept = [int((one.asset, one.action, one.year) in done) for one in rules.locked]
    return audited(list(map(_scope, rules.locked)), EXACTLY, [1] * len(kept), kept)


def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """Decisions that no option is for, or that contradict each other."""
    known = set(case.assets)
    for number, one in enumerate(rules.locked):
        setting = ("locked", number)
        if one.asset not in known:
            mend = "Correct its id, or take it out."
            yield RuleFault(setting=(*setting, "asset"), what=f"asset {one.asset!r} has no options", mend=mend)
        elif not len(_options(case, one)):
            what = f"asset {one.asset!r} cannot be given {one.action!r} in {financial_year(one.year)}"
            yield RuleFault(setting=(*setting, "year"), what=what, mend=f"It can: {_offered(case, one)}.")
        if one.asset in {other.asset for other in rules.locked[:number]}:
            what = f"asset {one.asset!r} is locked twice"
            yield RuleFault(setting=(*setting, "asset"), what=what, mend="Keep one of the two.")


def _options(case: Case, one: Locked) -> Whole:
    options = case.options
    is_it = (options[c.ASSET_ID] == one.asset) & (options[c.ACTION] == one.action)
    return np.flatnonzero((is_it & (options[c.START_YEAR] == one.year)).to_numpy())


def _offered(case: Case, one: Locked) -> str:
    options = case.options[case.options[c.ASSET_ID] == one.asset]
    pairs = zip(options[c.ACTION], options[c.START_YEAR], strict=True)
    return ", ".join(f"{action} in {financial_year(int(year))}" for action, year in pairs)


def _scope(one: Locked) -> str:
    return f"{one.asset}, {one.action} in {financial_year(one.year)}"


LOCKED = Rule(
    name="locked",
    block=block,
    audit=audit,
    faults=faults,
    limit_said=lambda scope, limit: f"the locked decision {scope}",
    mend="unlock the decision",
    places=in_rules("locked"),
    ties=True,
    amount_said=count,
)
