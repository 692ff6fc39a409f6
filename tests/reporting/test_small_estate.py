"""Papers of a small estate: money in thousands, small counts in good English, nothing shown that has nothing in it."""

import dataclasses
import re
from collections.abc import Callable

import pandas as pd
import pytest

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_CLASS,
    ASSET_ID,
    BENEFIT_GBP,
    CAPITAL_GBP,
    NETWORK,
    PRICE,
    REASON_CODE,
    START_YEAR,
    YEAR,
)
from capplan.model import Study
from capplan.reporting import board_paper, finance_paper, network_names, network_paper, render_html
from capplan.reporting.case import Case, case_of, within_network
from capplan.reporting.content import Paper
from capplan.reporting.formats import MILLIONS, THOUSANDS
from capplan.reporting.measures import spend
from capplan.reporting.money_charts import profile_chart
from capplan.reporting.sections.delivery import delivery
from capplan.reporting.sections.money import changes_of_worth, what_each_budget_buys
from capplan.reporting.sections.need import where_the_risk_sits
from capplan.reporting.sections.summary import executive_summary

BAD_COUNT = re.compile(
    r"(?<![\d,.£-])"
    r"(1 (machines|networks|schemes|findings|errors|warnings|pairs|scenarios|are|have|stay|carry)|0 machines?)\b"
)


def every_paper(study: Study) -> tuple[Paper, ...]:
    networks = (network_paper(study, name) for name in network_names(study))
    return (board_paper(study), finance_paper(study), *networks)


def printed(study: Study) -> str:
    """Every paper of a study as its page is, charts and alternative texts with it."""
    return "\n".join(map(render_html, every_paper(study)))


def words(block: object) -> str:
    return getattr(block, "text", "")


def treating(study: Study, machines: int) -> Study:
    """The study with the first few of its machines treated in the first year, at £300,000 each, and no other."""

    def planned(scenario):
        decisions, year = scenario.plan.decisions, scenario.policy.years[0]
        is_treated = pd.Series(range(len(decisions)), index=decisions.index) < machines
        decisions = decisions.assign(
            **{
                ACTION: is_treated.map({True: "replace", False: "keep"}),
                START_YEAR: is_treated.map({True: float(year), False: float("nan")}),
                CAPITAL_GBP: is_treated.map({True: 300_000, False: 0}),
            }
        )
        cash = scenario.assets.loc[is_treated, [ASSET_ID, NETWORK, ASSET_CLASS]].assign(
            **{YEAR: year, CAPITAL_GBP: 300_000}
        )
        return dataclasses.replace(scenario, plan=dataclasses.replace(scenario.plan, decisions=decisions, cash=cash))

    return dataclasses.replace(study, scenarios=tuple(map(planned, study.scenarios)))


@pytest.fixture(scope="module")
def small(study_builder: Callable[..., Study]) -> Study:
    """Six machines of one network, with £0.7m a year."""
    return study_builder(assets=6, networks=1, envelope_gbp=700_000)


@pytest.fixture(scope="module")
def small_case(small: Study) -> Case:
    return case_of(small, small.recommended)


def test_a_small_estates_money_is_in_thousands(small: Study, small_case: Case) -> None:
    """Text, headings, axes and alternative texts of a plan of £3.5m are in £k, and nothing reads £0.0m."""
    html = printed(small)
    assert THOUSANDS(spend(small_case.scenario).total) in html
    assert "£k, cash of the year" in html
    assert "Change of revenue by cause, £k of the year" in html
    assert "£0.0m" not in html
    assert "£m" not in html


def test_a_national_plans_money_is_in_millions(national: Study) -> None:
    """A plan of £30m is in £m throughout, and so is the paper of each of its networks."""
    case = case_of(national, national.recommended)
    network = network_names(national)[0]
    html = render_html(network_paper(national, network))
    assert case.money == within_network(case, network).money == MILLIONS
    assert MILLIONS(within_network(case, network).funded[CAPITAL_GBP].sum()) in html
    assert "£k" not in render_html(board_paper(national))


def test_money_without_envelopes_is_judged_by_what_is_spent(national: Study) -> None:
    """A plan of least capital has no envelope: its unit goes by the capital it needs."""
    ours = national.recommended
    budget = ours.policy.budget.model_copy(update={"envelopes": {}})
    unlimited = dataclasses.replace(ours, policy=ours.policy.model_copy(update={"budget": budget}))
    assert case_of(national, unlimited).money == MILLIONS


@pytest.mark.parametrize("treated", [0, 1, 2, 6])
def test_small_counts_are_good_english(small: Study, treated: int) -> None:
    """However few machines are treated or kept, noun and verb agree, and none is told as no machine."""
    found = BAD_COUNT.search(printed(treating(small, treated)))
    assert found is None, found


@pytest.mark.parametrize("treated", [0, 1])
def test_an_estate_of_one_machine_makes_every_paper(small: Study, treated: int) -> None:
    """One machine is enough for every paper, treated or not."""
    scenarios = tuple(
        dataclasses.replace(
            each,
            assets=each.assets.iloc[:1],
            scores=each.scores.iloc[:1],
            plan=dataclasses.replace(each.plan, decisions=each.plan.decisions.iloc[:1]),
        )
        for each in small.scenarios
    )
    found = BAD_COUNT.search(printed(treating(dataclasses.replace(small, scenarios=scenarios), treated)))
    assert found is None, found


def test_a_plan_that_treats_nothing_has_no_empty_chart(small: Study) -> None:
    """Where nothing is spent, spending and revenue have no chart or table, and the board is asked for no money."""
    idle = treating(small, 0)
    board, finance = board_paper(idle), finance_paper(idle)
    ids = {getattr(block, "id", "") for paper in (board, finance) for part in paper.sections for block in part.blocks}
    assert not ids & {"spend", "spend-table", "revenue", "revenue-table", "calendar", "profiles"}
    assert board.asks[0].startswith("Agree that no machine is replaced")
    assert finance.asks[-1] == "Note that revenue cost does not change."


def test_one_network_alone_is_compared_with_no_other(small: Study, national: Study) -> None:
    """Fairness between networks is a matter of two or more; one alone is told to be the whole."""
    assert "fairness" not in [part.id for part in board_paper(small).sections]
    assert "fairness" in [part.id for part in board_paper(national).sections]
    alone = render_html(network_paper(small, network_names(small)[0]))
    assert "The network is the whole of the estate." in alone
    assert "All networks" not in alone


def test_one_networks_calendar_is_by_site(small: Study) -> None:
    """With one network its sites are the rows of the calendar; with one machine there is none."""
    several, one = (case_of(part, part.recommended) for part in (treating(small, 3), treating(small, 1)))
    (chart,) = (block for block in delivery(several).blocks if block.kind == "chart")
    assert chart.data.columns[0].label == "Site"
    assert "chart" not in [block.kind for block in delivery(one).blocks]


def test_ten_machines_are_named_only_where_there_are_more(small_case: Case, national: Study) -> None:
    """The list of most at stake is of ten in a large estate, and of every machine in a small one."""
    few, many = where_the_risk_sits(small_case), where_the_risk_sits(case_of(national, national.recommended))
    assert few.blocks[-1].caption.startswith("Every machine by its risk cost")
    assert "ten" not in words(few.blocks[-2]).split()
    assert many.blocks[-1].caption.startswith("The ten machines")


def test_a_change_too_small_for_millions_is_shown_to_a_small_estate(small: Study) -> None:
    """A scenario that changes the plan's worth by £20,000 has its bar in a small estate's paper."""
    ours, other, *_ = small.scenarios
    decisions = ours.plan.decisions
    first = decisions.index[decisions[ACTION] != "keep"][0]
    benefits = decisions[BENEFIT_GBP] + 20_000.0 * (decisions.index == first)
    better = dataclasses.replace(
        other, plan=dataclasses.replace(ours.plan, decisions=decisions.assign(**{BENEFIT_GBP: benefits}))
    )
    pair = dataclasses.replace(small, scenarios=(ours, better))
    assert changes_of_worth(case_of(pair, ours)) == ((better.title, pytest.approx(20_000.0)),)


def test_a_bar_too_low_for_its_unit_is_not_labelled_nothing() -> None:
    """A column of £0.3m among millions reads <1, and only an empty year reads 0."""
    svg = profile_chart([("Base", (300_000, 0, 12_400_000))], (2027, 2028, 2029), "profiles", MILLIONS)
    assert re.findall(r">(&lt;1|0|12)</text>", svg) == ["&lt;1", "0", "12"]


@pytest.mark.parametrize("age", [float("nan"), 12.0])
def test_few_known_ages_are_told_without_a_share(small_case: Case, age: float) -> None:
    """Ages of no machine or of one are told in words."""
    ages = pd.Series([age, *[float("nan")] * (len(small_case.schedule) - 1)], index=small_case.schedule.index)
    case = dataclasses.replace(small_case, schedule=small_case.schedule.assign(**{AGE_USED_YEARS: ages}))
    told = " ".join(map(words, executive_summary(case).blocks))
    assert ("No machine has a known age" if pd.isna(age) else "The one machine of known age is over 10 years") in told


def test_risk_left_is_told_only_of_machines_that_stay(small: Study) -> None:
    """A plan that treats every machine leaves no risk to be told of."""
    every = treating(small, 6)
    assert "Note that the plan replaces every machine." in board_paper(every).asks
    assert "kept in service" not in " ".join(map(words, executive_summary(case_of(every, every.recommended)).blocks))


def test_money_to_spare_is_said_in_words(small: Study) -> None:
    """Where the last pound of no year buys a penny, the options say so and print no price of £0.00."""
    prices = small.recommended.plan.prices.assign(**{PRICE: 0.001})
    ours = dataclasses.replace(small.recommended, plan=dataclasses.replace(small.recommended.plan, prices=prices))
    (told,) = what_each_budget_buys(case_of(small, ours))
    assert "not a penny" in words(told)


def test_money_that_comes_in_years_too_small_is_not_called_enough(small: Study) -> None:
    """Where a machine is worth its cost and no year's envelope holds it, the options say so, and what would help."""
    plan = small.recommended.plan
    kept = plan.decisions.index[plan.decisions[START_YEAR].isna()][:1]
    codes = plan.decisions[REASON_CODE].where(~plan.decisions.index.isin(kept), "too_large")
    plan = dataclasses.replace(
        plan, prices=plan.prices.assign(**{PRICE: 0.001}), decisions=plan.decisions.assign(**{REASON_CODE: codes})
    )
    ours = dataclasses.replace(small.recommended, plan=plan)
    (told,) = what_each_budget_buys(case_of(small, ours))
    assert "1 machine that is worth its cost is too large for a limit" in words(told)
    assert "carry_forward" in words(told)
