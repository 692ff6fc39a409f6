"""Laws of the score that hold for every asset."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan import columns as c
from capplan.policy import Policy
from capplan.reference import load_reference
from capplan.scoring import challenger, deferral_cost, outlook, pairs, robustness, score, stresses
from capplan.scoring.hazard import HAZARDS
from capplan.scoring.weightings import pairwise_index

# A blank notice or dose is read as none by default; here it is no answer, so that every blank opens the interval.
NO_ANSWER = {"notice_if_missing": {"levels": {"worst": 4}}, "dose_if_missing": {"levels": {"worst": 3}}}
POLICY = Policy.model_validate(
    {"plan": {"as_at": dt.date(2027, 4, 1), "start": 2027}, "reference": {"risk": NO_ANSWER}}
)
CLASSES = load_reference().classes
IMAGING = [name for name in CLASSES.index if CLASSES.loc[name, "dicom"]]
LEVELS = {
    c.SUPPORT_STATUS: c.SUPPORT_STATUS.choices,
    c.DOWNTIME_TREND: c.DOWNTIME_TREND.choices,
    c.OS_STATUS: c.OS_STATUS.choices,
    c.QA_STATUS: c.QA_STATUS.choices,
    c.SAFETY_NOTICE: c.SAFETY_NOTICE.choices,
}
SUSPECTED = {c.OS_STATUS: c.OS_STATUS.choices[:-1], c.QA_STATUS: c.QA_STATUS.choices[:-1]}
NUMBERS = {
    c.AGE_YEARS: (0.0, 40.0),
    c.ACTIVITY_PER_YEAR: (0.0, 40_000.0),
    c.HOURS_USED_PER_YEAR: (0.0, 8_000.0),
    c.HOURS_AVAILABLE_PER_YEAR: (500.0, 8_760.0),
    c.OBSERVATION_YEARS: (0.0, 10.0),
    c.UNPLANNED_EVENTS: (0, 40),
    c.OUTAGE_DAYS_PER_EVENT: (0.0, 200.0),
    c.DOSE_RATIO: (0.1, 3.0),
    c.CONSEQUENCE_GBP_PER_EVENT: (1, 500_000),
}
RISING = (c.AGE_YEARS, c.ACTIVITY_PER_YEAR, c.HOURS_USED_PER_YEAR, c.UNPLANNED_EVENTS, c.OUTAGE_DAYS_PER_EVENT,
          c.DOSE_RATIO, c.CONSEQUENCE_GBP_PER_EVENT)  # fmt: skip
OWNED_BY = {c.AGE_VALUE: (c.AGE_YEARS, c.ACTIVITY_PER_YEAR),
            c.UTILISATION_VALUE: (c.HOURS_USED_PER_YEAR, c.HOURS_AVAILABLE_PER_YEAR)}  # fmt: skip
CAN_BE_MISSING = [*NUMBERS, *LEVELS, c.REDUNDANCY]

numbers = {
    column: st.integers(low, high) if isinstance(low, int) else st.floats(low, high)
    for column, (low, high) in NUMBERS.items()
}
levels = {column: st.sampled_from(choices) for column, choices in LEVELS.items()}
complete = st.fixed_dictionaries(
    {c.ASSET_CLASS: st.sampled_from(IMAGING), c.REDUNDANCY: st.sampled_from(c.REDUNDANCY.choices)} | numbers | levels
)


def register(rows: list[dict[Any, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, index=[f"row {number}" for number in range(len(rows))])
    return frame.assign(**{c.ASSET_ID: [f"A-{number}" for number in range(len(rows))]})


def close_below(lower: float, upper: float) -> bool:
    return lower <= upper + 1e-9


@given(asset=complete, column=st.sampled_from(RISING), data=st.data())
@settings(max_examples=60, deadline=None)
def test_need_never_falls_as_things_get_worse(asset: dict[Any, Any], column: c.Column, data: st.DataObject) -> None:
    """Need, risk cost and risk value rise or stay with age, use, losses, outage, dose and consequence."""
    low, high = sorted([asset[column], data.draw(numbers[column])])
    scores = score(register([asset | {column: low}, asset | {column: high}]), POLICY)
    for figure in (c.NEED_SCORE, c.RISK_COST_GBP_PER_YEAR, c.RISK_VALUE, c.RISK_CONSEQUENCE):
        if figure != c.RISK_CONSEQUENCE or column == c.OUTAGE_DAYS_PER_EVENT:
            product = scores[c.RISK_LIKELIHOOD] * scores[c.RISK_CONSEQUENCE]
            values = product if figure == c.RISK_CONSEQUENCE else scores[figure]
            assert close_below(values.iloc[0], values.iloc[1])


@given(asset=complete, column=st.sampled_from([c.HOURS_AVAILABLE_PER_YEAR, c.OBSERVATION_YEARS]), data=st.data())
@settings(max_examples=50, deadline=None)
def test_need_never_rises_with_capacity_or_a_longer_record(
    asset: dict[Any, Any], column: c.Column, data: st.DataObject
) -> None:
    """More staffed hours, or the same losses over more years, never make need greater."""
    low, high = sorted([asset[column], data.draw(numbers[column])])
    need = score(register([asset | {column: low}, asset | {column: high}]), POLICY)[c.NEED_SCORE]
    assert close_below(need.iloc[1], need.iloc[0])


@given(asset=complete, column=st.sampled_from(list(LEVELS)))
@settings(max_examples=50, deadline=None)
def test_each_level_is_no_better_than_the_one_before(asset: dict[Any, Any], column: c.Column) -> None:
    """The levels of support, downtime, software, quality and notices stand from best to worst."""
    scores = score(register([asset | {column: level} for level in LEVELS[column]]), POLICY)
    assert (scores[c.NEED_SCORE].diff().dropna() >= -1e-9).all()
    assert (scores[c.RISK_COST_GBP_PER_YEAR].diff().dropna() >= -1e-9).all()


@given(asset=complete, column=st.sampled_from([*NUMBERS, *LEVELS]), data=st.data())
@settings(max_examples=60, deadline=None)
def test_each_field_feeds_one_part_of_need(asset: dict[Any, Any], column: c.Column, data: st.DataObject) -> None:
    """Age and activity move the age value only, hours the utilisation value only, all else risk only."""
    other = asset | {column: data.draw((numbers | levels)[column])}
    scores = score(register([asset, other]), POLICY)
    owner = next((part for part, fields in OWNED_BY.items() if column in fields), c.RISK_VALUE)
    for part in (c.AGE_VALUE, c.UTILISATION_VALUE, c.RISK_VALUE):
        if part != owner:
            assert scores[part].iloc[0] == scores[part].iloc[1]


def in_range(column: c.Column, asset: dict[Any, Any], data: st.DataObject) -> dict[c.Column, Any]:
    """A completion of one missing field, within the range that the field is said to have."""
    of_class = CLASSES.loc[asset[c.ASSET_CLASS]]
    if column in (c.UNPLANNED_EVENTS, c.OBSERVATION_YEARS):
        rate = data.draw(st.floats(of_class["faults_per_year_low"], of_class["faults_per_year_high"]))
        years = 1_000.0
        return {
            c.OBSERVATION_YEARS: years,
            c.UNPLANNED_EVENTS: rate * (2 + years) - 2 * of_class["faults_per_year_mid"],
        }
    if column == c.HOURS_USED_PER_YEAR and asset.get(c.ACTIVITY_PER_YEAR) is not None:
        minutes = data.draw(st.floats(of_class["minutes_low"], of_class["minutes_high"]))
        return {column: asset[c.ACTIVITY_PER_YEAR] * minutes / 60}
    ranges = {
        c.AGE_YEARS: (0.0, 20.0),
        c.HOURS_AVAILABLE_PER_YEAR: (2_600.0, 4_368.0),
        c.OUTAGE_DAYS_PER_EVENT: (of_class["outage_days_low"], of_class["outage_days_high"]),
        c.CONSEQUENCE_GBP_PER_EVENT: (of_class["consequence_low_gbp"], of_class["consequence_high_gbp"]),
    }
    if column in ranges:
        return {column: data.draw(st.floats(*map(float, ranges[column])))}
    choices = SUSPECTED.get(column, column.choices)
    return {column: data.draw(st.sampled_from(choices) if choices else numbers[column])}


@given(asset=complete, missing=st.sets(st.sampled_from(CAN_BE_MISSING), min_size=1), data=st.data())
@settings(max_examples=100, deadline=None)
def test_every_completion_lies_in_the_interval(
    asset: dict[Any, Any], missing: set[c.Column], data: st.DataObject
) -> None:
    """Whatever the missing fields turn out to be, need is between low and high; so is the score."""
    holes = asset | dict.fromkeys(missing)
    filled = dict(holes)
    for column in sorted(missing):
        filled |= in_range(column, filled, data)
    interval, known = (row for _, row in score(register([holes, filled]), POLICY).iterrows())
    assert interval[c.NEED_LOW] <= interval[c.NEED_SCORE] <= interval[c.NEED_HIGH]
    assert close_below(interval[c.NEED_LOW], known[c.NEED_SCORE])
    assert close_below(known[c.NEED_SCORE], interval[c.NEED_HIGH])


@given(asset=complete, missing=st.sets(st.sampled_from(CAN_BE_MISSING), min_size=1), data=st.data())
@settings(max_examples=100, deadline=None)
def test_supplying_a_field_never_widens_the_interval(
    asset: dict[Any, Any], missing: set[c.Column], data: st.DataObject
) -> None:
    """An answer within its range narrows need or leaves it as wide, and completeness never falls."""
    holes = asset | dict.fromkeys(missing)
    supplied = holes | in_range(data.draw(st.sampled_from(sorted(missing))), holes, data)
    before, after = (row for _, row in score(register([holes, supplied]), POLICY).iterrows())
    assert close_below(before[c.NEED_LOW], after[c.NEED_LOW])
    assert close_below(after[c.NEED_HIGH], before[c.NEED_HIGH])
    assert before[c.COMPLETENESS_RATIO] <= after[c.COMPLETENESS_RATIO]


@given(asset=complete, missing=st.sets(st.sampled_from(CAN_BE_MISSING), min_size=2), data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_field_worth_chasing_is_missing_and_narrows(
    asset: dict[Any, Any], missing: set[c.Column], data: st.DataObject
) -> None:
    """The field that is named is one of the missing ones, and there is one wherever need is open."""
    row = score(register([asset | dict.fromkeys(missing)]), POLICY).iloc[0]
    widest = row[c.WIDEST_FIELD]
    names = {c.AGE_YEARS: c.INSTALL_DATE, c.OBSERVATION_YEARS: c.UNPLANNED_EVENTS}
    if pd.isna(widest):
        return
    assert widest in {names.get(column, column) for column in missing}
    assert row[c.NEED_HIGH] > row[c.NEED_LOW]


@given(assets=st.lists(complete, min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_the_scale_holds(assets: list[dict[Any, Any]]) -> None:
    """Every value is within 0 to 100, and need lies between the least and the greatest of its parts."""
    scores = score(register(assets), POLICY)
    parts = scores[[c.AGE_VALUE, c.UTILISATION_VALUE, c.RISK_VALUE]]
    assert parts.ge(0).all().all()
    assert parts.le(100).all().all()
    assert (scores[c.NEED_SCORE] >= parts.min(axis=1) - 1e-9).all()
    assert (scores[c.NEED_SCORE] <= parts.max(axis=1) + 1e-9).all()


def test_the_ends_of_the_scale_are_reached() -> None:
    """All at its worst is 100, all at its best is 0."""
    best = {c.ASSET_CLASS: "ct", c.AGE_YEARS: 0.0, c.ACTIVITY_PER_YEAR: 0, c.HOURS_USED_PER_YEAR: 0,
            c.HOURS_AVAILABLE_PER_YEAR: 8_760, c.UNPLANNED_EVENTS: 0, c.OBSERVATION_YEARS: 10.0,
            c.SUPPORT_STATUS: "supported", c.DOWNTIME_TREND: "normal", c.OS_STATUS: "supported",
            c.QA_STATUS: "pass", c.CONSEQUENCE_GBP_PER_EVENT: 1}  # fmt: skip
    worst = {c.ASSET_CLASS: "ct", c.AGE_YEARS: 40.0, c.ACTIVITY_PER_YEAR: 40_000, c.HOURS_USED_PER_YEAR: 9_000,
             c.HOURS_AVAILABLE_PER_YEAR: 2_600, c.UNPLANNED_EVENTS: 40, c.OBSERVATION_YEARS: 1.0,
             c.SUPPORT_STATUS: "ended_no_spares", c.DOWNTIME_TREND: "unacceptable", c.OS_STATUS: "exploited",
             c.QA_STATUS: "suspended", c.CONSEQUENCE_GBP_PER_EVENT: 500_000}  # fmt: skip
    assert score(register([best, worst]), POLICY)[c.NEED_SCORE].tolist() == pytest.approx([0, 100])


@given(assets=st.lists(complete, min_size=2, max_size=6), data=st.data())
@settings(max_examples=40, deadline=None)
def test_an_asset_scores_the_same_in_any_company_and_order(assets: list[dict[Any, Any]], data: st.DataObject) -> None:
    """Adding, removing or shuffling other assets changes nothing, down to the last bit."""
    frame = register(assets)
    kept = data.draw(st.permutations(list(frame.index)))[: data.draw(st.integers(1, len(frame)))]
    pd.testing.assert_frame_equal(score(frame.loc[kept], POLICY), score(frame, POLICY).loc[kept])


@given(assets=st.lists(complete, min_size=2, max_size=8))
@settings(max_examples=40, deadline=None)
def test_risk_value_ranks_as_risk_cost_does(assets: list[dict[Any, Any]]) -> None:
    """No two assets stand one way by pounds and the other way by value."""
    scores = score(register(assets), POLICY).sort_values(c.RISK_COST_GBP_PER_YEAR)
    assert (scores[c.RISK_VALUE].diff().dropna() >= -1e-9).all()


@given(assets=st.lists(complete, min_size=2, max_size=2), age=st.floats(0, 1), risk=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_dominance_survives_every_weighting(assets: list[dict[Any, Any]], age: float, risk: float) -> None:
    """Need is linear in the weights, so what is worse on all three parts needs more under any of them."""
    share = 1 - age
    weights = {"age": age, "risk": share * risk, "utilisation": 1 - age - share * risk}
    policy = POLICY.model_copy(update={"weights": POLICY.weights.model_copy(update=weights)})
    scores = score(register(assets), policy)
    parts = scores[[c.AGE_VALUE, c.UTILISATION_VALUE, c.RISK_VALUE]].to_numpy()
    if (parts[0] >= parts[1]).all():
        assert close_below(scores[c.NEED_SCORE].iloc[1], scores[c.NEED_SCORE].iloc[0])
        assert pairwise_index(parts[0], parts[1]) == 1


@given(asset=complete)
@settings(max_examples=40, deadline=None)
def test_units_of_time_do_not_matter(asset: dict[Any, Any]) -> None:
    """Hours used and available by the month or by the year come to the same utilisation."""
    monthly = asset | {column: asset[column] / 12 for column in (c.HOURS_USED_PER_YEAR, c.HOURS_AVAILABLE_PER_YEAR)}
    need = score(register([asset, monthly]), POLICY)[c.NEED_SCORE]
    assert need.iloc[0] == pytest.approx(need.iloc[1])


@given(assets=st.lists(complete, min_size=1, max_size=5), exponent=st.floats(1, 3), growth=st.floats(0, 0.1))
@settings(max_examples=40, deadline=None)
def test_deferral_never_gets_cheaper(assets: list[dict[Any, Any]], exponent: float, growth: float) -> None:
    """With a hazard exponent of at least 1 and upkeep that does not shrink, no year has less need, risk or cost."""
    policy = Policy.model_validate({
        "plan": {"as_at": dt.date(2026, 10, 31)},
        "reference": {"parameters": {"hazard_exponent": {"value": exponent}},
                      "upkeep": {name: {"maintenance_growth": growth} for name in IMAGING}},
    })  # fmt: skip
    frame = register(assets)
    ahead = outlook(frame, policy)
    for figure in (c.DEFERRAL_COST_GBP, c.RISK_COST_GBP_PER_YEAR, c.NEED_SCORE):
        by_year = ahead[figure].to_numpy().reshape(len(frame), -1)
        assert (np.diff(by_year, axis=1) >= -1e-6).all()
    rating = (ahead[c.RISK_LIKELIHOOD] * ahead[c.RISK_CONSEQUENCE]).to_numpy(dtype="float64")
    assert (np.diff(rating.reshape(len(frame), -1), axis=1) >= 0).all()


@given(assets=st.lists(complete, min_size=1, max_size=4), model=st.sampled_from(list(HAZARDS)))
@settings(max_examples=40, deadline=None)
def test_under_every_hazard_replace_when_keeping_first_costs_more(assets: list[dict[Any, Any]], model: str) -> None:
    """No model makes a later year cheaper, and net benefit is greatest where keeping first exceeds the successor."""
    policy = Policy.model_validate({"plan": {"as_at": dt.date(2027, 4, 1)}, "hazard": {"model": model}})
    frame = register(assets)
    scores = score(frame, policy)
    kept = deferral_cost(frame, scores, policy)[c.DEFERRAL_COST_GBP].to_numpy().reshape(len(frame), -1)
    successors = challenger(frame, scores, policy)[c.EQUIVALENT_ANNUAL_COST_GBP]
    discount = (1 + policy.prices.discount_rate) ** -np.arange(kept.shape[1])
    for costs, successor in zip(kept, successors, strict=True):
        assert (np.diff(costs) >= -1e-6).all()
        if (costs > successor).any():
            net = ((costs - successor) * discount)[::-1].cumsum()[::-1]
            assert net[(costs > successor).argmax()] == pytest.approx(net.max())


@given(assets=st.lists(complete, min_size=2, max_size=5), data=st.data())
@settings(max_examples=10, deadline=None)
def test_every_view_is_the_same_twice_and_in_any_order(assets: list[dict[Any, Any]], data: st.DataObject) -> None:
    """The same seed gives the same bytes, and a shuffled register the same rows, draws and ties among them."""
    policy = Policy.model_validate({
        "plan": {"as_at": dt.date(2027, 4, 1)},
        "reference": {"parameters": {"weight_draws": {"value": 200}}, "risk": NO_ANSWER},
    })  # fmt: skip
    frame = register([asset | {c.UNPLANNED_EVENTS: None} for asset in assets])
    shuffled = frame.loc[data.draw(st.permutations(list(frame.index)))]
    for view in (robustness, pairs, stresses):
        first, again = (view(frame, policy).to_csv(index=False) for _ in range(2))
        assert first == again
        rows = view(shuffled, policy).to_csv(index=False).splitlines()
        assert sorted(rows) == sorted(first.splitlines())


@given(assets=st.lists(complete, min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_frames_in_new_frames_out(assets: list[dict[Any, Any]]) -> None:
    """Inputs are never changed; each frame has its own columns only; the same inputs give the same frame."""
    frame = register(assets)
    before = frame.copy(deep=True)
    scores = score(frame, POLICY)
    successors = challenger(frame, scores, POLICY)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(scores, score(frame, POLICY))
    assert tuple(scores.columns) == c.SCORES
    assert tuple(successors.columns) == c.CHALLENGER
    assert scores.index.equals(frame.index)
