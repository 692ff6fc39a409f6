"""Assets that are tied to each other: done together in one year, or at most one of them at all."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan import columns as c
from capplan.planning.blocks import Block
from capplan.planning.case import Case
from capplan.planning.rules.rule import AT_MOST, EXACTLY, Ledger, Rule, RuleFault, Setting, audited, count, in_rules
from capplan.planning.words import financial_year, listing
from capplan.policy.rules import Bundle, Rules


def works_charged(case: Case, rules: Rules) -> sp.csr_array:
    """Shared works of bundles, years x options, whole pounds.

    All of a bundle starts in one year, so charging the works to each option of its first asset, in the
    year that the option starts, pays them exactly once.
    """
    charged = sp.coo_array(case.capital.shape)
    for bundle in rules.together:
        options = _options_of(case, bundle.assets[0])
        years = np.searchsorted(case.years, case.start[options])
        amounts = np.full(len(options), float(bundle.shared_works_gbp))
        charged = charged + sp.coo_array((amounts, (years, options)), shape=case.capital.shape)
    return sp.csr_array(charged)


def together_block(case: Case, rules: Rules) -> Block | None:
    """`x_p - x_q = 0` for each year and each asset q of a bundle beside its first, p: both start then, or neither."""
    rows = [row for bundle in rules.together for row in _bundle_rows(case, bundle)]
    if not rows:
        return None
    scopes = tuple(bundle.name for bundle in rules.together for _ in _bundle_rows(case, bundle))
    zero = np.zeros(len(rows))
    matrix = sp.csr_array(sp.vstack(rows, format="csr"))
    return Block(rule=TOGETHER.name, scopes=scopes, rows=matrix, lower=zero, upper=zero, in_pounds=False)


def _bundle_rows(case: Case, bundle: Bundle) -> Iterator[sp.csr_array]:
    members = [_options_of(case, asset) for asset in bundle.assets]
    for year in np.unique(case.start[np.concatenate(members)]):
        starting = [options[case.start[options] == year] for options in members]
        for other in starting[1:]:
            columns = np.concatenate([starting[0], other])
            signs = np.concatenate([np.ones(len(starting[0])), -np.ones(len(other))])
            yield sp.csr_array((signs, columns, [0, len(columns)]), shape=(1, len(case.options)))


def together_audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """For each bundle that is begun: how many of its assets start in the first of its years."""
    rows = []
    for bundle in rules.together:
        years = ledger.starts.loc[ledger.starts[c.ASSET_ID].isin(bundle.assets), c.START_YEAR]
        together = int((years == years.min()).sum())
        rows.append((bundle.name, len(bundle.assets) if together else 0, together))
    if not rows:
        return None
    scopes, limits, values = zip(*rows, strict=True)
    return audited(list(scopes), EXACTLY, limits, values)


def either_or_block(case: Case, rules: Rules) -> Block | None:
    """`sum over all options of the assets named <= 1`."""
    if not rules.either_or:
        return None
    members = [np.concatenate([_options_of(case, asset) for asset in assets]) for assets in rules.either_or]
    ends = np.cumsum([0, *map(len, members)])
    columns = np.concatenate(members)
    return Block(
        rule=EITHER_OR.name,
        scopes=tuple(map(listing, rules.either_or)),
        rows=sp.csr_array((np.ones(len(columns)), columns, ends), shape=(len(members), len(case.options))),
        lower=np.full(len(members), -np.inf),
        upper=np.ones(len(members)),
        in_pounds=False,
    )


def either_or_audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """How many of the assets of each either/or are treated."""
    if not rules.either_or:
        return None
    treated = [int(ledger.starts[c.ASSET_ID].isin(assets).sum()) for assets in rules.either_or]
    return audited([listing(assets) for assets in rules.either_or], AT_MOST, [1] * len(treated), treated)


def _options_of(case: Case, asset: str) -> NDArray[np.int64]:
    return np.flatnonzero(case.options[c.ASSET_ID].to_numpy() == asset)


def _together_faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    for number, bundle in enumerate(rules.together):
        setting = ("together", number, "assets")
        found = [*_asset_faults(case, setting, bundle.assets)]
        yield from found or _year_faults(case, rules, setting, bundle)


def _year_faults(case: Case, rules: Rules, setting: Setting, bundle: Bundle) -> Iterator[RuleFault]:
    """Assets that no year suits all of, or that are locked for another: the bundle could never be done."""
    years = {asset: set(case.start[_options_of(case, asset)].tolist()) for asset in bundle.assets}
    for one in rules.locked:
        if one.asset in years:
            years[one.asset] &= {one.year}
    if not set.intersection(*years.values()):
        said = [
            f"{asset} in {listing([*map(financial_year, sorted(years[asset]))]) or 'none'}" for asset in bundle.assets
        ]
        what = f"no year suits all of its assets ({listing(said)})"
        yield RuleFault(setting=setting, what=what, mend="Take the odd one out, or leave the bundle out.")


def _either_or_faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    for number, assets in enumerate(rules.either_or):
        yield from _asset_faults(case, ("either_or", number), assets)


def _asset_faults(case: Case, setting: Setting, assets: Sequence[str]) -> Iterator[RuleFault]:
    known = set(case.assets)
    for asset in dict.fromkeys(assets):
        if asset not in known:
            mend = "Correct its id, or take it out of the rule."
            yield RuleFault(setting=setting, what=f"asset {asset!r} has no options", mend=mend)
    for asset, times in Counter(assets).items():
        if times > 1:
            yield RuleFault(setting=setting, what=f"asset {asset!r} stands {times} times", mend="Name it once.")


TOGETHER = Rule(
    name="together",
    block=together_block,
    audit=together_audit,
    faults=_together_faults,
    limit_said=lambda scope, limit: f"the bundle {scope}",
    mend="let its assets be done apart",
    places=in_rules("together"),
    amount_said=count,
    ties=True,
)
EITHER_OR = Rule(
    name="either/or",
    block=either_or_block,
    audit=either_or_audit,
    faults=_either_or_faults,
    limit_said=lambda scope, limit: f"the choice of at most one among {scope}",
    mend="let more than one of them be treated",
    places=in_rules("either_or"),
    amount_said=count,
    ties=True,
)
