"""What owners write down: some keep a column well, some now and then, some not at all."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.samples.chance import stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Columns that are kept together: the share of organisations that keep them, the share of machines
    for which those that do fill them in, the share elsewhere, and values nobody leaves out."""

    columns: tuple[Column, ...]
    organisations: float
    kept: float
    elsewhere: float = 0.0
    always: tuple[str, ...] = ()


HABITS = (
    Habit(columns=(c.SERIAL_NUMBER,), organisations=0.80, kept=0.97),
    Habit(columns=(c.DEPARTMENT, c.ROOM), organisations=0.70, kept=0.95),
    Habit(columns=(c.MANUFACTURER, c.MODEL), organisations=0.92, kept=0.98, elsewhere=0.40),
    Habit(columns=(c.INSTALL_DATE,), organisations=0.85, kept=1.00, elsewhere=0.90),
    Habit(columns=(c.PURCHASE_DATE,), organisations=0.35, kept=0.90, elsewhere=0.05),
    Habit(columns=(c.MANUFACTURE_YEAR,), organisations=0.55, kept=0.95, elsewhere=0.10),
    Habit(columns=(c.REFURBISHED_DATE,), organisations=0.60, kept=1.00),
    Habit(columns=(c.END_OF_SUPPORT_DATE,), organisations=0.45, kept=0.85, elsewhere=0.05),
    Habit(columns=(c.SUPPORT_STATUS,), organisations=0.60, kept=0.90, elsewhere=0.10),
    Habit(columns=(c.PLANNED_REPLACEMENT_DATE,), organisations=0.20, kept=0.80),
    Habit(columns=(c.EXPECTED_LIFE_YEARS,), organisations=0.12, kept=0.95),
    Habit(columns=(c.ACTIVITY_PER_YEAR,), organisations=0.85, kept=0.95, elsewhere=0.20),
    Habit(columns=(c.CAPACITY_PER_YEAR,), organisations=0.15, kept=0.80),
    Habit(columns=(c.HOURS_USED_PER_YEAR, c.HOURS_AVAILABLE_PER_YEAR), organisations=0.45, kept=0.90),
    Habit(columns=(c.UNPLANNED_EVENTS, c.OBSERVATION_YEARS), organisations=0.40, kept=0.95, elsewhere=0.15),
    Habit(columns=(c.DOWNTIME_TREND,), organisations=0.40, kept=0.85),
    Habit(columns=(c.DOWNTIME_HOURS_PER_YEAR,), organisations=0.25, kept=0.85),
    Habit(columns=(c.OUTAGE_DAYS_PER_EVENT,), organisations=0.15, kept=0.80),
    Habit(columns=(c.OS_STATUS,), organisations=0.50, kept=0.90, always=("exploited",)),
    Habit(columns=(c.QA_STATUS,), organisations=0.55, kept=0.95, always=("restricted", "suspended")),
    Habit(columns=(c.SAFETY_NOTICE,), organisations=0.50, kept=0.95, always=("mitigated", "unmitigated")),
    Habit(columns=(c.DOSE_RATIO,), organisations=0.35, kept=0.80),
    Habit(columns=(c.REDUNDANCY,), organisations=0.30, kept=0.95),
    Habit(columns=(c.CONSEQUENCE_GBP_PER_EVENT,), organisations=0.12, kept=0.80),
    Habit(columns=(c.CONDITION,), organisations=0.25, kept=0.90),
    Habit(columns=(c.RISK_LIKELIHOOD, c.RISK_CONSEQUENCE), organisations=0.20, kept=0.85),
    Habit(columns=(c.REPLACEMENT_COST_GBP,), organisations=0.80, kept=0.85, elsewhere=0.10),
    Habit(columns=(c.WORKS_COST_GBP,), organisations=0.40, kept=0.75, elsewhere=0.05),
    Habit(columns=(c.PURCHASE_COST_GBP,), organisations=0.40, kept=0.85, elsewhere=0.05),
    Habit(columns=(c.BOOK_VALUE_GBP,), organisations=0.30, kept=0.95),
    Habit(columns=(c.MAINTENANCE_GBP_PER_YEAR,), organisations=0.50, kept=0.85, elsewhere=0.05),
    Habit(columns=(c.CONTRACT_END_DATE,), organisations=0.40, kept=0.80),
    Habit(columns=(c.VAT_BASIS, c.PRICE_BASE_YEAR), organisations=0.50, kept=1.00),
    Habit(columns=(c.FINANCE_METHOD,), organisations=0.85, kept=0.97, always=("managed_service", "pfi")),
    Habit(columns=(c.STATUS,), organisations=0.75, kept=1.00, always=("spare", "out_of_use", "disposed")),
)


def as_recorded(assets: pd.DataFrame, seed: int) -> pd.DataFrame:
    """What the owners' registers hold of `assets`: the same rows, with blanks where a habit is missing.

    Every machine keeps an install date or a year of manufacture. A price's VAT basis and base year
    stand only beside a price.
    """
    rng = stream(seed, "habits")
    owner, organisations = pd.factorize(assets[c.ORGANISATION_CODE])
    recorded = {}
    for habit in HABITS:
        keeps = rng.random(len(organisations)) < habit.organisations
        filled = rng.random(len(assets)) < np.where(keeps[owner], habit.kept, habit.elsewhere)
        for column in habit.columns:
            recorded[column] = assets[column].where(filled | assets[column].isin(habit.always))
    dateless = recorded[c.INSTALL_DATE].isna()
    recorded[c.MANUFACTURE_YEAR] = recorded[c.MANUFACTURE_YEAR].where(~dateless, assets[c.MANUFACTURE_YEAR])
    priced = recorded[c.REPLACEMENT_COST_GBP].notna()
    for column in (c.VAT_BASIS, c.PRICE_BASE_YEAR):
        recorded[column] = recorded[column].where(priced)
    return assets.assign(**recorded)
