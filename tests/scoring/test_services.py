"""The picture of services: ages against the guide, and who differs by more than chance."""

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan import frames
from capplan.errors import InputError
from capplan.policy import Policy
from capplan.scoring import age_profile, not_compared, organisations_of, picture, services, spread
from capplan.scoring.funnel import funnel

NONE = frames.empty(c.ORGANISATIONS)


def estate(rows: int, **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame({c.ASSET_ID: [f"A-{number}" for number in range(rows)]}).assign(**columns)
    return frame.reindex(columns=list(c.ASSETS))


def test_the_cocir_example_meets_none_of_its_rules(policy: Policy) -> None:
    """Ages of 2, 4, 5, 7, 9 and 12 are 50, 33 and 17 %: too few young, too many of middle age and old."""
    assets = estate(6, **{c.AGE_YEARS: [2.0, 4, 5, 7, 9, 12], c.ASSET_CLASS: "ct", c.NETWORK: "North"})
    profile = age_profile(assets, policy)
    assert tuple(profile.columns) == c.AGE_PROFILE
    row = profile.query("network == 'all' and asset_class == 'ct'").iloc[0]
    shares = row[[c.UP_TO_5_RATIO, c.OVER_5_TO_10_RATIO, c.OVER_10_RATIO]].tolist()
    assert shares == pytest.approx([1 / 2, 1 / 3, 1 / 6])
    assert row[c.GUIDE_RULES_MET] == 0


def test_unknown_ages_are_counted_and_not_guessed(policy: Policy) -> None:
    """A machine without an age counts as a machine, not as young; scrapped ones do not count at all."""
    assets = estate(3, **{c.AGE_YEARS: [1.0, None, 30.0], c.ASSET_CLASS: "mri", c.STATUS: ["in_use", None, "disposed"]})
    row = age_profile(assets, policy).query("network == 'all' and asset_class == 'all'").iloc[0]
    assert (row[c.ASSET_COUNT], row[c.AGED_COUNT], row[c.UP_TO_5_RATIO], row[c.GUIDE_RULES_MET]) == (2, 1, 1, 3)


def test_limits_are_wider_where_less_is_known() -> None:
    """Half the posts have limits root two times as far from the overall rate; chance alone raises no flag."""
    limits = funnel(np.full(6, 10.0), np.array([100.0, 100, 100, 100, 100, 50]), is_share=False)
    assert (limits.high - limits.overall)[5] == pytest.approx((limits.high - limits.overall)[0] * 2**0.5)
    even = funnel(np.array([9.0, 11, 10, 10, 10]), np.full(5, 100.0), is_share=False)
    assert ((even.low < even.rate) & (even.rate < even.high)).all()


def test_fewer_than_five_have_no_limits() -> None:
    """Four organisations are compared, and none is called an outlier."""
    assert np.isnan(funnel(np.array([1.0, 2, 3, 90]), np.full(4, 100.0), is_share=True).high).all()


def told(names: list[str], **columns: object) -> pd.DataFrame:
    return pd.DataFrame({c.ORGANISATION: names}).assign(**columns).reindex(columns=list(c.ORGANISATIONS))


def test_an_outlier_is_named_with_its_side(policy: Policy) -> None:
    """One of twelve with three times the vacancies lies above its limits; the others do not."""
    names = [f"Trust {letter}" for letter in "ABCDEFGHIJKL"]
    vacant = [10.0, 11, 9, 10, 12, 8, 10, 11, 9, 10, 10, 30]
    measured = services(estate(0), told(names, **{c.ESTABLISHMENT_WTE: 100.0, c.VACANT_WTE: vacant}), policy)
    assert tuple(measured.columns) == c.SERVICES
    row = spread(measured).set_index(c.MEASURE).loc["vacancy rate"]
    assert (row[c.OUTLIERS], row[c.GROUP_COUNT], row[c.LEAST], row[c.MOST]) == ("Trust L (high)", 12, 0.08, 0.30)


def test_rates_of_organisations_and_networks(policy: Policy) -> None:
    """Units and exams per million, pay per exam and downtime per 1,000 exams, for both levels."""
    assets = estate(4, **{
        c.ORGANISATION: ["A", "A", "B", "B"], c.NETWORK: "North", c.STATUS: None,
        c.ACTIVITY_PER_YEAR: [4_000.0, 6_000, None, 5_000], c.DOWNTIME_HOURS_PER_YEAR: [40.0, 10, 70, None],
    })  # fmt: skip
    file = told(["A", "B"], **{c.POPULATION: [500_000.0, 250_000], c.EXAMS_PER_YEAR: [10_000.0, 9_000],
                               c.PAY_GBP: [600_000.0, 450_000], c.DEMAND_GROWTH: [0.03, -0.01]})  # fmt: skip
    found = services(assets, file, policy).set_index([c.LEVEL, c.MEASURE, c.GROUP])[c.MEASURED].sort_index()
    assert found["organisation", "machines per million people"].to_dict() == {"A": 4, "B": 8}
    assert found["organisation", "pay per exam, £"].to_dict() == {"A": 60, "B": 50}
    assert found["organisation", "downtime per 1,000 exams, hours"].to_dict() == {"A": 5}
    assert found["network", "machines per million people", "North"] == pytest.approx(4 / 0.75)
    assert found["network", "growth of demand a year", "North"] == pytest.approx((300 - 90) / 19_000)


def test_missing_organisations_are_listed_not_zero(policy: Policy) -> None:
    """One without machines, one without a row and one with a blank are named; none of them is compared as 0."""
    assets = estate(2, **{c.ORGANISATION: ["A", "C"]})
    file = told(["A", "B"], **{c.POPULATION: [500_000.0, 100_000]})
    missing = not_compared(assets, file).set_index(c.ORGANISATION)[c.WHAT_IS_MISSING]
    assert "machines in the register" in missing["B"]
    assert "population" in missing["C"]
    assert "population" not in missing["A"]
    units = services(assets, file, policy).query("measure == 'machines per million people' and level == 'organisation'")
    assert units[c.GROUP].tolist() == ["A"]


def test_a_code_and_a_name_are_one_organisation(policy: Policy) -> None:
    """A file may give the code, or the name alone, of an organisation that the register gives both of."""
    assets = estate(1, **{c.ORGANISATION: ["Eastfen"], c.ORGANISATION_CODE: ["XA1"]})
    for file in (
        told(["eastfen"], **{c.POPULATION: [1e6]}),
        told([None], **{c.ORGANISATION_CODE: ["xa1"], c.POPULATION: [1e6]}),
    ):
        found = services(assets, file, policy).query("measure == 'machines per million people'")
        assert found[c.GROUP].tolist() == ["Eastfen"]


def test_faults_of_the_file_are_told_all_at_once() -> None:
    """A word for a number, a negative, a name twice, no name and an unknown heading, each with its place."""
    text = pd.DataFrame(
        {"organisation": ["A", "A", ""], "population": ["many", "-5", "1,000"], "beds": ["1", "2", "3"]}
    )
    with pytest.raises(InputError) as caught:
        organisations_of(text, "organisations.csv")
    said = "\n".join(map(str, caught.value.problems))
    for part in (
        "row 2, population: 'many'",
        "row 3, population: '-5'",
        "row 3: A is there twice",
        "row 4: no organisation",
        "heading 'beds'",
    ):
        assert part in said


def test_a_blank_of_the_file_is_missing() -> None:
    """Blank is not 0; pounds and commas are read; growth may be negative."""
    text = pd.DataFrame({"organisation": ["A"], "pay_gbp": ["£1,250"], "population": [""], "demand_growth": ["-0.02"]})
    row = organisations_of(text, "organisations.csv").iloc[0]
    assert (row[c.PAY_GBP], row[c.DEMAND_GROWTH]) == (1_250, -0.02)
    assert pd.isna(row[c.POPULATION])


def test_growth_below_nought_is_no_outlier_for_its_sign_alone() -> None:
    """Where some grow and some shrink by as much as others, limits run below 0 and nobody is named."""
    growth = np.array([300.0, -200, 250, -150, 200, 100, -100])
    limits = funnel(growth, np.full(7, 10_000.0), is_share=False)
    assert (limits.low < 0).all()
    assert ((limits.low < limits.rate) & (limits.rate < limits.high)).all()
    assert not np.isnan(funnel(-growth, np.full(7, 10_000.0), is_share=False).high).any()


def test_machines_per_million_are_told_by_group(policy: Policy) -> None:
    """Two CTs and one MRI for half a million people are 4 and 2 a million; an organisation without an MRI has 0."""
    assets = estate(4, **{c.ORGANISATION: ["A", "A", "A", "B"], c.ASSET_CLASS: ["ct", "ct", "mri_3t", "ct"]})
    file = told(["A", "B"], **{c.POPULATION: [500_000.0, 1_000_000]})
    found = services(assets, file, policy).query("level == 'organisation'").set_index([c.MEASURE, c.GROUP])[c.MEASURED]
    assert found["CT machines per million people"].to_dict() == {"A": 4, "B": 1}
    assert found["MRI machines per million people"].to_dict() == {"A": 2, "B": 0}


def test_the_picture_in_sentences(policy: Policy) -> None:
    """Age against the guide, the spread with who is outside it, machines by group, and what is missing."""
    names = [f"Trust {letter}" for letter in "ABCDEFGHIJKL"]
    vacant = [10.0, 11, 9, 10, 12, 8, 10, 11, 9, 10, 10, 30]
    assets = estate(12, **{c.ORGANISATION: names, c.ASSET_CLASS: "ct", c.AGE_YEARS: [2.0, 7, 12, None] * 3,
                           c.NETWORK: ["North", "South"] * 6})  # fmt: skip
    file = told(names, **{c.ESTABLISHMENT_WTE: 100.0, c.VACANT_WTE: vacant, c.POPULATION: 250_000.0})
    measured = services(assets, file, policy)
    said = "\n".join(picture(age_profile(assets, policy), spread(measured), not_compared(assets, file), policy))
    for part in (
        "Of 9 machines in use whose age is known, 33 % are up to 5 years (guide: at least 60 %)",
        "The age of three others is not known.",
        "None of the 2 networks meets at least two of the guide's three rules",
        "The classes with the most over 10 years: CT scanner (33 %).",
        "Vacancy rate: 8.0 % to 30.0 % between 12 organisations, 11.7 % overall; ",
        "outside their funnel limits: Trust L (high).",
        "Vacancy rate: 10.0 % to 13.3 % between 2 networks",
        "too few for funnel limits, which need 5.",
        "Machines per million people by group: CT 4.",
        "exams (12)",
    ):
        assert part in said, said
    assert picture(age_profile(estate(0), policy), spread(services(estate(0), NONE, policy)),
                   not_compared(estate(0), NONE), policy) == ["No machine in use has a known age."]  # fmt: skip
