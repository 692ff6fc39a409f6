"""A condition of the plan file, as a sentence says it."""

from typing import Any, Final

from capplan.columns import Column
from capplan.policy.conditions import KNOWN, Test, parse_condition
from capplan.reporting.formats import number, pounds

_VERBS: Final = {
    "=": "is", "!=": "is not", "<": "is under", "<=": "is at most", ">": "is over", ">=": "is at least", "in": "is",
}  # fmt: skip
_SHORT_FORMS: Final = {"pfi": "PFI"}


def in_words(condition: str) -> str:
    """The condition with headings for columns and words for signs.

    >>> in_words("age_years >= 25 and qa_status in ('suspended', 'restricted')")
    'Age is at least 25 years and Quality assurance is suspended or restricted'
    """
    groups = parse_condition(condition).groups
    return ", or ".join(" and ".join(map(_test, group)) for group in groups)


def _test(test: Test) -> str:
    column = KNOWN[test.column]
    literals = test.literal if test.operator == "in" else (test.literal,)
    return f"{column.heading} {_VERBS[test.operator]} {' or '.join(_literal(column, one) for one in literals)}"


def _literal(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        if column.unit == "£":
            return pounds(value)
        unit = "" if column.unit == "ratio" else column.unit
        return f"{number(value, 0 if float(value).is_integer() else 2)} {unit}".strip()
    return _SHORT_FORMS.get(value, str(value).replace("_", " ")) if column.kind == "choice" else str(value)
