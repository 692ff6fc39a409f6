"""`[sweep]`: assumptions that are moved from end to end to see what matters most."""

from typing import Any

from capplan.policy.setting import Setting


class Lever(Setting):
    """`sweep.NAME`: a setting of the plan file and two values for it; one of capplan's own levers needs only the
    values. `low` and `high` are whatever the setting takes, a table of settings among them."""

    setting: str = ""
    title: str = ""
    low: Any
    high: Any
