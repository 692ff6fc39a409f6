"""`capplan.allocate`: a budget shared among options, from Python. Any capital-rationing problem fits.

`capplan guide allocate` holds a worked example.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from capplan.errors import PolicyError, Problem
from capplan.planning.allocate import allocate as planned
from capplan.policy.faults import said, setting_names
from capplan.policy.schema import Rules, Setting, Solver

if TYPE_CHECKING:
    import pandas as pd

    from capplan.model import Estate, Plan

GAP, TIME_LIMIT_S, SEED = 0.0001, 60.0, 1


def allocate(
    options: "pd.DataFrame",
    cash: "pd.DataFrame",
    budget: "pd.DataFrame",
    rules: Rules | Mapping[str, Any] | None = None,
    *,
    gap: float = GAP,
    time_limit_s: float = TIME_LIMIT_S,
    seed: int = SEED,
    objective: str = "value",
    estate: "Estate | None" = None,
) -> "Plan":
    """Choose the options that are worth most within yearly envelopes, at most one an asset.

    - `options`: one row an option: `option_id`, `asset_id`, `action`, `start_year`, `benefit_gbp`; where rules
      need them `network`, `asset_class`, `site`; `must_treat` where an asset has to be treated.
    - `cash`: what an option draws: `option_id`, `year`, `capital_gbp` (whole pounds), and any further resource
      that the budget limits.
    - `budget`: `year`, `envelope_gbp`, and the limits of further resources.
    - `rules`: the table `[rules]` of a plan file as a mapping; none are kept but the envelopes where it is not given.
    - `gap`: how near to the best is near enough, (bound - value) / value; 0 for proof.

    The plan's `decisions` have a row an asset with a reason, `report` the proof, `prices` what the last pound of
    each year buys, `audit` every rule added up again.

    Raises InputError for faults in the frames, PolicyError for faults in the rules, InfeasibleError where no plan
    keeps them all, SolverError where no plan was found in time: `CapplanError` is all of them.
    """
    return planned(
        options,
        cash,
        budget,
        rules if isinstance(rules, Rules) else _read(Rules, "rules", rules or {}),
        _read(Solver, "solver", {"gap": gap, "time_limit_s": time_limit_s, "seed": seed}),
        estate=estate,
        objective=objective,
    )


def _read[Section: Setting](section: type[Section], name: str, values: Mapping[str, Any]) -> Section:
    try:
        return section.model_validate(dict(values))
    except ValidationError as error:
        known = setting_names((section,))
        problems = []
        for fault in error.errors():
            what, mend = said(fault, known)
            problems.append(Problem(where=".".join(map(str, (name, *fault["loc"]))), what=what, mend=mend))
        raise PolicyError(problems) from None
