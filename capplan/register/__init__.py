"""WORKBOOK -> ASSETS: registers as people keep them, read into canonical assets and findings.

A file goes through `sniff` (what it really is), `workbook` (sheets as rows of cells), `tables` and
`headings` (where the assets are), `mapping` and `matching` (what a person has said of them), `coerce`
(cells to values, by `amounts`, `dates`, `choices`), and then through the steps that look at rows
together: `classes`, `dating`, `owners`, `identity`, `checks`, `networks`. Whatever is doubtful becomes
a finding under one of `RULES`.

What a person gets back: `annotate` (their workbook, marked), `quality`, `provenance`, `template`.
"""

from capplan.register.annotate import Copy, annotated, is_untouched
from capplan.register.findings import grouped
from capplan.register.hidden_marks import are_hidden
from capplan.register.memberships import memberships
from capplan.register.networks import Attached, Networks, attach_networks, merger_findings, read_networks
from capplan.register.provenance import asset_named, provenance
from capplan.register.quality import ALL_FILES, left_out, quality, quality_sentence
from capplan.register.read import named, read_registers
from capplan.register.rules import RULES, Rule
from capplan.register.sniff import read_contents
from capplan.register.template import template
