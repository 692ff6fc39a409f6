"""Findings: where a register breaks a rule, as rows of a frame."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.errors import Severity
from capplan.register.rules import RULES
from capplan.register.wording import address, cell_name

# File, sheet, row, and the column that the table begins in where another stands to the left of it.
type Place = tuple[str, str, int, str]

_SEVERITIES = [str(severity) for severity in Severity]
_ROW = "row"
# Told before others of their level: a machine may be counted that is gone.
_OF_ONES_GONE = frozenset(("R110", "R120", "R121"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule broken in one place. `row` is 0 for a finding about a whole sheet; `position` holds
    the letters of the column; `detail` completes the rule's sentences; `block` says where its table begins,
    if another stands to the left of it on the sheet."""

    code: str
    file: str
    sheet: str = ""
    row: int = 0
    position: str = ""
    column: Column | None = None
    seen: str = ""
    used: str = ""
    detail: str = ""
    block: str = ""

    @property
    def place(self) -> Place:
        """The row that it is about."""
        return self.file, self.sheet, self.row, self.block


def findings_frame(findings: Iterable[Finding], ids: Mapping[Place, str]) -> pd.DataFrame:
    """Findings as a frame of text, columns `FINDINGS`, sorted by file, sheet, row and code.

    `ids` gives the asset id of each row of each sheet. What does not apply is an empty text.
    """
    rows = [(*_as_row(finding, ids), finding.row) for finding in findings]
    frame = pd.DataFrame(rows, columns=[*c.FINDINGS, _ROW])
    frame = frame.sort_values([c.FILE, c.SHEET, _ROW, c.CODE, c.CELL], kind="stable").drop(columns=_ROW)
    return frame.astype("str").reset_index(drop=True)


def _as_row(finding: Finding, ids: Mapping[Place, str]) -> tuple[str, ...]:
    rule = RULES[finding.code]
    words = {"column": finding.column.heading if finding.column else "", "detail": finding.detail}
    cell = cell_name(finding.position, finding.row) if finding.row and finding.position else ""
    return (
        finding.code,
        str(rule.severity),
        finding.file,
        finding.sheet,
        cell,
        ids.get(finding.place, ""),
        str(finding.column or ""),
        finding.seen,
        finding.used,
        rule.message.format_map(words),
        rule.mend.format_map(words),
    )


def grouped(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings counted for people: one row a code and message, columns `GROUPED_FINDINGS`.

    Sorted by severity (errors first; among warnings those of machines that may be gone), then by how often, then
    by code. `FIRST_AT` is the first
    address, such as `register.xlsx, Assets!F17`.
    """
    keys = [c.CODE, c.SEVERITY, c.MESSAGE]
    places = findings[[c.FILE, c.SHEET, c.CELL]].itertuples(index=False, name=None)
    first_at = pd.Series([address(*place) for place in places], index=findings.index, dtype="str")
    counted = findings.assign(**{c.FIRST_AT: first_at}).groupby(keys, sort=False)[c.FIRST_AT]
    summary = counted.agg(["size", "first"]).reset_index()
    summary.columns = pd.Index([*keys, c.FINDING_COUNT, c.FIRST_AT])
    rank = summary[c.SEVERITY].map({severity: place for place, severity in enumerate(_SEVERITIES)}).astype("float64")
    rank -= summary[c.CODE].isin(_OF_ONES_GONE) / 2
    order = summary.assign(rank=rank).sort_values(
        ["rank", c.FINDING_COUNT, c.CODE, c.MESSAGE], ascending=[True, False, True, True]
    )
    return order[list(c.GROUPED_FINDINGS)].reset_index(drop=True)
