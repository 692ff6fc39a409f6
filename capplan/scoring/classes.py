"""What the reference tables say of each asset's class, one number an asset."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.reference import Reference
from capplan.scoring.values import Numbers

# Non-ionising imaging has 2 (see `asset_classes.toml`).
_RADIATION_CONSEQUENCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFacts:
    """Columns of the class tables, spelt as there, aligned with the assets; NaN where a class has none."""

    life_high_years: Numbers
    life_mid_years: Numbers
    life_low_years: Numbers
    use_low_per_year: Numbers
    use_high_per_year: Numbers
    minutes_low: Numbers
    minutes_high: Numbers
    faults_per_year_low: Numbers
    faults_per_year_mid: Numbers
    faults_per_year_high: Numbers
    outage_days_low: Numbers
    outage_days_mid: Numbers
    outage_days_high: Numbers
    consequence_low_gbp: Numbers
    consequence_mid_gbp: Numbers
    consequence_high_gbp: Numbers
    safety_consequence: Numbers
    cyber_consequence: Numbers
    maintenance_share_mid: Numbers
    maintenance_growth: Numbers
    warranty_years: Numbers
    life_cap_years: Numbers
    is_ionising: Numbers


def class_facts(assets: pd.DataFrame, reference: Reference) -> ClassFacts:
    """The facts of each asset's class; takes `ASSET_CLASS`.

    `life_cap_years` is the cap on an imaging device's life (a class with a DICOM modality) and
    infinite for every other class. `is_ionising` is 1 for an imaging device whose worst credible harm
    is that of radiation (a safety consequence of 3 or more), else 0: only such a device has a dose.
    """
    is_imaging = reference.classes["dicom"].fillna("") != ""
    cap = is_imaging.map({True: reference.parameters["life_cap_years"], False: float("inf")})
    is_ionising = is_imaging & (reference.classes["safety_consequence"] >= _RADIATION_CONSEQUENCE)
    of_class = reference.classes.assign(life_cap_years=cap, is_ionising=is_ionising.astype("float64"))
    names = [field.name for field in fields(ClassFacts)]
    rows = of_class[names].reindex(assets[c.ASSET_CLASS])
    return ClassFacts(**{name: rows[name].to_numpy() for name in names})


def repeated(facts: ClassFacts, times: int) -> ClassFacts:
    """The facts of each asset as many times over, one after the other: what meets assets x draws laid in one line."""
    return ClassFacts(**{field.name: np.repeat(getattr(facts, field.name), times) for field in fields(ClassFacts)})
