"""Mapping files: read with every fault at its line, written so that a person can read and change them."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from capplan import columns as c
from capplan.columns import Column
from capplan.errors import CapplanError, PolicyError, Problem
from capplan.policy import Policy
from capplan.policy.faults import said, setting_names
from capplan.policy.mappings import mapping_paths, missing_mappings
from capplan.policy.toml import TomlFile, read_toml
from capplan.register.choices import choice_reader
from capplan.register.classes import class_words
from capplan.register.mapping import (
    Accepted,
    ColumnMapping,
    Part,
    RegisterMapping,
    field_named,
    heading_key,
)
from capplan.register.own_names import own_name
from capplan.register.wording import normalised

_INTRODUCTION = """\
# What capplan was told of this register. Change it in any text editor; `capplan check` uses it each time.
# A heading has one of: field = "a column of capplan" (`capplan columns` lists them), extra = true (kept as text),
# ignore = true (not read). Amounts may have scale = 1000 (the column is in thousands) and vat = "ex" or "inc".
"""


def read_mappings(policy: Policy, *, base: Path) -> tuple[RegisterMapping, ...]:
    """Every mapping of the folders (or files) that the plan file's registers name, in order of name.

    Raises InputError where one cannot be read, PolicyError with every fault of every file, each at
    its line and column, where one is not valid.
    """
    mend = "Make it, or take `mapping` out of [[register]]."
    missing = missing_mappings(policy, base)
    problems = [Problem(where=str(base / name), what="no such mapping", mend=mend) for name in missing]
    mappings: list[RegisterMapping] = []
    for path in mapping_paths(policy, base).values():
        try:
            mappings.append(read_mapping(path, policy))
        except CapplanError as error:
            problems += error.problems
    if problems:
        raise PolicyError(problems)
    return tuple(mappings)


def read_mapping(path: Path, policy: Policy) -> RegisterMapping:
    """One mapping file.

    Raises InputError where it cannot be read, PolicyError with every fault at its line and column.
    """
    toml = read_toml(path)
    try:
        mapping = RegisterMapping.model_validate(toml.data)
    except ValidationError as error:
        names = [*setting_names(Part.__subclasses__()), *map(str, c.ASSETS)]
        faults = error.errors(include_url=False)
        raise PolicyError([toml.problem(fault["loc"], *said(fault, names)) for fault in faults]) from None
    problems = [*_twice(mapping, toml), *_meant_nothing(mapping, toml, policy)]
    if problems:
        raise PolicyError(problems)
    return mapping


def _twice(mapping: RegisterMapping, toml: TomlFile) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for heading in mapping.columns:
        other = first.setdefault(heading_key(heading), heading)
        if other != heading:
            what = f"heading {heading!r} is the same as {other!r} but for case or punctuation"
            yield toml.problem(("columns", heading), what, "Keep one of the two.")


def _meant_nothing(mapping: RegisterMapping, toml: TomlFile, policy: Policy) -> Iterator[Problem]:
    """A problem for each word that is said to stand for what its field does not have."""
    for name, words in mapping.values.items():
        for word, meant in words.items():
            choices = not_meant(field_named(name), meant, policy)
            if choices:
                mend = f"Use one of: {', '.join(choices)}."
                yield toml.problem(("values", name, word), f"{name} is never {meant!r}", mend)


def not_meant(column: Column | None, meant: str, policy: Policy) -> tuple[str, ...]:
    """What a column may hold instead, where a word cannot be what a cell of it means; else nothing."""
    if column == c.ASSET_CLASS:
        is_known = normalised(meant) in class_words(policy.reference)
        return () if is_known else tuple(map(str, policy.reference.classes.index))
    if column is None or not column.choices or choice_reader(column)(meant).value is not None:
        return ()
    return column.choices


def file_name(mapping: RegisterMapping, stem: str, taken: Collection[str]) -> str:
    """A name for a mapping's file that is not taken: after its organisation, else after the register.

    >>> file_name(RegisterMapping(org="Ashmere Hospitals"), "Register 2026", {"ashmere-hospitals.toml"})
    'ashmere-hospitals-2.toml'
    """
    base = "-".join(normalised(mapping.org or own_name(stem)).split()) or "register"
    names = (f"{base}{number}.toml" for number in ("", *(f"-{count}" for count in range(2, len(taken) + 3))))
    return next(name for name in names if name not in taken)


def mapping_text(mapping: RegisterMapping) -> str:
    """A mapping as the text of its file; reading it back gives the same mapping."""
    lines = [_INTRODUCTION + f"schema = {mapping.version}", *_settings({"org": mapping.org} if mapping.org else {})]
    lines += _table("source", _settings(_given(mapping.source)))
    width = max((len(_text(heading)) for heading in mapping.columns), default=0)
    lines += _table("columns", [f"{_text(name):{width}} = {_inline(line)}" for name, line in mapping.columns.items()])
    for name, words in mapping.values.items():
        lines += _table(f"values.{_key(name)}", [f"{_text(word)} = {_text(meant)}" for word, meant in words.items()])
    lines += _table("accept", [f"{_text(asset)} = {_decided(some)}" for asset, some in mapping.accept.items()])
    return "\n".join(lines) + "\n"


def _table(name: str, lines: Iterable[str]) -> list[str]:
    inside = list(lines)
    return ["", f"[{name}]", *inside] if inside else []


def _settings(given: Mapping[str, object]) -> list[str]:
    return [f"{_key(name)} = {_value(value)}" for name, value in given.items()]


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _text(name)


def _decided(some: Accepted | tuple[Accepted, ...]) -> str:
    return _inline(some) if isinstance(some, Accepted) else f"[{', '.join(map(_inline, some))}]"


def _inline(part: ColumnMapping | Accepted) -> str:
    return f"{{ {', '.join(f'{name} = {_value(value)}' for name, value in _given(part).items())} }}"


def _given(part: BaseModel) -> dict[str, object]:
    """What a part says that is not the default."""
    names = part.model_dump(exclude_defaults=True)
    return {name: getattr(part, name) for name in names}


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | dt.date():
            return str(value)
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    # JSON escapes text as TOML does, but for the one control character that it lets through.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
