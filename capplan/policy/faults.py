"""What is wrong with a setting, and how to mend it, in words."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel


def said(fault: Mapping[str, Any], known: Iterable[str]) -> tuple[str, str]:
    """What is wrong and how to mend it, from one of pydantic's errors; `known` names the settings there are.

    >>> said({"type": "extra_forbidden", "loc": ("plan", "yaers"), "msg": ""}, ["title", "years"])
    ("unknown setting 'yaers'", "Did you mean 'years'?")
    """
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    if fault["type"] == "extra_forbidden":
        close = get_close_matches(name, list(known), n=1)
        return f"unknown setting {name!r}", f"Did you mean {close[0]!r}?" if close else "Remove it, or check its name."
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "missing":
        return f"{name!r} is missing", "Add it."
    if fault["type"] == "value_error":
        return message, "Change it and run again."
    return f"{name} is {fault['input']!r}: {message[:1].lower()}{message[1:]}", "Change it and run again."


def setting_names(models: Iterable[type[BaseModel]]) -> list[str]:
    """The names of the settings of some models, as a file spells them, sorted."""
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})
