"""The appendices that name machines: every one that is funded, and the neediest that are not."""

from capplan.columns import ACTION, REASON, RISK_COST_GBP_PER_YEAR
from capplan.reporting.case import Case
from capplan.reporting.content import Paragraph, Section
from capplan.reporting.formats import count, money, pounds
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
        note="By start year, then need score, which runs from 0 to 100. Age is at the register's date.",
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
        f"{count(len(kept), 'machine')} stay in service, with a risk cost of "
        f"{money(kept[RISK_COST_GBP_PER_YEAR].sum())} a year at today's rates. The finance workbook lists them all."
    )
    table = table_of(
        shown,
        (ASSET, PLACE, CLASS, AGE, NEED, RISK, IN_SHORT),
        key="not-funded-table",
        caption=f"The {count(len(shown), 'machine')} with the highest need that the plan does not treat",
        is_register=True,
        details=REASON,
    )
    return Section(id="not-funded", heading="Highest need not met", blocks=(Paragraph(text=text), table))
