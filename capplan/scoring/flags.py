"""Flags beside the score: what a reader should know that no weight should trade."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.evaluation import utilisation_ratio
from capplan.scoring.inputs import Completions

# What each flag says of the asset it stands beside.
MEANINGS = {
    "over_10y": "past the age at which guidance says to replace",
    "U_from_exams": "utilisation rests on activity, which sets expected life too",
    "consolidate": "so little used that consolidation should be weighed before replacement",
}


def flags(assets: pd.DataFrame, inputs: Completions, policy: Policy) -> pd.Series:
    """The flags of each asset (see `MEANINGS`), a space between, or missing where there are none.

    Takes columns `ASSETS`. A flag is certain, not possible: age and utilisation raise theirs only where
    every completion of what is missing does.
    """
    parameters = policy.reference.parameters
    activity_given = assets[c.ACTIVITY_PER_YEAR].notna().to_numpy()
    raised = {
        "over_10y": inputs.best.age_years > parameters["guide_age_years"],
        "U_from_exams": ~inputs.given["hours_used_per_year"] & activity_given & ~np.isnan(inputs.best.minutes),
        "consolidate": utilisation_ratio(inputs.worst) < parameters["low_utilisation_ratio"],
    }
    # Every combination of flags has one text, so a million rows need only look theirs up.
    names = list(raised)
    combination = np.packbits(np.stack(list(raised.values())), axis=0, bitorder="little")[0]
    texts = np.array(
        [" ".join(name for place, name in enumerate(names) if code >> place & 1) for code in range(1 << len(names))],
        dtype=object,
    )
    return pd.Series(texts[combination], index=assets.index, dtype="str").mask(combination == 0)
