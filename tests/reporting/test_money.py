"""Courses, revenue, what changes the plan's worth, and the calendar: sums that can be done by hand."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from capplan.columns import (
    ASSET_ID,
    BENEFIT_GBP,
    BOUND_GBP,
    BUDGET_SHARE,
    CAPITAL_GBP,
    EFFECTS,
    FRONTIER,
    LIFE_YEARS,
    MUST_TREAT,
    OPTION_ID,
    RULE_PRICES,
    START_YEAR,
    YEAR,
)
from capplan.errors import InputError
from capplan.model import Study
from capplan.policy.rules import Fund
from capplan.reporting import board_paper, finance_paper, render_html, render_pdf, require_full_cover
from capplan.reporting.case import Case, case_of
from capplan.reporting.courses import courses
from capplan.reporting.fairness import network_shares, with_limits
from capplan.reporting.formats import MILLIONS
from capplan.reporting.fund_table import fund_table
from capplan.reporting.funds import FUNDS_RULE
from capplan.reporting.measures import spend
from capplan.reporting.payers import by_payer
from capplan.reporting.revenue import charged, revenue
from capplan.reporting.revenue_assumptions import revenue_assumptions
from capplan.reporting.sections.delivery import calendar
from capplan.reporting.sections.money import changes_of_worth
from capplan.reporting.sections.patients import what_users_get
from capplan.reporting.tables import in_short
from capplan.reporting.unpacked import capital_parts_table, unpacked


@pytest.fixture
def case(national) -> Case:
    return case_of(national, national.recommended)


def with_plan(case: Case, **changes) -> Case:
    """The case with parts of its plan changed."""
    plan = dataclasses.replace(case.scenario.plan, **changes)
    return dataclasses.replace(case, scenario=dataclasses.replace(case.scenario, plan=plan))


def test_doing_nothing_leaves_all_the_risk_and_the_plan_leaves_less(case) -> None:
    """Doing nothing spends nothing, the plan what it decides; each option leaves what it does not replace."""
    nothing, least, plan = courses(case)
    assert (nothing.capital_gbp, nothing.machines, nothing.benefit_gbp) == (0, 0, 0.0)
    assert plan.capital_gbp == case.funded[CAPITAL_GBP].sum()
    assert nothing.risk_left_gbp >= least.risk_left_gbp >= plan.risk_left_gbp
    assert least.machines == 0


def test_do_minimum_is_the_duties_alone(case) -> None:
    """Only machines that must be treated are in do minimum."""
    first = case.funded[ASSET_ID].iloc[0]
    options = case.scenario.options.assign(**{MUST_TREAT: case.scenario.options[ASSET_ID] == first})
    changed = dataclasses.replace(case, scenario=dataclasses.replace(case.scenario, options=options))
    least = courses(changed)[1]
    assert least.machines == 1
    assert least.capital_gbp == case.funded[CAPITAL_GBP].iloc[0]


def test_do_maximum_takes_all_that_is_worth_its_cost(case) -> None:
    """With no limit of money every option of positive benefit is taken, one a machine, and never less than the plan."""
    options = case.scenario.options
    cash = pd.DataFrame({OPTION_ID: options[OPTION_ID], YEAR: options[START_YEAR], CAPITAL_GBP: 100})
    priced = dataclasses.replace(case, scenario=dataclasses.replace(case.scenario, option_cash=cash))
    most = courses(priced)[3]
    assert most.machines == (options[BENEFIT_GBP] > 0).sum()
    assert most.capital_gbp == 100 * most.machines
    assert most.benefit_gbp == pytest.approx(options[BENEFIT_GBP].clip(lower=0).sum())


def test_depreciation_and_dividend_follow_the_formula(case) -> None:
    """C / n a year from the year in use, and r times the mean of what stands at the year's opening and closing, added
    up machine by machine."""
    ours, bought = revenue(case), charged(case)
    rate = case.scenario.policy.reference.parameters["pdc_dividend_rate"]
    for place, year in enumerate(ours.years):
        depreciation = dividend = 0.0
        for capital, life, start in zip(bought[CAPITAL_GBP], bought[LIFE_YEARS], bought[YEAR], strict=True):
            age = year - start
            if age >= 0:
                depreciation += capital / life * min(max(life - age, 0.0), 1.0)
                opening, closing = (max(1 - at / life, 0.0) for at in (age, age + 1))
                dividend += rate * capital * ((opening if age else 0.0) + closing) / 2
        assert ours.by_cause[0][place] == pytest.approx(depreciation, abs=1)
        assert ours.by_cause[1][place] == pytest.approx(dividend, abs=1)


def with_one_machine(study_builder, capital: int, **changes) -> Case:
    """A plan that buys one machine with a life of ten years, in its first year."""
    study = study_builder()
    ours = study.recommended
    chosen = ours.plan.decisions.index[ours.plan.decisions["action"] == "replace"][0]
    decisions = ours.plan.decisions.assign(
        action=np.where(ours.plan.decisions.index == chosen, "replace", "keep"),
        start_year=np.where(ours.plan.decisions.index == chosen, 2027, np.nan),
        capital_gbp=np.where(ours.plan.decisions.index == chosen, capital, 0),
    )
    cash = ours.plan.cash[ours.plan.cash[ASSET_ID] == decisions[ASSET_ID][chosen]]
    cash = cash.assign(**{YEAR: 2027, CAPITAL_GBP: capital})
    plan = dataclasses.replace(ours.plan, decisions=decisions, cash=cash, **changes)
    return case_of(study, dataclasses.replace(ours, plan=plan))


def test_the_dividend_of_one_machine_by_hand(study_builder) -> None:
    """£1m over ten years at 3.5 %: £0.9m at the close of its first year and nothing at its opening, so £15,750; then
    £29,750, £26,250, £22,750 and £19,250."""
    ours = revenue(with_one_machine(study_builder, 1_000_000))
    assert ours.by_cause[0] == pytest.approx([100_000] * 5)
    assert ours.by_cause[1] == pytest.approx([15_750, 29_750, 26_250, 22_750, 19_250])


def test_donated_money_bears_depreciation_and_no_dividend(study_builder) -> None:
    """A charity that pays two fifths of a machine leaves three fifths of its dividend; money that is not donated leaves
    all."""
    case = with_one_machine(study_builder, 1_000_000)
    audit = pd.DataFrame([(FUNDS_RULE, "Charity, 2027/28", 400_000, 400_000, True)],
                         columns=["rule", "scope", "limit", "value", "kept"])  # fmt: skip
    for donated, share in ((True, 0.6), (False, 1.0)):
        fund = Fund(name="Charity", money={2027: 400_000}, donated=donated)
        policy = case.scenario.policy.model_copy(update={"fund": (fund,)})
        plan = dataclasses.replace(case.scenario.plan, audit=audit)
        paid = dataclasses.replace(case, scenario=dataclasses.replace(case.scenario, policy=policy, plan=plan))
        ours = revenue(paid)
        assert ours.by_cause[0] == pytest.approx([100_000] * 5)
        assert ours.by_cause[1] == pytest.approx(share * np.array([15_750, 29_750, 26_250, 22_750, 19_250]))


def test_capital_comes_apart_into_price_bias_vat_and_inflation(case) -> None:
    """The parts are the capital of each year; VAT is a fifth of price and bias; bias lies between that of equipment and
    that of works."""
    ours = unpacked(case)
    assert ours.by_year == pytest.approx(tuple(spend(case.scenario).by_year))
    assert capital_parts_table(case)[0].rows[-1][0].lower() == "capital"
    whole, prices = sum(ours.by_year), case.scenario.policy.prices
    without_inflation = whole - sum(ours.parts[3])
    assert sum(ours.parts[2]) == pytest.approx(without_inflation * prices.vat / (1 + prices.vat))
    with_bias = without_inflation / (1 + prices.vat)
    assert 0.10 <= sum(ours.parts[1]) / sum(ours.parts[0]) <= 0.24
    assert sum(ours.parts[0]) + sum(ours.parts[1]) == pytest.approx(with_bias)


def test_every_pound_of_revenue_has_its_payer(case) -> None:
    """What organisations bear adds up to the whole, by cause and by year; so do their machines and capital."""
    ours, payers = revenue(case), by_payer(case)
    assert payers["machines"].sum() == len(case.funded)
    assert payers[CAPITAL_GBP].sum() == case.funded[CAPITAL_GBP].sum()
    assert [payers[year].sum() for year in ours.years] == pytest.approx(ours.by_year, abs=0.1)
    assert [payers[cause].sum() for cause in ours.causes] == pytest.approx([one[-1] for one in ours.by_cause], abs=0.1)


def test_prices_that_do_not_say_vat_are_counted(case) -> None:
    """The finance paper says how many prices are taken to be without VAT, and what capital rests on them."""
    (table,) = revenue_assumptions(case)
    said = dict(table.rows)["VAT"]
    given = case.funded[case.funded["replacement_cost_gbp"] > 0]
    assert f"Of {len(given)} machines ({case.money(given[CAPITAL_GBP].sum())} of capital)" in said


def test_what_a_fund_leaves_unspent_is_said(study_builder) -> None:
    """A charity with £500,000 that pays £400,000 leaves £100,000, beside the envelope's own."""
    case = with_one_machine(study_builder, 1_000_000)
    assert not fund_table(case)
    audit = pd.DataFrame([(FUNDS_RULE, "Charity, 2027/28", 500_000, 400_000, True)],
                         columns=["rule", "scope", "limit", "value", "kept"])  # fmt: skip
    policy = case.scenario.policy.model_copy(update={"fund": (Fund(name="Charity", money={2027: 500_000}),)})
    plan = dataclasses.replace(case.scenario.plan, audit=audit)
    paid = dataclasses.replace(case, scenario=dataclasses.replace(case.scenario, policy=policy, plan=plan))
    (table,) = fund_table(paid)
    assert table.rows[0][1:] == (*map(case.money, (400_000, 0, 0, 0, 0)), case.money(400_000), case.money(100_000))
    assert table.rows[1][1] == case.money(600_000)


def test_maintenance_falls_while_new_machines_are_under_warranty(case) -> None:
    """In the first year the old machines' maintenance is saved and the new ones' is free."""
    assert revenue(case).by_cause[2][0] < 0


def test_the_causes_add_up_to_the_total(case) -> None:
    """Every year's total is the sum of its causes."""
    ours = revenue(case)
    assert ours.by_year == pytest.approx(tuple(np.array(ours.by_cause).sum(axis=0)))


def test_a_frontier_and_rule_prices_become_bars(case) -> None:
    """10 % less and more money, each rule let go and each other scenario, the largest change first."""
    frontier = pd.DataFrame({BUDGET_SHARE: [0.9, 1.0, 1.1], CAPITAL_GBP: [9, 10, 11], BOUND_GBP: [5e6, 6e6, 6.5e6]})
    prices = pd.DataFrame([("network cap", 7e6, 2e6, "LP", None, None)], columns=list(RULE_PRICES))
    changes = dict(changes_of_worth(with_plan(case, frontier=frontier.reindex(columns=FRONTIER), rule_prices=prices)))
    assert changes["Without network cap (est.)"] == 2e6
    assert [changes[name] for name in changes if name.startswith("Envelopes")] == [-1e6, 0.5e6]
    sizes = [abs(amount) for amount in changes.values()]
    assert sizes == sorted(sizes, reverse=True)


def test_the_calendar_counts_every_machine(case) -> None:
    """The rows and years of the calendar add up to the machines that the plan treats."""
    for column, what in (("network", "network"), ("site", "site")):
        chart = calendar(case, column, what, "calendar")
        assert sum(int(row[-1].replace(",", "")) for row in chart.data.rows) == len(case.funded)


def test_a_networks_floor_and_cap_stand_beside_its_share(case) -> None:
    """Floor and cap come from the audit, rule by rule; a network without one has none."""
    shares = network_shares(case.schedule)
    audit = pd.DataFrame({"rule": ["network floor"], "scope": [shares[0].network], "limit": [5_000_000]})
    limited = with_limits(shares, audit)
    assert limited[0].floor_gbp == 5_000_000
    assert np.isnan(limited[0].cap_gbp)
    assert np.isnan(limited[1].floor_gbp)


def test_patients_are_told_ranges_only_where_there_are_any(case, monkeypatch) -> None:
    """Without effects there is no section; with them, the last year's range stands with how to read it: in a sentence
    of the paper's own, or in the warning of an effect that it has none for."""
    assert what_users_get(case) is None
    rows = [(year, "Waits cut", "days", 100.0, 200.0, 300.0, "A range.") for year in case.years]
    frame = pd.DataFrame(rows, columns=list(EFFECTS))
    monkeypatch.setattr("capplan.reporting.sections.patients._effects", lambda _: frame)
    section = what_users_get(case)
    assert section is not None
    assert section.blocks[1].rows == (("Waits cut, days", "100", "200", "300"),)
    assert section.blocks[-1].text == "A range."


def test_the_finance_paper_says_what_the_workbook_says(national) -> None:
    """The finance paper renders in both forms, with the plan's capital and the change of revenue."""
    paper = finance_paper(national)
    html = render_html(paper)
    ours = revenue(case_of(national, national.recommended))
    assert MILLIONS(ours.by_year[-1]) in html
    assert MILLIONS(case_of(national, national.recommended).funded[CAPITAL_GBP].sum()) in html
    assert render_pdf(paper).startswith(b"%PDF-")


def test_one_scenario_alone_has_a_finance_paper(study) -> None:
    """With nothing to compare with there is no profile and no chart of scenarios."""
    paper = finance_paper(dataclasses.replace(study, scenarios=study.scenarios[:1]))
    assert "profiles" not in [one.id for one in paper.sections]


def test_a_cover_with_holes_is_refused_when_asked(study: Study) -> None:
    """Strict papers name every field of the cover sheet that was not supplied."""
    with pytest.raises(InputError, match="Executive sponsor: not supplied") as error:
        require_full_cover(study)
    assert len(error.value.problems) > 5


def test_a_whole_cover_passes(study: Study) -> None:
    """Once every field is given, nothing is refused."""
    policy = study.recommended.policy
    report = policy.report.model_copy(
        update={name: "Given" for name, value in policy.report.model_dump().items() if value == "not supplied"}
    )
    scenario = dataclasses.replace(study.recommended, policy=policy.model_copy(update={"report": report}))
    require_full_cover(dataclasses.replace(study, scenarios=(scenario, *study.scenarios[1:])))


def test_the_papers_name_the_run_folders_hash(study: Study) -> None:
    """A study that is saved in a run folder goes by that folder's hash on every paper."""
    paper = board_paper(dataclasses.replace(study, run="1a2b3c4d"))
    assert paper.footer.endswith("run 1a2b3c4d")
    assert dict(paper.cover)["Run"] == "1a2b3c4d"


@pytest.mark.parametrize(
    ("reason", "short"),
    [
        ("Must be replaced: committed. Done in 2028/29, it is worth £5.", "Must be replaced: committed"),
        ("Better uses for the money: each £1 of 2031/32 money returns £0.04 here.", "Better uses for the money"),
        ("Not due: keeping it costs less. The nearest would lose £1.", "Not due: keeping it costs less"),
        (None, "not stated"),
    ],
)  # fmt: skip
def test_a_reason_is_shortened_at_its_first_clause(reason: str | None, short: str) -> None:
    """A short reason is the beginning of the whole one, and never empty."""
    assert in_short(reason) == short
