"""Comments on the cells of a sheet, as findings: what people wrote there is told, and never read as a value."""

import re
from collections.abc import Sequence

from capplan import columns as c
from capplan.register.findings import Finding
from capplan.register.note_texts import MOST_NOTES
from capplan.register.wording import letters, seen
from capplan.register.workbook import Sheet, Spot

_MOST_TOLD = 20
# What the comments on a template's headings begin with.
_MEANINGS = tuple(column.meaning for column in c.ASSETS)
# Words that may say that an asset is gone, or not where the register has it.
_TELLING = re.compile(
    r"\b(?:scrap\w*|dispos\w*|decommission\w*|condemn\w*|retire\w*|withdraw\w*|sold|written off|remov\w*|mov\w*|"
    r"transfer\w*|relocat\w*|replac\w*|return\w*|gone|loan\w*|stor(?:e|ed|age)|spare|stolen|missing|faulty|broken|"
    r"(?:not|out of|no longer) (?:in )?(?:use|service))\b",
    re.IGNORECASE,
)


def noted(parts: Sequence[Sheet]) -> list[Finding]:
    """Findings of the comments on the cells of one sheet, at the places that its parts have (each part is the sheet
    with one of its tables): the first 20 (R116), those with words of an asset that is gone or elsewhere before
    others, and how many there are if there are more (R117)."""
    if not parts:
        return []
    sheet = parts[0]
    is_template = sheet.template_version is not None
    spots = (spot for spot, text in sheet.notes.items() if not (is_template and text.startswith(_MEANINGS)))
    ranked = sorted(spots, key=lambda spot: (_TELLING.search(sheet.notes[spot]) is None, spot))
    told = [_note(parts, spot) for spot in ranked[:_MOST_TOLD]]
    return told if len(ranked) <= _MOST_TOLD else [*told, _others(sheet, len(ranked))]


def _note(parts: Sequence[Sheet], spot: Spot) -> Finding:
    sheet = parts[0]
    row, column = reversed(spot) if sheet.is_turned else spot
    block = next((part.block for part in parts if part.span and column in range(*part.span)), "")
    return Finding(
        code="R116",
        file=sheet.file,
        sheet=sheet.name,
        row=row + 1,
        position=letters(column),
        seen=seen(sheet.notes[spot]),
        block=block,
    )


def _others(sheet: Sheet, count: int) -> Finding:
    many = f"{count:,} or more" if count >= MOST_NOTES else f"{count:,}"
    said = f"{many} cells have one, {_MOST_TOLD} are told"
    return Finding(code="R117", file=sheet.file, sheet=sheet.name, seen=many, detail=said)
