"""Words behind a number that say how often a year it comes: "50 a week" is 2,600 a year."""

from capplan.columns import Column
from capplan.register.wording import normalised

BY_THE_YEAR = frozenset(("hours a year", "a year", "£ a year"))
# By the words: how many times a year, and how that is said ("" where it is a year's already).
_PERIODS: dict[str, tuple[int, str]] = {
    words: (times, said)
    for times, said, ways in (
        (1, "", ("pa", "p a", "a year", "per year", "per annum", "annum", "yr", "year", "annually", "yearly",
                 "each year", "every year", "in the year")),
        (4, "4, from a quarter", ("per quarter", "a quarter", "quarter", "quarterly", "qtr", "per qtr", "every quarter",
                                  "each quarter")),
        (12, "12, from a month",
         ("per month", "a month", "month", "monthly", "pcm", "p c m", "pm", "p m", "mth", "per mth", "each month",
          "every month", "mthly", "per calendar month", "a calendar month")),
        (52, "52, from a week",
         ("per week", "a week", "week", "weekly", "wk", "per wk", "a wk", "pw", "p w", "each week", "every week",
          "wkly")),
    )
    for words in ways
}  # fmt: skip
# Straight behind a number that is no money these may be what it counts ("6 week"), unless a stroke stands between.
_BARE = frozenset(("week", "wk", "month", "mth", "quarter", "qtr", "year", "yr"))


def without_period(rest: str, column: Column) -> tuple[str, int, str]:
    """The words behind a number, normalised, without the period that they end in; how many of it a year has (0:
    none is given); and how that is said. Only columns of what there is in a year have periods.

    >>> from capplan import columns as c
    >>> without_period("scans/wk", c.ACTIVITY_PER_YEAR), without_period("week", c.ACTIVITY_PER_YEAR)
    (('scans', 52, '52, from a week'), ('week', 0, ''))
    """
    words = normalised(rest)
    tokens = words.split() if column.unit in BY_THE_YEAR else []
    if words in _BARE and "/" not in rest and "£" not in column.unit:
        return words, 0, ""
    for start in range(len(tokens)):
        found = _PERIODS.get(" ".join(tokens[start:]))
        if found is not None:
            return " ".join(tokens[:start]), *found
    return words, 0, ""
