"""Hostile text in every text field of a study prints literally in every paper and breaks no page."""

import dataclasses
import io
import re

import pandas as pd
import pypdf
import pytest

from capplan.columns import ASSET_ID, ASSETS
from capplan.model import Study
from capplan.reporting import (
    board_paper,
    finance_paper,
    finance_workbook,
    network_names,
    network_paper,
    render_html,
    render_pdf,
)
from capplan.reporting.content import Paper

ATTACKS = (
    "<script>alert(1)</script>", '#eval("1+1")', "=cmd|' /C calc'!A0", "{{ 7*7 }}", "*b* _i_ `c` $m$",
    "\u202eright to left\u202c", "emoji \U0001f600", "w" * 300,
)  # fmt: skip
TEXT_COLUMNS = tuple(column for column in ASSETS if column.kind == "text" and column != ASSET_ID)


def attacked(study: Study, text: str) -> Study:
    """The study with this text in every text field of its register, its findings and its plan file's words."""

    def spoilt(frame: pd.DataFrame) -> pd.DataFrame:
        there = [column for column in (*TEXT_COLUMNS, "reason") if column in frame and column != "network"]
        changes = dict.fromkeys(there, text)
        if "network" in frame:
            changes["network"] = text + " " + frame["network"]
        # Classes lead to lives and prices, so they stay as they are.
        return frame.assign(**{name: value for name, value in changes.items() if name != "asset_class"})

    scenarios = []
    for scenario in study.scenarios:
        policy = scenario.policy
        words = {name: text for name, value in policy.report.model_dump().items() if value == "not supplied"}
        plan = policy.plan.model_copy(update={"title": text, "owner": text})
        report = policy.report.model_copy(update={**words, "meeting": text})
        policy = policy.model_copy(update={"title": f"{text} {scenario.name}", "plan": plan, "report": report})
        made = dataclasses.replace(
            scenario.plan, decisions=spoilt(scenario.plan.decisions), cash=spoilt(scenario.plan.cash)
        )
        scenarios.append(dataclasses.replace(scenario, policy=policy, assets=spoilt(scenario.assets), plan=made))
    findings = study.register.findings.assign(message=text, mend=text, value_seen=text, code=text)
    register = dataclasses.replace(study.register, findings=findings)
    return Study(register=register, scenarios=tuple(scenarios), run=text[:8])


def papers(study: Study) -> list[Paper]:
    return [board_paper(study), finance_paper(study), network_paper(study, network_names(study)[0])]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda text: text[:12])
def test_hostile_text_prints_as_it_stands_on_every_page(study, attack: str) -> None:
    """Each paper's page has one script, its own, and shows the text that tried to be one."""
    for paper in papers(attacked(study, attack)):
        html = render_html(paper)
        assert html.count("<script") == 1
        assert "49" not in re.findall(r"<h1>(.*?)</h1>", html)
        escaped = html.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&#39;", "'")
        assert attack in escaped.replace("&amp;", "&")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda text: text[:12])
def test_hostile_text_prints_as_it_stands_in_every_pdf(study, attack: str) -> None:
    """Each paper's PDF is made, with the text in it letter by letter, code points for what has no shape."""
    shown = attack.replace("\u202e", "[U+202E]").replace("\u202c", "[U+202C]").replace("\U0001f600", "[U+1F600]")
    for paper in papers(attacked(study, attack)):
        pages = pypdf.PdfReader(io.BytesIO(render_pdf(paper))).pages
        found = squeezed(" ".join(page.extract_text() for page in pages))
        assert squeezed(shown) in found


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda text: text[:12])
def test_hostile_text_makes_a_workbook(study, attack: str) -> None:
    """The workbook is made whatever the words are."""
    assert finance_workbook(attacked(study, attack)).startswith(b"PK")
