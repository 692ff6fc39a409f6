"""The one list of columns."""

import ast
from collections import Counter
from pathlib import Path

from capplan import columns as c
from capplan.columns import Column


def test_no_constant_is_set_twice() -> None:
    """A constant that is set again would take its meaning from every module that reads the first."""
    parts = [Path(path).read_text(encoding="utf-8") for path in sorted(Path(c.__file__).parent.glob("*.py"))]
    lines = [line for text in parts for line in ast.parse(text).body]
    targets = [line.targets[0] for line in lines if isinstance(line, ast.Assign)]
    names = Counter(target.id for target in targets if isinstance(target, ast.Name))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_columns_share_a_name() -> None:
    """Each name is one column's, so that a frame says one thing by it."""
    columns = [value for name, value in vars(c).items() if isinstance(value, Column) and name.isupper()]
    assert [name for name, count in Counter(map(str, columns)).items() if count > 1] == []


def test_a_heading_is_told_by_the_name_alone() -> None:
    """Frames may keep the names of their columns as plain text, as pandas does with pyarrow."""
    assert c.label_of("life_years") == c.LIFE_YEARS.label
    assert c.column_named("life_years") is c.LIFE_YEARS
    assert c.label_of("Somebody's own") == "Somebody's own"
