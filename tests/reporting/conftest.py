"""A made-up study of any size: the frames that a pipeline would give, without the pipeline.

The plan is a plain rank by need under the envelope, so that what a paper must say of it can be
worked out by hand.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_CLASS,
    ASSET_COUNT,
    ASSET_ID,
    BENEFIT_GBP,
    CAPITAL_GBP,
    CELL,
    CODE,
    COLUMN,
    COMPLETENESS_RATIO,
    DESCRIPTION,
    ENVELOPE_GBP,
    FILE,
    FINDINGS,
    GATE,
    KEEP_ALL_GBP,
    KEPT,
    LIFE_CONSUMED_RATIO,
    LIFE_YEARS,
    LIMIT,
    MEND,
    MESSAGE,
    METHOD,
    MUST_TREAT,
    NEED_SCORE,
    NETWORK,
    OPTION_ID,
    ORGANISATION,
    PRICE,
    REASON,
    REASON_CODE,
    REPLACEMENT_COST_GBP,
    RISK_CONSEQUENCE,
    RISK_COST_GBP_PER_YEAR,
    RISK_LIKELIHOOD,
    RULE,
    RULES_BROKEN,
    SCOPE,
    SEVERITY,
    SHEET,
    SITE,
    SOURCE_FILE,
    START_YEAR,
    VALUE,
    VALUE_SEEN,
    VALUE_USED,
    WIDEST_FIELD,
    WITH_PLAN_GBP,
    YEAR,
)
from capplan.model import Plan, Register, Scenario, SolveReport, SourceFile, Study
from capplan.policy.schema import Policy

CLASSES = ("ct", "mri", "xray_room", "ultrasound", "mammography", "gamma_camera")
PRICES = {"ct": 940_000, "mri": 1_330_000, "xray_room": 300_000, "ultrasound": 80_000, "mammography": 250_000,
          "gamma_camera": 420_000}  # fmt: skip
TITLES = {"base": "Current allocation", "cut10": "10 % cut", "eighteen": "18 networks from 2028"}
BUDGET_SCALES = {"base": 1.0, "cut10": 0.9, "eighteen": 1.0}


@pytest.fixture(scope="session")
def study() -> Study:
    """A dozen assets, three networks, three scenarios, five years."""
    return build_study()


@pytest.fixture(scope="session")
def national() -> Study:
    """A study large enough for every kind of section: 600 assets in 24 networks."""
    return build_study(assets=600, networks=24, envelope_gbp=6_000_000)


@pytest.fixture(scope="session")
def study_builder() -> Callable[..., Study]:
    """`build_study`, for a study of one's own."""
    return build_study


@pytest.fixture(scope="session")
def contrast() -> Callable[[str, str], float]:
    """The contrast ratio of two colours."""
    return _contrast


@pytest.fixture(scope="session")
def hostile() -> Study:
    """A study whose every piece of register text is an attempt on whatever prints it."""
    return with_text(build_study(), HOSTILE)


HOSTILE = (
    "<script>alert(1)</script>",
    '#eval("1+1")',
    "*x* _y_ `z` $a$ [b]",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "{{ 7*7 }} {% raw %}",
    "A\u0627\u0644 \u202e\u200f right to left",
    "emoji \U0001f600",
    "x" * 300,
    "a & b < c > d \" quote ' single",
    "\x07 bell",
)


def with_text(study: Study, texts: tuple[str, ...]) -> Study:
    """The study with these texts for ids, owners, sites, networks and reasons."""
    names = [texts[n % len(texts)] for n in range(len(study.recommended.assets))]
    new_id = dict(zip(study.recommended.assets[ASSET_ID], names, strict=True))
    new_network = dict(zip(sorted(study.recommended.assets[NETWORK].unique()), texts, strict=False))

    def renamed(frame: pd.DataFrame) -> pd.DataFrame:
        changes = {ASSET_ID: frame[ASSET_ID].map(new_id)}
        if NETWORK in frame:
            changes[NETWORK] = frame[NETWORK].map(new_network)
        for column in (ORGANISATION, SITE, REASON):
            if column in frame:
                changes[column] = frame[ASSET_ID].map(new_id)
        return frame.assign(**changes)

    scenarios = tuple(
        dataclasses.replace(
            scenario,
            assets=renamed(scenario.assets),
            scores=renamed(scenario.scores),
            plan=dataclasses.replace(
                scenario.plan, decisions=renamed(scenario.plan.decisions), cash=renamed(scenario.plan.cash)
            ),
        )
        for scenario in study.scenarios
    )
    findings = study.register.findings.assign(**{MESSAGE: texts[0], MEND: texts[1], VALUE_SEEN: texts[3]})
    return Study(register=dataclasses.replace(study.register, findings=findings), scenarios=scenarios)


def build_study(*, assets: int = 12, networks: int = 3, envelope_gbp: int = 1_500_000) -> Study:
    """A study of three scenarios over five years; the second scenario has 10 % less money."""
    frame = register_frame(assets, networks)
    register = Register(
        assets=frame,
        findings=findings_frame(),
        files=(SourceFile(name="north.xlsx", sha256="ab" * 32, assets=assets),),
    )
    scenarios = tuple(build_scenario(name, frame, envelope_gbp) for name in TITLES)
    return Study(register=register, scenarios=scenarios)


def register_frame(assets: int, networks: int) -> pd.DataFrame:
    """Assets with a missing site, a missing cost and a missing age among them."""
    i = np.arange(assets)
    rng = np.random.default_rng(7)
    classes = np.array(CLASSES)[i % len(CLASSES)]
    cost = pd.Series([float(PRICES[one]) for one in classes])
    cost[3] = np.nan
    site = pd.Series([f"Site {n % 5 + 1}" for n in i], dtype="str")
    site[2] = np.nan
    ages = np.round(rng.gamma(2.6, 3.0, assets), 1)
    ages[:2] = (17.5, 11.2)
    frame = pd.DataFrame(
        {
            ASSET_ID: [f"A-{n:05d}" for n in i],
            ORGANISATION: [f"Trust {n % (networks * 5) + 1:03d}" for n in i],
            SITE: site,
            NETWORK: [f"Network {n % networks + 1:02d}" for n in i],
            ASSET_CLASS: classes,
            DESCRIPTION: [f"Machine {n}" for n in i],
            REPLACEMENT_COST_GBP: cost,
            AGE_USED_YEARS: ages,
            SOURCE_FILE: "north.xlsx",
        }
    )
    frame.loc[4, AGE_USED_YEARS] = np.nan
    return frame


def build_scenario(name: str, frame: pd.DataFrame, envelope_gbp: int) -> Scenario:
    """One scenario with its scores, budget, outlook and plan."""
    policy = policy_of(name, envelope_gbp)
    scores = scores_frame(frame)
    decisions = decide(frame, scores, policy)
    return Scenario(
        name=name,
        policy=policy,
        assets=frame.drop(columns=AGE_USED_YEARS),
        scores=scores,
        options=options_frame(frame, decisions),
        budget=pd.DataFrame({YEAR: list(policy.envelopes), ENVELOPE_GBP: list(policy.envelopes.values())}),
        outlook=outlook_frame(scores, decisions, policy),
        plan=plan_of(frame, decisions, policy),
    )


def policy_of(name: str, envelope_gbp: int) -> Policy:
    """A policy of five years, the last two indicative."""
    budget = {str(year): envelope_gbp for year in range(2027, 2032)} | {"firm_to": 2029}
    return Policy.model_validate(
        {
            "title": TITLES[name],
            "plan": {"title": "Imaging equipment replacement plan", "owner": "Example Imaging Board"},
            "budget": budget,
            "scale": {"budget": BUDGET_SCALES[name]},
            "rules": {"network_floor": 0.6, "network_cap": 1.5, "must_replace": ["qa_status = 'suspended'"]},
            "report": {"meeting": "Board meeting in public", "meeting_date": dt.date(2026, 11, 26)},
        }
    )


def scores_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Need grows with age; risk cost with need; one asset has no risk rating."""
    age = frame[AGE_USED_YEARS]
    spread = np.random.default_rng(11).uniform(-14, 14, len(frame))
    need = (25 + 4.2 * age.fillna(8) + spread).clip(2, 99).round(1)
    likelihood = pd.Series(np.clip(1 + need // 20, 1, 5), index=frame.index)
    likelihood[5] = np.nan
    return pd.DataFrame(
        {
            ASSET_ID: frame[ASSET_ID],
            LIFE_YEARS: 10.0,
            LIFE_CONSUMED_RATIO: age / 10,
            NEED_SCORE: need,
            RISK_LIKELIHOOD: likelihood,
            RISK_CONSEQUENCE: 1.0 + np.arange(len(frame)) % 5,
            RISK_COST_GBP_PER_YEAR: (120 * 1.075**need).round(2),
            AGE_USED_YEARS: age,
            COMPLETENESS_RATIO: 0.8,
            WIDEST_FIELD: np.where(np.arange(len(frame)) % 3 == 0, "unplanned_events", "os_status"),
            GATE: "",
        }
    )


def decide(frame: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Rank by need; each asset goes in the first year with room for it."""
    left = dict(policy.envelopes)
    cost = frame[REPLACEMENT_COST_GBP].fillna(80_000).astype(int)
    order = scores.sort_values([NEED_SCORE, ASSET_ID], ascending=[False, True]).index
    starts: dict[int, int] = {}
    for row in order:
        year = next((year for year, room in left.items() if room >= cost[row]), None)
        if year is not None and scores[NEED_SCORE][row] > 45:
            starts[row], left[year] = year, left[year] - cost[row]
    start = pd.Series(starts, dtype="float64").reindex(frame.index)
    is_funded = start.notna()
    need = scores[NEED_SCORE]
    return pd.DataFrame(
        {
            ASSET_ID: frame[ASSET_ID],
            ACTION: np.where(is_funded, "replace", "keep"),
            START_YEAR: start,
            CAPITAL_GBP: cost.where(is_funded, 0),
            REASON: [
                f"Need {points:.0f}: {'worth more than its price in that year' if funded else 'priced out'}"
                for points, funded in zip(need, is_funded, strict=True)
            ],
            REASON_CODE: np.where(is_funded, "worth_it", "priced_out"),
            BENEFIT_GBP: (cost * 0.4 * need / 50).where(is_funded, 0.0).round(2),
        }
    )


def outlook_frame(scores: pd.DataFrame, decisions: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The cost of keeping grows by 8 % a year; a new machine costs half of what the old one did at first."""
    at_first = scores[RISK_COST_GBP_PER_YEAR] + 10_000
    rows = []
    for turn, year in enumerate(policy.years):
        keep = at_first * 1.08**turn
        rows.append((year, keep.sum(), keep.where(~(decisions[START_YEAR] <= year), at_first / 2).sum()))
    return pd.DataFrame(rows, columns=[YEAR, KEEP_ALL_GBP, WITH_PLAN_GBP]).round(2)


def options_frame(frame: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The chosen options only: the papers read no more of them."""
    chosen = decisions[decisions[ACTION] != "keep"]
    return pd.DataFrame(
        {
            OPTION_ID: chosen[ASSET_ID] + ":replace",
            ASSET_ID: chosen[ASSET_ID],
            ACTION: chosen[ACTION],
            START_YEAR: chosen[START_YEAR].astype(int),
            BENEFIT_GBP: chosen[BENEFIT_GBP],
            MUST_TREAT: False,
        }
    )


def plan_of(frame: pd.DataFrame, decisions: pd.DataFrame, policy: Policy) -> Plan:
    """The plan with its cash, audit, baselines, prices and proof."""
    chosen = decisions[ACTION] != "keep"
    cash = pd.DataFrame(
        {
            ASSET_ID: frame[ASSET_ID][chosen],
            NETWORK: frame[NETWORK][chosen],
            ASSET_CLASS: frame[ASSET_CLASS][chosen],
            YEAR: decisions[START_YEAR][chosen].astype(int),
            CAPITAL_GBP: decisions[CAPITAL_GBP][chosen],
        }
    )
    spent = cash.groupby(YEAR)[CAPITAL_GBP].sum()
    benefit = float(decisions[BENEFIT_GBP].sum())
    audit = pd.DataFrame(
        [("envelope", str(year), limit, int(spent.get(year, 0)), True) for year, limit in policy.envelopes.items()],
        columns=[RULE, SCOPE, LIMIT, VALUE, KEPT],
    )
    baselines = pd.DataFrame(
        [
            ("age rank-and-cut", int(spent.sum() * 0.98), benefit * 0.81, int(chosen.sum()) - 1, "network floor (2)"),
            ("need rank-and-cut", int(spent.sum() * 0.99), benefit * 0.93, int(chosen.sum()), "network cap (1)"),
            ("benefit-per-pound greedy", int(spent.sum()), benefit * 0.99, int(chosen.sum()) + 1, ""),
        ],
        columns=[METHOD, CAPITAL_GBP, BENEFIT_GBP, ASSET_COUNT, RULES_BROKEN],
    )
    return Plan(
        decisions=decisions,
        cash=cash,
        audit=audit,
        baselines=baselines,
        prices=pd.DataFrame({YEAR: list(policy.years), PRICE: [1.41, 1.32, 1.2, 1.05, 0.9]}),
        report=SolveReport(
            objective_gbp=benefit,
            bound_gbp=benefit * 1.0004,
            gap=0.0004,
            proven=True,
            bound_from="Lagrangian bound over every option",
            solver="HiGHS",
            solver_version="1.16.0",
            gap_asked=0.001,
            seed=1,
            options=len(frame) * 5,
            options_in_core=len(frame),
            runtime_s=1.234,
        ),
    )


def findings_frame() -> pd.DataFrame:
    """Two kinds of finding; the error keeps a row that never became an asset out of the plan."""
    rows = [
        ("R003", "error", "north.xlsx", "Equipment", "F118", "LOST-1", "replacement_cost_gbp", "", "",
         "replacement cost is missing and its class has no price", "Give a cost"),
        ("R012", "warning", "north.xlsx", "Equipment", "A77", "A-00001", "asset_id", "A-00001", "A-00001",
         "same asset number twice", "Give each its own number"),
        ("R012", "warning", "north.xlsx", "Equipment", "A78", "A-00002", "asset_id", "A-00002", "A-00002",
         "same asset number twice", "Give each its own number"),
    ]  # fmt: skip
    columns = [CODE, SEVERITY, FILE, SHEET, CELL, ASSET_ID, COLUMN, VALUE_SEEN, VALUE_USED, MESSAGE, MEND]
    assert tuple(columns) == FINDINGS
    return pd.DataFrame(rows, columns=columns)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
