"""Every rule together, against every plan there is."""

import pytest

from capplan import columns as c
from capplan.errors import InfeasibleError
from capplan.planning.audit import audit, make_ledger
from capplan.planning.rules.shared_works import with_works_needed
from tests.planning.all_rules import ByHand, any_rules, best_of_all


@pytest.mark.parametrize("seed", range(100))
def test_plan_is_worth_what_the_best_plan_by_hand_is_worth(seed: int) -> None:
    """No plan under any mix of all rules is worth more, and one is found exactly where one exists."""
    made, rules = any_rules(seed)
    best = best_of_all(made, rules)
    if best is None:
        with pytest.raises(InfeasibleError):
            made.plan(rules)
        return
    plan = made.plan(rules)
    assert plan.report.objective_gbp == pytest.approx(best, abs=1e-6)
    assert plan.report.proven
    assert plan.audit["kept"].all()
    assert set(plan.decisions["asset_id"]) == set(made.options["asset_id"])
    assert plan.cash["capital_gbp"].sum() == plan.decisions["capital_gbp"].sum()


@pytest.mark.parametrize("seed", range(150, 230))
def test_audit_agrees_with_plain_arithmetic(seed: int) -> None:
    """For any choice of options, the audit finds a breach exactly where adding up by hand does."""
    made, rules = any_rules(seed)
    by_asset = made.options.sample(frac=1, random_state=seed).drop_duplicates("asset_id")
    picked = by_asset.sample(frac=0.5, random_state=seed)
    must = set(made.options.loc[made.options["must_treat"], "asset_id"])
    by_hand = ByHand(made, rules).keeps(picked.to_dict("records")) and must <= set(picked["asset_id"])
    case = made.case(rules)
    chosen = case.options[c.OPTION_ID].isin(picked["option_id"]).to_numpy()
    complete = case.options.loc[with_works_needed(case, rules, chosen), c.OPTION_ID]
    assert audit(make_ledger(case, rules, complete), rules)["kept"].all() == by_hand
