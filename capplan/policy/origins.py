"""Every setting of a scenario as it is used, and where each was said."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from capplan import columns as c
from capplan.policy.given import is_given
from capplan.policy.load import PlanFile, load_policy, spelt
from capplan.policy.toml import Setting

DEFAULT, GIVEN = "default", "--set"
ENVELOPES = "envelopes"
_NOT_CHANGES = ("title", "extends")


def resolved(plan_file: PlanFile, scenario: str | None) -> pd.DataFrame:
    """The settings of one scenario (None: of the file as it stands): columns `RESOLVED`, one row a setting, in
    the order of the plan file's sections. `ORIGIN` is the line that says it, `--set`, or `default`.

    Raises PolicyError where the scenario is unknown or not valid.
    """
    policy = load_policy(plan_file, scenario)
    rows = [
        (".".join(map(str, setting)), _printed(value), _origin(plan_file, scenario, setting))
        for setting, value in _leaves(policy.model_dump(mode="json", by_alias=True))
    ]
    return pd.DataFrame(rows, columns=list(c.RESOLVED), dtype="str")


def scenario_list(plan_file: PlanFile) -> pd.DataFrame:
    """The scenarios of a plan file in its order: columns `SCENARIOS`, the settings that each changes itself by
    name."""
    rows = []
    for name, settings in plan_file.scenarios.items():
        changed = [".".join(map(str, setting)) for setting, _ in _leaves(settings) if setting[0] not in _NOT_CHANGES]
        rows.append((name, load_policy(plan_file, name).title, settings.get("extends", ""), ", ".join(changed)))
    return pd.DataFrame(rows, columns=list(c.SCENARIOS), dtype="str")


def _origin(plan_file: PlanFile, scenario: str | None, setting: Setting) -> str:
    if is_given(plan_file.given, setting):
        return GIVEN
    place = spelt(plan_file, scenario, setting)
    places = plan_file.toml.places
    while place and place not in places:
        place = place[:-1]
    # A whole that the file spells on one line is said there; a table's heading alone says nothing of its parts.
    said = place and (len(place) >= len(setting) or _is_whole(plan_file.toml.data, place))
    return f"{plan_file.path.name}:{places[place][0]}" if said else DEFAULT


def _is_whole(data: Any, place: Setting) -> bool:
    """Whether what stands at a place is a value rather than a table."""
    for part in place:
        data = data[part]
    return not isinstance(data, Mapping)


def _leaves(settings: Mapping[str, Any], above: Setting = ()) -> Iterator[tuple[Setting, Any]]:
    for name, value in settings.items():
        # In the file the years of a budget stand as its own keys.
        place = above if name == ENVELOPES else (*above, name)
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, place)
        else:
            yield place, value


def _printed(value: Any) -> str:
    """As TOML would have it, near enough to copy.

    >>> _printed(True), _printed(None), _printed(["a", "b"])
    ('true', '', "['a', 'b']")
    """
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
