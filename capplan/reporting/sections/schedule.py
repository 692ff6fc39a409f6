"""The appendices that name machines: every one that is funded, and the neediest that are not."""

from dataclasses import replace

import pandas as pd

from capplan.columns import ACTION, REASON
from capplan.reporting.case import Case
from capplan.reporting.content import Paragraph, Section, Table
from capplan.reporting.formats import count, money, number, pounds, sentence
from capplan.reporting.sections.evidence import reasons_table
from capplan.reporting.standing import kept_words, risk_cost
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
from capplan.reporting.verbs import verb_of

NOT_FUNDED_SHOWN = 20
# Less than a page of them, after the neediest; the workbook lists all.
OTHERS_SHOWN = 40


def every_funded_machine(case: Case) -> Section:
    """The schedule: each machine that the plan chooses, with its reason."""
    funded = case.funded
    if funded.empty:
        return _none_chosen(case)
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
    return Section(id="schedule", heading=_every_machine(case), blocks=(table,))


def _every_machine(case: Case) -> str:
    return f"Every machine the plan {verb_of(case.scenario).third}"


def _none_chosen(case: Case) -> Section:
    told = Paragraph(text=f"The plan {verb_of(case.scenario).third} no machine.")
    return Section(id="schedule", heading=_every_machine(case), blocks=(told,))


def _actions(case: Case) -> tuple[Printed, ...]:
    """The column that says what is done, where it is not replacement throughout."""
    return (ACTION_TAKEN,) if (case.funded[ACTION] != "replace").any() else ()


def machines_with_reasons(case: Case) -> Section:
    """Each machine that the plan chooses, with the whole of its reason: for a list short enough to read."""
    funded = case.funded
    if funded.empty:
        return _none_chosen(case)
    table = table_of(
        funded,
        (ASSET, PLACE, CLASS, AGE, NEED, START, *_actions(case), CAPITAL, WHY),
        key="funded",
        caption=f"{count(len(funded), 'machine')}, {pounds(funded[CAPITAL.column].sum())} of capital",
        note="By start year, then need score, which runs from 0 to 100 and weighs age, use and risk. Age is at the "
        "register's date.",
        is_register=True,
    )
    return Section(id="schedule", heading=_every_machine(case), blocks=(table,))


def neediest_not_funded(case: Case) -> Section:
    """The machines with the highest need that stay in service, with the risk they carry."""
    kept = case.kept
    shown = kept.head(NOT_FUNDED_SHOWN)
    verb = verb_of(case.scenario)
    if shown.empty:
        told = Paragraph(text=f"The plan {verb.third} every machine.")
        return Section(id="not-funded", heading="Highest need not met", blocks=(told,))
    text = (
        f"{sentence(kept_words(kept))}; those in use carry a risk cost of {money(risk_cost(kept))} a year at today's "
        f"rates. The finance workbook lists {'them all' if len(kept) > 1 else 'it'}."
    )
    which = f"that the plan does not {verb.base}"
    caption = f"The {count(len(shown), 'machine')} with the highest need {which}"
    if len(shown) == len(kept):
        caption = f"Every machine {which}, the highest need first"
    table = _kept_table(shown, "not-funded-table", caption)
    return Section(id="not-funded", heading="Highest need not met", blocks=(Paragraph(text=text), table))


def neediest_and_every_reason(case: Case) -> Section:
    """The neediest that stay, then all machines by the kind of their reason."""
    neediest = neediest_not_funded(case)
    return replace(neediest, blocks=(*neediest.blocks, reasons_table(case)))


def other_machines_kept(case: Case) -> Section | None:
    """The machines that stay in service after those of `neediest_not_funded`, `OTHERS_SHOWN` at most; None where
    there are none."""
    others = case.kept.iloc[NOT_FUNDED_SHOWN:]
    if others.empty:
        return None
    shown = others.head(OTHERS_SHOWN)
    words = count(len(others), "more machine is", "more machines are")
    caption = f"{words} left as {'it is' if len(others) == 1 else 'they are'}, after those with the highest need"
    caption += "" if len(shown) == len(others) else f"; the first {number(len(shown))}"
    table = _kept_table(shown, "others-kept", caption)
    return Section(id="others", heading="The other machines left as they are", blocks=(table,))


def _kept_table(rows: pd.DataFrame, key: str, caption: str) -> Table:
    printed = (ASSET, PLACE, CLASS, AGE, NEED, RISK, IN_SHORT)
    return table_of(rows, printed, key=key, caption=caption, is_register=True, details=REASON)
