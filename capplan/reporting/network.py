"""The paper for one network: its ask, its machines with reasons, and what it is left with."""

from capplan.columns import ASSET_ID, CAPITAL_GBP, NETWORK, RISK_COST_GBP_PER_YEAR
from capplan.errors import InputError, Problem
from capplan.model import Study
from capplan.reporting.board import numbered
from capplan.reporting.case import Case, case_of, run_id, within_network
from capplan.reporting.content import Block, KeyFigure, KeyFigures, Paper, Paragraph, Section
from capplan.reporting.fairness import network_shares
from capplan.reporting.formats import count, millions, money, number, percent, year_span
from capplan.reporting.sections.cover import cover_fields
from capplan.reporting.sections.evidence import field_table, findings_table
from capplan.reporting.sections.need import why_now
from capplan.reporting.sections.schedule import every_funded_machine, neediest_not_funded


def network_names(study: Study) -> tuple[str, ...]:
    """The networks of the recommended scenario, in order of name."""
    return tuple(sorted(study.recommended.assets[NETWORK].dropna().unique()))


def network_paper(study: Study, network: str) -> Paper:
    """The paper for one network under the recommended scenario.

    Raises InputError where the scenario has no such network.
    """
    return network_paper_of(case_of(study, study.recommended), network)


def network_paper_of(whole: Case, network: str) -> Paper:
    """The paper for one network of a case that is already at hand; otherwise as `network_paper`."""
    case = within_network(whole, network)
    if case.schedule.empty:
        mend = f"Use one of: {', '.join(network_names(whole.study))}."
        raise InputError(Problem(where="network paper", what=f"no network is called {network!r}", mend=mend))
    policy = case.scenario.policy
    body = (
        lambda one: _share_of_the_plan(whole, one, network),
        why_now,
        every_funded_machine,
        neediest_not_funded,
        _gaps,
    )
    return Paper(
        title=network,
        subtitle=f"{policy.plan.title}: {case.scenario.title}",
        author=policy.plan.owner,
        as_at=policy.plan.as_at,
        cover=cover_fields(case),
        asks_heading="The network is asked to",
        asks=_asks(case),
        sections=numbered(case, body, ()),
        footer=f"{network} · {policy.plan.title} · run {run_id(whole.study)}",
    )


def _asks(case: Case) -> tuple[str, ...]:
    funded, kept = case.funded, case.kept
    capital, risk = millions(funded[CAPITAL_GBP].sum()), money(kept[RISK_COST_GBP_PER_YEAR].sum())
    treated, left = f"{count(len(funded), 'machine')} of {number(len(case.schedule))}", count(len(kept), "machine")
    return (
        f"Support {capital} of capital over {year_span(case.years)} to treat {treated}.",
        f"Accept that {left} stay in service, with a risk cost of {risk} a year at today's rates.",
    )


def _share_of_the_plan(whole: Case, case: Case, network: str) -> Section:
    ours = next(one for one in network_shares(whole.schedule) if one.network == network)
    figures = (
        KeyFigure(value=millions(ours.capital_gbp), label=f"of capital, {year_span(case.years)}"),
        KeyFigure(value=number(ours.funded), label=f"machines treated, of {number(ours.machines)}"),
        KeyFigure(
            value=percent(ours.money_share, 1),
            label=f"of the plan's money, for {percent(ours.value_share, 1)} of the value",
        ),
        KeyFigure(value=money(ours.risk_left_gbp), label="a year of risk cost in the machines kept, at today's rates"),
    )
    text = (
        f"The network holds {percent(ours.value_share, 1)} of the estate by replacement value and "
        f"{percent(ours.need_share, 1)} of its need; it gets {percent(ours.money_share, 1)} of the money."
    )
    return Section(
        id="share", heading="This network in the plan", blocks=(KeyFigures(figures=figures), Paragraph(text=text))
    )


def _gaps(case: Case) -> Section:
    findings = case.study.register.findings
    ours = findings[findings[ASSET_ID].isin(case.schedule[ASSET_ID])]
    blocks: list[Block] = [
        Paragraph(text=f"{count(len(ours), 'finding')} concern{'s' if len(ours) == 1 else ''} this network's machines.")
    ]
    if len(ours):
        blocks.append(findings_table(ours, "findings"))
    if (gaps := field_table(case)) is not None:
        blocks.append(gaps)
    return Section(id="gaps", heading="Data to mend", blocks=tuple(blocks))
