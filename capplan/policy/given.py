"""Settings given beside the plan file (`--set KEY=VALUE`), and settings laid over each other."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from capplan.errors import PolicyError, Problem
from capplan.policy.toml import Setting

# What is not a setting of one scenario: it cannot be given for all of them.
_NOT_GIVEN = {
    "scenarios": "Give the setting itself: it goes over every scenario.",
    "register": "Name registers in the plan file.",
}


def read_given(texts: Sequence[str]) -> dict[str, Any]:
    """Settings from `KEY=VALUE` texts, the key dotted, the value as in TOML; a word alone is text.

    >>> read_given(["scale.budget=0.9", "report.recommend=base"])
    {'scale': {'budget': 0.9}, 'report': {'recommend': 'base'}}

    Raises PolicyError for every text that is no setting.
    """
    settings: dict[str, Any] = {}
    problems = []
    for text in texts:
        try:
            one = _parsed(text)
        except tomllib.TOMLDecodeError:
            mend = "Write KEY=VALUE, as in scale.budget=0.9; text with spaces or commas in quotes."
            problems.append(Problem(where=f"--set {text}", what="not a setting", mend=mend))
            continue
        section = next(iter(one))
        if section in _NOT_GIVEN:
            what = f"{section} cannot be set from outside the plan file"
            problems.append(Problem(where=f"--set {text}", what=what, mend=_NOT_GIVEN[section]))
        settings = laid_over(settings, one)
    if problems:
        raise PolicyError(problems)
    return settings


def _parsed(text: str) -> dict[str, Any]:
    key, equals, value = text.partition("=")
    if "\n" in text or not equals:
        raise tomllib.TOMLDecodeError
    try:
        return tomllib.loads(f"{key}={value}")
    except tomllib.TOMLDecodeError:
        if not value.strip().replace("_", "").replace("-", "").isalnum():
            raise
        return tomllib.loads(f'{key}="{value.strip()}"')


def is_given(given: Mapping[str, Any], setting: Setting) -> bool:
    """Whether a setting, or a whole that it is part of, was given."""
    inside: Any = given
    for part in setting:
        if not isinstance(inside, Mapping):
            return True
        if part not in inside and str(part) not in inside:
            return False
        inside = inside.get(part, inside.get(str(part)))
    return True


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with others laid over them: tables are merged, all else is replaced.

    >>> laid_over({"budget": {"2027": 1, "2028": 2}}, {"budget": {"2028": 3}})
    {'budget': {'2027': 1, '2028': 3}}
    """
    merged = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = laid_over(merged[key], value) if both else value
    return merged
