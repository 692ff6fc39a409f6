"""What the plan file says of actions that cannot be meant."""

from collections.abc import Iterator

from capplan.policy.checks import Fault
from capplan.policy.schema import Policy


def action_faults(policy: Policy) -> Iterator[Fault]:
    """Each setting of `[actions]` that means nothing beside the rest: where, what, and the mend."""
    actions = policy.actions
    if "retire" in actions.offer and policy.rules.capacity is None:
        what = "retire is offered, and no rule holds capacity: a plan would retire whatever costs money to keep"
        yield ("actions", "offer"), what, "Set a rule of capacity, or take retire out."
    known = policy.reference.classes.index
    for name, shares in actions.spread.items():
        if name not in known:
            yield ("actions", "spread", name), f"no class is called {name!r}", f"Use one of: {', '.join(known)}."
        elif len(shares) > policy.plan.years:
            what = f"a scheme of {len(shares)} years for {name}, in a plan of {policy.plan.years}"
            yield ("actions", "spread", name), what, "No such scheme would fit: give fewer years, or a longer plan."
