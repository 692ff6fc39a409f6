"""PLAN -> PAPERS: the board paper, a paper for each network, and the finance workbook.

`board_paper` and `network_paper` say what a paper holds; `render_html` and `render_pdf` set it;
`finance_workbook` is made straight from the study. `papers_of` lists every file of a study.
"""

from capplan.reporting.board import board_paper
from capplan.reporting.case import run_id
from capplan.reporting.finance import finance_paper
from capplan.reporting.html import render_html
from capplan.reporting.network import network_names, network_paper
from capplan.reporting.pdf import render_pdf
from capplan.reporting.sections.cover import require_full_cover
from capplan.reporting.sections.summary import headlines
from capplan.reporting.templating import FOLDER, Templates
from capplan.reporting.workbook import finance_workbook
from capplan.reporting.writers import FORMATS, WRITERS, papers_of
