"""What papers say of a plan in words: each claim is worked out again here from the frames."""

import dataclasses
import math
import re

import pandas as pd
import pytest

from capplan import columns as c
from capplan.model import Estate, Study, WithoutPlan
from capplan.policy.rules import MaxInstalls
from capplan.reporting import board_paper, finance_paper, network_names, network_paper
from capplan.reporting.case import Case, case_of
from capplan.reporting.content import Bullets, Callout, Chart, Paragraph, Table
from capplan.reporting.courses import courses
from capplan.reporting.formats import listing, money, percent
from capplan.reporting.measures import outcome
from capplan.reporting.proven import best_words, data_words, gap_at_most
from capplan.reporting.revenue import revenue
from capplan.reporting.sections.choice import options_compared
from capplan.reporting.sections.comparison import change_table, changes_of
from capplan.reporting.sections.cover import asks
from capplan.reporting.sections.delivery_risks import risks_to_delivery
from capplan.reporting.sections.equity import fairness_between_networks
from capplan.reporting.sections.money import affordability, revenue_change
from capplan.reporting.sections.need import rated_high
from capplan.reporting.sections.patients import what_users_get
from capplan.reporting.sections.proof import oldest_first, proof
from capplan.reporting.sections.proposal import (
    grounds_of_duty,
    old_at_the_end,
    what_it_does_to_risk,
    what_we_propose,
)
from capplan.reporting.sections.summary import executive_summary

JARGON = re.compile(r"\bLPs?\b|relaxation|branch and bound|\bmargin\b|[Pp]riced out")
TREATING = re.compile(r"\b[Tt]reat(s|ed|ing)?\b")


@pytest.fixture
def case(national: Study) -> Case:
    return case_of(national, national.recommended)


def changed(case: Case, *, decisions=None, assets=None, options=None, rules=None, **plan) -> Case:
    """The case with parts of its recommended scenario changed, its schedule joined anew."""
    scenario = case.scenario
    plan |= {} if decisions is None else {"decisions": decisions}
    parts = {name: frame for name, frame in (("assets", assets), ("options", options)) if frame is not None}
    if rules is not None:
        policy = scenario.policy
        parts["policy"] = policy.model_copy(update={"rules": policy.rules.model_copy(update=rules)})
    ours = dataclasses.replace(scenario, plan=dataclasses.replace(scenario.plan, **plan), **parts)
    return case_of(dataclasses.replace(case.study, scenarios=(ours, *case.study.scenarios[1:])), ours)


def coded(case: Case, **codes: list[str]) -> Case:
    """The case with these assets' reason codes set."""
    decisions = case.scenario.plan.decisions
    told = {asset: code for code, ids in codes.items() for asset in ids}
    renamed = decisions[c.ASSET_ID].map(told).fillna(decisions[c.REASON_CODE])
    return changed(case, decisions=decisions.assign(**{c.REASON_CODE: renamed}))


def words(block: object) -> str:
    """The running text, the bullets and the cells of blocks that are not charts."""
    if isinstance(block, Chart):
        return ""
    if isinstance(block, Table):
        return " ".join((block.caption, block.note, *(cell for row in block.rows for cell in row)))
    if isinstance(block, Bullets):
        return " ".join(block.items)
    return f"{block.heading} {block.text}" if isinstance(block, Callout) else getattr(block, "text", "")


def told(section) -> str:
    return " ".join(map(words, section.blocks))


def written(case: Case) -> str:
    """The sections of the board's paper that speak of the plan as a whole, the asks with them."""
    makers = (executive_summary, options_compared, what_we_propose, affordability, proof)
    return " ".join((*asks(case), *(told(make(case)) for make in makers)))


def test_machines_are_replaced_where_that_is_all_a_plan_does(case: Case) -> None:
    """In a health paper to treat is what is done to patients: a plan that only replaces says replace."""
    assert not TREATING.search(written(case))
    assert f"to replace {sum(case.funded[c.START_YEAR] <= 2029)} machines" in asks(case)[0]


def test_a_plan_that_also_leases_treats_its_machines(case: Case) -> None:
    """Where one machine is leased it would be wrong to say that all are replaced."""
    decisions = case.scenario.plan.decisions
    first = decisions.index[decisions[c.ACTION] == "replace"][0]
    leased = changed(
        case, decisions=decisions.assign(**{c.ACTION: decisions[c.ACTION].mask(decisions.index == first, "lease")})
    )
    assert " to treat " in asks(leased)[0]
    assert "The plan treats " in told(what_we_propose(leased))


def test_the_words_of_the_solver_are_in_the_proof_alone(case: Case) -> None:
    """Nobody needs to know what a linear relaxation is to read a paper, but for one paragraph of the proof."""
    prices = pd.DataFrame([("must-treat", 7e6, 2e6, "LP", None, None)], columns=list(c.RULE_PRICES))
    priced = changed(case, rule_prices=prices)
    paper = board_paper(priced.study)
    ours = {"summary", "options", "proposal", "fairness", "affordability", "sensitivity", "five-cases", "oldest-first"}
    for section in (one for one in paper.sections if one.id in ours):
        assert not JARGON.search(re.sub("priced out", "", told(section))), section.id
    (explained,) = (one for one in proof(case).blocks if isinstance(one, Paragraph) and one.lead)
    assert explained.text.count("linear relaxation") == 1


@pytest.mark.parametrize("gap", [0.0, 1e-7, 0.0004, 0.000537, 0.0101])
def test_no_more_is_claimed_than_was_proven(case: Case, gap: float) -> None:
    """The gap is printed rounded up, so that the sentence is true of it."""
    said = best_words(dataclasses.replace(case.scenario.plan.report, gap=gap))
    assert said.startswith("For the data given, no plan under these rules is worth")
    claimed = re.search(r"over ([\d.]+)", said)
    assert (float(claimed.group(1)) / 100 if claimed else 0.0) >= gap - 1e-9
    assert gap_at_most(gap).startswith(f"{math.ceil(gap * 1e4 - 1e-6) / 100:.2f}")


def test_how_good_counts_the_decisions_that_data_could_turn(case: Case) -> None:
    """Beside the proof stands how many decisions what is missing could turn; nothing where that was not weighed."""
    assert data_words(case) == ""
    decisions = case.scenario.plan.decisions
    is_in = decisions[c.ACTION] != "keep"
    drops = decisions.index[is_in][:3]
    turned = pd.Series(pd.NA, index=decisions.index, dtype="object").mask(~is_in, "could come in")
    turned.loc[drops] = "could drop out"
    weighed = changed(case, decisions=decisions.assign(**{c.MISSING_DATA: turned}))
    capital = case.money(decisions.loc[drops, c.CAPITAL_GBP].sum())
    filled = percent(case.scenario.scores[c.COMPLETENESS_RATIO].mean())
    assert data_words(weighed) == (
        f"On average {filled} of the scoring fields are filled: 3 of the machines chosen ({capital}) might drop out "
        f"and {(~is_in).sum()} left out might come in."
    )


def test_machines_kept_are_told_by_kind_and_those_out_of_use_carry_no_risk(case: Case) -> None:
    """In service, for others to replace, out of use: each counted apart; a machine out of use puts nobody at risk."""
    others, idle = (case.kept[c.ASSET_ID].iloc[place].tolist() for place in (slice(0, 3), slice(3, 5)))
    ours = coded(case, replaced_by_others=others, not_in_service=idle)
    kept = ours.kept
    risk = kept.loc[~kept[c.ASSET_ID].isin(idle), c.RISK_COST_GBP_PER_YEAR].sum()
    note = next(one for one in asks(ours) if one.startswith("Note"))
    assert note.startswith(
        f"Note that {len(kept) - 5} machines stay in service, 3 are for others to replace and 2 are out of use; those "
        f"in use carry a risk cost of {money(risk)} a year"
    )
    assert outcome(ours.scenario).risk_left_gbp == pytest.approx(risk)
    assert {one.title: one.risk_left_gbp for one in courses(ours)}["Preferred: this plan"] == pytest.approx(risk)


def test_machines_rated_high_are_counted_by_what_becomes_of_them(case: Case) -> None:
    """Of the machines rated 15 or more: how many are replaced and how many stay."""
    rating = case.schedule[c.RISK_LIKELIHOOD] * case.schedule[c.RISK_CONSEQUENCE]
    high = case.schedule[rating >= 15]
    done = int((high[c.ACTION] != "keep").sum())
    assert 0 < done < len(high)
    fates = f"{done} are replaced and {len(high) - done} stay in service"
    expected = f"Of the {len(high)} machines rated 15 or more for risk, {fates}."
    assert rated_high(case) == expected
    assert expected in " ".join(asks(case))


def test_the_board_is_told_what_the_plan_does_to_revenue(case: Case) -> None:
    """The last note is of revenue cost, by the last year of the plan, rising or falling."""
    change = revenue(case).by_year[-1]
    way = "rises" if change > 0 else "falls"
    assert asks(case)[-1] == f"Note that revenue cost {way} by {case.money(abs(change))} a year by 2031/32."


def test_the_board_is_asked_four_things_at_most(case: Case) -> None:
    """Where the scenario recommended has no plan there is one thing more to decide, and the two notes become one."""
    report = case.scenario.policy.report.model_copy(update={"recommend": "gone"})
    scenario = dataclasses.replace(case.scenario, policy=case.scenario.policy.model_copy(update={"report": report}))
    gone = WithoutPlan(name="gone", title="More than there is", why="no.")
    study = dataclasses.replace(case.study, scenarios=(scenario,), without_plan=(gone,))
    asked = asks(case_of(study, scenario))
    assert [one.split()[0] for one in asked] == ["Consider", "Approve", "Endorse", "Note"]
    assert "revenue cost" in asked[-1]
    assert "stay in service" in asked[-1]


def test_a_rise_of_revenue_cost_is_never_told_as_income(case: Case) -> None:
    """What it is made of adds up to it, in signed words: more depreciation and dividend, less maintenance."""
    ours = revenue(case)
    depreciation, dividend, upkeep = (amounts[-1] for amounts in ours.by_cause)
    assert upkeep < 0
    parts = (
        f"{case.money(depreciation + dividend)} more depreciation and dividend, {case.money(-upkeep)} less maintenance"
    )
    assert revenue_change(case).endswith(f"a year by 2031/32: {parts}")
    assert finance_paper(case.study).asks[-1] == f"Note that {revenue_change(case)}."
    assert parts in told(executive_summary(case))


def test_do_minimum_tells_duties_from_commitments(case: Case) -> None:
    """A commitment is a decision already made and a duty follows from a rule: each is counted apart."""
    chosen = case.funded[c.ASSET_ID].tolist()[:5]
    options, assets = case.scenario.options, case.scenario.assets
    duties = options.assign(**{c.MUST_TREAT: options[c.ASSET_ID].isin(chosen)})
    locked = assets.assign(**{c.LOCKED_YEAR: assets[c.ASSET_ID].isin(chosen[:2]).map({True: 2027.0, False: math.nan})})
    least = courses(changed(case, options=duties, assets=locked))[1]
    assert least.why.startswith("3 duties and 2 commitments alone")
    assert courses(case)[1].why == "nothing, for the plan has no duty and no commitment."


def test_machines_are_counted_by_why_they_were_chosen(case: Case) -> None:
    """Not every machine is in for what it is worth: rules and the fit of the whole bring some in."""
    ids = case.funded[c.ASSET_ID].tolist()
    ours = coded(case, must_do=ids[:2], rule_asks=ids[2:3], fills=ids[3:5])
    said = told(executive_summary(ours))
    worth = f"Of these, {len(ids) - 5} were chosen for what they are worth against their cost"
    assert f"{worth}, under the rules set for the plan, 3 because a rule or a commitment required them and 2 so" in said
    assert "Each was chosen for what it is worth against its cost" in told(executive_summary(case))


def test_fairness_says_whether_every_network_is_inside_its_floor_and_cap(case: Case) -> None:
    """The audit says so, network by network; the ratio to the estate's value is told apart from it."""
    networks = network_names(case.study)
    rows = [(rule, name, 1, 1, True) for rule in ("network floor", "network cap") for name in networks]
    audit = pd.DataFrame(rows, columns=[c.RULE, c.SCOPE, c.LIMIT, c.VALUE, c.KEPT])
    kept = told(fairness_between_networks(changed(case, audit=audit)))
    assert kept.startswith("Every network is inside its floor and cap. The share of which floor and cap speak goes by")
    broken = audit.assign(**{c.KEPT: [False, *[True] * (len(audit) - 1)]})
    assert told(fairness_between_networks(changed(case, audit=broken))).startswith(
        f"The plan breaks 1 of the {len(audit)} limits by floor and cap."
    )
    by_need = changed(case, audit=audit, rules={"network_share_by": "need"})
    assert "goes by the need of its machines" in told(fairness_between_networks(by_need))
    assert told(fairness_between_networks(case)).startswith("No floor or cap is set for networks.")


EFFECTS = (
    ("Exams gained", "a year", 0.0, 0.0, 0.0),
    ("Downtime avoided", "days a year", 10.0, 20.0, 30.0),
    ("Dose saved, mean of machines with a figure", "ratio", 0.0, 0.2, 0.5),
)


def test_effects_that_come_to_nothing_are_named_and_not_tabled(case: Case) -> None:
    """Downtime is in the money, as the cost of failure, and dose is not; exams come to nothing and have no row."""
    rows = [(year, *effect, "A warning.") for year in case.years for effect in EFFECTS]
    section = what_users_get(changed(case, effects=pd.DataFrame(rows, columns=list(c.EFFECTS))))
    assert section is not None
    intro, table, how = section.blocks
    assert [row[0] for row in table.rows] == [
        "Downtime avoided, days a year",
        "Dose saved, mean of machines with a figure",
    ]
    assert "Dose saved is not in the money, and the plan was not chosen for it" in intro.text
    assert "downtime avoided is in the money, as the cost of failure" in intro.text
    assert intro.text.endswith("Exams gained: nothing could be counted.")
    assert ":" not in how.text
    assert "Exams" not in how.text


def test_what_is_to_be_written_off_is_said_to_be_unknown_where_the_register_is_silent(case: Case) -> None:
    """Two book values recorded, one of them nought: the rest is not known, and is not told as nothing."""
    assets, ids = case.scenario.assets, case.funded[c.ASSET_ID].tolist()
    book = changed(
        case, assets=assets.assign(**{c.BOOK_VALUE_GBP: assets[c.ASSET_ID].map({ids[0]: 5_000.0, ids[1]: 0.0})})
    )
    said = told(affordability(book))
    assert "£5k of book value for 1 machine that leaves, to be written off" in said
    assert f"it gives none for the other {len(ids) - 2}, so what else is to be written off is not known" in said


def test_a_limit_by_site_and_class_says_how_often_it_is_reached(case: Case) -> None:
    """A limit that is at its most everywhere is not told as far off because another one is."""
    rows = [("installs by site and class", f"Site {n}", 1, value, True) for n, value in enumerate((1, 1, 0))]
    audit = pd.DataFrame(rows, columns=[c.RULE, c.SCOPE, c.LIMIT, c.VALUE, c.KEPT])
    limits = {"max_installs": MaxInstalls(per_network=12, per_site_and_class=1)}
    size = risks_to_delivery(changed(case, audit=audit, rules=limits)).rows[0][1]
    assert "the limit of 1 a site and class is reached in 2 of 3 cases" in size
    full = risks_to_delivery(changed(case, audit=audit.iloc[:2], rules=limits)).rows[0][1]
    assert "is reached in 2 of 2 cases" in full


def test_money_that_is_firm_is_no_risk_to_delivery(case: Case) -> None:
    """The row of money not yet firm stands only where some of it is not."""
    assert "Money not yet firm" in [row[0] for row in risks_to_delivery(case).rows]
    policy = case.scenario.policy
    firm = policy.model_copy(update={"budget": policy.budget.model_copy(update={"firm_to": None})})
    scenario = dataclasses.replace(case.scenario, policy=firm)
    assert "Money not yet firm" not in [row[0] for row in risks_to_delivery(case_of(case.study, scenario)).rows]


def test_a_networks_cover_counts_the_files_that_its_machines_come_from(case: Case) -> None:
    """Not every file of the register has machines of every network; where rows do not say, no file is counted."""
    assets, name = case.scenario.assets, network_names(case.study)[0]
    is_ours = assets[c.NETWORK] == name
    files = assets.assign(**{c.SOURCE_FILE: is_ours.map({True: "ours.xlsx", False: "theirs.xlsx"})})
    machines = f"{is_ours.sum()} machines"
    assert dict(network_paper(changed(case, assets=files).study, name).cover)["Register"].startswith(
        f"{machines} from 1 file,"
    )
    silent = changed(case, assets=assets.drop(columns=c.SOURCE_FILE))
    assert dict(network_paper(silent.study, name).cover)["Register"].startswith(f"{machines}, as at")


def test_old_machines_at_the_plans_end_are_counted_with_it_and_without(case: Case) -> None:
    """A machine kept grows older by the years of the plan, a new one from its own first year; no share is told where
    the run does not say what it was made for."""
    assert old_at_the_end(case) is None
    scenario, years, end = case.scenario, len(case.years), case.years[-1] + 1
    known = case.schedule.dropna(subset=[c.AGE_USED_YEARS])
    kept = [age + years for age in known[c.AGE_USED_YEARS]]
    planned = [end - start if start == start else age for age, start in zip(kept, known[c.START_YEAR], strict=True)]
    decisions = scenario.plan.decisions.merge(scenario.options[[c.ASSET_ID, c.OPTION_ID]], on=c.ASSET_ID, how="left")
    made = scenario.options.assign(**{c.RENEWS: True, c.REMOVES: False, c.IN_USE_YEAR: scenario.options[c.START_YEAR]})
    ours = changed(case, decisions=decisions, options=made)
    estate = Estate(assets=known, members=pd.DataFrame(), approved=pd.DataFrame())
    told_of = dataclasses.replace(ours, scenario=dataclasses.replace(ours.scenario, estate=estate))
    shares = tuple(sum(age > 10 for age in ages) / len(ages) for ages in (planned, kept))
    assert shares[0] < shares[1]
    assert old_at_the_end(told_of) == pytest.approx(shares)
    with_plan, without = map(percent, shares)
    both = f"{with_plan} of the machines in service would be over 10 years old with the plan, and {without} without it"
    assert both in told(what_it_does_to_risk(told_of))


def test_net_benefit_is_told_with_its_years_rate_and_tax(case: Case) -> None:
    """Years and rate are the plan file's, so that a reader can tell what a present value is of."""
    prices = case.scenario.policy.prices
    said = words(options_compared(case).blocks[0])
    assert (
        f"over {prices.appraisal_years} years at {percent(prices.discount_rate, 1)} a year, real and without VAT"
        in said
    )


def test_a_simple_method_that_shows_more_is_said_to_break_rules(case: Case) -> None:
    """A higher figure in the table is explained where it stands, and only where there is one."""
    baselines, ours = case.scenario.plan.baselines, outcome(case.scenario).benefit_gbp
    assert "more net benefit than the plan" not in told(options_compared(case))
    more = baselines.assign(**{c.BENEFIT_GBP: [ours * 2, 0.0, 0.0], c.RULES_BROKEN: ["network cap", "none", "none"]})
    said = told(options_compared(changed(case, baselines=more)))
    method = baselines[c.METHOD].iloc[0]
    assert f"{method} ({case.money(ours * 2)}) shows more net benefit than the plan ({case.money(ours)})" in said


def test_every_ground_of_a_duty_is_listed_with_its_machines(case: Case) -> None:
    """Commitments, duties of safety and the plan's own conditions, each as a person would say it."""
    ids, options = case.funded[c.ASSET_ID].tolist(), case.scenario.options
    grounds = {
        ids[0]: "committed for 2027/28",
        ids[1]: "committed for 2028/29",
        ids[2]: "regulator's safety notice not mitigated",
        ids[3]: "the plan's rule: qa_status = 'suspended'",
    }
    reasons = options[c.ASSET_ID].map(grounds)
    ours = changed(case, options=options.assign(**{c.MUST_TREAT: reasons.notna(), c.MUST_REASON: reasons}))
    assert grounds_of_duty(ours) == {
        "committed already": 2,
        "regulator's safety notice not mitigated": 1,
        "Quality assurance is suspended": 1,
    }
    listed = listing(f"{ground} ({times})" for ground, times in grounds_of_duty(ours).items())
    assert f"Must be replaced by the end of the plan: 4 machines, each counted by its first ground, {listed}." in told(
        what_we_propose(ours)
    )


def test_a_cell_holds_one_figure(case: Case) -> None:
    """Machines and their capital, and a machine's age, need and year, stand in columns of their own."""
    table = change_table(case, changes_of(case))
    for row, change in zip(table.rows, changes_of(case), strict=True):
        assert row[1:5] == (
            str(len(change.drops_out)),
            case.money(change.drops_out.sum()),
            str(len(change.comes_in)),
            case.money(change.comes_in.sum()),
        )
    pairs = oldest_first(case).blocks[-1]
    assert isinstance(pairs, Table)
    ages = case.schedule.set_index(c.ASSET_ID)[c.AGE_USED_YEARS]
    assert [row[1] for row in pairs.rows] == [f"{ages[row[0]]:.1f}" for row in pairs.rows]
    assert [row[6] for row in pairs.rows] == [f"{ages[row[5]]:.1f}" for row in pairs.rows]
