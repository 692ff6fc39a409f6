"""Settings of a plan file as people say them: 0.015 of a discount rate is 1.5 %."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan.policy import Policy
    from capplan.policy.sweep import Lever

NOTHING = "none"
REFERENCE = "reference"


def _percent(value: float) -> str:
    return f"{_plain(value * 100)} %"


def _pounds(value: float) -> str:
    return f"{'-' if value < 0 else ''}£{abs(value):,.10g}"


def _plain(value: float) -> str:
    return f"{value:,.10g}"


# What a dotted setting of a plan file is counted in, where its name says so: the first that is found in it.
_BY_NAME: tuple[tuple[re.Pattern[str], Callable[[float], str]], ...] = (
    (re.compile(r"_gbp\b|\bbudget\.\d{4}$"), _pounds),
    (re.compile(r"\bcarbon_tonnes\b"), lambda value: f"{_plain(value)} tonnes"),
    (re.compile(r"_s$"), lambda value: f"{_plain(value)} s"),
    (re.compile(r"\b(appraisal_)?years$"), lambda value: f"{_plain(value)} year{'' if value == 1 else 's'}"),
    (re.compile(r"\.(start|firm_to|year|price_base)$"), lambda value: f"{value:.0f}"),
)
# The same of a figure of the reference tables, by its setting, a blank, and the unit that the tables give it.
_BY_UNIT: tuple[tuple[re.Pattern[str], Callable[[float], str]], ...] = (
    (re.compile(r" ratio$| share of"), _percent),
    (re.compile(r" ratio a year$|_rate\.\w+ a year$"), lambda value: f"{_percent(value)} a year"),
    (re.compile(r" exponent$"), lambda value: f"power {_plain(value)}"),
)


def told(setting: str, value: Any, policy: "Policy") -> str:
    """The value of a dotted setting in its unit; `policy` is one that holds it, so that its kind is known.

    >>> from capplan.policy import Policy
    >>> told("prices.discount_rate", 0.015, Policy()), told("rules.network_floor_gbp", {}, Policy())
    ('1.5 %', 'none')
    >>> told("weights", {"age": 0.6, "risk": 0.4}, Policy())
    'age 60 %, risk 40 %'
    """
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {told(f'{setting}.{name}', one, policy)}" for name, one in value.items()) or NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or NOTHING
    if not isinstance(value, int | float):
        return str(value)
    return _reference(setting, value, policy) if setting.startswith(f"{REFERENCE}.") else _own(setting, value, policy)


def _own(setting: str, value: float, policy: "Policy") -> str:
    """A setting of the plan file's own: fractions are shares of something, unless the name says what they are of."""
    held = _held(setting, policy)
    is_whole = isinstance(value if held is None else held, int)
    default = _plain if is_whole else _percent
    return next((say for pattern, say in _BY_NAME if pattern.search(setting)), default)(value)


def _held(setting: str, policy: "Policy") -> Any:
    """What the policy holds there, of the setting's own kind: 1 for a share is 1.0."""
    found: Any = policy.model_dump(by_alias=True)
    for part in setting.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _reference(setting: str, value: float, policy: "Policy") -> str:
    rows = policy.reference.rows
    here = f"{REFERENCE}." + rows["table"] + "." + rows["row"] + "." + rows["name"] == setting
    unit = str(next(iter(rows.loc[here, "unit"]), ""))
    if unit.startswith("£"):
        return f"{_pounds(value)}{unit.removeprefix('£')}"
    say = next((say for pattern, say in _BY_UNIT if pattern.search(f"{setting} {unit}")), None)
    return f"{_plain(value)} {unit}".rstrip() if say is None else say(value)


def worded(chosen: "Mapping[str, Lever]", ends: "Iterable[tuple[str, str, Policy]]") -> "dict[str, Lever]":
    """The levers of a sweep with the words for their ends in place of the ends."""
    words: dict[str, dict[str, str]] = {name: {} for name in chosen}
    for name, end, policy in ends:
        words[name][end] = told(chosen[name].setting, getattr(chosen[name], end), policy)
    return {name: lever.model_copy(update=words[name]) for name, lever in chosen.items()}
