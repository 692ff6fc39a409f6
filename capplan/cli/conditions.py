"""What holds machines out of a plan or makes it treat them, whatever the programme would choose."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from capplan.model import Scenario

_OUT, _DUTY = "held out of the plan", "a duty of the plan"
_CODE = "replaced_by_others"


def conditions_met(scenario: "Scenario") -> "list[dict[str, object]]":
    """Each condition that a machine of a finished scenario meets: what such machines are (`are`), the condition (`by`)
    and how many they are (`machines`).

    First those of `not_replaced`, each machine under the first that it meets, then the duties: commitments, gates,
    marks and `must_replace`.
    """
    from capplan import columns as c

    duties = scenario.options.drop_duplicates(c.ASSET_ID)[c.MUST_REASON].dropna()
    counts = duties[duties != ""].value_counts()
    return [
        *(_met(_OUT, f"not_replaced: {condition}", count) for condition, count in _held_out(scenario).items()),
        *(_met(_DUTY, str(reason), int(count)) for reason, count in counts.items()),
    ]


def _met(are: str, by: str, machines: int) -> dict[str, object]:
    return {"are": are, "by": by, "machines": machines}


def _held_out(scenario: "Scenario") -> dict[str, int]:
    """How many machines each condition of `not_replaced` holds out, those that hold out any."""
    from capplan import columns as c

    decisions = scenario.plan.decisions
    rest = _facts(scenario)
    rest = rest[rest[c.ASSET_ID].isin(decisions[decisions[c.REASON_CODE] == _CODE][c.ASSET_ID])]
    counts: dict[str, int] = {}
    for condition in scenario.policy.not_replaced:
        met = condition.holds(rest)
        counts |= {condition.text: int(met.sum())} if met.any() else {}
        rest = rest[~met]
    return counts


def _facts(scenario: "Scenario") -> "pd.DataFrame":
    from capplan.planning.eligibility import asset_facts
    from capplan.reference.prices import priced

    policy = scenario.policy
    prices = priced(scenario.assets, policy.reference, vat=policy.prices.vat)
    return asset_facts(scenario.assets, scenario.scores, prices)
