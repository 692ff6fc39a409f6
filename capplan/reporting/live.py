"""What ties the workbook's sheets together: a machine's line in Decisions, and prices as the Inputs have them."""

import pandas as pd

from capplan.columns import ASSET_ID
from capplan.reporting.case import KEEP, Case

# A line is a number, so that no name in a register is ever taken for a pattern, and rows may be sorted.
_OF_LINE = "INDEX(Decisions_{what},MATCH({line},Decisions_line,0))"


def lines(case: Case) -> pd.Series:
    """Each machine's line in the Decisions sheet, from 1, by asset."""
    return pd.Series(range(1, len(case.schedule) + 1), index=case.schedule[ASSET_ID])


def start_now(line: str) -> str:
    """The start year that Decisions has for the line in a cell, given as 2029 or as 2029/30; an error where it has
    none."""
    return f"VALUE(LEFT({_OF_LINE.format(what='start', line=line)},4))"


def is_kept(line: str) -> str:
    """Whether Decisions keeps the machine of the line in a cell, or gives it no start year: then no sum counts it."""
    return f'OR({_OF_LINE.format(what="action", line=line)}="{KEEP}",ISERROR({start_now(line)}))'


def price_change(now: str, as_solved: str, base: str) -> str:
    """Prices of the year in one cell over those of another, both from a base year's: as the Inputs have inflation
    now over as the plan was solved."""
    return f"(1+Inflation_percent/100)^({now}-{base})/(1+Inflation_percent_solved/100)^({as_solved}-{base})"


def rate_change(name: str, share: str) -> str:
    """What a change of one of the Inputs, in %, does to a price of which a share is under it."""
    return f"(1+{share}*((100+{name})/(100+{name}_solved)-1))"
