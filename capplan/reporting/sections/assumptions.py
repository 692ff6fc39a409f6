"""The assumptions annex: the policy's own numbers, and the reference tables with sources and status."""

from collections.abc import Callable, Iterable

import pandas as pd

from capplan.columns import ASSET_CLASS
from capplan.policy import Policy
from capplan.reporting.age_guide import age_guide, has_imaging
from capplan.reporting.case import Case
from capplan.reporting.content import Paragraph, Section, Table
from capplan.reporting.formats import DASH, NBSP, financial_year, is_missing, long_date, money, number, percent
from capplan.reporting.tables import plain_table

# From least to most to be trusted: a class's row carries the least of its parts.
TRUST = ("assumed", "unchecked", "derived", "read", "owner")


def _merger(policy: Policy) -> str:
    merge = policy.networks.merge
    if merge is None or merge.year > policy.years[-1]:
        return "not within the plan"
    return f"in {financial_year(merge.year)}; every year of the plan is measured by the networks after it"


POLICY_ROWS: tuple[tuple[str, Callable[[Policy], str]], ...] = (
    ("Register taken as at", lambda policy: long_date(policy.plan.as_at)),
    ("Price base", lambda policy: str(policy.plan.price_base)),
    ("Inflation of prices", lambda policy: f"{percent(policy.prices.inflation, 1)} a year"),
    ("Discount rate, real", lambda policy: f"{percent(policy.prices.discount_rate, 1)} a year"),
    ("Optimism bias, equipment", lambda policy: percent(policy.prices.optimism_bias.equipment)),
    ("Optimism bias, works", lambda policy: percent(policy.prices.optimism_bias.works)),
    ("VAT", lambda policy: percent(policy.prices.vat)),
    ("Years appraised", lambda policy: number(policy.prices.appraisal_years)),
    ("Weight of age", lambda policy: percent(policy.weights.age)),
    ("Weight of utilisation", lambda policy: percent(policy.weights.utilisation)),
    ("Weight of risk", lambda policy: percent(policy.weights.risk)),
    ("Expected life follows use", lambda policy: policy.life.mode),
    ("Envelope scaled by", lambda policy: number(policy.scale.budget, 2)),
    ("Carried forward, at most", lambda policy: percent(policy.allocation_rules.carry_forward)),
    ("Networks merge", _merger),
    ("Gap asked of the solver", lambda policy: percent(policy.solver.gap, 2)),
)
SPELT_OUT = {
    "mmi": "MMI", "mwh": "MWh", "os": "operating system", "pdc": "PDC", "qa": "quality assurance", "qaly": "QALY",
    "qalys": "QALYs",
}  # fmt: skip
CLASS_TABLES = ("lives", "prices", "upkeep", "reliability")


def assumptions(case: Case) -> Section:
    """Policy, parameters, classes and sources, each with its status."""
    policy = case.scenario.policy
    keys = sorted(set(case.schedule[ASSET_CLASS].dropna()) & set(policy.reference.classes.index))
    return Section(
        id="assumptions",
        heading="Assumptions and sources",
        blocks=(
            Paragraph(text=_WORDS),
            plan_file_table(policy),
            _parameter_table(_used(case)),
            _class_table(policy, keys),
            _source_table(policy, keys, _used(case)),
        ),
    )


# Rows that speak of imaging classes alone.
_OF_IMAGING = ("life_cap_years", "guide_age_years", "dose_likelihood", "dose_if_missing")


def _used(case: Case) -> pd.DataFrame:
    """The assumptions without those that no machine of the plan, and no line of the paper, rests on."""
    frame, policy = case.scenario.policy.reference.assumptions, case.scenario.policy
    unused = () if has_imaging(policy, case.schedule) else _OF_IMAGING
    if age_guide(policy, case.schedule) is None:
        unused = (*unused, "age_guide")
    return frame[~frame["row"].isin(unused)]


_WORDS = (
    "Every number the plan rests on is here or in the finance workbook, and all can be changed in the plan file. "
    "Status says how far to trust one: read in its source; unchecked against it; derived from other figures; "
    "assumed, with no source; or given by the owner."
)


def plan_file_table(policy: Policy) -> Table:
    """The numbers that the plan file sets."""
    rows = ((name, value(policy)) for name, value in POLICY_ROWS)
    return plain_table("policy", "Set in the plan file", ("Setting", "Value"), rows)


def _parameter_table(frame: pd.DataFrame) -> Table:
    shown = frame.loc[frame["table"] == "parameters", ["row", "value", "unit", "status", "source"]].astype(str)
    rows = [
        (_plain(name), value, unit or DASH, status, source) for name, value, unit, status, source in shown.to_numpy()
    ]
    headings = ("Parameter", "Value", "Unit", "Status", "Source")
    return plain_table(
        "parameters", "Parameters of scoring and appraisal", headings, rows, numbers=range(1, 2), is_register=True
    )


def _class_table(policy: Policy, keys: Iterable[str]) -> Table:
    classes, frame = policy.reference.classes, policy.reference.assumptions
    rows = []
    for key in keys:
        one = classes.loc[key]
        statuses = frame.loc[(frame["row"] == key) & frame["table"].isin(CLASS_TABLES), "status"]
        rows.append(
            (
                str(one["title"]),
                _range(number, one["life_high_years"], one["life_low_years"]),
                money(one["price_mid_gbp"]),
                _range(money, one["price_low_gbp"], one["price_high_gbp"]),
                percent(one["works_share_mid"]),
                percent(one["maintenance_share_mid"]),
                number(one["faults_per_year_mid"], 2),
                money(one["consequence_mid_gbp"]),
                min(map(str, statuses), key=TRUST.index, default=DASH),
            )
        )
    headings = (
        "Class", "Life, high to low use (years)", "Price (£)", "Price range (£)", "Works (share of price)",
        "Maintenance a year (share of price)", "Losses a year", "Cost of a loss (£)", "Least status",
    )  # fmt: skip
    note = "Prices are of equipment alone, without VAT. A register's own figures always go before these."
    return plain_table(
        "classes", "By class of machine", headings, rows, numbers=range(1, 8), note=note, is_register=True
    )


def _range(form: Callable[[object], str], low: object, high: object) -> str:
    return DASH if is_missing(low) or is_missing(high) else f"{form(low)}{NBSP}to{NBSP}{form(high)}"


def _source_table(policy: Policy, keys: Iterable[str], frame: pd.DataFrame) -> Table:
    titles = policy.reference.classes["title"]
    used = frame[frame["table"].isin(CLASS_TABLES) & frame["row"].isin(list(keys)) | (frame["table"] == "risk")]
    rows = [
        (
            _plain(str(table)),
            str(source),
            str(status),
            "; ".join(sorted({titles.get(row, _plain(row)) for row in group})),
        )
        for (table, source, status), group in used.groupby(["table", "source", "status"], sort=True)["row"]
    ]
    headings = ("Table", "Source", "Status", "What it is for")
    return plain_table("sources", "Where the reference figures come from", headings, rows, is_register=True)


def _plain(name: str) -> str:
    """A key as people read it.

    >>> _plain("risk_floor_gbp"), _plain("pdc_dividend_rate"), _plain("os_likelihood")
    ('Risk floor (£)', 'PDC dividend rate', 'Operating system likelihood')
    """
    words = " ".join(SPELT_OUT.get(word, word) for word in name.removesuffix("_gbp").split("_"))
    return f"{words[0].upper()}{words[1:]}{' (£)' if name.endswith('_gbp') else ''}"
