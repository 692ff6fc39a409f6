"""WORKBOOK -> ASSETS: registers as people keep them, read into canonical assets and findings.

A file goes through `sniff` (what it really is), `workbook` (sheets as rows of cells), `tables` and
`headings` (where the assets are), `coerce` (cells to values, by `amounts`, `dates`, `choices`), and
then through the steps that look at rows together: `classes`, `dating`, `owners`, `identity`,
`checks`, `networks`. Whatever is doubtful becomes a finding under one of `RULES`.
"""

from capplan.register.findings import grouped
from capplan.register.networks import Attached, Networks, attach_networks, read_networks
from capplan.register.read import read_registers
from capplan.register.rules import RULES, Rule
