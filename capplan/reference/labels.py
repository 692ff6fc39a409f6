"""How registers speak of classes and makers, beside the words of the class table."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLabels:
    """What decides a label that is not a class's own word.

    - `ambiguous`: words with more than one meaning, to the keys of the classes they may mean.
    - `apart`: words of things that go with a class and are not of it.
    - `turned_by`: words that make another class of what they stand beside, to the keys they turn.
    """

    ambiguous: Mapping[str, tuple[str, ...]]
    apart: frozenset[str]
    turned_by: Mapping[str, frozenset[str]]


@cache
def class_labels() -> ClassLabels:
    """The table of class labels.

    >>> class_labels().ambiguous["c-arm"]
    ('c_arm_mobile', 'fluoroscopy_c_arm')
    """
    table = _read("class_labels")
    return ClassLabels(
        ambiguous=MappingProxyType({word: tuple(keys) for word, keys in table["more_than_one_meaning"].items()}),
        apart=frozenset(table["apart"]["words"].split()),
        turned_by=MappingProxyType({word: frozenset(keys) for word, keys in table["turned_by"].items()}),
    )


@cache
def maker_names() -> Mapping[str, str]:
    """Every name and spelling of a maker in the table, to the name it goes by.

    >>> maker_names()["Phillips"]
    'Philips'
    """
    rows = _read("manufacturers").values()
    return MappingProxyType({name: row["name"] for row in rows for name in (row["name"], *row["aliases"])})


def _read(table: str) -> Mapping[str, Any]:
    return tomllib.loads(files("capplan.reference").joinpath(f"{table}.toml").read_text(encoding="utf-8"))
