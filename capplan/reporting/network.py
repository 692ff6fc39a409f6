"""The paper for one network: its ask, its machines with reasons, and what it is left with."""

from capplan.columns import ASSET_ID, CAPITAL_GBP, MEND, NETWORK, SEVERITY
from capplan.errors import InputError, Problem, Severity
from capplan.model import Study
from capplan.reporting.age_guide import age_guide
from capplan.reporting.board import numbered
from capplan.reporting.case import Case, case_of, run_id, within_network
from capplan.reporting.content import Block, KeyFigure, KeyFigures, Paper, Paragraph, Section
from capplan.reporting.exhibits import age_exhibit
from capplan.reporting.fairness import UNASSIGNED, network_shares
from capplan.reporting.formats import NOT_STATED, count, count_or_no, money, number, percent, sentence, year_span
from capplan.reporting.measures import age_profile, age_profiles
from capplan.reporting.sections.cover import short_cover
from capplan.reporting.sections.delivery import network_calendar
from capplan.reporting.sections.evidence import field_table, findings_table
from capplan.reporting.sections.schedule import machines_with_reasons, neediest_not_funded, other_machines_kept
from capplan.reporting.sections.summary import machines_treated
from capplan.reporting.standing import kept_words, risk_cost
from capplan.reporting.verbs import verb_of

_NOTHING_TO_MEND = "Nothing"


def network_names(study: Study) -> tuple[str, ...]:
    """The networks of the recommended scenario, in order of name; none where no machine has a network."""
    names = tuple(sorted(study.recommended.assets[NETWORK].dropna().unique()))
    return () if names == (NOT_STATED,) else names


def network_title(network: str) -> str:
    """What a network's paper is called: the network's name, unless the machines have none."""
    return UNASSIGNED if network == NOT_STATED else network


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
        lambda one: _ages(whole, one),
        machines_with_reasons,
        network_calendar,
        neediest_not_funded,
        _gaps,
        other_machines_kept,
    )
    return Paper(
        title=network_title(network),
        subtitle=f"{policy.plan.title}: {case.scenario.title}",
        author=policy.plan.owner,
        as_at=policy.plan.as_at,
        cover=short_cover(case),
        asks_heading="The network is asked to",
        asks=_asks(case),
        sections=numbered(case, body, ()),
        footer=f"{network_title(network)} · {policy.plan.title} · run {run_id(whole.study)}",
    )


def _asks(case: Case) -> tuple[str, ...]:
    funded, kept = case.funded, case.kept
    capital, verb = case.money(funded[CAPITAL_GBP].sum()), verb_of(case.scenario)
    span, of = year_span(case.years), number(len(case.schedule))
    support = f"Support {capital} of capital over {span} to {verb.base} {count(len(funded), 'machine')} of {of}."
    accept = f"Accept that {kept_words(kept)}; those in use carry a risk cost of {money(risk_cost(kept))} a year."
    return (
        f"Note that no machine is {verb.past} over {span}." if funded.empty else support,
        f"Note that every machine is {verb.past}." if kept.empty else accept,
    )


def _share_of_the_plan(whole: Case, case: Case, network: str) -> Section:
    ours = next(one for one in network_shares(whole.schedule) if one.network == network)
    figures = (
        KeyFigure(value=case.money(ours.capital_gbp), label=f"of capital, {year_span(case.years)}"),
        machines_treated(ours.funded, ours.machines, verb_of(case.scenario)),
        KeyFigure(
            value=percent(ours.money_share, 1),
            label=f"of the plan's money, for {percent(ours.value_share, 1)} of the value",
        ),
        KeyFigure(value=money(ours.risk_left_gbp), label="a year of risk cost in the machines kept, at today's rates"),
    )
    text = (
        f"The network holds {percent(ours.value_share, 1)} of the estate by replacement value and "
        f"{percent(ours.need_share, 1)} of its need; it gets {percent(ours.money_share, 1)} of the money."
        + _place_by_age(whole, network)
    )
    if ours.machines == len(whole.schedule):
        text = "The network is the whole of the estate."
    return Section(
        id="share", heading="This network in the plan", blocks=(KeyFigures(figures=figures), Paragraph(text=text))
    )


def _place_by_age(whole: Case, network: str) -> str:
    """Where its share of old machines puts a network among those with machines of known age; nothing where it has
    none, or is alone."""
    ages = {str(name): age_profile(rows, str(name)) for name, rows in whole.schedule.groupby(NETWORK)}
    known = {name: one.shares[-1] for name, one in ages.items() if one.total}
    if network not in known or len(known) == 1:
        return ""
    older = sum(share > known[network] for share in known.values())
    return (
        f" By share of machines over 10 years old it is {_place(older + 1)} of {count(len(known), 'network')}, "
        "the oldest first."
    )


def _ages(whole: Case, case: Case) -> Section:
    """The network's ages by class group, beside the guide and all networks."""
    ours, heading = age_profile(case.schedule, "This network"), "How old the machines are"
    if not ours.total:
        told = "No machine of this network has a known age, so no age profile can be drawn."
        return Section(id="why-now", heading=heading, blocks=(Paragraph(text=told),))
    is_alone = len(case.schedule) == len(whole.schedule)
    beside = () if is_alone else (age_profile(whole.schedule, "All networks"),)
    guide = age_guide(case.scenario.policy, case.schedule)
    chart = age_exhibit(ours, age_profiles(case.schedule), "age", beside=beside, guide=guide)
    return Section(id="why-now", heading=heading, blocks=(chart,))


def _place(number_in_order: int) -> str:
    """A place in an order, in figures.

    >>> _place(1), _place(2), _place(11), _place(23)
    ('1st', '2nd', '11th', '23rd')
    """
    ending = (
        "th" if number_in_order % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number_in_order % 10, "th")
    )
    return f"{number_in_order}{ending}"


def _gaps(case: Case) -> Section:
    findings = case.study.register.findings
    is_idle = (findings[SEVERITY] == Severity.NOTE.value) & findings[MEND].str.startswith(_NOTHING_TO_MEND, na=False)
    ours = findings[findings[ASSET_ID].isin(case.schedule[ASSET_ID]) & ~is_idle]
    concern = count_or_no(len(ours), "finding concerns", "findings concern")
    blocks: list[Block] = [Paragraph(text=f"{sentence(concern)} this network's machines.")]
    if len(ours):
        blocks.append(findings_table(ours, "findings"))
    if (gaps := field_table(case)) is not None:
        blocks.append(gaps)
    return Section(id="gaps", heading="Data to mend", blocks=tuple(blocks))
