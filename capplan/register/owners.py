"""Whose an asset is: its own column, else the sheet's name, else the file's."""

from pathlib import PurePath

import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.register.classes import class_words
from capplan.register.draft import Draft
from capplan.register.findings import Finding
from capplan.register.known_names import class_in
from capplan.register.wording import normalised

# A sheet whose name is made of these and of numbers does not say whose it is.
_GENERIC_WORDS = frozenset(
    ("all", "asset", "assets", "capital", "csv", "current", "data", "diagnostic", "equipment", "export", "fleet",
     "full", "hardware", "imaging", "inventory", "item", "items", "list", "main", "master", "medical", "new", "of",
     "page", "plan", "radiology", "register", "registers", "replacement", "report", "sheet", "summary", "tab", "table",
     "the", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
)  # fmt: skip


def with_owners(draft: Draft, policy: Policy) -> Draft:
    """The draft with an organisation for every asset.

    A row with neither an organisation nor its code takes the name of its sheet, unless that is
    general ("Sheet1", "Register") or a class; then the body that the sheet's titles name, else the file's
    name. Each such sheet is noted (R030).
    """
    assets = draft.assets
    rows = assets[c.ORGANISATION].isna() & assets[c.ORGANISATION_CODE].isna()
    names = {place: owner_of(*place, policy, draft.bodies.get(place, "")) for place in draft.positions}
    sheets = pd.Series(list(zip(assets[c.SOURCE_FILE], assets[c.SOURCE_SHEET], strict=True)), index=assets.index)
    owners = sheets.map(names).astype("str")
    findings = [_note(draft, place, names[place]) for place in sheets[rows].unique()]
    owned = draft.having({c.ORGANISATION: assets[c.ORGANISATION].where(~rows, owners)})
    return owned.assuming(c.ORGANISATION, rows).noting(findings)


def owner_of(file: str, sheet: str, policy: Policy, titled: str = "") -> str:
    """Whose the assets of a sheet are by its name, unless that is general or a class, else by its titles (the
    body that they name, if any), else by its file's name."""
    words = (word.rstrip("0123456789") for word in normalised(sheet).split())
    is_general = all(not word or word in _GENERIC_WORDS for word in words)
    is_class = bool(class_in(sheet, class_words(policy.reference)))
    return titled or PurePath(file).stem if is_general or is_class else sheet.strip()


def _note(draft: Draft, place: tuple[str, str], owner: str) -> Finding:
    file, sheet = place
    source = "the file's name"
    if owner in (sheet.strip(), draft.bodies.get(place)):
        source = "the sheet's name" if owner == sheet.strip() else "the title"
    return Finding(code="R030", file=file, sheet=sheet, column=c.ORGANISATION, used=owner, detail=source)
