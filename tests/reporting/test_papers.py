"""What the papers say: complete, true, and with nothing missing printed as a hole."""

import dataclasses
import re

import pandas as pd
import pytest

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_ID,
    CAPITAL_GBP,
    CODE,
    KEPT,
    MEND,
    MESSAGE,
    MISSING_DATA,
    NEED_SCORE,
    NETWORK,
    RULES_BROKEN,
    SEVERITY,
    START_YEAR,
)
from capplan.errors import InputError
from capplan.model import Study, WithoutPlan
from capplan.reporting import board_paper, headlines, network_names, network_paper, render_html
from capplan.reporting.content import Paper, Section, Table, TableColumn

HOLES = re.compile(r"\b(nan|none|nat|null)\b|<NA>", re.IGNORECASE)


def texts(value) -> list[str]:
    """Every text in a content model, drawings left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in texts(one)]
    if dataclasses.is_dataclass(value):
        fields = [field.name for field in dataclasses.fields(value) if field.name != "svg"]
        return [text for name in fields for text in texts(getattr(value, name))]
    return []


def section(paper: Paper, key: str) -> Section:
    return next(one for one in paper.sections if one.id == key)


def table(paper: Paper, key: str) -> Table:
    blocks = [block for one in paper.sections for block in one.blocks if isinstance(block, Table)]
    return next(block for block in blocks if block.id == key)


def papers(study: Study) -> list[Paper]:
    return [board_paper(study), *(network_paper(study, network) for network in network_names(study))]


def without_text(study: Study, *columns: str) -> Study:
    """The study with these asset columns emptied."""
    scenarios = tuple(
        dataclasses.replace(one, assets=one.assets.assign(**dict.fromkeys(columns, pd.NA))) for one in study.scenarios
    )
    return dataclasses.replace(study, scenarios=scenarios)


def replan(study: Study, **changes) -> Study:
    """The study with parts of every plan changed."""
    scenarios = tuple(
        dataclasses.replace(one, plan=dataclasses.replace(one.plan, **changes)) for one in study.scenarios
    )
    return dataclasses.replace(study, scenarios=scenarios)


def test_nothing_missing_is_printed_as_a_hole(study) -> None:
    """Missing ages, costs, sites and owners print as a dash or in words, never as nan or None."""
    emptied = without_text(study, "organisation", "site", "description")
    allowed = {"none", "none; capplan policy default"}
    for paper in papers(emptied):
        for text in texts(paper):
            assert text in allowed or text.startswith("none; ") or not HOLES.search(text), text


def test_the_board_is_asked_for_firm_money_first(national) -> None:
    """Firm years are to be approved, indicative years endorsed, and the two add up to the plan."""
    asks = board_paper(national).asks
    assert [ask.split()[0] for ask in asks] == ["Approve", "Endorse", "Note", "Note"]
    assert "2027/28 to 2029/30" in asks[0]
    assert "2030/31 to 2031/32" in asks[1]
    millions = [float(re.search(r"£([\d.]+)m", ask).group(1)) for ask in asks[:2]]
    spent = national.recommended.plan.cash[CAPITAL_GBP].sum() / 1e6
    assert sum(millions) == pytest.approx(spent, abs=0.11)


def test_nothing_is_asked_for_years_that_spend_nothing(study) -> None:
    """A plan that ends before the indicative years asks for no money in them."""
    assert [ask.split()[0] for ask in board_paper(study).asks] == ["Approve", "Note", "Note"]


def test_with_no_indicative_years_there_is_one_ask_for_money(study) -> None:
    """Where every envelope is firm the whole plan is put for approval."""
    policy = study.recommended.policy
    firm = policy.model_copy(update={"budget": policy.budget.model_copy(update={"firm_to": None})})
    scenarios = (dataclasses.replace(study.recommended, policy=firm), *study.scenarios[1:])
    asks = board_paper(dataclasses.replace(study, scenarios=scenarios)).asks
    assert [ask.split()[0] for ask in asks] == ["Approve", "Note", "Note"]
    assert "2027/28 to 2031/32" in asks[0]


def test_the_cover_says_what_was_not_supplied(study) -> None:
    """A field of the cover sheet that nobody filled in says so."""
    cover = dict(board_paper(study).cover)
    assert cover["Executive sponsor"] == "not supplied"
    assert cover["Date"] == "26 November 2026"


def test_every_funded_machine_is_in_the_schedule(national) -> None:
    """The schedule has each funded machine once, with its capital and its reason, by year."""
    decisions = national.recommended.plan.decisions
    funded = decisions[decisions[ACTION] != "keep"]
    rows = table(board_paper(national), "funded").rows
    assert sorted(row[0] for row in rows) == sorted(funded[ASSET_ID])
    assert sum(int(row[6].replace("£", "").replace(",", "")) for row in rows) == funded[CAPITAL_GBP].sum()
    years = [row[5] for row in rows]
    assert years == sorted(years)


def test_the_neediest_not_funded_are_named(national) -> None:
    """The twenty kept machines with the highest need, highest first."""
    recommended = national.recommended
    kept = recommended.plan.decisions[recommended.plan.decisions[ACTION] == "keep"]
    need = recommended.scores.set_index(ASSET_ID)[NEED_SCORE]
    expected = sorted(kept[ASSET_ID], key=lambda asset: (-need[asset], asset))[:20]
    assert [row[0] for row in table(board_paper(national), "not-funded-table").rows] == expected


def test_every_scenario_is_compared_and_so_is_doing_nothing(study) -> None:
    """The options table has doing nothing, then each scenario, the recommended first."""
    rows = table(board_paper(study), "scenarios").rows
    assert [row[0] for row in rows] == ["Do nothing", "Current allocation", "10 % cut", "18 networks from 2028"]


def test_one_scenario_alone_needs_no_comparison_chart(study) -> None:
    """A study of one scenario has no chart of differences, and still a paper."""
    alone = dataclasses.replace(study, scenarios=study.scenarios[:1])
    kinds = [block.kind for block in section(board_paper(alone), "options").blocks]
    assert "chart" not in kinds


def test_simple_methods_are_shown_with_the_rules_they_break(study) -> None:
    """Each simple method stands beside the plan with the rules it breaks, and the plan with none."""
    rows = table(board_paper(study), "baselines").rows
    assert [row[-1] for row in rows] == ["none", "network floor (2)", "network cap (1)", "none"]


def test_a_method_that_beats_the_plan_is_not_hidden(study) -> None:
    """No sentence claims that the plan is worth more than a method that keeps every rule and is worth more."""
    better = study.recommended.plan.baselines.assign(benefit_gbp=1e9, **{RULES_BROKEN: "none"})
    words = " ".join(texts(section(board_paper(replan(study, baselines=better)), "options")))
    assert "£1,000,000k of net benefit against" in words


def test_methods_that_all_break_rules_are_said_to(study) -> None:
    """Where no simple method keeps the rules, the paper says that the sums are not like for like."""
    broken = study.recommended.plan.baselines.assign(**{RULES_BROKEN: "envelope"})
    assert "not like for like" in " ".join(texts(section(board_paper(replan(study, baselines=broken)), "options")))


def test_a_broken_rule_is_counted_as_broken(study) -> None:
    """The audit table counts what is broken, whatever the plan claims."""
    audit = study.recommended.plan.audit.assign(**{KEPT: [True, False, True, False, True]})
    assert table(board_paper(replan(study, audit=audit)), "audit").rows == (("Envelope", "5", "3", "2"),)


def test_a_plan_that_funds_nothing_still_makes_a_paper(study) -> None:
    """An empty plan is a paper that says so."""
    decisions = study.recommended.plan.decisions.assign(**{ACTION: "keep", START_YEAR: float("nan"), CAPITAL_GBP: 0})
    paper = board_paper(replan(study, decisions=decisions, cash=study.recommended.plan.cash.iloc[:0]))
    assert "The plan replaces no machine, so it does not change revenue cost." in texts(paper)
    assert not [text for text in texts(paper) if "nan" in text.split()]


def test_a_register_with_no_ages_still_makes_a_paper(study) -> None:
    """With no known age there is no age chart, and the paper says why."""
    scenarios = tuple(
        dataclasses.replace(one, scores=one.scores.assign(**{AGE_USED_YEARS: float("nan")})) for one in study.scenarios
    )
    paper = board_paper(dataclasses.replace(study, scenarios=scenarios))
    assert [block.kind for block in section(paper, "why-now").blocks] == ["paragraph"]


def test_a_register_with_no_findings_still_makes_a_paper(study) -> None:
    """A faultless register has no table of findings."""
    register = dataclasses.replace(study.register, findings=study.register.findings.iloc[:0])
    paper = board_paper(dataclasses.replace(study, register=register))
    assert "findings" not in [getattr(block, "id", "") for block in section(paper, "data-quality").blocks]


def test_a_row_that_never_became_an_asset_is_named(study) -> None:
    """A machine lost to an error in its row is named in the section on data."""
    assert "LOST-1" in " ".join(texts(section(board_paper(study), "data-quality")))


def test_a_board_reads_what_is_wrong_and_not_its_code(study) -> None:
    """Findings come errors first, then the commonest first, in words, with how often each was seen."""
    rows = table(board_paper(study), "findings").rows
    assert [row[1:] for row in rows] == [("error", "1"), ("warning", "2")]
    assert not any(row[0].startswith("R0") for row in rows)


def test_a_board_is_not_handed_every_kind_of_finding(study: Study) -> None:
    """After a dozen kinds the rest is counted, and none is lost."""
    kinds = [{CODE: f"R{place:03}", SEVERITY: "warning", MESSAGE: f"Fault {place}"} for place in range(1, 21)]
    findings = pd.DataFrame(kinds, columns=study.register.findings.columns, dtype="str")
    crowded = dataclasses.replace(study, register=dataclasses.replace(study.register, findings=findings))
    shown = table(board_paper(crowded), "findings")
    assert len(shown.rows) == 12
    assert shown.note == "And 8 further kinds, 8 in all."


def test_assumptions_come_with_source_and_status(study) -> None:
    """Every parameter has a status and a source; each class has the least trusted status of its parts."""
    paper = board_paper(study)
    parameters = table(paper, "parameters").rows
    reference = study.recommended.policy.reference
    assert len(parameters) == len(reference.parameters)
    assert {row[3] for row in parameters} <= {"read", "unchecked", "derived", "assumed", "owner"}
    assert {row[-1] for row in table(paper, "classes").rows} == {"assumed"}


def test_a_network_paper_is_of_one_network(study) -> None:
    """A network's paper names its own machines only, and its shares add up with the others'."""
    rows = [row for name in network_names(study) for row in table(network_paper(study, name), "funded").rows]
    board = table(board_paper(study), "funded").rows
    assert sorted(row[0] for row in rows) == sorted(row[0] for row in board)


def test_a_network_finds_each_of_its_machines(study_builder) -> None:
    """Every machine of a network is treated, among the neediest that are not, or in the list of the others."""
    crowded = study_builder(assets=180, networks=3, envelope_gbp=500_000)
    name = network_names(crowded)[0]
    paper = network_paper(crowded, name)
    listed = [row[0] for key in ("funded", "not-funded-table", "others-kept") for row in table(paper, key).rows]
    assets = crowded.recommended.assets
    assert sorted(listed) == sorted(assets.loc[assets[NETWORK] == name, ASSET_ID])


def test_a_note_with_nothing_to_mend_is_left_out(study) -> None:
    """A network is asked to mend what can be mended, not what needs nothing."""
    note = {CODE: "R020", SEVERITY: "note", ASSET_ID: "A-00000", MESSAGE: "row left out", MEND: "Nothing, if right."}
    findings = pd.concat([study.register.findings, pd.DataFrame([note])], ignore_index=True)
    noted = dataclasses.replace(study, register=dataclasses.replace(study.register, findings=findings))
    name = network_names(study)[0]
    assert texts(section(network_paper(noted, name), "gaps")) == texts(section(network_paper(study, name), "gaps"))


def test_an_unknown_network_is_refused(study) -> None:
    """Asking for the paper of a network that is not there names those that are."""
    with pytest.raises(InputError, match="Network 01"):
        network_paper(study, "Nowhere")


def test_sections_are_numbered_in_order(study) -> None:
    """The body counts 1, 2, 3; appendices A, B, C; and every id is the section's own."""
    sections = board_paper(study).sections
    assert [one.number for one in sections][-6:] == ["12", "13", "A", "B", "C", "D"]
    assert len({one.id for one in sections}) == len(sections)


def test_headlines_are_three_sentences(study) -> None:
    """The three headline figures, with what was proven and for what data."""
    lines = headlines(study)
    assert len(lines) == 3
    assert "For the data given, no plan under these rules is worth over" in lines[1]


def test_how_long_the_solver_took_is_not_printed(study) -> None:
    """Running time changes from run to run, so a paper never holds it."""
    slower = dataclasses.replace(study.recommended.plan.report, runtime_s=99.9)
    assert board_paper(replan(study, report=slower)) == board_paper(study)


def test_frames_read_back_from_files_give_the_same_paper(study) -> None:
    """Nullable columns, as a run folder gives them back, make the same paper."""
    scenarios = tuple(
        dataclasses.replace(
            one,
            scores=one.scores.convert_dtypes(),
            plan=dataclasses.replace(
                one.plan,
                decisions=one.plan.decisions.convert_dtypes(),
                cash=one.plan.cash.convert_dtypes(),
                audit=one.plan.audit.convert_dtypes(),
            ),
        )
        for one in study.scenarios
    )
    assert board_paper(dataclasses.replace(study, scenarios=scenarios)) == board_paper(study)


def test_a_table_refuses_a_row_that_does_not_fit() -> None:
    """A row of another length, or an empty cell, is a fault in the paper and not a hole in the page."""
    columns = (TableColumn(label="A"), TableColumn(label="B"))
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Table(id="t", caption="", columns=columns, rows=(("a",),))
    with pytest.raises(ValueError, match="empty cell"):
        Table(id="t", caption="", columns=columns, rows=(("a", ""),))


def test_a_recommended_scenario_without_a_plan_is_said_on_the_cover(study: Study) -> None:
    """Where no plan keeps the scenario that was recommended, the paper is for discussion and says so first."""
    first = study.recommended
    report = first.policy.report.model_copy(update={"recommend": "gone"})
    scenario = dataclasses.replace(first, policy=first.policy.model_copy(update={"report": report}))
    gone = WithoutPlan(name="gone", title="More than there is", why="the floor of North needs £1,000,000 more.")
    paper = board_paper(dataclasses.replace(study, scenarios=(scenario,), without_plan=(gone,)))
    assert dict(paper.cover)["Purpose"] == "For discussion"
    assert paper.asks[0].startswith("Consider")
    assert "More than there is" in paper.asks[0]
    assert "the floor of North needs £1,000,000 more." in render_html(paper)


def test_a_scenario_without_a_plan_leaves_another_recommendation_alone(study: Study) -> None:
    """A scenario that cannot be kept is told among the options; the recommended one is still for approval."""
    gone = WithoutPlan(name="gone", title="More than there is", why="no.")
    paper = board_paper(dataclasses.replace(study, without_plan=(gone,)))
    assert dict(paper.cover)["Purpose"] == "For approval"
    assert "More than there is: no plan keeps every rule" in render_html(paper)


def test_machines_funded_on_missing_data_are_counted_where_the_data_are_weighed(study: Study) -> None:
    """A board is told how many of its machines hang on what the registers leave out; nothing where none does."""
    assert "would, by estimate, drop out" not in " ".join(texts(board_paper(study)))
    first = study.recommended
    decisions = first.plan.decisions
    treated = decisions.index[decisions[START_YEAR].notna()][:1]
    told = decisions.assign(**{MISSING_DATA: pd.Series("could drop out", index=treated).reindex(decisions.index)})
    scenario = dataclasses.replace(first, plan=dataclasses.replace(first.plan, decisions=told))
    paper = board_paper(dataclasses.replace(study, scenarios=(scenario,)))
    assert "1 machine that the plan chooses would, by estimate, drop out of it" in " ".join(texts(paper))
