"""Every paper of a national estate is written while a person waits, and a long schedule does not stop it.

Seconds are of the processor, so that other work on the machine does not count; two cores share the papers. Run with
`-m benchmark`.
"""

import importlib.util
import time
from pathlib import Path
from types import ModuleType

import pytest

from capplan.reporting import FORMATS, board_paper, papers_of, render_html, render_pdf

pytestmark = pytest.mark.benchmark
ALL_PAPERS_S, LONG_SCHEDULE_S, LONG_SCHEDULE_ROWS = 40.0, 8.0, 5_000


@pytest.fixture(scope="module")
def studies() -> ModuleType:
    """The maker of made-up studies that the tests of papers use."""
    path = Path(__file__).parents[1] / "reporting" / "conftest.py"
    spec = importlib.util.spec_from_file_location("made_up_studies", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_papers_of_a_national_estate(studies: ModuleType) -> None:
    """Board, finance, 24 networks in both forms and the workbook, of 6,700 machines, in under 40 seconds."""
    study = studies.build_study(assets=6_700, networks=24, envelope_gbp=40_000_000)
    began = time.process_time()
    sizes = [len(one.render()) for one in papers_of(study, FORMATS)]
    taken = time.process_time() - began
    assert len(sizes) == 2 * (1 + 1 + 24) + 1
    assert taken < ALL_PAPERS_S, f"{taken:.1f} s"


def test_a_schedule_of_5_000_rows(studies: ModuleType) -> None:
    """A board paper that names 5,000 machines takes under 8 seconds, page and PDF together."""
    study = studies.build_study(assets=7_500, networks=24, envelope_gbp=1_000_000_000)
    began = time.process_time()
    paper = board_paper(study)
    rows = next(block.rows for one in paper.sections for block in one.blocks if getattr(block, "id", "") == "funded")
    assert render_pdf(paper)
    assert render_html(paper)
    taken = time.process_time() - began
    assert len(rows) >= LONG_SCHEDULE_ROWS
    assert taken < LONG_SCHEDULE_S, f"{taken:.1f} s"
