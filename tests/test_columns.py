"""The one list of columns."""

import ast
from collections import Counter
from inspect import getsource

from capplan import columns as c
from capplan.columns import Column


def test_no_constant_is_set_twice() -> None:
    """A constant that is set again would take its meaning from every module that reads the first."""
    targets = [line.targets[0] for line in ast.parse(getsource(c)).body if isinstance(line, ast.Assign)]
    names = Counter(target.id for target in targets if isinstance(target, ast.Name))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_columns_share_a_name() -> None:
    """Each name is one column's, so that a frame says one thing by it."""
    columns = [value for name, value in vars(c).items() if isinstance(value, Column) and name.isupper()]
    assert [name for name, count in Counter(map(str, columns)).items() if count > 1] == []
