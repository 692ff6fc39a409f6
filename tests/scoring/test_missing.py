"""What is missing widens an interval; it is never filled in silently, and never earns a place."""

import datetime as dt

import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring import score, score_ends
from capplan.scoring.age import age_range
from capplan.scoring.classes import class_facts
from capplan.scoring.evaluation import safety_likelihood
from capplan.scoring.evidence import resilience_range, support_range, units_on_site
from capplan.scoring.inputs import completions


def registered(rows: dict[c.Column, list[object]]) -> pd.DataFrame:
    return pd.DataFrame(rows).reindex(columns=list(c.ASSETS))


def ends(assets: pd.DataFrame, policy: Policy) -> list[float]:
    return score(assets, policy)[[c.NEED_LOW, c.NEED_SCORE, c.NEED_HIGH]].iloc[0].tolist()


@pytest.mark.parametrize(
    ("precision", "youngest", "oldest"),
    [
        ("day", "2017-05-20", "2017-05-20"),
        (None, "2017-05-20", "2017-05-20"),
        ("month", "2017-05-31", "2017-05-01"),
        ("quarter", "2017-06-30", "2017-04-01"),
        ("year", "2017-12-31", "2017-01-01"),
        ("approximate", "2017-12-31", "2017-01-01"),
    ],
)
def test_a_date_is_as_exact_as_its_precision(precision: str | None, youngest: str, oldest: str, policy: Policy) -> None:
    """A date known to the year may fall on any day of it; age is days over 365.25."""
    assets = registered({c.INSTALL_DATE: [pd.Timestamp("2017-05-20")], c.INSTALL_PRECISION: [precision]})
    age = age_range(assets, policy)
    as_at = pd.Timestamp(policy.plan.as_at)
    expected = [(as_at - pd.Timestamp(day)).days / 365.25 for day in (youngest, oldest)]
    assert [age.best[0], age.worst[0]] == pytest.approx(expected)
    assert age.middle[0] == pytest.approx(sum(expected) / 2)


def test_an_age_that_is_given_is_exact(policy: Policy) -> None:
    """The register's own age is taken as it is; the date made from it keeps its precision."""
    assets = registered({c.AGE_YEARS: [9.0], c.INSTALL_DATE: [pd.Timestamp("2018-01-01")],
                         c.INSTALL_PRECISION: ["year"]})  # fmt: skip
    age = age_range(assets, policy)
    assert age.best[0] == age.worst[0] == 9


def test_no_age_runs_from_new_to_twenty(ct: pd.DataFrame, policy: Policy) -> None:
    """With no date at all need runs over 0 to 20 years, and no age is printed."""
    undated = ct.assign(**{c.AGE_YEARS: None})
    aged = [score(ct.assign(**{c.AGE_YEARS: years}), policy)[c.NEED_SCORE].item() for years in (0.0, 10.0, 20.0)]
    assert ends(undated, policy) == pytest.approx(aged)
    row = score(undated, policy).iloc[0]
    assert pd.isna(row[c.AGE_USED_YEARS])
    assert pd.isna(row[c.LIFE_CONSUMED_RATIO])
    assert row[c.WIDEST_FIELD] == c.INSTALL_DATE


def test_a_machine_not_yet_installed_is_new(policy: Policy) -> None:
    """An age is never below 0."""
    assets = registered({c.INSTALL_DATE: [pd.Timestamp("2027-12-01")], c.INSTALL_PRECISION: ["day"]})
    assert age_range(assets, policy).worst[0] == 0


def test_a_refurbishment_does_not_make_it_younger(ct: pd.DataFrame, policy: Policy) -> None:
    """Age runs from installation."""
    refurbished = ct.assign(**{c.REFURBISHED_DATE: pd.Timestamp("2026-01-01")})
    assert ends(refurbished, policy) == ends(ct, policy)


def test_no_activity_runs_from_the_low_use_life_to_the_high_use_life(ct: pd.DataFrame, policy: Policy) -> None:
    """With hours given, missing activity only leaves the life open: 8 to 12 years, 10 in the middle."""
    used = [score(ct.assign(**{c.ACTIVITY_PER_YEAR: e}), policy)[c.NEED_SCORE].item() for e in (0, 11_250, 90_000)]
    assert ends(ct.assign(**{c.ACTIVITY_PER_YEAR: None}), policy) == pytest.approx(used)
    assert score(ct.assign(**{c.ACTIVITY_PER_YEAR: None}), policy)[c.LIFE_YEARS].item() == 10


def test_missing_hours_follow_from_activity(ct: pd.DataFrame, policy: Policy) -> None:
    """Hours used are activity times the class's minutes, 15 to 20 for CT."""
    hours = [score(ct.assign(**{c.HOURS_USED_PER_YEAR: 18_000 * m / 60}), policy) for m in (15, 17.5, 20)]
    expected = [frame[c.NEED_SCORE].item() for frame in hours]
    assert ends(ct.assign(**{c.HOURS_USED_PER_YEAR: None}), policy) == pytest.approx(expected)


def test_missing_hours_and_activity_leave_utilisation_open(ct: pd.DataFrame, policy: Policy) -> None:
    """With neither, utilisation runs from 0 to 100."""
    blank = ct.assign(**{c.HOURS_USED_PER_YEAR: None, c.ACTIVITY_PER_YEAR: None, c.EXPECTED_LIFE_YEARS: 8.2})
    row = score(blank, policy).iloc[0]
    rest = policy.weights.age * row[c.AGE_VALUE] + policy.weights.risk * row[c.RISK_VALUE]
    assert row[c.NEED_LOW] == pytest.approx(rest)
    assert row[c.NEED_HIGH] == pytest.approx(rest + policy.weights.utilisation * 100)


def test_staffed_hours_run_from_a_day_week_to_a_long_one(ct: pd.DataFrame, policy: Policy) -> None:
    """Missing staffed hours are 2,600 to 4,368 a year; a 0 is a blank."""
    expected = [
        score(ct.assign(**{c.HOURS_AVAILABLE_PER_YEAR: hours}), policy)[c.NEED_SCORE].item()
        for hours in (4_368, 3_484, 2_600)
    ]
    for blank in (None, 0):
        assert ends(ct.assign(**{c.HOURS_AVAILABLE_PER_YEAR: blank}), policy) == pytest.approx(expected)


@pytest.mark.parametrize("blank", [c.UNPLANNED_EVENTS, c.OBSERVATION_YEARS])
def test_half_a_fault_log_is_none(blank: c.Column, ct: pd.DataFrame, policy: Policy) -> None:
    """Losses without years, or years without losses, leave the class's range of rates."""
    cost = [rate * 1.2666666667 * 60_600 + 9.6 + 7_040 for rate in (0.2, 0.5, 1.5)]
    row = score(ct.assign(**{blank: None}), policy).iloc[0]
    assert row[c.RISK_COST_GBP_PER_YEAR] == pytest.approx(cost[1])
    assert row[c.FAULT_RATE_PER_YEAR] == pytest.approx(0.5 * 1.2666666667)
    assert row[c.NEED_LOW] < row[c.NEED_SCORE] < row[c.NEED_HIGH]


@pytest.mark.parametrize(
    ("ends_on", "factors"),
    [
        ("2027-03-31", [1.3, 1.3, 1.6]),
        ("2027-04-01", [1.1, 1.1, 1.1]),
        ("2029-04-01", [1.1, 1.1, 1.1]),
        ("2029-04-02", [1.0, 1.0, 1.0]),
        (None, [1.0, 1.1, 1.6]),
    ],
)
def test_support_is_told_by_its_last_day(ends_on: str | None, factors: list[float], policy: Policy) -> None:
    """Past: ended, with or without spares; within 24 months: ending; later: supported."""
    assets = registered({c.END_OF_SUPPORT_DATE: [pd.Timestamp(ends_on) if ends_on else pd.NaT]})
    support = support_range(assets, policy)
    assert [support.best[0], support.middle[0], support.worst[0]] == factors


def test_a_recorded_status_goes_before_the_date(policy: Policy) -> None:
    """Support status as recorded stands, whatever the date says."""
    assets = registered({c.SUPPORT_STATUS: ["supported"], c.END_OF_SUPPORT_DATE: [pd.Timestamp("2020-01-01")]})
    assert support_range(assets, policy).worst[0] == 1.0


@pytest.mark.parametrize(
    ("name", "quality", "notice", "dose", "likelihood"),
    [
        ("ct", "pass", "none", 0.9, [1, 1, 1]),
        ("ct", None, "none", 0.9, [1, 2, 4]),
        ("ct", "pass", None, 0.9, [1, 1, 1]),
        ("ct", "pass", "none", None, [1, 1, 1]),
        ("ct", None, None, None, [1, 2, 4]),
        ("mri", "pass", "none", None, [1, 1, 1]),
        ("vehicle_light", "pass", "none", None, [1, 1, 1]),
        ("ct", "pass", "mitigated", 0.9, [3, 3, 3]),
        ("ct", None, "mitigated", 0.9, [3, 3, 4]),
        ("ct", "remedial", "none", 1.0, [2, 2, 2]),
        ("ct", "remedial", "none", 1.01, [3, 3, 3]),
        ("ct", "restricted", "unmitigated", 2.0, [4, 4, 4]),
        ("ct", "suspended", None, None, [5, 5, 5]),
    ],
)
def test_likelihood_of_harm_is_the_highest_of_its_signs(
    name: str, quality: str | None, notice: str | None, dose: float | None, likelihood: list[int], policy: Policy
) -> None:
    """A blank test is no answer; a blank notice or dose is read as none, unless the plan file says otherwise."""
    assets = registered(
        {c.ASSET_CLASS: [name], c.QA_STATUS: [quality], c.SAFETY_NOTICE: [notice], c.DOSE_RATIO: [dose]}
    )
    known = completions(assets, class_facts(assets, policy.reference), policy)
    assert [safety_likelihood(end)[0] for end in (known.best, known.middle, known.worst)] == likelihood


@pytest.mark.parametrize(("table", "column", "worst"), [("notice", c.SAFETY_NOTICE, 4), ("dose", c.DOSE_RATIO, 3)])
def test_a_blank_may_be_taken_for_no_answer(ct: pd.DataFrame, table: str, column: c.Column, worst: int) -> None:
    """An owner whose register does not record notices, or doses, says so in the plan file, and need opens."""
    unrecorded = {"risk": {f"{table}_if_missing": {"levels": {"worst": worst}}}}
    for overrides, is_open in (({}, False), (unrecorded, True)):
        policy = Policy.model_validate({"plan": {"as_at": dt.date(2027, 4, 1)}, "reference": overrides})
        low, _, high = ends(ct.assign(**{column: None}), policy)
        assert (low < high) == is_open


def test_resilience_is_told_by_the_other_machines_on_the_site(policy: Policy) -> None:
    """One in use is single, two are limited, three stand in for each other; scrapped ones do not count."""
    rows = [("X", "ct", "in_use")] * 3 + [("Y", "ct", None), ("Y", "ct", "disposed"), ("Y", "mri", "in_use")]
    sites, classes, statuses = zip(*rows, strict=True)
    assets = registered({c.SITE: list(sites), c.ASSET_CLASS: list(classes), c.STATUS: list(statuses)})
    assert units_on_site(assets).tolist() == [3, 3, 3, 1, 2, 1]
    step = resilience_range(assets, policy)
    assert step.best.tolist() == step.worst.tolist() == [-1, -1, -1, 0, 0, 0]


def test_one_site_name_under_two_owners_is_two_sites(policy: Policy) -> None:
    """Machines stand in for each other on one owner's site only."""
    assets = registered({c.SITE: ["Main"] * 2, c.ORGANISATION: ["A", "B"], c.ASSET_CLASS: ["ct"] * 2})
    assert units_on_site(assets).tolist() == [1, 1]


def test_without_a_site_resilience_may_be_anything(policy: Policy) -> None:
    """From another machine standing in to the only one on an emergency pathway."""
    step = resilience_range(registered({c.ASSET_CLASS: ["ct"]}), policy)
    assert (step.best[0], step.middle[0], step.worst[0]) == (-1, 0, 1)


def test_without_a_class_there_is_no_score(ct: pd.DataFrame, policy: Policy) -> None:
    """The row stays, without need or rating, and its class is what to find out."""
    row = score(ct.assign(**{c.ASSET_CLASS: None}), policy).iloc[0]
    assert row[[c.LIFE_YEARS, c.NEED_SCORE, c.NEED_LOW, c.NEED_HIGH, c.RISK_COST_GBP_PER_YEAR]].isna().all()
    assert row[c.RISK_LIKELIHOOD] is pd.NA
    assert row[c.WIDEST_FIELD] == c.ASSET_CLASS


def test_a_class_without_lives_needs_its_owners(ct: pd.DataFrame, policy: Policy) -> None:
    """A vehicle has no published life; with its owner's it is scored like any other."""
    van = ct.assign(**{c.ASSET_CLASS: "vehicle_light"})
    assert score(van, policy)[c.WIDEST_FIELD].item() == c.EXPECTED_LIFE_YEARS
    scored = score(van.assign(**{c.EXPECTED_LIFE_YEARS: 18}), policy).iloc[0]
    assert scored[c.LIFE_YEARS] == 18
    assert scored[c.NEED_LOW] == scored[c.NEED_SCORE] == scored[c.NEED_HIGH]


def test_an_owners_life_goes_first_where_the_policy_says_so(ct: pd.DataFrame) -> None:
    """Else the class's life at its own use; no imaging device outlives the cap of 15 years."""
    owned = ct.assign(**{c.EXPECTED_LIFE_YEARS: 9})
    for first, years in ((True, 9), (False, 8.2)):
        policy = Policy.model_validate({"plan": {"as_at": dt.date(2027, 4, 1)}, "life": {"owner_first": first}})
        assert score(owned, policy)[c.LIFE_YEARS].item() == pytest.approx(years)
        assert score(ct.assign(**{c.EXPECTED_LIFE_YEARS: 40}), policy)[c.LIFE_YEARS].item() <= 15


def test_an_owner_who_gives_life_and_hours_need_not_give_activity(ct: pd.DataFrame, policy: Policy) -> None:
    """Activity has nothing left to tell, so the asset is complete."""
    row = score(ct.assign(**{c.EXPECTED_LIFE_YEARS: 9, c.ACTIVITY_PER_YEAR: None}), policy).iloc[0]
    assert row[c.COMPLETENESS_RATIO] == 1
    assert row[c.NEED_LOW] == row[c.NEED_HIGH]


def test_a_bare_row_is_still_scored(policy: Policy) -> None:
    """A class and a date are enough: a wide interval, and the field that would narrow it most."""
    bare = pd.DataFrame({c.ASSET_ID: ["A"], c.ASSET_CLASS: ["ct"], c.INSTALL_DATE: [pd.Timestamp("2018-04-01")]})
    row = score(bare, policy).iloc[0]
    assert row[c.NEED_LOW] < row[c.NEED_SCORE] < row[c.NEED_HIGH]
    assert row[c.COMPLETENESS_RATIO] == pytest.approx(1 / 14)
    assert row[c.WIDEST_FIELD] in (c.UNPLANNED_EVENTS, c.CONSEQUENCE_GBP_PER_EVENT, c.ACTIVITY_PER_YEAR)


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({}, None),
        ({c.AGE_YEARS: 10.0}, None),
        ({c.AGE_YEARS: 10.1}, "over_10y"),
        ({c.AGE_YEARS: None}, None),
        ({c.HOURS_USED_PER_YEAR: None}, "U_from_exams"),
        ({c.HOURS_USED_PER_YEAR: None, c.ACTIVITY_PER_YEAR: None}, None),
        ({c.HOURS_USED_PER_YEAR: 700.0}, "consolidate"),
        ({c.HOURS_USED_PER_YEAR: 700.0, c.HOURS_AVAILABLE_PER_YEAR: None}, "consolidate"),
        ({c.HOURS_USED_PER_YEAR: 800.0, c.HOURS_AVAILABLE_PER_YEAR: None}, None),
        ({c.AGE_YEARS: 12.0, c.HOURS_USED_PER_YEAR: 700.0}, "over_10y consolidate"),
    ],
)
def test_flags_say_only_what_is_certain(
    changes: dict[c.Column, object], flags: str | None, ct: pd.DataFrame, policy: Policy
) -> None:
    """A flag stands beside the score: past ten years, use told by exams alone, or too little used to replace."""
    found = score(ct.assign(**changes), policy)[c.FLAGS].item()
    assert (None if pd.isna(found) else found) == flags


def test_the_ends_of_a_score_are_the_ends_of_its_need(ct: pd.DataFrame, policy: Policy) -> None:
    """Scored at either end of what is missing, need is the low and the high of the score; what is given is not
    counted as missing."""
    sparse = ct.assign(**{c.HOURS_USED_PER_YEAR: None, c.ACTIVITY_PER_YEAR: None})
    scores = score(sparse, policy)
    found = score_ends(sparse, scores, policy)
    assert [frame[c.NEED_SCORE].item() for frame in (found.low, found.high)] == [
        scores[c.NEED_LOW].item(), scores[c.NEED_HIGH].item(),
    ]  # fmt: skip
    assert found.missing.item() == score_ends(ct, score(ct, policy), policy).missing.item() + 2
