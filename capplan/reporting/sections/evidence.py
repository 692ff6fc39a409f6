"""How good the data are: findings, machines left out, and the gaps most worth filling."""

import pandas as pd

from capplan import columns
from capplan.columns import (
    ASSET_ID,
    BENEFIT_GBP,
    CAPITAL_GBP,
    CODE,
    COMPLETENESS_RATIO,
    MEND,
    MESSAGE,
    MISSING_DATA,
    REASON,
    REASON_CODE,
    SEVERITY,
    WIDEST_FIELD,
)
from capplan.errors import Severity
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Paragraph, Section, Table
from capplan.reporting.formats import count, count_or_no, money, number, percent, sentence, text
from capplan.reporting.tables import plain_table

FINDINGS_SHOWN = 12
# Times its capital beyond which a net benefit is looked at again.
FAR_MORE = 20
# What the codes of reasons are called where their own words would not be understood.
KINDS = {"priced_out": "Better uses for the money", "fills": "Makes the whole fit", "rule_asks": "A rule asks for it"}


def data_quality(case: Case) -> Section:
    """The fields worth chasing, and the errors and warnings."""
    findings = case.study.register.findings
    blocks: list[Block] = [Paragraph(text=_words(case, findings))]
    if (gaps := field_table(case)) is not None:
        blocks.append(gaps)
    to_mend = findings[findings[SEVERITY] != Severity.NOTE.value]
    if len(to_mend):
        blocks.append(_commonest(to_mend))
    return Section(id="data-quality", heading="How good the data are", blocks=tuple(blocks))


def _words(case: Case, findings: pd.DataFrame) -> str:
    errors, warnings = ((findings[SEVERITY] == level.value).sum() for level in (Severity.ERROR, Severity.WARNING))
    planned = set(case.schedule[ASSET_ID])
    faulty = findings.loc[findings[SEVERITY] == Severity.ERROR.value, ASSET_ID].dropna()
    lost = sorted(set(faulty[faulty.astype(str).str.strip() != ""]) - planned)
    told = (
        f"Reading the registers gave {count_or_no(int(errors), 'error')} and {count_or_no(int(warnings), 'warning')}."
    )
    if lost:
        named = ", ".join(map(str, lost[:5])) + (" and others" if len(lost) > 5 else "")
        told += f" {count(len(lost), 'machine')} could not be taken up for an error in the row: {named}."
    mean = case.schedule[COMPLETENESS_RATIO].mean() if COMPLETENESS_RATIO in case.schedule else None
    told += (
        f" On average {percent(mean)} of the fields that would make a need score sharper are given. A missing field is "
        "never filled in silently: it widens the range of the score."
    )
    return told + _on_missing_data(case) + _worth_far_more(case)


def _on_missing_data(case: Case) -> str:
    """How many machines are chosen only if what is missing is not at its best; nothing where none is."""
    decisions = case.scenario.plan.decisions
    drops_out, _ = MISSING_DATA.choices
    funded = int((decisions[MISSING_DATA] == drops_out).sum()) if MISSING_DATA in decisions else 0
    if not funded:
        return ""
    chosen = count(funded, "machine that the plan chooses", "machines that the plan chooses")
    return (
        f" {sentence(chosen)} would, by estimate, drop out of it if all that is missing in the row lowered the need: "
        "the reasons say which, and their condition is worth checking before an order."
    )


def _worth_far_more(case: Case) -> str:
    """How many machines are worth far more than they cost, and the most; nothing where none is. One figure of the row
    is then what the plan rests on."""
    paid = case.funded[case.funded[CAPITAL_GBP] > 0]
    times = paid[BENEFIT_GBP] / paid[CAPITAL_GBP]
    paid, times = paid[times > FAR_MORE], times[times > FAR_MORE]
    if times.empty:
        return ""
    most = paid.iloc[int(times.to_numpy().argmax())]
    machines = count(len(times), "machine that the plan chooses has", "machines that the plan chooses have")
    return (
        f" {sentence(machines)} a net benefit of more than {number(FAR_MORE)} times the capital, the largest "
        f"{text(most[ASSET_ID])} with {money(most[BENEFIT_GBP])}, {number(times.max())} times. Such a figure comes of "
        "one record, such as a failed test, beside the class's cost of harm: check both before the sum is quoted."
    )


def findings_table(findings: pd.DataFrame, key: str) -> Table:
    """Findings counted by code, errors first, each with an example of what is wrong and how to mend it."""
    rows = [
        (str(code), severity, number(len(group)), text(group[MESSAGE].iloc[0]), text(group[MEND].iloc[0]))
        for severity in Severity
        for code, group in findings[findings[SEVERITY] == severity.value].groupby(CODE)
    ]
    headings = ("Code", "Severity", "Times", "What is wrong (first seen)", "How to mend it")
    return plain_table(key, "Findings by code", headings, rows, numbers=range(2, 3), is_register=True)


def _commonest(findings: pd.DataFrame) -> Table:
    """What is wrong in the registers, errors first and the commonest of each first; the rest is counted."""
    groups = [
        group
        for severity in Severity
        for _, group in sorted(
            findings[findings[SEVERITY] == severity.value].groupby(CODE), key=lambda pair: (-len(pair[1]), str(pair[0]))
        )
    ]
    rows = [(text(one[MESSAGE].iloc[0]), text(one[SEVERITY].iloc[0]), number(len(one))) for one in groups]
    shown, rest = rows[:FINDINGS_SHOWN], groups[FINDINGS_SHOWN:]
    note = f"And {count(len(rest), 'further kind')}, {number(sum(map(len, rest)))} in all." if rest else ""
    headings = ("What is wrong (first seen)", "Severity", "Times")
    return plain_table(
        "findings", "What reading the registers found", headings, shown, numbers=range(2, 3), note=note,
        is_register=True,
    )  # fmt: skip


def reasons_table(case: Case) -> Table:
    """Every machine by the kind of its reason, with an example of each."""
    groups = sorted(case.schedule.groupby(REASON_CODE, dropna=False), key=lambda pair: (-len(pair[1]), str(pair[0])))
    rows = [
        (KINDS.get(text(code), _plain(text(code))), number(len(group)), text(group[REASON].iloc[0]))
        for code, group in groups
    ]
    return plain_table(
        "reasons",
        "Every machine, by kind of reason",
        ("Kind of reason", "Machines", "For example"),
        rows,
        numbers=range(1, 2),
    )


def field_table(case: Case) -> Table | None:
    """The missing fields that widen need most, by how many machines each is the widest for; None if
    no field is missing."""
    if WIDEST_FIELD not in case.schedule:
        return None
    fields = case.schedule[WIDEST_FIELD].dropna()
    counts = fields[fields.astype(str).str.strip() != ""].value_counts().head(6)
    if counts.empty:
        return None
    rows = [
        (_field_title(str(name)), number(times))
        for name, times in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
    return plain_table(
        "gaps",
        "Fields most worth chasing",
        ("Missing field", "Machines whose score it widens most"),
        rows,
        numbers=range(1, 2),
    )


def _field_title(name: str) -> str:
    label = columns.label_of(name)
    return _plain(name) if label == name else label


def _plain(code: str) -> str:
    return code.replace("_", " ").capitalize()
