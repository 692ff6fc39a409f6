"""The appendices that name machines: every one that is funded, and the neediest that are not."""

import pandas as pd

from capplan.columns import ACTION, REASON, RISK_COST_GBP_PER_YEAR
from capplan.reporting.case import Case
from capplan.reporting.content import Paragraph, Section, Table
from capplan.reporting.formats import count, money, number, pounds
from capplan.reporting.tables import (
    ACTION_TAKEN,
    AGE,
    ASSET,
    CAPITAL,
    CLASS,
    IN_SHORT,
    NEED,
    PLACE,
    RISK,
    START,
    WHY,
    Printed,
    table_of,
)

NOT_FUNDED_SHOWN = 20
# Less than a page of them, after the neediest; the workbook lists all.
OTHERS_SHOWN = 40


def every_funded_machine(case: Case) -> Section:
    """The schedule: each machine that the plan treats, with its reason."""
    funded = case.funded
    heading = "Every machine the plan treats"
    if funded.empty:
        return Section(id="schedule", heading=heading, blocks=(Paragraph(text="The plan treats no machine."),))
    table = table_of(
        funded,
        (ASSET, PLACE, CLASS, AGE, NEED, START, *_actions(case), CAPITAL, IN_SHORT),
        key="funded",
        caption=f"{count(len(funded), 'machine')}, {pounds(funded[CAPITAL.column].sum())} of capital",
        note="By start year, then need score, which runs from 0 to 100. Age is at the register's date; why is in "
        "short: the web page and the finance workbook give each reason whole.",
        is_register=True,
        details=REASON,
    )
    return Section(id="schedule", heading=heading, blocks=(table,))


def _actions(case: Case) -> tuple[Printed, ...]:
    """The column that says what is done, where it is not replacement throughout."""
    return (ACTION_TAKEN,) if (case.funded[ACTION] != "replace").any() else ()


def machines_with_reasons(case: Case) -> Section:
    """Each machine that the plan treats, with the whole of its reason: for a list short enough to read."""
    funded = case.funded
    heading = "Every machine the plan treats"
    if funded.empty:
        return Section(id="schedule", heading=heading, blocks=(Paragraph(text="The plan treats no machine."),))
    table = table_of(
        funded,
        (ASSET, PLACE, CLASS, AGE, NEED, START, *_actions(case), CAPITAL, WHY),
        key="funded",
        caption=f"{count(len(funded), 'machine')}, {pounds(funded[CAPITAL.column].sum())} of capital",
        note="By start year, then need score, which runs from 0 to 100 and weighs age, use and risk. Age is at the "
        "register's date.",
        is_register=True,
    )
    return Section(id="schedule", heading=heading, blocks=(table,))


def neediest_not_funded(case: Case) -> Section:
    """The machines with the highest need that stay in service, with the risk they carry."""
    kept = case.kept
    shown = kept.head(NOT_FUNDED_SHOWN)
    if shown.empty:
        return Section(
            id="not-funded", heading="Highest need not met", blocks=(Paragraph(text="The plan treats every machine."),)
        )
    text = (
        f"{count(len(kept), 'machine stays', 'machines stay')} in service, with a risk cost of "
        f"{money(kept[RISK_COST_GBP_PER_YEAR].sum())} a year at today's rates. The finance workbook lists "
        f"{'them all' if len(kept) > 1 else 'it'}."
    )
    table = _kept_table(shown, "not-funded-table", _not_funded_caption(len(shown), len(kept)))
    return Section(id="not-funded", heading="Highest need not met", blocks=(Paragraph(text=text), table))


def other_machines_kept(case: Case) -> Section | None:
    """The machines that stay in service after those of `neediest_not_funded`, `OTHERS_SHOWN` at most; None where
    there are none."""
    others = case.kept.iloc[NOT_FUNDED_SHOWN:]
    if others.empty:
        return None
    shown = others.head(OTHERS_SHOWN)
    words = "machine stays in service, after those" if len(others) == 1 else "machines stay in service, after those"
    caption = f"{number(len(others))} more {words} with the highest need"
    caption += "" if len(shown) == len(others) else f"; the first {number(len(shown))}"
    table = _kept_table(shown, "others-kept", caption)
    return Section(id="others", heading="The other machines that stay", blocks=(table,))


def _kept_table(rows: pd.DataFrame, key: str, caption: str) -> Table:
    printed = (ASSET, PLACE, CLASS, AGE, NEED, RISK, IN_SHORT)
    return table_of(rows, printed, key=key, caption=caption, is_register=True, details=REASON)


def _not_funded_caption(shown: int, kept: int) -> str:
    if shown == kept:
        return "Every machine that the plan does not treat, the highest need first"
    return f"The {count(shown, 'machine')} with the highest need that the plan does not treat"
