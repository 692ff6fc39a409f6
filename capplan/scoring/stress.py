"""What other weights, other growth of failure and other costs of failure would do to the neediest."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.economics import challenger, net_benefit
from capplan.scoring.need import score
from capplan.scoring.projection import deferral_cost
from capplan.scoring.robustness import Field, field_of, in_top, weight_sets, weights_of
from capplan.scoring.values import Numbers

NEED, WORTH = "need", "worth of replacing"
Changes = Mapping[str, Any]
# Each run changes these settings of the plan file.
CONSEQUENCE_RUNS: dict[str, Changes] = {
    "cost of a failure halved": {"scale": {"consequence": 0.5}},
    "cost of a failure doubled": {"scale": {"consequence": 2.0}},
}
HAZARD_RUNS: dict[str, Changes] = {
    "hazard exponent 1": {"reference": {"parameters": {"hazard_exponent": {"value": 1.0}}}},
    "hazard exponent 1.5": {"reference": {"parameters": {"hazard_exponent": {"value": 1.5}}}},
    "hazard exponent 3": {"reference": {"parameters": {"hazard_exponent": {"value": 3.0}}}},
    "constant hazard": {"hazard": {"model": "constant"}},
    "CNAIM hazard": {"hazard": {"model": "cnaim"}},
}


def stresses(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """How many of the neediest are still so under each stress: columns `STRESSES`, one row a run.

    Takes columns `ASSETS`. Runs of need rank by need score under each weight set and under halved and
    doubled costs of failure. Runs of worth rank by the present worth of replacing now: what keeping
    costs over the appraisal, less what the successor costs; under each hazard model and exponent too.
    """
    field = field_of(assets, policy)
    rows = [*_need_runs(assets, field, policy), *_worth_runs(assets, field, policy)]
    return pd.DataFrame(rows, columns=list(c.STRESSES))


def varied(policy: Policy, changes: Changes) -> Policy:
    """The policy with some settings changed, named as in the plan file."""
    return Policy.model_validate(_laid_over(policy.model_dump(by_alias=True), changes))


def _need_runs(assets: pd.DataFrame, field: Field, policy: Policy) -> Iterator[tuple[str, str, float]]:
    own = weights_of(policy)
    base = in_top(field.middle @ own, field)
    for name, others in weight_sets(policy.reference).items():
        yield f"weights of {name}", NEED, _kept(base, in_top(field.middle @ others, field))
    for name, changes in CONSEQUENCE_RUNS.items():
        stressed = field_of(assets, varied(policy, changes))
        yield name, NEED, _kept(base, in_top(stressed.middle @ own, stressed))


def _worth_runs(assets: pd.DataFrame, field: Field, policy: Policy) -> Iterator[tuple[str, str, float]]:
    base = in_top(_worth(assets, policy)[field.rows], field)
    for name, changes in (HAZARD_RUNS | CONSEQUENCE_RUNS).items():
        yield name, WORTH, _kept(base, in_top(_worth(assets, varied(policy, changes))[field.rows], field))


def _worth(assets: pd.DataFrame, policy: Policy) -> Numbers:
    """Present worth of replacing now; where it is not known, less than any that is."""
    scores = score(assets, policy)
    kept = deferral_cost(assets, scores, policy)[c.DEFERRAL_COST_GBP].to_numpy()
    yearly = kept.reshape(len(assets), -1)
    successor = challenger(assets, scores, policy)[c.EQUIVALENT_ANNUAL_COST_GBP].to_numpy()
    return np.asarray(np.nan_to_num(net_benefit(yearly, successor, policy)[:, 0], nan=-np.inf))


def _kept(before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> float:
    return float((before & after).sum() / before.sum()) if before.any() else float("nan")


def _laid_over(under: Mapping[str, Any], over: Changes) -> dict[str, Any]:
    both = {
        name: _laid_over(under[name], value)
        if isinstance(value, Mapping) and isinstance(under.get(name), Mapping)
        else value
        for name, value in over.items()
    }
    return {**under, **both}
