"""What a manager reads of one asset, what to collect, and health beside the money."""

import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring import (
    data_to_collect,
    explanations,
    facts_of,
    health_effects,
    need_bands,
    need_figures,
    score,
    worth_knowing,
)


def told(assets: pd.DataFrame, policy: Policy) -> str:
    return str(explanations(assets, score(assets, policy), policy)[c.EXPLANATION].iloc[0])


def test_the_worked_ct_in_a_sentence(ct: pd.DataFrame, policy: Policy) -> None:
    """Age against life at its own use, what is wrong with it, and what that costs, from the numbers."""
    assert told(ct, policy) == (
        "9 years into a life of 8.2 at 18,000 exams a year; maker's support about to end; unsupported operating "
        "system; failing more often; six faults in three years; costs about £115,000 a year in expected disruption"
    )


@pytest.mark.parametrize(
    ("blank", "clause"),
    [
        ({c.UNPLANNED_EVENTS: None}, "no record of faults, so its class's rate (assumed)"),
        ({c.CONSEQUENCE_GBP_PER_EVENT: None}, "its class's cost of a failure (assumed)"),
        ({c.ACTIVITY_PER_YEAR: None}, "a life of 10 at middling use (assumed)"),
        ({c.AGE_YEARS: None}, "age not recorded"),
        ({c.EXPECTED_LIFE_YEARS: 9}, "9 years into the life of 9 that its owner expects"),
        ({c.OS_STATUS: None}, "software not recorded, taken as middling (assumed)"),
        (
            {c.OS_STATUS: None, c.SUPPORT_STATUS: None, c.QA_STATUS: None},
            "support, software and quality tests not recorded, taken as middling (assumed)",
        ),
        ({c.SUPPORT_STATUS: None, c.END_OF_SUPPORT_DATE: pd.Timestamp("2020-01-01")}, "maker's support ended; "),
        ({c.ASSET_CLASS: None}, "class not known, so neither what it needs nor what its failure costs"),
        ({c.ASSET_CLASS: "vehicle_light"}, "no expected life: neither its class nor its owner gives one"),
        ({c.QA_STATUS: "suspended"}, "use suspended after quality assurance"),
        ({c.DOSE_RATIO: 1.4}, "dose above the reference level"),
        ({c.HOURS_USED_PER_YEAR: 450.0}, "in use for only 10 % of its staffed hours"),
        ({c.UNPLANNED_EVENTS: 0, c.OBSERVATION_YEARS: 1.0}, "no faults in one year"),
    ],
)
def test_what_is_assumed_is_marked(
    blank: dict[c.Column, object], clause: str, ct: pd.DataFrame, policy: Policy
) -> None:
    """A sentence never passes a default off as a record."""
    assert clause in told(ct.assign(**blank), policy)


def test_the_figures_behind_one_asset(worked: pd.DataFrame, policy: Policy) -> None:
    """Every input with where it is from, what follows, and points that add up to the need score."""
    facts = facts_of(worked, "CT-01", policy).set_index(c.FACT)
    assert facts.loc["Risk cost, all three", c.SHOWN] == "£115,000 a year"
    assert facts.loc["5 x 5 rating", c.SHOWN] == "5 x 4 = 20, extreme"
    assert facts.loc["Need score", [c.SHOWN, c.BASIS]].tolist() == ["78.1", "nothing is missing"]
    points = [
        float(facts.loc[f"{part} value", c.BASIS].split(": ")[1].split()[0]) for part in ("Age", "Utilisation", "Risk")
    ]
    assert sum(points) == pytest.approx(78.1, abs=0.15)


def test_an_assumed_figure_says_its_range_and_column(ct: pd.DataFrame, policy: Policy) -> None:
    """A missing input shows its middle, over what range it was taken, and which column would tell."""
    facts = facts_of(ct.assign(**{c.UNPLANNED_EVENTS: None}), "CT-01", policy).set_index(c.FACT)
    row = facts.loc["Faults, its own and its class's record"]
    assert (row[c.SHOWN], row[c.BASIS]) == ("0.5 a year", "assumed: 0.2 to 1.5 a year; column unplanned_events")


def test_an_unknown_asset_is_a_key_error(worked: pd.DataFrame, policy: Policy) -> None:
    """Facts are of an asset of the register."""
    with pytest.raises(KeyError):
        facts_of(worked, "XX-99", policy)


def test_the_field_worth_most_is_the_one_that_the_score_names(worked: pd.DataFrame, policy: Policy) -> None:
    """The first field of each asset's list is the one worth chasing, and narrows need by no more than its width."""
    holes = worked.assign(**{c.UNPLANNED_EVENTS: None, c.OS_STATUS: None, c.HOURS_AVAILABLE_PER_YEAR: None})
    worth = worth_knowing(holes, policy)
    scores = score(holes, policy).set_index(c.ASSET_ID).sort_index()
    first = worth.groupby(c.ASSET_ID).first()
    assert first[c.COLUMN].to_dict() == scores[c.WIDEST_FIELD].to_dict()
    assert (first[c.WIDTH_REMOVED] <= (scores[c.NEED_HIGH] - scores[c.NEED_LOW]) + 1e-9).all()
    assert set(worth[c.COLUMN]) == {c.UNPLANNED_EVENTS, c.OS_STATUS, c.HOURS_AVAILABLE_PER_YEAR}


def test_the_list_of_data_to_collect(worked: pd.DataFrame, policy: Policy) -> None:
    """By organisation, the field that would narrow need most over its machines first; nobody is left out."""
    holes = worked.assign(**{c.ORGANISATION: ["B", "A", "A", None], c.UNPLANNED_EVENTS: None, c.OS_STATUS: None})
    listed = data_to_collect(holes, policy)
    assert tuple(listed.columns) == c.DATA_TO_COLLECT
    assert listed[c.ORGANISATION].drop_duplicates().tolist() == ["A", "B", "not said"]
    assert listed.groupby(c.ORGANISATION)[c.WIDTH_REMOVED].apply(lambda worth: worth.is_monotonic_decreasing).all()
    total = worth_knowing(holes, policy)[c.WIDTH_REMOVED].sum()
    assert listed[c.WIDTH_REMOVED].sum() == pytest.approx(total)
    assert data_to_collect(worked, policy).empty


def test_health_is_beside_the_money(ct: pd.DataFrame, policy: Policy) -> None:
    """A restricted CT risks 0.22 x 0.1 QALYs a year; ten years of it at 1.5 % and £70,000 stand in their own column."""
    restricted = ct.assign(**{c.QA_STATUS: "restricted"})
    row = health_effects(restricted, score(restricted, policy), policy).iloc[0]
    annuity = (1 - 1.015**-10) / 0.015
    assert tuple(row.index) == c.HEALTH
    assert row[c.QALYS_PER_YEAR] == pytest.approx(0.22 * 0.1)
    assert row[c.QALYS_AVOIDED] == pytest.approx((0.22 - 0.0003) * 0.1 * annuity)
    assert row[c.HEALTH_GBP] == pytest.approx(row[c.QALYS_AVOIDED] * 70_000)
    assert health_effects(ct, score(ct, policy), policy)[c.QALYS_AVOIDED].item() == 0


def test_flags_say_what_they_mean(ct: pd.DataFrame, policy: Policy) -> None:
    """A flag stands in the table of figures with its meaning."""
    facts = facts_of(ct.assign(**{c.AGE_YEARS: 12.0}), "CT-01", policy).set_index(c.FACT)
    assert facts.loc["Flag", [c.SHOWN, c.BASIS]].tolist() == [
        "over_10y",
        "past the age at which guidance says to replace",
    ]


def test_need_in_words_is_of_its_band_or_bands(worked: pd.DataFrame, policy: Policy) -> None:
    """75 or more calls for replacing now, 60 for one to two years, 40 for three to five; an open need, for either."""
    scores = score(worked, policy)
    assert need_bands(scores, policy).tolist() == [
        "replace now", "plan in 1 to 2 years", "plan in 3 to 5 years", "keep",
    ]  # fmt: skip
    assert need_figures(scores, policy).tolist() == ["78", "66", "42", "39"]
    bare = score(worked[[c.ASSET_ID, c.ASSET_CLASS, c.AGE_YEARS]].head(1), policy)
    assert need_figures(bare, policy).tolist() == ["32 to 87"]
    assert need_bands(bare, policy).tolist() == ["replace now, or keep"]
    unknown = score(worked.head(1).assign(**{c.ASSET_CLASS: None}), policy)
    assert need_figures(unknown, policy).tolist() == ["not known"]
    assert need_bands(unknown, policy).isna().all()


def test_an_asset_is_told_what_it_stands_next_to(worked: pd.DataFrame, policy: Policy) -> None:
    """Its neighbours in need, by how much, and the weights at which they would change places."""
    facts = facts_of(worked, "XR-03", policy).set_index(c.FACT)
    assert facts.loc["Stands before", [c.SHOWN, c.BASIS]].tolist() == [
        "CT-04, by 2.7 points",
        "depends on weights; they swap where age counts 22 % or utilisation counts 22 % or risk counts 65 %",
    ]
    assert facts.loc["Stands after", c.BASIS] == "robust; they swap where age counts 89 %"


def test_a_need_that_is_wide_open_is_printed_as_a_range(ct: pd.DataFrame, policy: Policy) -> None:
    """Where need is open by more than ten points its ends are printed, and its middle only beside them."""
    facts = facts_of(ct.assign(**{c.UNPLANNED_EVENTS: None, c.CONSEQUENCE_GBP_PER_EVENT: None}), "CT-01", policy)
    shown = facts.set_index(c.FACT).loc["Need score", c.SHOWN]
    assert " to " in shown
