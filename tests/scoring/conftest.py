"""Four assets worked by hand, and the policy they are worked under."""

import datetime as dt

import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import Policy, default_policy

# fmt: off
WORKED = {
    c.ASSET_ID:                  ["CT-01", "MR-02", "XR-03", "CT-04"],
    c.ASSET_CLASS:               ["ct", "mri", "xray_room", "ct"],
    c.AGE_YEARS:                 [9.0, 12.0, 16.0, 3.0],
    c.ACTIVITY_PER_YEAR:         [18_000, 5_000, 9_000, 12_000],
    c.HOURS_USED_PER_YEAR:       [4_200, 2_300, 1_000, 2_600],
    c.HOURS_AVAILABLE_PER_YEAR:  [4_500, 3_000, 2_600, 3_900],
    c.UNPLANNED_EVENTS:          [6, 2, 1, 1],
    c.OBSERVATION_YEARS:         [3.0, 3.0, 3.0, 3.0],
    c.SUPPORT_STATUS:            ["ends_24m", "ended_spares", "supported", "supported"],
    c.DOWNTIME_TREND:            ["rising", "normal", "normal", "normal"],
    c.OS_STATUS:                 ["unsupported_connected", "unsupported_isolated", "supported", "supported"],
    c.QA_STATUS:                 ["pass", "pass", "pass", "pass"],
    c.SAFETY_NOTICE:             ["none", "none", "none", "none"],
    c.DOSE_RATIO:                [0.8, None, 0.9, 0.8],
    c.OUTAGE_DAYS_PER_EVENT:     [3.0, 5.0, 1.5, 2.0],
    c.REDUNDANCY:                ["single_emergency", "limited", "n_plus_1", "limited"],
    c.CONSEQUENCE_GBP_PER_EVENT: [60_600, 35_000, 4_000, 24_000],
}
# fmt: on


@pytest.fixture
def worked() -> pd.DataFrame:
    """Four imaging machines with nothing missing."""
    return pd.DataFrame(WORKED)


@pytest.fixture
def ct(worked: pd.DataFrame) -> pd.DataFrame:
    """The first of the four: nine years old, busy, failing, and alone on an emergency pathway."""
    return worked.head(1)


@pytest.fixture
def policy() -> Policy:
    """Every default, with a plan that starts on the as-at date, so that its first year is year 0."""
    policy = default_policy(as_at=dt.date(2027, 4, 1))
    assert policy.plan.start == 2027
    return policy
